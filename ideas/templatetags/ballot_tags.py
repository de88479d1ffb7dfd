"""The rows of a ballot: fifty of them on a page, so they are plain strings, as signs are."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core import signs
from core.templatetags.engage_tags import in_language
from ideas import words
from ideas.models import Idea, IdeaPoll

register = template.Library()
ABOUT = 160  # letters of an idea beside its title


@register.filter
def clip(text: str, most: int) -> str:
    """The first letters, with “…” for the rest."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def addresses(name: str, poll: IdeaPoll) -> Callable[[str], str]:
    """Where each idea's page, or what is sent about it, is found by its ref: looked up once for all rows."""
    place = "0-0"  # the poll's own name, which stands before it, may hold this too
    before, _place, after = reverse(name, args=[poll.slug, place]).rpartition(place)
    return lambda ref: f"{before}{ref}{after}"


@register.simple_tag
def ballot_rows(ideas: Iterable[Idea], poll: IdeaPoll, can_vote: bool, described: bool = False) -> SafeString:
    """Each idea with its box, its points or its place (`value`), or only to be read. `described`: an error stands on the page."""
    address = addresses("ideas:idea_page", poll)
    said: dict[str, str] = {name: conditional_escape(text) for name, text in _said().items()}
    hint = ' aria-describedby="refusal"' if described else ""
    return mark_safe(  # noqa: S308 - every part is escaped below
        "".join(
            f'<li class="idea{_how_it_stands(idea, poll, can_vote)}">{_inside(idea, poll, can_vote, hint, said)}'
            f'<a class="idea__more" href="{address(idea.ref)}">{said["more"]}'
            f'<span class="vh"> {_about(idea, said)}</span></a></li>'
            for idea in ideas
        )
    )


def _how_it_stands(idea: Idea, poll: IdeaPoll, can_vote: bool) -> str:
    """A box says itself whether it is ticked."""
    if not getattr(idea, "value", 0):
        return ""
    typed = poll.ranks or poll.ballot_type == IdeaPoll.BallotType.POINTS
    return (" is-ranked" if typed else "") + ("" if can_vote else " is-chosen")


def _said() -> dict[str, str]:
    return {
        "more": gettext("Read more"),
        "chosen": gettext("Chosen"),
        "suspended": gettext("Suspended"),
        "about": gettext("about %(name)s"),
        "rank": gettext("Place of"),
        "in": gettext("Put in my order"),
        "out": gettext("Take out"),
    }


def _about(idea: Idea, said: dict[str, str]) -> str:
    return said["about"] % {"name": conditional_escape(idea.shown_title)}


def _inside(idea: Idea, poll: IdeaPoll, can_vote: bool, hint: str, said: dict[str, str]) -> str:
    if not can_vote or idea.suspended_at:
        return f'<div class="idea__read"><span class="idea__body">{_body(idea, said)}</span>{_gone(idea, said)}</div>'
    ref, value = conditional_escape(idea.ref), getattr(idea, "value", 0)
    if poll.ranks:
        name = conditional_escape(idea.shown_title)
        return (
            f'<div class="idea__pick"><input class="idea__rank" type="number" inputmode="numeric" min="1" '
            f'max="{poll.votes_per_ballot}" step="1" name="rank-{ref}" id="rank-{ref}" value="{value or ""}"{hint}>'
            f'<label class="idea__body" for="rank-{ref}"><span class="vh">{said["rank"]} </span>{_body(idea, said)}</label></div>'
            f'<p class="idea__moves">{_move("in", ref, name, said)}{_move("out", ref, name, said)}</p>'
        )
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        return (
            f'<div class="idea__pick"><input class="idea__points" type="number" inputmode="numeric" min="0" '
            f'max="{poll.max_per_idea}" step="1" name="points-{ref}" id="points-{ref}" value="{value}"{hint}>'
            f'<label class="idea__body" for="points-{ref}">{_body(idea, said)}</label></div>'
        )
    return (
        f'<label class="idea__pick"><input type="checkbox" name="idea" value="{ref}"{" checked" if value else ""}>'
        f'<span class="idea__body">{_body(idea, said)}</span></label>'
    )


def _move(move: str, ref: str, name: str, said: dict[str, str]) -> str:
    return (
        f'<button class="btn btn--line idea__{move}" name="move" value="{move}:{ref}">{said[move]}'
        f'<span class="vh"> “<bdi>{name}</bdi>”</span></button>'
    )


def facts(idea: Idea) -> str:
    """Under an idea in a list: where, what it costs, who proposed it, and its language if that is not the page's."""
    cost = f"<span>{conditional_escape(words.money(idea.cost))}</span>" if idea.cost is not None else ""
    label = conditional_escape(words.language_words(idea))
    return (
        f'{signs.hood(idea.neighborhood)}{cost}<span dir="auto">{conditional_escape(idea.by_whom)}</span>'
        f"{label and f'<span>{label}</span>'}"
    )


def _body(idea: Idea, said: dict[str, str]) -> str:
    written = in_language(words.language_of(idea))
    return (
        f'<span class="idea__name" {written}>{conditional_escape(idea.shown_title)}</span>'
        f"<span {written}>{conditional_escape(clip(idea.shown_body, ABOUT))}</span>"
        f'<span class="idea__meta"><span class="idea__chosen">{said["chosen"]}</span>{facts(idea)}</span>'
    )


def _gone(idea: Idea, said: dict[str, Any]) -> str:
    if not idea.suspended_at:
        return ""
    mark = signs.status("no", said["suspended"], tone="bad")
    return format_html('<p class="mt">{} {}</p>', mark, idea.suspended_reason)
