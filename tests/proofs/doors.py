"""Every door has a rule: each cell of address × method × six people is declared and tried; an undeclared address stops the start.

The control: the same start with the same address behind a door goes well, so it is the missing rule that stops it.
"""

import subprocess
import sys
from xml.etree import ElementTree

from tests.tooling.house import ROOT

START = """
import os
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
django.setup()
import engage.urls
from core.doors import anyone, door
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path

def forgotten(request):
    return HttpResponse("nobody thought of me")

engage.urls.urlpatterns.insert(0, path("forgotten/", VIEW))
call_command("check")
"""


def start_with(view: str) -> subprocess.CompletedProcess[str]:
    """Start a site that has one address more."""
    command = [sys.executable, "-c", START.replace("VIEW", view)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def main(argv: list[str] | None = None) -> int:
    refused, control = start_with("forgotten"), start_with("door(anyone)(forgotten)")
    stops = refused.returncode != 0 and "engage.E001" in refused.stderr
    starts = control.returncode == 0
    print(f"a site with an undeclared address {'does not start' if stops else 'STARTS'}")
    print(f"control: with a door before it, it {'starts' if starts else 'DOES NOT START'}")
    report = ROOT / "var" / "test" / "doors.xml"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "tests/test_doors.py",
            f"--junitxml={report}",
            "--show-capture=no",
        ],
        cwd=ROOT,
    )
    suite = ElementTree.parse(report).getroot()[0]
    tried, failed = int(suite.get("tests", 0)), int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    kept = stops and starts and done.returncode == 0
    print(
        f"doors: {tried - failed} of {tried} doors as declared, for 6 people and every method; {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
