"""Ideas that ask for the same: the page of those who bring them together, and the answers of those who are asked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted
from core.doors import anyone, door
from core.errors import NotAllowed, RuleBroken, show_refusal
from ideas import actions
from ideas.actions.merges import read_token
from ideas.forms.ideas import MergeForm, SameForm
from ideas.look_alikes import like
from ideas.models import Idea, MergeLink, MergeSuggestion, Support, all_that_lead_to, distinct_supporters, last_kept
from ideas.permissions import can_merge, can_suggest_merge
from people.models import Person
from people.permissions import signed_in


def facts_of(idea: Idea, person: Person | None) -> dict[str, Any]:
    """What an idea's page says of ideas like it: where it leads to, or what leads here and how many people that are."""
    links = list(MergeLink.objects.about(idea))
    found: dict[str, Any] = {"notes": [link for link in links if link.only_noted]}
    led_away = next((link for link in links if link.duplicate_id == idea.pk and not link.only_noted), None)
    if led_away is not None:
        kept, depth = last_kept(idea)
        return {
            **found,
            "kept": kept,
            "depth": depth,
            "can_undo": led_away.can_be_undone and can_merge(person, idea.poll),
        }
    if any(link.kept_id == idea.pk and not link.only_noted for link in links):
        every = all_that_lead_to(idea)
        found["led_here"] = every
        found["distinct"] = distinct_supporters(idea, every)
        found["co_authors"] = [link.duplicate.by_whom for link in every if link.co_author_at and link.duplicate.author]
    return found


def _for_merging(request: HttpRequest, slug: str, ref: str) -> Idea:
    rows = Idea.objects.select_related("poll__department", "neighborhood", "author").prefetch_related("poll__phases")
    idea = get_object_or_404(rows, poll__slug=slug, ref=ref)
    if not can_merge(request.person, idea.poll):
        raise Http404
    return idea


@door(signed_in, methods="GET POST")
def idea_merge(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Lead this idea to another; while people vote, say on both that they ask for the same."""
    idea = _for_merging(request, slug, ref)
    other, said = _suggested(request, idea)
    voting, alike = idea.poll.voting_has_begun, _offered(idea, request.POST.get("alike", other))
    form = MergeForm(request.POST or None, initial={"kept": other}, alike=alike, noted=voting)
    if form.is_bound and form.is_valid():
        try:
            return _merge(request, idea, form.cleaned_data)
        except RuleBroken as refusal:
            show_refusal(form, refusal, kept=form.asked_at)
    context = {"idea": idea, "poll": idea.poll, "form": form, "said": said, "voting": voting}
    return render(request, "ideas/idea_merge.html", context, status=422 if form.is_bound else 200)


def _offered(idea: Idea, named: str) -> list[Idea]:
    """Those that look alike, and the one that was named, which stands first."""
    found, named = like(idea), posted.plain(named)[:12]
    if not named or any(other.ref == named for other in found):
        return found
    return [*idea.poll.ideas.public().exclude(pk=idea.pk).filter(ref=named), *found]


def _suggested(request: HttpRequest, idea: Idea) -> tuple[str, str]:
    """From the desk: the other idea of an author's suggestion, and what they said, which is for the city; the reason is for all."""
    ref = posted.plain(request.GET.get("kept", ""))[:12]
    found = Idea.objects.filter(poll=idea.poll, ref=ref).first() if ref else None
    if found is None:
        return "", ""
    said = MergeSuggestion.objects.filter(answer="").of_pair([idea.pk], [found.pk]).first()
    return found.ref, said.words if said else ""


@door(signed_in, methods="GET POST")
def idea_same(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """An author says which other idea asks for the same as theirs; the city looks at both."""
    rows = Idea.objects.select_related("poll").prefetch_related("poll__phases")
    idea = get_object_or_404(rows, poll__slug=slug, ref=ref)
    if not can_suggest_merge(request.person, idea):
        raise Http404
    named = posted.plain(request.GET.get("other", ""))[:12]
    alike = _offered(idea, request.POST.get("alike", named))
    form = SameForm(request.POST or None, initial={"other": named}, alike=alike)
    if form.is_bound and form.is_valid():
        try:
            other = Idea.objects.public().filter(poll=idea.poll, ref=form.cleaned_data["other"]).first()
            if other is None:
                raise RuleBroken(gettext("There is no idea with this number in this poll."), code="other")
            actions.suggest_merge(by=request.person, idea=idea, other=other, words=form.cleaned_data["words"])
            messages.success(request, gettext("Sent. Who runs the poll looks at both, and you get a letter."))
            return redirect("ideas:idea_page", slug, ref)
        except RuleBroken as refusal:
            show_refusal(form, refusal, kept=form.asked_at, other=form.asked_at)
    context = {"idea": idea, "poll": idea.poll, "form": form}
    return render(request, "ideas/idea_same.html", context, status=422 if form.is_bound else 200)


def _merge(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> HttpResponse:
    kept = Idea.objects.filter(poll=idea.poll, ref=given["kept"]).first()
    if kept is None:
        raise RuleBroken(gettext("There is no idea with this number in this poll."), code="kept")
    what = {"by": request.person, "duplicate": idea, "kept": kept, "reason": given["reason"]}
    if idea.poll.voting_has_begun:
        actions.note_alike(**what)
        messages.success(request, gettext("The note stands on both pages."))
    else:
        actions.merge_ideas(**what)
        messages.success(request, gettext("Merged. Its author and everybody who supports it get a letter."))
    return redirect("ideas:idea_page", idea.poll.slug, idea.ref)


@door(signed_in, methods="POST")
def merge_undo(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """The idea stands for itself again."""
    idea = _for_merging(request, slug, ref)
    link = get_object_or_404(MergeLink.objects.merges(), duplicate=idea)
    try:
        actions.undo_merge(by=request.person, link=link)
        messages.success(request, gettext("Undone. The idea stands for itself again."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("ideas:idea_page", slug, ref)


@door(anyone, methods="GET POST")
@never_cache
def merge_answer(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter, without signing in; the answer is a press, since programs follow links."""
    page: dict[str, Any] = {}
    try:
        link, person = read_token(token)
        kept, _depth = last_kept(link.kept)
        mine = link.offers_co_authorship(person)
        page = {"link": link, "kept": kept, "poll": kept.poll, "mine": mine}
        page["done"] = link.co_author_at if mine else Support.objects.filter(idea=kept, person=person).exists()
        if request.method == "POST":
            (actions.become_co_author if mine else actions.support_kept)(by=person, link=link)
            page["done"], page["said"] = True, True
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        return render(request, "ideas/merge_answer.html", {**page, "refusal": str(refusal)}, status=422)
    return render(request, "ideas/merge_answer.html", page)
