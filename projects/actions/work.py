"""Work between the dates: written down by who did it, counted once an organizer of that project has verified it."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from core.when import local, time_spent
from files.models import Picture
from people.models import Person
from projects import bells, minutes
from projects.models import Adoption, Attendance, Project, WorkLog
from projects.permissions import can_care, can_decide_work, can_log_work

from .adopting import must_go_on
from .hours import REASON_LETTERS

OLDEST = timedelta(days=14)
State = WorkLog.State


def log_work(
    *,
    by: Person,
    project: Project | None = None,
    adoption: Adoption | None = None,
    day: date,
    minutes_spent: int,
    words: str,
    picture: Picture | None = None,
) -> WorkLog:
    """For a project or for a block one looks after, alone or in a team: at most four hours a day, at most 14 days ago.

    It counts once an organizer of the project, or an official for a block, has verified it.
    """
    today = local(now()).date()
    if not can_care(by, adoption) if adoption else not can_log_work(by, project):
        raise NotAllowed(gettext("You can write down work for projects that you take part in."))
    if not today - OLDEST <= day <= today:
        raise RuleBroken(gettext("Please choose a day of the last 14 days."), code="day")
    if len(words.strip()) < REASON_LETTERS:
        raise RuleBroken(gettext("Please say in a few words what you did."), code="words")
    spent = minutes.quarters(minutes_spent)
    with transaction.atomic():
        lock(by, field="kind")
        if adoption and day < must_go_on(by=by, adoption=adoption, may=can_care).since:
            raise RuleBroken(gettext("Please choose a day since you adopted this block."), code="day")
        if not 0 < spent <= WorkLog.DAY_AT_MOST - _that_day(by, day):
            raise RuleBroken(
                gettext("Between a quarter of an hour and four hours can be written down for one day."), code="minutes"
            )
        work = WorkLog.objects.create(
            project=project, adoption=adoption, person=by, day=day, minutes=spent, words=kept(words, 500),
            picture=picture,
        )  # fmt: skip
        bells.work_logged.ring(by=by, on=work, work=work.pk)
        return work


def decide_work(*, by: Person, work: WorkLog, counted: int, answer: str = "") -> WorkLog:
    """Verify it as it is, with less time, or not at all. Another time needs a reason, which the person reads."""
    with transaction.atomic():
        work = WorkLog.objects.for_page().get(pk=work.pk)
        if not can_decide_work(by, work):
            raise NotAllowed(gettext("Somebody else has to do this: nobody vouches for themselves or their household."))
        lock(work.person, field="kind")
        counted = minutes.quarters(counted)
        if not 0 <= counted <= work.minutes:
            raise RuleBroken(
                gettext("At most %(time)s can be verified: that is what they wrote down.")
                % {"time": time_spent(work.minutes)},
                code="counted",
            )
        if counted > (left := minutes.DAY_AT_MOST - _attended(work.person, work.day)):
            raise RuleBroken(
                gettext("At most 12 hours count in one day, and dates of that day leave %(time)s.")
                % {"time": time_spent(max(left, 0))},
                code="counted",
            )
        if counted != work.minutes and len(answer.strip()) < REASON_LETTERS:
            raise RuleBroken(gettext("Please say why, in a few words. They read it."), code="reason_needed")
        to = State.VERIFIED if counted == work.minutes else State.ADJUSTED if counted else State.REJECTED
        advance(work, to, field="state", counted=counted, answer=kept(answer, 300), decided_by=by, decided_at=now())
        bells.work_decided.ring(by=by, on=work, work=work.pk)
        return work


def _that_day(person: Person, day: date) -> int:
    """Minutes of that day already, in whatever project; those not counted leave their room."""
    others = WorkLog.objects.filter(person=person, day=day)
    waiting = others.filter(state=State.SUBMITTED).aggregate(sum=Sum("minutes"))["sum"] or 0
    return waiting + (others.exclude(state=State.SUBMITTED).aggregate(sum=Sum("counted"))["sum"] or 0)


def _attended(person: Person, day: date) -> int:
    """Minutes verified at dates of that day, on their own wall clocks."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    rows = Attendance.objects.filter(person=person, state__in=Attendance.VERIFIED, minutes__gt=0)
    near = rows.filter(event__starts_at__range=(midnight - timedelta(days=1), midnight + timedelta(days=2)))
    return sum(row.minutes for row in near.select_related("event") if row.event.local_start.date() == day)
