"""One's own ballot, to read: as a receipt while people vote, and until the cut takes the tie between person and ballot."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.clock import now
from core.doors import anyone, door
from ideas import words
from ideas.bearers import Bearer
from ideas.forms.doubles import ObjectionForm
from ideas.models import Ballot, BallotLine, IdeaPoll, PollVoter
from people.models import Person

from . import objections
from .voters import in_the_roll, keeper_of, way_in


@door(anyone)
def ballot_own(request: HttpRequest, slug: str) -> HttpResponse:
    """What was saved last, with the way back to change it while people vote."""
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    me = keeper_of(request, poll)
    if me is None:
        return redirect(way_in(poll, request.path))
    voter = objections.with_answers(PollVoter.objects.filter(poll=poll, **in_the_roll(me))).first()
    lines = BallotLine.objects.select_related("idea").order_by("value" if poll.ranks else "-value", "idea__ref")
    ballot = Ballot.objects.filter(voter=voter).prefetch_related(Prefetch("lines", lines)).first() if voter else None
    chosen = list(ballot.lines.all()) if ballot and not ballot.void_reason else []
    aside = objections.set_aside(poll, me) if ballot and ballot.void_reason else None
    context = {
        "poll": poll,
        "is_open": poll.state_at(request.received_at) == "voting" and poll.suspended_at is None,
        "by_code": isinstance(me, Bearer),
        "ballot": ballot,
        "title": gettext("Your ballot was set aside") if aside else _title(poll, me, voter, ballot),
        "aside": aside,
        "counts_again": voter.counts_again if ballot and not ballot.void_reason else "",  # type: ignore[union-attr]
        "objection": ObjectionForm(),
        "lines": chosen,
        "suspended": any(line.idea.suspended_at for line in chosen),
    }
    return render(request, "ideas/ballot_own.html", context)


def _title(poll: IdeaPoll, me: Person | Bearer, voter: PollVoter | None, ballot: Ballot | None) -> str:
    if voter is None and poll.cut_at is None and isinstance(me, Bearer) and me.level == 3:
        return gettext("Nobody voted with this code.")
    return how_it_stands(poll, voter, ballot)


def how_it_stands(poll: IdeaPoll, voter: PollVoter | None, ballot: Ballot | None) -> str:
    """How one's vote stands, in a sentence."""
    if poll.cut_at is not None:
        return gettext("Nobody can tell any more who voted, or how.")
    if voter is None:
        return gettext("You have no ballot in this poll.")
    if ballot is None or voter.channel == PollVoter.Channel.PAPER:
        return gettext("You voted on paper.")
    if ballot.void_reason:
        return gettext("Your ballot was declared void: %(reason)s") % {"reason": ballot.void_reason}
    if poll.voided_at is not None:
        return gettext("The voting is void. Nothing was counted.")
    if not voter.counts_in(poll):
        is_open = poll.frozen_at is None and poll.voting is not None and now() < poll.voting.closes_at
        return (
            gettext("Your ballot does not count yet.")
            if is_open
            else gettext("Your ballot was not confirmed in time, so it does not count.")
        )
    return gettext("Your ballot as saved on %(when)s counts.") % {"when": words.moment_words(ballot.cast_at, poll)}
