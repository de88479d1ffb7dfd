"""Everything about one poll, and each deed that may be done with it now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import posted
from core.clock import now
from core.doors import door
from core.errors import RuleBroken
from ideas import actions, eligibility, words
from ideas.forms.office import (
    AnnounceForm,
    CertifyForm,
    CorrectionForm,
    ExtendForm,
    LotForm,
    NotTheSameForm,
    RaiseForm,
    ReasonForm,
)
from ideas.models import Answer, Certification, Correction, Idea, IdeaPoll, MergeSuggestion, Suspension
from ideas.wall import moment
from people.permissions import official

from .found import idea_of, own_poll, page_of, valid
from .ideas import idea_page

SUGGESTIONS = 20  # on one page
FILTERS = (
    ("", _("All")),
    ("no-cost", _("Without a cost")),
    ("not-possible", _("Not possible")),
    ("hidden", _("Hidden")),
    ("suspended", _("Suspended")),
    ("gone", _("Withdrawn or merged")),
)
SHOWN = {
    "no-cost": Q(cost=None, state__in=(Idea.State.OPEN, *Idea.BALLOTED)),
    "not-possible": Q(state=Idea.State.NOT_ELIGIBLE),
    "hidden": Q(hidden=True),
    "suspended": Q(suspended_at__isnull=False),
    "gone": Q(state__in=(Idea.State.WITHDRAWN, Idea.State.MERGED)),
}


@door(official)
def poll_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one poll, and what may be done with it now."""
    return _desk(request, own_poll(request, pk))


def _desk(request: HttpRequest, poll: IdeaPoll, status: int = 200, **forms: Any) -> HttpResponse:
    result = poll.newest_result
    # Once certified, tied ideas are answered without a lot; and a count that is under way comes first.
    ties = result.open_ties if result and not poll.certification and not poll.counting else []
    level = eligibility.level(poll.eligibility_level)
    context = {
        "by_code": bool(level and level.by_code),
        "poll": poll,
        "state": poll.state_at(),
        "usable": Idea.objects.by_rule_on_ballot(poll).votes_that_find_one(poll) if poll.voting_has_begun else None,
        "all_could_win": _all_could_win(poll),
        **_ideas(request, poll),
        "result": result,
        "counting": poll.counting,
        "given_up": result.count_given_up if result else None,
        "headline": words.headline(result.outcome) if result else "",
        "turnout": result.outcome["totals"]["cast"] if result else None,
        "paper_waits": poll.paper_batches.waiting().count(),
        "doubles_wait": poll.doubles.waiting().count(),
        "objections": poll.doubles.objected().count(),
        "extend": ExtendForm(),
        "raise": RaiseForm(poll=poll),
        "reason": ReasonForm(),
        "certify": CertifyForm(),
        "correct": _correction_form(poll),
        "correction": poll.corrections.waiting().select_related("idea", "asked_by").first(),
        "announce": AnnounceForm(initial={"when_where": poll.lot_announced}),
        "ties": [(tie["group"], _lot_form(poll, tie)) for tie in ties],
        "waiting": list(Suspension.objects.waiting().filter(poll=poll).select_related("idea", "asked_by")),
        **_suggestions(poll),
        "unsigned": Certification.objects.unsigned().filter(result__poll=poll).select_related("by").first(),
        **forms,
    }
    return render(request, "ideas/office_poll.html", context, status=status)


def _all_could_win(poll: IdeaPoll) -> int:
    """How many ideas the ballot will have, where that is no more than the places and residents can send no other: else 0. One
    place can't be made fewer."""
    if (poll.winners_k or 0) < 2 or poll.voting_has_begun or (poll.proposing and poll.proposing.closes_at > now()):
        return 0
    here = Idea.objects.by_rule_on_ballot(poll).count()
    return here if here <= poll.winners_k else 0


def _ideas(request: HttpRequest, poll: IdeaPoll) -> dict[str, Any]:
    """In the order in which they came, which is that of their numbers; those that were looked for."""
    show, words = request.GET.get("show", ""), posted.plain(request.GET.get("q", "")).strip()[:120]
    rows = poll.ideas.select_related("author", "neighborhood", "duty").defer("neighborhood__boundary")
    rows = rows.filter(SHOWN[show]) if show in SHOWN else rows
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(ref__icontains=words))
    rows = rows.annotate(
        is_answered=Exists(Answer.objects.filter(idea=OuterRef("pk"))),
        waits=Exists(Suspension.objects.waiting().filter(idea=OuterRef("pk"))),
    )
    return {"ideas": page_of(request, rows.order_by("pk")), "show": show, "words": words, "filters": FILTERS}


