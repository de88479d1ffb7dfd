"""The screen on which officials answer a live hour: one question in hand, one field, the others in their turn below."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from ideas import actions
from ideas.forms.hours import SettleForm
from ideas.models import LiveHour, Question
from ideas.permissions import can_answer_hour
from people.permissions import official

from .hours import is_on, of_slug

IN_LINE = 200  # on one screen, the next ones first


@door(official, methods="GET POST")
def hour_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a question, answer it or say why not, take the next."""
    hour = of_slug(slug)
    if not can_answer_hour(request.person, hour):
        raise Http404
    if request.method == "POST":
        return _act(request, hour)
    return _screen(request, hour, _in_hand(request, hour))


def _act(request: HttpRequest, hour: LiveHour) -> HttpResponse:
    deed = request.POST.get("deed", "")
    questions = Question.objects.select_related("hour__department", "person", "taken_by")
    question = get_object_or_404(questions, hour=hour, ref=posted.text(request, "question")[:16])
    if deed in ("answer", "decline"):
        return _settle(request, hour, question, deed)
    try:
        if deed == "back":
            actions.put_back_question(by=request.person, question=question)
            return redirect("ideas:hour_desk", hour.slug)
        actions.take_question(by=request.person, question=question)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("ideas:hour_desk", hour.slug)
    return redirect(f"{reverse('ideas:hour_desk', args=[hour.slug])}?q={question.ref}")


def _settle(request: HttpRequest, hour: LiveHour, question: Question, deed: str) -> HttpResponse:
    form = SettleForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["answer"]
        try:
            if deed == "answer":
                actions.answer_question(by=request.person, question=question, answer=words)
                messages.success(request, gettext("Published. Whoever asked gets a letter."))
            else:
                actions.decline_question(by=request.person, question=question, reason=words)
                messages.success(request, gettext("Published with your reason. Whoever asked gets a letter."))
            return redirect("ideas:hour_desk", hour.slug)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    question.refresh_from_db()
    return _screen(request, hour, question, form)


def _in_hand(request: HttpRequest, hour: LiveHour) -> Question | None:
    """The one in the address, else the one that this official has taken."""
    rows = hour.questions.select_related("person", "taken_by", "duty__department").open()
    if ref := posted.plain(request.GET.get("q", ""))[:16]:
        return rows.filter(ref=ref).first()
    return rows.filter(taken_by=request.person).first()


def _screen(
    request: HttpRequest, hour: LiveHour, question: Question | None, form: SettleForm | None = None
) -> HttpResponse:
    waiting = hour.questions.open().in_turn().select_related("person", "taken_by", "duty")
    if question is not None:
        question.hour = hour
        waiting = waiting.exclude(pk=question.pk)
    state = hour.state_at()
    context: dict[str, Any] = {
        "hour": hour,
        "state": state,
        "every": 10 if is_on(hour) else 0,
        "question": question,
        "form": form or SettleForm(),
        "waiting": list(waiting[:IN_LINE]),
        "later_n": max(waiting.count() - IN_LINE, 0),
        "settled_n": hour.questions.filter(state__in=Question.SETTLED).count(),
        "may_answer": state in ("live", "over"),
    }
    return render(request, "ideas/hour_desk.html", context, status=422 if form is not None else 200)
