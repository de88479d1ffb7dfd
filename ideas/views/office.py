"""Officials run polls and answer ideas here, inside Wagtail's admin. Every deed is an action; no screen skips a rule."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import posted
from core.clock import now
from core.doors import door
from core.errors import RuleBroken
from ideas import actions, words
from ideas.forms.office import AnswerForm, CertifyForm, ExtendForm, LotForm, PollForm, ReasonForm, ReviewForm
from ideas.models import Ballot, Certification, Duty, Idea, IdeaPoll, Suspension
from ideas.permissions import can_answer, can_manage
from ideas.wall import moment
from people.permissions import official

# Starting points for a new poll.
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "most": (_("Choose the best: most votes win"), {"ballot_type": "approve", "count_rule": "most", "votes_per_ballot": 5, "winners_k": 3}),
    "budget": (
        _("Spend a budget: most votes, as long as the money lasts"),
        {"ballot_type": "approve", "count_rule": "budget_greedy", "votes_per_ballot": 5, "winners_k": None, "budget_total": 100_000},
    ),
    "points": (
        _("Spread points: say how much you want something"),
        {"ballot_type": "points", "count_rule": "most", "votes_per_ballot": 10, "max_per_idea": 5, "winners_k": 3},
    ),
}  # fmt: skip


@door(official)
def polls(request: HttpRequest) -> HttpResponse:
    rows = IdeaPoll.objects.for_pages().annotate(ideas_n=Count("ideas")).order_by("-pk")
    return render(request, "ideas/office_polls.html", {"polls": rows[:200], "kinds": KINDS})


@door(official, methods="GET POST")
def poll_create(request: HttpRequest) -> HttpResponse:
    """A draft, from a starting point."""
    kind = request.GET.get("kind", "most")
    form = PollForm(request.POST or None, initial=KINDS.get(kind, KINDS["most"])[1])
    if form.is_bound and form.is_valid():
        try:
            poll = actions.create_poll(by=request.person, phases=form.phases, **form.settings())
            messages.success(request, gettext("The draft is saved. Look at it, then publish it."))
            return redirect("ideas_office:poll", poll.pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "kinds": KINDS, "kind": kind}
    return render(request, "ideas/office_poll_form.html", context, status=422 if form.is_bound else 200)


@door(official, methods="GET POST")
def poll_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Until voting begins."""
    poll = _own(request, pk)
    form = PollForm(request.POST or None, instance=poll)
    if form.is_bound and form.is_valid():
        try:
            actions.change_poll(by=request.person, poll=poll, phases=form.phases, **form.settings())
            messages.success(request, gettext("Saved."))
            return redirect("ideas_office:poll", poll.pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "ideas/office_poll_form.html", {"form": form, "poll": poll}, status=422 if form.is_bound else 200
    )


@door(official)
def poll_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one poll, and what may be done with it now."""
    return _desk(request, _own(request, pk))


def _desk(request: HttpRequest, poll: IdeaPoll, status: int = 200, **forms: Any) -> HttpResponse:
    result = poll.newest_result
    ideas = poll.ideas.select_related("author", "neighborhood", "duty").annotate(
        answers_n=Count("answers"),
        waiting_n=Count("suspensions", filter=Q(suspensions__confirmed_at=None, suspensions__lifted_at=None)),
    )
    context = {
        "poll": poll,
        "state": poll.state_at(),
        "ideas": list(ideas.order_by("ref")[:500]),
        "result": result,
        "headline": words.headline(result.outcome) if result else "",
        "turnout": Ballot.objects.filter(poll=poll).count() if poll.frozen_at else None,
        "extend": ExtendForm(),
        "reason": ReasonForm(),
        "certify": CertifyForm(),
        "ties": [(tie["group"], _lot_form(poll, tie)) for tie in (result.open_ties if result else [])],
        "waiting": list(Suspension.objects.waiting().filter(poll=poll).select_related("idea", "asked_by")),
        "unsigned": Certification.objects.filter(result__poll=poll, second_by=None)
        .exclude(override_reason="")
        .select_related("by")
        .first(),
        **forms,
    }
    return render(request, "ideas/office_poll.html", context, status=status)


@door(official, methods="POST")
def poll_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One of the deeds on a poll; a refusal comes back as its sentence, above what was typed."""
    poll = _own(request, pk)
    acts: dict[str, Callable[[HttpRequest, IdeaPoll], str]] = {
        "publish": _publish, "extend": _extend, "suspend": _suspend, "resume": _resume, "confirm": _confirm,
        "certify": _certify, "sign": _sign, "lot": _lot,
    }  # fmt: skip
    act = acts.get(deed)
    if act is None:
        return redirect("ideas_office:poll", pk)
    try:
        messages.success(request, act(request, poll))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _typed(request, poll, deed)
    return redirect("ideas_office:poll", pk)


