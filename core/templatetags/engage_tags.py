"""The tags of the face. Things are duck-typed: no room is known here.

They write plain strings where lists are long; a bigger piece is a template in `templates/components/`.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext

from core import fields, paths, signs
from core import when as clock
from core.html import tiny_markdown as _tiny_markdown

register = template.Library()

# ── signs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

register.simple_tag(signs.icon, name="icon")
register.simple_tag(signs.status, name="status")
register.simple_tag(signs.mark, name="mark")
register.simple_tag(signs.hood, name="hood")
register.simple_tag(signs.seats, name="seats")


@register.simple_tag
def date_block(moment: Any, thing: Any = None, small: bool = False, word: str = "", year: bool = False) -> SafeString:
    """Big date of a moment (or a plain date), on the clock of `thing`."""
    if not moment:
        return SafeString("")
    if hasattr(moment, "hour"):
        here = clock.local(moment, thing)
        return signs.date_block(here.date(), here.strftime("%Y-%m-%dT%H:%M"), small, word, year)
    return signs.date_block(moment, moment.isoformat(), small, word, year)


# ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────

register.filter("when", clock.when)
register.filter("hours", clock.hours_span)
register.filter("day", clock.day_words)
register.filter("moment", clock.moment_words)
register.filter("time_spent", clock.time_spent)


@register.filter
def tiny_markdown(text: str | None) -> SafeString:
    """Residents' text as safe HTML."""
    return _tiny_markdown(text)


@register.filter
def grouped(value: Any) -> str:
    """A whole number as people of this language write it: 18,420."""
    return number_format(value or 0, force_grouping=True)


