"""dev.py starts on any Python, and knows what its environment holds."""

import ast
import os
import shutil
import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.tooling import environment
from tests.tooling.house import ROOT

pytestmark = pytest.mark.once

OLD = ["python2", "python2.7", *(f"python3.{minor}" for minor in range(11))]


def compare(tmp_path, *lines: str) -> bool:
    lock = tmp_path / "lock.txt"
    lock.write_text("\n".join(lines))
    return subprocess.run([sys.executable, "-I", "-c", environment.COMPARE, lock]).returncode == 0


def test_an_environment_that_holds_every_pin_is_good(tmp_path):
    assert compare(tmp_path, f"Django=={version('django')} \\", "    --hash=sha256:00")


def test_another_version_or_a_missing_library_is_noticed(tmp_path):
    assert not compare(tmp_path, "django==1.0 \\")
    assert not compare(tmp_path, "no-such-library==1.0 \\")


def test_a_library_for_other_systems_may_be_missing(tmp_path):
    assert compare(tmp_path, "no-such-library==1.0 ; sys_platform == 'win32' \\")


def test_dev_py_holds_nothing_that_an_old_python_cannot_read():
    tree = ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 4))
    modern = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [each.name for each in functions if each.returns or any(arg.annotation for arg in each.args.args)]


def test_every_old_python_of_this_machine_gets_a_sentence():
    for name in OLD:
        path = shutil.which(name)
        works = path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0
        if path and works:
            done = subprocess.run([path, ROOT / "dev.py", "run"], capture_output=True, text=True)
            assert done.returncode == 1
            assert done.stderr.startswith("Engage needs Python 3.11 or newer, and this is Python ")
            assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["", "run", "check", "lock", "prove", "bench"])
def test_every_command_has_help(command):
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", *filter(None, [command]), "--help"],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    assert done.returncode == 0
    assert done.stdout.startswith("usage: dev.py")
