"""Makes recount.py, the one file with which a resident counts a poll again, out of this package's own modules.

There is no second copy of the rules: `script()` sets the sources of the modules below one after the other, leaves out their
imports of each other, and collects their imports of the standard library at the top. The same sources always give the same text.

The engine's version is `VERSION`, raised by hand when a rule changes, then "+" and the first twelve digits of the SHA-256 of that
text. The script works it out from its own file. So the version written in an outcome names exactly one script, which anyone can check
with sha256sum, and a script that was altered says so itself. A poll keeps the script of its own day beside its files; a later
engine is compared with `engine.same_outcome`, which looks past the version.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

VERSION = "1"
PACKAGE = "ideas.counting"
# Lowest first: a module may only use what stands above it.
MODULES = (
    "terms",
    "verdict",
    "ties",
    "tally",
    "most",
    "budget_greedy",
    "irv",
    "schulze",
    "equal_shares",
    "engine",
    "reading",
    "check",
)
HEAD = '''\
#!/usr/bin/env python3
"""Counts an idea poll again. Needs Python 3.11 or later and nothing else; it opens no connection and writes no file.

    python3 recount.py FOLDER

FOLDER holds the poll's ballots.csv, ideas.csv and rule.json, and may hold its outcome.json to compare with.
This is the very engine that counted the poll, its modules set one after the other.
"""
'''
VERSION_OF_SCRIPT = '''
def engine_version() -> str:
    """The version, and the start of the SHA-256 of this very file."""
    text = Path(__file__).read_bytes().replace(b"\\r\\n", b"\\n")
    return "{version}+" + hashlib.sha256(text).hexdigest()[:12]
'''
FOOT = """

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""
RULE_OFF = "\n\n# " + "-" * 100 + "\n"


@cache
def script() -> str:
    """The text of recount.py."""
    imports, bodies, owners = (
        {"import hashlib", "import sys", "from pathlib import Path"},
        [],
        {"engine_version": "recount"},
    )
    for module in MODULES:
        source = Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
        tree = ast.parse(source)
        for name in _names(tree):
            if owners.setdefault(name, module) != module:
                raise RuntimeError(f"{module} and {owners[name]} both define {name}; in one file they would clash.")
        imports |= _outside_imports(tree)
        bodies.append(_without_imports(source, tree))
    version = VERSION_OF_SCRIPT.format(version=VERSION)
    return (
        HEAD + "\n" + "\n".join(sorted(imports)) + "\n\n" + version + "".join(RULE_OFF + body for body in bodies) + FOOT
    )


@cache
def engine_version() -> str:
    """Which engine counts, for the outcome and the results page."""
    return f"{VERSION}+{hashlib.sha256(script().encode('utf-8')).hexdigest()[:12]}"


def _names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
    return names


def _outside_imports(tree: ast.Module) -> set[str]:
    """One line for each name, so that two modules' imports from one place fall together."""
    lines = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            lines |= {f"import {alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not _is_ours(node):
            lines |= {f"from {node.module} import {alias.name}" for alias in node.names}
    return lines


def _is_ours(node: ast.ImportFrom) -> bool:
    if any(alias.asname for alias in node.names):
        raise RuntimeError("An import under another name cannot be set into one file.")
    return (node.module or "").startswith(PACKAGE)


def _without_imports(source: str, tree: ast.Module) -> str:
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    kept = "\n".join(lines).strip("\n")
    while "\n\n\n\n" in kept:
        kept = kept.replace("\n\n\n\n", "\n\n\n")
    return kept + "\n"
