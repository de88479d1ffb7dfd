"""Ideas on the map: every one exactly once, alone or in a number that opens; and all of them as GeoJSON."""

import json
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as some

from city.map import the_map
from city.models import Neighborhood
from core.clock import now
from ideas import actions, on_the_map
from ideas.clusters import COLUMNS, DEEPEST, Frame, Spot, clusters, read_path, split, within, write_path
from ideas.models import Idea, IdeaPoll
from tests.builders import make_hood, make_person
from tests.ideas.builders import make_idea, make_ideas, make_poll, opened

CITY = Frame(0, 0, 600, 540)
places = some.tuples(some.floats(-50, 650, width=32), some.floats(-50, 600, width=32))
crowds = some.lists(places | some.just((211.5, 300.25)), max_size=60)


def spots_of(places) -> list[Spot]:
    return [Spot(n, x, y) for n, (x, y) in enumerate(places)]


@given(crowds)
def test_every_idea_is_in_exactly_one_place(places):
    spots = spots_of(places)
    found = clusters(CITY, spots)
    assert sorted(spot.key for cluster in found for spot in cluster.spots) == [spot.key for spot in spots]
    assert len({cluster.cell for cluster in found}) == len(found)
    assert all(0 <= cluster.cell[0] < COLUMNS and 0 <= cluster.cell[1] < CITY.rows for cluster in found)


@given(crowds, some.randoms())
def test_the_order_in_which_they_come_changes_no_place(places, random):
    spots = spots_of(places)
    mixed = random.sample(spots, len(spots))
    kept = [{spot.key for spot in cluster.spots} for cluster in clusters(CITY, spots)]
    assert kept == [{spot.key for spot in cluster.spots} for cluster in clusters(CITY, mixed)]


@given(crowds)
def test_a_number_opens_to_just_its_ideas_and_falls_apart_until_they_share_a_door(places):
    def walk(path, spots) -> int:
        inside = split(CITY, path, spots) if path else ()
        assert inside[: len(path)] == path and within(CITY, inside, spots_of(places)) == spots
        found = clusters(CITY.opened(inside), spots)
        assert len(found) > 1 or len(inside) == DEEPEST or not path
        if len(inside) == DEEPEST:
            return len(spots)
        return sum(walk((*inside, cluster.cell), list(cluster.spots)) for cluster in found)

    assert walk((), spots_of(places)) == len(places)


@pytest.mark.parametrize("text", ["", "3", "3-", "a-b", "3-2-1", "-1-2", "1-1.1-1.1-1.1-1", "9" * 50, "²-1"])
def test_nonsense_is_the_whole_map(text):
    assert read_path(text) == ()


def test_a_cell_is_read_as_it_was_written():
    assert read_path(write_path(((3, 2), (0, 6)))) == ((3, 2), (0, 6))


# ── the page ──


