"""The close: frozen once, counted from the published files, certified by an official, cut loose in time."""

import json
import random
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import counting, tasks
from ideas.actions import (
    announce_lot,
    answer_idea,
    ask_correction,
    certify_result,
    confirm_correction,
    confirm_suspension,
    count_frozen,
    cut_poll,
    forget_author,
    forget_voter,
    freeze_poll,
    record_lot,
    recount_poll,
    resume,
    sign_override,
    start_project,
    support_idea,
    suspend,
)
from ideas.box import Box
from ideas.models import (
    Ballot,
    BallotLine,
    Certification,
    Counting,
    Duty,
    Idea,
    IdeaPoll,
    OutcomeListener,
    PollVoter,
    Result,
)
from ideas.tasks import follow_the_clock, recount
from people.models import Deed
from tests.builders import make_department, make_person
from tests.ideas.builders import close, counted, frozen, make_idea, make_ideas, make_official, make_poll, opened, vote
from tests.ideas.counting.polls import random_poll
from tests.support.visitors import client_of


@pytest.fixture
def poll(db):
    poll = make_poll("voting", winners_k=2)
    make_ideas(poll, 4)
    return opened(poll)


def votes(poll, *ballots):
    for refs in ballots:
        vote(poll, refs=[f"2026-00{n}" for n in refs])


def test_hidden_words_are_not_published_with_the_count(poll):
    votes(poll, (1, 2), (1,))
    Idea.objects.filter(poll=poll, ref="2026-001").update(hidden=True, title="Abuse")
    result = frozen(poll)
    assert "Abuse" not in result.ideas_csv + result.poll_pb + result.outcome_json + result.rule_json
    assert "2026-001" in result.ideas_csv and recount_poll(result=result)


def states(poll):
    return dict(Idea.objects.filter(poll=poll).order_by("ref").values_list("ref", "state"))


def test_a_worker_freezes_what_closed_a_minute_ago(poll):
    votes(poll, (1, 2), (1, 3), (1, 2))
    close(poll, timedelta(seconds=59))
    assert follow_the_clock() == 0
    close(poll)
    assert follow_the_clock() == 1
    assert Result.objects.get(poll=poll).outcome["totals"]["ballots"] == 3
    assert IdeaPoll.objects.get(pk=poll.pk).state == "counted"


def test_a_large_poll_waits_for_a_task_of_its_own(poll, monkeypatch):
    monkeypatch.setattr(tasks, "SMALL", 2)
    votes(poll, (1, 2), (1, 3), (1, 2))
    close(poll)
    assert follow_the_clock() == 1
    assert not Result.objects.exists() and IdeaPoll.objects.get(pk=poll.pk).state == "counting"
    assert tasks.count(Counting.objects.get(poll=poll).pk) == 1
    assert tasks.count(Counting.objects.get(poll=poll).pk) == 0
    assert IdeaPoll.objects.get(pk=poll.pk).state == "counted"


def test_ideas_are_chosen_by_the_certificate_and_not_by_the_count(poll):
    votes(poll, (1, 2), (1, 3), (1, 2))
    frozen(poll)
    assert set(states(poll).values()) == {"on_ballot"}
    with pytest.raises(NotAllowed):
        start_project(by=poll.owner, idea=poll.ideas.get(ref="2026-001"))
    certify_result(by=poll.owner, poll=poll)
    assert states(poll) == {
        "2026-001": "selected", "2026-002": "selected", "2026-003": "not_selected", "2026-004": "not_selected",
    }  # fmt: skip
    assert start_project(by=poll.owner, idea=poll.ideas.get(ref="2026-001")).status == "draft"


def test_what_the_city_answered_before_the_certificate_moves_the_idea_with_it(poll):
    votes(poll, (1, 2), (1, 3), (1, 2))
    frozen(poll)
    answer_idea(
        by=poll.owner, idea=poll.ideas.get(ref="2026-003"), status="not_possible", department=poll.department,
        reason="The water main runs under it, so nothing can be built here.",
    )  # fmt: skip
    assert states(poll)["2026-003"] == "on_ballot"
    certify_result(by=poll.owner, poll=poll)
    assert states(poll)["2026-003"] == "dropped" and Duty.objects.filter(done_at__isnull=False).count() == 1


