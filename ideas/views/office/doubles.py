"""Second ballots of one person: set aside by two officials, and the voters' objections answered by two."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext

from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from core.limits import Limit
from ideas import actions, eligibility
from ideas.actions.doubles import concerned, why_it_stays
from ideas.actions.paper import FEWEST
from ideas.forms.doubles import AnswerForm, DoubleForm
from ideas.models import DoubleVote, IdeaPoll
from people.permissions import official

from .found import own_poll

MISSES = Limit(
    "double-votes", 10, 3600
)  # of one official: nobody finds out by trying who voted, nor who has an account


@door(official, methods="GET POST")
def doubles_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for a second official, which objections wait for an answer, and the form. A refusal keeps what was typed."""
    poll = own_poll(request, pk)
    acts = {"ask": _ask, "confirm": _confirm, "back": _back, "answer": _answer, "sign": _sign}
    act = acts.get(posted.text(request, "deed"), _desk) if request.method == "POST" else _desk
    return act(request, poll)


def _ask(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    form = DoubleForm(request.POST)
    if form.is_valid():
        given, miss = form.cleaned_data, str(request.person.pk)
        try:
            _not_too_often(miss)
            actions.ask_double(
                by=request.person, poll=poll, addresses=(given["first"], given["second"]), reason=given["reason"]
            )
            MISSES.give_back(miss)
            messages.success(request, gettext("Asked for. A second official must confirm it."))
            return redirect(request.path)
        except RuleBroken as refusal:
            if refusal.code in ("reason", "by_code"):
                MISSES.give_back(miss)
            show_refusal(form, refusal)
    return _desk(request, poll, 422, form=form)


def _confirm(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    """All that are ticked, at once. Refused for what anybody has voted, each of them is a try."""
    ticked, miss = {posted.whole(value) for value in request.POST.getlist("case")[:500]}, str(request.person.pk)
    try:
        if not ticked:
            raise RuleBroken(gettext("Tick what you have looked at."), code="none")
        _not_too_often(miss)
        n = actions.confirm_doubles(by=request.person, poll=poll, cases=ticked)
        MISSES.give_back(miss)
        said = ngettext("%(n)s ballot is set aside.", "%(n)s ballots are set aside.", n) % {"n": n}
        messages.success(request, said)
        return redirect(request.path)
    except RuleBroken as refusal:
        if refusal.code in ("nothing", "not_all"):
            for _more in range(min(len(ticked), MISSES.times) - 1):
                MISSES.allows(miss)
        elif refusal.code not in ("often", "none"):
            MISSES.give_back(miss)
        messages.error(request, str(refusal))
    return _desk(request, poll, 422, ticked=ticked)


def _not_too_often(miss: str) -> None:
    if not MISSES.allows(miss):
        raise RuleBroken(gettext("That was tried ten times. Please wait an hour, or ask a colleague."), code="often")


def _back(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    case = _case(request, poll)
    try:
        actions.drop_double(by=request.person, case=case)
        messages.success(request, gettext("Taken back. Nothing was changed by it."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(request.path)


def _answer(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    case = _case(request, poll)
    form = AnswerForm(request.POST, prefix=f"c{case.pk}")
    if form.is_valid():
        try:
            actions.answer_objection(by=request.person, case=case, **form.cleaned_data)
            messages.success(request, gettext("Written down. A second official must sign it."))
            return redirect(request.path)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return _desk(request, poll, 422, typed={case.pk: form})


def _sign(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    case = _case(request, poll)
    try:
        if "back" in request.POST:
            actions.drop_answer(by=request.person, case=case)
            messages.success(request, gettext("Thrown away. Somebody answers anew."))
        elif actions.sign_answer(by=request.person, case=case):
            messages.success(request, gettext("Signed. The ballot counts again."))
        else:
            messages.success(request, gettext("Signed. The voter reads the answer, and the ballot stays aside."))
        return redirect(request.path)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return _desk(request, poll, 422)


def _case(request: HttpRequest, poll: IdeaPoll) -> DoubleVote:
    return get_object_or_404(DoubleVote, poll=poll, pk=posted.number(request, "case"))


def _desk(
    request: HttpRequest,
    poll: IdeaPoll,
    status: int = 200,
    form: DoubleForm | None = None,
    ticked: set[int] = frozenset(),  # type: ignore[assignment]
    typed: Mapping[int, AnswerForm] = MappingProxyType({}),
) -> HttpResponse:
    people = ("one__user", "other__user", "kept__person__user", "set_aside__person__user")
    officials = ("asked_by", "confirmed_by", "answered_by", "signed_by", "ended_by")
    rows = list(poll.doubles.select_related(*people, *officials))
    for row in rows:
        row.mine = request.person.pk in concerned(row)  # type: ignore[attr-defined]
        named = [mark.person for mark in (row.kept, row.set_aside) if mark is not None] or [row.one, row.other]
        row.accounts = sorted(named, key=lambda person: person.email if person else "")  # type: ignore[attr-defined]
    level = eligibility.level(poll.eligibility_level)
    objected = [row for row in rows if row.objected_at and not row.settled_at and not row.ended_at]
    waiting = [row for row in rows if row.confirmed_at is None and row.ended_at is None]
    context: dict[str, Any] = {
        "poll": poll,
        "by_code": bool(level and level.by_code),
        "form": form or DoubleForm(),
        "ticked": ticked,
        "waiting": waiting,
        "can_confirm": any(not row.mine and row.asked_by_id != request.person.pk for row in waiting),  # type: ignore[attr-defined]
        "objected": [
            (row, typed.get(row.pk) or AnswerForm(prefix=f"c{row.pk}"), why_it_stays(poll=poll, case=row))
            for row in objected
        ],
        "aside": [row for row in rows if row.confirmed_at and not row.ended_at],
        "taken_back": [row for row in rows if row.ended_by and not row.confirmed_at],
        "open": poll.voting_has_begun and poll.cut_at is None and poll.state not in ("suspended", "void", "certified"),
        "fewest": FEWEST,
    }
    return render(request, "ideas/office_doubles.html", context, status=status)