@pytest.fixture
def poll(db, settings) -> IdeaPoll:
    """For the whole city, which is ten kilometres wide."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "map"}}
    cache.clear()
    for n, (name, west) in enumerate((("Westside", 4.0), ("Eastside", 4.05))):
        make_hood(name, letter="WE"[n], boundary=square(west, 52.0, 0.05))
    yield make_poll("proposing", neighborhood=None)
    cache.clear()


def square(west: float, south: float, size: float) -> dict:
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return {"type": "Polygon", "coordinates": [corners]}


def page_of(client, poll: IdeaPoll, query: str = "") -> str:
    response = client.get(f"/polls/{poll.slug}/map/{query}")
    assert response.status_code == 200
    return response.content.decode()


def marks(page: str) -> list[tuple[str, str, int]]:
    """Where each mark leads, what it is called and what stands on it."""
    found = re.findall(r'<a class="map__mark" href="([^"]+)" aria-label="([^"]*)">.*?<text[^>]*>(\d+)</text></a>', page)
    return [(url, name, int(number)) for url, name, number in found]


def rows(page: str) -> list[str]:
    return re.findall(r'class="row__name"><a href="[^"]+/ideas/([^/"]+)/"', page)


def test_without_ideas_there_is_nothing_to_draw(poll, client):
    page = page_of(client, poll)
    assert "There are no ideas here yet." in page and '<svg class="map' not in page


def test_a_city_without_boundaries_has_the_list(poll, client):
    Neighborhood.objects.update(boundary={})
    cache.clear()
    idea = make_idea(poll, latitude=52.01, longitude=4.01)
    page = page_of(client, poll)
    assert rows(page) == [idea.ref] and '<svg class="map' not in page


def test_one_idea_is_a_square_that_leads_to_its_page(poll, client):
    idea = make_idea(poll, "A <bench>", latitude=52.01, longitude=4.01)
    page = page_of(client, poll)
    assert marks(page) == [(f"/polls/{poll.slug}/ideas/{idea.ref}/", "1: A &lt;bench&gt;", 1)]
    assert "map__one" in page and "map__many" not in page and rows(page) == [idea.ref]


def test_close_together_they_are_one_number_that_opens_to_just_them(poll, client):
    west = Neighborhood.objects.get(name="Westside")
    close = [make_idea(poll, latitude=52.01, longitude=4.01 + n / 10_000, neighborhood=west) for n in range(12)]
    far = make_idea(poll, "Far away", latitude=52.04, longitude=4.09)
    page = page_of(client, poll)
    (alone, _name, n), (url, name, number) = sorted(marks(page))
    assert (name, number) == ("12 ideas near Westside", 12) and alone.endswith(f"/{far.ref}/") and n == 13
    assert re.fullmatch(r"\?at=[0-9.-]+#map", url)
    opened_page = page_of(client, poll, url.partition("#")[0])
    assert set(rows(opened_page)) == {idea.ref for idea in close}
    assert len(marks(opened_page)) > 1
    assert "Show all ideas" in opened_page and "12 ideas near Westside" in opened_page


def test_all_at_one_point_end_in_a_list(poll, client):
    make_ideas(poll, 3, latitude=52.01, longitude=4.01, neighborhood=Neighborhood.objects.get(name="Westside"))
    page = page_of(client, poll)
    ((url, _name, number),) = marks(page)
    inner = page_of(client, poll, url.partition("#")[0])
    assert number == 3 and marks(inner) == [("#list", "3 ideas near Westside", 3)] and len(rows(inner)) == 3


def test_without_a_point_an_idea_stands_at_its_neighborhood_or_only_in_the_list(poll, client):
    make_idea(poll, "In the west", neighborhood=Neighborhood.objects.get(name="Westside"))
    make_idea(poll, "Anywhere")
    page = page_of(client, poll)
    assert len(marks(page)) == 1 and len(rows(page)) == 2
    assert "1 idea has no place on the map" in page and "no exact place" in page


def test_a_poll_of_one_neighborhood_shows_that_part_of_the_map(poll, client):
    west = Neighborhood.objects.get(name="Westside")
    poll.neighborhood = west
    poll.save()
    for n in range(3):
        make_idea(poll, latitude=52.001, longitude=4.001 + n * 0.02)
    make_idea(poll, "Over the border", latitude=52.02, longitude=4.2)
    assert sum(number if "?at" in url else 1 for url, _name, number in marks(page_of(client, poll))) == 4
    frame = on_the_map.frame_of(the_map(), poll)
    left, top, right, bottom = the_map().boxes[west.pk]
    assert frame.width < 600 and frame.left <= left < right <= frame.left + frame.width and frame.top <= top < bottom


def test_the_list_is_the_full_equivalent_page_by_page(poll, client):
    made = make_ideas(poll, 35, latitude=52.01, longitude=4.01)
    at = marks(page_of(client, poll))[0][0].partition("#")[0]
    for query, sign in (("", "?"), (at, f"{at}&")):
        first, second = page_of(client, poll, query), page_of(client, poll, f"{sign}page=2")
        assert set(rows(first)) | set(rows(second)) == {idea.ref for idea in made}
        assert 'start="31"' in second and f'href="{sign.replace("&", "&amp;")}page=2"' in first


def test_a_hidden_idea_is_nowhere_at_once(poll, client):
    kept, gone = make_ideas(poll, 2, latitude=52.01, longitude=4.01)
    assert len(rows(page_of(client, poll))) == 2
    Idea.objects.filter(pk=gone.pk).update(hidden=True)
    page = page_of(client, poll)
    assert rows(page) == [kept.ref] and gone.title not in page and [n for _u, _name, n in marks(page)] == [1]


def test_of_many_ideas_a_hidden_one_is_nowhere_at_once_and_their_number_soon(poll, client, monkeypatch):
    monkeypatch.setattr(on_the_map, "MANY", 1)
    with time_machine.travel(now(), tick=False) as clock:
        kept, gone = make_ideas(poll, 2, latitude=52.01, longitude=4.01)
        page_of(client, poll)
        Idea.objects.filter(pk=gone.pk).update(hidden=True)
        page = page_of(client, poll)
        assert rows(page) == [kept.ref] and gone.title not in page and [n for _u, _name, n in marks(page)] == [2]
        clock.shift(11)
        assert marks(page_of(client, poll)) == [(f"/polls/{poll.slug}/ideas/{kept.ref}/", f"1: {kept.title}", 1)]


def test_two_thousand_ideas_take_no_more_questions_to_the_database_than_two(poll, client):
    def questions() -> int:
        page_of(client, poll)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, poll)
        return len(asked)

    make_ideas(poll, 2, latitude=52.01, longitude=4.01)
    few = questions()
    many(poll, 2000)
    assert questions() <= few <= 6
    page = page_of(client, poll)
    assert sum(number if "?at" in url else 1 for url, _name, number in marks(page)) == 2002
    assert len(page) < 60_000 and len(marks(page)) <= 49 + 21


def many(poll: IdeaPoll, number: int) -> None:
    Idea.objects.bulk_create(
        Idea(
            poll=poll, ref=f"2030-{n:04}", title=f"Idea {n}", body="x", latitude=52.0 + (n * 37 % 997) / 20_000,
            longitude=4.0 + (n * 61 % 991) / 10_000,
        )
        for n in range(number)
    )  # fmt: skip


# ── the file ──


def points(client, poll: IdeaPoll) -> list[dict]:
    response = client.get(f"/polls/{poll.slug}/ideas.geojson")
    assert response.status_code == 200 and response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies
    told = json.loads(response.content)
    assert told["type"] == "FeatureCollection" and set(told) == {"type", "features"}
    return told["features"]


def test_the_file_holds_standing_ideas_with_a_point_longitude_first(poll, client, settings):
    idea = make_idea(poll, "A bench", latitude=52.01, longitude=4.02, category="planting", supports=3)
    make_idea(poll, "Without a point")
    make_idea(poll, "Hidden", latitude=52.0, longitude=4.0, hidden=True)
    make_idea(poll, "Taken back", latitude=52.0, longitude=4.0, state=Idea.State.WITHDRAWN)
    assert points(client, poll) == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [4.02, 52.01]},
            "properties": {
                "ref": idea.ref,
                "title": "A bench",
                "url": f"{settings.SITE_URL}/polls/{poll.slug}/ideas/{idea.ref}/",
                "category": "planting",
                "supports": 3,
            },
        }
    ]


def test_supports_are_not_told_while_people_vote(poll, client):
    voting = make_poll("voting", neighborhood=None)
    make_idea(voting, latitude=52.01, longitude=4.02, supports=3)
    opened(voting)
    assert "supports" not in points(client, voting)[0]["properties"]


def test_a_draft_has_no_file(poll, client):
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None)
    assert client.get(f"/polls/{poll.slug}/ideas.geojson").status_code == 404


CHANGES = {
    "hidden": {"hidden": True},
    "taken back": {"state": "withdrawn"},
    "moved": {"latitude": 52.010001},
    "moved across": {"longitude": 4.010001},
    "off the map": {"latitude": None, "longitude": None},
    "renamed": {"title": "Another name"},
    "of another kind": {"category": "planting"},
    "supported": {"supports": 7},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_seen_at_once(poll, client, change):
    make_ideas(poll, 3, latitude=52.01, longitude=4.01, category="care")
    before = client.get(f"/polls/{poll.slug}/ideas.geojson")
    Idea.objects.filter(pk=poll.ideas.first().pk).update(**change)
    after = client.get(f"/polls/{poll.slug}/ideas.geojson", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and after["ETag"] != before["ETag"]
    assert len(after.content) > 50 and after.content != before.content


def test_one_comes_back_as_another_goes(poll, client):
    first, second = make_ideas(poll, 2, latitude=52.01, longitude=4.01)
    Idea.objects.filter(pk=second.pk).update(hidden=True)
    assert points(client, poll)[0]["properties"]["ref"] == first.ref
    Idea.objects.filter(pk=second.pk).update(hidden=False)
    Idea.objects.filter(pk=first.pk).update(hidden=True)
    assert [each["properties"]["ref"] for each in points(client, poll)] == [second.ref]


def test_unchanged_two_thousand_cost_one_question_beside_the_poll(poll, client):
    many(poll, 2000)
    response = client.get(f"/polls/{poll.slug}/ideas.geojson")
    assert len(json.loads(response.content)["features"]) == 2000
    with CaptureQueriesContext(connection) as asked:
        again = client.get(f"/polls/{poll.slug}/ideas.geojson")
    assert again.content == response.content and len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        same = client.get(f"/polls/{poll.slug}/ideas.geojson", headers={"If-None-Match": response["ETag"]})
    assert same.status_code == 304 and not same.content and len(asked) <= 3


def test_support_and_change_of_words_reach_the_file(poll, client):
    ana, bea = make_person("Ana"), make_person("Bea")
    idea = make_idea(poll, "A bench", author=ana, latitude=52.01, longitude=4.01)
    assert points(client, poll)[0]["properties"]["supports"] == 0
    actions.edit_idea(by=ana, idea=idea, title="A seat", body=idea.body)
    actions.support_idea(by=bea, idea=idea)
    assert points(client, poll)[0]["properties"] | {"url": ""} == {
        "ref": idea.ref, "title": "A seat", "url": "", "category": "other", "supports": 1,
    }  # fmt: skip
