"""What a newcomer wanted before we knew who they are; done in the transaction of their code."""

from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from core.errors import RuleBroken
from core.when import day_words, hour
from people.intents import Words, register
from people.models import Person

from .actions import CHECK_IN, JOIN, JOIN_TEAM, finish_check_in, join_slot, join_team
from .models import Event, SignUp, Slot


def join(*, by: Person, slot: int, party: int, seats: int | None = None, age: int | None = None) -> str:
    """Take the seat, or a place on the waitlist if it filled meanwhile. Who is on the list already is shown it."""
    wanted = Slot.objects.get(pk=slot)
    try:
        signup = join_slot(by=by, slot=wanted, party=party, seats=seats, age=age)
    except RuleBroken as refusal:
        if refusal.code != "joined_already":
            raise
        signup = SignUp.objects.live().get(slot=wanted, person=by)
    return reverse("projects:signup_page", args=[signup.ref])


def words(*, slot: int, **more: Any) -> Words:
    """What the page of the code says."""
    found = Slot.objects.select_related("event__project").filter(pk=slot).first()
    if found is None:
        return Words()
    event = found.event
    start = event.local_start
    full = found.free is not None and found.free <= 0
    when = {"day": day_words(start.date()), "hour": hour(start)}
    if found.needs_yes:
        first, button = gettext("You ask for a place on %(day)s at %(hour)s."), gettext("Ask to join")
    elif full:
        first, button = gettext("You stand on the waitlist for %(day)s at %(hour)s."), gettext("Join the waitlist")
    else:
        first, button = gettext("You have a place on %(day)s at %(hour)s."), gettext("Join")
    return Words(
        button=button,
        steps=(
            first % when,
            gettext("The organizers say yes or no, and we write to you.")
            if found.needs_yes
            else gettext("We send the meeting point and a calendar file."),
            gettext("Can’t make it? One press frees your place."),
        ),
        back=event.project.title,
        back_url=reverse("projects:project_page", args=[event.project.slug]),
    )


def check_in(*, by: Person, event: int, shower: int, at: float) -> str:
    """Here, as of the moment of the scan."""
    when = datetime.fromtimestamp(at, tz=UTC)
    row = finish_check_in(by=by, event=Event.objects.get(pk=event), shower=shower, at=when)
    return reverse("projects:here_page", args=[row.event_id])


def check_in_words(*, event: int, **more: Any) -> Words:
    found = Event.objects.select_related("project").filter(pk=event).first()
    if found is None:
        return Words()
    return Words(
        button=gettext("I’m here"),
        steps=(gettext("You are checked in, as of the moment when you scanned the code."),),
        back=found.title,
        back_url=reverse("projects:event_page", args=[found.project.slug, found.pk]),
    )


def team(*, by: Person, team: int, age: int | None = None) -> str:
    """A place of the team gets a name. Who is on the list already is shown it."""
    leader = SignUp.objects.get(pk=team)
    try:
        signup = join_team(by=by, team=leader, age=age)
    except RuleBroken as refusal:
        if refusal.code != "joined_already":
            raise
        signup = SignUp.objects.live().get(slot=leader.slot_id, person=by)
    return reverse("projects:signup_page", args=[signup.ref])


def team_words(*, team: int, **more: Any) -> Words:
    leader = SignUp.objects.filter(pk=team).first()
    return words(slot=leader.slot_id) if leader else Words()


def register_all() -> None:
    register(JOIN_TEAM, team, words=team_words)
    register(CHECK_IN, check_in, words=check_in_words)
    register(JOIN, join, words=words)
