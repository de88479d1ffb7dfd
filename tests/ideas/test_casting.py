"""Casting a ballot: once a person, only in the phase, whole, and never overwritten silently."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas.actions import cast_ballot, freeze_poll, remove_ballot
from ideas.actions.ballots import Stale
from ideas.models import Ballot, BallotLine, Idea, IdeaPoll, OutcomeListener, Phase, PollVoter
from people.models import Deed, Delivery
from tests.builders import make_person
from tests.ideas.builders import (
    ballots_of,
    close,
    counted,
    frozen,
    make_idea,
    make_ideas,
    make_official,
    make_poll,
    opened,
    vote,
)
from tests.proofs.ballots import who_else_touches_ballots
from tests.support.visitors import client_of

MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def poll(db):
    poll = make_poll("voting")
    make_ideas(poll, 7)
    return opened(poll)


def test_a_ballot_is_saved_whole_and_changed_whole(poll):
    voter = make_person("Bea")
    first = vote(poll, voter, ["2026-001", "2026-002"])
    second = vote(poll, voter, ["2026-003"], revision=first.revision)
    assert (first.revision, second.revision) == (1, 2)
    assert ballots_of(poll) == [{"2026-003": 1}]


def test_casting_leaves_no_deed_and_no_letter(poll):
    deeds, deliveries = Deed.objects.count(), Delivery.objects.count()
    voter = make_person("Bea")
    saved = vote(poll, voter, ["2026-001"])
    vote(poll, voter, [], revision=saved.revision)
    remove_ballot(by=voter, poll=poll, received_at=now())
    assert (Deed.objects.count(), Delivery.objects.count()) == (deeds, deliveries)


@pytest.mark.once
def test_no_other_module_touches_ballots():
    assert who_else_touches_ballots() == []


def test_no_ballot_points_to_a_person(poll):
    names = {field.name for field in Ballot._meta.get_fields()} | {
        field.name for field in BallotLine._meta.get_fields()
    }
    assert "person" not in names


def test_the_first_ballot_writes_down_what_is_on_it(db):
    poll = make_poll("voting")
    make_ideas(poll, 2)
    vote(poll, refs=["2026-001"])
    poll.refresh_from_db()
    assert poll.config_locked_at is not None
    assert set(poll.ideas.values_list("state", flat=True)) == {"on_ballot"}


def test_an_emptied_ballot_stays_as_a_blank_one(poll):
    voter = make_person("Bea")
    vote(poll, voter, ["2026-001"])
    vote(poll, voter, [], revision=1)
    assert ballots_of(poll) == [{}]


def test_a_removed_ballot_takes_its_mark_on_the_roll_along(poll):
    voter = make_person("Bea")
    vote(poll, voter, ["2026-001"])
    assert remove_ballot(by=voter, poll=poll, received_at=now())
    assert not PollVoter.objects.exists() and not Ballot.objects.exists() and not BallotLine.objects.exists()
    assert vote(poll, voter, ["2026-002"]).revision == 1


def test_a_stale_tab_is_shown_what_is_saved(poll):
    voter = make_person("Bea")
    vote(poll, voter, ["2026-001"])
    vote(poll, voter, ["2026-002"], revision=1)
    with pytest.raises(Stale) as refusal:
        vote(poll, voter, ["2026-003"], revision=1)
    assert refusal.value.saved.choices == {"2026-002": 1}
    assert ballots_of(poll) == [{"2026-002": 1}]


def test_a_double_click_gets_the_same_answer_and_no_second_revision(poll):
    voter = make_person("Bea")
    first = vote(poll, voter, ["2026-001"], client_key="one-tap")
    again = vote(poll, voter, ["2026-001"], client_key="one-tap")
    assert (first.revision, again.revision, again.changed) == (1, 1, False)


def test_the_same_key_with_another_choice_is_not_taken_for_a_double_click(poll):
    voter = make_person("Bea")
    vote(poll, voter, ["2026-001"], client_key="one-page")
    with pytest.raises(Stale):
        vote(poll, voter, ["2026-002"], client_key="one-page")


@pytest.mark.parametrize("value", [0, -1, 1.5, 10**9, True, "1", None])
def test_a_vote_is_a_whole_number_within_the_rule(poll, value):
    with pytest.raises(RuleBroken):
        vote(poll, choices={"2026-001": value})
    assert not PollVoter.objects.exists() and not Ballot.objects.exists()


def test_more_ideas_than_votes_are_refused(poll):
    with pytest.raises(RuleBroken, match="more than the 5"):
        vote(poll, refs=[f"2026-00{n}" for n in range(1, 7)])
    assert not Ballot.objects.exists()


def test_an_idea_of_another_poll_is_refused(poll):
    other = make_poll("voting")
    stranger = make_idea(other, ref="2026-099")
    opened(other)
    with pytest.raises(RuleBroken, match="not on this ballot"):
        vote(poll, refs=[stranger.ref])
    assert not Ballot.objects.exists()


def test_points_are_spread_within_their_limits(db):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 4)
    opened(poll)
    vote(poll, choices={"2026-001": 5, "2026-002": 5})
    with pytest.raises(RuleBroken, match="at most 5"):
        vote(poll, choices={"2026-001": 6})
    with pytest.raises(RuleBroken, match="more than the 10"):
        vote(poll, choices={"2026-001": 5, "2026-002": 5, "2026-003": 1})


def test_too_few_choices_are_refused_but_none_at_all_is_blank(db):
    poll = make_poll("voting", min_choices=3)
    make_ideas(poll, 4)
    opened(poll)
    with pytest.raises(RuleBroken, match="at least 3"):
        vote(poll, refs=["2026-001"])
    assert vote(poll).revision == 1


def test_where_ideas_are_fewer_than_the_least_choices_all_of_them_are_enough(db):
    poll = make_poll("voting", min_choices=3)
    make_ideas(poll, 3)
    opened(poll)
    Idea.objects.filter(ref="2026-003").update(suspended_at=now())
    with pytest.raises(RuleBroken, match="at least 2"):
        vote(poll, refs=["2026-001"])
    voter = make_person("Bea")
    assert 'data-least="2"' in client_of(voter).get(f"/polls/{poll.slug}/").text
    assert vote(poll, voter, refs=["2026-001", "2026-002"]).revision == 1


def test_a_save_just_before_the_close_counts_and_one_at_the_close_is_refused(poll):
    """Number 3: at closes_at − 1 ms it counts, also after the freeze's minute; at closes_at it is refused."""
    closes_at = poll.voting.closes_at
    vote(poll, refs=["2026-001"], received_at=closes_at - MOMENT)
    with pytest.raises(RuleBroken, match="Voting closed at"):
        vote(poll, refs=["2026-001"], received_at=closes_at)
    assert frozen(poll).outcome["totals"]["ballots"] == 1


