"""The one-question pages, over HTTP and without JavaScript."""

import pytest
from django.urls import reverse

from projects import actions
from projects.access import FIELDS
from projects.models import Project
from tests.builders import make_hood, make_person, make_project
from tests.projects.proposals import REASON, WHOLE, make_draft, make_submitted
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WHAT = {name: WHOLE[name] for name in ("category", "title", "summary")}
START = "/projects/propose/"


def test_a_reader_without_an_account_is_led_to_sign_in_and_back():
    answer = client_of(None).get(START)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fprojects%2Fpropose%2F")


def test_six_pages_lead_from_the_first_question_to_the_city():
    ana, hood = make_person("Ana"), make_hood()
    client = client_of(ana)
    pages = (
        WHAT,
        {"neighborhood": hood.pk, "place": WHOLE["place"], "land": "none"},
        {"wanted": WHOLE["wanted"], "wanted_number": "10", "wanted_unit": "boxes"},
        {"alt": ""},
        {"risk": "low", **dict.fromkeys(FIELDS, "unknown"), "access": "", "bring": ""},
        {},
    )
    page = START
    for given in pages:
        assert client.get(page).status_code == 200
        answer = client.post(page, given)
        assert answer.status_code == 302, answer.content.decode()
        page = answer["Location"]
    project = Project.objects.get()
    assert project.status == Project.Status.SUBMITTED
    assert page == f"/projects/{project.slug}/"
    assert b"answers by" in client.get(page).content


def test_pages_that_were_skipped_do_not_count_as_done():
    ana = make_person("Ana")
    project = make_draft(ana, wanted="", wanted_number=None, wanted_unit="")
    stops = client_of(ana).get(f"/projects/propose/{project.slug}/check/").context["stops"]
    assert [stop.state for stop in stops] == ["done", "done", "ahead", "ahead", "ahead", "now"]
    actions.save_answers(by=ana, project=project, **{name: WHOLE[name] for name in WHOLE if name.startswith("wanted")})
    stops = client_of(ana).get(f"/projects/propose/{project.slug}/check/").context["stops"]
    assert [stop.state for stop in stops] == [*["done"] * 5, "now"]


def test_a_point_on_the_map_is_kept_shown_and_checked():
    ana = make_person("Ana")
    project = make_draft(ana)
    client, at = client_of(ana), f"/projects/propose/{project.slug}/where/"
    given = {"neighborhood": make_hood().pk, "place": WHOLE["place"], "land": "none"}
    answer = client.post(at, {**given, "point": "north of the bridge"})
    assert answer.status_code == 422 and b"latitude, then longitude" in answer.content
    assert client.post(at, {**given, "point": "52.0971, 4.5403"}).status_code == 302
    project.refresh_from_db()
    assert (project.latitude, project.longitude) == (52.0971, 4.5403)
    assert b'value="52.097100, 4.540300"' in client.get(at).content
    assert b"52.097100, 4.540300" in client.get(at.replace("where", "check")).content
    client.post(at, {**given, "point": ""})
    project.refresh_from_db()
    assert project.latitude is project.longitude is None


