"""Search across the site: exact words first, then what is written nearly so, and only what the reader may see."""

import pytest
from wagtail.models import PageViewRestriction

from cms.models import TextPage
from cms.starter import build_site
from core.alike import words_of
from projects.models import Project
from tests.builders import make_event, make_hood, make_person, make_project, make_slot
from tests.ideas.builders import make_idea, make_poll
from tests.support.hostile import FEW
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def found(client, typed):
    answer = client.get(SEARCH, {"q": typed})
    assert answer.status_code == 200
    return {str(each.title): [hit.name for hit in each.hits] for each in answer.context["found"]}, answer


def test_it_finds_every_kind_of_thing(client):
    hood = make_hood("Lantern Hill")
    make_slot(make_event(make_project(title="Lantern walk", status="active", neighborhood=hood)))
    poll = make_poll("proposing", question="Where shall lanterns hang?")
    make_idea(poll, "A lantern at the footbridge")
    shelves, answer = found(client, "lantern")
    assert shelves == {
        "Neighborhoods": ["Lantern Hill"], "Dates": [Project.objects.get().events.get().title], "Projects": ["Lantern walk"],
        "Polls": ["Where shall lanterns hang?"], "Ideas": ["A lantern at the footbridge"],
    }  # fmt: skip
    page = answer.content.decode()
    assert "The soonest first." in page and f"/projects/{Project.objects.get().slug}/" in page


def test_all_words_have_to_be_there_in_the_name_or_the_short_text(client):
    make_project(title="Bat boxes", summary="We hang boxes at the old mill.", status="active")
    assert found(client, "MILL  bat")[0] == {"Projects": ["Bat boxes"]}
    assert found(client, "mill horse")[0] == {}


@pytest.mark.parametrize("typed", ["plantng", "plnting", "Plantings day", "planitng dya"])
def test_typing_errors_are_forgiven_and_said(client, typed):
    make_project(title="Planting day", status="active")
    make_project(title="Bench repair", status="active")
    shelves, answer = found(client, typed)
    assert shelves == {"Projects": ["Planting day"]}
    assert answer.context["guessed"] and "nearly so" in answer.content.decode()


def test_nobody_finds_what_they_may_not_see(client):
    ana = make_person("Ana")
    make_project(ana, title="Secret garden", status=Project.Status.SUBMITTED)
    poll = make_poll("proposing", question="What about the garden?")
    make_idea(poll, "Hidden garden", hidden=True)
    make_idea(poll, "Garden being read", hidden=True, hold_reason="first")
    for typed in ("garden", "gardn secrt", "hiden"):
        names = [name for hits in found(client, typed)[0].values() for name in hits]
        assert set(names) <= {"What about the garden?"}
    assert found(client_of(ana), "secret")[0] == {"Projects": ["Secret garden"]}
    assert found(client_of(ana), "secrett")[0] == {"Projects": ["Secret garden"]}


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "%", "_", "%%%%", "'", '"', "''; DROP TABLE projects_project; --", "\\", "a" * 2000, "lamp " * 400, "🪴🪴🪴",
        "حديقة", "((", "[a-", "<script>alert(1)</script>", "\u202e", "ﬁ", "ß", "\ud7ff", "1" * 99, "*", "&", "|", "!", ":*",
        *FEW,
    ],
)  # fmt: skip
def test_whatever_is_typed_gets_a_clear_answer(client, typed, django_assert_max_num_queries):
    make_project(title="Planting day", status="active")
    client.get(SEARCH)
    with django_assert_max_num_queries(11):  # one of them asks the cache, where that is a table
        shelves, answer = found(client, typed)
    page = answer.content.decode()
    assert not shelves and ("Nothing was found" in page or "Write a word or two" in page)
    assert "<script>alert" not in page


def test_arabic_names_are_found(client):
    make_project(title="حديقة الحي الشمالي", status="active")
    assert found(client, "الحي")[0] == {"Projects": ["حديقة الحي الشمالي"]}
    assert found(client, "حديقه الشمالى")[0] == {"Projects": ["حديقة الحي الشمالي"]}


def test_a_search_costs_the_same_however_much_is_found(client, django_assert_max_num_queries):
    for n in range(30):
        make_slot(make_event(make_project(title=f"Creek {n}", status="active"), title=f"Creek {n}"))
    client.get(SEARCH)
    with django_assert_max_num_queries(7):
        shelves, answer = found(client, "creek")
    assert len(shelves["Projects"]) == len(shelves["Dates"]) == 6 and "There are more" in answer.content.decode()


def test_only_the_first_words_are_looked_for():
    assert words_of("a b c d e f g h") == ["a", "b", "c", "d", "e", "f"]
    assert words_of("x" * 2000) == ["x" * 100]
    assert words_of("a\u0000b\u202e c") == ["ab", "c"]


def test_pages_behind_a_password_are_not_found(client):
    site = build_site()
    page = TextPage(title="Lantern plans", body="For the team.")
    site.root_page.add_child(instance=page)
    assert found(client, "lantern plans")[0] == {"Help, news and stories": ["Lantern plans"]}
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="tea")
    assert found(client, "lantern plans")[0] == {}
