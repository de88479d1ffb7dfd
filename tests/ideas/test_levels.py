"""Asking voters for more while they vote: what was cast before waits, counts once it is confirmed, and is left out at the freeze."""

import json
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import health, tasks
from ideas.actions import (
    Recount,
    Sheet,
    Totals,
    ask_double,
    bring_along,
    confirm_ballot,
    confirm_ballots,
    confirm_batch,
    confirm_doubles,
    cut_poll,
    drop_batch,
    enter_batch,
    extend_voting,
    freeze_poll,
    hear_outcome,
    make_codes,
    open_with_code,
    open_with_register,
    raise_level,
    recount_poll,
    suspend,
    take_register,
)
from ideas.box import Box
from ideas.models import (
    Ballot,
    Counting,
    Idea,
    IdeaPoll,
    OutcomeListener,
    OutcomeRefusal,
    Phase,
    PollVoter,
    Support,
    Suspension,
    VotingRight,
)
from ideas.registers import Entry
from notices.actions import confirm_phone, forget_phone
from people.actions import erase_person
from people.models import Deed
from tests.builders import make_person
from tests.ideas.builders import close, counted, frozen, make_ideas, make_official, make_poll, opened, vote
from tests.ideas.test_casting import run
from tests.ideas.test_eligibility import give_phone
from tests.people.test_joining import join
from tests.support.visitors import client_of

A, B = "2026-001", "2026-002"
WHY = "Many ballots came from accounts that look made up."
NUMBER = "+3161234{:04}"


@pytest.fixture
def poll(db):
    poll = make_poll("voting")
    make_ideas(poll, 3)
    return opened(poll)


@pytest.fixture
def bea(db):
    return make_person("Bea")


def raised(poll, level=2, **how):
    raise_level(**{"by": poll.owner, "poll": poll, "level": level, "note": WHY, **how})
    return IdeaPoll.objects.get(pk=poll.pk)


def confirm(poll, person, at=None):
    return confirm_ballot(by=person, poll=poll, received_at=at or now())


def waiting() -> int:
    return PollVoter.objects.unconfirmed().count()


def page(poll, person) -> str:
    return " ".join(client_of(person).get(f"/polls/{poll.slug}/").content.decode().split())


def voters(poll, number, *, phones=True):
    people = [make_person(f"Voter{n}") for n in range(number)]
    for n, person in enumerate(people):
        vote(poll, person, [A])
        if phones:
            give_phone(person, NUMBER.format(n))
    return people


# ── who may, and when ──


def test_the_level_rises_with_a_note_for_everybody(poll):
    poll = raised(poll)
    (row,) = poll.raised
    assert (row["was"], row["level"], row["note"]) == (1, 2, WHY) and poll.eligibility_level == 2
    assert poll.config_locked_at is not None  # and nothing else of the rule has changed
    for person in (None, poll.owner):
        shown = page(poll, person)
        assert WHY in shown and "Now: “A confirmed e-mail address and phone number”" in shown


@pytest.mark.parametrize("level", [0, 1, 2])
def test_it_never_falls_and_is_never_the_same(poll, level):
    poll = raised(poll)
    with pytest.raises(RuleBroken, match="never for less"):
        raised(poll, level)
    assert len(IdeaPoll.objects.get().raises) == 1


def test_only_who_runs_the_poll_raises_it(poll, bea):
    for person in (bea, make_person("Aud", role="auditor"), make_person("Mod", role="moderator")):
        with pytest.raises(NotAllowed):
            raised(poll, by=person)
    assert IdeaPoll.objects.get().eligibility_level == 1


def test_it_needs_a_reason(poll):
    with pytest.raises(RuleBroken, match="reason in a sentence"):
        raised(poll, note="so  ")
    with pytest.raises(RuleBroken, match="letters"):
        raised(poll, note="x" * 501)


def test_not_before_voting_nor_after_it(db):
    early = make_poll("review")
    with pytest.raises(RuleBroken, match="not begun"):
        raised(early)
    over = make_poll("over")
    with pytest.raises(RuleBroken, match="Voting has closed"):
        raised(over)


def test_people_have_a_day_at_least(poll):
    Phase.objects.filter(poll=poll, kind="voting").update(closes_at=now() + timedelta(hours=23))
    with pytest.raises(RuleBroken, match="Give it more time first"):
        raised(poll)
    extend_voting(by=poll.owner, poll=poll, closes_at=now() + timedelta(hours=30), note=WHY)
    assert raised(poll).eligibility_level == 2


