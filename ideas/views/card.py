"""A poll as a card for pages elsewhere: read only, the same for everybody, without script, form or cookie."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from core import again
from core.doors import anyone, door
from ideas import words
from ideas.models import Idea, IdeaPoll

CHOSEN = 5


@door(anyone)
@xframe_options_exempt
@csp_replace(  # type: ignore[arg-type]  # its types know no view with arguments
    {"frame-ancestors": ["*"], "script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]}
)
def poll_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Any page may show it in a frame; nothing can be done inside, so nobody can be tricked into a vote."""
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    state = poll.state_at()
    result = poll.newest_result
    context = {
        "poll": poll,
        "canonical": settings.SITE_URL + reverse("ideas:poll_page", args=[slug]),
        "state": state,
        "left": words.time_left(poll) if state in ("proposing", "voting") and not poll.suspended_at else None,
        "ideas": Idea.objects.filter(poll=poll).standing().count() if result is None else 0,
    }
    if result is not None:
        won = words.chosen(result.outcome)
        titles = {
            idea.ref: idea.shown_title
            for idea in poll.ideas.filter(ref__in=won[:CHOSEN]).only("title", "hidden", "ref")
        }
        context |= {
            "headline": words.headline(result.outcome),
            "chosen": [titles[ref] for ref in won[:CHOSEN] if ref in titles],
            "more": max(len(won) - CHOSEN, 0),
            "certified": poll.certification is not None,
        }
    response = render(request, "ideas/poll_card.html", context)
    response["Cache-Control"] = again.FIVE_MINUTES
    return response
