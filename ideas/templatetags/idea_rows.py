"""The rows of a list of ideas, and how many support one: twenty of them on a page, so they are plain strings, as signs are."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from core import signs
from core.templatetags.engage_tags import in_language
from ideas import words
from ideas.models import Idea, Phase

from .ballot_tags import addresses, clip, facts

register = template.Library()
ABOUT = 180  # letters of an idea under its title


@register.simple_tag(takes_context=True)
def idea_rows(context: Context, ideas: Iterable[Idea]) -> SafeString:
    """Ideas of one poll, each with its support. Reads `poll`, `supported` (keys), `can_support` and the token of the page. Without
    a script a tap leads back to this part of the list, in this order."""
    poll, supported = context["poll"], context["supported"]
    page, tap = addresses("ideas:idea_page", poll), addresses("ideas:idea_support", poll)
    here = context["request"].GET.urlencode()
    rows = (
        f'<li class="idea" id="idea-{idea.ref}"><div class="idea__read">{_read(idea, page(idea.ref))}'
        f"{_support(context, idea, idea.pk in supported, tap(idea.ref), here)}</div></li>"
        for idea in ideas
    )
    return mark_safe("".join(rows))  # noqa: S308 - every part is escaped below


@register.simple_tag(takes_context=True)
def support(context: Context, idea: Idea) -> SafeString:
    """The support of one idea: as a row of the list has it (`here`: which part), or on its own page, with those merged with it
    (`led_here`, `distinct`)."""
    tap = addresses("ideas:idea_support", context["poll"])(idea.ref)
    return mark_safe(_support(context, idea, context["supported"], tap, context.get("here")))  # noqa: S308 - escaped below


@register.simple_tag(takes_context=True)
def support_told(context: Context, idea: Idea) -> str:
    """How many people support it, after a tap: for those who hear the page."""
    return _told(context, idea)


def _read(idea: Idea, page: str) -> str:
    written = in_language(words.language_of(idea))
    status = signs.status(*words.idea_status(idea)) if idea.state != Idea.State.OPEN else ""
    return (
        f'<h3 class="idea__name"><a href="{page}" {written}>{conditional_escape(idea.title)}</a></h3>'
        f"<p><span {written}>{conditional_escape(clip(idea.body, ABOUT))}</span></p>"
        f'<p class="idea__meta">{facts(idea)}{status}</p>'
    )


def _support(context: Context, idea: Idea, mine: bool, tap: str, here: str | None = None) -> str:
    told, act = "", ""
    can_still = context.get("state", Phase.Kind.PROPOSING) == Phase.Kind.PROPOSING
    if context["poll"].tells_supports and (idea.supports or context.get("led_here") or can_still):
        told = f'<span class="support__n">{signs.icon("heart")} {_told(context, idea)}</span>'
    if context["can_support"] and idea.state == Idea.State.OPEN:
        act = _form(context["csrf_token"], idea, mine, tap, here)
    elif mine:
        said = conditional_escape(gettext("You support this"))
        act = f'<span class="support__n">{signs.icon("check")} {said}</span>'
    return f'<div class="support" id="support-{idea.ref}">{told}{act}</div>'


def _told(context: Context, idea: Idea) -> str:
    if context.get("led_here"):
        n = context["distinct"]
        said = ngettext(
            "%(n)s person supports this or an idea merged with it.",
            "%(n)s people support this or an idea merged with it, each counted once.",
            n,
        )
        return conditional_escape(said % {"n": n})
    n = idea.supports
    if not n:
        return conditional_escape(gettext("Nobody supports this yet"))
    return conditional_escape(ngettext("%(n)s person supports this", "%(n)s people support this", n) % {"n": n})


def _form(token: Any, idea: Idea, mine: bool, tap: str, here: str | None) -> str:
    """One tap, and one tap back. The button keeps its id, so that whoever taps by keyboard stays on it."""
    value, kind, sign, said = (
        ("no", "text", "undo", gettext("Take back my support"))
        if mine
        else ("yes", "line", "heart", gettext("Support"))
    )
    back = "" if here is None else format_html('<input type="hidden" name="back" value="list?{}">', here)
    return format_html(
        '<form method="post" action="{0}" hx-post="{0}" hx-target="#support-{1}" hx-swap="outerHTML">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{2}"><input type="hidden" name="support" value="{3}">{4}'
        '<button class="btn btn--{5}" id="tap-{1}">{6} {7}<span class="vh"> “{8}”</span></button></form>',
        tap, idea.ref, token, value, back, kind, signs.icon(sign), said, idea.title,
    )  # fmt: skip
