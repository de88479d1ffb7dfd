"""A date comes near: who has a place reads once more when, where, and what to bring. One letter to each reader."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.clock import now
from notices.actions import post
from notices.calendar import calendar_file
from notices.families import about_whom
from notices.links import button, link
from notices.models import Letter
from people.deeds import hears
from people.models import Deed, Guardianship, Person
from projects import bells, nearing
from projects.models import Claim, Event, Project, SignUp

from .events import event_of


@hears(bells.date_near)
def remind(deed: Deed) -> None:
    """Facts as they are now: whoever left, a date that moved or was called off, and what comes too late is not written."""
    event, which = event_of(deed), deed.ids["which"]
    until = nearing.good_until(event.starts_at, which)
    here = event.status == Event.Status.SCHEDULED and event.project.status in Project.JOINABLE
    if not here or event.starts_at != datetime.fromisoformat(deed.ids["starts"]) or until <= now():
        return
    file, brings = calendar_file(event), promised(event)
    for reader, family in families(event, which).items():
        first, *others = family
        words: dict[str, Any] = {
            "person": reader,
            "event": event,
            "project": event.project,
            "which": which,
            "family": family,
            "signup": first,
            "you_bring": [line for one in {reader.pk, *(each.person_id for each in family)} for line in brings[one]],
            **button(_("See my place, or free it"), "projects:signup_page", ref=first.ref),
        }
        words |= about_whom(reader, [one.person for one in family])
        if others:
            words["each"] = [(one.person.first_name, link("projects:signup_page", ref=one.ref)) for one in others]
        post(
            kind="date_reminder",
            to=reader,
            event_key=f"{_key(event)}{which}:{event.starts_at:%Y%m%d%H%M}",
            context=words,
            attachments=[file],
            good_until=until,
        )


@hears(bells.event_changed, bells.event_cancelled)
def take_back(deed: Deed) -> None:
    """What has not left yet says something old."""
    waiting = Letter.objects.unsent().filter(event_key__startswith=_key(event_of(deed)))
    waiting.update(good_until=now())


def _key(event: Event) -> str:
    return f"event:{event.pk}:remind:"


def families(event: Event, which: str) -> dict[Person, list[SignUp]]:
    """Who reads → the places it is about: their own, and those of the children on their list. Two queries."""
    sure = SignUp.objects.filter(
        slot__event=event,
        state=SignUp.State.CONFIRMED,
        created_at__lte=nearing.joined_before(event.starts_at, which, event.tz),
    )
    rows = sure.select_related("person__user", "slot").order_by("pk")
    guards = Guardianship.objects.in_force().filter(dependant__in=sure.values("person"))
    guardians = defaultdict(list)
    for row in guards.select_related("guardian__user").order_by("pk"):
        guardians[row.dependant_id].append(row.guardian)
    found: dict[Person, list[SignUp]] = defaultdict(list)
    for signup in rows:
        signup.slot.event = event
        child = not signup.person.email and signup.person.kind == Person.Kind.DEPENDANT
        for reader in guardians[signup.person_id] if child else [signup.person]:
            found[reader].append(signup)
    return found


def promised(event: Event) -> dict[int, list[tuple[int, str]]]:
    """Person → what they said they bring, and how much of it."""
    found = defaultdict(list)
    claims = Claim.objects.counted().filter(need__event=event, need__dropped_at=None)
    for person, amount, item in claims.order_by("pk").values_list("person", "amount", "need__item"):
        found[person].append((amount, item))
    return found
