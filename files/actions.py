"""Take a picture from somebody: the one door."""

import hashlib
import logging
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.lines import kept
from core.refs import new_ref

from .models import Picture
from .pictures import Upload, clean

log = logging.getLogger(__name__)


def take_picture(*, upload: Upload | IO[bytes], alt: str) -> Picture:
    """Clean an upload and keep it in ready-made widths. Raises RuleBroken with a sentence.

    It takes about half a second: call it before a transaction is open, so that nobody waits for its locks.
    """
    alt = kept(alt, 250)
    cleaned = clean(upload)
    ref, widths = new_ref(20), dict[str, str]()
    try:
        for width, data in sorted(cleaned.pictures.items()):
            widths[str(width)] = default_storage.save(f"pictures/{ref[:2]}/{ref}-{width}.webp", ContentFile(data))
        return Picture.objects.create(
            file=widths[str(max(cleaned.pictures))],
            width=cleaned.width,
            height=cleaned.height,
            widths=widths,
            alt=alt,
            sha256=hashlib.sha256(cleaned.largest).hexdigest(),
        )
    except BaseException:
        for name in widths.values():
            forget(name)
        raise


def remove_picture(*, picture: Picture) -> None:
    """Nobody shows it any more: the row goes at once, its files once that is certain."""
    names = {picture.file.name, *picture.widths.values()}
    picture.delete()

    def sweep() -> None:
        for name in names:
            forget(name)

    transaction.on_commit(sweep)


def forget(name: str) -> None:
    """Remove a stored file that no row speaks of."""
    try:
        default_storage.delete(name)
    except OSError:
        log.warning("%s could not be removed", name)
