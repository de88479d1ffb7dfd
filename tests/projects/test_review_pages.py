"""The officials' desk for proposals, over HTTP."""

from datetime import timedelta

import pytest

from core import clock
from people import actions as people
from people.groups import follow_roles
from people.models import HouseholdAsk
from projects import actions
from projects.models import Project
from tests.builders import make_person
from tests.projects.proposals import REASON, all_ticked, make_draft, make_submitted
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
DESK = "/admin/proposals/"


def make_official(name="Mia", role="official"):
    mia = make_person(name, role=role)
    follow_roles(mia)
    return mia


def ticked(project, decision="approve", **given):
    seen = project.transitions.last().pk
    return {**{f"check_{key}": "on" for key in all_ticked(project)}, "seen": seen, "decision": decision, **given}


def test_the_first_page_of_the_back_office_shows_what_waits():
    project = make_submitted()
    html = client_of(make_official()).get("/admin/").content.decode()
    assert "One proposal waits for you" in html
    assert f"{DESK}{project.slug}/" in html


def test_whose_household_nobody_knows_is_listed_where_two_are_needed():
    project = make_submitted(risk="minors")
    client, where = client_of(make_official()), f"{DESK}{project.slug}/"
    assert "Nobody has confirmed with whom they live: Ana" in client.get(where).text
    for lead in project.organizers.all():
        people.ask_household(by=lead.person, email=(other := make_person("Jo")).email)
        people.answer_household_ask(by=other, ask=HouseholdAsk.objects.latest("pk"), together=True)
    assert "Nobody has confirmed with whom" not in client.get(where).text
    assert "Nobody has confirmed with whom" not in client.get(f"{DESK}{make_submitted().slug}/").text


def test_a_late_answer_stands_on_top_and_says_so():
    make_submitted(title="Sent first, changed later")
    late = make_submitted(title="A quite late answer")
    Project.objects.filter(pk=late.pk).update(review_due_on=(clock.now() - timedelta(days=2)).date())
    html = client_of(make_official()).get(DESK).content.decode()
    assert "2 days late" in html
    assert html.index("A quite late answer") < html.index("Sent first, changed later")


@pytest.mark.parametrize("role", ["", "editor", "moderator"])
def test_others_do_not_enter_the_desk(role):
    person = make_official("Jo", role)
    assert client_of(person).get(DESK).status_code in (302, 403)
    assert client_of(person).post(f"{DESK}{make_submitted().slug}/", {}).status_code in (302, 403)


def test_what_one_may_not_decide_lies_with_colleagues():
    mia = make_official()
    own = make_submitted(mia)
    client = client_of(mia)
    assert list(Project.objects.waiting_for(mia)) == []
    assert "With colleagues" in client.get(DESK).content.decode()
    page = client.get(f"{DESK}{own.slug}/").content.decode()
    assert "so a colleague decides" in page and 'name="decision"' not in page


def test_a_draft_is_nobodys_business():
    draft = make_draft()
    client = client_of(make_official())
    assert client.get(f"{DESK}{draft.slug}/").status_code == 404
    assert client.get(f"/projects/{draft.slug}/").status_code == 404


def test_an_official_asks_gets_it_back_and_approves():
    ana, mia = make_person("Ana"), make_official()
    project = make_submitted(ana)
    client, page = client_of(mia), f"{DESK}{project.slug}/"
    asked = client.post(page, {"seen": project.transitions.last().pk, "decision": "change", "reason": REASON})
    assert asked.status_code == 302
    project.refresh_from_db()
    actions.submit_project(by=ana, project=project)
    assert REASON in client.get(page).content.decode()
    answer = client.post(page, ticked(project), follow=True)
    assert "is open to everybody now. Nothing else waits for you." in answer.content.decode()
    project.refresh_from_db()
    assert project.status == Project.Status.PUBLISHED


def test_a_refusal_keeps_ticks_and_words():
    project = make_submitted()
    given = {"seen": project.transitions.last().pk, "decision": "reject", "reason": "Too short.", "check_place": "on"}
    answer = client_of(make_official()).post(f"{DESK}{project.slug}/", given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "40 letters or more" in html and "Too short." in html
    assert 'id="id_check_place" checked' in html


def test_a_page_left_open_tells_who_was_first_and_gives_the_words_back():
    project = make_submitted()
    given = ticked(project, decision="reject", reason=REASON)
    actions.approve_project(by=make_official("Lee"), project=project, checklist=all_ticked(project))
    answer = client_of(make_official()).post(f"{DESK}{project.slug}/", given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Lee" in html and "was first" in html and REASON in html
    project.refresh_from_db()
    assert project.status == Project.Status.PUBLISHED


def test_a_double_click_decides_once():
    project = make_submitted()
    client, given = client_of(make_official()), ticked(project)
    assert [client.post(f"{DESK}{project.slug}/", given).status_code for _ in range(2)] == [302, 422]
    assert project.transitions.count() == 2


def test_the_first_of_two_yeses_leaves_the_list_of_who_gave_it():
    mia, lee = make_official(), make_official("Lee")
    project = make_submitted(risk="minors")
    answer = client_of(mia).post(f"{DESK}{project.slug}/", ticked(project), follow=True)
    assert "A second official must say yes too." in answer.content.decode()
    assert not Project.objects.waiting_for(mia).exists()
    assert "Approve as second" in client_of(lee).get(f"{DESK}{project.slug}/").content.decode()


def test_nobodys_html_gets_onto_the_desk():
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    project = make_submitted(title=f"Bats {evil}", summary=f"Hang the boxes {evil}", body=evil, place=f"Mill yard {evil}",
                             bring=evil, access=evil, wanted=f"Boxes {evil}", wanted_unit="<b>x</b>")  # fmt: skip
    client = client_of(make_official())
    for page in ("/admin/", DESK, f"{DESK}{project.slug}/"):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html and "<b>x</b>" not in html
