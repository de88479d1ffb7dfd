"""Polls for tests: `make_poll(phase="voting")`, with ideas and officials of their own."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from core.clock import now
from ideas.actions import cast_ballot, count_frozen, create_poll, freeze_poll, open_voting, publish_poll
from ideas.models import Counting, Idea, IdeaPoll, Phase, PollVoter, Result
from people.models import Person
from tests.builders import make_department, make_hood, make_person

_n = count(1)
DAY = timedelta(days=1)
# Where "now" lies: days from now to each phase's beginning and end.
SPANS = {
    "coming": {"proposing": (1, 5), "review": (5, 6), "voting": (6, 10)},
    "proposing": {"proposing": (-1, 5), "review": (5, 6), "voting": (6, 10)},
    "review": {"proposing": (-6, -1), "review": (-1, 2), "voting": (2, 6)},
    "voting": {"proposing": (-9, -5), "review": (-5, -2), "voting": (-2, 3)},
    "over": {"proposing": (-12, -8), "review": (-8, -6), "voting": (-6, -1)},
}


def make_official(first_name: str = "Noor", **fields) -> Person:
    return make_person(first_name, role="official", **fields)


def make_poll(phase: str = "voting", *, owner: Person | None = None, **settings) -> IdeaPoll:
    """A published poll whose clock stands in `phase`; Elm Park, up to five votes, three winners."""
    n = next(_n)
    given = {
        "question": f"What should we fix first along the creek path? {n}",
        "intro": "The three ideas with most votes get built.",
        "department": make_department(),
        "neighborhood": make_hood(),
        "zone": "UTC",
        "winners_k": 3,
        **settings,
    }
    at = now().replace(microsecond=0)
    ahead = {"proposing": (at + DAY * 29, at + DAY * 30), "voting": (at + DAY * 30, at + DAY * 31)}
    poll = create_poll(by=owner or make_official(), phases=ahead, **given)
    publish_poll(by=poll.owner, poll=poll)
    poll.phases.all().delete()
    for kind, (opens, closes) in SPANS[phase].items():
        Phase.objects.create(poll=poll, kind=kind, opens_at=at + DAY * opens, closes_at=at + DAY * closes)
    return IdeaPoll.objects.get(pk=poll.pk)


def make_idea(poll: IdeaPoll, title: str = "", *, author: Person | None = None, **fields) -> Idea:
    n = Idea.objects.filter(poll=poll).count() + 1
    IdeaPoll.objects.filter(pk=poll.pk).update(next_idea_n=n + 1)
    given = {
        "ref": f"2026-{n:03}",
        "body": "Twelve low lamps that dim at midnight, so children get home safely in winter.",
        "neighborhood": poll.neighborhood,
        **fields,
    }
    return Idea.objects.create(poll=poll, title=title or f"Lamps along the path {n}", author=author, **given)


def make_ideas(poll: IdeaPoll, number: int, **fields) -> list[Idea]:
    return [make_idea(poll, f"Idea number {n}", **fields) for n in range(1, number + 1)]


def opened(poll: IdeaPoll) -> IdeaPoll:
    """What is on the ballot is written down."""
    open_voting(poll=poll)
    return IdeaPoll.objects.get(pk=poll.pk)


def vote(poll: IdeaPoll, person: Person | None = None, refs: Sequence[str] = (), **how):
    """One tap, as if received now."""
    person = person or make_person("Voter")
    given = {"revision": 0, "client_key": f"tap-{next(_n)}", "received_at": now(), **how}
    return cast_ballot(by=person, poll=poll, choices=given.pop("choices", dict.fromkeys(refs, 1)), **given)


def close(poll: IdeaPoll, ago: timedelta = timedelta(seconds=61)) -> IdeaPoll:
    """Move the close into the past, as if time had passed."""
    Phase.objects.filter(poll=poll, kind="voting").update(closes_at=now() - ago)
    return IdeaPoll.objects.get(pk=poll.pk)


def frozen(poll: IdeaPoll) -> Result:
    """Closed, frozen, and counted by the worker."""
    return counted(freeze_poll(poll=close(poll)))


def counted(counting: Counting | None) -> Result:
    assert counting is not None
    result = count_frozen(counting=counting)
    assert result is not None
    return result


def ballots_of(poll: IdeaPoll) -> list[dict[str, int]]:
    return [
        dict(voter.ballot.lines.values_list("idea__ref", "value"))
        for voter in PollVoter.objects.filter(poll=poll).select_related("ballot").order_by("pk")
    ]
