"""A project hidden by a decision: behind no public door, seen by those who organize it, and nobody loses a place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.starter import build_site
from conversations import actions as conversations
from conversations.models import Case
from core import clock
from core.errors import RuleBroken
from notices.news import facts
from people.deeds import deliver_all
from projects import actions
from projects.models import BeforeAfter, Event, Project, SignUp
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.conversations.builders import WHY, decided, lead_of, settled
from tests.projects.test_series import begin
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
NAME = "Zeppelin harbor"


@pytest.fixture
def project() -> Project:
    return make_project(title=NAME, summary=f"{NAME} needs you.", status="active", category="repair")


@pytest.fixture
def slot(project):
    return make_slot(make_event(project, title=NAME), capacity=2)


def hide(project: Project, **more) -> Case:
    case = conversations.report(by=settled("Rae"), thing=project, reason=more.pop("reason", "hate")).case
    decided(case, **more)
    deliver_all()
    project.refresh_from_db()
    return case


def doors(project: Project, event: Event) -> list[str]:
    """Everything through which a reader could come upon it."""
    one, date = [project.slug], [project.slug, event.pk]
    searches = [f"/search/?q={word}" for word in ("zeppelin", "zepelin")] + ["/find/?q=zeppelin"]
    lists = ["/", "/find/", "/find/?kind=repair", "/find/?where=elm-park", "/neighborhoods/", "/meetings/"]
    feeds = [
        "/feeds/projects.atom",
        "/feeds/dates.atom",
        "/neighborhoods/elm-park/",
        "/neighborhoods/elm-park/calendar.ics",
    ]
    api = ["/api/v1/projects", "/api/v1/events", f"/api/v1/projects/{project.slug}"]
    of_project = ("project_page", "project_questions", "project_calendar", "project_poster")
    of_event = ("event_page", "event_calendar", "event_poster")
    own = [reverse(f"projects:{name}", args=one) for name in of_project]
    own += [reverse(f"projects:{name}", args=date) for name in of_event]
    own += [
        reverse("projects:project_picture", args=[*one, "0" * 12]),
        reverse("projects:event_picture", args=[*date, "0" * 12]),
    ]
    join = reverse("projects:slot_join", args=[project.slug, event.slots.get().pk])
    return [*lists, *searches, *feeds, *api, *own, join]


def test_behind_every_public_door_there_is_nothing(client, project, slot):
    build_site()
    before = {path: client.get(path) for path in doors(project, slot.event)}
    there = [path for path, answer in before.items() if NAME in answer.content.decode()]
    assert {"/find/", "/feeds/projects.atom", "/api/v1/events", "/search/?q=zepelin"} <= set(there)
    hide(project)
    for reader in (client, client_of(make_person("Bea")), client_of(make_person("Kim", role="editor"))):
        for path in doors(project, slot.event):
            answer = reader.get(path)
            assert NAME not in answer.content.decode(), path
            assert answer.status_code == (404 if project.slug in path else before[path].status_code), path


def test_nothing_of_it_is_news_and_its_pictures_and_numbers_are_not_shown(project, slot):
    subject = conversations.subject_of(thing=project).pk
    hide(project)
    assert not facts._projects({project.pk}) and not facts._by_subject({subject})
    assert not facts._dates({slot.event.pk})
    assert not Event.objects.on_offer() and not Event.objects.in_calendars()
    assert not BeforeAfter.objects.public()


def test_its_organizers_and_the_city_see_it_with_the_reason(project, slot):
    case, lead, helper = hide(project), lead_of(project), make_person("Hal")
    project.organizers.create(person=helper, role="helper")
    pages = [
        reverse("projects:project_page", args=[project.slug]),
        reverse("projects:event_page", args=[project.slug, slot.event.pk]),
    ]
    appeal = reverse("conversations:case_page", args=[case.ref])
    roles = [make_person(role, role=role) for role in ("moderator", "reviewer", "official", "safeguarding")]
    for person in (lead, helper, *roles):
        for path in pages:
            page = client_of(person).get(path)
            assert page.status_code == 200 and WHY in page.content.decode()
            assert (appeal in page.content.decode()) == (person == lead)
            assert reverse("projects:slot_join", args=[project.slug, slot.pk]) not in page.content.decode()


def test_what_an_officer_for_safeguarding_wrote_is_for_whom_it_is_about(project):
    hide(project, reason="safeguarding", by=make_person("Sol", role="safeguarding"))
    path = reverse("projects:project_page", args=[project.slug])
    assert WHY in client_of(lead_of(project)).get(path).content.decode()
    page = client_of(make_person("Mia", role="moderator")).get(path)
    assert page.status_code == 200 and WHY not in page.content.decode()


def test_nobody_new_joins_and_who_waits_is_offered_nothing_until_it_is_back(project):
    event = make_event(project)
    slot = make_slot(event, capacity=1)
    first = actions.join_slot(by=make_person("Bea"), slot=slot)
    waits = actions.join_slot(by=make_person("Cy"), slot=slot)
    case = hide(project)
    with pytest.raises(RuleBroken) as refused:
        actions.join_slot(by=make_person("Dee"), slot=slot)
    assert refused.value.code == "not_open"
    actions.leave_slot(by=first.person, signup=first)
    actions.expire_offers()
    waits.refresh_from_db()
    assert waits.state == SignUp.State.WAITLISTED
    back(case)
    actions.expire_offers()
    waits.refresh_from_db()
    assert waits.state == SignUp.State.OFFERED


def back(case: Case) -> None:
    conversations.appeal_case(by=case.about, case=Case.objects.get(pk=case.pk), words=WHY)
    again = Case.objects.get(pk=case.pk)
    conversations.decide_appeal(by=make_person("Moe", role="moderator"), case=again, overturn=True, words=WHY)
    deliver_all()


def test_who_has_a_place_keeps_it_with_its_page_and_calendar(client, project, slot):
    signup = make_seat(slot, make_person("Bea"))
    hide(project)
    sign_in(client, signup.person)
    page = client.get(reverse("projects:signup_page", args=[signup.ref]))
    assert page.status_code == 200
    event_page = reverse("projects:event_page", args=[project.slug, slot.event.pk])
    assert f'href="{event_page}"' not in page.content.decode()
    file = reverse("projects:event_calendar", args=[project.slug, slot.event.pk])
    assert file in page.content.decode() and NAME in client.get(file).content.decode()
    feed = reverse("own_calendar", args=[actions.open_calendar(by=signup.person)])
    assert NAME in client.get(feed).content.decode()
    assert client.post(reverse("projects:signup_leave", args=[signup.ref])).status_code == 302


def test_its_lead_can_still_call_a_date_off(project, slot):
    hide(project)
    lead = lead_of(project)
    path = reverse("projects:event_cancel", args=[project.slug, slot.event.pk])
    assert client_of(lead).get(path).status_code == 200
    actions.cancel_event(by=lead, event=slot.event, reason="organizer", note="We can’t come.")
    slot.event.refresh_from_db()
    assert slot.event.status == Event.Status.CANCELLED


def test_its_leads_plan_no_dates_until_it_is_back(project, slot):
    case = hide(project)
    lead, event = lead_of(project), slot.event
    begins = event.starts_at + timedelta(days=7)
    fields = {
        "project": project, "starts_at": begins, "ends_at": begins + timedelta(hours=2), "zone": event.zone,
        "meeting_point": "The gate", "slots": [{"name": "Helpers"}],
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="as long as this project is hidden"):
        actions.schedule_event(by=lead, **fields)
    back(case)
    project.refresh_from_db()
    assert actions.schedule_event(by=lead, **fields).status == Event.Status.SCHEDULED


def test_an_appeal_brings_it_back(client, project, slot):
    case = hide(project)
    back(case)
    assert client.get(reverse("projects:project_page", args=[project.slug])).status_code == 200
    assert list(Event.objects.on_offer()) == [slot.event]


def test_of_two_decisions_the_one_that_hides_holds_and_heard_twice_changes_nothing(project):
    for reason in ("safeguarding", "hate"):
        conversations.report(by=settled("Rae" if reason == "hate" else "Ray"), thing=project, reason=reason)
    grave, other = Case.objects.order_by("-safeguarding")
    decided(grave, by=make_person("Sol", role="safeguarding"))
    decided(other, outcome="keep")
    deliver_all()
    actions.hide_or_show(project=project)
    assert Project.objects.get(pk=project.pk).hidden


def test_a_series_of_it_brings_no_new_dates_until_it_is_shown_again(project):
    lead = lead_of(project)
    begin(lead, project)
    case = hide(project)
    clock.shift(timedelta(weeks=2))
    assert actions.fill_series() == 0
    conversations.appeal_case(by=lead, case=case, words=WHY)
    conversations.decide_appeal(by=make_person("Moe", role="moderator"), case=case, overturn=True, words=WHY)
    deliver_all()
    assert actions.fill_series() == 2
