"""The close: ballots become a file without names or times, the file is counted, and nothing can be saved any more."""

import json
import secrets
import tempfile
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from ideas import bells, locks
from ideas.counting import count as count_ballots
from ideas.counting import (
    engine_version,
    read_ballots,
    read_rule,
    same_outcome,
    script,
    sha256_of,
    write_folder,
    write_rule,
)
from ideas.counting import outcome_json as spell
from ideas.models import (
    FREEZE_AFTER,
    LARGE_ENOUGH,
    Ballot,
    BallotLine,
    Idea,
    IdeaPoll,
    OutcomeListener,
    PollVoter,
    Result,
    Support,
    Suspension,
)
from people.models import Person
from people.system import SYSTEM

from .polls import open_voting

Numbered = list[tuple[str, dict[str, int]]]
_dice = secrets.SystemRandom()


@transaction.atomic
def freeze_poll(*, poll: IdeaPoll) -> Result | None:
    """A minute after the close: take the poll's lock alone, which waits for every ballot being saved, and count.

    Done twice it changes nothing. Raises RuleBroken before its time. None where there was nothing to vote on.
    """
    locks.hold_alone(poll.pk)
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if poll.frozen_at is not None:
        return poll.newest_result
    if poll.published_at is None or poll.voting is None or now() < poll.voting.closes_at + FREEZE_AFTER:
        raise RuleBroken(gettext("Voting has not been closed for a minute yet."), code="early")
    if poll.suspended_at is not None:
        raise RuleBroken(gettext("This poll is suspended. It is counted once it goes on."), code="suspended")
    open_voting(poll=poll)
    on_ballot = list(Idea.objects.filter(poll=poll, state=Idea.State.ON_BALLOT).order_by("ref"))
    result = _count(poll, on_ballot) if on_ballot else None
    if result is not None:
        mark_ties(poll, result.outcome)
        _write_listeners(poll)
    IdeaPoll.objects.filter(pk=poll.pk).update(frozen_at=now())
    unconfirmed = Suspension.objects.waiting().filter(poll=poll)  # too late to confirm them now
    unconfirmed.update(lifted_at=now(), lifted_note=gettext("Voting closed before a second person confirmed it."))
    bells.poll_frozen.ring(by=SYSTEM(), on=poll, poll=poll.pk)
    return result


def count_again(poll: IdeaPoll, rule: dict[str, Any], ideas: list[dict[str, Any]], ballots: Numbered) -> dict[str, Any]:
    """The fields of a Result: all files, written to a folder and counted from there."""
    large = len(ballots) >= LARGE_ENOUGH
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_folder(folder, rule, ideas, ballots)
        fields = {
            "ideas_csv": _text(folder / "ideas.csv"),
            "rule_json": _text(folder / "rule.json"),
            "outcome_json": _text(folder / "outcome.json"),
            "recount_py": script(),
            "engine_version": engine_version(),
        }
        if large:  # fewer could be matched with what people tell each other
            fields["ballots_csv"] = _text(folder / "ballots.csv")
            fields["ballots_sha256"] = sha256_of(folder / "ballots.csv")
            fields["poll_pb"] = _text(folder / "poll.pb") if (folder / "poll.pb").exists() else ""
        else:
            fields["rule_json"] = _without_files(folder / "rule.json")
    return fields


def numbered_ballots(poll: IdeaPoll) -> Numbered:
    """Every valid ballot under a serial drawn now, in an order drawn now."""
    valid = Ballot.objects.filter(poll=poll, spoiled=False, void_reason="")
    lines = BallotLine.objects.filter(ballot__in=valid).order_by("ballot_id")
    rows = lines.values_list("ballot_id", "idea__ref", "value").iterator(chunk_size=20_000)
    chosen: dict[int, dict[str, int]] = dict.fromkeys(valid.values_list("pk", flat=True), {})
    for ballot_id, group in groupby(rows, key=itemgetter(0)):
        chosen[ballot_id] = {ref: value for _ballot, ref, value in group}
    ballots = [(secrets.token_hex(8), choices) for choices in chosen.values()]
    _dice.shuffle(ballots)
    return ballots


def stored_ballots(result: Result) -> Iterator[dict[str, int]]:
    """The ballots of a result: its file, or for a small poll the rows themselves."""
    if result.ballots_csv:
        return read_ballots(StringIO(result.ballots_csv, newline=""))
    return (choices for _serial, choices in numbered_ballots(result.poll))


