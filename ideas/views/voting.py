"""The ballot: one form, every tap saves the whole of it. Without JavaScript a button does."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from core import posted
from core.doors import anyone, door
from core.errors import RuleBroken
from core.refs import new_ref
from ideas import actions, eligibility, sharing, words
from ideas.actions.ballots import Stale
from ideas.forms.doubles import ObjectionForm
from ideas.models import BallotLine, Idea, IdeaPoll, PollVoter
from ideas.permissions import can_manage, can_vote
from people.models import Person
from people.permissions import signed_in

from . import objections, own_ballot
from .voters import in_the_roll, keeper_of, voter_of, way_in

PAGE = 50  # ideas of a ballot on one page; those chosen stand on each
WHOLE = re.compile(r"[0-9]{1,4}")


@dataclass
class Mine:
    """The ballot as the page shows it. `error` says why the last try was not saved; `unsaved` came with a link."""

    choices: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    saved_at: datetime | None = None
    wants_outcome: bool = True
    error: str = ""
    unsaved: bool = False
    closed: str = ""  # why it can't be changed
    aside: Any = None  # the case in which two officials set it aside
    counts_again: str = ""  # what two officials answered who set it aside first
    waits: bool = False  # cast before the poll asked for more, and not confirmed yet
    freed: list[str] = field(default_factory=list)  # what was chosen and is suspended now
    kept: dict[str, int] | None = None  # what is saved, where `choices` is only what was typed


@door(anyone, methods="POST")
def ballot_cast(request: HttpRequest, slug: str) -> HttpResponse:
    """One tap, or the button: the whole ballot. Whoever was signed out meanwhile keeps the choices on the way to sign in."""
    poll = get_object_or_404(
        IdeaPoll.objects.public().only("slug", "ballot_type", "votes_per_ballot", "zone", "eligibility_level"),
        slug=slug,
    )
    voter = voter_of(request, poll)
    if voter is None:
        return _to_sign_in(request, poll)
    tapped: dict[str, int] | None = None
    revision = posted.number(request, "revision")
    wants_outcome = bool(request.POST.get("wants_outcome"))
    try:
        tapped = read_choices(poll, request.POST)
        tapped = pressed(poll, tapped, request.POST)
        cast = actions.cast_ballot(
            by=voter,
            poll=poll,
            choices=tapped,
            revision=revision,
            client_key=posted.text(request, "client_key")[:36],
            received_at=request.received_at,
            wants_outcome=wants_outcome,
            device=request.headers.get("User-Agent", "")[:500],
        )
    except Stale as refusal:
        poll = IdeaPoll.objects.for_pages().get(pk=poll.pk)
        mine = Mine(refusal.saved.choices, refusal.saved.revision, refusal.saved.cast_at, wants_outcome, str(refusal))
        return vote_page(request, poll, mine, status=409)
    except RuleBroken as refusal:
        poll = IdeaPoll.objects.for_pages().get(pk=poll.pk)
        saved = _saved(request, poll)
        # What was typed keeps the revision it was typed on: another tab's save between is still told before it is replaced.
        typed, seen = (saved.choices, saved.revision) if tapped is None else (tapped, revision)
        said = _with_saved(refusal, saved, poll)
        mine = replace(saved, choices=typed, revision=seen, wants_outcome=wants_outcome, error=said, kept=saved.choices)
        return vote_page(request, poll, mine, status=422)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {
                "revision": cast.revision,
                "saved": words.saved_words(cast.cast_at, poll, cast.closes_at),
            }
        )
    return redirect(reverse("ideas:poll_page", args=[slug]))


@door(anyone, methods="GET POST")
def ballot_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the ballot back altogether, as if never cast."""
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    voter = keeper_of(request, poll)
    if voter is None:
        return redirect(way_in(poll, request.path))
    if request.method == "POST":
        try:
            if actions.remove_ballot(by=voter, poll=poll, received_at=request.received_at):
                messages.success(request, gettext("Your ballot is gone, and so is the mark that you voted."))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("ideas:poll_page", slug)
    return render(request, "ideas/ballot_remove.html", {"poll": poll})


