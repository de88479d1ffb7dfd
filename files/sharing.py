"""What a page says of itself to those who pass it on: its address, its title, and a picture drawn from public facts."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from core import again
from core.errors import TooOften
from core.limits import Limit, asker

from .boards import HIGH, WIDE, Board, draw

KEPT_FOR = 30 * 24 * 3600
FOREVER = "public, max-age=31536000, immutable"
NEW_ONES = Limit("boards", times=60, seconds=60)
_one_at_a_time = Lock()  # a process draws with one core at most, and nothing twice


@dataclass(frozen=True)
class Share:
    """`path` of the page with its language in front; `picture` makes the path of a version of its picture."""

    path: str
    board: Board
    picture_of: Callable[[str], str]
    card: str = ""  # of a page that other sites may show in a frame
    size = (WIDE, HIGH)

    @property
    def title(self) -> str:
        return self.board.title

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def frame(self) -> str:
        """What somebody writes into a page of their own to show the card there."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="360" loading="lazy" style="border:0"></iframe>',
            settings.SITE_URL + self.card, self.title,
        )  # fmt: skip

    @property
    def picture(self) -> str:
        """A new address for each content: those who keep pictures by their address show the newest."""
        return settings.SITE_URL + self.picture_of(self.board.version)


def picture(request: HttpRequest, share: Share, version: str) -> HttpResponse:
    """The picture of this version; whoever asks for an old one is sent to the newest. Nothing but the present is drawn."""
    if version != share.board.version:
        response = redirect(share.picture_of(share.board.version))
        response["Cache-Control"] = again.FIVE_MINUTES
        return response
    return again.answer(
        request,
        fingerprint=version,
        build=lambda: drawn(share.board),
        content_type="image/png",
        caching=FOREVER,
    )


def drawn(board: Board) -> bytes:
    """From the cache, or drawn now. Raises TooOften when one network asks for too many new ones."""
    key = f"boards:{board.version}"
    if (found := cache.get(key)) is None:
        if not NEW_ONES.allows(asker.get()):
            raise TooOften(code="boards", minutes=1)
        with _one_at_a_time:
            if (found := cache.get(key)) is None:
                found = draw(board)
                cache.set(key, found, KEPT_FOR)
    return found
