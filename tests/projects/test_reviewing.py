"""The city reads a proposal and decides."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import NotAllowed, RuleBroken
from people.models import Deed, Household, HouseholdMember
from projects import actions
from projects.models import Project, ProjectTransition
from tests.builders import make_person
from tests.projects.proposals import REASON, all_ticked, make_submitted
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def test_approving_opens_the_project_and_keeps_the_checklist(mia):
    project = make_submitted()
    row = actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    project.refresh_from_db()
    assert project.status == Project.Status.PUBLISHED and project.published_at
    assert row.checklist == all_ticked(project)
    assert row.department.name == "Parks Office"
    assert Deed.objects.get(bell="projects.project_approved").ids == {"project": project.pk, "transition": row.pk}


def test_a_line_of_the_checklist_left_open_stops_the_approval(mia):
    project = make_submitted()
    with pytest.raises(RuleBroken, match="checklist"):
        actions.approve_project(by=mia, project=project, checklist={**all_ticked(project), "safety": False})
    project.refresh_from_db()
    assert project.status == Project.Status.SUBMITTED


@pytest.mark.parametrize("decide", [actions.request_changes, actions.reject_project])
def test_a_reason_has_40_letters(decide, mia):
    project = make_submitted()
    with pytest.raises(RuleBroken, match="40 letters"):
        decide(by=mia, project=project, reason="No. " + " " * 60)
    decide(by=mia, project=project, reason=REASON)
    assert project.transitions.last().reason == REASON


def test_asking_for_a_change_gives_it_back(mia):
    project = make_submitted()
    row = actions.request_changes(by=mia, project=project, reason=REASON)
    assert project.status == Project.Status.NEEDS_CHANGES and project.review_due_on is None
    assert Deed.objects.get(bell="projects.changes_requested").ids["transition"] == row.pk


def test_nobody_decides_their_own_project():
    mia = make_person("Mia", role="official")
    project = make_submitted(mia)
    with pytest.raises(RuleBroken, match="colleague"):
        actions.approve_project(by=mia, project=project, checklist=all_ticked(project))


def test_nobody_decides_for_their_household(mia):
    ana = make_person("Ana")
    project = make_submitted(ana)
    home = Household.objects.create()
    for person in (ana, mia):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=person.created_at)
    for decide in (actions.request_changes, actions.reject_project):
        with pytest.raises(RuleBroken, match="colleague"):
            decide(by=mia, project=project, reason=REASON)


@pytest.mark.parametrize("role", ["", "editor", "moderator", "clerk"])
def test_others_do_not_decide(role):
    project = make_submitted()
    with pytest.raises(NotAllowed):
        actions.approve_project(by=make_person("Jo", role=role), project=project, checklist=all_ticked(project))


def test_the_second_to_decide_hears_who_was_first(mia):
    project, again = (made := make_submitted()), Project.objects.get(pk=made.pk)
    actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    with pytest.raises(RuleBroken, match="Mia .* was first"):
        actions.reject_project(by=make_person("Lee", role="official"), project=again, reason=REASON)
    assert again.transitions.count() == 2


def test_what_changed_while_reading_must_be_read_again(mia):
    ana = make_person("Ana")
    project = make_submitted(ana)
    seen = project.transitions.get().pk
    actions.request_changes(by=make_person("Lee", role="official"), project=project, reason=REASON)
    actions.submit_project(by=ana, project=project)
    with pytest.raises(RuleBroken, match="while you were reading"):
        actions.approve_project(by=mia, project=project, checklist=all_ticked(project), seen=seen)


@pytest.mark.parametrize("risk", ["minors", "one_to_one"])
def test_with_children_two_officials_say_yes(risk, mia):
    project = make_submitted(risk=risk)
    actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    assert project.status == Project.Status.SUBMITTED
    assert not Deed.objects.filter(bell="projects.project_approved").exists()
    with pytest.raises(RuleBroken, match="second official"):
        actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    with pytest.raises(RuleBroken, match="two officials"):
        actions.approve_project(by=make_person("Rita", role="reviewer"), project=project, checklist=all_ticked(project))
    actions.approve_project(by=make_person("Lee", role="official"), project=project, checklist=all_ticked(project))
    assert project.status == Project.Status.PUBLISHED


def test_a_reviewer_reads_what_officials_decide(mia):
    rita = make_person("Rita", role="reviewer")
    project = make_submitted(risk="minors")
    page = client_of(rita).get(reverse("review_project", args=[project.slug])).content.decode()
    assert "two officials say yes" in page and "Ask for a change" in page and 'value="approve"' not in page
    actions.request_changes(by=rita, project=project, reason=REASON)


def test_a_change_in_between_asks_for_two_yeses_again(mia):
    ana, lee = make_person("Ana"), make_person("Lee", role="official")
    project = make_submitted(ana, risk="minors")
    actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    actions.request_changes(by=lee, project=project, reason=REASON)
    actions.submit_project(by=ana, project=project)
    actions.approve_project(by=lee, project=project, checklist=all_ticked(project))
    assert project.status == Project.Status.SUBMITTED


def test_an_appeal_is_read_by_somebody_else(mia):
    ana = make_person("Ana")
    project = make_submitted(ana)
    actions.reject_project(by=mia, project=project, reason=REASON)
    actions.appeal_rejection(by=ana, project=project, reason=REASON)
    with pytest.raises(RuleBroken, match="colleague"):
        actions.approve_project(by=mia, project=project, checklist=all_ticked(project))
    actions.approve_project(by=make_person("Lee", role="official"), project=project, checklist=all_ticked(project))
    assert project.status == Project.Status.PUBLISHED


def test_a_refused_decision_leaves_no_trace(mia):
    project = make_submitted()
    with pytest.raises(RuleBroken):
        actions.request_changes(by=mia, project=project, reason="short")
    assert project.transitions.count() == 1
    assert Deed.objects.count() == 1


def test_the_database_knows_the_ways_of_a_project_and_that_a_no_says_why(mia):
    project = make_submitted()
    right = {
        "draft": {"submitted", "published"}, "submitted": {"submitted", "published", "needs_changes", "rejected"},
        "needs_changes": {"submitted"}, "rejected": {"submitted"},
        "published": {"published", "active", "paused", "cancelled"},
        "active": {"active", "paused", "completed", "cancelled"}, "paused": {"paused", "active", "cancelled"},
        "completed": {"completed", "archived"},
    }  # fmt: skip

    def written(here, there, reason=REASON):
        try:
            with transaction.atomic():
                return ProjectTransition.objects.create(
                    project=project, actor=mia, from_status=here, to_status=there, reason=reason
                )
        except IntegrityError:
            return None

    for here in Project.Status.values:
        assert {there for there in Project.Status.values if written(here, there)} == right.get(here, set())
    assert not written("submitted", "rejected", "No.") and not written("submitted", "needs_changes", "a" * 39)
    assert written("submitted", "published", "")
