"""Which of the pages that every site needs are there: header, footer and forms link to no other.

Each process remembers it for a minute, and looks again at once when it changed a page itself.
"""

import logging
import time

from django.db import Error
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Locale

from .models import HomePage

log = logging.getLogger(__name__)
SECONDS = 60
_known: tuple[float, frozenset[str]] = (0.0, frozenset())


def standing() -> frozenset[str]:
    """The slugs of what stands directly below the front page, for everybody to read."""
    global _known
    until, slugs = _known
    if time.monotonic() > until:
        try:
            home = HomePage.objects.filter(locale=Locale.get_default()).first()
            slugs = (
                frozenset(home.get_children().live().public().values_list("slug", flat=True)) if home else frozenset()
            )
        except (Error, Locale.DoesNotExist):  # an error page must not stumble over its own footer
            log.warning("The pages of the footer can't be looked up")
        _known = (time.monotonic() + SECONDS, slugs)
    return slugs


def there(request: HttpRequest) -> dict[str, object]:
    """Context processor: `{% if "privacy" in there %}`; looked up only by templates that ask."""
    return {"there": SimpleLazyObject(standing)}


def forget(**kwargs: object) -> None:
    """Signal receiver: a page came, went or moved."""
    global _known
    _known = (0.0, _known[1])