def stored_ideas(result: Result) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ideas.csv"
        path.write_text(result.ideas_csv, encoding="utf-8", newline="")
        from ideas.counting import read_ideas

        return read_ideas(path)


def recount_poll(*, result: Result) -> bool:
    """Whether the stored files, and the ballots in the database, still come to the stored outcome. Rings if not."""
    rule, ideas = json.loads(result.rule_json), stored_ideas(result)
    from_file = spell(count_ballots(rule, ideas, stored_ballots(result)))
    from_rows = spell(count_ballots(rule, ideas, [choices for _serial, choices in numbered_ballots(result.poll)]))
    alike = same_outcome(from_file, result.outcome_json) and same_outcome(from_rows, result.outcome_json)
    if not alike:
        with transaction.atomic():
            bells.recount_differed.ring(by=SYSTEM(), on=result, poll=result.poll_id, result=result.pk)
    return alike


@transaction.atomic
def cut_poll(*, poll: IdeaPoll) -> bool:
    """Nobody can tell any more who took part: persons, keys and times go from roll and ballots. True if done now."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if poll.cut_at is not None or not IdeaPoll.objects.to_cut().filter(pk=poll.pk).exists():
        return False
    PollVoter.objects.filter(poll=poll, cut=False).update(
        person=None, eligibility_hash=None, at=None, cut=True, wants_outcome=False
    )
    Ballot.objects.filter(poll=poll).update(cast_at=None, client_key="", revision=0)
    IdeaPoll.objects.filter(pk=poll.pk).update(cut_at=now())
    return True


def mark_ties(poll: IdeaPoll, outcome: dict[str, Any]) -> None:
    """Which ideas wait for a lot. Everything else about them waits for the certificate."""
    tied = [line["ref"] for line in outcome["ideas"] if line["state"] == Idea.State.TIE_PENDING]
    waiting = Idea.objects.filter(poll=poll, state=Idea.State.TIE_PENDING)
    waiting.exclude(ref__in=tied).update(state=Idea.State.ON_BALLOT)
    Idea.objects.filter(poll=poll, state=Idea.State.ON_BALLOT, ref__in=tied).update(state=Idea.State.TIE_PENDING)


def _count(poll: IdeaPoll, on_ballot: list[Idea]) -> Result:
    ballots = numbered_ballots(poll)
    aside = Ballot.objects.filter(poll=poll)
    paper = Ballot.objects.filter(poll=poll, spoiled=False, void_reason="", voter=None).count()
    rule = poll.rule()
    rule["turnout"] = {
        "online": len(ballots) - paper,
        "paper": paper,
        "spoiled": aside.filter(spoiled=True).count(),
        "voided": aside.exclude(void_reason="").count(),
    }
    ideas = [
        {
            "ref": idea.ref,
            "title": str(idea.shown_title),  # hidden words are not published with the count
            "cost": idea.cost,
            "state": "suspended" if idea.suspended_at else "on_ballot",
        }
        for idea in on_ballot
    ]
    return Result.objects.create(poll=poll, n=1, **count_again(poll, rule, ideas, ballots))


def _write_listeners(poll: IdeaPoll) -> None:
    """Who hears what becomes of it: voters who asked to, and those who supported an idea and did not say no. In an order
    drawn now, by poll and not by idea, so that the list says nothing about anybody's ballot."""
    voters = dict(PollVoter.objects.filter(poll=poll, person__isnull=False).values_list("person", "wants_outcome"))
    supporters = Support.objects.filter(idea__poll=poll, person__isnull=False).values_list("person", flat=True)
    authors = Idea.objects.filter(poll=poll, author__isnull=False).values_list("author", flat=True)
    people = {pk for pk, wants in voters.items() if wants}
    people |= {pk for pk in (*supporters, *authors) if voters.get(pk, True)}
    drawn = list(people)
    _dice.shuffle(drawn)
    real = set(Person.objects.real().filter(pk__in=drawn).values_list("pk", flat=True))
    OutcomeListener.objects.bulk_create(
        [OutcomeListener(poll=poll, person_id=pk) for pk in drawn if pk in real], ignore_conflicts=True
    )


def _without_files(path: Path) -> str:
    rule = read_rule(path)
    rule.pop("files", None)
    stream = StringIO()
    write_rule(stream, rule)
    return stream.getvalue()


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
