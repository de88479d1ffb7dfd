"""The author's page: the words that the city proposes beside their own, and their yes or no."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.doors import anyone, door
from core.errors import NotAllowed, RuleBroken
from ideas import actions
from ideas.actions.rewordings import read_rewording_token, why_not_answered
from ideas.differences import pieces
from ideas.forms.ideas import SaidForm
from ideas.models import Rewording


@door(anyone, methods="GET POST")
@never_cache
def rewording_answer(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter, without signing in; the answer is a press, since programs follow links."""
    try:
        asked, person = read_rewording_token(token)
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        return render(request, "ideas/rewording_answer.html", {"refusal": str(refusal)}, status=422)
    form = SaidForm(request.POST or None)
    page: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("answer") == "yes":
                actions.agree_to_words(by=person, rewording=asked)
            elif request.POST.get("answer") == "no":
                actions.decline_words(by=person, rewording=asked, said=form.cleaned_data["said"])
            page["said"] = True
        except NotAllowed:
            raise Http404 from None
        except RuleBroken as refusal:
            page["refusal"] = str(refusal)
    asked, person = read_rewording_token(token)
    failed = form.is_bound and "said" not in page
    page = {**page, **_shown(asked), "form": form}
    return render(request, "ideas/rewording_answer.html", page, status=422 if failed else 200)


def _shown(asked: Rewording) -> dict[str, Any]:
    idea = asked.idea
    return {
        "asked": asked,
        "idea": idea,
        "poll": idea.poll,
        "why_not": why_not_answered(asked),
        "title": pieces(idea.title, asked.title),
        "body": pieces(idea.body, asked.body),
        "until": idea.poll.voting.opens_at if idea.poll.voting else None,
    }
