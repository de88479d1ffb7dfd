"""Ballots on paper: printed, typed by one person, counted again by another one."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core import posted
from core.doors import door
from core.errors import RuleBroken
from ideas import actions
from ideas.forms.paper import BatchForm, RecountForm, number_of, separate
from ideas.models import SHEETS_AT_MOST, Idea, IdeaPoll, PaperBatch
from people.permissions import official

from .found import own_poll

PLACES_ABREAST = 5  # columns that fit beside each other on a printed sheet


@door(official, methods="GET POST")
def paper_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed and waits, what counts, and the form for the next batch. A refusal keeps every line that was typed."""
    poll = own_poll(request, pk)
    acts = {"enter": _enter, "confirm": _confirm, "drop": _drop}
    act = acts.get(posted.text(request, "deed"), _desk) if request.method == "POST" else _desk
    return act(request, poll)


def _enter(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    form = BatchForm(request.POST, poll=poll)
    if form.is_valid():
        try:
            batch = actions.enter_batch(
                by=request.person, poll=poll, sheets=form.cleaned_data["lines"], totals=form.totals(),
                voters=separate(form.cleaned_data["voters"]), collected=form.cleaned_data.get("collected", False),
            )  # fmt: skip
            messages.success(
                request, gettext("Batch %(n)s is saved. Now somebody else counts it again.") % {"n": batch.n}
            )
            return redirect(request.path)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return _desk(request, poll, 422, form=form)


def _confirm(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    batch = _batch_of(request, poll)
    form = RecountForm(request.POST, poll=poll, ideas=on_ballot(poll), prefix=f"b{batch.pk}")
    if form.is_valid():
        try:
            actions.confirm_batch(by=request.person, batch=batch, recount=form.recount())
            messages.success(request, gettext("Both counts agree: batch %(n)s counts now.") % {"n": batch.n})
            return redirect(request.path)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return _desk(request, poll, 422, typed={batch.pk: form})


def _drop(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    batch = _batch_of(request, poll)
    try:
        actions.drop_batch(by=request.person, batch=batch)
        messages.success(request, gettext("Batch %(n)s is thrown away. Nothing of it counts.") % {"n": batch.n})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(request.path)


def _batch_of(request: HttpRequest, poll: IdeaPoll) -> PaperBatch:
    return get_object_or_404(PaperBatch, poll=poll, pk=posted.number(request, "batch"))


def _desk(
    request: HttpRequest,
    poll: IdeaPoll,
    status: int = 200,
    form: BatchForm | None = None,
    typed: Mapping[int, RecountForm] = MappingProxyType({}),
) -> HttpResponse:
    ideas = on_ballot(poll)
    rows = poll.paper_batches.filter(dropped_at=None).select_related("entered_by", "confirmed_by").order_by("n")
    batches = list(rows)
    context = {
        "poll": poll,
        "form": form or BatchForm(poll=poll),
        "ideas": [(number_of(idea.ref), idea) for idea in ideas],
        "waiting": [
            (batch, typed.get(batch.pk) or RecountForm(poll=poll, ideas=ideas, prefix=f"b{batch.pk}"))
            for batch in batches
            if batch.confirmed_at is None
        ],
        "confirmed": [batch for batch in batches if batch.confirmed_at is not None],
        "open": poll.voting_has_begun and poll.cut_at is None and poll.state not in ("suspended", "void", "certified"),
        "most": SHEETS_AT_MOST,
    }
    return render(request, "ideas/office_paper.html", context, status=status)


@door(official)
def paper_print(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A ballot to copy, or a sheet for counting: what is on the ballot, in an order drawn once for this poll."""
    poll = own_poll(request, pk)
    if what not in ("ballot", "counting"):
        return redirect("ideas_office:paper", pk)
    ideas = [(number_of(idea.ref), idea) for idea in on_ballot(poll)]
    if what == "ballot":
        Random(f"ballot {poll.pk}").shuffle(ideas)
    usable = poll.usable_votes(len(ideas))
    places = range(1, usable + 1) if poll.ranks else range(0)
    context = {
        "poll": poll,
        "ideas": ideas,
        "usable": usable,
        "parts": [places[n : n + PLACES_ABREAST] for n in range(0, len(places), PLACES_ABREAST)],
    }
    return render(request, f"ideas/paper_{what}.html", context)


def on_ballot(poll: IdeaPoll) -> list[Idea]:
    """By their numbers."""
    ideas = Idea.objects.by_rule_on_ballot(poll).only("ref", "title", "hidden", "suspended_at", "poll", "cost")
    return sorted(ideas, key=lambda idea: number_of(idea.ref))
