"""The cleaning of pictures: from any upload to WebP without a word beside the pixels. No rows are written here."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext

from core.errors import RuleBroken

from . import scrub

WIDTHS = (480, 960, 1600)
EDITORS_WIDTH = 2400
PATIENCE = 20  # seconds on the wall; the computing itself is limited more tightly by the program


class Upload(Protocol):
    """What a form field gives: Django's UploadedFile, or any open file."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Cleaned:
    """A cleaned picture: its largest size, and the WebP bytes for each width."""

    width: int
    height: int
    pictures: dict[int, bytes]

    @property
    def largest(self) -> bytes:
        return self.pictures[max(self.pictures)]


def clean(upload: Upload | IO[bytes], widths: tuple[int, ...] = WIDTHS) -> Cleaned:
    """Decode, turn upright, make sRGB, shrink, and keep pixels only. Raises RuleBroken with a sentence."""
    if (getattr(upload, "size", None) or 0) > scrub.MAX_BYTES:
        raise refusal("too_many_bytes")
    if hasattr(upload, "seek"):
        upload.seek(0)
    data = upload.read(scrub.MAX_BYTES + 1)
    if not data:
        raise refusal("empty")
    if len(data) > scrub.MAX_BYTES:
        raise refusal("too_many_bytes")
    if looks_like_svg(data):
        raise refusal("svg")
    with tempfile.TemporaryDirectory(prefix="engage-picture-") as folder:
        answer = run(data, folder, widths)
        if "refused" in answer:
            raise refusal(answer["refused"])
        pictures = {int(width): (Path(folder) / name).read_bytes() for width, name in answer["pictures"].items()}
    return Cleaned(answer["width"], answer["height"], pictures)


class CleanPicture(SimpleUploadedFile):
    """A file that has been through here."""


def cleaned_file(upload: Upload | IO[bytes]) -> CleanPicture:
    """The same picture as one clean file, for what keeps pictures in its own way. Raises RuleBroken with a sentence."""
    if isinstance(upload, CleanPicture):
        return upload
    stem = Path(getattr(upload, "name", None) or "picture").stem[:60] or "picture"
    return CleanPicture(f"{stem}.webp", clean(upload, (EDITORS_WIDTH,)).largest, "image/webp")


def run(data: bytes, folder: str, widths: tuple[int, ...]) -> dict:
    """The program's answer; one that the kernel ended is an answer too."""
    command = [sys.executable, "-I", scrub.__file__, folder, *map(str, widths)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_heavy"}
    if done.returncode:
        return {"refused": "too_heavy" if done.returncode < 0 else "broken"}
    return json.loads(done.stdout)


def looks_like_svg(data: bytes) -> bool:
    """A drawing is a program; it is not taken from anybody."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or (start.startswith(b"<!--") and b"<svg" in start)


def refusal(why: str) -> RuleBroken:
    """The sentence for a reason."""
    sentences = {
        "empty": gettext("This file is empty. Choose the picture again."),
        "too_many_bytes": gettext("This picture is larger than 8 MB. Send a smaller one."),
        "too_many_pixels": gettext("This picture has more than 24 megapixels. Make it smaller and send it again."),
        "svg": gettext("SVG drawings can't be taken. Send a photo or a picture as JPEG, PNG, WebP, GIF or HEIC."),
        "not_a_picture": gettext("This file is not a picture we can read. Send a JPEG, PNG, WebP, GIF or HEIC."),
        "too_heavy": gettext("This picture is too heavy to work on. Save it again as a JPEG and send that."),
    }
    broken = gettext("This picture is damaged: a part of it is missing. Choose it again, or send another one.")
    return RuleBroken(sentences.get(why, broken), code=why)
