"""A resident proposes a project."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import signing

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Deed, Household, HouseholdMember
from projects import actions
from projects.actions.invitations import SALT
from projects.actions.proposing import missing, working_days_after
from projects.models import Project, ProjectRole
from tests.builders import make_department, make_hood, make_person, make_project
from tests.projects.proposals import REASON, WHOLE, lead_of, lead_together, make_draft, make_submitted
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def test_a_draft_belongs_to_its_lead_and_nobody_else_sees_it():
    ana, stranger = make_person("Ana"), make_person("Jo")
    draft = actions.propose_project(by=ana, title="Bat boxes for the mill")
    assert draft.status == Project.Status.DRAFT
    assert draft.organizers.get().role == ProjectRole.Role.LEAD
    assert draft in Project.objects.visible_to(ana)
    assert draft not in Project.objects.visible_to(stranger)
    assert draft not in Project.objects.visible_to(None)


def test_answers_are_kept_page_by_page():
    ana = make_person("Ana")
    draft = actions.propose_project(by=ana, title="Bat boxes for the mill")
    actions.save_answers(by=ana, project=draft, neighborhood=make_hood(), place="Yard of the old mill")
    draft.refresh_from_db()
    assert (draft.title, draft.place) == ("Bat boxes for the mill", "Yard of the old mill")


def test_an_answer_nobody_asked_for_is_a_mistake_of_ours():
    with pytest.raises(TypeError, match="status"):
        actions.propose_project(by=make_person(), status="published")


def test_a_stranger_can_not_change_somebody_elses_draft():
    draft = make_draft()
    with pytest.raises(NotAllowed):
        actions.save_answers(by=make_person("Jo"), project=draft, title="Mine now")


def test_what_was_sent_is_not_changed_under_the_reader():
    ana = make_person("Ana")
    project = make_submitted(ana)
    with pytest.raises(RuleBroken, match="The city has your project now"):
        actions.save_answers(by=ana, project=project, title="Another name")
    project.refresh_from_db()
    assert project.title == WHOLE["title"]


def test_sending_writes_status_date_due_row_and_deed():
    ana = make_person("Ana")
    project = make_draft(ana)
    actions.submit_project(by=ana, project=project)
    project.refresh_from_db()
    row = project.transitions.get()
    assert project.status == Project.Status.SUBMITTED
    assert (row.from_status, row.to_status, row.actor) == ("draft", "submitted", ana)
    assert project.review_due_on and project.review_due_on > project.submitted_at.date()
    assert project.slug == "bat-boxes-for-the-mill"
    assert Deed.objects.get(bell="projects.project_submitted").ids == {"project": project.pk}


def test_five_working_days_leave_out_the_weekend():
    assert working_days_after(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert working_days_after(date(2026, 11, 21), 5) == date(2026, 11, 27)


def test_two_projects_of_the_same_name_have_two_addresses():
    first, second = make_submitted(), make_submitted()
    assert first.slug != second.slug
    assert second.slug.startswith("bat-boxes-for-the-mill")


@pytest.mark.parametrize("title", ["Propose", "مشروع الحي الجديد"])
def test_a_name_that_makes_no_address_still_gets_one(title):
    project = make_submitted(title=title)
    assert project.slug and project.slug != "propose" and not project.slug.startswith("draft-")


@pytest.mark.parametrize("name", sorted({*WHOLE, "neighborhood"}))
def test_an_unanswered_question_is_named(name):
    ana = make_person("Ana")
    draft = make_draft(ana)
    Project.objects.filter(pk=draft.pk).update(**{name: None if name in ("neighborhood", "wanted_number") else ""})
    with pytest.raises(RuleBroken) as refusal:
        actions.submit_project(by=ana, project=draft)
    assert refusal.value.code == "incomplete"
    draft.refresh_from_db()
    assert len(missing(draft)) == 1
    assert draft.status == Project.Status.DRAFT and not draft.transitions.exists()


def test_a_fourth_open_submission_waits():
    ana = make_person("Ana")
    for _ in range(3):
        make_submitted(ana)
    fourth = make_draft(ana)
    with pytest.raises(RuleBroken, match="three of your projects"):
        actions.submit_project(by=ana, project=fourth)
    fourth.refresh_from_db()
    assert fourth.status == Project.Status.DRAFT


def test_without_an_address_the_city_could_not_answer():
    walker = make_person("Kim", login=False)
    draft = make_draft(walker)
    with pytest.raises(RuleBroken, match="e-mail"):
        actions.submit_project(by=walker, project=draft)


def test_sending_twice_sends_once():
    ana = make_person("Ana")
    project = make_submitted(ana)
    with pytest.raises(RuleBroken, match="already"):
        actions.submit_project(by=ana, project=project)
    assert project.transitions.count() == 1


def test_a_co_lead_changes_answers_but_does_not_send():
    ana, tom = make_person("Ana"), make_person("Tom")
    draft = make_draft(ana)
    lead_together(tom, draft)
    actions.save_answers(by=tom, project=draft, bring="Gloves")
    with pytest.raises(NotAllowed):
        actions.submit_project(by=tom, project=draft)


def test_a_project_with_children_needs_organizers_of_two_households():
    ana, tom = make_person("Ana"), make_person("Tom")
    home = Household.objects.create()
    for person in (ana, tom):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=person.created_at)
    draft = make_draft(ana, risk=Project.Risk.MINORS)
    lead_together(tom, draft)
    with pytest.raises(RuleBroken, match="another household"):
        actions.submit_project(by=ana, project=draft)
    lead_together(make_person("Bea"), draft)
    actions.submit_project(by=ana, project=draft)
    assert draft.status == Project.Status.SUBMITTED


def test_a_second_organizer_of_another_household_is_asked_for():
    ana, tom = make_person("Ana"), make_person("Tom")
    project = make_draft(ana)
    check = f"/projects/propose/{project.slug}/check/"
    lead_together(tom, project)
    assert b"from another household" not in client_of(ana).get(check).content
    home = Household.objects.create()
    for person in (ana, tom):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=now())
    assert b"A second organizer from another household" in client_of(ana).get(check).content


def test_saying_yes_to_an_invitation_twice_is_once():
    ana, tom = make_person("Ana"), make_person("Tom")
    draft = make_draft(ana)
    lead_together(tom, draft)
    lead_together(tom, draft)
    lead_together(ana, draft)
    assert sorted(draft.organizers.values_list("role", flat=True)) == ["co_lead", "lead"]


@pytest.mark.parametrize("token", ["", "x", "1", "WzEsMV0:1abcde:x"])
def test_nobody_leads_a_project_with_an_invitation_of_their_own(token):
    draft = make_draft()
    for made_up in (token, signing.dumps([draft.pk, lead_of(draft).pk]), signing.dumps(draft.pk, salt=SALT)):
        with pytest.raises(RuleBroken, match="not good any more"):
            actions.accept_co_lead(by=make_person("Tom"), token=made_up)
    assert draft.organizers.count() == 1


def test_an_invitation_is_good_for_thirty_days_and_only_from_the_lead():
    tom, draft = make_person("Tom"), make_draft()
    lead_together(tom, draft)
    with pytest.raises(NotAllowed):
        actions.invite_co_lead(by=tom, project=draft)
    token = actions.invite_co_lead(by=lead_of(draft), project=draft)
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(RuleBroken, match="not good any more"):
        actions.accept_co_lead(by=make_person("Bea"), token=token)
    assert draft.organizers.count() == 2


def test_an_invitation_ends_with_its_lead():
    tom, draft = make_person("Tom"), make_draft()
    token = actions.invite_co_lead(by=lead_of(draft), project=draft)
    draft.organizers.update(person=make_person("Bea"))
    with pytest.raises(RuleBroken, match="not good any more"):
        actions.accept_co_lead(by=tom, token=token)


def test_somebody_under_18_organizes_nothing():
    with pytest.raises(RuleBroken, match="18"):
        lead_together(make_person("Sam", adult=False), make_draft())


def test_a_draft_never_sent_can_be_thrown_away():
    ana = make_person("Ana")
    draft = make_draft(ana)
    with pytest.raises(NotAllowed):
        actions.discard_draft(by=make_person("Jo"), project=draft)
    actions.discard_draft(by=ana, project=draft)
    assert not Project.objects.filter(pk=draft.pk).exists()


def test_what_was_sent_can_not_be_thrown_away():
    ana = make_person("Ana")
    project = make_submitted(ana)
    with pytest.raises(RuleBroken):
        actions.discard_draft(by=ana, project=project)


def test_a_changed_project_goes_back_with_a_new_date():
    ana, mia = make_person("Ana"), make_person("Mia", role="official")
    project = make_submitted(ana)
    actions.request_changes(by=mia, project=project, reason=REASON)
    actions.save_answers(by=ana, project=project, place="North bank, city ground only")
    actions.submit_project(by=ana, project=project)
    assert [row.to_status for row in project.transitions.all()] == ["submitted", "needs_changes", "submitted"]
    assert project.review_due_on and project.slug == "bat-boxes-for-the-mill"


def test_an_appeal_happens_once_and_says_why():
    ana, mia = make_person("Ana"), make_person("Mia", role="official")
    project = make_submitted(ana)
    actions.reject_project(by=mia, project=project, reason=REASON)
    with pytest.raises(RuleBroken, match="40 letters"):
        actions.appeal_rejection(by=ana, project=project, reason="Please!")
    actions.appeal_rejection(by=ana, project=project, reason=REASON)
    actions.reject_project(by=make_person("Lee", role="official"), project=project, reason=REASON)
    with pytest.raises(RuleBroken, match="once"):
        actions.appeal_rejection(by=ana, project=project, reason=REASON)
    assert project.status == Project.Status.REJECTED


def test_an_official_starts_a_draft_for_the_person_who_will_lead_it():
    make_department()
    mia, ana = make_person("Mia", role="official"), make_person("Ana")
    draft = actions.create_draft_from(
        by=mia, lead=ana, title="Shade on Mill Lane", summary="Plant six trees.", body="", neighborhood=make_hood(), category="planting",
    )  # fmt: skip
    assert draft.organizers.get().person == ana
    with pytest.raises(NotAllowed):
        actions.create_draft_from(by=ana, lead=ana, title="Mine")


def test_public_projects_are_not_answers_pages_any_more():
    ana = make_person("Ana")
    project = make_project(ana)
    with pytest.raises(RuleBroken):
        actions.save_answers(by=ana, project=project, title="Something else")
