"""Two officials, the freeze, a voter and the certificate, all at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from core.clock import now
from core.errors import RuleBroken
from ideas import health
from ideas.actions import answer_objection, certify_result, freeze_poll, object_to_double, remove_ballot, sign_answer
from ideas.models import Ballot, DoubleVote
from tests.builders import make_person
from tests.ideas.builders import close, counted, frozen, make_ideas, make_poll, opened

from .cases import ANSWER, NOT_ME, aside, ask, confirm, totals, two, void_of


def at_once(*deeds):
    """Each in a thread of its own; what each came to."""
    came, gate = [], threading.Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            came.append(deed() and "done")
        except RuleBroken as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(came)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_officials_who_confirm_or_ask_at_once_one_does():
    poll = make_poll("voting")
    make_ideas(poll, 3)
    poll, officials = opened(poll), [make_person(name, role="administrator") for name in ("Mei", "Lena")]
    pair = two(poll)
    came = at_once(*[lambda by=by: ask(poll, pair, by=by) for by in officials])
    assert came == ["done", "waits"] and DoubleVote.objects.count() == 1
    DoubleVote.objects.update(asked_by=poll.owner)
    case = DoubleVote.objects.get()
    assert at_once(*[lambda by=by: confirm(poll, by, case) for by in officials]) == ["decided", "done"]
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    answer_objection(by=poll.owner, case=case, accepted=True, answer=ANSWER)
    assert at_once(*[lambda by=by: sign_answer(by=by, case=case) for by in officials]) == ["decided", "done"]
    assert not list(health.doubles())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_confirmation_waits_for_the_freeze_and_is_too_small_then():
    poll, second = make_poll("voting"), make_person("Mei", role="administrator")
    make_ideas(poll, 3)
    case = ask(opened(poll), two(poll))
    close(poll)
    refused = []

    def late() -> None:
        try:
            confirm(poll, second, case)
        except RuleBroken as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        counting = freeze_poll(poll=poll)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert refused == ["too_few"] and not Ballot.objects.exclude(void_reason="").exists()
    assert totals(counted(counting)) == {"ballots": 2, "voided": 0, "cast": 2}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_while_somebody_takes_their_ballot_back_the_confirmation_waits():
    poll, second = make_poll("voting"), make_person("Mei", role="administrator")
    make_ideas(poll, 3)
    pair = two(opened(poll))
    case, came = ask(poll, pair), []

    def late() -> None:
        try:
            confirm(poll, second, case)
        except RuleBroken as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        assert remove_ballot(by=pair[0], poll=poll, received_at=now())
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert came == ["nothing"] and void_of(pair[1]) == ""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_an_objection_and_a_certificate_at_once_one_comes_first():
    for _ in range(5):
        poll, second = make_poll("voting"), make_person("Mei", role="administrator")
        make_ideas(poll, 3)
        pair = two(opened(poll))
        aside(poll, pair, second)
        DoubleVote.objects.update(confirmed_at=now() - DoubleVote.TIME_TO_OBJECT)
        frozen(poll)
        came = at_once(
            lambda poll=poll: certify_result(by=poll.owner, poll=poll),
            lambda poll=poll, pair=pair: object_to_double(by=pair[1], poll=poll, words=NOT_ME) or True,
        )
        assert came in (["certified", "done"], ["done", "objection"])