def _suggestions(poll: IdeaPoll, data: Any = None) -> dict[str, Any]:
    """What authors say that asks for the same, until the vote is over: the oldest first, each with the form for a no."""
    waiting = MergeSuggestion.objects.waiting().filter(idea__poll=poll).select_related("idea", "other", "by")
    if poll.state_at() not in ("proposing", "review", "voting"):
        return {}
    rows = list(waiting.order_by("at", "pk")[:SUGGESTIONS])
    asked = data.get("suggestion", "") if data else ""
    return {
        "suggestions": [
            (row, NotTheSameForm(data if str(row.pk) == asked else None, prefix=f"no-{row.pk}")) for row in rows
        ],
        "suggestions_more": waiting.count() - len(rows) if len(rows) == SUGGESTIONS else 0,
    }


@door(official, methods="POST")
def poll_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One of the deeds on a poll; a refusal comes back as its sentence, above what was typed."""
    poll = own_poll(request, pk)
    acts: dict[str, Callable[[HttpRequest, IdeaPoll], str]] = {
        "publish": _publish, "discard": _discard, "extend": _extend, "raise": _raise, "suspend": _suspend, "resume": _resume,
        "confirm": _confirm, "void": _void, "not-the-same": _not_the_same, "certify": _certify, "sign": _sign,
        "announce": _announce, "lot": _lot,
        "correct": _correct,
        "confirm-correction": _confirm_correction, "drop-correction": _drop_correction,
    }  # fmt: skip
    act = acts.get(deed)
    if act is None:
        return redirect("ideas_office:poll", pk)
    try:
        messages.success(request, act(request, poll))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _typed(request, poll, deed)
    return redirect("ideas_office:polls") if deed == "discard" else redirect("ideas_office:poll", pk)


def _typed(request: HttpRequest, poll: IdeaPoll, deed: str) -> HttpResponse:
    """The page that the refused words came from, with the words."""
    poll.refresh_from_db()
    if deed in ("suspend", "resume", "void"):
        idea, reason = idea_of(request, poll), ReasonForm(request.POST)
        return idea_page(request, idea, 422, reason=reason) if idea else _desk(request, poll, 422, reason=reason)
    if deed == "lot" and poll.newest_result:
        group = request.POST.get("group", "")
        ties = [
            (tie["group"], _lot_form(poll, tie, request.POST if tie["group"] == group else None))
            for tie in poll.newest_result.open_ties
        ]
        return _desk(request, poll, 422, ties=ties)
    if deed == "not-the-same":
        return _desk(request, poll, 422, **_suggestions(poll, request.POST))
    if deed == "raise":
        return _desk(request, poll, 422, **{"raise": RaiseForm(request.POST, poll=poll)})
    if deed == "correct":
        return _desk(request, poll, 422, correct=_correction_form(poll, request.POST))
    forms = {"extend": ExtendForm, "certify": CertifyForm, "announce": AnnounceForm}
    return _desk(request, poll, 422, **({deed: forms[deed](request.POST)} if deed in forms else {}))


def _publish(request: HttpRequest, poll: IdeaPoll) -> str:
    actions.publish_poll(by=request.person, poll=poll)
    return gettext("Published. Everybody can read it now.")


def _discard(request: HttpRequest, poll: IdeaPoll) -> str:
    actions.discard_poll(by=request.person, poll=poll)
    return gettext("The draft is gone.")


def _extend(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(ExtendForm(request.POST))
    closes_at = moment(form.cleaned_data["closes"], poll.zone)
    actions.extend_voting(by=request.person, poll=poll, closes_at=closes_at, note=form.cleaned_data["note"])
    return gettext("Voting is longer now.")


def _raise(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(RaiseForm(request.POST, poll=poll))
    level = form.cleaned_data["level"]
    actions.raise_level(by=request.person, poll=poll, level=level, note=form.cleaned_data["note"])
    if level > 2:
        return gettext("Voters are asked for more now. Make the codes next, or take the register in.")
    return gettext("Voters are asked for more now. Everybody who takes part is written to.")


def _suspend(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(ReasonForm(request.POST))
    row = actions.suspend(by=request.person, poll=poll, idea=idea_of(request, poll), reason=form.cleaned_data["reason"])
    row.refresh_from_db()
    return gettext("Suspended.") if row.confirmed_at else gettext("Asked for. A second person must confirm it.")


def _resume(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(ReasonForm(request.POST))
    actions.resume(by=request.person, poll=poll, idea=idea_of(request, poll), note=form.cleaned_data["reason"])
    return gettext("Resumed.")


def _confirm(request: HttpRequest, poll: IdeaPoll) -> str:
    row = get_object_or_404(Suspension, pk=posted.number(request, "suspension"), poll=poll)
    actions.confirm_suspension(by=request.person, suspension=row)
    return gettext("The voting is void.") if row.ends else gettext("Suspended.")


def _void(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(ReasonForm(request.POST))
    actions.declare_void(by=request.person, poll=poll, reason=form.cleaned_data["reason"])
    return gettext("Asked for. A second person must confirm it.")


def _not_the_same(request: HttpRequest, poll: IdeaPoll) -> str:
    row = get_object_or_404(MergeSuggestion, pk=posted.number(request, "suggestion"), idea__poll=poll)
    form = valid(NotTheSameForm(request.POST, prefix=f"no-{row.pk}"))
    actions.decline_suggestion(by=request.person, suggestion=row, said=form.cleaned_data["said"])
    return gettext("Answered. Whoever suggested it gets a letter.")


def _certify(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(CertifyForm(request.POST))
    done = actions.certify_result(by=request.person, poll=poll, override_reason=form.cleaned_data["override_reason"])
    return (
        gettext("Waits for a second official.") if done.override_reason else gettext("Certified. The answers are due.")
    )


def _sign(request: HttpRequest, poll: IdeaPoll) -> str:
    row = get_object_or_404(Certification, result__poll=poll, pk=posted.number(request, "certification"))
    actions.sign_override(by=request.person, certification=row)
    return gettext("Signed. The answers are due.")


def _correct(request: HttpRequest, poll: IdeaPoll) -> str:
    if poll.newest_result is None:
        raise RuleBroken(gettext("The ballots are not counted yet."))
    form = valid(_correction_form(poll, request.POST))
    ref = form.cleaned_data.get("idea")
    idea = get_object_or_404(poll.ideas, ref=ref) if ref else None
    actions.ask_correction(
        by=request.person, poll=poll, reason=form.cleaned_data["reason"], idea=idea, cost=form.cleaned_data.get("cost")
    )
    return gettext("Asked for. A second person must confirm it.")


def _confirm_correction(request: HttpRequest, poll: IdeaPoll) -> str:
    actions.confirm_correction(by=request.person, correction=_waiting_correction(request, poll))
    return gettext("The ballots are being counted again. Certify the new result then.")


def _drop_correction(request: HttpRequest, poll: IdeaPoll) -> str:
    actions.drop_correction(by=request.person, correction=_waiting_correction(request, poll))
    return gettext("Taken back. The result stands as it was.")


def _waiting_correction(request: HttpRequest, poll: IdeaPoll) -> Correction:
    return get_object_or_404(Correction, poll=poll, pk=posted.number(request, "correction"))


def _correction_form(poll: IdeaPoll, data: Any = None) -> CorrectionForm | None:
    """Only of a count that is done."""
    if poll.newest_result is None or poll.counting is not None:
        return None
    titles = dict(poll.ideas.values_list("ref", "title"))
    return CorrectionForm(data, outcome=poll.newest_result.outcome, titles=titles)


def _announce(request: HttpRequest, poll: IdeaPoll) -> str:
    form = valid(AnnounceForm(request.POST))
    actions.announce_lot(by=request.person, poll=poll, words=form.cleaned_data["when_where"])
    return gettext("Said. Everybody reads it with the result.")


def _lot(request: HttpRequest, poll: IdeaPoll) -> str:
    group = request.POST.get("group", "")
    result = poll.newest_result
    tie = next((tie for tie in (result.open_ties if result else []) if tie["group"] == group), None)
    if tie is None:
        raise RuleBroken(gettext("There is no open tie of that name."))
    form = valid(_lot_form(poll, tie, request.POST))
    actions.record_lot(
        by=request.person, poll=poll, group=group, order=form.order, method=form.cleaned_data["method"],
        witnesses=form.names(), drawn_at=moment(form.cleaned_data["drawn_at"], poll.zone),
    )  # fmt: skip
    return gettext("The lot is written down. The ballots are being counted again with it.")


def _lot_form(poll: IdeaPoll, tie: dict[str, Any], data: Any = None) -> LotForm:
    titles = dict(poll.ideas.filter(ref__in=tie["members"]).values_list("ref", "title"))
    return LotForm(data, members=[(ref, titles.get(ref, ref)) for ref in tie["members"]], prefix=tie["group"])
