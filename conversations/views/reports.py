"""To say that something is wrong; what was decided about one's own words; and how often the city had to decide."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from conversations import actions, desk, kinds, talk
from conversations.forms import AppealForm, ReportForm
from conversations.models import Case, Comment, Subject
from conversations.permissions import can_appeal
from core import posted
from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from people.models import Person
from people.permissions import signed_in

WORDS = "words"


@door(signed_in, methods="GET POST")
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """About a thing, somebody, or what was said. It says who reads it."""
    what, key = (posted.plain(request.GET.get(name, ""))[:120] for name in ("what", "key"))
    target = _target(request.person, what, key)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.report(by=request.person, **target["given"], **form.cleaned_data)
            messages.success(
                request, gettext("Thank you. Somebody looks at it; whom it is about never learns who said so.")
            )
            return redirect(target["url"] or "people:me")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    page = {"target": target, "form": form, "officers": desk.officers()}
    return render(request, "conversations/report_page.html", page, status=422 if form.is_bound else 200)


def _target(person: Person, what: str, key: str) -> dict[str, Any]:
    """What is reported, in words; and the people whom it may really be about."""
    if what == WORDS:
        rows = Comment.objects.shown_to(person).select_related("subject", "by", "parent")
        comment = get_object_or_404(rows, ref=key)
        kind, thing = kinds.thing_of(comment.subject)
        if not kind.can_see(person, thing):
            raise Http404
        given: dict[str, Any] = {"comment": comment}
        return {
            "title": comment.words, "url": talk.thread_path(comment), "given": given, "people": _others([comment.by], person),
        }  # fmt: skip
    kind_ = kinds.kind_of(what)
    thing = kind_.find(person, key) if kind_ else None
    if kind_ is None or thing is None or not kind_.can_see(person, thing):
        raise Http404
    named = kind_.named(thing)
    people = [] if what == Subject.PERSON else _others(kind_.people(thing), person)
    return {"title": named.title, "url": named.url, "given": {"thing": thing}, "people": people}


def _others(people: list[Person], me: Person) -> list[tuple[str, str]]:
    """Name and address of the form about them."""
    way = reverse("conversations:report")
    return [(each.public_name, f"{way}?what={Subject.PERSON}&key={each.ref}") for each in people if each.pk != me.pk]


@door(signed_in, methods="GET POST")
@never_cache
def case_page(request: HttpRequest, ref: str) -> HttpResponse:
    """What was decided about me or my words: the rule, the reason, and one appeal."""
    rows = Case.objects.filter(about=request.person, decided_at__isnull=False).exclude(outcome=Case.Outcome.KEEP)
    case = get_object_or_404(rows.select_related("comment__parent", "subject"), ref=ref)
    form = AppealForm(request.POST if request.method == "POST" else None) if can_appeal(request.person, case) else None
    if form is not None and form.is_valid():
        try:
            actions.appeal_case(by=request.person, case=case, words=form.cleaned_data["words"])
            messages.success(request, gettext("Somebody else looks at it again. You get a letter."))
            return redirect("conversations:case_page", ref=ref)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    status = 422 if form is not None and form.is_bound else 200
    return render(
        request, "conversations/case_page.html", {"case": case, "line": desk.line(case), "form": form}, status=status
    )


@door(anyone)
def moderation(request: HttpRequest) -> HttpResponse:
    """How often the city had to decide, month by month."""
    return render(request, "conversations/moderation_page.html", {"months": desk.months()})
