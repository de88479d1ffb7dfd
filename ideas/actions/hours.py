"""A live hour: an office sets it, and what it leaves open becomes a duty."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from city.models import Department
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.locks import lock
from core.refs import new_ref
from ideas import bells
from ideas.models import Duty, HourOfficial, LiveHour, Question
from ideas.permissions import can_answer_hour, can_run_polls, who_may_answer
from ideas.wall import refuse_repeated
from people.models import Person
from people.system import SYSTEM

LONGEST = timedelta(hours=12)
WORDS = ("title", "intro", "place", "neighborhood", "zone", "answer_days")
DATES = ("opens_at", "starts_at", "ends_at")


@transaction.atomic
def make_hour(
    *, by: Person, department: Department, officials: Iterable[Person], opens_at: datetime, starts_at: datetime,
    ends_at: datetime, **words: Any,
) -> LiveHour:  # fmt: skip
    """On the site from now on. `words`: the fields named in WORDS."""
    if not can_run_polls(by):
        raise NotAllowed()
    hour = LiveHour(
        made_by=by, department=department, opens_at=opens_at, starts_at=starts_at, ends_at=ends_at, changed_at=now(),
        created_at=now(), **_known(words),
    )  # fmt: skip
    _check(hour)
    if ends_at <= now():
        raise RuleBroken(gettext("This end has passed. Take a date ahead."), code="ends_at")
    hour.slug = _free_slug(hour.title)
    hour.save()
    _name(hour, officials)
    bells.hour_made.ring(by=by, on=hour, hour=hour.pk)
    return hour


@transaction.atomic
def change_hour(
    *, by: Person, hour: LiveHour, department: Department, officials: Iterable[Person], opens_at: datetime,
    starts_at: datetime, ends_at: datetime, **words: Any,
) -> LiveHour:  # fmt: skip
    """Until it ends. A date that has passed stays as it was."""
    hour = held(hour)
    if not can_answer_hour(by, hour):
        raise NotAllowed()
    if hour.state_at() == "over":
        raise RuleBroken(gettext("This hour is over. It stays as it was."), code="over")
    was = [getattr(hour, name) for name in DATES]
    given = [opens_at, starts_at, ends_at]
    for name, old, new in zip(DATES, was, given, strict=True):
        if old != new and old <= now():
            raise RuleBroken(gettext("This date has passed. It stays as it was."), code=name)
    if ends_at <= now():
        raise RuleBroken(gettext("This end has passed. Take a date ahead."), code="ends_at")
    for name, value in {**_known(words), "department": department, **dict(zip(DATES, given, strict=True))}.items():
        setattr(hour, name, value)
    _check(hour)
    hour.changed_at = now()
    hour.sequence += was != given
    hour.save()
    _name(hour, officials)
    bells.hour_changed.ring(by=by, on=hour, hour=hour.pk)
    return hour


@transaction.atomic
def close_hour(*, hour: LiveHour) -> bool:
    """It has ended: each question without an answer is owed now, with a date. True if it was done now."""
    hour = held(hour)
    if hour.closed_at is not None or hour.state_at() != "over":
        return False
    LiveHour.objects.filter(pk=hour.pk).update(closed_at=now())
    Duty.objects.bulk_create(
        [_duty(hour, question) for question in hour.questions.open().in_turn().select_for_update()]
    )
    bells.hour_ended.ring(by=SYSTEM(), on=hour, hour=hour.pk)
    return True


def held(hour: LiveHour) -> LiveHour:
    """The row as it is now, ours until the end of the transaction: nobody asks while it is closed."""
    lock(hour, field="answer_days")
    return LiveHour.objects.select_related("department").get(pk=hour.pk)


def _known(words: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(words) - set(WORDS):
        raise TypeError(f"an hour has no {', '.join(sorted(unknown))}")
    return words


def _check(hour: LiveHour) -> None:
    hour.title, hour.place = " ".join(hour.title.split()), " ".join(hour.place.split())
    if not hour.title:
        raise RuleBroken(gettext("Give the hour a name."), code="title")
    kept(hour.title, 120), kept(hour.place, 120), kept(hour.intro, 1000)
    for name in DATES:
        try:
            refuse_repeated(getattr(hour, name), hour.zone)
        except RuleBroken as refusal:
            raise RuleBroken(str(refusal), code=name) from None
    if hour.opens_at > hour.starts_at:
        raise RuleBroken(
            gettext("People must be able to ask before the answers begin, or from then on."), code="opens_at"
        )
    if hour.starts_at >= hour.ends_at:
        raise RuleBroken(gettext("The hour must end after it begins."), code="ends_at")
    if hour.ends_at - hour.starts_at > LONGEST:
        raise RuleBroken(gettext("That is longer than twelve hours. Is the day right?"), code="ends_at")
    if not 1 <= hour.answer_days <= 90:
        raise RuleBroken(gettext("Between 1 and 90 days."), code="answer_days")


def _name(hour: LiveHour, officials: Iterable[Person]) -> None:
    """Who answers. Somebody must, and must be of the city."""
    people = list({person.pk: person for person in officials}.values())
    if not people:
        raise RuleBroken(gettext("Say who answers: at least one official."), code="officials")
    if who_may_answer().filter(pk__in=[person.pk for person in people]).count() != len(people):
        raise RuleBroken(gettext("Only officials of the city answer in an hour."), code="officials")
    hour.official_rows.exclude(person__in=people).delete()
    HourOfficial.objects.bulk_create(
        [HourOfficial(hour=hour, person=person) for person in people], ignore_conflicts=True
    )  # fmt: skip


def _free_slug(words: str) -> str:
    base = slugify(words)[:60].strip("-") or "hour"
    return base if not LiveHour.objects.filter(slug=base).exists() else f"{base}-{new_ref(5)}"


def _duty(hour: LiveHour, question: Question) -> Duty:
    return Duty(question=question, department=hour.department, due_at=due(hour.ends_at, hour))


def due(since: datetime, hour: LiveHour) -> datetime:
    return since + timedelta(days=hour.answer_days)
