"""What becomes of places, hours and roles when two accounts turn out to be one person's."""

from collections.abc import Iterable

from django.db.models import Q, Sum
from django.utils.translation import gettext, ngettext

from core.clock import now
from core.lifecycle import advance
from people.models import Person
from people.personal import JOINED, must_not_vouch
from people.system import SYSTEM
from projects.models import Attendance, AttendanceRevision, Barring, ProjectRole, SignUp

from . import queue
from .transcripts import replace_transcripts

State = SignUp.State
BETTER = (State.CONFIRMED, State.PENDING_CONSENT, State.OFFERED, State.WAITLISTED, State.PENDING_APPROVAL)
VOUCHING = (
    ("projects.Attendance", "person", "verified_by"),
    ("projects.WorkLog", "person", "decided_by"),
    ("projects.BeforeAfter", "added_by", "decided_by"),
)


# ── places ──


def join_signups(kept: Person, gone: Person) -> None:
    """Places and queues move. Of two for the same slot or hours the better one stays; the other's seat goes to whoever waits."""
    twice = _twice(kept, gone)
    slots = {pk: queue.hold(pk) for pk in sorted({one.slot_id for pair in twice for one in pair})}
    for both in twice:
        pair = [queue.fresh(one, slots[one.slot_id]) for one in both]
        if all(one.is_live for one in pair):
            _better, worse = sorted(pair, key=_worth)
            queue.end(slot=slots[worse.slot_id], signup=worse, by=kept, reason="")
    SignUp.objects.filter(person=gone).update(person=kept)
    barred = Barring.objects.filter(person__in=(kept, gone), lifted_at=None).values("project")
    ahead = SignUp.objects.live().filter(person=kept, slot__event__project__in=barred, slot__event__starts_at__gt=now())
    for signup in ahead.order_by("slot_id", "pk"):
        slot = queue.hold(signup.slot_id)
        queue.end(slot=slot, signup=queue.fresh(signup, slot), by=kept, reason=str(JOINED))


def tell_of_signups(kept: Person, gone: Person) -> Iterable[str]:
    ahead = SignUp.objects.live().filter(person=gone, slot__event__ends_at__gt=now())
    if n := ahead.count():
        yield ngettext(
            "%(n)s place or wish for a place moves here.", "%(n)s places and wishes for places move here.", n
        ) % {"n": n}
    for _mine, theirs in _twice(kept, gone):
        yield gettext("“%(title)s”: both accounts are on the list. The better place stays, the other one is free.") % {
            "title": theirs.slot.event.title
        }


def _twice(kept: Person, gone: Person) -> list[tuple[SignUp, SignUp]]:
    """What one person cannot have: live sign-ups of both for the same slot, and seats at the same hours to come."""
    pairs = []
    for theirs in SignUp.objects.live().filter(person=gone).select_related("slot__event").order_by("pk"):
        event, clash = theirs.slot.event, Q(slot=theirs.slot_id)
        if theirs.holds_seats and event.starts_at > now():
            clash |= queue.overlapping(event)
        pairs += [(mine, theirs) for mine in SignUp.objects.live().filter(clash, person=kept).order_by("pk")]
    return pairs


def _worth(signup: SignUp) -> tuple:
    return (BETTER.index(State(signup.state)), signup.waitlist_at or signup.created_at, signup.pk)


# ── hours ──


def join_attendances(kept: Person, gone: Person) -> None:
    """Hours move. Who was written down twice for the same time was there once: the longer one counts."""
    for theirs in Attendance.objects.filter(person=gone).select_related("event").order_by("pk"):
        rivals = [row for row in _rivals(kept, theirs) if row.pk != theirs.pk]
        if rivals and max(map(_weight, rivals)) >= _weight(theirs):
            _does_not_count(theirs, kept)
        else:
            for row in rivals:
                _does_not_count(row, kept)
        same = Attendance.objects.filter(event=theirs.event_id, person=kept).first()
        if same is None:
            Attendance.objects.filter(pk=theirs.pk).update(person=kept)
        elif _weight(theirs) > _weight(same):
            _swap(same, theirs)


def tell_of_hours(kept: Person, gone: Person) -> Iterable[str]:
    for model, whose, by in VOUCHING:
        must_not_vouch(model, whose, by, kept, gone)
    theirs = Attendance.objects.filter(person=gone, state__in=Attendance.VERIFIED)
    if minutes := theirs.aggregate(sum=Sum("minutes"))["sum"]:
        yield gettext("%(hours)s hours move here.") % {"hours": f"{minutes / 60:g}"}
    for row in theirs.select_related("event").order_by("pk"):
        if any(rival.state in Attendance.VERIFIED for rival in _rivals(kept, row)):
            yield gettext("“%(title)s”: hours that both accounts have for the same time count once.") % {
                "title": row.event.title
            }


def _rivals(kept: Person, theirs: Attendance) -> list[Attendance]:
    """The kept person's row at the same date, and verified ones at the same time elsewhere."""
    same = Q(event=theirs.event_id)
    if theirs.state in Attendance.VERIFIED and theirs.in_at and theirs.out_at:
        same |= Q(state__in=Attendance.VERIFIED, in_at__lt=theirs.out_at, out_at__gt=theirs.in_at)
    return list(Attendance.objects.filter(same, person=kept).select_related("event"))


def _weight(row: Attendance) -> tuple:
    order = (*Attendance.VERIFIED, Attendance.State.PRESENT, Attendance.State.CHECKED_IN, Attendance.State.EXCUSED)
    known = row.state in order
    return (
        row.state in Attendance.VERIFIED,
        row.minutes,
        known,
        -order.index(Attendance.State(row.state)) if known else 0,
    )


def _does_not_count(row: Attendance, by: Person) -> None:
    """Its hours are in the other row; a revision says why."""
    if row.state not in Attendance.VERIFIED:
        return
    was = (row.state, row.minutes)
    advance(row, Attendance.State.UNKNOWN, field="state", minutes=0, in_at=None, out_at=None)
    AttendanceRevision.objects.create(
        attendance=row, n=row.revisions.count() + 1, old_state=was[0], new_state=row.state, old_minutes=was[1],
        new_minutes=0, reason=str(JOINED), by=by,
    )  # fmt: skip
    replace_transcripts(attendances=[row])


def _swap(mine: Attendance, theirs: Attendance) -> None:
    """A person has one row for a date: the one that counts. The system holds the other for a moment."""
    kept, gone = mine.person_id, theirs.person_id
    Attendance.objects.filter(pk=mine.pk).update(person=SYSTEM())
    Attendance.objects.filter(pk=theirs.pk).update(person=kept)
    Attendance.objects.filter(pk=mine.pk).update(person=gone)


# ── roles ──


def join_roles(kept: Person, gone: Person) -> None:
    """In a project that both lead or help with, the higher role stays."""
    order = list(ProjectRole.Role.values)
    for theirs in ProjectRole.objects.filter(person=gone):
        mine = ProjectRole.objects.filter(project=theirs.project_id, person=kept).first()
        if mine is not None and order.index(mine.role) <= order.index(theirs.role):
            theirs.delete()
            continue
        if mine is not None:
            mine.delete()
        ProjectRole.objects.filter(pk=theirs.pk).update(person=kept)


def tell_of_roles(kept: Person, gone: Person) -> Iterable[str]:
    if n := ProjectRole.objects.filter(person=gone).count():
        yield ngettext(
            "%(n)s project that it organizes is yours.", "%(n)s projects that it organizes are yours.", n
        ) % {"n": n}
