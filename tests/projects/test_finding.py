"""Finding: every filter, the three orders, what is said about access, and nonsense."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import NotAllowed, RuleBroken
from people.deeds import Deed
from projects import actions
from projects.access import FIELDS
from projects.forms.find import Spot
from projects.models import Project
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
FIND = "/find/"


def found(client, query=""):
    return [event.project.title for event in client.get(f"{FIND}?{query}").context["events"]]


def made(title, starts_in=timedelta(days=3), slot=None, event=None, **answers):
    project = make_project(title=title, status="active", **answers)
    return make_slot(make_event(project, starts_in=starts_in, **(event or {})), **(slot or {}))


@pytest.mark.parametrize("field", FIELDS)
def test_only_a_yes_suits_who_needs_it(client, field):
    for title, answer in (("Yes", True), ("No", False), ("Not checked", None)):
        made(title, **{field: answer})
    assert found(client, f"suits={field}") == ["Yes"]
    assert sorted(found(client)) == ["No", "Not checked", "Yes"]


def test_days_languages_effort_interpreter_and_free_places_narrow_the_list(client):
    day = (clock.now() + timedelta(days=3)).date()
    made("Arabic", spoken="en,ar", slot={"effort": 3})
    made("Later", starts_in=timedelta(days=9), event={"interpreter_until": day})
    full = made("Full", starts_in=timedelta(days=4), slot={"capacity": 1})
    make_seat(full)
    assert found(client, f"from={day}&to={day}") == ["Arabic"]
    assert found(client, f"from={day + timedelta(days=5)}") == ["Later"]
    assert found(client, f"to={day}&from={day + timedelta(days=1)}") == ["Arabic", "Full"]
    assert found(client, "language=ar") == ["Arabic"]
    assert found(client, "effort=3") == ["Arabic"]
    assert found(client, "effort=3&effort=1") == ["Arabic", "Full", "Later"]
    assert found(client, "suits=interpreter") == ["Later"]
    assert found(client, "suits=people") == ["Arabic", "Later"]


def test_who_lacks_most_people_comes_first(client):
    made("Two", starts_in=timedelta(days=1), slot={"capacity": 9, "minimum_wanted": 2})
    made("Five", slot={"capacity": 9, "minimum_wanted": 5})
    make_seat(made("Enough", slot={"capacity": 9, "minimum_wanted": 1}))
    assert found(client, "order=need") == ["Five", "Two"]


def test_near_me_sorts_by_distance_says_it_and_leaves_out_what_is_far(client):
    hood = make_hood("Elm Park", label_x=4.55, label_y=52.10)
    made("Three", latitude=52.13, longitude=4.5)
    made("Here", latitude=52.1003, longitude=4.5)
    made("By its neighborhood", neighborhood=hood)
    made("Another city", latitude=53.0, longitude=4.5)
    answer = client.get(f"{FIND}?near=52.1,4.5")
    assert [(each.project.title, each.away) for each in answer.context["events"]] == [
        ("Here", "less than 1 km away"), ("Three", "about 3.5 km away"), ("By its neighborhood", "about 3.5 km away")
    ]  # fmt: skip
    assert "about 3.5 km away" in answer.content.decode()


def test_without_a_place_saturday_is_chosen_and_the_page_asks_for_the_neighborhood(client):
    hood = make_hood("Elm Park")
    page = client.get(FIND)
    assert f"?{page.context['saturday']}".replace("&", "&amp;") in page.content.decode()
    asked = client.get(f"{FIND}?{page.context['saturday']}")
    assert asked.context["wanted"].first == asked.context["wanted"].last is not None
    assert f"?{asked.context['wanted'].query()}&where=elm-park".replace("&", "&amp;") in asked.content.decode()
    at_home = client_of(make_person("Ana", neighborhood=hood)).get(FIND)
    assert at_home.context["saturday"].endswith("where=elm-park")


def test_where_somebody_is_is_never_known_better_than_to_a_kilometre(client):
    assert str(Spot.read("52.123456,4.987654")) == "52.12,4.99"
    page = client.get(f"{FIND}?near=52.123456,4.987654").content.decode()
    assert "52.12" in page and "52.1234" not in page


@pytest.mark.parametrize(
    "query",
    [
        "near=nan,nan", "near=inf,1", "near=99,400", "near=,", "near=1", "from=2026-13-40", "to=0001-01-01", "from=١",
        "effort=9&effort=x", "language=xx", "order=best", "suits=all", "after=999999999999", "when=%00x",
        "near=52.1,4.5&after=-1", "order=need&after=١٢", "near=52.1,4.5&after=7", "language=" + "x" * 2000,
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(client, query):
    made("One", latitude=52.1, longitude=4.5, slot={"capacity": 9, "minimum_wanted": 5})
    answer = client.get(f"{FIND}?{query}")
    assert answer.status_code == (400 if "%00" in query else 200)
    if answer.status_code == 200:
        assert [event.project.title for event in answer.context["events"]] == ["One"]


def test_each_filter_stands_above_the_list_and_can_be_taken_away(client):
    make_hood("Elm Park")
    page = client.get(f"{FIND}?where=elm-park&suits=toilet&from=2026-12-01").content.decode()
    for rest in (
        "?from=2026-12-01&amp;suits=toilet",
        "?where=elm-park&amp;suits=toilet",
        "?from=2026-12-01&amp;where=elm-park",
    ):
        assert rest in page


@pytest.mark.parametrize(
    "query", ["", "near=52.1,4.5", "order=need", "suits=toilet&language=en&effort=1&from=2026-11-01"]
)
def test_the_number_of_questions_does_not_grow_with_the_list(client, query, django_assert_max_num_queries):
    for n in range(25):
        made(
            f"No. {n}",
            latitude=52.1,
            longitude=4.5,
            toilet=True,
            spoken="en",
            slot={"capacity": 9, "minimum_wanted": 5},
        )
    client.get(FIND)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"{FIND}?{query}").context["events"]) == 20


@pytest.mark.parametrize("query", ["near=52.1,4.5", "order=need"])
def test_ranked_lists_go_on_page_by_page_without_gaps(client, query):
    for n in range(45):
        made(f"No. {n}", latitude=52.1 + n / 1000, longitude=4.5, slot={"capacity": 99, "minimum_wanted": 50 - n})
    seen, path = [], f"{FIND}?{query}"
    while path:
        answer = client.get(path)
        seen += [event.project.title for event in answer.context["events"]]
        path = FIND + answer.context["next_url"] if answer.context["next_url"] else ""
    assert seen == [f"No. {n}" for n in range(45)]


# ── the answers ──


def test_what_nobody_has_checked_is_said_on_the_page(client):
    slot = made("One", step_free=True, toilet=False)
    for path in (
        f"/projects/{slot.event.project.slug}/",
        f"/projects/{slot.event.project.slug}/events/{slot.event.pk}/",
    ):
        page = client.get(path).content.decode()
        for words in ("Step-free", "No toilet", "Shade: not checked", "Seated work: not checked"):
            assert words in page


def test_a_lead_answers_later_and_everybody_reads_it(client):
    ana = make_person("Ana")
    project = make_project(ana, status=Project.Status.ACTIVE)
    path = reverse("projects:project_access", args=[project.slug])
    lead = client_of(ana)
    given = {"step_free": "yes", "seated": "no", "toilet": "unknown", "shade": "yes", "spoken": ["en", "ar"]}
    assert lead.post(path, {**given, "shade": "perhaps"}).status_code == 422
    assert lead.post(path, {**given, "spoken": ["klingon"]}).status_code == 422
    assert lead.post(path, {**given, "access": "The toilet is at the kiosk."}).status_code == 302
    project.refresh_from_db()
    assert (project.step_free, project.seated, project.toilet, project.shade) == (True, False, None, True)
    assert "العربيّة" in client.get(f"/projects/{project.slug}/").content.decode()
    assert Deed.objects.get(bell="projects.access_answered").by == ana


@pytest.mark.parametrize("status", ["submitted", "completed", "cancelled", "archived", "rejected"])
def test_answers_are_the_leads_and_only_while_people_can_come(status):
    ana = make_person("Ana")
    project = make_project(ana, status="active")
    with pytest.raises(NotAllowed):
        actions.answer_access(by=make_person("Bea"), project=project, toilet=True)
    Project.objects.filter(pk=project.pk).update(status=status)
    with pytest.raises(NotAllowed):
        actions.answer_access(by=ana, project=project, toilet=True)
    with pytest.raises(TypeError):
        Project.objects.filter(pk=project.pk).update(status="active")
        actions.answer_access(by=ana, project=project, title="Another name")


def test_an_interpreter_can_be_asked_for_until_a_day_before_the_date(client):
    ana = make_person("Ana")
    project = make_project(ana, status="active")
    starts = clock.now() + timedelta(days=6)
    plan = {
        "by": ana, "project": project, "starts_at": starts, "ends_at": starts + timedelta(hours=2),
        "zone": "Europe/Amsterdam", "meeting_point": "Blue sign", "slots": [{"name": "Helpers"}],
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="before the date"):
        actions.schedule_event(**plan, interpreter_until=starts.date())
    event = actions.schedule_event(**plan, interpreter_until=starts.date() - timedelta(days=2))
    path = f"/projects/{project.slug}/events/{event.pk}/"
    assert "On request until" in client.get(path).content.decode()
    clock.shift(timedelta(days=5))
    assert "On request until" not in client.get(path).content.decode()
