"""Atom feeds: one entry for each thing, under an id that stays. Who asks again is told that nothing is new."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language

from core import again

AT_MOST = 50
XML_LACKS = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}  # no XML can hold them


@dataclass(frozen=True)
class Entry:
    """`kind` and `pk` name the thing for good, whatever becomes of its address. Texts are plain."""

    kind: str
    pk: int
    title: str
    path: str
    published: datetime
    updated: datetime
    summary: str = ""
    author: str = ""
    language: str = ""  # of its words, where the writer chose one

    @property
    def id(self) -> str:
        """A tag: URI (RFC 4151) minted on the day on which the thing was first published."""
        return f"tag:{host()},{self.published:%Y-%m-%d}:{self.kind}/{self.pk}"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def feed(request: HttpRequest, entries: Sequence[Entry], *, title: str, path: str, author: str) -> HttpResponse:
    """The newest first, as they are given; `path` is the page for people. `author` stands for those without one."""
    entries = entries[:AT_MOST]
    said = repr(([astuple(entry) for entry in entries], title, author, get_language(), settings.SITE_URL))
    return again.answer(
        request,
        fingerprint=hashlib.sha256(said.encode()).hexdigest()[:32],
        build=lambda: _written(request, entries, title, path, author),
        content_type="application/atom+xml; charset=utf-8",
    )


class _Feed(Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}


def _written(request: HttpRequest, entries: Sequence[Entry], title: str, path: str, author: str) -> str:
    atom = _Feed(
        title=readable(title), link=settings.SITE_URL + path, description=None, language=get_language(),
        feed_url=settings.SITE_URL + request.path, feed_guid=f"tag:{host()},2026:feed{request.path}",
        author_name=readable(author),
    )  # fmt: skip
    for entry in entries:
        atom.add_item(
            title=readable(entry.title), link=settings.SITE_URL + entry.path, description=_as_html(entry.summary),
            unique_id=entry.id, pubdate=entry.published, updateddate=entry.updated,
            author_name=readable(entry.author) or None, language=entry.language,
        )  # fmt: skip
    return atom.writeString("utf-8")


def _as_html(words: str) -> str:
    """Django names each summary HTML: plain words go there escaped, or a reader draws what a resident typed between < and >."""
    return linebreaks(readable(words), autoescape=True) if words else ""


def readable(words: str) -> str:
    """Without the characters that no feed and no calendar may hold."""
    return words.translate(XML_LACKS)