def test_freezing_twice_changes_nothing(poll):
    votes(poll, (1,), (2,))
    first = frozen(poll)
    again = freeze_poll(poll=poll)
    assert again == first.counting and count_frozen(counting=again) is None
    assert Result.objects.filter(poll=poll).count() == 1
    assert Deed.objects.filter(bell="ideas.poll_frozen").count() == 1


def test_a_poll_is_not_frozen_before_its_minute(poll):
    with pytest.raises(RuleBroken):
        freeze_poll(poll=poll)
    assert not Result.objects.exists()


def test_a_sleeping_worker_changes_nothing(db):
    """Nobody wrote down the ballot, nobody came by: the rule is the same whenever the worker wakes up."""
    poll = make_poll("over", winners_k=1)
    make_ideas(poll, 2)
    held = make_idea(poll, "Held back", hidden=True, hold_reason="first")
    result = counted(freeze_poll(poll=poll))
    assert [line["ref"] for line in result.outcome["ideas"]] == ["2026-001", "2026-002", held.ref]


def test_nothing_to_vote_on_is_no_error(db):
    poll = make_poll("over")
    assert freeze_poll(poll=poll) is None
    poll.refresh_from_db()
    assert poll.frozen_at is not None and poll.state == "counted" and not Counting.objects.exists()


def test_a_tie_across_the_cut_has_no_winner(poll):
    """Number 9: two ideas, one place → tie_pending, nobody wins by row, date or alphabet."""
    votes(poll, (1, 2), (1, 3))
    result = frozen(poll)
    assert [line["state"] for line in result.outcome["ideas"]].count("selected") == 1
    assert states(poll)["2026-002"] == states(poll)["2026-003"] == "tie_pending"
    assert "selected" not in states(poll).values()
    assert [tie["members"] for tie in result.open_ties] == [["2026-002", "2026-003"]]


def test_a_lot_drawn_in_public_decides_and_is_a_further_result(poll):
    votes(poll, (1, 2), (1, 3))
    first = frozen(poll)
    result = counted(record_lot(
        by=poll.owner, poll=poll, group="tie-1", order=["2026-003", "2026-002"], method="Slips from a hat",
        witnesses=["Ana Reyes", "Tom Adeyemi"], drawn_at=now(),
    ))  # fmt: skip
    assert (first.n, result.n) == (1, 2)
    assert set(states(poll).values()) == {"on_ballot"}
    certify_result(by=poll.owner, poll=poll)
    assert states(poll)["2026-003"] == "selected" and states(poll)["2026-002"] == "not_selected"
    assert result.outcome["ties"][0]["lot"]["witnesses"] == ["Ana Reyes", "Tom Adeyemi"]
    assert recount_poll(result=result)


WHERE = "Mon 30 Nov, 10:00, Town Hall, room 12"
NOT_SAID = "The time and place will stand here."


