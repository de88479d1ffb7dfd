"""Addresses of our pages as letters need them: whole, and in the reader's language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy


def _whole(name: str, *args: Any, **kwargs: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


# Worked out while the letter is written, so that the path has the language of the letter.
link = lazy(_whole, str)
