"""Following and talking, on the pages of what people follow and talk about."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from conversations.following import CATEGORY, NEIGHBORHOOD, is_followed
from conversations.mentions import LINK
from conversations.models import Comment, Follow
from core.html import tiny_markdown

register = template.Library()


@register.inclusion_tag("conversations/_follow.html", takes_context=True)
def follow_button(
    context: Context, what: str, key: str, name: str = "", followed: bool = False, quiet: bool = False
) -> dict[str, Any]:
    """For readers a link; for people with an account one press. The page says whether they follow it already."""
    request = context["request"]
    return {
        "request": request, "csrf_token": context.get("csrf_token"), "what": what, "key": key, "name": name,
        "followed": followed, "quiet": quiet,
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def follows(context: Context, thing: Any) -> bool:
    """Whether this reader follows it; no query for readers without an account."""
    person = getattr(context["request"], "person", None)
    return person is not None and is_followed(person, {"thing": thing})


@register.simple_tag(takes_context=True)
def followed_places(context: Context) -> dict[str, Any]:
    """What this reader follows of neighborhoods (by key) and kinds; one query, none for readers without an account."""
    person = getattr(context["request"], "person", None)
    if person is None:
        return {NEIGHBORHOOD: set(), CATEGORY: set()}
    rows = Follow.objects.filter(person=person, subject=None).values_list("neighborhood", "category")
    found = list(rows)
    return {NEIGHBORHOOD: {hood for hood, _kind in found if hood}, CATEGORY: {kind for _hood, kind in found if kind}}


@register.filter
def voiced(comment: Comment) -> SafeString:
    """Who speaks, and as what: "Ana R., organizer"; officials with their name and office."""
    if comment.voice == Comment.Voice.OFFICIAL:
        office = comment.department.name if comment.department else gettext("the city")
        return format_html("<bdi>{}</bdi>, <b>{}</b>", comment.by.full_name, office)
    name = format_html("<bdi>{}</bdi>", comment.by.public_name)
    if comment.voice == Comment.Voice.ORGANIZER:
        return format_html("{}, <b>{}</b>", name, gettext("organizer"))
    return name


@register.filter
def said_words(comment: Comment) -> SafeString:
    """The words. Links of somebody of whom nothing else stands here yet are not shown."""
    trusted = comment.voice != Comment.Voice.RESIDENT or getattr(comment, "known", False)
    return tiny_markdown(comment.words if trusted else LINK.sub(lambda found: gettext("[link]"), comment.words))
