"""The doors of files."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.doors_table import Scene, row
from tests.support.pictures import telling_jpeg


def stored(scene: Scene) -> dict:
    name = "pictures/do/door.jpg"
    return {"name": name if default_storage.exists(name) else default_storage.save(name, ContentFile(telling_jpeg()))}


ROWS = [row("files:picture", stored, GET="200")]
