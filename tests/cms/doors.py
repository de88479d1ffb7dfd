"""The doors of pages and search."""

from cms.models import HomePage
from cms.starter import build_site
from tests.doors_table import Scene, row


def front(scene: Scene) -> dict:
    if not HomePage.objects.exists():
        build_site()
    return {"pk": HomePage.objects.first().pk, "version": "old"}


ROWS = [
    row("cms:search", GET="200"),
    row("cms:page_picture", front, GET="302"),
]
