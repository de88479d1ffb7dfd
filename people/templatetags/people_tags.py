"""Small pieces of the pages of people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.when import hour, local
from people.factors import BACK
from people.models import Person, PhotoConsent
from people.naming import named
from people.permissions import can_answer_photos

register = template.Library()


@register.filter
def bold(words: str) -> SafeString:
    """For a value inside a translated sentence."""
    return format_html('<b dir="ltr">{}</b>', words)


@register.simple_tag
def clock(moment: datetime) -> str:
    """14:17, on the city's clock."""
    return hour(local(moment))


@register.filter
def second_step_back(session: Any) -> str:
    """Where a second step was asked for, if it was."""
    return session.get(BACK, "")


@register.filter
def photo_word(person: Person) -> str:
    """`yes`, `no`, or nothing where nobody has been asked who counts now."""
    if Person.objects.filter(pk=person.pk).fine_with_pictures().exists():
        return "yes"
    return "no" if PhotoConsent.objects.filter(person=person, allowed=False).exists() else ""


@register.filter
def may_answer_photos(reader: Person, person: Person) -> bool:
    return can_answer_photos(reader, person)


@register.filter(name="named")
def named_rows(rows: Iterable[Any]) -> str:
    """Whose rows these are, as others may know it; see `people.naming`."""
    return named(row.person for row in rows)


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox, Windows": enough to know one's own device again."""
    names = [name for sign, name in BROWSERS if sign in user_agent][:1]
    names += [name for sign, name in DEVICES if sign in user_agent][:1]
    return ", ".join(names) or gettext("A browser")
