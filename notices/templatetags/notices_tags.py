"""What the site says about somebody's letters."""

from django import template

from notices.models import Bounce
from people.models import Person

register = template.Library()


@register.inclusion_tag("notices/_come_back.html", takes_context=True)
def letters_come_back(context: template.Context, person: Person) -> dict:
    """A warning, where letters to their address are not tried any more."""
    stopped = bool(person.email) and Bounce.objects.stop(person.email)
    unwanted = stopped and Bounce.objects.unwanted(person.email)
    return {"address": masked(person.email) if stopped else "", "unwanted": unwanted, "request": context["request"]}


def masked(address: str) -> str:
    """a…@mail.example"""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else f"…{address[-2:]}"
