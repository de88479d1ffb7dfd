"""Storage that never leaves half a file: written under a temporary name, then moved."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

from core.refs import new_ref


class WholeFileStorage(FileSystemStorage):
    """A full disk raises before the final name exists."""

    def _save(self, name, content):
        temporary = f"{name}.{new_ref()}.part"
        try:
            super()._save(temporary, content)
            final = self.get_available_name(name)
            os.replace(self.path(temporary), self.path(final))
        except BaseException:
            self.delete(temporary)  # what was written of it; no word when nothing was
            raise
        return final


def settings_from(url: str) -> dict:
    """STORAGE_URL → an entry of STORAGES. s3://key:secret@bucket?endpoint=https%3A%2F%2F…&region=…"""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured(
            "STORAGE_URL can't be read. Example: STORAGE_URL=s3://key:secret@bucket?region=eu-west-1"
        )
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.hostname,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {k: v for k, v in options.items() if v is not None}}
