"""A poll that is suspended when its voting closes: it waits, goes on, or is void; it never stays between."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import health
from ideas.actions import confirm_suspension, cut_poll, declare_void, freeze_poll, resume, suspend
from ideas.models import IdeaPoll, PollVoter, Result, Suspension
from ideas.tasks import cut, follow_the_clock
from tests.builders import make_department, make_person
from tests.ideas.builders import close, make_ideas, make_official, make_poll, opened, vote
from tests.support.visitors import client_of

WHY = "A third of the city could not reach the site."


@pytest.fixture
def administrator(db):
    return make_person("Adm", role="administrator")


@pytest.fixture
def poll(administrator):
    """Voted on, suspended, and closed since."""
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 2)
    poll = opened(poll)
    vote(poll, refs=["2026-001"])
    confirm_suspension(by=administrator, suspension=suspend(by=poll.owner, poll=poll, reason=WHY))
    return close(poll)


def words(path, person=None):
    return " ".join(client_of(person).get(path, follow=True).content.decode().split())


def test_it_is_not_counted_while_it_is_suspended(poll):
    assert follow_the_clock() == 0
    with pytest.raises(RuleBroken, match="suspended"):
        freeze_poll(poll=poll)
    assert IdeaPoll.objects.get(pk=poll.pk).state == "suspended" and not Result.objects.exists()
    page = words(f"/polls/{poll.slug}/")
    assert WHY in page and "Nothing is counted until" in page and "being counted" not in page
    assert poll.question in words("/admin/", poll.owner)


def test_resumed_it_is_counted_with_the_ballots_that_were_saved(poll):
    resume(by=poll.owner, poll=poll, note="The site is there again, and few were affected.")
    with pytest.raises(RuleBroken, match="closed"):
        vote(poll, refs=["2026-002"])
    assert follow_the_clock() == 1
    assert Result.objects.get().outcome["totals"]["ballots"] == 1
    assert IdeaPoll.objects.get(pk=poll.pk).state == "counted"


def test_two_people_declare_it_void_and_nothing_is_counted(poll, administrator):
    row = declare_void(by=poll.owner, poll=poll, reason=WHY)
    for person, refusal in (
        (poll.owner, RuleBroken),
        (make_official("Other"), RuleBroken),
        (make_person(), NotAllowed),
    ):
        with pytest.raises(refusal):
            confirm_suspension(by=person, suspension=row)
    with pytest.raises(RuleBroken, match="just asked"):
        declare_void(by=administrator, poll=poll, reason=WHY)
    confirm_suspension(by=administrator, suspension=row)
    assert follow_the_clock() == 0 and not Result.objects.exists()
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert (poll.state, poll.suspended_at, poll.voided_reason) == ("void", None, WHY)
    with pytest.raises(RuleBroken):
        resume(by=poll.owner, poll=poll, note="We have changed our minds.")
    page = words(f"/polls/{poll.slug}/")
    assert "The voting is void. Nothing was counted." in page and WHY in page
    assert "The voting is void" in words(f"/admin/polls/{poll.pk}/", poll.owner)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=poll)
    assert not PollVoter.objects.filter(person__isnull=False).exists()


def test_only_what_is_suspended_and_closed_can_be_void(administrator):
    poll = make_poll("voting")
    with pytest.raises(RuleBroken, match="suspended and has closed"):
        declare_void(by=administrator, poll=poll, reason=WHY)
    confirm_suspension(by=administrator, suspension=suspend(by=poll.owner, poll=poll, reason=WHY))
    with pytest.raises(RuleBroken, match="suspended and has closed"):
        declare_void(by=administrator, poll=poll, reason=WHY)


def test_resumed_meanwhile_nothing_is_void(poll, administrator):
    row = declare_void(by=poll.owner, poll=poll, reason=WHY)
    resume(by=poll.owner, poll=poll, note="The council wants it counted.")
    with pytest.raises(RuleBroken, match="decided"):
        confirm_suspension(by=administrator, suspension=row)
    assert follow_the_clock() == 1


def test_after_30_days_without_a_decision_the_voting_is_void(poll):
    with time_machine.travel(now() + timedelta(days=29)):
        cut()
        assert IdeaPoll.objects.get(pk=poll.pk).state == "suspended"
        problems = list(health.counts())
        assert len(problems) == 1 and "was suspended when it closed" in problems[0], problems
    with time_machine.travel(now() + timedelta(days=31)):
        cut()
        cut()
    assert IdeaPoll.objects.get(pk=poll.pk).state == "void"
    assert Suspension.objects.filter(ends=True).count() == 1


def test_a_suspension_nobody_confirmed_lapses_at_the_close(db):
    poll = make_poll("voting")
    row = suspend(by=poll.owner, poll=poll, reason=WHY)
    freeze_poll(poll=close(poll))
    row.refresh_from_db()
    assert row.lifted_note and not Suspension.objects.waiting()


def test_an_official_of_another_department_confirms_nothing(db, administrator):
    poll = make_poll("voting")
    elsewhere = make_person("Elsewhere", role="official")
    elsewhere.role_grants.update(department=make_department("Harbor Office"))
    with pytest.raises(NotAllowed):
        confirm_suspension(by=elsewhere, suspension=suspend(by=administrator, poll=poll, reason=WHY))
