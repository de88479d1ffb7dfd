"""From frozen ballots to a result: in a worker, telling how far it is, and tried again whenever it fails.

Nothing is counted while anybody waits for a page. The freeze, a lot and a correction each leave a Counting behind; a worker takes
it up at once, and the clock comes by every 20 seconds for what nobody has taken up.
"""

import json
import logging
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import IO, Any

from django.db import OperationalError, transaction
from django.db.models import F, Max

from core import queue
from core.clock import now
from ideas import bells, registers
from ideas.box import Box, fingerprints
from ideas.counting import (
    CannotCount,
    count,
    engine_version,
    read_ballots,
    read_ideas,
    same_outcome,
    script,
    sha256_of,
    write_material,
    write_pb,
    write_rule,
)
from ideas.counting import outcome_json as spell
from ideas.models import LARGE_ENOUGH, Ballot, Correction, Counting, Idea, IdeaPoll, Result, VotingRight
from people.system import SYSTEM

log = logging.getLogger(__name__)

TELL_EVERY = 2.0  # seconds between two signs of life
CHECKING = "checking"  # the stage after the ballots and the steps of the rule: is the file what lies in the box?
LONGEST_REST = 60  # minutes


def begin_count(poll: IdeaPoll, **fields: Any) -> Counting:
    """Inside the action's transaction; the worker begins after it."""
    counting = Counting.objects.create(poll=poll, **fields)
    transaction.on_commit(lambda: queue.hurry("ideas.tasks.count", counting.pk))
    return counting


def material(poll: IdeaPoll, rule: Mapping[str, Any], ideas: list[dict[str, Any]]) -> dict[str, Any]:
    """What is to be counted, as files: the fields of a Counting. Reads the ballot box and draws serials and order anew."""
    box = Box(poll)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_material(folder, {**rule, "turnout": _turnout(poll, len(box))}, ideas, box.numbered())
        files = {field: _text(folder / file) for field, file in FILES.items()}
    if len(box) < LARGE_ENOUGH:  # its ballots are not published, so there is no file to compare with
        files["rule_json"] = _without_files(files["rule_json"])
    return {**files, "ballots": len(box)}


def count_frozen(*, counting: Counting) -> Result | None:
    """Count once. None if somebody else is at it, or if it failed: then the row says why, and when it is tried again."""
    free = Counting.objects.waiting().filter(pk=counting.pk)
    if not free.update(beat_at=now(), stage="", done=0, attempts=F("attempts") + 1):
        return None
    try:
        counting = Counting.objects.select_related("poll", "after__counting").get(pk=counting.pk)
        return _finish(counting, *_counted(counting))
    except Exception as problem:
        log.exception("Count %s of poll %s failed", counting.pk, counting.poll_id)
        _put_off(counting, problem)
        return None


def recount_poll(*, result: Result) -> bool:
    """Whether the stored files, and the ballots in the database, still come to the stored outcome. Rings if not."""
    with _opened(result.ballots_csv or result.counting.ballots_csv) as ballots:
        again = spell(count(json.loads(result.rule_json), stored_ideas(result), read_ballots(ballots)))
        alike = same_outcome(again, result.outcome_json) and _same_as_in_the_box(result.poll, ballots)
    with transaction.atomic():
        Counting.objects.filter(result=result).update(recounted_at=now(), differs=not alike)
        if not alike:
            bells.recount_differed.ring(by=SYSTEM(), on=result, poll=result.poll_id, result=result.pk)
    return alike


def stored_ideas(result: Result) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        return read_ideas(_put(Path(name) / "ideas.csv", result.ideas_csv))


class _Teller:
    """Writes how far the count is, now and then; it is also the sign that somebody counts."""

    def __init__(self, counting: Counting) -> None:
        self.rows = Counting.objects.filter(pk=counting.pk)
        self.told = 0.0

    def __call__(self, stage: str, done: int) -> None:
        if time.monotonic() - self.told >= TELL_EVERY:
            with suppress(OperationalError):  # a database that is busy hears of the next step
                self.rows.update(stage=stage, done=done, beat_at=now())
            self.told = time.monotonic()


FILES = {"ballots_csv": "ballots.csv", "ideas_csv": "ideas.csv", "rule_json": "rule.json"}


def _counted(counting: Counting) -> tuple[dict[str, Any], bool]:
    """The fields of the Result, and whether its ballots are those in the box. Counted from written files, never from memory."""
    files, tell = _files_of(counting), _Teller(counting)
    large = counting.ballots >= LARGE_ENOUGH
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for field, file in FILES.items():
            _put(folder / file, files[field])
        rule, ideas = json.loads(files["rule_json"]), read_ideas(folder / "ideas.csv")
        with (folder / "ballots.csv").open(encoding="utf-8", newline="") as ballots:
            if Correction.objects.filter(counting=counting).exists():
                _drop_lots_that_fell(rule, ideas, ballots)
                files["rule_json"] = _spelled(rule)
            outcome = count(rule, ideas, read_ballots(ballots), tell)
            tell(CHECKING, 0)
            alike = _same_as_in_the_box(counting.poll, ballots)
        fields = {**files, "outcome_json": spell(outcome), "recount_py": script(), "engine_version": engine_version()}
        fields["ballots_csv"] = ""
        if large:  # fewer could be matched with what people tell each other
            fields["ballots_csv"] = files["ballots_csv"]
            fields["ballots_sha256"] = sha256_of(folder / "ballots.csv")
            fields["poll_pb"] = _text(pb) if (pb := write_pb(folder, rule, ideas, outcome)) else ""
    return fields, alike


