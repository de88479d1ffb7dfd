"""People whose accounts are not new, and what they ask and report."""

from datetime import timedelta
from typing import Any

from conversations import actions
from conversations.models import Case, Comment
from core.clock import now
from people.models import Person, User
from projects.models import Project, ProjectRole
from tests.builders import make_person, make_project

WHY = "The house is for everybody, and this hurts people."


def settled(first_name: str = "Amal", **fields: Any) -> Person:
    """Somebody whose account is older than three days."""
    person = make_person(first_name, **fields)
    User.objects.filter(person=person).update(date_joined=now() - timedelta(days=30))
    return person


def lead_of(project: Project) -> Person:
    return project.organizers.get(role=ProjectRole.Role.LEAD).person


def ask(
    project: Project, words: str = "Can I come with a pushchair?", by: Person | None = None, **more: Any
) -> Comment:
    return actions.comment(by=by or settled(), thing=project, words=words, **more)


def answer(to: Comment, words: str = "Yes, as far as the table.", by: Person | None = None) -> Comment:
    return actions.comment(by=by or settled("Bea"), thing=to.subject.project, words=words, answer_to=to)


def reported(comment: Comment | None = None, *, by: Person | None = None, reason: str = "insult", **more: Any) -> Case:
    """A case that waits."""
    comment = comment or ask(make_project(), "You are all idiots.")
    return actions.report(by=by or settled("Rae"), comment=comment, reason=reason, **more).case


def decided(case: Case | None = None, *, by: Person | None = None, outcome: str = "hide") -> Case:
    case = case or reported()
    by = by or make_person("Max", role="moderator")
    return actions.decide_case(by=by, case=case, outcome=outcome, rule="insult", words=WHY)
