"""A count that was wrong is not changed: it is counted anew, with the reason for all to read, once two people stand for it."""

import json
from hashlib import sha256
from io import StringIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import bells
from ideas.counting import outcome_json as spell
from ideas.counting import write_ideas
from ideas.models import Certification, Correction, Idea, IdeaPoll, Result
from ideas.permissions import can_manage
from people.models import Person
from people.permissions import administrator

from .certification import counted
from .counts import begin_count, stored_ideas


@transaction.atomic
def ask_correction(
    *, by: Person, poll: IdeaPoll, reason: str, idea: Idea | None = None, cost: int | None = None
) -> Correction:
    """With the right cost of an idea, or without both to read the ballot box again. Nothing happens until a second person
    confirms it."""
    poll, last = counted(by=by, poll=poll)
    if len(reason.strip()) < 20:
        raise RuleBroken(gettext("Say in a sentence or two what was wrong. Everybody will read it."), code="reason")
    if Correction.objects.waiting().filter(poll=poll).exists():
        raise RuleBroken(gettext("A correction waits already. Confirm it or take it back first."), code="waits")
    if idea is None:
        cost = None
    else:
        _check_cost(poll, last, idea, cost)
    row = Correction.objects.create(poll=poll, after=last, reason=reason.strip(), idea=idea, cost=cost, asked_by=by)
    bells.correction_asked.ring(by=by, on=last, poll=poll.pk, correction=row.pk)
    return row


@transaction.atomic
def confirm_correction(*, by: Person, correction: Correction) -> None:
    """The second person. The worker counts then; certificates and lots wait for it, and the new result for a new certificate."""
    poll, row = _held(by, correction)
    if by.pk == row.asked_by_id:
        raise RuleBroken(gettext("Somebody else must confirm what you asked for."), code="same_person")
    if poll.counting is not None:
        raise RuleBroken(gettext("A count is under way. Look again when it is done."), code="counting")
    last = poll.results.order_by("-n").first()
    if last is None or last.pk != row.after_id:
        raise RuleBroken(gettext("There is a newer count. Look at it first."), code="newer_count")
    _begin(row, poll, last, by)


def read_box_again(*, poll: IdeaPoll, reason: str, asked_by: Person, by: Person) -> None:
    """Inside a deed of two people that changed, after the freeze, what lies in the ballot box. Raises RuleBroken once the
    result is certified, and while another count is under way."""
    _poll, last = counted(by=by, poll=poll)
    if Certification.objects.of_the_newest_count().filter(result__poll=poll).exists():
        raise RuleBroken(
            gettext("The result is certified, or somebody has just asked for it. Its ballots stay as they are."),
            code="certified",
        )
    row = Correction.objects.create(poll=poll, after=last, reason=reason, asked_by=asked_by)
    _begin(row, poll, last, by)


def _begin(row: Correction, poll: IdeaPoll, last: Result, by: Person) -> None:
    counting = begin_count(poll, ballots=last.outcome["totals"]["ballots"], note=row.reason, **_material(row, last))
    Correction.objects.filter(pk=row.pk).update(confirmed_by=by, confirmed_at=now(), counting=counting)
    if row.idea is not None:
        Idea.objects.filter(pk=row.idea.pk).update(cost=row.cost)
    bells.correction_confirmed.ring(by=by, on=last, poll=poll.pk, correction=row.pk)


@transaction.atomic
def drop_correction(*, by: Person, correction: Correction) -> None:
    """Nothing was wrong after all."""
    _poll, row = _held(by, correction)
    Correction.objects.filter(pk=row.pk).update(dropped_at=now())


def _held(by: Person, correction: Correction) -> tuple[IdeaPoll, Correction]:
    poll = IdeaPoll.objects.select_for_update().get(pk=correction.poll_id)
    if not (can_manage(by, poll) or administrator(by)):
        raise NotAllowed()
    row = Correction.objects.waiting().select_related("idea").filter(pk=correction.pk).first()
    if row is None:
        raise RuleBroken(gettext("This has been decided already."), code="decided")
    return poll, row


def _check_cost(poll: IdeaPoll, last: Result, idea: Idea, cost: int | None) -> None:
    if (
        not poll.spends_budget
        or idea.poll_id != poll.pk
        or idea.ref not in {line["ref"] for line in last.outcome["ideas"]}
    ):
        raise RuleBroken(gettext("Only what an idea costs in this count can be corrected."), code="idea")
    if cost is None or cost < 0:
        raise RuleBroken(gettext("Say what the idea costs."), code="cost")
    if cost == next(line["cost"] for line in last.outcome["ideas"] if line["ref"] == idea.ref):
        raise RuleBroken(gettext("This is the cost it was counted with."), code="same_cost")


def _material(row: Correction, last: Result) -> dict[str, Any]:
    """The same ballots with another cost; or the same ideas, and the ballots that lie in the box now."""
    rule = json.loads(last.rule_json)
    if row.idea is None:
        for drawn_anew in ("files", "turnout"):
            rule.pop(drawn_anew, None)
        return {"ideas_csv": last.ideas_csv, "rule_json": spell(rule)}
    stream = StringIO(newline="")
    right = {row.idea.ref: row.cost}
    write_ideas(stream, [{**idea, "cost": right.get(idea["ref"], idea["cost"])} for idea in stored_ideas(last)])
    if "files" in rule:
        rule["files"]["ideas.csv"] = sha256(stream.getvalue().encode()).hexdigest()
    return {"after": last, "ideas_csv": stream.getvalue(), "rule_json": spell(rule)}
