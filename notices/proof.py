"""A confirmed phone number as proof of who votes, for polls that ask for it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.eligibility import Level, register
from people.models import Person

from . import texting
from .models import Phone


def confirmed_number(person: Person) -> str:
    """Where there is none, an empty one."""
    return (
        Phone.objects.filter(person=person, confirmed_at__isnull=False).values_list("number", flat=True).first() or ""
    )


def register_all() -> None:
    register(
        Level(
            n=2,
            name=_("A confirmed e-mail address and phone number"),
            who=_(
                "Everybody with a confirmed e-mail address and a confirmed phone number. From each number one person "
                "can vote. People who work for the city vote once, like anybody."
            ),
            missing=_("It asks for a phone number that you confirmed. We send a code to it, then you come back here."),
            waits=_("Your ballot does not count yet: confirm your phone number by %(until)s."),
            button=_("Confirm my phone number"),
            url=lambda _poll: reverse("notices:choose") + "#phone",
            proof=confirmed_number,
            offered=texting.is_on,
        )
    )