def test_what_nobody_could_show_here_is_refused(poll, settings):
    settings.SMS_BACKEND = ""
    for level in (2, 5):
        with pytest.raises(RuleBroken, match="Nobody could show that"):
            raised(poll, level)


def test_from_codes_there_is_no_way_up(db):
    poll = make_poll("voting", eligibility_level=3)
    with pytest.raises(RuleBroken, match="without their names"):
        raised(opened(poll), 4)


def test_the_desk_raises_it_and_shows_why_not(poll):
    client, path = client_of(poll.owner), f"/admin/polls/{poll.pk}/raise/"
    assert "Ask voters for more" in client.get(f"/admin/polls/{poll.pk}/").content.decode()
    answer = client.post(path, {"level": "2", "note": "short"})
    assert answer.status_code == 422 and "short" in answer.content.decode()
    assert client.post(path, {"level": "1", "note": WHY}).status_code == 422
    assert client.post(path, {"level": "2", "note": WHY}).status_code == 302
    assert IdeaPoll.objects.get().eligibility_level == 2


# ── the ballots that wait ──


def test_what_was_cast_before_waits_and_what_is_cast_then_counts(poll, bea):
    vote(poll, bea, [A])
    raised(poll)
    ivo = make_person("Ivo")
    give_phone(ivo)
    vote(poll, ivo, [B])
    assert [voter.person for voter in PollVoter.objects.unconfirmed()] == [bea]
    assert len(Box(poll)) == 1


def test_raising_writes_no_deed_about_a_ballot(poll, bea):
    vote(poll, bea, [A])
    give_phone(bea)
    raised(poll)
    before = Deed.objects.count()
    confirm(poll, bea)
    assert Deed.objects.count() == before


def test_a_confirmed_phone_makes_it_count_by_itself(poll, bea, mailoutbox):
    vote(poll, bea, [A])
    poll = raised(poll)
    shown = page(poll, bea)
    assert "Your ballot does not count yet: confirm your phone number by" in shown
    assert shown.count("is-chosen") == 1 and 'id="ballot"' not in shown
    phone = give_phone(bea, confirmed=False)
    assert confirm_phone(by=bea, digits=phone.digits) == [(poll, "")]
    assert waiting() == 0
    shown = page(poll, bea)
    assert "Your ballot counts." in shown and "does not count yet" not in shown


def test_the_settings_say_that_it_counts(poll, bea):
    vote(poll, bea, [A])
    raised(poll)
    client, phone = client_of(bea), give_phone(bea, confirmed=False)
    answer = client.post("/settings/notices/phone/", {"do": "confirm", "digits": phone.digits}, follow=True)
    assert f"Your ballot in “{poll.question}” counts." in answer.content.decode()


def test_the_settings_say_why_it_still_does_not(poll, bea):
    vote(poll, bea, [A])
    raised(poll)
    ivo = make_person("Ivo")
    give_phone(ivo)
    vote(poll, ivo, [A])
    forget_phone(by=ivo)
    client, phone = client_of(bea), give_phone(bea, confirmed=False)
    answer = client.post("/settings/notices/phone/", {"do": "confirm", "digits": phone.digits}, follow=True)
    shown = answer.content.decode()
    assert f"Your ballot in “{poll.question}” does not count yet. Somebody else voted here" in shown


def test_who_had_a_phone_before_need_do_nothing(poll):
    with_phone, without = voters(poll, 1) + voters(poll, 1, phones=False)
    poll = raised(poll)
    assert tasks.confirm_who_can(poll.pk) == 1 and tasks.confirm_who_can(poll.pk) == 0
    assert [voter.person for voter in PollVoter.objects.unconfirmed()] == [without]
    mark = PollVoter.objects.get(person=with_phone)
    assert mark.level == 2 and mark.proof


def test_the_page_has_a_button_where_no_worker_came_by(poll, bea):
    vote(poll, bea, [A])
    give_phone(bea)
    poll = raised(poll)
    shown = page(poll, bea)
    assert "Confirm my ballot" in shown and "confirm your phone number" not in shown
    client = client_of(bea)
    assert "Your ballot counts." in client.post(f"/polls/{poll.slug}/ballot/confirm/", follow=True).content.decode()
    assert waiting() == 0


