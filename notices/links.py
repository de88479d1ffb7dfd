"""Addresses of our pages as letters need them: whole, and in the reader's language."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy


def _whole(name: str, *args: Any, query: Mapping[str, str] | None = None, **kwargs: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs) + (f"?{urlencode(query)}" if query else "")


# Worked out while the letter is written, so that the path has the language of the letter.
link = lazy(_whole, str)


def button(label: Any, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The one thing to press in a letter."""
    return {"button_url": link(name, *args, **kwargs), "button_label": label}
