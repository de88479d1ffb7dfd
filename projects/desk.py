"""What an organizer has to do, and what they may know of their people. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.models import Comment
from core.clock import now
from core.when import moment_words
from people.models import Person

from . import results
from .models import Attendance, Dispute, Event, ImpactEntry, ImpactTotal, Project, ProjectRole, SignUp, WorkLog
from .permissions import can_appeal, can_decide_work, can_revise, can_vouch

SOON = timedelta(hours=48)
LATELY = timedelta(days=14)
OVER = (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED)


class Need(NamedTuple):
    """Something that waits for an organizer: the most urgent has the smallest rank."""

    rank: int
    words: str
    label: str
    url: str
    project: Project


@dataclass
class Mine:
    """One of my projects on my desk."""

    project: Project
    leads: bool
    needs: list[Need] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    figures: list[results.Counted] = field(default_factory=list)
    goal: results.Goal | None = None

    @property
    def next(self) -> Event | None:
        """The date that goes on now or comes next."""
        return next((event for event in self.events if _is_ahead(event)), None)

    @property
    def last(self) -> Event | None:
        """The newest date that is closed, and that something came of."""
        if self.project.is_civic:
            return None
        return next((event for event in reversed(self.events) if event.status == Event.Status.CLOSED), None)


def of(person: Person) -> list[Mine]:
    """My projects, those that need me first. A fixed number of queries, and two for each project with a past."""
    roles = ProjectRole.objects.filter(person=person).exclude(project__status=Project.Status.ARCHIVED)
    waits = WorkLog.objects.filter(project=OuterRef("project"), state=WorkLog.State.SUBMITTED).exclude(person=person)
    roles = roles.annotate(work_waits=Exists(waits))
    own = list(roles.select_related("project__neighborhood").order_by("-project"))
    mine = {role.project_id: Mine(role.project, role.role in ProjectRole.LEADS) for role in own}
    for event in _events(list(mine)):
        one = mine[event.project_id]
        event.project = one.project
        one.events.append(event)
    asked = list(_asked(person, mine, own))
    for one in mine.values():
        if any(event.status == Event.Status.CLOSED for event in one.events):
            one.figures, one.goal = results.of_project(one.project)
        found = [*_needs(one, person), *(need for need in asked if need.project == one.project)]
        one.needs = sorted(found, key=lambda need: need.rank)
    return sorted(mine.values(), key=lambda one: (one.needs[0].rank if one.needs else 90, one.project.status in OVER))


def _events(projects: list[int]) -> list[Event]:
    """Those that are not settled, or were lately, and the last one of each: years of others are not read."""
    closed = Event.objects.filter(project=OuterRef("project"), status=Event.Status.CLOSED)
    last = Subquery(closed.order_by("-starts_at", "-pk").values("pk")[:1])
    asked = Dispute.objects.filter(attendance__event=OuterRef("pk"), outcome=Dispute.Outcome.OPEN)
    alone = Attendance.objects.filter(event=OuterRef("pk"), state=Attendance.State.CHECKED_IN, verified_by=None)
    settled = Q(status=Event.Status.CLOSED) & (Q(closed_at__gte=now() - LATELY) | Q(pk=last) | Exists(asked))
    waiting = ImpactEntry.objects.filter(event=OuterRef("pk"), state=ImpactEntry.State.REPORTED, amount__gt=0)
    unusual = ImpactTotal.objects.filter(event=OuterRef("pk"), unusual=True, note="")
    rows = Event.objects.filter(
        Q(status__in=(Event.Status.SCHEDULED, Event.Status.DRAFT)) | settled, project__in=projects
    )
    asking = Count("slots__signups", filter=Q(slots__signups__state=SignUp.State.PENDING_APPROVAL))
    found = rows.annotate(
        entries_wait=Exists(waiting),
        unusual=Exists(unusual),
        disputed=Exists(asked),
        unconfirmed=Exists(alone),
        asking=asking,
    ).select_related("recap")
    return list(found.prefetch_related("slots").order_by("starts_at", "pk"))


def _is_ahead(event: Event) -> bool:
    return event.status == Event.Status.SCHEDULED and not event.has_ended


def _asked(person: Person, mine: dict[int, Mine], roles: list[Any]) -> Iterator[Need]:
    """Questions of single people, without names: to take the lead, work between the dates, that they were there."""
    for role in roles:
        if role.lead_offered_at and role.project.status not in OVER:
            url = reverse("projects:project_team", args=[role.project.slug])
            yield Need(1, _("You are asked to take the lead."), _("Say yes or no"), url, role.project)
    yield from _questions(mine)
    waits = [role.project_id for role in roles if role.work_waits]
    work = WorkLog.objects.filter(project__in=waits, state=WorkLog.State.SUBMITTED).for_page().order_by("pk")
    for each in work if waits else ():
        if can_decide_work(person, each):
            words = _("Somebody wrote down work between the dates. It counts once you say yes.")
            url = reverse("projects:work_decide", args=[each.where.slug, each.pk])
            yield Need(3, words, _("Look at it"), url, mine[each.project_id].project)
    led: list[Any] = [event for one in mine.values() if one.leads for event in one.events]
    asked = {event.pk: event for event in led if event.disputed}
    disputes = Dispute.objects.filter(outcome=Dispute.Outcome.OPEN, attendance__event__in=asked)
    for dispute in disputes.select_related("attendance__person").order_by("asked_at", "pk") if asked else ():
        row, event = dispute.attendance, asked[dispute.attendance.event_id]
        row.event, project = event, event.project
        if can_revise(person, row):
            when = moment_words(row.event.starts_at, row.event)
            words = _("Somebody says that they did come on %(when)s.") % {"when": when}
            url = reverse("projects:dispute_decide", args=[project.slug, row.event_id, row.person.ref])
            yield Need(2, words, _("Read and answer"), url, project)
    alone = {event.pk: event for event in led if event.unconfirmed and event.has_ended}
    seen = Attendance.objects.filter(event__in=alone, state=Attendance.State.CHECKED_IN, verified_by=None)
    for row in seen.exclude(person=person).select_related("person").order_by("pk") if alone else ():
        row.event = event = alone[row.event_id]
        if can_vouch(person, row):
            when = moment_words(event.starts_at, event)
            words = _("Somebody was there on %(when)s, and nobody has confirmed it yet.") % {"when": when}
            yield Need(2, words, _("Confirm it"), _at("event_page", event), event.project)


def _questions(mine: dict[int, Mine]) -> Iterator[Need]:
    """What residents asked and nobody of the organizers or the city has answered: one line for each project."""
    open_ones = [pk for pk, one in mine.items() if one.project.is_public and one.project.status not in OVER]
    rows = Comment.objects.unanswered().filter(subject__project__in=open_ones).values_list("subject__project")
    for pk, n in rows.annotate(n=Count("pk")).order_by("subject__project"):
        project = mine[pk].project
        words = ngettext("%(n)s question has no answer yet.", "%(n)s questions have no answer yet.", n) % {"n": n}
        yield Need(3, words, _("Read and answer"), reverse("projects:project_questions", args=[project.slug]), project)


def _needs(one: Mine, person: Person) -> list[Need]:
    found = [need for event in one.events for need in _of_date(one, event)]
    return found + _of_project(one, person) if one.leads else found


def _of_date(one: Mine, event: Event) -> list[Need]:
    when = moment_words(event.starts_at, event)
    roster = _at("event_roster", event)
    if event.is_draft:
        words = _("%(when)s is a draft: nobody sees it yet.") % {"when": when}
        return [Need(8, words, _("Go on with it"), _at("event_change", event), one.project)] if one.leads else []
    if event.status == Event.Status.SCHEDULED and event.has_ended:
        words = _("The list of %(when)s is still open: nobody has their hours yet.") % {"when": when}
        return [Need(1, words, _("Close the list"), roster, one.project)] if one.leads else []
    if event.status == Event.Status.CLOSED:
        return _after(one, event, when) if one.leads and not one.project.is_civic else []
    if event.has_started:
        return [Need(0, _("It is going on now."), _("Open the roster"), roster, one.project)]
    return _before(one, event, when)


def _after(one: Mine, event: Any, when: str) -> list[Need]:
    closed = event.closed_at
    if closed is None or now() - closed > LATELY:
        return []
    url, found = _at("event_recap", event), []
    recap = getattr(event, "recap", None)
    if recap is None or recap.shared_at is None:
        words = _("Everybody who came on %(when)s waits for your thanks.") % {"when": when}
        found.append(Need(3, words, _("Say what came of it"), url, one.project))
    if event.entries_wait:
        words = _("People told what they did on %(when)s. It counts once you say yes.") % {"when": when}
        found.append(Need(4, words, _("Look at the numbers"), f"{url}#numbers", one.project))
    if event.unusual:
        words = _("A number of %(when)s is unusually high. It is shown once you say why.") % {"when": when}
        found.append(Need(4, words, _("Look at the numbers"), f"{url}#numbers", one.project))
    return found


def _before(one: Mine, event: Any, when: str) -> list[Need]:
    found, url = [], _at("event_ahead", event)
    if event.asking and one.leads:
        words = ngettext(
            "%(n)s person asks for a place on %(when)s.", "%(n)s people ask for a place on %(when)s.", event.asking
        ) % {"n": event.asking, "when": when}
        found.append(Need(1, words, _("Say yes or no"), url, one.project))
    if event.starts_at - now() <= SOON:
        missing = sum(max(slot.minimum_wanted - slot.seats_held, 0) for slot in event.slots.all())
        if missing:
            words = ngettext(
                "%(n)s more person is wanted on %(when)s.", "%(n)s more people are wanted on %(when)s.", missing
            ) % {"n": missing, "when": when}
            found.append(Need(2, words, _("See who comes"), url, one.project))
    waiting = sum(slot.waiting for slot in event.slots.all())
    if waiting:
        words = ngettext(
            "%(n)s person waits for a place on %(when)s.", "%(n)s people wait for a place on %(when)s.", waiting
        ) % {"n": waiting, "when": when}
        found.append(Need(6, words, _("See who comes"), url, one.project))
    return found


def _of_project(one: Mine, person: Person) -> list[Need]:
    project, status = one.project, one.project.status
    page = reverse("projects:project_page", args=[project.slug])
    if status == Project.Status.NEEDS_CHANGES:
        return [Need(2, _("The city asks for a change."), _("Read what to change"), page, project)]
    if status == Project.Status.REJECTED and can_appeal(person, project):
        again = reverse("projects:project_appeal", args=[project.slug])
        words = _("The city says no. You can ask once for a second look.")
        return [Need(5, words, _("Ask for a second look"), again, project)]
    if status == Project.Status.DRAFT:
        return [Need(8, _("This draft is not sent yet."), _("Go on with it"), page, project)]
    if status in Project.JOINABLE and one.next is None and not project.is_civic:
        plan = reverse("projects:event_schedule", args=[project.slug])
        if one.goal and one.goal.percent >= 100 and status == Project.Status.ACTIVE:
            words, finish = _("The goal is reached."), reverse("projects:project_finish", args=[project.slug])
            return [Need(7, words, _("Finish the project"), finish, project)]
        return [Need(7, _("No next date is planned."), _("Plan a date"), plan, project)]
    return []


def _at(name: str, event: Event) -> str:
    return reverse(f"projects:{name}", args=[event.project.slug, event.pk])


# ── my people ──


def people_of(project: Project) -> tuple[list[Any], int]:
    """Grown-ups who came or said they would, the most faithful first; young people are a number."""
    of_it = Q(attendances__event__project=project, attendances__state__in=Attendance.CAME)
    live = SignUp.objects.live().filter(slot__event__project=project, slot__event__starts_at__gt=now())
    came = Attendance.objects.filter(event__project=project, state__in=Attendance.CAME)
    found = Person.objects.real().filter(Q(pk__in=live.values("person")) | Q(pk__in=came.values("person")))
    grown_up = (
        found.filter(adult=True)
        .annotate(
            times=Count("attendances", filter=of_it, distinct=True),
            minutes=Sum("attendances__minutes", filter=of_it),
            coming=Exists(live.filter(person=OuterRef("pk"))),
        )
        .order_by("-times", "first_name", "pk")
    )
    return list(grown_up), found.filter(adult=False).count()


def sheet_of(event: Event) -> tuple[list[SignUp], int]:
    """Names for a list that goes from hand to hand: grown-ups with a place. Young people are a number."""
    rows = SignUp.objects.filter(slot__event=event, state=SignUp.State.CONFIRMED).select_related("person", "slot")
    signups = sorted(rows, key=lambda signup: (signup.person.public_name.casefold(), signup.pk))
    return [each for each in signups if each.person.adult], sum(not each.person.adult for each in signups)


def roster_rows(event: Event, *, with_young: bool) -> list[list[Any]]:
    """The roster for a spreadsheet. Young people, and whose age nobody knows, are rows without a name."""
    attended = {row.person_id: row for row in event.attendances.select_related("person")}
    states = (*SignUp.LIVE, SignUp.State.EXPIRED)
    signups = SignUp.objects.filter(slot__event=event, state__in=states).select_related("person", "slot")
    found: dict[int, list[Any]] = {}
    for signup in signups.order_by("slot", "created_at", "pk"):
        row = attended.get(signup.person_id)
        found.setdefault(signup.person_id, _row(signup.person, signup, row, with_young))
    for pk, row in attended.items():
        found.setdefault(pk, _row(row.person, None, row, with_young))
    return list(found.values())


HEAD = ("first name", "last name", "task", "people", "sign-up", "attendance", "minutes")


def _row(person: Person, signup: SignUp | None, row: Attendance | None, with_young: bool) -> list[Any]:
    named = person.adult or with_young
    return [
        person.first_name if named else "",
        person.last_name if named else "",
        signup.slot.name if signup else "",
        signup.party if signup else 1,
        str(signup.get_state_display()) if signup else "",
        str(row.get_state_display()) if row else "",
        row.minutes if row else 0,
    ]
