"""A no-show that somebody does not agree with: their page, and the one of those who decide."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import door
from core.errors import RuleBroken, show_refusal
from people.permissions import signed_in
from projects import actions
from projects.forms.roster import DecideForm, DisputeForm
from projects.models import Attendance, Dispute
from projects.permissions import can_keep_roster, can_revise

from .veils import veil


@door(signed_in, methods="GET POST")
@never_cache
def absence_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The list says that I did not come: how it stands, and for 14 days a way to say otherwise."""
    rows = Attendance.objects.filter(person=request.person).select_related("event__project", "dispute", "verified_by")
    row = get_object_or_404(rows, event=pk)
    dispute = getattr(row, "dispute", None)
    if row.state != Attendance.State.NO_SHOW and dispute is None:
        raise Http404
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.dispute_absence(by=request.person, attendance=row, words=form.cleaned_data["words"])
            messages.success(request, gettext("Thank you. The organizers read it and answer you by letter."))
            return redirect("projects:absence_page", pk=pk)
        except RuleBroken as refusal:
            show_refusal(form, refusal, words_needed="words")
    page = {"row": row, "event": row.event, "dispute": dispute, "form": form, "open": actions.can_dispute(row)}
    return render(request, "projects/absence_page.html", page, status=422 if form.is_bound else 200)


@door(signed_in, methods="GET POST")
@never_cache
def dispute_decide(request: HttpRequest, slug: str, pk: int, ref: str) -> HttpResponse:
    """For a lead or an official who is not of the same household."""
    found = Dispute.objects.select_related("attendance__event__project", "attendance__person", "decided_by")
    dispute = get_object_or_404(
        found, attendance__event=pk, attendance__event__project__slug=slug, attendance__person__ref=ref
    )
    row = dispute.attendance
    if not can_revise(request.person, row):
        raise Http404
    veil(request.person, row.event.project, row.person)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.decide_dispute(by=request.person, dispute=dispute, **form.cleaned_data)
            messages.success(request, gettext("Saved. They get a letter with your answer."))
            if can_keep_roster(request.person, row.event):
                return redirect("projects:event_roster", slug=slug, pk=pk)
            return redirect("projects:dispute_decide", slug=slug, pk=pk, ref=ref)
        except RuleBroken as refusal:
            show_refusal(form, refusal, reason_needed="answer")
    page = {"dispute": dispute, "row": row, "event": row.event, "form": form}
    return render(request, "projects/dispute_decide.html", page, status=422 if form.is_bound else 200)
