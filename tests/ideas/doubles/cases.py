"""Two accounts of one person, and the way of a case: asked for, confirmed, objected to, settled."""

import time_machine

from core.clock import now
from ideas.actions import (
    Recount,
    Sheet,
    Totals,
    answer_objection,
    ask_double,
    certify_result,
    confirm_batch,
    confirm_doubles,
    enter_batch,
    sign_answer,
)
from ideas.models import Ballot, DoubleVote, IdeaPoll
from tests.builders import make_person
from tests.ideas.builders import vote
from tests.support.visitors import words_on

A, B, C = "2026-001", "2026-002", "2026-003"
WHY = "Both accounts were opened with the same letter to the same door."
NOT_ME = "My sister lives at the same door, and we are two people."
ANSWER = "We looked again, and thank you for telling us."


def two(poll, n=""):
    ana, bea = make_person(f"Ana{n}"), make_person(f"Bea{n}")
    vote(poll, ana, [A])
    vote(poll, bea, [B])
    return ana, bea


def fresh(poll):
    return IdeaPoll.objects.get(pk=poll.pk)


def ask(poll, pair, reason=WHY, by=None):
    return ask_double(by=by or poll.owner, poll=poll, addresses=(pair[1].email, pair[0].email), reason=reason)


def confirm(poll, by, *cases):
    return confirm_doubles(by=by, poll=poll, cases=[case.pk for case in cases])


def aside(poll, pair, second):
    case = ask(poll, pair)
    confirm(poll, second, case)
    case.refresh_from_db()
    return case


def void_of(person):
    return Ballot.objects.get(voter__person=person).void_reason


def totals(result):
    return {name: result.outcome["totals"][name] for name in ("ballots", "voided", "cast")}


def certify(poll):
    """Once whoever was set aside has had the time to object."""
    with time_machine.travel(now() + DoubleVote.TIME_TO_OBJECT):
        certify_result(by=poll.owner, poll=fresh(poll))


def settle(case, poll, second, *, accepted):
    answer_objection(by=poll.owner, case=case, accepted=accepted, answer=ANSWER)
    return sign_answer(by=second, case=case)


def paper(poll, second, *people):
    sheets = [Sheet(f"{person.pk}", {}) for person in people]
    emails = [person.email for person in people]
    batch = enter_batch(by=poll.owner, poll=poll, sheets=sheets, totals=Totals(len(sheets), 0, 0), voters=emails)
    confirm_batch(by=second, batch=batch, recount=Recount(len(sheets), 0, {}, emails))


def page(poll):
    return f"/admin/polls/{poll.pk}/doubles/"


def words_of(answer):
    return " ".join(words_on(answer).split())
