"""Walk the main job of the city over HTTP, on a database of its own, and say what does not go as it must."""

import logging
import sys
import time
import traceback
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engage.story.history import live
from engage.story.pages import Unexpected
from engage.story.stage import Stage
from engage.story.tale import Step, Tale, steps
from people.models import Person


class Command(BaseCommand):
    help = "Starts the site in this process, walks the eleven steps of its main job as different people, and prints a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="a free port of the loopback")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The story is played in demo mode only: ENGAGE_MODE=demo, ENGAGE_DATA=an empty folder.")
        if Person.objects.filter(user__isnull=False).exists():
            raise CommandError(
                "Somebody lives here already. The story needs an empty database: ENGAGE_DATA=an empty folder."
            )
        logging.disable(logging.WARNING)  # the refusals are part of the story
        begun = time.monotonic()
        live()
        self.say(
            "", "Before", "three projects, and a neighbor who came to eight mornings", time.monotonic() - begun, ""
        )
        with Stage(port).play() as stage:
            failed = self.walk(Tale(stage))
            checks = stage.checks
        seconds = time.monotonic() - begun
        if failed:
            self.stdout.write(self.style.ERROR(f"The story breaks at “{failed}” ({seconds:.1f} s)."))
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS(f"The whole story holds: {checks} checks in {seconds:.1f} s."))

    def walk(self, tale: Tale) -> str:
        """Each step stands on the ones before, so the first that fails ends it. Returns its name, or nothing."""
        for number, step in enumerate(steps(), 1):
            start, before = time.monotonic(), tale.stage.checks
            problem = self.attempt(step, tale)
            taken = time.monotonic() - start
            said = "failed" if problem else f"{tale.stage.checks - before} checks"
            self.say(f"{number}", step.name, step.sentence, taken, said)
            if problem:
                self.stdout.write(f"    {problem}")
                return step.name
        return ""

    def attempt(self, step: Step, tale: Tale) -> str:
        """What went wrong, or nothing."""
        try:
            step.walk(tale)
        except Unexpected as problem:
            where = traceback.extract_tb(problem.__traceback__)
            line = next(frame for frame in reversed(where) if frame.name not in HELPERS)
            return f"{problem}\n    (the story, {line.filename.rpartition('/')[2]} line {line.lineno}: {line.line})"
        except Exception:
            return traceback.format_exc()
        return ""

    def say(self, number: str, name: str, sentence: str, seconds: float, said: str) -> None:
        self.stdout.write(f"{number:>2}  {name:<10} {sentence:<72} {seconds:>6.1f} s  {said}")
        self.stdout.flush()


HELPERS = {
    "sees",
    "misses",
    "is_",
    "form",
    "form_asking",
    "link",
    "filled",
    "expect",
    "send",
    "follow",
    "letter",
    "open",
}
