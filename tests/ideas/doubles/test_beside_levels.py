"""Where second ballots are set aside and voters are asked for more in one poll: neither rule goes past the other."""

from dataclasses import replace

import pytest

from core.clock import now
from core.errors import RuleBroken
from ideas import health
from ideas.actions import (
    bring_along,
    confirm_ballot,
    confirm_batch,
    drop_double,
    object_to_double,
    open_with_code,
    remove_ballot,
)
from ideas.actions.joined_accounts import join_voters
from ideas.models import Ballot, DoubleVote, PollVoter
from ideas.personal import let_doubles_forget
from tests.builders import make_person
from tests.ideas.builders import close, vote
from tests.ideas.test_eligibility import give_phone
from tests.ideas.test_levels import coded, raised
from tests.ideas.test_paper import RECOUNT, enter
from tests.support.visitors import client_of

from .cases import NOT_ME, A, B, aside, ask, confirm, fresh, settle, void_of


def test_a_case_that_waits_comes_to_nothing_where_the_ballot_becomes_a_codes(poll, pair, second):
    case = ask(poll, pair)
    poll = raised(poll, 3)
    for voter in pair:
        bearer = open_with_code(poll=poll, typed=coded(poll), session="x")
        assert bring_along(by=voter, bearer=bearer, poll=poll, received_at=now())
    with pytest.raises(RuleBroken):
        confirm(poll, second, case)
    assert Ballot.objects.counting().count() == 2 and not list(health.codes())


def test_where_codes_vote_nobody_confirms_and_the_desk_still_leads_to_what_waits(poll, pair, second):
    case = ask(poll, pair)
    poll = raised(poll, 3)
    with pytest.raises(RuleBroken, match="belong to codes"):
        confirm(poll, second, case)
    link = f'href="/admin/polls/{poll.pk}/doubles/"'
    assert link in client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode()
    drop_double(by=poll.owner, case=case)
    assert link not in client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode()


def test_whose_objection_is_right_counts_by_what_they_have_shown(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    give_phone(pair[1], "+31612340001")
    poll = raised(poll)
    assert not Ballot.objects.counting().exists()
    assert settle(case, poll, second, accepted=True)
    assert Ballot.objects.counting().get().voter.person == pair[1]


def test_who_objects_can_confirm_meanwhile_and_still_does_not_count(poll, pair, second):
    aside(poll, pair, second)
    poll = raised(poll)
    give_phone(pair[1], "+31612340001")
    assert not confirm_ballot(by=pair[1], poll=poll, received_at=now())
    assert PollVoter.objects.get(person=pair[1]).level == 1, (
        "or the second account could take the number from the first"
    )
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    assert not confirm_ballot(by=pair[1], poll=poll, received_at=now())
    assert PollVoter.objects.get(person=pair[1]).level == 2 and not Ballot.objects.counting().exists()


def test_who_did_not_confirm_before_the_close_is_told_so_and_nothing_is_counted_again(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME, even_if_seen=True)
    poll = raised(poll)
    close(poll)
    assert not settle(case, fresh(poll), second, accepted=True)
    assert void_of(pair[1]) and not poll.corrections.exists()
    mine = client_of(pair[1]).get(f"/polls/{poll.slug}/ballot/mine/").content.decode()
    assert "was not confirmed before the close" in mine and "All was counted by then" not in mine


def test_of_joined_accounts_what_is_void_never_stands_before_what_counts(poll, pair, second):
    aside(poll, pair, second)
    remove_ballot(by=pair[0], poll=poll, received_at=now())
    vote(poll, pair[0], [A])
    join_voters(pair[0], pair[1])
    assert Ballot.objects.counting().get().voter.person == pair[0]


def test_nobody_decides_about_an_account_whose_first_ballot_they_took_back(poll, second):
    official, other = poll.owner, make_person("Second account")
    vote(poll, official, [A])
    vote(poll, other, [B])
    third = make_person("Lee", role="administrator")
    case = ask(poll, (official, other), by=third)
    confirm(poll, second, case)
    remove_ballot(by=official, poll=poll, received_at=now())
    object_to_double(by=other, poll=poll, words=NOT_ME)
    case.refresh_from_db()
    with pytest.raises(RuleBroken, match="account of your own"):
        settle(case, poll, second, accepted=True)
    let_doubles_forget(official)
    assert DoubleVote.objects.get().kept_account is None


def test_paper_from_before_counts_for_the_phone_that_is_asked_for_now(poll, second):
    voter, twin = make_person("Ana"), make_person("Bea")
    give_phone(voter, "+31612340001")
    confirm_batch(by=second, batch=enter(poll, voters=[voter.email]), recount=replace(RECOUNT, voters=[voter.email]))
    vote(poll, twin, [A])
    poll = raised(poll)
    assert PollVoter.objects.get(person=voter).proof
    give_phone(twin, "+31612340001")
    with pytest.raises(RuleBroken):
        confirm_ballot(by=twin, poll=poll, received_at=now())


def test_a_long_reason_is_asked_for_before_anybody_is_looked_up(poll):
    with pytest.raises(RuleBroken, match="how it was proved"):
        ask(poll, (make_person("Ana"), make_person("Bea")), reason="short")


def test_a_code_leaves_no_sign_of_its_network(poll):
    poll = raised(poll, 3)
    vote(poll, open_with_code(poll=poll, typed=coded(poll), session="x"), [A], device="Phone")
    mark = PollVoter.objects.get()
    assert (mark.network, mark.device) == ("", "")