@register.filter
def signed(value: int) -> str:
    """Points given or taken: +34, −6; the sign stays before the number in right-to-left text too."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"\u200e{sign}{number_format(abs(value), force_grouping=True)}"


# ── pieces ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of(thing: Any, name: str, default: Any = "") -> Any:
    """From a dict or an object alike."""
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)


@register.simple_tag
def line(stops: Any, down: bool = False) -> SafeString:
    """The line: `stops` with `name`, `note` and `state` (done, now, end = ended here, or ahead)."""
    stops = list(stops or ())
    said = {"done": gettext("done"), "now": gettext("now"), "end": gettext("ended here")}
    classes = {"done": " is-done", "now": " is-now", "end": " is-now is-end"}
    items = []
    for stop in stops:
        state = _of(stop, "state")
        items.append(
            format_html(
                '<li class="line__stop{}"{}><span class="line__name">{}<span class="vh"> ({})</span></span>{}</li>',
                classes.get(state, ""),
                mark_safe(' aria-current="step"') if state in ("now", "end") else "",
                _of(stop, "name"),
                said.get(state, gettext("ahead")),
                _of(stop, "note") or "",
            )  # fmt: skip
        )
    shape = " line--down" if down or len(stops) > 5 else ""
    return format_html('<ol class="line{}">{}</ol>', shape, mark_safe("".join(items)))


@register.simple_tag
def figures(rows: Any, kind: str = "") -> SafeString:
    """Two to four numbers with a sentence each: `value`, `unit`, `words`. A zero is left out."""
    shown = [row for row in rows or () if _of(row, "value")]
    if not shown:
        return SafeString("")
    items = []
    for row in shown:
        value = _of(row, "value")
        unit = format_html("<small>{}</small>", _of(row, "unit")) if _of(row, "unit") else ""
        items.append(
            format_html(
                "<div><dt>{}</dt><dd>{}{}</dd></div>",
                _of(row, "words"),
                grouped(value) if isinstance(value, int | float) else value,
                unit,
            )  # fmt: skip
        )
    extra = f" figures--{kind}" if kind in ("lead", "small") else ""
    return format_html('<dl class="figures{}">{}</dl>', extra, mark_safe("".join(items)))


def in_language(code: str) -> SafeString:
    """Attributes of an element with people's own words; no code where they are in the page's language."""
    return format_html('lang="{}" dir="auto"', code) if code else SafeString('dir="auto"')


@register.simple_tag
def bars(rows: Any, unit: str = "", level: int = 3) -> SafeString:
    """Results as bars, each with its printed value and one sentence why.

    A row has `name`, `value`, and may have `language` (of the name, if not the page's), `rank`, `url`, `outcome` (won, tie, not), `status` (ready HTML), `why`, and
    `cut` (words of the line drawn above it). The longest bar is the largest value. Ties in a row share a frame.
    """
    rows = list(rows or ())
    most = max((_of(row, "value", 0) for row in rows), default=0) or 1
    html, open_list, in_tie = [], False, False
    for row in rows:
        tie = _of(row, "outcome") == "tie"
        cut = _of(row, "cut")
        if open_list and (cut or tie != in_tie):
            html.append("</ol></div>" if in_tie else "</ol>")
            open_list = False
        if cut:
            html.append(format_html('<p class="cut">{}</p>', cut))
        if not open_list:
            html.append('<div class="bars__tie"><ol class="bars">' if tie else '<ol class="bars">')
            open_list, in_tie = True, tie
        html.append(_bar(row, most, unit, level))
    if open_list:
        html.append("</ol></div>" if in_tie else "</ol>")
    return mark_safe("".join(html))  # noqa: S308 - every piece was formatted


def _bar(row: Any, most: float, unit: str, level: int) -> SafeString:
    value, name, url = _of(row, "value", 0), _of(row, "name"), _of(row, "url")
    outcome = _of(row, "outcome")
    rank = _of(row, "rank")
    why = _of(row, "why")
    written = in_language(_of(row, "language"))
    return format_html(
        '<li class="bar">{}<div class="bar__top"><h{} {}>{}</h{}>{}</div>'
        '<svg class="bar__draw" height="24" {}><rect class="is-track" width="100%" height="24"/>'
        '<rect class="is-{}" width="{}%" height="24"/></svg><span class="bar__val">{}{}</span>{}</li>',
        format_html('<span class="num num--big">{}</span>', rank) if rank else mark_safe("<span></span>"),
        level, written, format_html('<a href="{}">{}</a>', url, name) if url else name, level,
        _of(row, "status"), mark_safe(signs.HIDDEN),
        outcome if outcome in ("won", "tie", "not") else "won", round(100 * value / most, 1),
        grouped(value), format_html('<span class="vh"> {}</span>', unit) if unit else "",
        format_html('<p class="bar__why">{}</p>', why) if why else "",
    )  # fmt: skip


@register.simple_tag
def tally(left: int, total: int, saved: str = "") -> SafeString:
    """The bar that stays in view while choosing: how many choices are left, and what is saved."""
    used = max(total - left, 0)
    squares = "".join(
        f'<rect x="{n * 30 + 1}" y="1" width="22" height="22"'
        + (f' class="is-used"/><path d="M{n * 30 + 6} 12l5 5 8-9"/>' if n < used else "/>")
        for n in range(min(total, 12))
    )
    wide = min(total, 12) * 30
    return format_html(
        '<div class="tally" role="status" id="tally"><div class="wrap tally__in"><span class="tally__left">{}</span>'
        '<svg class="tally__draw" viewBox="0 0 {} 24" width="{}" height="24" {}>{}</svg>{}</div></div>',
        gettext("%(left)s of %(total)s left") % {"left": left, "total": total},
        wide, wide, mark_safe(signs.HIDDEN), mark_safe(squares),
        format_html('<span class="tally__saved">{} {}</span>', signs.icon("check"), saved) if saved else "",
    )  # fmt: skip


@register.simple_tag
def badge(sign: str, name: str, words: str = "", year: str = "", ahead: bool = False, best: bool = False) -> SafeString:
    """An octagon plate with a sign; dashed while it is still ahead (only its owner sees that)."""
    return format_html(
        '<li class="badge{}{}"><svg viewBox="0 0 64 72" {}><path class="badge__plate" d="M20 3h24l17 17v24L44 61H20L3 44V20z"/>'
        '<path class="badge__edge" d="M21.7 7h20.6L57 21.7v20.6L42.3 57H21.7L7 42.3V21.7z"/>'
        '<svg class="badge__sign" x="17" y="17" width="30" height="30"><use href="{}"/></svg>{}</svg><b>{}</b><span>{}</span></li>',
        " is-ahead" if ahead else "", " is-super" if best else "", mark_safe(signs.HIDDEN), signs.sprite(sign),
        format_html('<path class="badge__tab" d="M14 54h36v16H14z"/><text class="badge__year" x="32" y="65">{}</text>', year)
        if year else "",
        name, words,
    )  # fmt: skip


@register.simple_tag
def pager(next_url: str = "", label: str = "", back_url: str = "") -> SafeString:
    """Go on in a long list; `label` says how far ("Show the next 20 of 340")."""
    if not next_url and not back_url:
        return SafeString("")
    back = (
        format_html('<a class="btn btn--line" rel="prev" href="{}">{}</a>', back_url, gettext("Back to the first"))
        if back_url
        else ""
    )
    on = (
        format_html('<a class="btn btn--line" rel="next" href="{}">{}</a>', next_url, label or gettext("Show more"))
        if next_url
        else ""
    )
    return format_html('<nav class="pager acts mt2" aria-label="{}">{}{}</nav>', gettext("More of this list"), on, back)


@register.simple_block_tag(end_name="endsection")
def section(
    content: SafeString,
    title: str,
    lead: str = "",
    more: str = "",
    more_url: str = "",
    id: str = "",
    plane: bool = False,
) -> SafeString:
    """A part of a page under a heavy rule: its name at the start, the content beside it."""
    return format_html(
        '<section class="section{}"{}><div class="wrap"><div class="section__in"><div class="section__head"><h2>{}</h2>{}{}</div>'
        "<div>{}</div></div></div></section>",
        " section--plane" if plane else "",
        format_html(' id="{}"', id) if id else "",
        title,
        format_html("<p>{}</p>", lead) if lead else "",
        format_html('<a class="section__more" href="{}">{} {}</a>', more_url, more, signs.icon("arrow"))
        if more
        else "",
        content,
    )


@register.simple_block_tag(end_name="endnotice")
def notice(content: SafeString, tone: str = "", icon: str = "info") -> SafeString:
    """A quiet box with a pictogram; `tone` is warn, good, bad or nothing."""
    extra = f" notice--{tone}" if tone in signs.TONES else ""
    return format_html('<div class="notice{}">{}<div>{}</div></div>', extra, signs.icon(icon), content)


# ── forms ──────────────────────────────────────────────────────────────────────────────────────────────────────────

register.simple_tag(fields.field, name="field")
register.simple_tag(fields.errors, name="errors")


def _forms_in(thing: Any) -> Iterator[BaseForm]:
    if isinstance(thing, BaseForm):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _forms_in(each)


@register.simple_tag(takes_context=True)
def error_first(context: Context) -> str:
    """Begins the title of a page whose form was refused, whatever the form is called there, also in a list of forms or of pairs."""
    refused = any(form.errors for each in context.flatten().values() for form in _forms_in(each))
    return gettext("Error:") + " " if refused else ""


# ── the frame of every page ────────────────────────────────────────────────────────────────────────────────────────


@register.simple_tag
def path(plain: str) -> str:
    """A path of the site with the reader's language in front."""
    return paths.prefix() + plain


@register.simple_tag(takes_context=True)
def nav(context: Context) -> SafeString:
    """The bar of four. Without an account the last word leads to the door."""
    request = context.get("request")
    where = context.get("section") or (paths.section(request.path) if request else "")
    known = bool(getattr(request, "person", None))
    if request and not known and paths.bare(request.path).startswith("/settings/"):
        where = ""  # how the site looks is everybody's own choice, and no page behind the door
    return _nav(where, known, get_language())


@lru_cache(maxsize=128)
def _nav(where: str, known: bool, language: str | None) -> SafeString:
    items = []
    for name, plain, sign, word in paths.SECTIONS:
        said = gettext("Sign in") if name == "me" and not known else word
        items.append(
            format_html(
                '<li><a href="{}"{}>{}{}</a></li>',
                paths.prefix() + plain,
                mark_safe(' aria-current="page"') if name == where else "",
                signs.icon(sign),
                said,
            )  # fmt: skip
        )
    return format_html(
        '<nav class="nav" aria-label="{}"><ul class="nav__list">{}</ul></nav>',
        gettext("Main"),
        mark_safe("".join(items)),
    )


@register.simple_tag(takes_context=True)
def languages(context: Context) -> SafeString:
    """The same page in the other languages, each in its own name; above three, one link to the choice."""
    request = context.get("request")
    here = get_language()
    others = [code for code, _name in settings.LANGUAGES if code != here]
    if len(others) > 2:
        return format_html(
            '<a href="{}settings/">{} {}</a>', paths.prefix() + "/", signs.icon("globe"), gettext("Languages")
        )
    translated = context.get("translations") or {}  # pages that have another address in each language say so
    where = request.path if request and request.method in ("GET", "HEAD") else "/"
    return mark_safe(
        "".join(_language_link(code, translated.get(code) or paths.in_language(where, code)) for code in others)
    )


def _language_link(code: str, url: str) -> SafeString:
    info = get_language_info(code)
    return format_html(
        '<a href="{}" lang="{}" dir="{}" hreflang="{}">{}</a>',
        url,
        code,
        "rtl" if info["bidi"] else "ltr",
        code,
        info["name_local"].capitalize(),
    )


@register.simple_tag(takes_context=True)
def flash(context: Context) -> SafeString:
    """What the last deed says. A reader without a session is not looked up at all."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    cookies = request.COOKIES
    new = getattr(getattr(request, "_messages", None), "added_new", False)
    if not new and settings.SESSION_COOKIE_NAME not in cookies and "messages" not in cookies:
        return SafeString("")
    return _flash(messages.get_messages(request))


SIGN_OF = {"success": ("good", "s-done"), "error": ("bad", "warn"), "warning": ("warn", "warn")}


def _flash(waiting: Any) -> SafeString:
    lines = []
    for message in waiting:
        tone, sign = SIGN_OF.get(message.level_tag, ("", "info"))
        extra = f" notice--{tone}" if tone else ""
        lines.append(format_html('<div class="notice{}">{}<p>{}</p></div>', extra, signs.icon(sign), message.message))
    if not lines:
        return SafeString("")
    return format_html('<div class="flash wrap" role="status">{}</div>', mark_safe("".join(lines)))


_footers: dict[Any, SafeString] = {}


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The foot of every page, drawn once for each language and content."""
    city = context.get("city")
    hoods = tuple(
        (hood.slug, hood.name, hood.letter, hood.shape, hood.color_key) for hood in getattr(city, "hoods", ())
    )
    key = (
        get_language(),
        getattr(city, "name", ""),
        getattr(city, "office", ""),
        getattr(city, "address", ""),
        hoods,
        there := frozenset(context.get("there") or ()),
    )
    if key not in _footers:
        if len(_footers) > 50:
            _footers.clear()
        _footers[key] = SafeString(render_to_string("components/footer.html", {"city": city, "there": there}))
    return _footers[key]


@register.simple_tag
def stylesheet() -> SafeString:
    """The one stylesheet."""
    from django.templatetags.static import static

    return format_html('<link rel="stylesheet" href="{}">', static("engage/engage.css"))


@register.simple_tag
def htmx() -> SafeString:
    """Only for pages that use it: htmx from django-htmx's files, with its rules. A refused form (422) is swapped in too."""
    from django.templatetags.static import static

    rules = (
        '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"historyCacheSize":0,"responseHandling":['
        '{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true},'
        '{"code":"[45]..","swap":false,"error":true}]}'
    )
    return format_html(
        '<meta name="htmx-config" content="{}"><script src="{}" defer></script>',
        rules,
        static("django_htmx/htmx-2.min.js"),
    )


@register.filter
def initial(words: Any) -> str:
    """The first letter of a name."""
    return conditional_escape(str(words)[:1].upper())
