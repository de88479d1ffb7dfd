"""Pages of organizers: plan a date, change it, call it off."""

import re

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext

from city.context import the_city
from core.doors import door
from core.errors import RuleBroken, show_refusal
from core.when import when
from people.permissions import signed_in
from projects import actions
from projects.forms.events import (
    CancelForm,
    CapacityForm,
    EventForm,
    PlanForm,
    SlotChangeForm,
    SlotForm,
    SlotForms,
    shown,
    task_shown,
)
from projects.forms.series import RepeatForm, rule
from projects.models import Event, Project, Slot
from projects.permissions import can_cancel_event, can_schedule

NEW_DAY = {"day": None, "rain_day": None, "interpreter_until": None}
PK = re.compile(r"[0-9]{1,15}")


@door(signed_in, methods="GET POST")
def event_schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """A date with its tasks, or dates that repeat, on one page."""
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    if not can_schedule(request.person, project):
        raise Http404
    bound = request.POST if request.method == "POST" else None
    like = _like(request, project)
    form = PlanForm(bound, initial={"meeting_point": project.place, **({**shown(like), **NEW_DAY} if like else {})})
    rows = like.slots.all() if like and bound is None else ()
    slots = SlotForms(bound, prefix="slot", like=[task_shown(slot) for slot in rows])
    repeat = RepeatForm(bound)
    status = 200
    if bound is not None:
        status = 422
        for problem in slots.non_form_errors():
            form.add_error(None, problem)
        if all([form.is_valid(), repeat.is_valid(), slots.is_valid()]):
            try:
                return _plan(request, project, form, repeat, slots, like)
            except RuleBroken as refusal:
                field = field_of(refusal)
                (repeat if field in repeat.fields else form).add_error(field, str(refusal))
    page = {"project": project, "form": form, "repeat": repeat, "slots": slots, "zone": the_city(request).time_zone}
    return render(request, "projects/event_schedule.html", {**page, "like": like}, status=status)


def _like(request: HttpRequest, project: Project) -> Event | None:
    """The date whose words the form begins with, and whose list of things comes along."""
    pk = request.GET.get("like", "")
    return project.events.prefetch_related("slots").filter(pk=int(pk)).first() if PK.fullmatch(pk) else None


