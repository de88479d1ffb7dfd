"""Teams: a leader reserves places and shares a link; each place gets a name. What has none three days before goes on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.lines import kept
from core.locks import lock
from people.actions import ask_code
from people.ages import years
from people.models import Code, Person
from people.system import SYSTEM
from projects import bells, offer_time
from projects.models import Event, SignUp, Slot

from . import queue, terms
from .queue import State
from .seats import enter, must_be_free, must_be_open, must_not_hold_too_many

JOIN_TEAM = "projects.join_team"  # the intent kept with a newcomer's code
TEAM_AT_MOST = 25
NAMES_DUE = timedelta(hours=72)
ASK_FOR_NAMES = NAMES_DUE + timedelta(hours=24)


def reserve_team(*, by: Person, slot: Slot, name: str, heads: int, age: int | None = None) -> SignUp:
    """Places for a whole team, the leader included: all of them, or a place in the queue for all."""
    with transaction.atomic():
        lock(by, field="kind")
        held = queue.hold(slot.pk, person=by)
        must_be_open(held)
        _must_be_a_team(by, held, name, heads)
        state = terms.state_for(by=by, person=by, slot=held, age=age)
        must_be_free(by, held)
        must_not_hold_too_many(by)
        signup = enter(person=by, slot=held, party=heads, seats=heads, state=state)
        SignUp.objects.filter(pk=signup.pk).update(team_name=kept(name, 60))
        signup.refresh_from_db()
        return signup


def join_team(*, by: Person, team: SignUp, age: int | None = None) -> SignUp:
    """One of its places gets my name. It was the team's all along, so nobody in the queue is passed."""
    with transaction.atomic():
        lock(by, field="kind")
        slot = queue.hold(team.slot_id, person=by)
        leader = queue.fresh(team, slot)
        must_be_open(slot)
        must_have_a_place_left(leader)
        to, until = terms.state_for(by=by, person=by, slot=slot, age=age)
        must_not_hold_too_many(by)
        must_be_free(by, slot)
        SignUp.objects.filter(pk=leader.pk).update(seats=F("seats") - 1, party=F("party") - 1)
        mine = SignUp.objects.create(
            slot=slot, person=by, team=leader, state=to, offer_expires_at=until, approved_at=leader.approved_at,
            age_shown=slot.min_age,
        )  # fmt: skip
        bells.slot_joined.ring(by=by, on=mine, signup=mine.pk)
        return mine


def ask_to_join_team(
    *, team: SignUp, first_name: str, email: str, adult: bool = False, birth_day: date | None = None
) -> Code:
    """For people who are not signed in: the place gets their name with the code from their letter."""
    must_be_open(team.slot)
    must_have_a_place_left(team)
    age = years(birth_day, team.slot.event.local_start.date()) if birth_day else None
    terms.must_be_of_age(team.slot, age)
    data = {"team": team.pk, "age": age if team.slot.min_age else None}
    return ask_code(
        email=email, first_name=first_name, adult=adult, birth_day=birth_day, intent=JOIN_TEAM, intent_data=data
    )  # fmt: skip


def release_unnamed() -> int:
    """Three days before the start, places of teams that nobody has taken by name. Returns from how many teams."""
    due = SignUp.objects.filter(
        state__in=(State.CONFIRMED, State.WAITLISTED, State.PENDING_APPROVAL),
        seats__gt=1,
        slot__event__status=Event.Status.SCHEDULED,
        slot__event__starts_at__gt=now(),
        slot__event__starts_at__lte=now() + NAMES_DUE,
    ).exclude(team_name="")
    return sum(_trim(signup) for signup in due.order_by("pk"))


def ask_for_names() -> int:
    """A day before names are due, by day: leaders of teams with places that have none. Each is asked once. Returns how many."""
    begins = F("slot__event__starts_at")
    open_teams = SignUp.objects.filter(
        state=State.CONFIRMED,
        seats__gt=1,
        names_asked_at__isnull=True,
        created_at__lte=begins - ASK_FOR_NAMES,  # who reserved later has just read when names are due
        slot__event__status=Event.Status.SCHEDULED,
        slot__event__starts_at__gt=now() + NAMES_DUE,
        slot__event__starts_at__lte=now() + ASK_FOR_NAMES,
    ).exclude(team_name="")
    return sum(_ask_for_names(signup) for signup in open_teams.select_related("slot__event").order_by("pk"))


def _ask_for_names(signup: SignUp) -> bool:
    if offer_time.is_quiet(now(), signup.slot.event.tz):
        return False
    with transaction.atomic():
        rows = SignUp.objects.filter(pk=signup.pk, state=State.CONFIRMED, seats__gt=1, names_asked_at__isnull=True)
        asked = bool(rows.update(names_asked_at=now()))
        if asked:
            bells.names_asked.ring(by=SYSTEM(), on=signup, signup=signup.pk)
        return asked


def names_due(signup: SignUp) -> datetime:
    return signup.slot.event.starts_at - NAMES_DUE


def _trim(signup: SignUp) -> bool:
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        team = queue.fresh(signup, slot)
        spare = team.unnamed
        if not team.is_live or team.state == State.OFFERED or spare <= 0:
            return False
        if team.holds_seats:
            queue.shift(slot, seats=-spare)
        SignUp.objects.filter(pk=team.pk).update(seats=1, party=1)
        bells.team_trimmed.ring(by=SYSTEM(), on=team, signup=team.pk, places=spare)
        queue.promote(slot, freed=True)
        return True


def must_have_a_place_left(team: SignUp) -> None:
    if team.state in (State.WAITLISTED, State.OFFERED, State.PENDING_APPROVAL, State.PENDING_CONSENT):
        raise RuleBroken(
            gettext("This team has no places yet. Ask its leader, and open the link again later."), code="team_waits"
        )
    if team.state != State.CONFIRMED or team.unnamed < 1:
        raise RuleBroken(gettext("All places of this team have a name. You can join by yourself."), code="team_full")


def _must_be_a_team(by: Person, slot: Slot, name: str, heads: int) -> None:
    if not name.strip():
        raise RuleBroken(gettext("Please give your team a name."), code="team_name")
    if not 2 <= heads <= TEAM_AT_MOST:
        raise RuleBroken(gettext("A team is 2 to 25 people, you included."), code="team_size")
    if not by.adult:
        raise RuleBroken(gettext("Until you are 18 you can’t bring others along."), code="team_size")
    if slot.event.starts_at - now() <= NAMES_DUE:
        raise RuleBroken(
            gettext("Places for a team can be reserved until three days before. Now each of you joins alone."),
            code="team_late",
        )
    if slot.capacity is not None and heads > slot.capacity:
        raise RuleBroken(
            gettext("This task has %(n)d places in all. Come with a smaller team, or share it over two tasks.")
            % {"n": slot.capacity},
            code="team_size",
        )
