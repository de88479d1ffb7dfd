"""What the leader of a team sees."""

from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse

from projects import actions, answer_keys
from projects.models import Adoption, SignUp

register = template.Library()


@register.filter
def team_link(signup: SignUp) -> str:
    """To share: whoever opens it takes a place of this team by name."""
    path = reverse("projects:team_join", args=[signup.ref, answer_keys.key_of(signup, answer_keys.TEAM)])
    return settings.SITE_URL + path


@register.filter
def block_team_link(adoption: Adoption) -> str:
    """To share: whoever opens it joins the team that looks after this block."""
    key = answer_keys.key_of(adoption, answer_keys.BLOCK)
    return settings.SITE_URL + reverse("projects:block_team", args=[adoption.block.slug, key])


@register.filter
def names_due(signup: SignUp) -> datetime:
    return actions.names_due(signup)


@register.filter
def team_members(signup: SignUp) -> list[SignUp]:
    """Who has taken a place by name and still has it."""
    return list(SignUp.objects.holding().filter(team=signup).select_related("person").order_by("pk"))
