"""What the leader of a team sees."""

from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse

from projects import actions, answer_keys
from projects.models import SignUp

register = template.Library()


@register.filter
def team_link(signup: SignUp) -> str:
    """To share: whoever opens it takes a place of this team by name."""
    path = reverse("projects:team_join", args=[signup.ref, answer_keys.key_of(signup, answer_keys.TEAM)])
    return settings.SITE_URL + path


@register.filter
def names_due(signup: SignUp) -> datetime:
    return actions.names_due(signup)


@register.filter
def team_members(signup: SignUp) -> list[SignUp]:
    """Who has taken a place by name and still has it."""
    return list(SignUp.objects.holding().filter(team=signup).select_related("person").order_by("pk"))