def test_voting_begins_at_its_very_moment(poll):
    opens_at = poll.voting.opens_at
    with pytest.raises(RuleBroken, match="has not begun"):
        vote(poll, refs=["2026-001"], received_at=opens_at - MOMENT)
    assert vote(poll, refs=["2026-001"], received_at=opens_at).revision == 1


def test_who_was_in_time_but_came_after_the_freeze_is_told_and_counted(poll):
    received_at = poll.voting.closes_at - MOMENT
    vote(poll, refs=["2026-001"])
    Phase.objects.filter(pk=poll.voting.pk).update(closes_at=now() - timedelta(seconds=61))
    received_at = now() - timedelta(seconds=62)
    freeze_poll(poll=poll)
    with pytest.raises(RuleBroken, match="in time"):
        vote(poll, refs=["2026-002"], received_at=received_at)
    poll.refresh_from_db()
    assert poll.late_refusals == 1
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("role", ["official", "administrator", "moderator", "clerk"])
@pytest.mark.parametrize("phase", ["coming", "proposing", "review", "over"])
def test_staff_cannot_vote_before_open_or_after_close(db, role, phase):
    """Number 5: nobody's role opens a phase; the owner of the poll is an official too."""
    poll = make_poll(phase)
    make_ideas(poll, 2)
    with pytest.raises(RuleBroken):
        vote(poll, make_person("Staff", role=role), ["2026-001"])
    with pytest.raises(RuleBroken):
        vote(poll, poll.owner, ["2026-001"])
    assert not PollVoter.objects.exists() and not Ballot.objects.exists()


