"""What those who pass a page on show of it: its address, its words and a picture drawn from public facts."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from PIL import Image, ImageColor, ImageFont

from city.models import Neighborhood
from cms.starter import build_site
from core.signs import SHAPES
from files import boards, sharing
from ideas.models import Idea
from people.models import Person
from projects.models import Event, Project
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.ideas.builders import make_idea, make_poll

OAKS = boards.Board("Plant twelve oaks", "Larkhaven", "en", date=("Sat", "28", "Nov"), place="Elm Park")


@pytest.fixture
def event(db) -> Event:
    hood = make_hood("Elm Park")
    event = make_event(make_project(make_person("Ana"), neighborhood=hood, title="Creek clean-up"), title="Spring tidy")
    make_slot(event)
    return event


def page_of(event: Event) -> str:
    return f"/projects/{event.project.slug}/events/{event.pk}/"


def told(html: str, name: str) -> str:
    return re.search(rf'property="og:{name}" content="([^"]*)"', html)[1]


def picture_of(html: str) -> str:
    return told(html, "image").removeprefix(settings.SITE_URL)


def opened(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


# ── pages ──


@override_settings(SITE_URL="https://engage.larkhaven.example")
def test_a_page_says_its_address_its_title_and_its_picture(client, event):
    html = client.get(page_of(event), {"from": "a letter"}).text
    url = f"https://engage.larkhaven.example{page_of(event)}"
    assert f'<link rel="canonical" href="{url}">' in html
    assert told(html, "url") == url and told(html, "title") == "Spring tidy"
    assert told(html, "image").startswith(f"{url}picture-") and event.meeting_point in told(html, "description")


def test_projects_polls_ideas_neighborhoods_and_the_citys_pages_have_pictures(client, event):
    build_site()
    idea = make_idea(make_poll("proposing"), "Lamps along the creek")
    poll = f"/polls/{idea.poll.slug}/"
    city = ("/", "/news/", "/accessibility/", "/neighborhoods/", "/neighborhoods/elm-park/")
    for path in (*city, f"/projects/{event.project.slug}/", poll, f"{poll}ideas/{idea.ref}/"):
        response = client.get(picture_of(client.get(path).text))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png"), path
        assert opened(response).size == (1200, 630) and not response.cookies


def test_the_link_is_there_to_take_without_a_script(client, event):
    html = client.get(page_of(event)).text
    assert (
        f'readonly dir="ltr" value="{settings.SITE_URL}{page_of(event)}"' in html
        and "mailto:?subject=Spring%20tidy" in html
    )


def test_after_joining_calendar_directions_and_share_are_one_tap_each(client, event):
    seat = make_seat(event.slots.get(), make_person("Bea"))
    client.force_login(seat.person.user)
    html = client.get(f"/signups/{seat.ref}/").text
    assert f'href="{page_of(event)}calendar.ics"' in html and "/directions?to=" in html
    assert "data-share" in html and f'value="{settings.SITE_URL}{page_of(event)}"' in html


# ── the address of a picture ──


def test_a_picture_may_be_kept_forever_and_is_not_sent_twice(client, event):
    path = picture_of(client.get(page_of(event)).text)
    response = client.get(path)
    assert "immutable" in response["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.head(path).status_code == 200 and client.head(path).content == b""


def test_another_title_gives_another_address_and_the_old_one_leads_there(client, event):
    old = picture_of(client.get(page_of(event)).text)
    Event.objects.filter(pk=event.pk).update(title="Summer tidy")
    new = picture_of(client.get(page_of(event)).text)
    assert new != old and client.get(old).url == new
    assert client.get(old.replace("picture-", "picture-no")).url == new


def test_a_picture_is_drawn_once(client, event, monkeypatch):
    drawn = []
    monkeypatch.setattr(sharing, "draw", lambda board: drawn.append(board) or b"drawn")
    path = picture_of(client.get(page_of(event)).text)
    for _ in range(3):
        assert client.get(path).content == b"drawn"
    assert len(drawn) == 1


def test_one_network_does_not_ask_for_new_pictures_without_end(client, event, monkeypatch):
    monkeypatch.setattr(sharing, "NEW_ONES", sharing.Limit("boards", times=1, seconds=60))
    path = picture_of(client.get(page_of(event)).text)
    assert client.get(path).status_code == 200
    other = picture_of(client.get(f"/es{page_of(event)}").text)
    assert client.get(other).status_code == 429
    assert client.get(path).status_code == 200, "what is drawn already is given"


def test_what_not_everybody_may_read_has_no_picture(client, event):
    project, ana = event.project, Person.objects.get(first_name="Ana")
    path = picture_of(client.get(page_of(event)).text)
    idea = make_idea(make_poll("proposing"), "Lamps along the creek")
    of_idea = picture_of(client.get(f"/polls/{idea.poll.slug}/ideas/{idea.ref}/").text)
    Idea.objects.update(hidden=True)
    Project.objects.filter(pk=project.pk).update(status=Project.Status.SUBMITTED)
    client.force_login(ana.user)
    for closed in (path, of_idea, f"/projects/{project.slug}/picture-x.png"):
        assert client.get(closed).status_code == 404, closed
    assert "og:image" not in client.get(page_of(event)).text


# ── drawing ──


@pytest.mark.parametrize(
    "title", ["x" * 160, "🎉🎉🎉", "", "\u202e\u0000\n", "نزرع شجرة", "我们种树", "W " * 200, "Straße für ñandúes"]
)
def test_any_title_becomes_a_picture(title):
    for date in (("", "", ""), ("الأربعاء", "30", "Sep")):
        drawn = boards.draw(
            boards.Board(title, "C" * 80, "ar", True, date, title, (boards.Mark("E", "hexagon", "elm"),), title)
        )
        assert Image.open(io.BytesIO(drawn)).size == (1200, 630)


def test_what_no_font_can_write_is_left_out_and_the_date_stays(monkeypatch):
    monkeypatch.setattr(boards, "FONTS", ("",))
    blank = boards.draw(boards.Board("", "Larkhaven", "en", date=("Sat", "28", "Nov")))
    assert boards.draw(boards.Board("我们种树", "Larkhaven", "en", date=("Sat", "28", "Nov"))) == blank
    assert boards.draw(OAKS) != blank


def test_without_raqm_nothing_is_written_whose_letters_join(monkeypatch):
    monkeypatch.setattr(boards.features, "check", lambda name: False)
    assert boards.font("شجرة", 40) is None and boards.font("tree", 40) is not None


def test_a_long_title_is_cut_between_words():
    face = ImageFont.load_default(54)
    size, lines = boards.fitted("planting bulbs and painting " * 12, 700, 376)
    assert len(lines) <= boards.LINES and lines[-1].endswith("…") and size == boards.SIZES[-1]
    assert boards.cut("short", face, 700) == "short"


def test_the_colors_and_shapes_are_those_of_the_pages():
    tokens = Path("engage/static/engage/css/tokens.css").read_text()
    for name, color in boards.HOODS.items():
        assert f"--{name}:{color};" in tokens and ImageColor.getrgb(color)
    assert f"--signal:{boards.SIGNAL};" in tokens
    assert set(boards.HOODS) == set(Neighborhood.Color.values)
    assert {*boards.CORNERS, "circle", "shield"} == set(SHAPES)


def test_the_version_follows_the_words_and_the_language():
    with translation.override("es"):
        other = boards.board("Plant twelve oaks", make_city())
    assert (
        other.version
        != boards.board("Plant twelve oaks", make_city()).version
        == boards.board("Plant twelve oaks", make_city()).version
    )


def make_city():
    from city.context import City

    return City("Larkhaven", "", "", "UTC", ())
