"""Live hours in the back office: all of them, a new one, and changing one until it ends."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken, show_refusal
from ideas import actions
from ideas.forms.hours import DATES, HourForm
from ideas.models import LiveHour, Question
from ideas.permissions import can_answer_hour
from people.permissions import official

from .found import page_of

FIELDS = {f"{name}_at": name for name in DATES}  # a rule's name of a date → the form's


@door(official)
def hours(request: HttpRequest) -> HttpResponse:
    asked = Q(questions__state=Question.State.ASKED, questions__hidden=False)
    rows = LiveHour.objects.for_pages().annotate(
        asked_n=Count("questions", filter=~Q(questions__state=Question.State.WITHDRAWN)),
        open_n=Count("questions", filter=asked),
    )
    found = page_of(request, rows.order_by("-starts_at", "-pk"))
    for hour in found:
        hour.is_mine = can_answer_hour(request.person, hour)
    return render(request, "ideas/office_hours.html", {"hours": found})


@door(official, methods="GET POST")
def hour_create(request: HttpRequest) -> HttpResponse:
    grant = request.person.role_grants.in_force().filter(department__isnull=False).first()
    initial = {"officials": [request.person.pk], "department": grant and grant.department_id}
    form = HourForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            hour = actions.make_hour(by=request.person, **form.settings())
            messages.success(request, gettext("Saved. Everybody can see it under “Polls”."))
            return redirect("ideas:hour_page", hour.slug)
        except RuleBroken as refusal:
            show_refusal(form, refusal, **FIELDS)
    return render(request, "ideas/office_hour_form.html", {"form": form}, status=422 if form.is_bound else 200)


@door(official, methods="GET POST")
def hour_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Until it ends."""
    hour = get_object_or_404(LiveHour.objects.for_pages(), pk=pk)
    if not can_answer_hour(request.person, hour):
        raise Http404
    form = HourForm(request.POST or None, hour=hour)
    if form.is_bound and form.is_valid():
        try:
            actions.change_hour(by=request.person, hour=hour, **form.settings())
            messages.success(request, gettext("Saved."))
            return redirect("ideas_office:hours")
        except RuleBroken as refusal:
            show_refusal(form, refusal, **FIELDS)
    context = {"form": form, "hour": hour}
    return render(request, "ideas/office_hour_form.html", context, status=422 if form.is_bound else 200)