def _typed(request: HttpRequest, poll: IdeaPoll, deed: str) -> HttpResponse:
    """The page that the refused words came from, with the words."""
    poll.refresh_from_db()
    if deed in ("suspend", "resume"):
        idea, reason = _idea_of(request, poll), ReasonForm(request.POST)
        return _idea_desk(request, idea, 422, reason=reason) if idea else _desk(request, poll, 422, reason=reason)
    if deed == "lot" and poll.newest_result:
        group = request.POST.get("group", "")
        ties = [
            (tie["group"], _lot_form(poll, tie, request.POST if tie["group"] == group else None))
            for tie in poll.newest_result.open_ties
        ]
        return _desk(request, poll, 422, ties=ties)
    forms = {"extend": ExtendForm, "certify": CertifyForm}
    return _desk(request, poll, 422, **({deed: forms[deed](request.POST)} if deed in forms else {}))


def _publish(request: HttpRequest, poll: IdeaPoll) -> str:
    actions.publish_poll(by=request.person, poll=poll)
    return gettext("Published. Everybody can read it now.")


def _extend(request: HttpRequest, poll: IdeaPoll) -> str:
    form = _valid(ExtendForm(request.POST))
    actions.extend_voting(by=request.person, poll=poll, closes_at=moment(form.cleaned_data["closes"], poll.zone))
    return gettext("Voting is longer now.")


def _suspend(request: HttpRequest, poll: IdeaPoll) -> str:
    form = _valid(ReasonForm(request.POST))
    row = actions.suspend(
        by=request.person, poll=poll, idea=_idea_of(request, poll), reason=form.cleaned_data["reason"]
    )
    row.refresh_from_db()
    return gettext("Suspended.") if row.confirmed_at else gettext("Asked for. A second person must confirm it.")


def _resume(request: HttpRequest, poll: IdeaPoll) -> str:
    form = _valid(ReasonForm(request.POST))
    actions.resume(by=request.person, poll=poll, idea=_idea_of(request, poll), note=form.cleaned_data["reason"])
    return gettext("Resumed.")


def _confirm(request: HttpRequest, poll: IdeaPoll) -> str:
    row = get_object_or_404(Suspension, pk=posted.number(request, "suspension"), poll=poll)
    actions.confirm_suspension(by=request.person, suspension=row)
    return gettext("Suspended.")


def _certify(request: HttpRequest, poll: IdeaPoll) -> str:
    form = _valid(CertifyForm(request.POST))
    done = actions.certify_result(by=request.person, poll=poll, override_reason=form.cleaned_data["override_reason"])
    return (
        gettext("Waits for a second official.") if done.override_reason else gettext("Certified. The answers are due.")
    )


def _sign(request: HttpRequest, poll: IdeaPoll) -> str:
    row = get_object_or_404(Certification, result__poll=poll, pk=posted.number(request, "certification"))
    actions.sign_override(by=request.person, certification=row)
    return gettext("Signed. The answers are due.")


def _lot(request: HttpRequest, poll: IdeaPoll) -> str:
    group = request.POST.get("group", "")
    result = poll.newest_result
    tie = next((tie for tie in (result.open_ties if result else []) if tie["group"] == group), None)
    if tie is None:
        raise RuleBroken(gettext("There is no open tie of that name."))
    form = _valid(_lot_form(poll, tie, request.POST))
    actions.record_lot(
        by=request.person, poll=poll, group=group, order=form.order, method=form.cleaned_data["method"],
        witnesses=form.names(), drawn_at=moment(form.cleaned_data["drawn_at"], poll.zone),
    )  # fmt: skip
    return gettext("The lot is written down, and the result counted again with it.")


