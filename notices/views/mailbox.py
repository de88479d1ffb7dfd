"""The mailbox of the demo city: every letter that would have left, readable without any mail server."""

import re

import nh3
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from core.doors import anyone, door
from notices.models import Letter

SHOWN = 50
TAGS = {
    "img",
    "h1",
    "h2",
    "h3",
    "p",
    "br",
    "a",
    "strong",
    "b",
    "em",
    "ul",
    "ol",
    "li",
    "div",
    "span",
    "table",
    "tr",
    "td",
    "th",
}
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@door(anyone)
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first; `?to=` shows those to addresses with these letters in them."""
    to = request.GET.get("to", "").strip().lower()
    letters = Letter.objects.exclude(lane=Letter.Lane.DIGEST).newest_first().select_related("person")
    addresses = list(Letter.objects.newest_first().values_list("address", flat=True)[:500])
    found = list(
        (letters.filter(address__contains=to) if to else letters).defer("text", "html", "attachments")[: SHOWN + 1]
    )
    return render(
        request,
        "notices/letter_list.html",
        {"letters": found[:SHOWN], "more": len(found) > SHOWN, "to": to, "addresses": sorted(set(addresses))},
    )


@door(anyone)
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """One letter as its reader would see it."""
    found = get_object_or_404(Letter.objects.select_related("person"), ref=ref)
    code = CODE.search(found.text)
    return render(
        request,
        "notices/letter_page.html",
        {
            "letter": found,
            "body": harmless(found.html) if found.html else linebreaks(found.text, autoescape=True),
            "code": code[1] if code else "",
        },
    )


def harmless(html: str) -> SafeString:
    """The inside of the letter without its own style: the page's policy would not let it in, and ours fits it."""
    inside = BODY.search(html)
    words = inside[1] if inside else html
    clean = nh3.clean(
        re.sub(r"(</?)h1\b", r"\1h2", words),  # the page has its own first heading
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt", "width"}, "*": {"class", "dir", "lang"}},
        attribute_filter=_own_class,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def _own_class(tag: str, name: str, value: str) -> str | None:
    """A letter's classes get a name of their own, so that they don't meet the site's; a button stays a button.

    Pictures are those of this site only: whatever else stands in a letter is not fetched.
    """
    if (tag, name) == ("img", "src"):
        ours = value.startswith(f"{settings.SITE_URL}/")
        return "/" + value.removeprefix(settings.SITE_URL).lstrip("/\\") if ours else None
    return f"mail__{value}" if name == "class" and value != "btn" else value