def test_saving_it_again_confirms_it(poll, bea):
    vote(poll, bea, [A])
    raised(poll)
    with pytest.raises(NotAllowed, match="phone number"):
        vote(poll, bea, [B], revision=1)
    give_phone(bea)
    vote(poll, bea, [B], revision=1)
    assert waiting() == 0


def test_two_accounts_with_one_phone_are_one_vote(poll, bea):
    ivo = make_person("Ivo")
    for person in (bea, ivo):
        vote(poll, person, [A])
    poll = raised(poll)
    give_phone(bea)
    assert confirm_ballots(by=bea, received_at=now()) == [(poll, "")]
    forget_phone(by=bea)
    give_phone(ivo)
    ((_poll, why_not),) = confirm_ballots(by=ivo, received_at=now())
    assert "Each number votes once" in why_not
    with pytest.raises(RuleBroken, match="Each number votes once"):
        confirm(poll, ivo)
    with pytest.raises(RuleBroken, match="Each number votes once"):
        vote(poll, ivo, [B], revision=1)
    shown = page(poll, ivo)
    assert "does not count yet" in shown and "Each number votes once" in shown and "Your ballot counts" not in shown
    assert waiting() == 1


def test_without_the_proof_nobody_confirms(poll, bea):
    vote(poll, bea, [A])
    raised(poll)
    give_phone(bea, confirmed=False)
    with pytest.raises(NotAllowed, match="phone number"):
        confirm(poll, bea)
    assert waiting() == 1 and not confirm(poll, make_person("Ivo"))


def test_ones_own_can_be_removed_while_it_waits(poll, bea):
    vote(poll, bea, [A])
    raised(poll, 3)
    client = client_of(bea)
    assert f'href="/polls/{poll.slug}/ballot/remove/"' in page(poll, bea)
    client.post(f"/polls/{poll.slug}/ballot/remove/")
    assert not PollVoter.objects.exists() and not Ballot.objects.exists()


def test_the_turnout_says_what_it_counts(poll):
    IdeaPoll.objects.update(results_visibility="turnout")
    voters(poll, 3, phones=False)
    assert "not confirmed" not in page(poll, None)
    raised(poll)
    shown = page(poll, None)
    assert "3 people have voted so far. 3 of these ballots are not confirmed yet and do not count so far." in shown


def test_a_suspended_poll_can_ask_for_more_and_take_it(poll, bea):
    vote(poll, bea, [A])
    give_phone(bea)
    row = suspend(by=poll.owner, poll=poll, reason=WHY)
    Suspension.objects.filter(pk=row.pk).update(confirmed_at=now())
    IdeaPoll.objects.update(suspended_at=now(), suspended_reason=WHY)
    poll = raised(poll)
    assert confirm(poll, bea) and waiting() == 0


def test_who_leaves_takes_it_along_and_after_the_close_it_stays_uncounted(poll, bea):
    ivo = make_person("Ivo")
    for person in (bea, ivo):
        vote(poll, person, [A])
    poll = raised(poll)
    erase_person(by=bea, person=bea)
    assert Ballot.objects.count() == 1
    close(poll)
    erase_person(by=ivo, person=ivo)
    assert Ballot.objects.unconfirmed().count() == 1 and not Ballot.objects.counting().exists()


# ── the freeze, and what is said of it ──


def test_at_the_freeze_they_are_left_out_and_their_number_is_told(poll):
    people = voters(poll, 12)
    late = voters(poll, 2, phones=False)
    poll = raised(poll)
    tasks.confirm_who_can(poll.pk)
    result = frozen(poll)
    totals = result.outcome["totals"]
    assert (totals["ballots"], totals["online"], totals["unconfirmed"]) == (len(people), len(people), len(late))
    assert json.loads(result.rule_json)["turnout"]["unconfirmed"] == len(late)
    assert next(line["votes"] for line in result.outcome["ideas"] if line["ref"] == A) == len(people)
    assert recount_poll(result=result)
    shown = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
    assert "ballots that were not confirmed in time and do not count" in shown and WHY in shown
    desk = " ".join(client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode().split())
    assert f"{len(people)} ballots." in desk
    assert not [*health.ballots(), *health.codes(), *health.voters(), *health.counts()]


