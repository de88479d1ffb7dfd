"""Counting in a worker: with progress for all to see, once whoever else tries, and again after a failure."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import counting as engine
from ideas import health
from ideas.actions import (
    ask_correction,
    certify_result,
    confirm_correction,
    count_frozen,
    counts,
    drop_correction,
    freeze_poll,
    record_lot,
    recount_poll,
)
from ideas.box import Box, fingerprints
from ideas.models import SILENT, Ballot, BallotLine, Correction, Counting, Idea, IdeaPoll, Result
from ideas.tasks import recount
from notices.models import Letter
from people import deeds
from people.models import Deed
from tests.builders import make_person
from tests.ideas.builders import close, counted, frozen, make_ideas, make_official, make_poll, opened, vote
from tests.support.visitors import client_of


@pytest.fixture
def poll(db):
    """Twelve ballots: the first idea leads, the second and third tie."""
    poll = make_poll("voting", winners_k=2)
    make_ideas(poll, 4)
    poll = opened(poll)
    for n in range(12):
        vote(poll, refs=["2026-001", f"2026-00{2 + n % 2}"])
    return poll


@pytest.fixture
def waiting(poll):
    """Frozen, and nobody has begun to count."""
    counting = freeze_poll(poll=close(poll))
    assert counting is not None
    return counting


def page(path, person=None):
    return " ".join(client_of(person).get(path, follow=True).content.decode().split())


def refused(**kwargs):
    raise MemoryError("no room left")


def test_the_freeze_writes_the_files_and_counts_nothing(waiting, poll):
    assert waiting.ballots == 12 and waiting.ballots_csv.count("\n") == 25
    rule = json.loads(waiting.rule_json)
    assert rule["files"].keys() == {"ballots.csv", "ideas.csv"} and rule["turnout"]["online"] == 12
    assert not Result.objects.exists() and IdeaPoll.objects.get(pk=poll.pk).state == "counting"


def test_everybody_sees_how_far_the_count_is(waiting, poll):
    assert "12 ballots wait." in page(f"/polls/{poll.slug}/")
    Counting.objects.update(stage="ballots", done=7, beat_at=now())
    assert "7 of 12 ballots are read." in page(f"/polls/{poll.slug}/")
    Counting.objects.update(stage="completion_step", done=5)
    assert "Step 5 of sharing the budget." in page(f"/admin/polls/{poll.pk}/", poll.owner)
    assert "Being counted" in page("/polls/")


def test_the_files_go_over_to_the_result(waiting, poll):
    ballots_csv = waiting.ballots_csv
    result = counted(waiting)
    waiting.refresh_from_db()
    assert (waiting.ballots_csv, waiting.result, waiting.differs) == ("", result, False)
    assert result.ballots_csv == ballots_csv and waiting.finished_at is not None
    assert IdeaPoll.objects.get(pk=poll.pk).state == "counted"


def test_only_one_counts_at_a_time_and_a_silent_one_is_replaced(waiting):
    Counting.objects.update(beat_at=now())
    assert count_frozen(counting=waiting) is None and not Result.objects.exists()
    with time_machine.travel(now() + SILENT + timedelta(seconds=1)):
        assert count_frozen(counting=waiting) is not None
    assert count_frozen(counting=waiting) is None and Result.objects.count() == 1


def test_a_failure_is_seen_by_officials_and_tried_again_after_a_rest(waiting, poll, monkeypatch):
    monkeypatch.setattr(counts, "count", lambda *_args: refused())
    assert count_frozen(counting=waiting) is None
    monkeypatch.undo()
    assert count_frozen(counting=waiting) is None  # it rests
    desk = page(f"/admin/polls/{poll.pk}/", poll.owner)
    assert "no room left" in desk and "no room left" not in page(f"/polls/{poll.slug}/")
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert any("failed and is tried again: MemoryError" in line for line in health.counts())
        assert list(Counting.objects.waiting()) == [waiting]
        assert counted(waiting).n == 1
        assert not list(health.counts())


def test_health_says_that_nobody_counts(waiting, poll):
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert [line for line in health.counts() if "Nobody counts" in line and poll.slug in line]


def test_progress_is_a_sign_of_life(waiting, monkeypatch):
    monkeypatch.setattr(counts, "TELL_EVERY", 0)
    seen = []
    monkeypatch.setattr(
        counts._Teller, "__call__", lambda self, stage, done, told=counts._Teller.__call__: (
            told(self, stage, done), seen.append(Counting.objects.values_list("stage", "beat_at").get()),
        ),
    )  # fmt: skip
    counted(waiting)
    assert [stage for stage, _at in seen] == ["checking"] and all(at is not None for _stage, at in seen)


def test_nothing_is_certified_or_drawn_while_a_count_is_under_way(poll):
    frozen(poll)
    lot = {
        "by": poll.owner, "poll": poll, "group": "tie-1", "method": "Slips from a hat", "witnesses": ["Ana"],
        "drawn_at": now(), "order": ["2026-003", "2026-002"],
    }  # fmt: skip
    counting = record_lot(**lot)
    assert Result.objects.count() == 1
    assert "A further count is under way" in page(f"/polls/{poll.slug}/results/")
    for deed in (lambda: record_lot(**lot), lambda: certify_result(by=poll.owner, poll=poll)):
        with pytest.raises(RuleBroken, match="under way"), transaction.atomic():
            deed()
    result = counted(counting)
    assert (result.n, result.ballots_csv) == (2, Result.objects.get(n=1).ballots_csv)
    said = page(f"/polls/{poll.slug}/results/")
    assert "decided by a lot.</b> Slips from a hat. Drawn " in said and "Witnesses: Ana." in said
    assert recount_poll(result=result) and certify_result(by=poll.owner, poll=poll)


def test_what_can_not_be_counted_is_given_up_and_the_result_before_it_stands(poll):
    first = frozen(poll)
    counting = counts.begin_count(poll, after=first, ideas_csv=first.ideas_csv, rule_json='{"count_rule": "guess"}')
    assert count_frozen(counting=counting) is None
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert poll.counting is None and poll.newest_result == first
    assert "could not be made" in page(f"/admin/polls/{poll.pk}/", poll.owner)


def test_the_ballots_of_a_small_poll_are_kept_as_they_were_frozen(db):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 2)
    vote(opened(poll), refs=["2026-001"])
    result = frozen(poll)
    assert result.ballots_csv == "" and ",2026-001,1\n" in result.counting.ballots_csv
    assert "files" not in json.loads(result.rule_json)
    path = f"/polls/{poll.slug}/results/1/ballots.csv"
    assert client_of(None).get(path).status_code == 404


def test_a_ballot_changed_before_the_certificate_is_noticed_at_night_and_stops_it(poll):
    frozen(poll)
    BallotLine.objects.filter(idea__ref="2026-003").update(idea=Idea.objects.get(poll=poll, ref="2026-004"))
    assert recount() == 1 and Deed.objects.filter(bell="ideas.recount_differed").count() == 1
    with pytest.raises(RuleBroken, match="another outcome"):
        certify_result(by=poll.owner, poll=tied_no_more(poll))
    assert "came to something else" in page(f"/admin/polls/{poll.pk}/", poll.owner)


def tied_no_more(poll):
    """So that the recount alone speaks against it."""
    order = {"order": ["2026-002", "2026-003"], "method": "Slips from a hat", "witnesses": ["Ana"], "drawn_at": now()}
    counted(record_lot(by=poll.owner, poll=poll, group="tie-1", **order))
    return poll


def test_the_night_leaves_what_is_anonymous_to_its_fingerprints(poll):
    frozen(poll)
    IdeaPoll.objects.update(cut_at=now())
    BallotLine.objects.filter(idea__ref="2026-003").delete()
    assert recount() == 0
    assert "recounts every night" not in page(f"/polls/{poll.slug}/results/")


# ── the box ──


def test_the_box_holds_every_ballot_that_counts_blank_ones_too(poll):
    vote(poll, make_person("Blank"))
    held = Box(poll)
    assert len(held) == 13 and {} in list(held.ballots())
    assert sorted(choices.get("2026-002", 0) for choices in held.ballots()) == [0] * 7 + [1] * 6
    assert len({serial for serial, _choices in held.numbered()}) == 13


def test_points_keep_their_values_in_the_box(db):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=6)
    make_ideas(poll, 3)
    vote(opened(poll), choices={"2026-003": 6, "2026-001": 4})
    assert list(Box(poll).ballots()) == [{"2026-001": 4, "2026-003": 6}]


def test_a_fingerprint_knows_neither_order_nor_serial_but_every_choice():
    one, other = fingerprints(), fingerprints()
    ballots = [{"A": 1, "B": 2}, {}, {"B": 1}]
    assert one(ballots) == one([{"B": 1}, {"B": 2, "A": 1}, {}])
    for changed in ([{"A": 2, "B": 1}, {}, {"B": 1}], ballots[:2], [*ballots, {}], [{"A": 1, "B": 2}, {}, {"B": 2}]):
        assert one(ballots) != one(changed)
    assert one(ballots) != other(ballots)


@pytest.mark.parametrize("ideas", [0, 1, 2000])
def test_a_poll_of_no_idea_of_one_and_of_2000(db, ideas, django_assert_max_num_queries):
    poll = make_poll("voting", winners_k=1)
    Idea.objects.bulk_create(
        Idea(poll=poll, ref=f"2026-{n:04}", title=f"Idea {n}", body="Why not?") for n in range(1, ideas + 1)
    )
    poll = opened(poll)
    voter = client_of(make_person("Bea"))
    assert voter.get(f"/polls/{poll.slug}/").status_code == 200
    if ideas:
        vote(poll, refs=[f"2026-{ideas:04}"])
        outcome = frozen(poll).outcome
        assert len(outcome["ideas"]) == ideas and outcome["ideas"][0]["ref"] == f"2026-{ideas:04}"
        with django_assert_max_num_queries(40):  # SQLite takes the 2,000 duties in a dozen parts
            certify_result(by=poll.owner, poll=poll)
        with django_assert_max_num_queries(16):
            assert "Idea" in page(f"/polls/{poll.slug}/results/")
    else:
        assert freeze_poll(poll=close(poll)) is None
        assert "No ideas were received" in page(f"/polls/{poll.slug}/")
        assert not list(health.counts())


def test_the_engine_hears_how_far_it_is():
    heard = []
    rule = {"ballot_type": "approve", "count_rule": "most", "winners_k": 1}
    ballots = ({"A": 1} for _ in range(200_000))
    engine.count(rule, [{"ref": "A"}], ballots, lambda *said: heard.append(said))
    assert heard == [("ballots", 100_000), ("ballots", 200_000)]


# ── corrections ──

WRONG = "The price of the pump was typed with one nought too few."


@pytest.fixture
def budget(db):
    """Twelve ballots and 100 to spend: the first takes 60, the second 40, and nothing is left for the third."""
    poll = make_poll("voting", count_rule="budget_greedy", budget_total=100, winners_k=None)
    ideas = make_ideas(poll, 3)
    for idea, cost in zip(ideas, (60, 40, 30), strict=True):
        Idea.objects.filter(pk=idea.pk).update(cost=cost)
    poll = opened(poll)
    for n in range(12):
        vote(poll, refs=["2026-001", f"2026-00{2 + (n > 7)}"])
    return poll


def chosen(result):
    return [line["ref"] for line in result.outcome["ideas"] if line["state"] == "selected"]


def corrected(poll, **what):
    second = make_official("Mia")
    row = ask_correction(by=poll.owner, poll=poll, reason=WRONG, **what)
    confirm_correction(by=second, correction=row)
    return counted(Counting.objects.unfinished().get(poll=poll))


def test_a_wrong_cost_is_corrected_by_two_people_and_the_old_count_stays_readable(budget):
    first = frozen(budget)
    certify_result(by=budget.owner, poll=budget)
    idea = Idea.objects.get(poll=budget, ref="2026-002")
    second = corrected(budget, idea=idea, cost=400)
    assert (chosen(first), chosen(second)) == (["2026-001", "2026-002"], ["2026-001", "2026-003"])
    assert second.ballots_csv == first.ballots_csv and recount_poll(result=second) and recount_poll(result=first)
    poll = IdeaPoll.objects.get(pk=budget.pk)
    assert poll.state == "counted" and poll.certification_of(first) is not None
    new, old = page(f"/polls/{poll.slug}/results/"), page(f"/polls/{poll.slug}/results/1/")
    assert WRONG in new and poll.owner.full_name in new and "Mia" in new and "See count 1" in new
    assert "There is a newer one" in old and "Certified by" in old and WRONG not in old
    certify_result(by=poll.owner, poll=poll)
    assert {idea.ref: idea.state for idea in poll.ideas.all()} == {
        "2026-001": "selected", "2026-002": "not_selected", "2026-003": "selected"
    }  # fmt: skip


def test_a_corrected_count_can_be_recounted_from_its_own_files(budget, tmp_path):
    frozen(budget)
    second = corrected(budget, idea=Idea.objects.get(poll=budget, ref="2026-002"), cost=400)
    for name in ("ballots.csv", "ideas.csv", "rule.json"):
        (tmp_path / name).write_text(getattr(second, name.replace(".", "_")), encoding="utf-8", newline="")
    assert engine.count_folder(tmp_path) == second.outcome_json
    assert json.loads(second.rule_json)["files"]["ideas.csv"] == engine.sha256_of(tmp_path / "ideas.csv")


def test_the_box_is_read_again_where_a_ballot_was_set_aside(poll):
    frozen(poll)
    first = Ballot.objects.filter(poll=poll).earliest("pk")
    Ballot.objects.filter(pk=first.pk).update(void_reason="One person had two accounts.")
    assert recount() == 1
    result = corrected(poll)
    assert result.outcome["totals"]["voided"] == 1 and result.outcome["totals"]["ballots"] == 11
    assert recount() == 0


def test_a_lot_that_decides_nothing_any_more_is_left_out(poll):
    frozen(poll)
    tied_no_more(poll)
    Ballot.objects.filter(pk=Ballot.objects.filter(poll=poll, lines__idea__ref="2026-003").earliest("pk").pk).update(
        void_reason="One person had two accounts."
    )
    result = corrected(poll)
    assert "lots" not in json.loads(result.rule_json) and chosen(result) == ["2026-001", "2026-002"]


def test_a_lot_that_still_decides_stays(poll):
    frozen(poll)
    tied_no_more(poll)
    result = corrected(poll)
    assert json.loads(result.rule_json)["lots"] and result.outcome["ties"][0]["state"] == "lot_drawn"


def test_nobody_corrects_alone_or_what_is_not_wrong(budget):
    frozen(budget)
    idea = Idea.objects.get(poll=budget, ref="2026-002")

    def asks(by=budget.owner, reason=WRONG, **what):
        return ask_correction(by=by, poll=budget, reason=reason, **what)

    for refusal, deed in (
        ("what was wrong", lambda: asks(reason="Wrong.")),
        ("counted with", lambda: asks(idea=idea, cost=40)),
        ("what the idea costs", lambda: asks(idea=idea)),
        ("can be corrected", lambda: asks(idea=make_ideas(make_poll("voting"), 1)[0], cost=1)),
    ):
        with pytest.raises(RuleBroken, match=refusal), transaction.atomic():
            deed()
    with pytest.raises(NotAllowed), transaction.atomic():
        asks(by=make_person("Bea"))
    row = asks(idea=idea, cost=50)
    with pytest.raises(RuleBroken, match="waits already"), transaction.atomic():
        asks(idea=idea, cost=51)
    with pytest.raises(RuleBroken, match="Somebody else"), transaction.atomic():
        confirm_correction(by=budget.owner, correction=row)
    drop_correction(by=budget.owner, correction=row)
    with pytest.raises(RuleBroken, match="decided already"), transaction.atomic():
        confirm_correction(by=make_official("Mia"), correction=row)
    assert Result.objects.count() == 1 and Idea.objects.get(pk=idea.pk).cost == 40


def test_a_correction_of_an_older_count_is_refused(poll):
    frozen(poll)
    row = ask_correction(by=poll.owner, poll=poll, reason=WRONG)
    tied_no_more(poll)
    with pytest.raises(RuleBroken, match="newer count"):
        confirm_correction(by=make_official("Mia"), correction=row)


def test_officials_correct_on_the_desk_and_a_letter_asks_the_second(budget):
    frozen(budget)
    second = make_official("Mia")
    desk = f"/admin/polls/{budget.pk}/"
    said = {"reason": WRONG, "idea": "2026-002", "cost": "400"}
    assert client_of(budget.owner).post(f"{desk}correct/", {**said, "reason": "no"}).status_code == 422
    assert client_of(budget.owner).post(f"{desk}correct/", said).status_code == 302
    deeds.deliver_all()
    assert [letter.person.first_name for letter in Letter.objects.filter(kind="correction_waiting")] == ["Mia"]
    row = Correction.objects.get()
    assert WRONG in page(desk, second)
    assert client_of(second).post(f"{desk}confirm-correction/", {"correction": row.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.confirmed_by, row.counting.note, Idea.objects.get(pk=row.idea_id).cost) == (second, WRONG, 400)
