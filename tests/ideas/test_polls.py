"""Opening and changing polls; what residents do while ideas are collected."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas.actions import (
    change_poll,
    create_poll,
    discard_poll,
    edit_idea,
    extend_voting,
    publish_poll,
    review_idea,
    submit_idea,
    support_idea,
    unsupport_idea,
    withdraw_idea,
)
from ideas.look_alikes import look_alikes
from ideas.models import Idea, IdeaPoll, IdeaRevision, Phase, Support
from ideas.wall import moment
from tests.builders import make_department, make_hood, make_person
from tests.ideas.builders import close, make_idea, make_ideas, make_official, make_poll, opened, vote

DAY = timedelta(days=1)
NOTE = "The site was away for a day, so everybody gets that day back."
BODY = "A lamp each thirty metres, so that one sees the steps."


def spans(**days):
    at = now().replace(microsecond=0)
    return {kind: (at + DAY * opens, at + DAY * closes) for kind, (opens, closes) in days.items()}


def settings(**more):
    return {"question": "What first?", "department": make_department(), "zone": "UTC", **more}


# ── dates ──


def test_a_poll_is_a_draft_until_it_is_published(db):
    official = make_official()
    poll = create_poll(by=official, phases=spans(proposing=(1, 2), voting=(2, 5)), **settings())
    assert poll.state == "draft"
    assert not IdeaPoll.objects.visible_to(make_person()).exists()
    publish_poll(by=official, poll=poll)
    assert IdeaPoll.objects.get(pk=poll.pk).state == "coming"


def test_a_draft_can_always_be_changed_and_thrown_away(db):
    official = make_official()
    poll = create_poll(by=official, phases=spans(voting=(-1, 5)), **settings())
    with pytest.raises(RuleBroken, match="begin in the past"):
        publish_poll(by=official, poll=poll)
    poll = change_poll(by=official, poll=poll, phases=spans(voting=(1, 5)), **settings())
    with pytest.raises(NotAllowed):
        discard_poll(by=make_person(), poll=poll)
    submit_idea(by=official, poll=poll, title="A lamp", body=BODY)
    discard_poll(by=official, poll=poll)
    assert not IdeaPoll.objects.exists() and not Idea.objects.exists()


def test_a_poll_whose_time_for_ideas_passed_without_any_needs_another_one(db):
    official = make_official()
    poll = create_poll(by=official, phases=spans(proposing=(-5, -1), voting=(1, 5)), **settings())
    with pytest.raises(RuleBroken, match="Give people time for ideas first"):
        publish_poll(by=official, poll=poll)


def test_what_was_public_is_not_thrown_away(db):
    poll = make_poll("coming")
    with pytest.raises(RuleBroken, match="published already"):
        discard_poll(by=poll.owner, poll=poll)


def test_a_poll_for_voting_only_needs_ideas_and_only_its_officials_put_them_down(db):
    official = make_official()
    poll = create_poll(by=official, phases=spans(voting=(1, 5)), **settings())
    with pytest.raises(RuleBroken, match="Add the ideas of this poll below"):
        publish_poll(by=official, poll=poll)
    with pytest.raises(RuleBroken, match="does not take ideas yet"):
        submit_idea(by=make_person(), poll=poll, title="Mine", body=BODY)
    idea = submit_idea(by=official, poll=poll, title="A lamp", body=BODY)
    idea = edit_idea(by=official, idea=idea, title="Two lamps", body=BODY)
    assert not Idea.objects.filter(poll__in=IdeaPoll.objects.public()).exists()
    publish_poll(by=official, poll=poll)
    assert IdeaPoll.objects.get(pk=poll.pk).state == "coming" and idea.by_the_city


def test_phases_may_touch_but_not_overlap(db):
    official = make_official()
    create_poll(by=official, phases=spans(proposing=(1, 3), review=(3, 4), voting=(4, 6)), **settings())
    with pytest.raises(RuleBroken, match="before “Review” has ended"):
        create_poll(by=official, phases=spans(proposing=(1, 3), review=(3, 5), voting=(4, 6)), **settings())
    with pytest.raises(RuleBroken, match="must end after"):
        create_poll(by=official, phases=spans(voting=(4, 4)), **settings())


@pytest.mark.parametrize("phase", ["coming", "proposing", "review", "voting"])
def test_the_state_follows_from_the_dates(db, phase):
    assert make_poll(phase).state == phase


def test_after_the_vote_it_is_counted_then_certified(db):
    assert make_poll("over").state == "counting"


def test_a_phase_ends_the_moment_the_next_begins(db):
    poll = make_poll("review")
    review = poll.phase_by_kind["review"]
    assert poll.phase_at(review.opens_at) == "review"
    assert poll.phase_at(review.closes_at) == "voting"


def test_an_hour_that_does_not_exist_is_refused():
    with pytest.raises(RuleBroken, match="does not exist"):
        moment(datetime(2027, 3, 28, 2, 30), "Europe/Amsterdam")


def test_an_hour_that_comes_twice_is_refused(db):
    with pytest.raises(RuleBroken, match="comes twice"):
        moment(datetime(2027, 10, 31, 2, 30), "Europe/Amsterdam")
    twice = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="comes twice"):
        create_poll(by=make_official(), phases={"voting": (now(), twice)}, **settings(zone="Europe/Amsterdam"))


def test_an_ordinary_hour_is_taken_on_the_polls_clock():
    assert moment(datetime(2027, 7, 1, 20, 0), "Europe/Amsterdam") == datetime(2027, 7, 1, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"votes_per_ballot": 0},
        {"votes_per_ballot": 101},
        {"min_choices": 6},
        {"winners_k": None},
        {"count_rule": "budget_greedy", "budget_total": None},
        {"ballot_type": "points", "count_rule": "budget_greedy", "budget_total": 5},
        {"ballot_type": "points", "votes_per_ballot": 3, "max_per_idea": 4},
        {"eligibility_level": 5},
        {"question": "  "},
    ],
)
def test_a_rule_that_can_not_be_counted_is_refused(db, wrong):
    with pytest.raises(RuleBroken):
        create_poll(by=make_official(), phases=spans(voting=(1, 2)), **settings(**wrong))
    assert not IdeaPoll.objects.exists()


def test_points_default_to_half_on_one_idea(db):
    given = settings(ballot_type="points", votes_per_ballot=7, max_per_idea=0)
    assert create_poll(by=make_official(), phases=spans(voting=(1, 2)), **given).max_per_idea == 4


def test_only_officials_open_polls(db):
    with pytest.raises(NotAllowed):
        create_poll(by=make_person(), phases=spans(voting=(1, 2)), **settings())


# ── once people vote ──


def test_the_rule_is_locked_once_voting_has_begun(db):
    """Also while no worker has written anything down: the clock decides."""
    poll = make_poll("voting")
    assert poll.config_locked_at is None
    with pytest.raises(RuleBroken, match="Voting has begun"):
        change_poll(by=poll.owner, poll=poll, phases=spans(voting=(-1, 5)), question="Another?")
    idea = make_idea(poll)
    with pytest.raises(RuleBroken):
        review_idea(by=poll.owner, idea=idea, feasible=True, cost=5)
    with pytest.raises(RuleBroken):
        withdraw_idea(by=make_person(), idea=idea)


@pytest.mark.postgresql
def test_the_database_refuses_phases_that_overlap(db):
    poll = make_poll("voting")
    with pytest.raises(IntegrityError, match="phases_do_not_overlap"), transaction.atomic():
        Phase.objects.filter(poll=poll, kind="review").update(closes_at=now())


def test_voting_can_be_made_longer_never_shorter_and_not_after_the_close(db):
    poll = make_poll("voting")
    closes_at = poll.voting.closes_at
    with pytest.raises(RuleBroken, match="longer, never shorter"):
        extend_voting(by=poll.owner, poll=poll, closes_at=closes_at - DAY, note=NOTE)
    extend_voting(by=poll.owner, poll=poll, closes_at=closes_at + DAY, note=NOTE)
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert poll.voting.closes_at == closes_at + DAY
    with pytest.raises(RuleBroken, match="reason"):
        extend_voting(by=poll.owner, poll=poll, closes_at=closes_at + DAY * 2, note="More.")
    assert [(row["was"], row["until"], row["note"]) for row in poll.longer] == [(closes_at, closes_at + DAY, NOTE)]
    poll = close(poll, timedelta(seconds=1))
    with pytest.raises(RuleBroken, match="has closed"):
        extend_voting(by=poll.owner, poll=poll, closes_at=closes_at + DAY * 2, note=NOTE)


def test_dates_that_are_over_are_not_rewritten(db):
    poll = make_poll("review")
    changed = {kind: (phase.opens_at, phase.closes_at) for kind, phase in poll.phase_by_kind.items()}
    changed["proposing"] = (changed["proposing"][0] - DAY, changed["proposing"][1])
    with pytest.raises(RuleBroken, match="is over"):
        change_poll(by=poll.owner, poll=poll, phases=changed)


def moved(poll, kind="proposing", opens=0, closes=0):
    given = {kind: (phase.opens_at, phase.closes_at) for kind, phase in poll.phase_by_kind.items()}
    given[kind] = (given[kind][0] + DAY * opens, given[kind][1] + DAY * closes)
    return given


@pytest.mark.parametrize("days", [-4, -1])
def test_what_is_open_ends_at_another_time_only_with_a_reason_that_stands_on_the_polls_page(db, client, days):
    poll = make_poll("proposing")
    was = poll.proposing.closes_at
    with pytest.raises(RuleBroken, match="Give the reason") as refusal:
        change_poll(by=poll.owner, poll=poll, phases=moved(poll, closes=days), note="Sooner.")
    assert refusal.value.code == "note"
    poll = change_poll(by=poll.owner, poll=poll, phases=moved(poll, closes=days), note=NOTE)
    assert [(row["phase"], row["was"], row["until"]) for row in poll.moved] == [("proposing", was, was + DAY * days)]
    assert poll.longer == []
    page = client.get(f"/polls/{poll.slug}/").text
    assert NOTE in page and "The end of “Ideas” was moved from" in page and "Voting was made longer" not in page


def test_what_stays_as_it_was_or_is_still_ahead_needs_no_reason(db):
    poll = make_poll("proposing")
    poll = change_poll(by=poll.owner, poll=poll, phases=moved(poll, "voting", closes=3), question="What is next?")
    assert poll.moved == [] and poll.question == "What is next?"


def test_what_is_open_does_not_end_in_the_past_begin_anew_or_vanish(db):
    poll = make_poll("proposing")
    with pytest.raises(RuleBroken, match="can't end in the past"):
        change_poll(by=poll.owner, poll=poll, phases=moved(poll, closes=-5.5), note=NOTE)
    with pytest.raises(RuleBroken, match="has begun"):
        change_poll(by=poll.owner, poll=poll, phases=moved(poll, opens=2), note=NOTE)
    without = {kind: span for kind, span in moved(poll).items() if kind != "proposing"}
    with pytest.raises(RuleBroken, match="has begun"):
        change_poll(by=poll.owner, poll=poll, phases=without, note=NOTE)


def test_what_is_open_at_the_opening_is_on_the_ballot(db):
    poll = make_poll("voting", count_rule="budget_greedy", budget_total=100)
    make_idea(poll, "With a cost", cost=5)
    make_idea(poll, "Without a cost")
    make_idea(poll, "Not possible", state="not_eligible")
    make_idea(poll, "Taken back", state="withdrawn")
    by_rule = set(Idea.objects.by_rule_on_ballot(poll).values_list("title", flat=True))
    poll = opened(poll)
    assert by_rule == set(Idea.objects.by_rule_on_ballot(poll).values_list("title", flat=True)) == {"With a cost"}


@pytest.mark.parametrize("settings", [{}, {"count_rule": "budget_greedy", "budget_total": 100}])
def test_a_ballot_read_in_the_moment_it_is_written_down_is_never_empty(db, settings):
    poll = make_poll("voting", **settings)
    make_idea(poll, "With a cost", cost=5)
    make_idea(poll, "Taken back", state="withdrawn", cost=5)
    made = make_idea(poll, "Without a cost")
    opened(poll)  # in between; `poll` was read before
    found = set(Idea.objects.by_rule_on_ballot(poll).values_list("title", flat=True))
    assert found == ({"With a cost"} if settings else {"With a cost", made.title})
    assert found == set(Idea.objects.by_rule_on_ballot(opened(poll)).values_list("title", flat=True))


# ── ideas ──


@pytest.fixture
def proposing(db):
    return make_poll("proposing", ideas_per_resident=2)


def send(poll, person, title="Lamps along the path", body=BODY):
    return submit_idea(by=person, poll=poll, title=title, body=body)


def test_an_idea_gets_a_number_of_its_poll(proposing):
    refs = [send(proposing, make_person()).ref for _ in range(3)]
    assert refs == [f"{now().year}-001", f"{now().year}-002", f"{now().year}-003"]


def test_a_resident_sends_so_many_and_may_take_one_back(proposing):
    person = make_person()
    first = send(proposing, person)
    send(proposing, person)
    with pytest.raises(RuleBroken, match="2 ideas"):
        send(proposing, person)
    withdraw_idea(by=person, idea=first, reason="Somebody else had it first.")
    send(proposing, person)
    first.refresh_from_db()
    assert (first.state, first.state_reason) == ("withdrawn", "Somebody else had it first.")


def test_what_an_official_sends_is_the_citys(proposing):
    assert send(proposing, make_official()).by_whom == "Proposed by the city"


@pytest.mark.parametrize("words", [("", BODY), ("x" * 121, BODY), ("Lamps", ""), ("Lamps", "x" * 5000)])
def test_too_long_and_too_short_is_said(proposing, words):
    with pytest.raises(RuleBroken):
        send(proposing, make_person(), *words)
    assert not Idea.objects.exists()


@pytest.mark.parametrize("phase", ["coming", "review", "voting", "over"])
def test_ideas_are_taken_only_while_they_are_collected(db, phase):
    for person in (make_person(), make_official(), make_person("Adm", role="administrator")):
        with pytest.raises(RuleBroken):
            send(make_poll(phase), person)


def test_support_counts_once_and_can_be_taken_back(proposing):
    idea, fan = make_idea(proposing), make_person("Fan")
    assert support_idea(by=fan, idea=idea) and not support_idea(by=fan, idea=idea)
    idea.refresh_from_db()
    assert idea.supports == 1
    assert unsupport_idea(by=fan, idea=idea) and not unsupport_idea(by=fan, idea=idea)
    idea.refresh_from_db()
    assert idea.supports == 0 and not Support.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_taps_of_one_person_are_one_support():
    idea, fan = make_idea(make_poll("proposing")), make_person("Fan")

    def tap():
        support_idea(by=fan, idea=idea)
        connection.close()

    threads = [threading.Thread(target=tap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    idea.refresh_from_db()
    assert (idea.supports, Support.objects.count()) == (1, 1)


def test_an_idea_is_free_to_edit_until_somebody_supports_it(proposing):
    author = make_person("Author")
    idea = send(proposing, author)
    support_idea(by=author, idea=idea)
    edit_idea(by=author, idea=idea, title="Low lamps along the path", body=BODY)
    support_idea(by=make_person("Fan"), idea=idea)
    edit_idea(by=author, idea=idea, title="Low lamps along the path", body=BODY + " They dim.")
    Support.objects.exclude(person=author).update(created_at=now() - timedelta(hours=25))
    with pytest.raises(RuleBroken, match="Others support"):
        edit_idea(by=author, idea=idea, title="Bright lamps", body=BODY)
    assert list(IdeaRevision.objects.order_by("n").values_list("n", "title")) == [
        (1, "Lamps along the path"), (2, "Low lamps along the path"),
    ]  # fmt: skip


def test_nobody_edits_or_withdraws_for_others(proposing):
    idea = send(proposing, make_person("Author"))
    for person in (make_person(), make_official(), make_person("Adm", role="administrator")):
        with pytest.raises(NotAllowed):
            edit_idea(by=person, idea=idea, title="Mine", body=BODY)
        with pytest.raises(NotAllowed):
            withdraw_idea(by=person, idea=idea)


def test_look_alikes_are_shown_from_twelve_letters_on(proposing):
    send(proposing, make_person(), "Lamps from the footbridge to the school")
    send(proposing, make_person(), "A ramp beside the north steps")
    found = look_alikes(proposing, "Street lamps at the footbridge")
    assert [idea.title for idea in found] == ["Lamps from the footbridge to the school"]
    assert look_alikes(proposing, "Lamps from") == []


SQUARE, BRIDGE = "What should we do with the square at Mill Yard?", "What should the new bridge be called?"
CREEK = "What should we do along the creek?"


@pytest.mark.parametrize(
    ("question", "there", "typed", "alike"),
    [
        (SQUARE, "Trees and shade on the square", "A weekly market on the square", False),
        (SQUARE, "Trees and shade on the square", "Shade and trees for the square", True),
        (SQUARE, "“The square”?", "A market on the square", True),
        (SQUARE, "A market at Mill Yard", "The square at Mill Yard", True),
        (BRIDGE, "Heron Bridge", "Rosa's Bridge", False),
        (BRIDGE, "Heron Bridge", "The Heron Bridge", True),
        (CREEK, "A bench along the creek path", "Benches by the creek", True),
        (CREEK, "Benches by the creek", "A bench along the creek path", True),
        (CREEK, "Lamps along the creek", "Benches along the creek", False),
        ("¿Qué hacemos en la plaza del molino?", "Un mercado en la plaza del molino", "Sombra en la plaza del molino", False),
        ("¿Qué hacemos en la plaza del molino?", "Sombra en la plaza", "Más sombra en la plaza del molino", True),
        ("ماذا نفعل في ساحة الطاحونة؟", "سوق في ساحة الطاحونة", "أشجار وظل في ساحة الطاحونة", False),
        ("ماذا نفعل في ساحة الطاحونة؟", "أشجار في ساحة الطاحونة", "أشجار وظل في ساحة الطاحونة", True),
    ],
)  # fmt: skip
def test_words_of_the_question_make_no_look_alike(proposing, question, there, typed, alike):
    proposing.question = question
    idea = make_idea(proposing, there)
    assert [found.pk for found in look_alikes(proposing, typed)] == ([idea.pk] if alike else [])


def test_who_merges_is_offered_also_what_shares_but_words_of_the_question(proposing):
    IdeaPoll.objects.filter(pk=proposing.pk).update(question=CREEK)
    seats = make_idea(proposing, "Seats along the creek")
    benches, seat = make_idea(proposing, "Benches along the creek"), make_idea(proposing, "A seat for the creek")
    idea = Idea.objects.get(pk=seats.pk)
    assert look_alikes(idea.poll, seats.title, beside=idea) == [seat, benches], "the most alike first"


def test_the_most_alike_come_first_and_five_at_most(proposing):
    proposing.question = SQUARE
    for n in range(6):
        make_idea(proposing, f"A market hall with a roof {n}{n}{n}")
    make_idea(proposing, "A weekly market")
    found = [idea.title for idea in look_alikes(proposing, "A weekly market on the square")]
    assert found[0] == "A weekly market" and len(found) == 5


def test_look_alikes_lie_close_by_in_the_same_category(proposing):
    from ideas.places import Place

    make_idea(proposing, "Reeds", latitude=52.0, longitude=4.0, category="planting")
    make_idea(proposing, "Far away", latitude=52.1, longitude=4.0, category="planting")
    here = Place(make_hood(), 52.001, 4.001)
    assert [idea.title for idea in look_alikes(proposing, "Something quite different", "planting", here)] == ["Reeds"]
    assert look_alikes(proposing, "Something quite different", "repair", here) == []


def test_the_random_order_shows_every_idea_once(proposing):
    make_ideas(proposing, 45)
    seen, after = [], ""
    while True:
        page, after = Idea.objects.filter(poll=proposing).page_in_random_order(proposing.day_seed, after, 20)
        seen += [idea.pk for idea in page]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 45
    again, _next = Idea.objects.filter(poll=proposing).page_in_random_order(proposing.day_seed, "", 20)
    assert [idea.pk for idea in again] == seen[:20]


def test_open_now_and_answered_recently_are_for_the_home_page(db):
    make_poll("over"), make_poll("coming")
    voting, proposing = make_poll("voting"), make_poll("proposing")
    assert list(IdeaPoll.objects.open_now()) == [voting, proposing]
    assert list(Idea.objects.answered_recently()) == []
    vote(opened_with_ideas(voting), refs=["2026-001"])


def opened_with_ideas(poll):
    make_ideas(poll, 2)
    return opened(poll)
