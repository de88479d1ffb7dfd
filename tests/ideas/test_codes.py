"""Voting with a code on paper: one ballot for each, without an account, and nobody can tell whose."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.when import moment_words
from ideas.actions import Totals, cut_poll, enter_batch, make_codes, open_with_code, remove_ballot, revoke_codes
from ideas.health import codes as codes_checkup
from ideas.models import Ballot, IdeaPoll, OutcomeListener, PollKey, PollVoter, RightSheet, VotingRight
from ideas.words import when_to_vote
from tests.builders import make_person
from tests.ideas.builders import ballots_of, close, frozen, make_ideas, make_poll, opened, vote
from tests.ideas.test_casting import run
from tests.support.visitors import client_of

REFS = [f"2026-00{n}" for n in range(1, 8)]
WRONG = "2222-3333-4444"


@pytest.fixture
def poll(db):
    poll = make_poll("voting", eligibility_level=3, votes_per_ballot=5)
    make_ideas(poll, 7)
    return opened(poll)


def codes(poll, number=1) -> list[str]:
    return [code for _n, code in make_codes(by=poll.owner, poll=poll, number=number)[1]]


def bearer(poll, code, session="browser"):
    return open_with_code(poll=poll, typed=code, session=session)


def type_code(poll, code, client=None, **query):
    client = client or client_of(None)
    return client, client.post(f"/polls/{poll.slug}/code/", {"code": code}, query_params=query)


def test_a_code_is_long_has_no_look_alikes_and_is_kept_nowhere(poll):
    made = codes(poll, 3)
    assert len(set(made)) == 3 and all(re.fullmatch("[2-9a-hjkmnp-z]{12}", code) for code in made)
    stored = str([*VotingRight.objects.values(), *RightSheet.objects.values(), *PollVoter.objects.values()])
    assert not any(code in stored for code in made)


def test_whoever_has_the_code_votes_once_on_any_device(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:2])
    again = bearer(poll, f" {code[:4]}-{code[4:8]}-{code[8:]} ".upper(), session="another")
    vote(poll, again, REFS[2:3], revision=1)
    assert ballots_of(poll) == [{REFS[2]: 1}]
    assert PollVoter.objects.get().person is None and VotingRight.objects.get().used


def test_nothing_kept_leads_from_a_code_to_its_ballot(poll):
    for code in codes(poll, 2):
        vote(poll, bearer(poll, code), REFS[:1])
    marks = set(PollVoter.objects.values_list("eligibility_hash", flat=True))
    assert len(marks) == 2 and not marks & set(VotingRight.objects.values_list("fingerprint", flat=True))


def test_an_account_alone_opens_no_ballot(poll):
    bea = make_person("Bea")
    with pytest.raises(NotAllowed, match="type the code"):
        vote(poll, bea, REFS[:1])
    for person in (None, bea):
        page = client_of(person).get(f"/polls/{poll.slug}/").content.decode()
        assert f'href="/polls/{poll.slug}/code/"' in page and 'id="ballot"' not in page


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_with_one_code_and_five_votes_never_make_six():
    """Number 2: real threads, one code, N = 5 → one mark, one ballot, never more than five votes."""
    poll = make_poll("voting", eligibility_level=3, votes_per_ballot=5)
    make_ideas(poll, 7)
    poll = opened(poll)
    (code,) = codes(poll)
    together, saved, refused = threading.Barrier(50), [], []

    def tap(n: int) -> None:
        mine = REFS[n % 3 : n % 3 + 3 + n % 4]  # three to six ideas
        together.wait()
        try:
            saved.append(vote(poll, bearer(poll, code, f"browser-{n}"), mine).revision)
        except RuleBroken as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    run([threading.Thread(target=tap, args=(n,)) for n in range(50)])
    assert len(saved) + len(refused) == 50 and saved == [1] and set(refused) <= {"stale", "too_many"}
    assert PollVoter.objects.count() == Ballot.objects.count() == 1
    assert 3 <= sum(ballots_of(poll)[0].values()) <= 5


def test_a_code_typed_wrong_six_times_is_stopped(poll):
    (code,) = codes(poll)
    for _try in range(5):
        with pytest.raises(RuleBroken, match="letter by letter"):
            bearer(poll, WRONG)
    for typed in (WRONG, code):
        with pytest.raises(TooOften, match="Please wait an hour"):
            bearer(poll, typed)
    assert bearer(poll, code, session="another-browser")
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert bearer(poll, code)


def test_the_page_stops_after_five_wrong_codes_from_one_address(poll):
    (code,) = codes(poll)
    for _try in range(5):
        _client, answer = type_code(poll, WRONG)
        assert answer.status_code == 422 and f'value="{WRONG}"' in answer.content.decode()
    _client, answer = type_code(poll, code)
    assert answer.status_code == 429 and "Five tries were wrong." in answer.content.decode()


def test_the_addresses_beside_one_of_version_6_are_the_same_network(poll):
    (code,) = codes(poll)
    path = f"/polls/{poll.slug}/code/"
    for n in range(5):
        assert client_of(None).post(path, {"code": WRONG}, REMOTE_ADDR=f"2001:db8:1:2:{n}::1").status_code == 422
    assert client_of(None).post(path, {"code": code}, REMOTE_ADDR="2001:db8:1:2:9::1").status_code == 429
    for other in ("2001:db8:1:3::1", "::ffff:192.0.2.7", "192.0.2.8"):
        assert client_of(None).post(path, {"code": code}, REMOTE_ADDR=other).status_code == 302


def test_no_ballot_waits_while_codes_are_made_and_taken_back(poll):
    """A ballot refers to its poll, and waits for FOR UPDATE on it where a database has that."""
    with CaptureQueriesContext(connection) as queries:
        codes(poll)
        revoke_codes(by=poll.owner, poll=poll, sheet=1)
    assert not [each for each in queries if 'FROM "ideas_ideapoll"' in each["sql"] and "FOR UPDATE" in each["sql"]]


@pytest.mark.parametrize("typed", ["", "x", "a" * 5000, "ééééééééééèè", "\x00" * 12])
def test_what_is_no_code_is_only_wrong(poll, typed):
    with pytest.raises(RuleBroken, match="letter by letter"):
        bearer(poll, typed)


def test_a_code_of_another_poll_opens_nothing(poll):
    other = make_poll("voting", eligibility_level=3)
    make_ideas(other, 2)
    (code,) = codes(opened(other))
    with pytest.raises(RuleBroken, match="no code of this poll"):
        bearer(poll, code)
    with pytest.raises(NotAllowed):
        vote(poll, bearer(other, code), REFS[:1])


def test_a_code_taken_back_votes_no_more_and_one_that_voted_stays(poll):
    lost, used = codes(poll, 2)
    holder = bearer(poll, lost)
    vote(poll, bearer(poll, used), REFS[:1])
    assert revoke_codes(by=poll.owner, poll=poll, sheet=1, n=1) == 1
    with pytest.raises(NotAllowed, match="can’t be used any more"):
        vote(poll, holder, REFS[:1])
    with pytest.raises(RuleBroken, match="took this code back"):
        bearer(poll, lost)
    with pytest.raises(RuleBroken, match="Somebody has voted"):
        revoke_codes(by=poll.owner, poll=poll, sheet=1, n=2)
    assert revoke_codes(by=poll.owner, poll=poll, sheet=1) == 0
    assert Ballot.objects.count() == 1


def test_a_ballot_removed_frees_its_code(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:1])
    assert remove_ballot(by=bearer(poll, code), poll=poll, received_at=now())
    assert not PollVoter.objects.exists() and not VotingRight.objects.get().used
    assert list(codes_checkup()) == []
    VotingRight.objects.update(used=True)
    assert "1 used codes and 0 voters" in next(iter(codes_checkup()))


def test_only_who_runs_the_poll_makes_codes_and_only_before_the_close(poll):
    for person in (make_person("Bea"), make_person("Eva", role="editor")):
        with pytest.raises(NotAllowed):
            make_codes(by=person, poll=poll, number=1)
    for number in (0, -1, 501):
        with pytest.raises(RuleBroken, match="1 to 500"):
            make_codes(by=poll.owner, poll=poll, number=number)
    with pytest.raises(RuleBroken, match="Voting has closed"):
        make_codes(by=poll.owner, poll=close(poll), number=1)
    with pytest.raises(RuleBroken, match="nobody votes with a code"):
        make_codes(by=poll.owner, poll=make_poll("voting", owner=poll.owner), number=1)


def test_the_count_takes_them_like_any_and_the_cut_forgets_them(poll):
    made = codes(poll, 3)
    for code in made[:2]:
        vote(poll, bearer(poll, code), REFS[:1])
    result = frozen(poll)
    totals = result.outcome["totals"]
    assert (totals["ballots"], totals["eligible"]) == (2, 3)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=IdeaPoll.objects.get())
    assert not VotingRight.objects.exists() and not PollKey.objects.exists()
    assert set(PollVoter.objects.values_list("person", "eligibility_hash")) == {(None, None)}
    with pytest.raises(RuleBroken, match="Nobody can tell any more"):
        bearer(IdeaPoll.objects.get(), made[0])
    assert not PollKey.objects.exists()


def test_a_voter_without_an_account_from_the_code_to_the_saved_ballot(poll):
    (code,) = codes(poll)
    client = client_of(None)
    way = client.post(f"/polls/{poll.slug}/ballot/", {"idea": REFS[:2]})["Location"]
    assert way.startswith(f"/polls/{poll.slug}/code/?choose=")
    _client, answer = type_code(poll, code, client, choose=[f"{ref}:1" for ref in REFS[:2]])
    assert answer["Location"].startswith(f"/polls/{poll.slug}/?choose=")
    cookie = client.cookies[f"engage_ballot_{poll.pk}"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and code not in cookie.value
    page = client.get(answer["Location"])
    assert (
        page.context["mine"].choices == {REFS[0]: 1, REFS[1]: 1} and 'name="wants_outcome"' not in page.content.decode()
    )
    client.post(f"/polls/{poll.slug}/ballot/", {"idea": REFS[:2], "revision": 0, "client_key": "k"})
    assert ballots_of(poll) == [{REFS[0]: 1, REFS[1]: 1}]
    assert "sessionid" not in client.cookies
    assert "A ballot is open on this device" in client.get(f"/polls/{poll.slug}/code/").content.decode()
    client.post(f"/polls/{poll.slug}/code/", {"close": "1"})
    assert 'id="ballot"' not in client.get(f"/polls/{poll.slug}/").content.decode()


def test_the_page_for_codes_promises_no_tap_since_without_scripts_the_button_saves(poll):
    page = client_of(None).get(f"/polls/{poll.slug}/code/").content.decode()
    assert "You can change your ballot until the poll closes" in page and "each tap" not in page


def test_on_a_shared_device_ones_own_code_opens_ones_own_ballot(poll):
    before, mine = codes(poll, 2)
    client, _answer = type_code(poll, before)
    page = client.get(f"/polls/{poll.slug}/code/").content.decode()
    assert 'id="open"' in page and 'id="code"' in page and "/js/code." in page
    type_code(poll, mine, client)
    client.post(f"/polls/{poll.slug}/ballot/", {"idea": REFS[:1], "revision": 0, "client_key": "k"})
    assert PollVoter.objects.get().eligibility_hash == bearer(poll, mine).key


def test_a_cookie_that_was_changed_is_nobody(poll):
    (code,) = codes(poll)
    client, _answer = type_code(poll, code)
    client.cookies[f"engage_ballot_{poll.pk}"] = client.cookies[f"engage_ballot_{poll.pk}"].value + "x"
    assert 'id="ballot"' not in client.get(f"/polls/{poll.slug}/").content.decode()


def test_after_the_close_the_code_shows_ones_own_ballot(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:1])
    close(poll)
    assert f'href="/polls/{poll.slug}/code/"' in client_of(None).get(f"/polls/{poll.slug}/").content.decode()
    assert client_of(None).get(f"/polls/{poll.slug}/ballot/mine/")["Location"] == f"/polls/{poll.slug}/code/"
    client, answer = type_code(poll, code)
    assert answer["Location"] == f"/polls/{poll.slug}/ballot/mine/"
    assert "Your ballot as saved on" in client.get(answer["Location"]).content.decode()


def test_after_the_close_the_page_for_codes_promises_no_vote(poll):
    code, unused = codes(poll, 2)
    vote(poll, bearer(poll, code), REFS[:1])
    frozen(close(poll))
    page = client_of(None).get(f"/polls/{poll.slug}/code/").content.decode()
    assert "See your own ballot" in page and "Nobody can vote or change a ballot any more." in page
    assert "You can change your ballot" not in page and 'name="code"' in page
    _client, wrong = type_code(poll, WRONG)
    assert "Voting has closed: a code only shows the ballot" in wrong.content.decode()
    client, answer = type_code(poll, unused)
    assert "Nobody voted with this code." in client.get(answer["Location"]).content.decode()
    assert f'href="/polls/{poll.slug}/ballot/mine/"' not in client.get(f"/polls/{poll.slug}/results/").content.decode()


def test_the_result_leads_who_has_the_ballot_open_straight_to_it(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:1])
    frozen(close(poll))
    client, answer = type_code(poll, code)
    own = client.get(answer["Location"]).content.decode()
    assert "Your name is not kept." in own and "your name and the time are taken off" not in own
    assert f'href="{answer["Location"]}"' in client.get(f"/polls/{poll.slug}/results/").content.decode()


def test_after_the_cut_no_code_is_asked_for(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:1])
    frozen(close(poll))
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=IdeaPoll.objects.get())
    page = client_of(None).get(f"/polls/{poll.slug}/code/").content.decode()
    assert "No code opens a ballot any more." in page and 'name="code"' not in page
    assert "/code/" not in client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()


@pytest.mark.parametrize(("phase", "good"), [("proposing", True), ("review", True), ("voting", False)])
def test_a_code_tried_before_the_vote_is_good_and_opens_nothing_yet(db, phase, good):
    poll = make_poll(phase, eligibility_level=3)
    (code,) = codes(poll)
    client, answer = type_code(poll, code)
    assert (answer.status_code, f"engage_ballot_{poll.pk}" in client.cookies) == ((200, False) if good else (302, True))
    if good:
        page = answer.content.decode()
        assert "Your code is good." in page and when_to_vote(poll) in page and 'id="code"' not in page
        assert when_to_vote(poll) in client.get(f"/polls/{poll.slug}/code/").content.decode()
    assert type_code(poll, WRONG)[1].status_code == 422


@pytest.mark.parametrize("phase", ["proposing", "review", "voting"])
def test_a_slip_says_from_when_to_when_people_vote_whenever_it_was_printed(db, phase):
    poll = make_poll(phase, eligibility_level=3)
    paper = client_of(poll.owner).post(f"/admin/polls/{poll.pk}/codes/", {"do": "make", "number": "2"}).content.decode()
    opens, closes = (moment_words(at, poll) for at in (poll.voting.opens_at, poll.voting.closes_at))
    assert paper.count(f"You can vote from {opens} to {closes}.") == 2


def test_an_e_mail_left_afterwards_is_tied_to_the_poll_alone(poll):
    (code,) = codes(poll)
    vote(poll, bearer(poll, code), REFS[:1])
    bea = make_person("Bea")
    assert client_of(bea).post(f"/polls/{poll.slug}/hear/").status_code == 302
    frozen(poll)
    assert OutcomeListener.objects.get().person == bea and PollVoter.objects.get().person is None


def test_a_sheet_is_shown_once_on_paper_or_as_a_file(poll):
    desk = client_of(poll.owner)
    address = f"/admin/polls/{poll.pk}/codes/"
    paper = desk.post(address, {"do": "make", "number": "2", "note": "Elm Park, by post"})
    slips = re.findall(r'slip__code" dir="ltr">([2-9a-z-]{14})<', paper.content.decode())
    assert (
        len(slips) == 2 and paper.content.decode().count('<svg class="qr') == 2 and "no-store" in paper["Cache-Control"]
    )
    for code in slips:
        assert bearer(poll, code)
    listed = desk.get(address).content.decode()
    assert "Elm Park, by post" in listed and not any(code in listed for code in slips)
    file = desk.post(address, {"do": "make", "number": "3", "file": "1"}).content.decode()
    assert file.count(f"/polls/{poll.slug}/code/#") == 3 == file.count("You can vote from ")
    assert desk.post(address, {"do": "make", "number": "0"}).status_code == 422
    nothing = desk.post(address, {"do": "make"}).text
    assert "One answer needs a change" in nothing and nothing.count("This field is required.") == 1
    assert "2 codes taken back." in desk.post(address, {"do": "revoke", "sheet": "1"}, follow=True).content.decode()


def test_a_poll_without_codes_has_no_page_for_them(db):
    poll = make_poll("voting")
    assert client_of(None).get(f"/polls/{poll.slug}/code/").status_code == 404
    assert client_of(poll.owner).get(f"/admin/polls/{poll.pk}/codes/").status_code == 404


def test_paper_can_not_be_entered_where_a_code_is_the_ballot(poll):
    with pytest.raises(RuleBroken, match="Paper can’t be entered"):
        enter_batch(by=poll.owner, poll=poll, sheets=[], totals=Totals(0, 0, 0))