@door(signed_in, methods="POST")
def ballot_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever has what the poll asks for by now says so with one press."""
    poll = get_object_or_404(IdeaPoll.objects.public(), slug=slug)
    try:
        if actions.confirm_ballot(by=request.person, poll=poll, received_at=request.received_at):
            messages.success(request, gettext("Your ballot counts."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("ideas:poll_page", slug)


def vote_page(
    request: HttpRequest, poll: IdeaPoll, mine: Mine | None = None, status: int = 200, preview: bool = False
) -> HttpResponse:
    """The ballot by its phase; who can't vote reads why, before choosing. `preview`: as if voting were open."""
    mine = mine or _saved(request, poll)
    person, voter = request.person, voter_of(request, poll)
    hindered = "" if voter is None or preview else actions.hindrance(voter, poll)
    is_open = preview or (poll.state_at(request.received_at) == "voting" and poll.suspended_at is None)
    may = preview or (is_open and voter is not None and not hindered and not mine.closed)
    if not may and mine.kept is not None:
        mine.choices = mine.kept  # nothing can be sent again, so nothing else stands there
    level = eligibility.level(poll.eligibility_level)
    seed = posted.whole(request.GET.get("seed", "")) or poll.day_seed
    on_ballot = Idea.objects.by_rule_on_ballot(poll).for_lists()
    ideas, following = on_ballot.page_in_random_order(seed, request.GET.get("after", ""), PAGE)
    shown = {idea.ref for idea in ideas}
    elsewhere = [ref for ref in mine.choices if ref not in shown]
    if elsewhere:
        ideas = [*on_ballot.filter(ref__in=elsewhere).order_by("ref"), *ideas]
    for idea in ideas:
        idea.value = mine.choices.get(idea.ref, 0)
    has_shown = mine.waits and isinstance(voter, Person) and can_vote(voter, poll)  # what the poll asks for since
    up_to = on_ballot.up_to_the_votes(poll)
    usable, least = poll.usable_votes(up_to), poll.least_choices(up_to)
    context = {
        "poll": poll,
        "mine": mine,
        "usable": usable,
        "ask": words.ask(poll, usable),
        "ideas": ideas,
        "next_url": f"?seed={seed}&after={following}" if following else "",
        "left": _left(poll, mine.choices, usable),
        "saved": words.saved_words(mine.saved_at, poll, poll.voting.closes_at)
        if mine.saved_at and poll.voting and is_open
        else "",
        "can_vote": may,
        "hindered": hindered,
        "waits": words.ballot_waits(poll, None if has_shown else level) if mine.waits and is_open else "",
        "has_it": has_shown and not hindered,
        "level": level,
        "way": level.url(poll) if level and level.url else "",
        "is_open": is_open,
        "aside": mine.aside,
        "counts_again": mine.counts_again,
        "objection": ObjectionForm(),
        "client_key": new_ref(),
        "full": _full_words(poll),
        "least": least,
        "few": actions.too_few_words(least),
        "whole": _whole_words(poll),
        "order": _order(poll, ideas, usable),
        "blank": {"ref": "", "shown_title": ""},
        **_turnout(poll),
        "can_manage": can_manage(person, poll),
    }
    context["share"] = sharing.of_poll(request, poll)
    answer = render(request, "ideas/poll_vote.html", context, status=status)
    if voter is not None:
        add_never_cache_headers(answer)  # the browser's Back asks what is saved by now
    return answer


SLOTS = 7  # places of an order that are drawn from the beginning; of longer ones, one at a time


def _order(poll: IdeaPoll, ideas: list[Idea], usable: int) -> list[Idea | None]:
    """The ideas put in order, and the places still free."""
    if not poll.ranks:
        return []
    placed = [(idea.value, idea) for idea in ideas if idea.value]  # type: ignore[attr-defined]
    order: list[Idea | None] = [idea for _place, idea in sorted(placed, key=lambda pair: pair[0])]
    places = usable if usable <= SLOTS else min(usable, len(order) + 1)
    return order + [None] * (places - len(order))


def read_choices(poll: IdeaPoll, given: QueryDict) -> dict[str, int]:
    """The form's choices. Raises RuleBroken for what is no whole number; the rule itself is the action's."""
    if poll.ballot_type == IdeaPoll.BallotType.APPROVE:
        return dict.fromkeys(map(posted.plain, given.getlist("idea")), 1)
    prefix = "rank-" if poll.ranks else "points-"
    choices = {}
    for name, value in given.items():
        value = str(value).strip()
        if name.startswith(prefix) and value not in ("", "0"):
            if not WHOLE.fullmatch(value):
                raise RuleBroken(_whole_words(poll), code="value")
            choices[posted.plain(name.removeprefix(prefix))] = int(value)
    return choices


def _whole_words(poll: IdeaPoll) -> str:
    if poll.ranks:
        return gettext("Ranks are whole numbers from 1 to %(n)s.") % {"n": poll.votes_per_ballot}
    return gettext("Points are whole numbers, such as 2.")


