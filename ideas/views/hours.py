"""A live hour as everybody reads it, and what residents do there."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext

from core import again
from core.clock import now
from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from files.sharing import picture
from ideas import actions, calendars, sharing
from ideas.forms.hours import QuestionForm
from ideas.models import LiveHour, Question, QuestionSupport
from ideas.permissions import can_answer_hour, has_confirmed_email
from people.models import Person
from people.permissions import signed_in

SHOWN = 100  # of each list; a link leads to all
NEAR = timedelta(hours=1)
KEPT = "private, no-cache"  # asked again each time, and built anew only if something changed


def of_slug(slug: str) -> LiveHour:
    return get_object_or_404(LiveHour.objects.for_pages(), slug=slug)


@door(anyone)
def hour_page(request: HttpRequest, slug: str) -> HttpResponse:
    """When, who answers, what is asked and what was answered. While it is on, the lists look after themselves."""
    hour = of_slug(slug)
    officials = [row.person for row in hour.official_rows.select_related("person")]
    context = {
        **lists(hour, request.person, everything="all" in request.GET),
        "officials": officials,
        "can_answer": can_answer_hour(request.person, hour),
        "share": sharing.of_hour(request, hour),
    }
    return render(request, "ideas/hour_page.html", context)


@door(anyone)
def hour_now(request: HttpRequest, slug: str) -> HttpResponse:
    """What changes while the hour is on, for a page that asks every ten seconds: two or three short queries, and nothing
    is drawn for whoever has it as it is."""
    hour = of_slug(slug)
    return again.answer(
        request,
        fingerprint=fingerprint(hour, request.person),
        build=lambda: render_to_string("ideas/_hour_now.html", lists(hour, request.person), request),
        content_type="text/html; charset=utf-8",
        caching=KEPT,
    )


@door(anyone)
def hour_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    hour = of_slug(slug)
    response = HttpResponse(calendars.file(hour), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{hour.slug}.ics"'
    return response


@door(anyone)
def hour_picture(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    return picture(request, sharing.of_hour(request, of_slug(slug)), version)


@door(signed_in, methods="GET POST")
def question_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """On a page of its own: nothing is loaded anew there while somebody types."""
    hour = of_slug(slug)
    form = QuestionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            question = actions.ask_question(by=request.person, hour=hour, text=form.cleaned_data["text"])
        except RuleBroken as refusal:
            show_refusal(form, refusal, one_at_a_time="text", limit="text")
        else:
            if question.hidden:
                messages.info(request, gettext("Somebody looks at your question first, because there is a link in it."))
            else:
                messages.success(request, gettext("Your question is on the page. Others can support it now."))
            return redirect("ideas:hour_page", slug)
    status = 422 if form.is_bound else 200
    return render(request, "ideas/question_ask.html", {"hour": hour, "form": form}, status=status)


@door(signed_in, methods="POST")
def question_support(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One tap, and one tap back."""
    question = _question(request, slug, ref)
    wanted = request.POST.get("support") != "no"
    try:
        (actions.support_question if wanted else actions.unsupport_question)(by=request.person, question=question)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse("ideas:hour_page", args=[slug])})
        return redirect("ideas:hour_page", slug)
    if request.headers.get("HX-Request"):
        return render(request, "ideas/_hour_now.html", lists(question.hour, request.person))
    return redirect(f"{reverse('ideas:hour_page', args=[slug])}#q-{ref}")


@door(signed_in, methods="GET POST")
def question_withdraw(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = _question(request, slug, ref)
    if question.person_id != request.person.pk:
        raise Http404
    if request.method == "POST":
        try:
            actions.withdraw_question(by=request.person, question=question)
            messages.success(request, gettext("You took your question back. You can ask another one."))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("ideas:hour_page", slug)
    return render(request, "ideas/question_withdraw.html", {"hour": question.hour, "question": question})


def _question(request: HttpRequest, slug: str, ref: str) -> Question:
    rows = Question.objects.visible_to(request.person).select_related("hour__department", "hour__neighborhood")
    return get_object_or_404(rows.defer("hour__neighborhood__boundary"), hour__slug=slug, ref=ref)


def lists(hour: LiveHour, person: Person | None, *, everything: bool = False) -> dict[str, Any]:
    """Open questions in their turn, and what was answered: the newest first while it goes on, in its order afterwards."""
    state, most = hour.state_at(), 5000 if everything else SHOWN
    rows = hour.questions.select_related("person", "answered_by", "taken_by", "duty__department")
    waiting = rows.open().in_turn()
    settled = rows.standing().filter(state__in=Question.SETTLED)
    settled = settled.order_by("answered_at", "pk") if state == "over" else settled.order_by("-answered_at", "-pk")
    mine = rows.filter(person=person, state=Question.State.ASKED).first() if person is not None else None
    shown, answered = list(waiting[: most + 1]), list(settled[: most + 1])
    for question in (*shown, *answered):
        question.hour = hour
    supported: set[int] = set()
    if person is not None:
        supports = QuestionSupport.objects.filter(person=person, question__hour=hour)
        supported = set(supports.values_list("question", flat=True))
    return {
        "hour": hour,
        "state": state,
        "every": 10 if is_on(hour) else 0,
        "waiting": shown[:most],
        "settled": answered[:most],
        "more": len(shown) > most or len(answered) > most,
        "mine": mine,
        "my_place": Question.objects.before(mine).count() + 1 if mine and not mine.hidden else 0,
        "supported": supported,
        "can_take_part": has_confirmed_email(person) and hour.takes_questions,
        "total": hour.questions.standing().count(),
    }


def is_on(hour: LiveHour) -> bool:
    """From an hour before the answers begin until the end."""
    return hour.takes_questions and hour.starts_at - now() <= NEAR


def fingerprint(hour: LiveHour, person: Person | None) -> str:
    """Of everything that the lists show to this reader: added up by the database, since everybody asks every ten seconds."""
    facts = sorted(hour.questions.digest().items())
    mine: list[int] = []
    if person is not None:
        mine = list(
            QuestionSupport.objects.filter(person=person, question__hour=hour)
            .order_by("question")
            .values_list("question", flat=True)
        )
    said = repr((hour.pk, hour.state_at(), hour.changed_at, facts, person and person.pk, mine, get_language()))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