def test_where_nobody_was_asked_for_more_the_files_are_as_before(poll):
    voters(poll, 1)
    assert "unconfirmed" not in frozen(poll).outcome["totals"]


def test_neighborhoods_leave_them_out(poll):
    hood = poll.neighborhood
    people = voters(poll, 10) + voters(poll, 2, phones=False)
    for person in people:
        person.neighborhood = hood
        person.save()
    poll = raised(poll)
    tasks.confirm_who_can(poll.pk)
    frozen(poll)
    assert Counting.objects.get().hoods["voters"] == {str(hood.pk): 10}


def test_late_is_late_and_the_voter_reads_it(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll)
    give_phone(bea)
    closes = poll.voting.closes_at
    with time_machine.travel(closes + timedelta(seconds=1)):
        with pytest.raises(RuleBroken, match="so it does not count"):
            confirm(poll, bea)
        shown = client_of(bea).get(f"/polls/{poll.slug}/ballot/mine/").content.decode()
        assert "was not confirmed in time, so it does not count" in shown
        answer = client_of(bea).post(f"/polls/{poll.slug}/ballot/", {"idea": [B], "revision": 1}).content.decode()
        assert "was not confirmed in time" in answer and "ballot as saved at" not in answer


def test_in_time_counts_until_the_freeze_and_is_told_after_it(poll, bea):
    ivo = make_person("Ivo")
    for n, person in enumerate((bea, ivo)):
        vote(poll, person, [A])
        give_phone(person, NUMBER.format(n))
    poll = raised(poll)
    just = poll.voting.closes_at - timedelta(milliseconds=1)
    with time_machine.travel(poll.voting.closes_at + timedelta(seconds=30)):
        assert confirm(poll, bea, just)
    with time_machine.travel(poll.voting.closes_at + timedelta(seconds=61)):
        assert counted(freeze_poll(poll=poll)).outcome["totals"]["ballots"] == 1
        with pytest.raises(RuleBroken, match="did not reach us"):
            confirm(poll, ivo, just)
    assert IdeaPoll.objects.get().late_refusals == 1 and waiting() == 1


def test_the_cut_leaves_the_number_as_it_was(poll):
    voters(poll, 1, phones=False)
    poll = raised(poll)
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=IdeaPoll.objects.get())
    assert Ballot.objects.unconfirmed().count() == 1


# ── paper ──


def batch(poll, people=()):
    sheets = [Sheet(f"S{n}", {A: 1}) for n in range(10)]
    return enter_batch(
        by=poll.owner, poll=poll, sheets=sheets, totals=Totals(10, 0, 10), voters=[person.email for person in people],
        collected=True,
    )  # fmt: skip


def test_where_paper_was_entered_nobody_is_asked_for_a_code(poll):
    row = batch(poll)
    for level in (3, 4):
        with pytest.raises(RuleBroken, match="Ballots on paper are entered here"):
            raised(poll, level)
    drop_batch(by=poll.owner, batch=row)
    assert raised(poll, 3).eligibility_level == 3


def test_paper_counts_whatever_is_asked_on_the_site(poll, bea):
    vote(poll, bea, [B])
    colleague = make_official("Colleague")
    confirm_batch(by=colleague, batch=batch(poll, [bea]), recount=Recount(10, 0, {A: 10}, [bea.email]))
    poll = raised(poll)
    assert waiting() == 0 and "You voted on paper." in page(poll, bea)
    totals = frozen(poll).outcome["totals"]
    assert (totals["ballots"], totals["paper"], totals["voided"]) == (10, 10, 1) and "unconfirmed" not in totals


