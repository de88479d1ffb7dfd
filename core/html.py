"""Residents' text: plain, with a tiny Markdown. Nobody's HTML gets through.

Everything is escaped first; the few tags are then put in by us, and nh3 keeps only those. Written by hand instead of
with a Markdown library, because what is not understood must stay text: no headings, pictures, raw HTML or link titles.
"""

import re
from functools import lru_cache
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
ATTRIBUTES = {"a": {"href"}, "p": {"dir"}, "ul": {"dir"}, "ol": {"dir", "start"}}
SCHEMES = {"http", "https", "mailto"}

BULLET = re.compile(r"^\s{0,3}[-*•]\s+(.+)$")
NUMBER = re.compile(r"^\s{0,3}(\d{1,3})[.)]\s+(.+)$")
# A link in words, or a bare address. Both see escaped text, so a quote can't end an attribute.
LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\((?P<to>[^\s()<>]{1,500}(?:\([^\s()<>]*\)[^\s()<>]*)?)\)"
    r"|(?P<bare>https?://[^\s<>]{1,500})"
)
BOLD = re.compile(r"\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*|__(?=\S)(.{1,1000}?)(?<=\S)__")
ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]{1,1000}?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_]{1,1000}?)(?<=\S)_(?![\w_])"
)
TRAILING = re.compile(r"(?:[.,;:!?)\]}*_]|&#x27;|&quot;)+$")
SAFE_TARGET = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")
SLOT = "\x1a"


def tiny_markdown(text: str | None) -> SafeString:
    """Paragraphs, lists, **bold**, *italic* and links as safe HTML; each block finds its own direction."""
    text = (text or "").strip()
    return _render(text) if len(text) < 10_000 else _render.__wrapped__(text)


@lru_cache(maxsize=512)
def _render(text: str) -> SafeString:
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = "".join(_block(block) for block in re.split(r"\n[ \t]*\n", text) if block.strip())
    clean = nh3.clean(
        blocks,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
        strip_comments=True,
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def _block(block: str) -> str:
    """One paragraph, or runs of list lines and text within it."""
    out: list[str] = []
    kind, lines = "p", list[str]()
    for line in block.split("\n"):
        if found := BULLET.match(line):
            here, words = "ul", found[1]
        elif found := NUMBER.match(line):
            here, words = "ol", found[2]
        elif kind != "p" and line.startswith(("  ", "\t")) and lines:
            lines[-1] += " " + line.strip()
            continue
        else:
            here, words = "p", line.strip()
        if here != kind and lines:
            out.append(_wrap(kind, lines))
            lines = []
        kind = here
        lines.append(words)
    out.append(_wrap(kind, lines))
    return "".join(out)


def _wrap(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f'<p dir="auto">{"<br>".join(_inline(line) for line in lines)}</p>'
    return f'<{kind} dir="auto">{"".join(f"<li>{_inline(line)}</li>" for line in lines)}</{kind}>'


def _inline(line: str) -> str:
    """Links are taken out first, so that an underscore in an address is no italic."""
    links: list[str] = []

    def keep(found: re.Match) -> str:
        if found["bare"]:
            ending = TRAILING.search(found["bare"])
            address = found["bare"][: ending.start()] if ending else found["bare"]
            rest = ending[0] if ending else ""
            links.append(f'<a href="{address}">{address}</a>')
            return f"{SLOT}{len(links) - 1}{SLOT}{rest}"
        if not SAFE_TARGET.match(found["to"]):
            return found[0]
        links.append(f'<a href="{found["to"]}">{_emphasis(found["words"])}</a>')
        return f"{SLOT}{len(links) - 1}{SLOT}"

    words = _emphasis(LINK.sub(keep, escape(line)))
    return re.sub(f"{SLOT}(\\d+){SLOT}", lambda found: links[int(found[1])], words)


def _emphasis(words: str) -> str:
    words = BOLD.sub(lambda found: f"<strong>{found[1] or found[2]}</strong>", words)
    return ITALIC.sub(lambda found: f"<em>{found[1] or found[2]}</em>", words)
