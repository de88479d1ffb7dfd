"""Build the demo city of Larkhaven."""

import time

from django.core.management.base import BaseCommand

from cms.demo.seed import seed


class Command(BaseCommand):
    help = "Build the demo city: people, projects in every state, polls, pages. A city that stands is left alone."

    def handle(self, *args, **options):
        begun = time.monotonic()
        built = seed(self.stdout.write)
        words = "Larkhaven stands" if built else "Larkhaven stood already"
        self.stdout.write(f"{words} ({time.monotonic() - begun:.1f} s).")