def test_voids_of_what_never_counted_hide_no_vote_behind_them(poll):
    """After the freeze a batch voids none or at least ten that counted: nine that did not are no cover for one."""
    counting = voters(poll, 11)
    poll = raised(poll)
    tasks.confirm_who_can(poll.pk)
    late = []
    for n in range(9):
        late.append(make_person(f"Late{n}"))
        mark = PollVoter.objects.create(poll=poll, person=late[-1], level=1)
        Ballot.objects.create(poll=poll, voter=mark, revision=1)
    frozen(poll)
    row, people = batch(poll, [*late, counting[0]]), [*late, counting[0]]
    with pytest.raises(RuleBroken, match="would become void"):
        confirm_batch(
            by=make_official("Colleague"), batch=row, recount=Recount(10, 0, {A: 10}, [one.email for one in people])
        )


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"idea": [B], "revision": 1}, 409, "changed in another window"),
        ({"idea": ["2026-999"], "revision": 2}, 422, "not on this ballot"),
    ],
)
def test_a_save_that_confirms_and_is_refused_leaves_the_ballot_confirmed(poll, bea, typed, status, said):
    vote(poll, bea, [B])
    vote(poll, bea, [A], revision=1)
    poll = raised(poll)
    give_phone(bea, NUMBER.format(1))
    answer = client_of(bea).post(f"/polls/{poll.slug}/ballot/", {**typed, "client_key": "k"})
    shown = answer.content.decode()
    assert answer.status_code == status and said in shown and "Your ballot counts." in shown
    assert waiting() == 0 and Ballot.objects.counting().get().lines.get().idea.ref == A


def test_a_save_with_equal_ranks_confirms_like_any_other(bea):
    poll = make_poll("voting", ballot_type="rank", count_rule="schulze", votes_per_ballot=3, winners_k=1)
    make_ideas(poll, 3)
    vote(opened(poll), bea, choices={A: 1})
    poll = raised(poll)
    give_phone(bea, NUMBER.format(1))
    answer = client_of(bea).post(f"/polls/{poll.slug}/ballot/", {f"rank-{A}": 1, f"rank-{B}": 1, "revision": 1})
    assert answer.status_code == 422 and waiting() == 0


def test_a_refused_save_never_says_that_a_ballot_counts_which_waits(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll)
    for person in (make_person("Other"), bea):
        give_phone(person, NUMBER.format(1))
        if person != bea:
            vote(poll, person, [B])
    answer = client_of(bea).post(f"/polls/{poll.slug}/ballot/", {"idea": [B], "revision": 1})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "with the same phone number" in shown
    assert "Your ballot counts." not in shown and 'id="unconfirmed"' in shown and waiting() == 1


# ── codes and registers ──


def coded(poll):
    return make_codes(by=poll.owner, poll=poll, number=1)[1][0][1]


def with_code(poll, person, code, **more):
    client = client_of(person)
    return client, client.post(f"/polls/{poll.slug}/code/", {"code": code, **more}, follow=True)


def test_a_code_opens_the_same_ballot_and_takes_the_name_off_it(poll, bea):
    vote(poll, bea, [A])
    ballot = Ballot.objects.get()
    poll = raised(poll, 3)
    assert "type your code by" in page(poll, bea)
    client, answer = with_code(poll, bea, coded(poll), mine="1")
    assert "Your ballot counts." in answer.content.decode()
    assert Ballot.objects.get() == ballot and len(Box(poll)) == 1
    mark = PollVoter.objects.get()
    assert (mark.person, mark.level) == (None, 3) and mark.eligibility_hash and VotingRight.objects.get().used
    assert OutcomeListener.objects.get().person == bea
    assert not list(health.codes())
    answer = client.post(f"/polls/{poll.slug}/ballot/", {"idea": [B], "revision": 1})
    assert answer.status_code == 302 and ballot.lines.get().idea.ref == B


@pytest.mark.parametrize("joined", [False, True])
def test_a_no_to_letters_outlasts_the_name_at_the_ballot(poll, bea, joined):
    Support.objects.create(idea=poll.ideas.get(ref=A), person=bea)
    Idea.objects.filter(poll=poll, ref=A).update(supports=1)
    Idea.objects.filter(poll=poll, ref=B).update(author=bea)
    vote(poll, bea, [A], wants_outcome=False)
    poll = raised(poll, 3)
    with_code(poll, bea, coded(poll), mine="1")
    assert PollVoter.objects.get().person is None
    if joined:
        join(make_person("Bea", email="bea-2@mail.example"), bea)
    frozen(poll)
    assert not OutcomeListener.objects.exists()
    assert not OutcomeRefusal.objects.exists(), "it has done its work, and would tell who voted"


