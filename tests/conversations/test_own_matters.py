"""Nobody decides in their own matter; what was thrown away keeps nobody from deciding; and what follows from it."""

import pytest
from django.db import connection

from conversations import actions
from conversations.models import Case
from conversations.permissions import can_decide, can_decide_appeal, cases_for
from core.clock import now
from core.errors import NotAllowed
from notices.actions import tell_moderators
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Household, HouseholdMember
from projects.models import ProjectRole
from tests.builders import make_event, make_person, make_project, sign_in
from tests.conversations.builders import WHY, ask, decided, lead_of, reported, settled
from tests.ideas.builders import make_idea, make_poll
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db


def moderator(name: str = "Max"):
    return make_person(name, role="moderator")


def is_for(person, case) -> bool:
    """On the list as on the desk."""
    assert can_decide(person, case) == (case in cases_for(person))
    return can_decide(person, case)


def test_who_reported_it_does_not_decide_it_while_somebody_else_can():
    max_ = moderator()
    case = reported(by=max_)
    assert is_for(max_, case)  # nobody else is there
    moe = moderator("Moe")
    assert is_for(moe, case) and not is_for(max_, case)
    with pytest.raises(NotAllowed):
        decided(case, by=max_)
    decided(case, by=moe)
    actions.appeal_case(by=case.about, case=case, words=WHY)
    assert can_decide_appeal(max_, case)  # Moe has decided already
    ada = make_person("Ada", role="administrator")
    assert can_decide_appeal(ada, case) and not can_decide_appeal(max_, case)


def test_two_who_both_reported_it_can_both_decide_it():
    both = moderator(), moderator("Moe")
    for each in both:
        case = reported(Case.objects.first().comment if Case.objects.exists() else None, by=each)
    assert all(is_for(each, case) for each in both)


def test_a_moderator_of_their_own_project_decides_about_nothing_there():
    max_, moe = moderator(), moderator("Moe")
    project = make_project(settled("Ana"), status="active")
    ProjectRole.objects.create(project=project, person=max_, role="co_lead")
    question = reported(ask(project, "Why does Max take the money himself?"))
    rae = settled("Rae")
    itself, date = (actions.report(by=rae, thing=thing, reason="spam").case for thing in (project, make_event(project)))
    for case in (question, itself, date):
        assert is_for(moe, case) and not is_for(max_, case)


def test_neither_does_somebody_of_the_same_household():
    moe, ana = moderator("Moe"), settled("Ana")
    home = Household.objects.create()
    for person in (moe, ana):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=now())
    assert not is_for(moe, reported(ask(make_project(ana, status="active"))))
    assert not is_for(moe, reported(ask(make_idea(make_poll("proposing"), author=ana))))


def test_the_first_write_of_a_decision_holds_what_it_is_about():
    """A report that comes in between is in this case, or opens the next: none stays open on a case that is decided."""
    case, max_, moe = reported(), moderator(), moderator("Moe")
    writes: list[str] = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("UPDATE", "INSERT")):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        decided(case, by=max_)
    actions.appeal_case(by=case.about, case=case, words=WHY)
    first, writes[:] = writes[0], []
    with connection.execute_wrapper(note):
        actions.decide_appeal(by=moe, case=case, overturn=False, words=WHY)
    assert all(sql.startswith("UPDATE conversations_subject") for sql in (first, writes[0]))


# ── what is not there ──


@pytest.mark.parametrize("who", ["a stranger", "its lead"])
def test_drafts_are_neither_shown_nor_reported(client, who):
    event = make_event(title="Secret date", status="draft")
    draft = make_project(lead_of(event.project), status="draft")
    person = sign_in(client, settled("Stan") if who == "a stranger" else lead_of(event.project))
    for what, key in (("projects.event", f"{event.project.slug}/{event.pk}"), ("projects.project", draft.slug)):
        assert client.get(f"/report/?what={what}&key={key}").status_code == 404
    for thing in (event, draft):
        with pytest.raises(NotAllowed):
            actions.report(by=person, thing=thing, reason="spam")


def test_a_case_about_something_that_was_thrown_away_is_decided_like_any_other(client):
    event = make_event()
    lead = lead_of(event.project)
    case = actions.report(by=settled("Rae"), thing=event, reason="spam").case
    event.delete()
    sign_in(client, moderator())
    for page in ("/admin/", "/admin/moderation/", f"/admin/moderation/{case.ref}/"):
        assert "It was thrown away meanwhile." in client.get(page).content.decode()
    assert (
        client.post(f"/admin/moderation/{case.ref}/", {"outcome": "warn", "rule": "spam", "words": WHY}).status_code
        == 302
    )
    deliver_all()
    assert Letter.objects.filter(kind__in=("case_decided", "report_answered")).count() == 2
    sign_in(client, lead)
    assert "It was thrown away meanwhile." in client.get(f"/me/cases/{case.ref}/").content.decode()
    assert tell_moderators() == 0


# ── who reads what ──


def test_an_officer_reads_the_hidden_idea_they_decide_about(client):
    idea = make_idea(make_poll("proposing"), "Cheap pills", hidden=True)
    sign_in(client, make_person("Sol", role="safeguarding"))
    assert "Cheap pills" in client.get(f"/polls/{idea.poll.slug}/ideas/{idea.ref}/").content.decode()


def test_auditors_read_no_full_name_of_whom_it_is_about(client):
    young = settled("Kim", last_name="Vanderbilt", adult=False)
    case = decided(reported(ask(make_project(), by=young)))
    actions.appeal_case(by=young, case=case, words=WHY)
    sign_in(client, make_person("Aud", role="auditor"))
    page = words_on(client.get("/admin/moderation/log/"))
    assert "A young person" in page and "Vanderbilt" not in page and "Kim" not in page


def test_the_log_keeps_that_somebody_reported_and_not_their_words():
    case = actions.report(
        by=settled("Rae"), comment=ask(make_project()), reason="other", words="He is my neighbor."
    ).case
    assert [(move.what, move.words) for move in case.moves.all()] == [("reported", ""), ("opened", "")]


def test_whom_a_case_keeps_from_writing_sends_and_changes_no_idea(client):
    amal = sign_in(client, settled())
    poll = make_poll("proposing")
    idea = make_idea(poll, author=amal)
    decided(reported(ask(make_project(), by=amal)), outcome="block")
    sent = {"title": "You are all idiots", "body": idea.body, "category": "other", "seen": "1", "neighborhood": ""}
    page = client.post(f"/polls/{poll.slug}/add/", sent)
    assert page.status_code == 422 and "You can’t write here." in page.content.decode()
    page = client.post(f"/polls/{poll.slug}/ideas/{idea.ref}/edit/", sent)
    assert page.status_code == 422 and "You can’t write here." in page.content.decode()
    assert poll.ideas.get().title == idea.title
