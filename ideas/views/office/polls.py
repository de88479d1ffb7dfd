"""The polls of the city, and the form that makes or changes one."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.doors import door
from core.errors import RuleBroken, show_refusal
from ideas import actions
from ideas.forms.office import PollForm
from ideas.models import IdeaPoll
from ideas.views.polls import poll_page, poll_results
from ideas.views.voting import Mine, vote_page
from people.permissions import official

from .found import own_poll, page_of

SCRIPTS = re.compile(rb"<script\b.*?</script>", re.DOTALL)
# Starting points for a new poll.
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "most": (_("Choose the best: most votes win"), {"ballot_type": "approve", "count_rule": "most", "votes_per_ballot": 5, "winners_k": 3}),
    "points": (
        _("Spread points: say how much you want something"),
        {"ballot_type": "points", "count_rule": "most", "votes_per_ballot": 10, "max_per_idea": 5, "winners_k": 3},
    ),
    "one": (
        _("Put in order, one wins: instant run-off"),
        {"ballot_type": "rank", "count_rule": "irv", "votes_per_ballot": 5, "winners_k": 1},
    ),
    "several": (
        _("Put in order, several win: compared two by two"),
        {"ballot_type": "rank", "count_rule": "schulze", "votes_per_ballot": 5, "winners_k": 3},
    ),
    "budget": (
        _("Spend a budget: most votes, as long as the money lasts"),
        {"ballot_type": "approve", "count_rule": "budget_greedy", "votes_per_ballot": 5, "winners_k": None, "budget_total": 100_000},
    ),
    "shares": (
        _("Spend a budget fairly: each voter has the same share of it"),
        {
            "ballot_type": "approve", "count_rule": "equal_shares", "votes_per_ballot": 5, "winners_k": None,
            "budget_total": 100_000, "min_support_to_pass": 3,
        },
    ),
}  # fmt: skip


def usual_dates() -> dict[str, datetime]:
    """Three weeks for ideas, one for the city, two for the vote: from a Monday at least three days ahead.

    Wall-clock times, as the form takes them.
    """
    today = now().date()
    monday = datetime.combine(today + timedelta(days=7 - today.weekday()), time(9))
    if monday.date() - today < timedelta(days=3):
        monday += timedelta(weeks=1)
    review, voting = monday + timedelta(weeks=3), monday + timedelta(weeks=4)
    return {
        "proposing_opens": monday,
        "proposing_closes": review,
        "review_opens": review,
        "review_closes": voting,
        "voting_opens": voting,
        "voting_closes": voting + timedelta(days=13, hours=11),
    }


@door(official)
def polls(request: HttpRequest) -> HttpResponse:
    rows = IdeaPoll.objects.for_pages().annotate(ideas_n=Count("ideas")).order_by("-pk")
    return render(request, "ideas/office_polls.html", {"polls": page_of(request, rows), "kinds": KINDS})


@door(official, methods="GET POST")
def poll_create(request: HttpRequest) -> HttpResponse:
    """A draft, from a starting point."""
    kind = request.GET.get("kind", "most")
    form = PollForm(request.POST or None, initial={**usual_dates(), **KINDS.get(kind, KINDS["most"])[1]})
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
    poll = own_poll(request, pk)
    form = PollForm(request.POST or None, instance=poll)
    if form.is_bound and form.is_valid():
        try:
            actions.change_poll(
                by=request.person,
                poll=poll,
                phases=form.phases,
                note=form.cleaned_data.get("note", ""),
                **form.settings(),
            )
            messages.success(request, gettext("Saved."))
            return redirect("ideas_office:poll", poll.pk)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return render(
        request, "ideas/office_poll_form.html", {"form": form, "poll": poll}, status=422 if form.is_bound else 200
    )


@door(official)
def poll_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The poll as a phone shows it, also before it is public: its page as it is now, or the ballot to come."""
    shown = "ballot" if request.GET.get("show") == "ballot" else "page"
    return render(request, "ideas/office_phone.html", {"poll": own_poll(request, pk), "shown": shown})


@door(official)
def poll_phone_frame(request: HttpRequest, pk: int, shown: str) -> HttpResponse:
    """What stands in the frame: the page, or the ballot as if voting were open, with nothing chosen. Without scripts, which
    could save something; the frame itself lets no form be sent."""
    poll = own_poll(request, pk)
    if shown == "ballot":
        answer = vote_page(request, poll, Mine(), preview=True)
    elif shown == "page":
        answer = (poll_results if poll.newest_result else poll_page)(request, poll.slug)
    else:
        raise Http404
    answer.content = SCRIPTS.sub(b"", answer.content)
    return answer
