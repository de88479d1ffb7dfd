""" "What came of it": the page of a date that is over, for its leads; and each one's own numbers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import door
from core.errors import RuleBroken
from files.actions import remove_picture, take_picture
from people.permissions import signed_in
from projects import actions
from projects.forms.recap import NumbersForm, PairForm, ReportForm, ThanksForm
from projects.models import Attendance, BeforeAfter, Event, ImpactEntry, MetricDefinition, Recap
from projects.permissions import can_report, can_tell


@door(signed_in, methods="GET POST")
@never_cache
def event_recap(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Numbers, pictures, thanks, and the one button. What is typed beside a button is kept with it."""
    event = _event(request, slug, pk)
    recap = Recap.objects.filter(event=event).select_related("shared_by").first()
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    numbers = NumbersForm(request.POST if deed == "numbers" else None, **_numbers(event))
    thanks = ThanksForm(
        request.POST if deed in ("thanks", "send") else None, initial={"words": recap.words if recap else ""}
    )
    if deed == "numbers" and _save_numbers(request, event, numbers):
        messages.success(request, gettext("Saved. The numbers stand on the page of this date."))
        return redirect("projects:event_recap", slug, pk)
    if deed in ("thanks", "send") and _thank(request, event, thanks, send=deed == "send"):
        return redirect("projects:event_recap", slug, pk)
    bad = (numbers.is_bound and bool(numbers.errors)) or (thanks.is_bound and bool(thanks.errors))
    return render(
        request, "projects/event_recap.html", {**_page(event, recap), "numbers": numbers, "thanks": thanks},
        status=422 if bad else 200,
    )  # fmt: skip


def _numbers(event: Event) -> dict[str, Any]:
    entries = event.impact_entries.select_related("metric", "person").order_by("metric__position", "pk")
    asked = list(MetricDefinition.objects.asked_for(event.project))
    totals = list(event.impact_totals.select_related("metric"))
    seen = {metric.pk for metric in asked}
    # What was counted once stays on the page, also when the city asks for it no more.
    both: list[Any] = [*entries, *totals]
    old = {row.metric_id: row.metric for row in both if row.metric_id not in seen}
    return {"metrics": [*asked, *old.values()], "entries": entries, "totals": totals}


def _save_numbers(request: HttpRequest, event: Event, form: NumbersForm) -> bool:
    """Each number is a deed of its own: what is fine is kept, what is not is asked again."""
    if not form.is_valid():
        return False
    for entry in form.entries:
        name = f"entry_{entry.pk}"
        given = form.cleaned_data[name]
        if (given, form.note_of(name)) != (entry.counted, entry.note) and given is not None:
            _try(form, name, lambda e=entry, n=given, name=name: actions.approve_entry(
                by=request.person, entry=e, counted=n, note=form.note_of(name)))  # fmt: skip
    for metric in form.metrics:
        name, old = f"rest_{metric.pk}", form.totals.get(metric.pk)
        rest = form.cleaned_data[name] or 0
        if old is None or old.unusual or (rest, form.note_of(name)) != (old.unattributed, old.note):
            _try(form, name, lambda m=metric, n=rest, name=name: actions.set_unattributed(
                by=request.person, event=event, metric=m, amount=n, note=form.note_of(name)))  # fmt: skip
    return not form.errors


def _try(form: NumbersForm, name: str, deed: Any) -> None:
    try:
        deed()
    except RuleBroken as refusal:
        if refusal.code == "note_needed":
            form.ask_for_a_note(name, str(refusal))
        else:
            form.add_error(name, str(refusal))