@pytest.mark.parametrize("brought", [["no"], ["yes"], ["no", "yes"]])
@pytest.mark.parametrize("gone", ["no", "yes"])
def test_of_two_accounts_that_are_joined_a_no_to_letters_holds_wherever_it_stands(poll, bea, brought, gone):
    """One ballot is a code's by now, and its yes or no is a row of its own; the other one may still carry the name."""
    ana = make_person("Ana")
    said = {"yes": ana, "no": bea}
    for wants, person in said.items():
        vote(poll, person, [A], wants_outcome=wants == "yes")
    poll = raised(poll, 3)
    for wants in brought:
        with_code(poll, said[wants], coded(poll), mine="1")
    join(said["no" if gone == "yes" else "yes"], said[gone])
    frozen(poll)
    assert not OutcomeListener.objects.exists()
    assert not OutcomeRefusal.objects.exists()


@pytest.mark.parametrize("brought", [True, False])
def test_who_asks_for_letters_after_a_no_and_joins_an_account_that_wants_them_hears(poll, bea, brought):
    ana = make_person("Ana")
    vote(poll, bea, [A], wants_outcome=False)
    vote(poll, ana, [A])
    poll = raised(poll, 3)
    if brought:
        with_code(poll, bea, coded(poll), mine="1")
    hear_outcome(by=bea, poll=poll)
    join(ana, bea)
    frozen(poll)
    assert OutcomeListener.objects.get().person == ana


def test_who_says_yes_after_a_no_hears(poll, bea):
    vote(poll, bea, [A], wants_outcome=False)
    poll = raised(poll, 3)
    with_code(poll, bea, coded(poll), mine="1")
    hear_outcome(by=bea, poll=poll)
    frozen(poll)
    assert OutcomeListener.objects.get().person == bea


def test_a_neighbors_code_leaves_ones_own_ballot_alone(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll, 3)
    code = coded(poll)
    assert "This code is mine" in client_of(bea).get(f"/polls/{poll.slug}/code/").content.decode()
    with_code(poll, bea, code)
    assert PollVoter.objects.get().person == bea and not VotingRight.objects.get().used


def test_a_code_that_has_voted_keeps_its_own_ballot(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll, 3)
    code = coded(poll)
    vote(poll, open_with_code(poll=poll, typed=code, session="x"), [B])
    _client, answer = with_code(poll, bea, code, mine="1")
    assert "There is a ballot for this already" in answer.content.decode()
    assert waiting() == 1 and Ballot.objects.counting().get().lines.get().idea.ref == B


def test_a_register_opens_the_same_ballot(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll, 4)
    take_register(by=poll.owner, poll=poll, lines={"4711": Entry(date(1990, 5, 1), "")})
    bearer = open_with_register(poll=poll, data={"number": "4711", "born": "1990-05-01"}, session="x")
    assert bring_along(by=bea, bearer=bearer, poll=poll, received_at=now())
    assert not bring_along(by=bea, bearer=bearer, poll=poll, received_at=now())
    assert waiting() == 0 and len(Box(poll)) == 1


def test_too_late_for_a_code(poll, bea):
    vote(poll, bea, [A])
    poll = raised(poll, 3)
    bearer = open_with_code(poll=poll, typed=coded(poll), session="x")
    with pytest.raises(RuleBroken, match="does not count"):
        bring_along(by=bea, bearer=bearer, poll=poll, received_at=poll.voting.closes_at)
    assert PollVoter.objects.get().person == bea


# ── all at once ──


def in_threads(*deeds):
    """Real threads, each with a connection of its own; what each came to: its answer, or the code of its refusal."""
    together, heard = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(n):
        together.wait()
        try:
            heard[n] = deeds[n]()
        except RuleBroken as refusal:
            heard[n] = refusal.code
        finally:
            connection.close()

    run([threading.Thread(target=do, args=(n,)) for n in range(len(deeds))])
    return heard