def _lot_form(poll: IdeaPoll, tie: dict[str, Any], data: Any = None) -> LotForm:
    titles = dict(poll.ideas.filter(ref__in=tie["members"]).values_list("ref", "title"))
    return LotForm(data, members=[(ref, titles.get(ref, ref)) for ref in tie["members"]], prefix=tie["group"])


@door(official, methods="GET POST")
def idea_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea: look at it before the vote, answer it after."""
    idea = get_object_or_404(
        Idea.objects.select_related("poll__department", "author", "neighborhood", "duty__department"), pk=pk
    )
    if not can_answer(request.person, idea):
        return render(request, "403.html", status=403)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    review = ReviewForm(request.POST if deed == "review" else None, idea=idea)
    answer = _answer_form(idea, request.POST if deed == "answer" else None)
    form = {"review": review, "answer": answer}.get(deed)
    if form is not None and form.is_valid():
        try:
            (_review if deed == "review" else _answer)(request, idea, form.cleaned_data)
            return redirect(request.get_full_path())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    if deed == "release":
        _release(request, idea)
        return redirect(request.get_full_path())
    return _idea_desk(request, idea, 422 if form is not None else 200, review=review, answer=answer)


def _answer_form(idea: Idea, data: Any = None) -> AnswerForm:
    department = idea.duty.department_id if hasattr(idea, "duty") else idea.poll.department_id
    return AnswerForm(data, initial={"department": department})


def _idea_desk(request: HttpRequest, idea: Idea, status: int, **forms: Any) -> HttpResponse:
    context = {
        "idea": idea,
        "poll": idea.poll,
        "answers": list(idea.answers.select_related("by", "department").order_by("-n")),
        "reason": ReasonForm(),
        "before_voting": not idea.poll.voting_has_begun,
        "can_be_answered": idea.state not in ("draft", "pending", "withdrawn", "merged")
        and idea.poll.state_at() != "voting",
        **forms,
    }
    context.setdefault("review", ReviewForm(idea=idea))
    context.setdefault("answer", _answer_form(idea))
    return render(request, "ideas/office_idea.html", context, status=status)


def _review(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    actions.review_idea(by=request.person, idea=idea, **given)
    messages.success(request, gettext("Saved. It stands on the idea’s page."))


def _answer(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    actions.answer_idea(by=request.person, idea=idea, **given)
    messages.success(request, gettext("Published. Everybody who asked to hear gets a letter."))


def _release(request: HttpRequest, idea: Idea) -> None:
    try:
        actions.release_idea(by=request.person, idea=idea)
        messages.success(request, gettext("Everybody can read it now."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))


FILTERS = (("open", _("Not answered")), ("mine", _("Mine")), ("done", _("Answered")))


@door(official)
def answers(request: HttpRequest) -> HttpResponse:
    """What the city owes, by due date."""
    which = request.GET.get("show", "open")
    rows = Duty.objects.select_related("idea__poll", "idea__neighborhood", "department")
    if which == "done":
        rows = rows.filter(done_at__isnull=False).order_by("-done_at")
    elif which == "mine":
        departments = request.person.role_grants.in_force().filter(department__isnull=False).values("department")
        rows = rows.unanswered().filter(Q(department__in=departments) | Q(idea__poll__owner=request.person))
    else:
        rows = rows.unanswered()
    return render(
        request, "ideas/office_answers.html", {"duties": rows[:200], "show": which, "filters": FILTERS, "today": now()}
    )


def _own(request: HttpRequest, pk: int) -> IdeaPoll:
    """A poll this official may run; others answer like one that is not there."""
    poll = get_object_or_404(IdeaPoll.objects.for_pages(), pk=pk)
    if not can_manage(request.person, poll):
        get_object_or_404(IdeaPoll.objects.none())
    return poll


def _idea_of(request: HttpRequest, poll: IdeaPoll) -> Idea | None:
    return get_object_or_404(Idea, pk=posted.number(request, "idea"), poll=poll) if request.POST.get("idea") else None


def _valid(form: Any) -> Any:
    if not form.is_valid():
        raise RuleBroken(" ".join(error for errors in form.errors.values() for error in errors))
    return form