def _thank(request: HttpRequest, event: Event, form: ThanksForm, *, send: bool) -> bool:
    if not form.is_valid():
        return False
    try:
        if form.cleaned_data["words"].strip() or Recap.objects.filter(event=event).exclude(words="").exists():
            actions.save_thanks(by=request.person, event=event, words=form.cleaned_data["words"])
        if send:
            actions.share_recap(by=request.person, event=event)
            messages.success(request, gettext("On its way: everybody who came gets your letter."))
        else:
            messages.success(request, gettext("Your words are kept for the letter."))
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(event: Event, recap: Recap | None) -> dict[str, Any]:
    came = event.attendances.filter(state__in=Attendance.VERIFIED)
    return {
        "event": event,
        "project": event.project,
        "recap": recap,
        "pairs": event.pairs.select_related("before", "after"),
        "faces": actions.may_show_faces(event),
        "came": came.count(),
        "with_address": came.filter(person__user__is_active=True).count(),
        "following": event.project.events.coming().first(),
        "can_add": event.pairs.exclude(state=BeforeAfter.State.REFUSED).count() < 4,
    }


@door(signed_in, methods="GET POST")
@never_cache
def pair_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Two pictures from the same spot."""
    event = _event(request, slug, pk)
    form = PairForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            _add_pair(request, event, form.cleaned_data)
            messages.success(request, gettext("Thank you. Somebody at the city looks at it before everybody sees it."))
            return redirect("projects:event_recap", slug, pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    page = {"event": event, "project": event.project, "form": form, "said_no": actions.said_no_to_pictures(event)}
    return render(request, "projects/pair_add.html", page, status=422 if form.is_bound else 200)


def _add_pair(request: HttpRequest, event: Event, given: dict[str, Any]) -> None:
    before = take_picture(upload=given["before"], alt=given["before_alt"])
    try:
        after = take_picture(upload=given["after"], alt=given["after_alt"])
        try:
            actions.add_pair(by=request.person, event=event, before=before, after=after, young_face=given["young_face"])
        except RuleBroken:
            remove_picture(picture=after)
            raise
    except RuleBroken:
        remove_picture(picture=before)
        raise


@door(signed_in, methods="POST")
def pair_remove(request: HttpRequest, slug: str, pk: int, pair: int) -> HttpResponse:
    event = _event(request, slug, pk)
    try:
        actions.remove_pair(by=request.person, pair=get_object_or_404(event.pairs, pk=pair))
        messages.success(request, gettext("The pictures are removed."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:event_recap", slug, pk)


@door(signed_in, methods="GET POST")
@never_cache
def event_report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What I did there, in my own numbers."""
    found = Event.objects.visible_to(request.person).select_related("project")
    event = get_object_or_404(found, pk=pk, project__slug=slug)
    if not can_report(request.person, event):
        raise Http404
    mine = {row.metric_id: row for row in ImpactEntry.objects.filter(event=event, person=request.person)}
    metrics = MetricDefinition.objects.asked_for(event.project)
    form = ReportForm(request.POST if request.method == "POST" else None, metrics=metrics, mine=mine)
    if form.is_bound and form.is_valid() and _report(request, event, form, mine):
        messages.success(request, gettext("Thank you. The organizers add it to what everybody did."))
        return redirect("projects:event_page", slug, pk)
    page = {"event": event, "project": event.project, "form": form}
    return render(request, "projects/event_report.html", page, status=422 if form.is_bound else 200)


def _report(request: HttpRequest, event: Event, form: ReportForm, mine: dict[int, ImpactEntry]) -> bool:
    for metric in form.metrics:
        amount = form.cleaned_data[f"m{metric.pk}"] or 0
        if amount or metric.pk in mine:
            try:
                actions.report_amount(by=request.person, event=event, metric=metric, amount=amount)
            except RuleBroken as refusal:
                form.add_error(f"m{metric.pk}", str(refusal))
    return not form.errors


def _event(request: HttpRequest, slug: str, pk: int) -> Event:
    """A date that is over, for those who may say what came of it."""
    event = get_object_or_404(Event.objects.select_related("project"), pk=pk, project__slug=slug)
    if not can_tell(request.person, event):
        raise Http404
    return event