def pressed(poll: IdeaPoll, choices: dict[str, int], given: QueryDict) -> dict[str, int]:
    """The order after one of the buttons beside an idea: a place up or down, out, or in as the last. Raises RuleBroken."""
    move, _colon, ref = posted.plain(given.get("move", "")).partition(":")
    if not poll.ranks or move not in ("up", "down", "in", "out"):
        return choices
    order = list(actions.in_order(poll, choices))
    here = order.index(ref) if ref in order else len(order)
    if here < len(order):
        del order[here]
    if move != "out":
        order.insert(max(0, here + {"up": -1, "down": 1}.get(move, 0)), ref)
    if len(order) > poll.votes_per_ballot:
        raise RuleBroken(_full_words(poll), code="too_many")
    return {ref: n for n, ref in enumerate(order, start=1)}


def _full_words(poll: IdeaPoll) -> str:
    if poll.ranks:
        return gettext("You have no place left. Take an idea out first.")
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        return gettext("You have used all your points. Take some away first.")
    return gettext("You have used all your votes. Take one away first.")


def closed_up(ranks: dict[str, int]) -> dict[str, int]:
    """1, 2, 3 in the same order, whatever was left out between."""
    return {ref: n for n, ref in enumerate(sorted(ranks, key=ranks.__getitem__), start=1)}


def _saved(request: HttpRequest, poll: IdeaPoll) -> Mine:
    """What is saved, or what came along in the link from signing in."""
    mine = Mine()
    me = keeper_of(request, poll)
    if me is not None:
        lines = Prefetch("ballot__lines", BallotLine.objects.select_related("idea"))
        marks = PollVoter.objects.filter(poll=poll, **in_the_roll(me)).select_related("ballot")
        voter = objections.with_answers(marks.prefetch_related(lines)).first()
        ballot = getattr(voter, "ballot", None)
        if voter is not None and (ballot is None or ballot.void_reason):
            mine.closed = own_ballot.how_it_stands(poll, voter, ballot)
            mine.aside = objections.set_aside(poll, me) if ballot is not None else None
        elif voter is not None and ballot is not None:
            live = {line.idea.ref: line.value for line in ballot.lines.all() if line.idea.suspended_at is None}
            choices = closed_up(live) if poll.ranks else live
            mine = Mine(choices, ballot.revision, ballot.cast_at, voter.wants_outcome)
            mine.counts_again = voter.counts_again or ""  # type: ignore[attr-defined]
            mine.waits = not voter.counts_in(poll)
            mine.freed = [str(line.idea.shown_title) for line in ballot.lines.all() if line.idea.suspended_at]
        if request.method == "GET" and "choose" in request.GET and mine.revision == 0:
            chosen = dict(pair.partition(":")[::2] for pair in request.GET.getlist("choose")[:100])
            mine.choices = {ref: max(1, posted.whole(value)) for ref, value in chosen.items() if ref}
            if poll.ranks:
                mine.choices = closed_up(mine.choices)
            mine.unsaved = bool(mine.choices)
    return mine


def _to_sign_in(request: HttpRequest, poll: IdeaPoll) -> HttpResponse:
    try:
        chosen = pressed(poll, read_choices(poll, request.POST), request.POST)
    except RuleBroken:
        chosen = {}
    kept = urlencode([("choose", f"{ref}:{value}") for ref, value in list(chosen.items())[:100]])
    url = way_in(poll, reverse("ideas:poll_page", args=[poll.slug]), kept)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"go": url}, status=401)
    return redirect(url)


def _with_saved(refusal: RuleBroken, saved: Mine, poll: IdeaPoll) -> str:
    """A late voter reads what counts."""
    if refusal.code != "late" or poll.voting is None:
        return str(refusal)
    closes = words.moment_words(poll.voting.closes_at, poll)
    if saved.saved_at is None:
        return gettext("Voting closed %(closes)s. You had not saved a ballot.") % {"closes": closes}
    if saved.waits:
        return gettext("Voting closed %(closes)s. Your ballot was not confirmed in time, so it does not count.") % {
            "closes": closes
        }
    return gettext("Voting closed %(closes)s; your ballot as saved at %(saved)s counts.") % {
        "closes": closes,
        "saved": words.hour(words.local(saved.saved_at, poll)),
    }


def _left(poll: IdeaPoll, choices: dict[str, int], usable: int) -> int:
    return max(0, usable - (len(choices) if poll.ranks else sum(choices.values())))


def _turnout(poll: IdeaPoll) -> dict[str, int]:
    """How many voted so far, and how many of them have yet to confirm it, only where the poll says so; never how, and to
    nobody else either."""
    if poll.results_visibility != IdeaPoll.Visibility.AFTER_VOTING:
        return {}
    roll = PollVoter.objects.filter(poll=poll)
    return {"turnout": roll.count(), "unconfirmed": roll.unconfirmed().count() if poll.raises else 0}
