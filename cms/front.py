"""What stands below the board of the front page is the same for everybody, so it is drawn once and kept for a while.

A minute at most, because days left and closing times pass by; and it is dropped when something happens that it shows.
Never the whole page: frame and board know who reads.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .models import HomePage

SECONDS = 60


def key(language: str | None) -> str:
    return f"cms:front:{language}"


def kept(page: HomePage, draw: Callable[[], str]) -> SafeString:
    """The drawing of this page as it was published last, from the cache or drawn now."""
    stamp = (page.pk, page.last_published_at)
    found = cache.get(key(get_language()))
    if found is None or found[0] != stamp:
        found = (stamp, str(draw()))
        cache.set(key(get_language()), found, SECONDS)
    return mark_safe(found[1])  # noqa: S308 - it was rendered by templates


def forget() -> None:
    """Something happened that stands there."""
    cache.delete_many([key(code) for code, _name in settings.LANGUAGES])
