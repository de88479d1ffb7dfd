"""A week after an answer was due, whoever has to give it gets one letter."""

from datetime import timedelta

import pytest

from core.clock import now
from ideas.models import Duty
from notices.actions import tell_owners
from notices.models import Letter
from people.models import RoleGrant
from tests.builders import make_department
from tests.ideas.builders import make_idea, make_official, make_poll
from tests.ideas.hours import make_hour, make_question

pytestmark = pytest.mark.django_db


def owed(poll, title, *, days):
    return Duty.objects.create(
        idea=make_idea(poll, title), department=poll.department, due_at=now() - timedelta(days=days)
    )


def test_who_runs_the_poll_hears_once_of_all_that_is_a_week_late():
    poll = make_poll("over")
    owed(poll, "Lamps along the creek", days=8)
    owed(poll, "A second bench", days=8)
    owed(poll, "Only just late", days=6)
    answered = owed(poll, "Answered in time", days=8)
    Duty.objects.filter(pk=answered.pk).update(done_at=now() - timedelta(days=9))
    assert tell_owners() == 1
    tell_owners()
    (letter,) = Letter.objects.all()
    assert letter.address == poll.owner.email and letter.subject == "2 answers of yours are a week late"
    assert "Lamps along the creek" in letter.text and "Only just late" not in letter.text


def test_the_department_hears_when_the_owner_works_elsewhere():
    poll = make_poll("over")
    colleague, stranger = make_official("Rosa"), make_official("Sam")
    RoleGrant.objects.filter(person=stranger).update(department=make_department("Streets Office"))
    RoleGrant.objects.filter(person=poll.owner).update(ends_at=now() - timedelta(days=1))
    owed(poll, "Lamps along the creek", days=8)
    assert tell_owners() == 1
    assert Letter.objects.get().address == colleague.email


def test_a_question_that_an_hour_left_open_is_owed_by_who_answered_there():
    hour = make_hour("over")
    question = make_question(hour)
    Duty.objects.create(question=question, department=hour.department, due_at=now() - timedelta(days=8))
    assert tell_owners() == 1
    (letter,) = Letter.objects.filter(kind="answers_overdue")
    assert letter.address == hour.made_by.email and question.text in letter.text
