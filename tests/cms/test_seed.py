"""The demo city follows from its seed, and keeps every promise."""

from collections import Counter

import pytest
from django.core.management import call_command

from cms.demo.seed import seed
from conversations.models import Case, Comment
from gamification.models import Award, LedgerEntry
from ideas.models import Answer, IdeaPoll
from notices.models import Letter
from people.models import Person, Standing
from projects import results
from projects.models import Attendance, Event, Project

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.long]


def test_the_demo_city_is_lived_through_the_rules_and_stands_only_once(capsys):
    assert seed()
    assert Project.objects.filter(department=None).count() == 25
    assert set(Project.objects.values_list("status", flat=True)) >= {
        "draft", "submitted", "needs_changes", "rejected", "published", "active", "paused", "completed", "cancelled",
    }  # fmt: skip
    assert Event.objects.count() >= 50
    assert Event.objects.filter(series__isnull=False, detached=True).count() == 1
    assert {poll.state_at() for poll in IdeaPoll.objects.all()} >= {"proposing", "voting"}
    assert Answer.objects.count() == 13
    assert Comment.objects.published().count() >= 15 and Case.objects.get().state == Case.State.OPEN
    verified = Attendance.objects.filter(state__in=Attendance.VERIFIED).count()
    assert verified > 150 and LedgerEntry.objects.filter(cause__rule="ATT").count() == verified
    assert Award.objects.filter(badge="first_step").count() > 20
    assert Standing.objects.filter(status="active").exists()
    benches = Project.objects.get(title="Bench repair, Mill Yard")  # what came of it is said twice on its page
    assert {n.typed: n.value for n in results.of_project(benches)[0]}["things"] == benches.outcome_number == 9
    kinds = Counter(Letter.objects.values_list("kind", flat=True))
    assert kinds["digest"] > 2 and kinds["date_reminder"] > 2
    people = Person.objects.count()
    assert not seed() and Person.objects.count() == people
    call_command("doctor", only=["seats", "balances"], verbosity=0)
