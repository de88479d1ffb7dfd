"""Typing the code from a letter: it opens the ballot on this device, again and again, until somebody closes it here."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted
from core.doors import anyone, door
from core.errors import RuleBroken
from ideas import actions, eligibility, registers
from ideas.bearers import Bearer
from ideas.models import IdeaPoll, PollVoter
from people.permissions import signed_in

from .voters import bearer_of, forget, remember


@door(anyone, methods="GET POST")
@never_cache
def code_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, for a code or for what the register asks; where a ballot is open on this device, before it the way back to that one and the button that closes it."""
    poll = _poll(slug)
    refusal = ""
    if request.method == "POST":
        if "close" in request.POST:
            answer = redirect("ideas:code_page", slug)
            forget(answer, poll)
            return answer
        try:
            bearer = _shown(request, poll)
            if _too_early(request, poll):
                return render(request, "ideas/code_page.html", {"poll": poll, "early": True, "good": True})
            _bring_along(request, poll, bearer)
            answer = redirect(_ballot(poll, request))
            remember(answer, poll, bearer)
            return answer
        except RuleBroken as broken:
            refusal = str(broken)
    context = {
        "poll": poll, "refusal": refusal, "early": _too_early(request, poll),
        "over": poll.state_at(request.received_at) == "over",
        "is_open": bearer_of(request, poll) is not None and not refusal,
        "waits": _has_one_that_waits(request, poll),
        "mine": request.method != "POST" or "mine" in request.POST,
    }  # fmt: skip
    if refusal:
        context |= {name: posted.text(request, name) for name in ("code", *registers.COLUMNS)}
    return render(request, "ideas/code_page.html", context, status=422 if refusal else 200)


@door(signed_in, methods="GET POST")
def outcome_hear(request: HttpRequest, slug: str) -> HttpResponse:
    """Who voted with a code may leave an e-mail by signing in. It is tied to the poll, not to any ballot."""
    poll = _poll(slug)
    if request.method == "POST":
        actions.hear_outcome(by=request.person, poll=poll)
        messages.success(request, gettext("We write to you when the city answers, and when something gets done."))
        return redirect("ideas:poll_page", slug)
    return render(request, "ideas/outcome_hear.html", {"poll": poll})


def _too_early(request: HttpRequest, poll: IdeaPoll) -> bool:
    """Paper comes before the vote. A code can be tried then; it opens nothing, so that none lies open on a device for days."""
    return poll.state_at(request.received_at) not in ("voting", "over")


def _has_one_that_waits(request: HttpRequest, poll: IdeaPoll) -> bool:
    """Saved by name, before the poll asked for a code."""
    if request.person is None or poll.state_at(request.received_at) != "voting":
        return False
    return PollVoter.objects.unconfirmed().filter(poll=poll, person=request.person).exists()


def _bring_along(request: HttpRequest, poll: IdeaPoll, bearer: Bearer) -> None:
    """Only if they say that what they typed is their own: somebody may help a neighbor to vote."""
    if "mine" not in request.POST or not _has_one_that_waits(request, poll):
        return
    try:
        at = request.received_at
        if actions.bring_along(by=request.person, bearer=bearer, poll=poll, received_at=at):
            messages.success(request, gettext("Your ballot counts."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))


def _shown(request: HttpRequest, poll: IdeaPoll) -> Bearer:
    if poll.eligibility_level == 4:
        data = {name: posted.text(request, name) for name in registers.COLUMNS}
        return actions.open_with_register(poll=poll, data=data, session=_browser(request))
    return actions.open_with_code(poll=poll, typed=posted.text(request, "code"), session=_browser(request))


def _poll(slug: str) -> IdeaPoll:
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    level = eligibility.level(poll.eligibility_level)
    if level is None or not level.by_code:
        raise Http404
    return poll


def _ballot(poll: IdeaPoll, request: HttpRequest) -> str:
    """What was chosen before the code was asked for comes along."""
    if poll.state_at(request.received_at) == "over":
        return reverse("ideas:ballot_own", args=[poll.slug])
    chosen = urlencode([("choose", pair) for pair in request.GET.getlist("choose")[:100]])
    return reverse("ideas:poll_page", args=[poll.slug]) + (f"?{chosen}" if chosen else "")


def _browser(request: HttpRequest) -> str:
    """What wrong codes are counted by besides the address: the person, or the secret of this browser's forms."""
    return f"person-{request.person.pk}" if request.person else request.META.get("CSRF_COOKIE", "")
