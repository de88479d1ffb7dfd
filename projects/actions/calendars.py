"""Secret addresses of one's own calendar."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from core.when import local
from people.models import Person
from projects.models import CalendarAddress, secret_hash


@transaction.atomic
def open_calendar(*, by: Person) -> str:
    """A new address for one calendar. What makes it secret is returned here and never again."""
    lock(by, field="kind")
    if by.calendar_addresses.count() >= CalendarAddress.AT_MOST:
        raise RuleBroken(gettext("You have ten addresses. Close one that you don’t use any more."), code="too_many")
    token = secrets.token_urlsafe(24)
    CalendarAddress.objects.create(person=by, token_hash=secret_hash(token))
    return token


@transaction.atomic
def close_calendar(*, by: Person, address: CalendarAddress) -> None:
    """From now on nobody reads anything there."""
    if address.person_id != by.pk:
        raise NotAllowed
    CalendarAddress.objects.filter(pk=address.pk).delete()


def close_calendars(*, person: Person, since: datetime) -> None:
    """Those opened since then, by whoever was in the account."""
    CalendarAddress.objects.filter(person=person, made_at__gte=since).delete()


def mark_read(*, address: CalendarAddress) -> None:
    """That a calendar asked today: once a day, so that people see which address is in use."""
    today = local(now()).date()
    if address.read_on != today:
        CalendarAddress.objects.filter(pk=address.pk).update(read_on=today)
