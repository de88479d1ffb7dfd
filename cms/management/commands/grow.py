"""Let the demo city grow, for measuring."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo.grow import grow
from cms.demo.seed import seed


class Command(BaseCommand):
    help = "Write many projects, dates, sign-ups, polls, ballots and points into the demo city, in bulk."

    def add_arguments(self, parser):
        parser.add_argument("--projects", type=int, default=1000, help="how many projects are added (default: 1000)")

    def handle(self, *args, projects, **options):
        if settings.PRODUCTION:
            raise CommandError("This invents people, votes and points. Start it with ENGAGE_MODE=demo.")
        if projects < 1:
            raise CommandError("Name at least one project: --projects 1000")
        begun = time.monotonic()
        seed(self.stdout.write)
        grow(projects=projects, say=self.stdout.write)
        self.stdout.write(f"Larkhaven has grown ({time.monotonic() - begun:.1f} s).")
