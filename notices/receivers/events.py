"""Dates that change, are called off, or were held: told to everybody on their list."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from core.clock import now
from gamification.badges import BY_KEY
from gamification.models import Award, LedgerEntry, PointCause, Rule
from notices.actions import post
from notices.calendar import File, invitation
from notices.links import button, link
from notices.models import Letter
from people.deeds import hears
from people.models import Deed, Person
from projects import bells
from projects.models import (
    Attendance,
    AttendanceRevision,
    BeforeAfter,
    Dispute,
    Event,
    ImpactTotal,
    ProjectRole,
    Recap,
    SignUp,
)
from projects.permissions import can_revise

from .proposals import organizers
from .seats import facts, no_files, tell

SHORTLY = timedelta(hours=12)
IN_A_SERIES = "series"  # an id of deeds that are part of a bigger change: one letter tells them all
LETTERS_FOR = timedelta(days=14)  # later the hours alone are told, on the page


def event_of(deed: Deed) -> Event:
    return Event.objects.select_related("project").get(pk=deed.ids["event"])


@hears(bells.event_changed)
def tell_of_the_change(deed: Deed) -> None:
    """The new time and place, to everybody with a seat or in the queue. Two changes in a row are one letter about the last."""
    event = event_of(deed)
    if IN_A_SERIES in deed.ids or event.status != Event.Status.SCHEDULED or event.has_ended:
        return
    rows = SignUp.objects.live().filter(slot__event=event).select_related("person__user", "slot__event__project")
    holders_first = sorted(rows, key=lambda signup: not signup.holds_seats)  # of a family they bring the invitation

    def invite(reader: Person) -> list[File]:
        return [invitation(event, reader)]

    for signup in holders_first:
        tell(
            signup,
            "event_changed",
            event_key=f"event:{event.pk}:changed:{event.ics_sequence}",
            context=lambda one: facts(one, _("See my place, or free it")),
            same=holders_first,
            files=invite if signup.holds_seats else no_files,
            good_until=event.ends_at,
        )


@hears(bells.event_cancelled)
def tell_of_the_cancellation(deed: Deed) -> None:
    """To everybody who was on the list until then: the cancellation took them off in the same moment."""
    if IN_A_SERIES in deed.ids:
        return
    event = event_of(deed)
    freed = SignUp.objects.filter(
        slot__event=event,
        state=SignUp.State.CANCELLED,
        cancelled_by=deed.by_id,
        cancelled_at__range=(deed.at - timedelta(minutes=1), deed.at),
        reason="",
    )
    instead = event.rain_date
    there = (
        button(_("See the new date"), "projects:event_page", slug=event.project.slug, pk=instead.pk)
        if instead
        else button(_("See the project"), "projects:project_page", slug=event.project.slug)
    )
    why = event.get_cancel_reason_display() if event.cancel_reason != Event.Why.OTHER else ""
    signups = list(freed.select_related("person__user", "slot__event__project").order_by("pk"))
    for signup in signups:
        tell(
            signup,
            "event_cancelled",
            event_key=f"event:{event.pk}:cancelled",
            lane=Letter.Lane.FAST if event.starts_at - now() < SHORTLY else Letter.Lane.NORMAL,
            context=lambda one: {**facts(one), "why_cancelled": why, "instead": instead, **there},
            same=signups,
            files=lambda reader: [invitation(event, reader)],
            good_until=event.ends_at,
        )


@hears(bells.recap_shared)
def tell_what_we_did_together(deed: Deed) -> None:
    """Numbers, a pair of pictures, thanks from a named person, the next date. Points and badges only in here."""
    event = event_of(deed)
    came = event.attendances.filter(state__in=Attendance.VERIFIED)
    together = what_we_did(event)
    for attendance in came.select_related("person__user", "event"):
        thank(attendance, together)


@hears(bells.attendance_confirmed)
def tell_who_was_confirmed_later(deed: Deed) -> None:
    """Somebody whose hours were confirmed only after everybody else had the letter."""
    thank_late(Attendance.objects.select_related("person__user", "event__project").get(pk=deed.ids["attendance"]))


def thank_late(attendance: Attendance) -> None:
    """What everybody else had read by then, if that was lately; who has it already gets no second one."""
    event = attendance.event
    shared = Recap.objects.filter(event=event, shared_at__isnull=False, shared_by__isnull=False)
    if attendance.state in Attendance.VERIFIED and shared.filter(shared_at__gt=now() - LETTERS_FOR).exists():
        thank(attendance, what_we_did(event))


def thank(attendance: Attendance, together: dict[str, Any]) -> None:
    post(
        kind="thanks",
        to=attendance.person,
        event_key=f"event:{attendance.event_id}:thanks",
        context={**together, "minutes": attendance.minutes, **earned(attendance)},
    )


def what_we_did(event: Event) -> dict[str, Any]:
    """What the letters of one date have in common."""
    sums = event.attendances.filter(state__in=Attendance.VERIFIED).aggregate(people=Count("pk"), minutes=Sum("minutes"))
    recap = Recap.objects.filter(event=event).select_related("thanked_by").first()
    lead = ProjectRole.objects.filter(project=event.project, role=ProjectRole.Role.LEAD).select_related("person")
    named = recap.thanked_by if recap and recap.thanked_by else next((role.person for role in lead), None)
    following = event.project.events.coming().filter(starts_at__gt=now()).first()
    return {
        "event": event,
        "project": event.project,
        "others": (sums["people"] or 1) - 1,
        "given": sums["minutes"],
        "totals": list(ImpactTotal.objects.confirmed().filter(event=event).select_related("metric").order_by("metric")),
        "pair": BeforeAfter.objects.public().filter(event=event).first(),
        "thanks": recap.words if recap else "",
        "lead_name": named.public_name if named else "",
        "next_event": following,
        "next_url": link("projects:event_page", slug=event.project.slug, pk=following.pk) if following else "",
        "event_url": link("projects:event_page", slug=event.project.slug, pk=event.pk),
        "site": settings.SITE_URL,
        **button(_("See my page"), "people:me"),
    }


def earned(attendance: Attendance) -> dict[str, Any]:
    """Points for this coming, and badges that are new since the event; nothing where there are none."""
    coming = Q(subject_type=attendance._meta.label_lower, subject_id=attendance.pk)
    first_time = Q(rule=Rule.NEW, occurred_at=attendance.event.starts_at)
    causes = PointCause.objects.filter(coming | first_time, person=attendance.person)
    points = LedgerEntry.objects.filter(cause__in=causes).aggregate(sum=Sum("amount"))["sum"]
    awards = Award.objects.filter(
        person=attendance.person, withdrawn_at=None, awarded_at__gte=attendance.event.starts_at
    ).values_list("badge", flat=True)
    names = [str(BY_KEY[key].name) for key in awards if key in BY_KEY]
    return {"points": points or 0, "badges": bool(names), "badge_names": ", ".join(names)}


@hears(bells.attendance_revised)
def tell_of_the_correction(deed: Deed) -> None:
    """Hours corrected after the close, with the reason."""
    revision = AttendanceRevision.objects.select_related("attendance__person__user", "attendance__event__project").get(
        pk=deed.ids["revision"]
    )
    attendance = revision.attendance
    post(
        kind="hours_changed",
        to=attendance.person,
        event_key=f"attendance:{attendance.pk}:revised:{revision.n}",
        context={"event": attendance.event, "revision": revision, **button(_("See my hours"), "people:me")},
    )
    if revision.old_state not in Attendance.VERIFIED:  # they came after all
        thank_late(attendance)


@hears(bells.event_closed)
def tell_who_was_missed(deed: Deed) -> None:
    """A no-show is told to the person alone, with the way to say that it is not right."""
    event = event_of(deed)
    for row in event.attendances.filter(state=Attendance.State.NO_SHOW).select_related("person__user"):
        post(
            kind="absence_noted",
            to=row.person,
            event_key=f"attendance:{row.pk}:absence",
            context={"event": event, **button(_("Say that it is not right"), "projects:absence_page", pk=event.pk)},
        )


def dispute_of(deed: Deed) -> Dispute:
    return Dispute.objects.select_related("attendance__event__project", "attendance__person__user").get(
        pk=deed.ids["dispute"]
    )


@hears(bells.absence_disputed)
def ask_the_leads(deed: Deed) -> None:
    """Somebody says that they came: their leads decide, but for those of their own household."""
    dispute = dispute_of(deed)
    row = dispute.attendance
    place = (row.event.project.slug, row.event_id, row.person.ref)
    for lead in organizers(row.event.project):
        if can_revise(lead, row):
            post(
                kind="absence_disputed",
                to=lead,
                event_key=f"dispute:{dispute.pk}:asked",
                context={
                    "event": row.event,
                    "dispute": dispute,
                    "who": row.person.full_name,
                    **button(_("Answer"), "projects:dispute_decide", *place),
                },
            )


@hears(bells.dispute_decided)
def tell_that_it_stays(deed: Deed) -> None:
    """What was put right is told by the letter about the correction."""
    dispute = dispute_of(deed)
    if dispute.outcome == Dispute.Outcome.KEPT:
        post(
            kind="dispute_kept",
            to=dispute.attendance.person,
            event_key=f"dispute:{dispute.pk}:kept",
            context={"event": dispute.attendance.event, "dispute": dispute, **button(_("See my page"), "people:me")},
        )


@hears(bells.event_reopened)
def tell_of_the_reopened_list(deed: Deed) -> None:
    """To those who lead the project, with the reason; not when it was closed again meanwhile."""
    event = event_of(deed)
    opened = event.reopenings.filter(at__lte=deed.at).last()
    if event.status != Event.Status.SCHEDULED or opened is None:
        return
    for lead in organizers(event.project):
        post(
            kind="list_reopened",
            to=lead,
            event_key=f"event:{event.pk}:reopened:{opened.pk}",
            context={
                "event": event,
                "official": opened.by.public_name,
                "reason": opened.reason,
                **button(_("Open the roster"), "projects:event_roster", slug=event.project.slug, pk=event.pk),
            },
        )
