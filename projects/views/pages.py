"""What everybody may read: a project, and one of its dates."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from conversations import talk
from conversations.models import Case
from conversations.views.talk import talk_page
from core.doors import anyone, door
from projects import needs, quick, results, sharing, story
from projects.models import Attendance, BeforeAfter, Event, Project, ProjectRole, SignUp
from projects.permissions import (
    can_cancel_event,
    can_keep_roster,
    can_plan,
    can_reopen,
    can_report,
    can_schedule,
    is_coming,
    vouched_for,
)

from .proposal import proposal_page

DATES_SHOWN = 10


@door(anyone)
def project_page(request: HttpRequest, slug: str) -> HttpResponse:
    project = _seen(request, slug)
    if project.status not in Project.PUBLIC:
        return proposal_page(request, project)
    events = quick.dates(project)
    ahead = ahead_of(events)
    prefetch_related_objects(ahead[:DATES_SHOWN], "slots")
    organizers = organizers_of(project)
    page = {
        "project": project,
        "organizers": organizers,
        "ahead": ahead[:DATES_SHOWN],
        "next": (coming := first_of(ahead)),
        "share": sharing.of_project(request, project, coming) if project.is_public else None,
        "last": next((event for event in reversed(events) if event.status == Event.Status.CLOSED), None),
        "stops": story.stops(project, organizers, quick.moves(project), events),
        "mine": _mine(request, ahead),
        "organizing": request.person is not None and request.person.pk in {role.person_id for role in organizers},
        "leading": can_schedule(request.person, project),
        "planning": can_plan(request.person, project),
        "why_hidden": why_hidden(project),
    }
    if page["leading"]:
        page["drafts"] = project.events.filter(status=Event.Status.DRAFT).order_by("starts_at", "pk")
    if project.questions:
        page["answered"] = talk.newest_of_the_city(project.subject_id)
    if page["last"]:
        page["figures"], page["goal"] = results.of_project(project)
        page["pair"] = BeforeAfter.objects.public().filter(event__project=project).order_by("-event__starts_at").first()
    return render(request, "projects/project_page.html", page)


def ahead_of(events: list[Event]) -> list[Event]:
    return [event for event in events if event.status == Event.Status.SCHEDULED and not event.has_ended]


def first_of(ahead: list[Event]) -> Event | None:
    """The next one to begin; else one that goes on."""
    return next((event for event in ahead if not event.has_started), ahead[0] if ahead else None)


def _seen(request: HttpRequest, slug: str) -> Project:
    """One that everybody may see, in one statement; else what this reader may see all the same."""
    found = quick.public_project(slug, request.person)
    if found is not None:
        return found
    projects = Project.objects.visible_to(request.person).select_related("neighborhood", "picture", "outcome_picture")
    return get_object_or_404(projects, slug=slug)


@door(anyone, methods="GET POST")
def project_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Questions and answers, on a page of their own."""
    projects = Project.objects.visible_to(request.person).select_related("subject")
    return talk_page(request, get_object_or_404(projects, slug=slug))


@door(anyone)
def event_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    events = Event.objects.visible_to(request.person).exclude(status=Event.Status.DRAFT)
    found = (
        events.with_came()
        .select_related("project__neighborhood", "project__picture", "series")
        .prefetch_related("slots")
    )
    event = get_object_or_404(found, pk=pk, project__slug=slug)
    page = {
        "event": event,
        "next": event,
        "project": event.project,
        "share": sharing.of_event(request, event) if event.project.is_public else None,
        "organizers": organizers_of(event.project),
        "mine": _mine(request, [event]),
        "organizing": can_keep_roster(request.person, event),
        "leading": can_schedule(request.person, event.project),
        "planning": can_plan(request.person, event.project),
        "may_cancel": event.status == Event.Status.SCHEDULED
        and not event.has_ended
        and can_cancel_event(request.person, event),
        "to_confirm": _to_confirm(request, event),
        "may_reopen": can_reopen(request.person, event),
        "why_hidden": why_hidden(event.project),
    }
    if event.status == Event.Status.SCHEDULED and not event.has_started:
        page["needs"] = needs.of(event, request.person)
        page["coming"] = bool(page["needs"]) and is_coming(request.person, event)
    if event.status == Event.Status.CLOSED:
        page["figures"] = results.of_event(event)
        page["pairs"] = BeforeAfter.objects.public().filter(event=event)
    page["may_report"] = event.has_started and can_report(request.person, event)
    if page["may_report"]:
        told = event.impact_entries.filter(person=request.person, amount__gt=0).select_related("metric")
        page["told"] = told.order_by("metric__position", "metric")
    return render(request, "projects/event_page.html", page)


def why_hidden(project: Project) -> Case | None:
    """The decision, for those who see it all the same."""
    if not project.hidden:
        return None
    return Case.objects.hiding().filter(subject=project.subject_id, comment=None).order_by("decided_at").last()


def _to_confirm(request: HttpRequest, event: Event) -> list[Attendance]:
    """Organizers who ticked themselves, if this reader may say that they were there."""
    if not request.person or not event.has_started:
        return []
    rows = event.attendances.filter(state=Attendance.State.CHECKED_IN, verified_by=None).select_related("person")
    return vouched_for(request.person, event, list(rows))


def organizers_of(project: Project) -> list[ProjectRole]:
    """Leads first. The project knows them from now on: nobody who asks what a reader may do looks them up again."""
    if project.team is None:
        rank = {ProjectRole.Role.LEAD: 0, ProjectRole.Role.CO_LEAD: 1, ProjectRole.Role.HELPER: 2}
        project.team = sorted(quick.organizers(project), key=lambda role: (rank[ProjectRole.Role(role.role)], role.pk))
    return project.team


def _mine(request: HttpRequest, events: list[Event]) -> dict[int, SignUp]:
    """My live sign-ups for these dates, by slot."""
    if not request.person or not events:
        return {}
    mine = SignUp.objects.live().filter(person=request.person, slot__event__in=events).with_place()
    return {signup.slot_id: signup for signup in mine.select_related("slot__event")}
