"""The pages a new site begins with."""

from django.core.management.base import BaseCommand

from cms.starter import build_site


class Command(BaseCommand):
    help = "Make the front page, news, help, glossary and the other pages every site needs. Pages that stand are left alone."

    def handle(self, *args, **options):
        site = build_site()
        self.stdout.write(f"The site begins at “{site.root_page.title}”. Editors change it under /admin/.")
