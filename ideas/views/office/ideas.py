"""One idea: looked at before the vote, answered after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from ideas import actions
from ideas.actions.rewordings import why_not_asked
from ideas.differences import pieces
from ideas.forms.ideas import RewordingForm
from ideas.forms.office import AnswerForm, NextLotForm, ReasonForm, ReviewForm
from ideas.models import Idea
from ideas.permissions import can_answer, can_manage, can_start_project
from ideas.wall import moment
from people.permissions import official


@door(official, methods="GET POST")
def idea_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea: look at it before the vote, answer it after."""
    idea = get_object_or_404(
        Idea.objects.select_related(
            "poll__department",
            "author",
            "neighborhood",
            "duty__department",
            "answer_draft__by",
            "idea_project__project",
        ),
        pk=pk,
    )
    if not can_answer(request.person, idea):
        return render(request, "403.html", status=403)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    review = ReviewForm(request.POST if deed == "review" else None, idea=idea)
    answer = _answer_form(idea, request.POST if deed in ("answer", "draft") else None, draft=deed == "draft")
    lot = _lot_form(request, idea, request.POST if deed == "lot" else None)
    words = _words_form(idea, request.POST if deed == "reword" else None)
    form = {"review": review, "answer": answer, "draft": answer, "lot": lot, "reword": words}.get(deed)
    if form is not None and form.is_valid():
        try:
            {"review": _review, "answer": _answer, "draft": _keep, "lot": _draw, "reword": _reword}[deed](
                request, idea, form.cleaned_data
            )
            return redirect(request.get_full_path())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
            if deed == "reword":  # what was typed stays; this page shows the newest words beside it
                words.data = {**{name: words.data.get(name) for name in words.data}, "words-seen": idea.version}
    if deed == "unreword":
        _take_back(request, idea)
        return redirect(request.get_full_path())
    return idea_page(
        request, idea, 422 if form is not None else 200, review=review, answer=answer, lot=lot, words=words
    )


def _lot_form(request: HttpRequest, idea: Idea, data: Any = None) -> NextLotForm | None:
    """Where several ideas are next alike for the place of this one, and the reader may draw."""
    members = actions.waits_for_a_lot(idea) if can_manage(request.person, idea.poll) else []
    return NextLotForm(data, members=members) if members else None


def _words_form(idea: Idea, data: Any = None) -> RewordingForm:
    """Begins with the idea's own words, and with the version of them that this page shows."""
    return RewordingForm(data, prefix="words", initial={"title": idea.title, "body": idea.body, "seen": idea.version})


def _answer_form(idea: Idea, data: Any = None, draft: bool = False) -> AnswerForm:
    initial: dict[str, Any] = {"seen": 0}
    if hasattr(idea, "answer_draft"):
        begun = idea.answer_draft
        initial = {name: getattr(begun, name) for name in ("status", "reason", "next_step", "due_on", "department")}
        initial["seen"] = begun.version
    department = idea.duty.department_id if hasattr(idea, "duty") else idea.poll.department_id
    return AnswerForm(data, draft=draft, initial={**initial, "department": initial.get("department") or department})


def idea_page(request: HttpRequest, idea: Idea, status: int, **forms: Any) -> HttpResponse:
    context = {
        "idea": idea,
        "poll": idea.poll,
        "answers": list(idea.answers.select_related("by", "department").order_by("-n")),
        "reason": ReasonForm(),
        "before_voting": not idea.poll.voting_has_begun,
        "can_be_answered": idea.state not in ("withdrawn", "merged"),
        "voting": idea.poll.state_at() == "voting",
        "can_start": can_start_project(request.person, idea),
        **forms,
    }
    context.update(_of_words(request, idea))
    context.setdefault("words", _words_form(idea))
    context.setdefault("review", ReviewForm(idea=idea))
    context.setdefault("lot", _lot_form(request, idea))
    context.setdefault("answer", _answer_form(idea))
    context["answer_open"] = context["answer"].is_bound or hasattr(idea, "answer_draft") or _is_owed(idea)
    return render(request, "ideas/office_idea.html", context, status=status)


def _is_owed(idea: Idea) -> bool:
    return hasattr(idea, "duty") and idea.duty.done_at is None


def _of_words(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    """What was asked of its author, the newest first; and whether anything can be asked now."""
    asked = list(idea.rewordings.select_related("by").order_by("-pk"))
    shown = [
        (one, pieces(idea.title, one.title), pieces(idea.body, one.body)) if one.is_waiting else (one, [], [])
        for one in asked
    ]
    return {
        "rewordings": shown,
        "can_reword": idea.poll.state == "review" and can_manage(request.person, idea.poll),
        "why_not": why_not_asked(idea),
        "waits": any(one.is_waiting for one in asked),
    }


def _reword(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    asked = actions.propose_words(by=request.person, idea=idea, **given)
    asked.refresh_from_db()
    if asked.answer:
        messages.success(request, gettext("Saved. It is your own idea, so nobody else is asked."))
    else:
        messages.success(request, gettext("Its author is asked. Until they say yes nothing changes."))


def _take_back(request: HttpRequest, idea: Idea) -> None:
    for asked in idea.rewordings.waiting().filter(pk=posted.number(request, "rewording")):
        actions.take_words_back(by=request.person, rewording=asked)
        messages.success(request, gettext("Taken back. Its author is not asked any more."))


def _review(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    actions.review_idea(by=request.person, idea=idea, **given)
    messages.success(request, gettext("Saved. It stands on the idea’s page."))


def _keep(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    actions.save_answer_draft(by=request.person, idea=idea, **{**given, "seen": given["seen"] or 0})
    messages.success(request, gettext("The draft is saved. Only officials read it."))


def _draw(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    drawn_at = moment(given.pop("drawn_at"), idea.poll.zone)
    witnesses = given.pop("witnesses").split(",")
    actions.draw_next(by=request.person, instead_of=idea, witnesses=witnesses, drawn_at=drawn_at, **given)
    messages.success(request, gettext("The lot is written down. The idea that was drawn has moved up."))


def _answer(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> None:
    actions.answer_idea(by=request.person, idea=idea, **{**given, "seen": given["seen"] or 0})
    messages.success(request, gettext("Published. Everybody who asked to hear gets a letter."))
