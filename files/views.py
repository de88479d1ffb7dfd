"""Stored pictures, from our own address. A grown city's proxy or object storage serves them instead."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from core.doors import anyone, door

SERVED = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}


@door(anyone)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Names are random and never reused, so browsers may keep them for a year. Nothing but pictures is served."""
    kind = SERVED.get(PurePosixPath(name).suffix.lower())
    if kind is None or ".." in PurePosixPath(name).parts or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
