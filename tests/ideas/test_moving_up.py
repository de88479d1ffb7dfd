"""A chosen idea turns out not to be possible: the result stands, and the next one moves up only where the poll said so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas.actions import (
    ask_correction,
    certify_result,
    change_poll,
    confirm_correction,
    draw_next,
    sign_override,
    waits_for_a_lot,
)
from ideas.models import Counting, Duty, Idea, IdeaPoll, MovedUp, Result
from ideas.words import how_counted
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.ideas.builders import counted, frozen, make_idea, make_official, make_poll, opened, vote
from tests.ideas.test_answers import answer
from tests.support.visitors import client_of

NO = {"status": "not_possible", "reason": "The ground there belongs to the railway, and it has refused for good."}


def a_poll(*votes: int, costs: tuple[int, ...] = (), certified: bool = True, **settings) -> IdeaPoll:
    """Idea n gets the n-th number of votes."""
    given = {"winners_k": 1, "next_moves_up": True, **settings}
    poll = make_poll("voting", **given)
    for n in range(len(votes)):
        make_idea(poll, f"Idea {n + 1}", author=make_person(f"Author{n}"), cost=costs[n] if costs else None)
    poll = opened(poll)
    for n, number in enumerate(votes, 1):
        for _ in range(number):
            vote(poll, refs=[f"2026-{n:03}"])
    frozen(poll)
    if certified:
        certify_result(by=poll.owner, poll=poll)
    return IdeaPoll.objects.get(pk=poll.pk)


def idea_of(poll: IdeaPoll, n: int) -> Idea:
    return Idea.objects.select_related("poll").get(poll=poll, ref=f"2026-{n:03}")


def states(poll: IdeaPoll) -> list[str]:
    return list(poll.ideas.order_by("ref").values_list("state", flat=True))


def drop(poll: IdeaPoll, n: int) -> None:
    answer(idea_of(poll, n), **NO)


def within(budget: int, **settings) -> dict:
    return {"count_rule": "budget_greedy", "budget_total": budget, "winners_k": None, **settings}


@pytest.mark.django_db
class TestWhereThePollSaidSo:
    def test_the_one_with_the_next_most_votes_takes_the_place(self):
        poll = a_poll(3, 1, 2)
        before = Result.objects.get().outcome_json
        drop(poll, 1)
        assert states(poll) == ["dropped", "not_selected", "selected"]
        assert Result.objects.get().outcome_json == before, "the result stands"
        moved = MovedUp.objects.get()
        assert (moved.idea.ref, moved.instead_of.ref, moved.lot, moved.by) == ("2026-003", "2026-001", None, poll.owner)

    def test_an_answer_is_due_again_and_its_author_hears_at_once(self):
        poll = a_poll(3, 2)
        answer(idea_of(poll, 2), status="checking")
        assert Duty.objects.get(idea=idea_of(poll, 2)).done_at is not None
        drop(poll, 1)
        duty = Duty.objects.get(idea=idea_of(poll, 2))
        assert duty.done_at is None and duty.due_at - now() > timedelta(days=29) and duty.reopened_n == 0
        deliver_all()
        letter = Letter.objects.get(kind="idea_moved_up")
        assert letter.person == idea_of(poll, 2).author and "“Idea 1” was chosen" in letter.text

    def test_the_place_is_passed_on_until_nobody_is_left(self):
        poll = a_poll(3, 2, 1)
        for n in (1, 2, 3):
            drop(poll, n)
        assert states(poll) == ["dropped"] * 3
        assert list(MovedUp.objects.values_list("idea__ref", flat=True)) == ["2026-002", "2026-003"]

    def test_nobody_moves_up_without_a_vote_or_below_the_least_number(self):
        poll = a_poll(3, 2, 0, min_support_to_pass=3)
        drop(poll, 1)
        assert states(poll) == ["dropped", "not_selected", "not_selected"] and not MovedUp.objects.exists()

    def test_what_was_answered_before_the_certificate_moves_the_next_one_up_with_it(self):
        poll = a_poll(3, 2, certified=False)
        drop(poll, 1)
        assert not MovedUp.objects.exists()
        certify_result(by=poll.owner, poll=poll)
        assert states(poll) == ["dropped", "selected"]
        assert Duty.objects.get(idea=idea_of(poll, 2)).done_at is None

    def test_an_idea_that_was_not_chosen_gives_nobody_a_place(self):
        poll = a_poll(3, 2, 1)
        drop(poll, 2)
        assert states(poll) == ["selected", "dropped", "not_selected"]

    def test_what_another_has_replaced_can_not_come_back(self):
        poll = a_poll(3, 2)
        drop(poll, 1)
        with pytest.raises(RuleBroken, match="taken the place"):
            answer(idea_of(poll, 1), status="accepted")

    def test_the_page_of_the_poll_says_it_before_and_the_result_after(self):
        poll = a_poll(3, 2)
        assert "the next one takes its place" in how_counted(poll)
        drop(poll, 1)
        page = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
        assert "moved up on" in page and page.count("Idea 2") > 1
        assert "it moved up" in client_of(None).get(f"/polls/{poll.slug}/ideas/2026-002/").content.decode()


@pytest.mark.django_db
class TestWithinABudget:
    def test_what_fits_into_the_money_that_is_free_takes_the_place(self):
        poll = a_poll(4, 3, 2, 1, costs=(50, 40, 70, 60), **within(100))
        assert states(poll) == ["selected", "selected", "not_selected", "not_selected"]
        drop(poll, 1)
        assert states(poll) == ["dropped", "selected", "not_selected", "selected"], "40 are spent, 60 are free"

    def test_nobody_overtakes_where_the_first_misfit_ends_the_count(self):
        poll = a_poll(4, 3, 2, 1, costs=(50, 40, 70, 60), **within(100, stop_at_first_misfit=True))
        drop(poll, 1)
        assert states(poll) == ["dropped", "selected", "not_selected", "not_selected"]

    def test_of_two_with_as_many_votes_the_cheaper_comes_first(self):
        poll = a_poll(4, 2, 2, costs=(90, 60, 50), **within(100))
        drop(poll, 1)
        assert states(poll) == ["dropped", "not_selected", "selected"]


@pytest.mark.django_db
class TestALot:
    DRAWN = {"method": "Slips of paper from a hat", "witnesses": ["Ana Reyes", " "]}

    def test_a_lot_decides_between_several_that_are_next(self):
        poll = a_poll(3, 2, 2, 1)
        drop(poll, 1)
        gone = idea_of(poll, 1)
        assert states(poll)[1:] == ["not_selected"] * 3 and [one.ref for one in waits_for_a_lot(gone)] == [
            "2026-002",
            "2026-003",
        ]
        draw_next(by=poll.owner, instead_of=gone, first="2026-003", drawn_at=now(), **self.DRAWN)
        assert states(poll) == ["dropped", "not_selected", "selected", "not_selected"]
        assert MovedUp.objects.get().lot["witnesses"] == ["Ana Reyes"] and waits_for_a_lot(idea_of(poll, 1)) == []
        page = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
        assert "Slips of paper from a hat. " in page and "Ana Reyes" in page

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"first": "2026-004"}, "no lot to draw"),
            ({"first": "2026-001"}, "no lot to draw"),
            ({"method": "hat"}, "how the lot was drawn"),
            ({"witnesses": [" "]}, "who watched"),
            ({"drawn_at": timedelta(minutes=5)}, "after it was drawn"),
            ({"drawn_at": -timedelta(days=1)}, "after it was drawn"),
        ],
    )
    def test_a_lot_is_drawn_in_public_between_those_who_are_next(self, change, said):
        poll = a_poll(3, 2, 2, 1)
        drop(poll, 1)
        given = {"first": "2026-002", "drawn_at": timedelta(), **self.DRAWN, **change}
        given["drawn_at"] += now()
        with pytest.raises(RuleBroken, match=said):
            draw_next(by=poll.owner, instead_of=idea_of(poll, 1), **given)
        assert not MovedUp.objects.exists()

    def test_only_who_runs_the_poll_writes_a_lot_down(self):
        poll = a_poll(3, 2, 2)
        drop(poll, 1)
        with pytest.raises(NotAllowed):
            draw_next(
                by=make_person("Bea"), instead_of=idea_of(poll, 1), first="2026-002", drawn_at=now(), **self.DRAWN
            )

    def test_on_the_desk_what_was_typed_stays_and_the_lot_is_written_down_once(self):
        poll = a_poll(3, 2, 2)
        drop(poll, 1)
        desk, at = client_of(poll.owner), f"/admin/polls/ideas/{idea_of(poll, 1).pk}/"
        assert "Draw who moves up" in desk.get(at).content.decode()
        wall = now().astimezone(poll.tz).strftime("%Y-%m-%dT%H:%M")
        typed = {"deed": "lot", "first": "2026-002", "method": "hat", "witnesses": "Ana Reyes", "drawn_at": wall}
        refused = desk.post(at, typed)
        assert refused.status_code == 422 and "Write down how the lot was drawn" in refused.content.decode()
        assert 'value="Ana Reyes"' in refused.content.decode()
        assert desk.post(at, {**typed, "method": "Slips from a hat"}).status_code == 302
        assert MovedUp.objects.get().idea.ref == "2026-002"
        assert "Draw who moves up" not in desk.get(at).content.decode()
        desk.post(at, {**typed, "method": "Slips from a hat", "first": "2026-003"})
        assert MovedUp.objects.get().idea.ref == "2026-002"


@pytest.mark.django_db
def test_a_correction_that_is_certified_puts_the_right_one_next():
    poll = a_poll(4, 3, 2, 1, costs=(50, 50, 60, 40), **within(100))
    drop(poll, 1)
    assert states(poll) == ["dropped", "selected", "not_selected", "selected"], "60 do not fit beside 50"
    correction = ask_correction(
        by=poll.owner, poll=poll, reason="The third idea costs 45, not 60.", idea=idea_of(poll, 3), cost=45
    )
    confirm_correction(by=make_official("Lee"), correction=correction)
    counted(Counting.objects.unfinished().get())
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
    assert states(poll) == ["dropped", "selected", "selected", "not_selected"]
    assert MovedUp.objects.get().idea.ref == "2026-003"


@pytest.mark.django_db
def test_what_is_on_its_way_already_stays_when_a_correction_is_certified():
    poll = a_poll(4, 3, 2, 1, costs=(50, 50, 60, 40), **within(100))
    drop(poll, 1)
    answer(idea_of(poll, 4))
    correction = ask_correction(
        by=poll.owner, poll=poll, reason="The third idea costs 45, not 60.", idea=idea_of(poll, 3), cost=45
    )
    confirm_correction(by=make_official("Lee"), correction=correction)
    counted(Counting.objects.unfinished().get())
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
    assert states(poll) == ["dropped", "selected", "not_selected", "planned"]


@pytest.mark.django_db
def test_a_tie_that_two_officials_left_open_is_next():
    poll = a_poll(3, 2, 2, winners_k=2, certified=False)
    certification = certify_result(by=poll.owner, poll=poll, override_reason="The second place stays empty this year.")
    sign_override(by=make_official("Lee"), certification=certification)
    drop(poll, 1)
    assert [one.ref for one in waits_for_a_lot(idea_of(poll, 1))] == ["2026-002", "2026-003"]


@pytest.mark.django_db
def test_without_that_promise_the_place_stays_empty():
    poll = a_poll(3, 2, next_moves_up=False)
    assert "takes its place" not in how_counted(poll)
    drop(poll, 1)
    assert states(poll) == ["dropped", "not_selected"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "settings",
    [
        {"winners_k": None, "min_support_to_pass": 2},
        {"ballot_type": "rank", "count_rule": "schulze"},
        {"count_rule": "equal_shares", "budget_total": 100, "winners_k": None},
    ],
)
def test_only_rules_with_a_line_of_ideas_promise_it(settings):
    assert make_poll("coming", next_moves_up=True, **settings).next_moves_up is False


@pytest.mark.django_db
def test_the_promise_is_fixed_once_people_vote():
    poll = a_poll(1, certified=False)
    with pytest.raises(RuleBroken, match="Voting has begun"):
        change_poll(by=poll.owner, poll=poll, phases={}, next_moves_up=False)


@pytest.mark.django_db
def test_the_database_fills_a_place_once_and_never_by_itself():
    poll = a_poll(3, 2, 1)
    drop(poll, 1)
    moved = MovedUp.objects.get()
    for idea, instead_of in ((3, 1), (2, 3), (3, 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MovedUp.objects.create(idea=idea_of(poll, idea), instead_of=idea_of(poll, instead_of), by=moved.by)


@pytest.mark.django_db
def test_what_the_city_took_up_of_its_own_accord_has_no_place_to_give():
    poll = a_poll(3, 2, 1)
    answer(idea_of(poll, 2))
    drop(poll, 2)
    assert states(poll) == ["selected", "dropped", "not_selected"] and not MovedUp.objects.exists()


@pytest.mark.django_db
def test_a_correction_fills_the_place_again_that_was_passed_on():
    poll = a_poll(4, 3, 2, 1, costs=(50, 90, 50, 40), **within(100))
    assert states(poll) == ["selected", "not_selected", "selected", "not_selected"]
    drop(poll, 1)
    assert states(poll)[3] == "selected", "40 fit beside 50"
    drop(poll, 4)
    correct(poll, 2, 45)
    assert [(row.idea.ref, row.instead_of.ref) for row in MovedUp.objects.all()] == [
        ("2026-004", "2026-001"), ("2026-003", "2026-004"),
    ]  # fmt: skip


def correct(poll: IdeaPoll, n: int, cost: int) -> None:
    correction = ask_correction(
        by=poll.owner, poll=poll, reason="The cost was read wrong.", idea=idea_of(poll, n), cost=cost
    )
    confirm_correction(by=make_official("Lee"), correction=correction)
    counted(Counting.objects.unfinished().get())
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))


@pytest.mark.django_db
def test_a_lot_among_others_decides_nothing_after_a_correction():
    poll = a_poll(4, 2, 2, 2, costs=(60, 60, 60, 90), **within(60))
    drop(poll, 1)
    draw_next(by=poll.owner, instead_of=idea_of(poll, 1), first="2026-003", drawn_at=now(), **TestALot.DRAWN)
    correct(poll, 4, 55)
    assert MovedUp.objects.get().idea.ref == "2026-004", "the cheaper one is next, and no lot is needed"
    correct(poll, 4, 60)
    assert not MovedUp.objects.exists()
    assert [one.ref for one in waits_for_a_lot(idea_of(poll, 1))] == ["2026-002", "2026-003", "2026-004"]