@pytest.mark.django_db(transaction=True)
def test_while_fifty_save_every_ballot_is_before_the_raise_or_after_it():
    poll = make_poll("voting")
    make_ideas(poll, 3)
    poll = opened(poll)
    people = [make_person(f"Voter{n}") for n in range(50)]
    for n, person in enumerate(people[:25]):
        give_phone(person, NUMBER.format(n))
    heard = in_threads(
        *[lambda person=person: vote(poll, person, [A]).revision for person in people[:30]],
        lambda: raised(poll).eligibility_level,
        *[lambda person=person: vote(poll, person, [A]).revision for person in people[30:]],
    )
    assert heard[30] == 2 and set(heard) <= {1, 2, "not_allowed"}
    for mark in PollVoter.objects.select_related("person"):
        assert mark.level == (2 if mark.proof else 1), "a mark says what was asked when it was made"
    saved = sum(one == 1 for one in heard)
    assert saved == Ballot.objects.count() == waiting() + Ballot.objects.counting().count()
    assert not PollVoter.objects.filter(level=2, person__in=people[25:]).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_ballot_waits_for_a_raise_under_way_and_is_asked_for_more():
    poll = make_poll("voting")
    make_ideas(poll, 1)
    poll, bea = opened(poll), make_person("Bea")
    inside, go_on, heard = threading.Event(), threading.Event(), []

    def slow_raise():
        with transaction.atomic():
            raised(poll)
            inside.set()
            go_on.wait(10)
        connection.close()

    def save():
        inside.wait(10)
        try:
            vote(poll, bea, [A])
        except RuleBroken as refusal:
            heard.append(refusal.code)
        connection.close()

    raiser, saver = threading.Thread(target=slow_raise), threading.Thread(target=save)
    raiser.start(), saver.start()
    inside.wait(10)
    saver.join(0.5)
    assert saver.is_alive() and not heard
    go_on.set()
    raiser.join(10), saver.join(10)
    assert heard == ["not_allowed"] and not PollVoter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_raised_twice_at_once_it_is_raised_once():
    poll = make_poll("voting")
    heard = in_threads(*[lambda: raised(poll).eligibility_level for _n in range(4)])
    assert sorted(heard, key=str) == [2, "lower", "lower", "lower"]
    assert len(IdeaPoll.objects.get().raises) == 1


@pytest.mark.django_db(transaction=True)
def test_one_phone_in_two_accounts_confirms_one_of_two_at_once():
    poll = make_poll("voting")
    make_ideas(poll, 1)
    poll = opened(poll)
    people = [make_person(f"Voter{n}") for n in range(2)]
    for person in people:
        vote(poll, person, [A])
        give_phone(person)
    raised(poll)
    heard = in_threads(*[lambda person=person: confirm(poll, person) for person in people])
    assert sorted(heard, key=str) == [True, "taken"] and waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_confirmed_at_the_close_is_in_the_count_or_told_to_be_late():
    poll = make_poll("voting")
    make_ideas(poll, 1)
    poll = opened(poll)
    people = voters(poll, 20)
    poll = raised(poll)
    just = now()
    close(poll)
    heard = in_threads(
        *[lambda person=person: confirm_in_time(poll, person, just) for person in people],
        lambda: freeze_poll(poll=poll),
    )
    done = sum(one is True for one in heard)
    assert isinstance(heard[-1], Counting) and heard[-1].ballots == done
    assert set(heard[:-1]) <= {True, "frozen", "late"}


def confirm_in_time(poll, person, at):
    """Received a moment before the close that the poll has by now."""
    closes = Phase.objects.get(poll=poll, kind="voting").closes_at
    return confirm(poll, person, min(at, closes - timedelta(milliseconds=1)))


@pytest.mark.django_db(transaction=True)
def test_one_code_takes_one_of_two_ballots_at_once():
    poll = make_poll("voting")
    make_ideas(poll, 1)
    poll = opened(poll)
    people = voters(poll, 2, phones=False)
    poll = raised(poll, 3)
    bearer = open_with_code(poll=poll, typed=coded(poll), session="x")
    heard = in_threads(
        *[
            lambda person=person: bring_along(by=person, bearer=bearer, poll=poll, received_at=now())
            for person in people
        ]
    )
    assert sorted(heard, key=str) == [True, "voted"]
    assert len(Box(poll)) == 1 and waiting() == 1


# ── beside second ballots of one person ──


def test_what_waits_is_nobodys_second_vote_and_hides_no_other_among_ten(poll):
    """A ballot that does not count can't be set aside: nine of them beside one that counts would show that one."""
    first, later = voters(poll, 2, phones=False)
    both = (first.email, later.email)
    case = ask_double(by=poll.owner, poll=poll, addresses=both, reason="Both were opened with one letter to one door.")
    poll = raised(poll)
    with pytest.raises(RuleBroken, match="nothing to set aside"):
        confirm_doubles(by=make_person("Mei", role="administrator"), poll=poll, cases=[case.pk])
    assert not Ballot.objects.exclude(void_reason="").exists()