def test_an_official_says_when_and_where_the_lot_is_drawn_until_it_is_written_down(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    desk, at = client_of(poll.owner), f"/admin/polls/{poll.pk}/"

    def result():
        return client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()

    assert NOT_SAID in result() and "When and where is the lot drawn?" in desk.get(at).content.decode()
    short = desk.post(f"{at}announce/", {"when_where": "Monday"})
    assert "<title>Error: " in desk.post(f"{at}lot/", {"group": "tie-1"}).text
    assert short.status_code == 422 and 'value="Monday"' in short.content.decode() and NOT_SAID in result()
    long = desk.post(f"{at}announce/", {"when_where": "Town Hall " * 25})
    assert long.status_code == 422 and "Keep it to 200" in long.content.decode()
    for words in ("Some day in the Town Hall", WHERE):
        assert desk.post(f"{at}announce/", {"when_where": words}).status_code == 302
    assert f"{WHERE}." in result() and NOT_SAID not in result() and "Some day" not in result()
    assert f'value="{WHERE}"' in desk.get(at).content.decode()
    said = Deed.objects.filter(bell="ideas.lot_announced")
    assert said.count() == 2 and {deed.by for deed in said} == {poll.owner}
    order = ["2026-003", "2026-002"]
    counting = record_lot(
        by=poll.owner, poll=poll, group="tie-1", order=order, method="Slips from a hat", witnesses=["Ana Reyes"], drawn_at=now()
    )  # fmt: skip
    assert "will stand here" not in result() and WHERE not in result()  # counted with it in a minute
    counted(counting)
    assert "A lot is drawn in public" not in result() and f"Said before: “{WHERE}”." in result()
    assert not IdeaPoll.objects.get(pk=poll.pk).lot_announced


def test_of_a_new_count_nobody_has_said_yet_where_its_lot_is_drawn(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    announce_lot(by=poll.owner, poll=poll, words=WHERE)
    asked = ask_correction(by=poll.owner, poll=poll, reason="One sheet of paper was read twice.")
    confirm_correction(by=make_official("Lee"), correction=asked)
    counted(IdeaPoll.objects.get(pk=poll.pk).counting)
    shown = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
    assert NOT_SAID in shown and WHERE not in shown


def test_only_who_runs_the_poll_says_it_and_only_while_a_lot_is_to_be_drawn(poll):
    votes(poll, (1, 2), (1, 3))
    with pytest.raises(RuleBroken, match="not counted yet"):
        announce_lot(by=poll.owner, poll=poll, words=WHERE)
    frozen(poll)
    with pytest.raises(NotAllowed):
        announce_lot(by=make_person("Bea"), poll=poll, words=WHERE)
    sign_override(
        by=make_official("Second"), certification=certify_result(by=poll.owner, poll=poll, override_reason=BOTH)
    )
    with pytest.raises(RuleBroken, match="no lot to draw any more"):
        announce_lot(by=poll.owner, poll=poll, words=WHERE)
    shown = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
    assert "A lot is drawn in public.</b>" not in shown  # two officials decided that none is


def test_a_lot_names_every_tied_idea_once(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    for order in (["2026-003"], ["2026-003", "2026-004"], ["2026-003", "2026-003"]):
        with pytest.raises(RuleBroken):
            record_lot(
                by=poll.owner,
                poll=poll,
                group="tie-1",
                order=order,
                method="By hand",
                witnesses=["Ana"],
                drawn_at=now(),
            )
    assert Result.objects.count() == 1


def test_results_are_never_changed_not_even_by_hand(poll):
    votes(poll, (1,))
    result = frozen(poll)
    for statement in ("UPDATE ideas_result SET outcome_json = '{}'", "DELETE FROM ideas_result"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Result.objects.get(pk=result.pk).outcome_json == result.outcome_json


def test_the_files_carry_no_person_and_no_time(poll):
    voters = [make_person(f"Voter{n}") for n in range(12)]
    for voter in voters:
        vote(poll, voter, ["2026-001"])
    text = frozen(poll).ballots_csv
    serials = [row.split(",")[0] for row in text.splitlines()[1:]]
    assert len(set(serials)) == 12 and all(len(serial) == 16 for serial in serials)
    assert not set(serials) & {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)}
    assert text.splitlines()[0] == "serial,ref,value"


def test_fewer_than_ten_ballots_publish_totals_only(poll):
    votes(poll, (1,), (2,))
    result = frozen(poll)
    assert (result.ballots_csv, result.ballots_sha256, result.poll_pb) == ("", "", "")
    assert "ballots.csv" not in result.rule_json
    assert result.outcome["totals"]["ballots"] == 2


def test_blank_ballots_count_as_turnout(poll):
    votes(poll, (1,), ())
    assert frozen(poll).outcome["totals"]["blank"] == 1


RULES = {
    "most": {},
    "budget_greedy": {"budget_total": 900, "winners_k": None},
    "equal_shares": {"budget_total": 900, "winners_k": None},
    "irv": {"ballot_type": "rank", "winners_k": 1},
    "schulze": {"ballot_type": "rank", "winners_k": 2},
}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_recount_py_on_the_exported_files_equals_the_stored_outcome(db, tmp_path, rule):
    """Number 10, with what the database really stored; the counting package tries 200 random polls of every rule."""
    poll = make_poll("voting", count_rule=rule, **RULES[rule])
    for idea in make_ideas(poll, 6):
        Idea.objects.filter(pk=idea.pk).update(cost=random.Random(idea.ref).randint(50, 500))
    poll = opened(poll)
    dice = random.Random(7)
    for _ in range(30):
        picked = [f"2026-00{n}" for n in dice.sample(range(1, 7), dice.randint(0, 5))]
        ranked = poll.ballot_type == "rank"
        vote(poll, choices={ref: place if ranked else 1 for place, ref in enumerate(picked, start=1)})
    result = frozen(poll)
    for name, text in {"ballots.csv": result.ballots_csv, "ideas.csv": result.ideas_csv, "rule.json": result.rule_json,
                       "recount.py": result.recount_py, "outcome.json": result.outcome_json}.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    done = subprocess.run([sys.executable, "-I", "recount.py", "."], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == result.outcome_json
    assert counting.sha256_of(tmp_path / "ballots.csv") == result.ballots_sha256


@pytest.mark.parametrize(
    ("rule", "polls"), [("most", 200), ("budget_greedy", 200), ("irv", 40), ("schulze", 40), ("equal_shares", 40)]
)
def test_random_polls_count_alike_in_memory_and_from_files(tmp_path, rule, polls):
    for seed in range(polls):
        terms, ideas, ballots = random_poll(rule, seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        counting.write_folder(folder, terms, ideas, ballots)
        again = counting.outcome_json(counting.count(terms, ideas, [choices for _serial, choices in ballots]))
        assert counting.count_folder(folder) == again


def test_the_nightly_recount_notices_a_changed_ballot(poll):
    votes(poll, (1, 2), (1, 2), (3,))
    frozen(poll)
    with time_machine.travel(now() + timedelta(hours=5)):
        assert recount() == 0
        BallotLine.objects.filter(idea__ref="2026-003").update(idea=Idea.objects.get(poll=poll, ref="2026-004"))
        assert recount() == 1
    assert Deed.objects.filter(bell="ideas.recount_differed").count() == 1


def test_certifying_gives_every_idea_on_the_ballot_a_date(poll):
    votes(poll, (1, 2), (1, 2), (1, 3))
    frozen(poll)
    done = certify_result(by=poll.owner, poll=poll)
    assert Duty.objects.filter(idea__poll=poll).count() == 4
    assert {duty.due_at for duty in Duty.objects.all()} == {done.at + timedelta(days=30)}
    assert IdeaPoll.objects.get(pk=poll.pk).state == "certified"


def test_certifying_twice_is_refused(poll):
    votes(poll, (1, 2))
    frozen(poll)
    certify_result(by=poll.owner, poll=poll)
    with pytest.raises(RuleBroken, match="already"):
        certify_result(by=poll.owner, poll=poll)


def test_an_open_tie_takes_a_reason_and_two_officials(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    with pytest.raises(RuleBroken, match="tie is open"):
        certify_result(by=poll.owner, poll=poll)
    waiting = certify_result(by=poll.owner, poll=poll, override_reason="Both will be built, the council agreed on it.")
    assert not Duty.objects.exists() and IdeaPoll.objects.get(pk=poll.pk).state == "counted"
    with pytest.raises(RuleBroken, match="Somebody else"):
        sign_override(by=poll.owner, certification=waiting)
    sign_override(by=make_official("Second"), certification=waiting)
    assert Duty.objects.count() == 4 and IdeaPoll.objects.get(pk=poll.pk).state == "certified"


def lot(poll):
    return counted(record_lot(
        by=poll.owner, poll=poll, group="tie-1", order=["2026-003", "2026-002"], method="Slips from a hat",
        witnesses=["Ana Reyes"], drawn_at=now(),
    ))  # fmt: skip


BOTH = "Both will be built, the council agreed on it."


def test_a_lot_makes_a_waiting_signature_idle_for_it_was_asked_for_another_count(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    waiting = certify_result(by=poll.owner, poll=poll, override_reason=BOTH)
    assert poll not in IdeaPoll.objects.to_certify()
    lot(poll)
    assert poll in IdeaPoll.objects.to_certify() and not Certification.objects.unsigned()
    with pytest.raises(RuleBroken, match="newer count"):
        sign_override(by=make_official("Second"), certification=waiting)
    assert IdeaPoll.objects.get(pk=poll.pk).state == "counted"
    certify_result(by=poll.owner, poll=poll)
    assert IdeaPoll.objects.get(pk=poll.pk).certification.result.n == 2


def test_ideas_that_stay_tied_by_two_signatures_are_answered_without_a_lot(poll):
    votes(poll, (1, 2), (1, 3))
    frozen(poll)
    tied = poll.ideas.get(ref="2026-002")
    words = {
        "status": "accepted", "reason": "Both fit beside each other, and the money is there.", "next_step": "Order lamps",
        "due_on": now().date() + timedelta(days=40), "department": poll.department,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="tie is open"):
        answer_idea(by=poll.owner, idea=tied, **words)
    waiting = certify_result(by=poll.owner, poll=poll, override_reason=BOTH)
    sign_override(by=make_official("Second"), certification=waiting)
    with pytest.raises(RuleBroken, match="without a lot"):
        lot(poll)
    answer_idea(by=poll.owner, idea=tied, **words)
    assert states(poll)["2026-002"] == "planned" and states(poll)["2026-003"] == "tie_pending"


def test_only_its_officials_certify(poll):
    votes(poll, (1, 2))
    frozen(poll)
    other = make_person("Elsewhere", role="official")
    other.role_grants.update(department=make_department("Harbor Office"))
    for person in (make_person(), other, make_person("Mod", role="moderator")):
        with pytest.raises(NotAllowed):
            certify_result(by=person, poll=poll)


def test_who_wants_to_hear_is_listed_by_poll_and_not_by_idea(db):
    poll = make_poll("proposing")
    author, fan, quiet = make_person("Author"), make_person("Fan"), make_person("Quiet")
    idea = make_idea(poll, author=author)
    support_idea(by=fan, idea=idea)
    support_idea(by=quiet, idea=idea)
    shift_to_voting(poll)
    poll = opened(IdeaPoll.objects.get(pk=poll.pk))
    vote(poll, quiet, ["2026-001"], wants_outcome=False)
    frozen(poll)
    assert set(OutcomeListener.objects.values_list("person", flat=True)) == {author.pk, fan.pk}
    assert "idea" not in {field.name for field in OutcomeListener._meta.get_fields()}


def shift_to_voting(poll):
    at = now()
    days = {"proposing": (-9, -6), "review": (-6, -3), "voting": (-3, 3)}
    for kind, (opens, closes) in days.items():
        poll.phases.filter(kind=kind).update(opens_at=at + timedelta(days=opens), closes_at=at + timedelta(days=closes))


def test_leaving_while_voting_is_open_takes_the_ballot_along(poll):
    """Number 6, before the close: the count drops by one, and the person may vote anew."""
    leaver = make_person("Leaver")
    vote(poll, leaver, ["2026-001"])
    votes(poll, (2,))
    forget_voter(person=leaver)
    assert Ballot.objects.count() == 1 and PollVoter.objects.count() == 1


def test_leaving_after_the_close_changes_no_count(poll):
    """Number 6, after the close: the link is cut, the ballot stays, before and after the freeze."""
    early, late = make_person("Early"), make_person("Late")
    vote(poll, early, ["2026-001"])
    vote(poll, late, ["2026-001"])
    close(poll)
    forget_voter(person=early)
    counting = freeze_poll(poll=poll)
    forget_voter(person=late)
    result = counted(counting)
    assert result.outcome["totals"]["ballots"] == Ballot.objects.count() == 2
    assert not PollVoter.objects.filter(person__isnull=False).exists()
    assert not OutcomeListener.objects.exists()
    assert recount_poll(result=result)


def test_a_former_member_leaves_numbers_behind(db):
    poll = make_poll("proposing")
    leaver = make_person("Leaver")
    idea = make_idea(poll, author=leaver)
    support_idea(by=leaver, idea=idea)
    forget_author(person=leaver)
    idea.refresh_from_db()
    assert (idea.author, idea.supports, idea.by_whom) == (None, 1, "Former member")


def test_the_cut_wipes_who_took_part_and_leaves_the_count(poll):
    votes(poll, (1, 2), (1,), (3,))
    result = frozen(poll)
    certify_result(
        by=poll.owner,
        poll=poll,
        override_reason="The council wants both of the tied ideas." if result.open_ties else "",
    )
    assert cut_poll(poll=poll) is False
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=poll) is True
        assert cut_poll(poll=poll) is False
    assert set(PollVoter.objects.values_list("person", "at", "cut")) == {(None, None, True)}
    assert set(Ballot.objects.values_list("cast_at", "client_key")) == {(None, "")}
    assert recount_poll(result=result)


def test_suspending_while_people_vote_takes_two(poll):
    idea = poll.ideas.get(ref="2026-001")
    admin = make_person("Adm", role="administrator")
    row = suspend(by=poll.owner, poll=poll, idea=idea, reason="The bank is not stable there.")
    idea.refresh_from_db()
    assert idea.suspended_at is None
    with pytest.raises(RuleBroken, match="Somebody else"):
        confirm_suspension(by=poll.owner, suspension=row)
    with pytest.raises(RuleBroken, match="administrator"):
        confirm_suspension(by=make_official("Other"), suspension=row)
    confirm_suspension(by=admin, suspension=row)
    idea.refresh_from_db()
    assert idea.suspended_at is not None


def test_after_every_suspension_the_tally_equals_a_recount_from_the_lines(poll):
    """Number 7 of the ballots: suspended lines wait; whoever used the freed vote keeps the newer choice."""
    poll.refresh_from_db()
    IdeaPoll.objects.filter(pk=poll.pk).update(votes_per_ballot=2)
    admin, idea = make_person("Adm", role="administrator"), poll.ideas.get(ref="2026-001")
    stays, uses = make_person("Stays"), make_person("Uses")
    vote(poll, stays, ["2026-001", "2026-002"])
    vote(poll, uses, ["2026-001", "2026-002"])
    confirm_suspension(
        by=admin, suspension=suspend(by=poll.owner, poll=poll, idea=idea, reason="It is not safe there.")
    )
    with pytest.raises(RuleBroken, match="suspended"):
        vote(poll, stays, ["2026-001", "2026-002"], revision=1)
    vote(poll, stays, ["2026-002"], revision=1)
    vote(poll, uses, ["2026-002", "2026-003"], revision=1)
    resume(by=poll.owner, poll=poll, idea=idea, note="The engineers found it safe.")
    result = frozen(poll)
    counted = {line["ref"]: line["votes"] for line in result.outcome["ideas"]}
    assert counted == {"2026-001": 1, "2026-002": 2, "2026-003": 1, "2026-004": 0}
    assert json.loads(result.outcome_json)["totals"]["ballots"] == 2


def test_suspend_resume_suspend_each_tally_equals_a_recount_from_the_lines(poll):
    """Number 7, each time: what the site would count now is what the lines of ideas that are not suspended add up to."""
    IdeaPoll.objects.filter(pk=poll.pk).update(votes_per_ballot=2)
    admin, idea = make_person("Adm", role="administrator"), poll.ideas.get(ref="2026-001")
    votes(poll, (1, 2), (1, 3), (2, 4), (1,), ())
    uses = make_person("Uses")
    vote(poll, uses, ["2026-001", "2026-002"])

    def of_the_site():
        ideas = [
            {"ref": one.ref, "state": "suspended" if one.suspended_at else "on_ballot"}
            for one in poll.ideas.order_by("ref")
        ]
        outcome = counting.count(poll.rule(), ideas, Box(poll).ballots())
        return {line["ref"]: line["votes"] for line in outcome["ideas"] if line["state"] != "suspended"}

    def of_the_lines():
        live = poll.ideas.filter(suspended_at=None).values_list("ref", flat=True)
        return {ref: BallotLine.objects.filter(idea__poll=poll, idea__ref=ref).count() for ref in live}

    def told():
        assert of_the_site() == of_the_lines()
        return of_the_site().get("2026-001")

    def set_aside():
        asked = suspend(by=poll.owner, poll=poll, idea=idea, reason="It is not safe there.")
        confirm_suspension(by=admin, suspension=asked)

    assert told() == 4
    set_aside()
    assert told() is None
    vote(poll, uses, ["2026-002", "2026-003"], revision=1)
    resume(by=poll.owner, poll=poll, idea=idea, note="The engineers found it safe.")
    assert told() == 3
    set_aside()
    assert told() is None
    result = frozen(poll)
    line = next(line for line in result.outcome["ideas"] if line["ref"] == "2026-001")
    assert (line["state"], line["reason"]["ignored_ballots"]) == ("suspended", 3) and recount_poll(result=result)


def test_a_suspended_idea_wins_nothing_and_says_why(poll):
    votes(poll, (1, 2), (1,), (2, 3))
    admin, idea = make_person("Adm", role="administrator"), poll.ideas.get(ref="2026-001")
    confirm_suspension(
        by=admin, suspension=suspend(by=poll.owner, poll=poll, idea=idea, reason="It is against the law.")
    )
    result = frozen(poll)
    certify_result(by=poll.owner, poll=poll)
    line = next(line for line in result.outcome["ideas"] if line["ref"] == "2026-001")
    assert (line["state"], line["votes"], line["reason"]["ignored_ballots"]) == ("suspended", 0, 2)
    assert states(poll)["2026-001"] == "not_selected"
