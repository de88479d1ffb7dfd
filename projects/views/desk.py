"""The organizer's desk: what needs me, my people, what is printed, and the list as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import qr, sheets
from core.doors import anyone, door
from core.errors import NotAllowed, RuleBroken, show_refusal
from people.permissions import signed_in
from projects import actions
from projects import desk as reads
from projects.forms.desk import PhoneForm
from projects.models import Event, Project, ProjectRole, SignUp
from projects.permissions import can_answer_for, can_export_roster, can_keep_roster, can_see_people

BLANK_LINES = 12


@door(signed_in)
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """My projects, with what needs me today on top."""
    mine = reads.of(request.person)
    needs = sorted((need for one in mine for need in one.needs), key=lambda need: need.rank)
    return render(request, "projects/desk_page.html", {"mine": mine, "needs": needs, "section": "me"})


@door(signed_in)
@never_cache
def project_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came, how often, and who comes again."""
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    if not can_see_people(request.person, project):
        raise Http404
    people, young = reads.people_of(project)
    return render(request, "projects/project_people.html", {"project": project, "people": people, "young": young})


# ── people without e-mail ──


@door(signed_in, methods="GET POST")
@never_cache
def phone_join(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody without e-mail is on the phone."""
    event = _event(request, slug, pk)
    slots = {str(slot.pk): slot for slot in event.slots.all()}
    papers = list(event.project.agreements)
    form = PhoneForm(request.POST if request.method == "POST" else None, slots=slots.values(), papers=papers)
    if form.is_bound and form.is_valid():
        given = form.words
        try:
            signup = actions.sign_up_by_phone(by=request.person, **{**given, "slot": slots[given["slot"]]})
            _say(request, signup)
            return redirect("projects:event_ahead", slug, pk)
        except RuleBroken as refusal:
            show_refusal(
                form,
                refusal,
                name="first_name",
                not_adult="adult",
                birth_date_needed="birth_day",
                too_young="birth_day",
            )
    page = {"event": event, "project": event.project, "form": form}
    return render(request, "projects/phone_join.html", page, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, signup: SignUp) -> None:
    name = {"name": signup.person.first_name}
    if signup.state == SignUp.State.CONFIRMED:
        messages.success(request, gettext("%(name)s has a place. Tell them when and where.") % name)
    else:
        messages.success(request, gettext("%(name)s is on the waitlist. Call them when a place is held.") % name)


@door(signed_in, methods="POST")
def phone_answer(request: HttpRequest, slug: str, pk: int, ref: str) -> HttpResponse:
    """They called: yes to the place that is held, or they can't make it."""
    signups = SignUp.objects.select_related("slot__event__project", "person__user")
    signup = get_object_or_404(signups, ref=ref, slot__event=pk, slot__event__project__slug=slug)
    if not can_answer_for(request.person, signup):
        raise Http404
    name = {"name": signup.person.first_name}
    try:
        if "yes" in request.POST:
            actions.accept_by_phone(by=request.person, signup=signup)
            messages.success(request, gettext("%(name)s has the place.") % name)
        else:
            actions.leave_by_phone(by=request.person, signup=signup)
            messages.success(request, gettext("The place of %(name)s is free again.") % name)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:event_ahead", slug, pk)


# ── paper and files ──


@door(anyone)
def project_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet of A4 for a notice board; anybody may put one up."""
    project = get_object_or_404(Project.objects.public().select_related("neighborhood"), slug=slug)
    ahead = project.events.coming().first()
    return _poster(request, project, ahead, reverse("projects:project_page", args=[slug]))


@door(anyone)
def event_poster(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same for one date."""
    events = Event.objects.public().select_related("project__neighborhood")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    return _poster(request, event.project, event, reverse("projects:event_page", args=[slug, pk]))


def _poster(request: HttpRequest, project: Project, event: Event | None, path: str) -> HttpResponse:
    url = request.build_absolute_uri(path)
    lead = ProjectRole.objects.filter(project=project, role=ProjectRole.Role.LEAD).select_related("person").first()
    page = {
        "project": project,
        "event": event,
        "back": path,
        "lead": lead.person if lead else None,
        "url": url.partition("://")[2].rstrip("/"),
        "square": qr.svg(url, title=gettext("Square code that opens this page"), extra="qr--poster"),
    }
    return render(request, "projects/poster.html", page)


@door(signed_in)
@never_cache
def event_sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A list to sign on paper. It goes from hand to hand: first name and initial, and no young people."""
    event = _event(request, slug, pk)
    signups, young = reads.sheet_of(event)
    page = {
        "event": event,
        "project": event.project,
        "signups": signups,
        "young": young,
        "blank": range(BLANK_LINES),
        "papers": event.project.agreements,
    }
    return render(request, "projects/event_sheet.html", page)


@door(signed_in, methods="POST")
def roster_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The roster for a spreadsheet; who took it, and when, is written down."""
    event = get_object_or_404(Event.objects.select_related("project"), pk=pk, project__slug=slug)
    if not can_export_roster(request.person, event):
        raise Http404
    try:
        rows = actions.export_roster(by=request.person, event=event, with_young="young" in request.POST)
    except NotAllowed:
        raise Http404 from None
    return sheets.download(f"roster-{event.pk}", reads.HEAD, rows)


def _event(request: HttpRequest, slug: str, pk: int) -> Event:
    """What one may not keep the roster of does not exist."""
    events = Event.objects.exclude(status=Event.Status.DRAFT).select_related("project").prefetch_related("slots")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    if not can_keep_roster(request.person, event):
        raise Http404
    return event
