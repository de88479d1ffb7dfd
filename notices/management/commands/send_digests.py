"""Write the digests that are due, now, and say how it goes."""

import time

from django.core.management.base import BaseCommand

from notices.actions import write_digests


class Command(BaseCommand):
    help = "Write the digests that are due. The worker does it every ten minutes; twice at once is harmless."

    def handle(self, *args, **options):
        begun = time.monotonic()
        written = write_digests(say=self.stdout.write)
        self.stdout.write(f"{written:,} digests written ({time.monotonic() - begun:.1f} s).")