def _drop_lots_that_fell(rule: dict[str, Any], ideas: list[dict[str, Any]], ballots: IO[str]) -> None:
    """Once corrected, other ideas may tie, and a lot decides nothing any more. Each lot rests on those before it, so the last
    one goes first."""
    while rule.get("lots"):
        try:
            count(rule, ideas, read_ballots(ballots))
            break
        except CannotCount:
            rule["lots"].pop()
            if not rule["lots"]:
                del rule["lots"]
        finally:
            ballots.seek(0)


def _files_of(counting: Counting) -> dict[str, str]:
    """What was frozen; of a lot the ballots of the result before it; of a correction what lies in the box now."""
    before = counting.after
    if before is not None:
        counting.ballots_csv = before.ballots_csv or before.counting.ballots_csv
    elif not counting.ballots_csv:
        with tempfile.TemporaryDirectory() as name:
            ideas = read_ideas(_put(Path(name) / "ideas.csv", counting.ideas_csv))
        for field, value in material(counting.poll, json.loads(counting.rule_json), ideas).items():
            setattr(counting, field, value)
    return {field: getattr(counting, field) for field in FILES}


@transaction.atomic
def _finish(counting: Counting, fields: dict[str, Any], alike: bool) -> Result | None:
    """The result is there for all to see. Whoever comes second finds it done."""
    poll = IdeaPoll.objects.select_for_update().get(pk=counting.poll_id)
    mine = Counting.objects.unfinished().filter(pk=counting.pk)
    if not mine.exists():
        return None
    n = (poll.results.aggregate(n=Max("n"))["n"] or 0) + 1
    result = Result.objects.create(poll=poll, n=n, note=counting.note, **fields)
    mark_ties(poll, result.outcome)
    kept = "" if result.ballots_csv else counting.ballots_csv
    mine.update(
        result=result, finished_at=now(), recounted_at=now(), differs=not alike, ballots=counting.ballots, error="",
        ballots_csv=kept, ideas_csv="", rule_json="", beat_at=None, retry_at=None,
    )  # fmt: skip
    # Of this count's ties nobody has said anything yet.
    IdeaPoll.objects.filter(pk=poll.pk).update(counted_at=poll.counted_at or now(), lot_announced="")
    if not alike:
        bells.recount_differed.ring(by=SYSTEM(), on=result, poll=poll.pk, result=result.pk)
    return result


def _put_off(counting: Counting, problem: Exception) -> None:
    """Tried again after a rest that doubles. What can't be counted by its rule is given up where a result stands already."""
    said: dict[str, Any] = {"error": f"{type(problem).__name__}: {problem}"[:500], "beat_at": None}
    if isinstance(problem, CannotCount) and counting.poll.counted_at is not None:
        said["finished_at"] = now()
    else:
        said["retry_at"] = now() + timedelta(minutes=min(2 ** min(counting.attempts, 10), LONGEST_REST))
    Counting.objects.unfinished().filter(pk=counting.pk).update(**said)


def mark_ties(poll: IdeaPoll, outcome: dict[str, Any]) -> None:
    """Which ideas wait for a lot. Everything else about them waits for the certificate."""
    tied = [line["ref"] for line in outcome["ideas"] if line["state"] == Idea.State.TIE_PENDING]
    waiting = Idea.objects.filter(poll=poll, state=Idea.State.TIE_PENDING)
    waiting.exclude(ref__in=tied).update(state=Idea.State.ON_BALLOT)
    Idea.objects.filter(poll=poll, state=Idea.State.ON_BALLOT, ref__in=tied).update(state=Idea.State.TIE_PENDING)


def _same_as_in_the_box(poll: IdeaPoll, ballots: IO[str]) -> bool:
    """Whether a file of ballots holds what lies in the database, in whatever order."""
    fingerprint = fingerprints()
    ballots.seek(0)
    return fingerprint(read_ballots(ballots)) == fingerprint(Box(poll).ballots())


def _turnout(poll: IdeaPoll, ballots: int) -> dict[str, int]:
    rows = Ballot.objects.filter(poll=poll)
    paper = rows.counting().filter(voter=None).count()
    unconfirmed = rows.unconfirmed().count()
    numbers = {
        "online": ballots - paper,
        "paper": paper,
        "spoiled": rows.filter(spoiled=True).count(),
        "voided": rows.exclude(void_reason="").count(),
        **({"unconfirmed": unconfirmed} if unconfirmed else {}),
        **({} if poll.eligible_total is None else {"eligible": poll.eligible_total}),
    }
    if poll.eligibility_level == 3 or (poll.eligibility_level == 4 and registers.holds_all()):
        rights = VotingRight.objects.filter(poll=poll, revoked_at=None).count()
    else:
        rights = 0  # of a register elsewhere we know those who came
    return {**numbers, "eligible": rights} if rights else numbers


@contextmanager
def _opened(text: str) -> Iterator[IO[str]]:
    """As a file: a text in memory that is read line by line takes four times its size."""
    with (
        tempfile.TemporaryDirectory() as name,
        _put(Path(name) / "ballots.csv", text).open(encoding="utf-8", newline="") as stream,
    ):
        yield stream


def _put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _without_files(text: str) -> str:
    rule = json.loads(text)
    rule.pop("files", None)
    return _spelled(rule)


def _spelled(rule: Mapping[str, Any]) -> str:
    stream = StringIO()
    write_rule(stream, rule)
    return stream.getvalue()
