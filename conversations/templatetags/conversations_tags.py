"""Following, on the pages of what can be followed."""

from typing import Any

from django import template
from django.template.context import Context

from conversations.following import CATEGORY, NEIGHBORHOOD
from conversations.models import Follow

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
def followed_places(context: Context) -> dict[str, Any]:
    """What this reader follows of neighborhoods (by key) and kinds; one query, none for readers without an account."""
    person = getattr(context["request"], "person", None)
    if person is None:
        return {NEIGHBORHOOD: set(), CATEGORY: set()}
    rows = Follow.objects.filter(person=person, subject=None).values_list("neighborhood", "category")
    found = list(rows)
    return {NEIGHBORHOOD: {hood for hood, _kind in found if hood}, CATEGORY: {kind for _hood, kind in found if kind}}