def test_a_refused_page_links_to_its_fields_and_keeps_what_was_typed():
    answer = client_of(make_person()).post(START, {"category": "", "title": "Bat boxes", "summary": "Short <b>one</b>"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "2 answers need a change" in html
    assert 'href="#id_category_0"' in html and 'href="#id_summary"' in html
    assert 'value="Bat boxes"' in html and "Short &lt;b&gt;one&lt;/b&gt;" in html
    assert not Project.objects.exists()


def test_a_text_of_5000_letters_gets_a_sentence_and_stays():
    long = "We mend it. " * 417
    answer = client_of(make_person()).post(START, {**WHAT, "body": long})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Keep it to 3,000; what you typed is still here." in html
    assert long.strip() in html


def test_a_double_click_makes_one_draft():
    client = client_of(make_person())
    once = "abcdefghjkmn"
    first, second = (client.post(START, {**WHAT, "once": once}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Project.objects.count() == 1


def test_back_shows_what_was_saved():
    ana = make_person("Ana")
    draft = make_draft(ana)
    html = client_of(ana).get(f"/projects/propose/{draft.slug}/where/").content.decode()
    assert WHOLE["place"] in html and "Saved so far" in html
    assert f'href="/projects/propose/{draft.slug}/what/"' in html


def test_a_change_from_the_check_page_goes_back_there():
    ana = make_person("Ana")
    draft = make_draft(ana)
    answer = client_of(ana).post(f"/projects/propose/{draft.slug}/what/?then=check", {**WHAT, "title": "Owl boxes"})
    assert answer["Location"].endswith("/check/")
    draft.refresh_from_db()
    assert draft.title == "Owl boxes"


@pytest.mark.parametrize(
    "page", ["propose/{}/what/", "propose/{}/check/", "propose/{}/discard/", "{}/", "{}/finish/", "{}/appeal/"]
)
def test_somebody_elses_draft_does_not_exist(page):
    draft = make_draft()
    assert client_of(make_person("Jo")).get("/projects/" + page.format(draft.slug)).status_code == 404


def test_an_unfinished_draft_says_what_is_missing():
    ana = make_person("Ana")
    draft = make_draft(ana, place="", wanted="")
    answer = client_of(ana).post(f"/projects/propose/{draft.slug}/check/")
    assert answer.status_code == 422
    assert b"2 answers are missing" in answer.content
    assert Project.objects.get().status == Project.Status.DRAFT


def test_a_page_left_open_after_sending_says_so():
    ana = make_person("Ana")
    draft = make_draft(ana)
    client = client_of(ana)
    page = f"/projects/propose/{draft.slug}/what/"
    actions.submit_project(by=ana, project=draft)
    answer = client.post(page, {**WHAT, "title": "Under your nose"})
    assert answer["Location"] == "/me/"
    messages = client.session["_messages"]
    assert "This draft was sent" in messages
    draft.refresh_from_db()
    assert draft.title == WHOLE["title"]


def test_nobodys_html_gets_through():
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    ana = make_person("Ana", last_name=evil)
    draft = make_draft(ana, title=f"Bats {evil}", summary=f"Build and hang boxes {evil}", body=f"{evil}\n\n[x](javascript:alert(1))",
                       place=f"Yard of the mill {evil}", bring=evil, access=evil, wanted_unit="<b>")  # fmt: skip
    client = client_of(ana)
    pages = [
        client.get(f"/projects/propose/{draft.slug}/{step}/").content.decode()
        for step in ("what", "where", "goal", "who", "check")
    ]
    actions.submit_project(by=ana, project=draft)
    pages.append(client.get(reverse("projects:project_page", args=(draft.slug,))).content.decode())
    for html in pages:
        assert "<script>alert" not in html and "<img src=x" not in html and 'href="javascript' not in html


def test_the_proposer_reads_the_reason_and_sends_again():
    ana, mia = make_person("Ana"), make_person("Mia", role="official")
    project = make_submitted(ana)
    actions.request_changes(by=mia, project=project, reason=REASON)
    client = client_of(ana)
    page = client.get(f"/projects/{project.slug}/").content.decode()
    assert REASON in page and "Mia" in page and "Parks Office" in page and "Change and send again" in page
    check = f"/projects/propose/{project.slug}/check/"
    assert REASON in client.get(check).content.decode()
    assert client.post(check)["Location"] == f"/projects/{project.slug}/"
    assert "Changed and sent again by Ana" in client.get(f"/projects/{project.slug}/").content.decode()


def test_a_rejected_project_can_be_looked_at_once_more():
    ana = make_person("Ana")
    project = make_submitted(ana)
    actions.reject_project(by=make_person("Mia", role="official"), project=project, reason=REASON)
    client = client_of(ana)
    page = f"/projects/{project.slug}/appeal/"
    assert b"Ask for a second look" in client.get(f"/projects/{project.slug}/").content
    assert client.post(page, {"reason": "Please"}).status_code == 422
    assert client.post(page, {"reason": REASON}).status_code == 302
    project.refresh_from_db()
    assert project.status == Project.Status.SUBMITTED


def test_an_invitation_makes_a_co_lead_and_a_changed_one_is_nothing():
    ana, tom = make_person("Ana"), make_person("Tom")
    draft = make_draft(ana, risk="minors")
    html = client_of(ana).get(f"/projects/propose/{draft.slug}/check/").content.decode()
    link = html.split('id="invitation" value="')[1].split('"')[0].removeprefix("http://testserver")
    client = client_of(tom)
    assert client.get(link[:-3] + "xx/").status_code == 404
    assert b"Lead it with Ana?" in client.get(link).content
    assert client.post(link).status_code == 302
    assert draft.organizers.get(person=tom).role == "co_lead"


def test_finishing_asks_for_the_number_in_its_unit():
    ana = make_person("Ana")
    project = make_project(ana, status=Project.Status.ACTIVE, wanted_number=60, wanted_unit="bags")
    client, page = client_of(ana), f"/projects/{project.slug}/finish/"
    assert b"How many bags?" in client.get(page).content
    refused = client.post(page, {"outcome_number": "many", "report": "Good."})
    assert refused.status_code == 422 and b'value="many"' in refused.content
    report = "Forty-eight bags of litter and one bicycle came out of the creek."
    assert client.post(page, {"outcome_number": "48", "report": report}).status_code == 302
    project.refresh_from_db()
    assert (project.status, project.outcome_number) == ("completed", 48)


def test_a_stop_shows_who_hears_it_and_needs_a_reason():
    ana = make_person("Ana")
    project = make_project(ana, status=Project.Status.ACTIVE)
    client = client_of(ana)
    assert b"Nobody has a place" in client.get(f"/projects/{project.slug}/stop/pause/").content
    assert client.post(f"/projects/{project.slug}/stop/pause/", {"reason": ""}).status_code == 422
    assert client.post(f"/projects/{project.slug}/stop/pause/", {"reason": "The bank is flooded."}).status_code == 302
    assert client.post(f"/projects/{project.slug}/resume/").status_code == 302
    project.refresh_from_db()
    assert project.status == Project.Status.ACTIVE
    assert client_of(make_person("Jo")).get(f"/projects/{project.slug}/stop/cancel/").status_code == 404
