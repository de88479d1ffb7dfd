"""The desk's pages, inside the Wagtail admin. Not a ranking: first-timers and quiet regulars come first."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.clock import now
from core.doors import door
from core.errors import RuleBroken
from people.models import Person, Standing
from people.permissions import official
from projects.models import Attendance

from . import actions
from .eligibility import checks
from .forms import CommendForm, RefuseForm
from .models import Commendation

SEEN = Q(attendances__state__in=Attendance.VERIFIED)


def _people():
    """Residents with what somebody saw them do."""
    return (
        Person.objects.filter(kind=Person.Kind.RESIDENT)
        .not_minors()
        .filter(SEEN)
        .annotate(
            times=Count("attendances", filter=SEEN, distinct=True),
            minutes=Sum("attendances__minutes", filter=SEEN),
            first=Min("attendances__event__starts_at", filter=SEEN),
            last=Max("attendances__event__starts_at", filter=SEEN),
        )
        .select_related("neighborhood")
    )


@door(official)
def people_to_thank(request: HttpRequest) -> HttpResponse:
    """First-timers of the last weeks, and regulars nobody has thanked yet; or a name searched for."""
    thanked = Commendation.objects.values("person")
    name = request.GET.get("q", "").strip()[:60]
    found = (
        _people().filter(Q(first_name__icontains=name) | Q(last_name__icontains=name)).order_by("first_name")[:30]
        if name
        else []
    )
    recent = now() - timedelta(days=21)
    context = {
        "q": name,
        "found": found,
        "firsts": _people().filter(first__gte=recent).order_by("-first")[:15],
        "quiet": _people().filter(times__gte=3).exclude(pk__in=thanked).order_by("-last")[:15],
        "page_title": _("People to thank"),
    }
    return render(request, "gamification/admin/people_to_thank.html", context)


@door(official, methods="GET POST")
def person_thank(request: HttpRequest, ref: str) -> HttpResponse:
    """What one person did, who saw it, how they like to be thanked; and the letter."""
    person = get_object_or_404(_people(), ref=ref)
    form = CommendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.commend(by=request.person, person=person, citation=form.cleaned_data["citation"])
            messages.success(
                request, _("Sent to %(name)s. They decide who else may read it.") % {"name": person.first_name}
            )
            return redirect("people_to_thank")
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    rows = (
        person.attendances.filter(state__in=Attendance.VERIFIED)
        .select_related("event", "verified_by")
        .order_by("-event__starts_at")
    )
    context = {"person": person, "rows": rows[:20], "form": form, "given": person.commendations.select_related("by")}
    return render(request, "gamification/admin/person_thank.html", context, status=422 if form.errors else 200)


@door(official)
def standings(request: HttpRequest) -> HttpResponse:
    """Who waits for a decision, who was invited, who is a Super User."""
    rows = Standing.objects.select_related("person__neighborhood").order_by("since")
    groups = [
        (_("Waiting for you"), rows.filter(status=Standing.Status.ACCEPTED)),
        (_("Invited"), rows.filter(status=Standing.Status.INVITED)),
        (_("Super Users"), rows.filter(status=Standing.Status.ACTIVE)),
    ]
    return render(request, "gamification/admin/standings.html", {"groups": groups})


@door(official, methods="GET POST")
def standing_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts and the decision; a refusal needs a reason."""
    standing = get_object_or_404(Standing.objects.select_related("person"), pk=pk)
    form = RefuseForm(request.POST if request.POST.get("decision") == "refuse" else None)
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "confirm":
                actions.confirm_super_user(by=request.person, standing=standing)
                return redirect("standings")
            if form.is_valid():
                actions.refuse_super_user(by=request.person, standing=standing, reason=form.cleaned_data["reason"])
                return redirect("standings")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
    context = {"standing": standing, "person": standing.person, "checks": checks(standing.person), "form": form}
    return render(request, "gamification/admin/standing_decide.html", context, status=422 if form.errors else 200)
