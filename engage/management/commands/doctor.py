"""Ask every room whether what must be true is true."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from core.health import Finding, examine, names


class Command(BaseCommand):
    help = (
        "Checks every invariant (seats, sums, triggers, constraints, letters, settings). Exit code 1 if one is broken."
    )
    requires_system_checks: list[str] = []  # they are one of the checkups, so that a broken one is told like the others

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
        parser.add_argument("--only", nargs="*", default=(), metavar="NAME", help="only these checkups")

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("health")
        if unknown := set(options["only"]) - set(names()):
            self.stderr.write(
                f"There is no checkup called {', '.join(sorted(unknown))}. There are: {', '.join(names())}"
            )
            sys.exit(2)
        found = list(examine(options["only"]))
        broken = [finding for finding in found if finding.problems]
        if options["json"]:
            self.stdout.write(
                json.dumps({"healthy": not broken, "checkups": [as_json(one) for one in found]}, indent=1)
            )
        else:
            for finding in found:
                self.say(finding)
            self.stdout.write(
                f"{len(broken)} of {len(found)} checkups found something."
                if broken
                else f"All {len(found)} checkups are fine."
            )
        if broken:
            sys.exit(1)

    def say(self, finding: Finding) -> None:
        mark = self.style.ERROR("wrong") if finding.problems else self.style.SUCCESS("   ok")
        self.stdout.write(f"{mark}  {finding.checkup.sentence}  {finding.seconds:.2f} s")
        for problem in finding.problems:
            self.stdout.write(f"       {problem}")


def as_json(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.checkup.name,
        "sentence": finding.checkup.sentence,
        "problems": finding.problems,
        "seconds": round(finding.seconds, 3),
    }