def test_there_is_no_superuser(db):
    from django.db import IntegrityError

    from people.models import User

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=make_person("Root").user.pk).update(is_superuser=True)


def test_staff_vote_once_as_residents(poll):
    official = make_official()
    vote(poll, official, ["2026-001"])
    with pytest.raises(Stale):
        vote(poll, official, ["2026-002"])
    assert PollVoter.objects.count() == 1


def test_people_without_an_e_mail_are_told(poll):
    with pytest.raises(NotAllowed, match="Sign in"):
        vote(poll, make_person("Walk-in", login=False), ["2026-001"])


def test_a_suspended_poll_takes_no_ballots(poll):
    IdeaPoll.objects.filter(pk=poll.pk).update(suspended_at=now(), suspended_reason="The budget was withdrawn.")
    with pytest.raises(RuleBroken, match="budget was withdrawn"):
        vote(poll, refs=["2026-001"])


def test_a_person_who_wants_no_letters_is_not_listed(poll):
    vote(poll, make_person("Quiet"), ["2026-001"], wants_outcome=False)
    loud = make_person("Loud")
    vote(poll, loud, ["2026-001"])
    freeze_poll(poll=close(poll))
    assert list(OutcomeListener.objects.filter(poll=poll).values_list("person", flat=True)) == [loud.pk]


@pytest.mark.django_db(transaction=True)
def test_two_threads_and_one_voter_make_one_ballot():
    """Number 1: real threads, the same voter, the first ballot → one mark, one ballot, sum ≤ N."""
    poll = make_poll("voting")
    make_ideas(poll, 7)
    opened(poll)
    voter = make_person("Bea")
    together = threading.Barrier(4)
    answers = []

    def tap(n: int) -> None:
        together.wait()
        try:
            answers.append(vote(poll, voter, [f"2026-00{n}", "2026-007"]).revision)
        except Stale as refusal:
            answers.append(refusal.saved.choices)
        finally:
            connection.close()

    run([threading.Thread(target=tap, args=(n,)) for n in range(1, 5)])
    assert answers.count(1) == 1 and len(answers) == 4
    assert PollVoter.objects.count() == Ballot.objects.count() == 1
    assert len(ballots_of(poll)[0]) == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_freeze_waits_for_an_open_transaction_and_includes_it():
    """Number 4: a ballot that is being saved is waited for."""
    poll = make_poll("voting")
    make_ideas(poll, 3)
    opened(poll)
    received_at = now() - timedelta(seconds=62)
    poll = close(poll)
    inside, go_on = threading.Event(), threading.Event()

    def slow_save() -> None:
        with transaction.atomic():
            cast_ballot(
                by=make_person("Slow"),
                poll=poll,
                choices={"2026-001": 1},
                revision=0,
                client_key="k",
                received_at=received_at,
            )
            inside.set()
            go_on.wait(10)
        connection.close()

    done = []

    def freeze() -> None:
        inside.wait(10)
        done.append(freeze_poll(poll=poll))
        connection.close()

    saver, freezer = threading.Thread(target=slow_save), threading.Thread(target=freeze)
    saver.start(), freezer.start()
    inside.wait(10)
    freezer.join(0.5)
    assert freezer.is_alive() and not done
    go_on.set()
    saver.join(10), freezer.join(10)
    assert counted(done[0]).outcome["totals"]["ballots"] == 1


def run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