def _plan(
    request: HttpRequest,
    project: Project,
    form: PlanForm,
    repeat: RepeatForm,
    slots: forms.BaseFormSet,
    like: Event | None,
) -> HttpResponse:
    tasks = [each.words() for each in slots if each.has_changed()]
    zone = the_city(request).time_zone
    if not repeat.repeats:
        draft = "draft" in request.POST
        event = actions.schedule_event(
            by=request.person, project=project, zone=zone, slots=tasks, draft=draft, like=like, **form.times()
        )
        if draft:
            messages.success(
                request, gettext("Kept. Nobody but you and who leads with you sees it until you announce it.")
            )
            return redirect("projects:event_change", slug=project.slug, pk=event.pk)
        messages.success(request, gettext("The date is planned. People can join now."))
        return redirect("projects:event_page", slug=project.slug, pk=event.pk)
    found, again = form.cleaned_data, repeat.cleaned_data
    if "draft" in request.POST:
        raise RuleBroken(gettext("A series has no draft. Plan it, or keep a single date."), code="rule")
    if found["rain_day"]:
        raise RuleBroken(
            gettext("A rain date stands for one date. Plan the series without it, then name it on the date itself."),
            code="rain_day",
        )
    if found["interpreter_until"]:
        raise RuleBroken(
            gettext("This day stands for one date. Plan the series without it, then name it on the date itself."),
            code="interpreter_until",
        )
    series = actions.start_series(
        by=request.person, project=project, rule=rule(again["repeat"], found["day"]), first_day=found["day"],
        begins=found["begins"], ends=found["ends"], until=again["until"], zone=zone,
        meeting_point=found["meeting_point"], slots=tasks, closes_hours=found["closes"],
        title=found["title"], releases=found["releases"], like=like,
    )  # fmt: skip
    count = series.events.count()
    said = ngettext(
        "%(n)d date is planned. The others follow, eight weeks ahead.",
        "%(n)d dates are planned. If it goes on after that, the others follow, eight weeks ahead.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect("projects:project_page", slug=project.slug)


@door(signed_in, methods="GET POST")
def event_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Time and place; below it places, one more task, and calling it off."""
    event = event_of(request, slug, pk)
    bound = request.POST if request.method == "POST" else None
    form = EventForm(bound, initial=shown(event))
    status = 200
    if bound is not None:
        status = 422
        if form.is_valid():
            try:
                before = actions.told(event)
                after = actions.told(actions.change_event(by=request.person, event=event, **form.times()))
                quiet = before == after or event.is_draft
                said = gettext("Saved.") if quiet else gettext("Saved. Everybody on the list gets a letter.")
                messages.success(request, said)
                return redirect(f"projects:event_{'change' if event.is_draft else 'page'}", slug=slug, pk=pk)
            except RuleBroken as refusal:
                form.add_error(field_of(refusal), str(refusal))
    return _change_page(request, event, form, status=status)


@door(signed_in, methods="POST")
def event_draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Announce it, or throw it away."""
    event = event_of(request, slug, pk)
    try:
        if "discard" in request.POST:
            actions.discard_event(by=request.person, event=event)
            messages.success(request, gettext("The draft is gone."))
            return redirect("projects:project_page", slug=slug)
        actions.announce_event(by=request.person, event=event)
        messages.success(request, gettext("The date is planned. People can join now."))
        return redirect("projects:event_page", slug=slug, pk=pk)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:event_change", slug=slug, pk=pk)


@door(signed_in, methods="POST")
def slot_capacity(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """More or fewer places."""
    slot = get_object_or_404(Slot.objects.select_related("event"), pk=pk, event__project__slug=slug)
    event = event_of(request, slug, slot.event_id)
    form = CapacityForm(request.POST)
    problem = gettext("Places are a number from 1 to 10,000; leave it empty if all fit.")
    if form.is_valid():
        try:
            actions.set_capacity(by=request.person, slot=slot, capacity=form.cleaned_data["capacity"])
            messages.success(request, gettext("Saved."))
            return redirect("projects:event_change", slug=slug, pk=event.pk)
        except RuleBroken as refusal:
            problem = str(refusal)
    refused = {"slot": slot.pk, "problem": problem, "typed": request.POST.get("capacity", "")}
    return _change_page(request, event, EventForm(initial=shown(event)), refused=refused, status=422)


@door(signed_in, methods="GET POST")
def slot_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Everything about one task."""
    slot = get_object_or_404(Slot.objects.select_related("event__project"), pk=pk, event__project__slug=slug)
    event = event_of(request, slug, slot.event_id)
    form = SlotChangeForm(slot, request.POST if request.method == "POST" else None)
    if form.is_bound and "back" not in request.POST and form.is_valid():
        try:
            later = form.cleaned_data.get("later", False)
            if later and "confirmed" not in request.POST:
                steps = actions.plan_slot(by=request.person, slot=slot, words=form.words())
                page = {"event": event, "project": event.project, "slot": slot, "form": form, "steps": steps}
                return render(request, "projects/slot_confirm.html", page)
            actions.change_slot(by=request.person, slot=slot, words=form.words(), later=later)
            messages.success(request, gettext("Saved."))
            return redirect("projects:event_change", slug=slug, pk=event.pk)
        except RuleBroken as refusal:
            show_refusal(form, refusal, below_seats_held="capacity", slot_name="name")
    page = {"event": event, "project": event.project, "slot": slot, "form": form}
    return render(request, "projects/slot_change.html", page, status=422 if form.errors else 200)


@door(signed_in, methods="POST")
def slot_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One more task."""
    event = event_of(request, slug, pk)
    form = SlotForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            actions.add_slot(by=request.person, event=event, words=form.words())
            messages.success(request, gettext("Saved."))
            return redirect("projects:event_change", slug=slug, pk=pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return _change_page(request, event, EventForm(initial=shown(event)), new=form, status=422)


@door(signed_in, methods="GET POST")
def event_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """First who hears it, then the press."""
    event = get_object_or_404(_visible(request).exclude(status=Event.Status.DRAFT), pk=pk, project__slug=slug)
    if not can_cancel_event(request.person, event):
        raise Http404
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                actions.cancel_event(by=request.person, event=event, **form.cleaned_data)
                messages.success(request, _called_off(event))
                return redirect("projects:event_page", slug=slug, pk=pk)
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
    heads = {
        "seated": sum(slot.seats_held for slot in event.slots.all()),
        "waiting": sum(s.waiting for s in event.slots.all()),
    }
    return render(request, "projects/event_cancel.html", {"event": event, "form": form, **heads}, status=status)


def _called_off(event: Event) -> str:
    if instead := event.rain_date:
        said = gettext("The date is called off, and planned for %(when)s. Everybody on the list gets a letter.")
        return said % {"when": when(instead)}
    return gettext("The date is called off. Everybody on the list gets a letter.")


def _visible(request: HttpRequest):
    return Event.objects.visible_to(request.person).select_related("project", "series").prefetch_related("slots")


def event_of(request: HttpRequest, slug: str, pk: int) -> Event:
    event = get_object_or_404(_visible(request), pk=pk, project__slug=slug)
    if not can_schedule(request.person, event.project):
        raise Http404
    return event


def _change_page(
    request: HttpRequest,
    event: Event,
    form: EventForm,
    *,
    refused: dict | None = None,
    new: SlotForm | None = None,
    status: int,
) -> HttpResponse:
    page = {
        "event": event,
        "project": event.project,
        "form": form,
        "refused": refused or {},
        "new": new or SlotForm(prefix="new"),
    }
    return render(request, "projects/event_change.html", page, status=status)


def field_of(refusal: RuleBroken) -> str | None:
    """Beside which question a refusal is shown."""
    places = {
        "past": "day", "too_far": "day", "year": "day", "ends_early": "ends", "too_long": "ends",
        "no_such_hour": "begins", "hour_comes_twice": "begins", "meeting_point": "meeting_point",
        "closes": "closes", "rain_day": "rain_day", "interpreter_until": "interpreter_until",
        "until": "until", "until_far": "until", "too_many_dates": "until", "one_date": "until", "rule": "repeat",
    }  # fmt: skip
    return places.get(refusal.code)
