"""No public page takes more queries at fifty rows than at one: at most 10 for a reader, 14 for somebody signed in."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.demo.pages import tell_stories
from cms.demo.people import move_in
from cms.demo.place import lay_out
from cms.starter import build_site
from ideas.models import IdeaPoll
from people.models import Person
from projects.models import Attendance, Event, Project
from tests.builders import make_child, make_event, make_person, make_project, make_seat, make_slot
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote
from tests.support.visitors import client_of

READER, SIGNED_IN = 10, 14


class City:
    """One of everything, and then fifty; `reader` has a seat in the first date and a ballot in each vote."""

    def __init__(self) -> None:
        lay_out(build_site())
        move_in()
        tell_stories()
        self.reader = make_person("Bea")
        self.project = make_project(status="active", category="repair")
        self.proposing, self.voting = make_poll("proposing"), make_poll("voting")
        self.author = make_person("Ana")
        self.event = self.date(1)
        make_seat(self.event.slots.get(), self.reader)
        for poll in (self.proposing, self.voting):
            make_ideas(poll, 1, author=self.author)
        opened(self.voting)
        vote(self.voting, self.reader, ["2026-001"])
        self.counted = self.count(1)

    def date(self, n: int, project: Project | None = None) -> Event:
        event = make_event(project or self.project, starts_in=timedelta(days=n, hours=1))
        make_slot(event)
        return event

    def count(self, ideas: int) -> IdeaPoll:
        """A poll whose ballots are counted, with so many ideas and at least ten voters."""
        poll = make_poll("voting")
        make_ideas(poll, ideas, author=self.author)
        for n in range(12):
            vote(opened(poll), refs=[f"2026-{n % ideas + 1:03}"])
        frozen(poll)
        return poll

    def grow(self) -> None:
        for n in range(2, 51):
            self.date(n)
            self.date(n, make_project(status="active"))
        make_ideas(self.proposing, 49, author=self.author)
        IdeaPoll.objects.filter(pk=self.voting.pk).update(config_locked_at=None)
        make_ideas(self.voting, 49, author=self.author)
        opened(self.voting)
        self.counted = self.count(50)

    def pages(self) -> dict[str, str]:
        return {
            "home": "/",
            "find": "/find/",
            "project": f"/projects/{self.project.slug}/",
            "event": f"/projects/{self.project.slug}/events/{self.event.pk}/",
            "poll": f"/polls/{self.proposing.slug}/",
            "ideas on the map": f"/polls/{self.proposing.slug}/map/",
            "idea": f"/polls/{self.proposing.slug}/ideas/2026-001/",
            "ballot": f"/polls/{self.voting.slug}/",
            "results": f"/polls/{self.counted.slug}/results/",
        }


@pytest.fixture
def city(db, settings) -> Iterator[City]:
    # As with Redis, what is remembered costs no query.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "queries"}}
    from django.core.cache import cache

    cache.clear()
    yield City()
    cache.clear()


def queries(path: str, person: Person | None) -> list[str]:
    """Those of the third visit, when what can be remembered is."""
    client = client_of(person)
    for _ in range(2):
        client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return [query["sql"][:300] for query in seen.captured_queries]


@pytest.mark.parametrize(("who", "most"), [("nobody", READER), ("reader", SIGNED_IN)])
def test_fifty_rows_take_no_more_queries_than_one(city, who, most):
    count = partial(queries, person=getattr(city, who, None))
    one = {name: count(path) for name, path in city.pages().items()}
    city.grow()
    fifty = {name: count(path) for name, path in city.pages().items()}
    # With one row some pages look a second time, whether there is more elsewhere; none may need more with fifty.
    assert {name: len(found) for name, found in fifty.items() if len(found) > len(one[name])} == {}
    assert {name: found for name, found in fifty.items() if len(found) > most} == {}


# ── one date: its page, and its roster ──


class Day:
    """A date that goes on, with one task and one person on the list, and then fifty of both; some of them are here."""

    def __init__(self) -> None:
        self.lead = make_person("Lea")
        self.guardian, self.children = make_person("Ana"), 0
        self.event = make_event(make_project(self.lead, status="active"), starts_in=timedelta(minutes=-30))
        make_seat(make_slot(self.event), self.guardian)
        page = f"/projects/{self.event.project.slug}/events/{self.event.pk}/"
        self.pages = {"event": page, "roster": f"{page}roster/"}

    def comes(self, person: Person) -> None:
        signup = make_seat(make_slot(self.event), person)
        Attendance.objects.create(
            event=self.event, person=person, signup=signup, state="checked_in", in_at=self.event.starts_at,
            verified_by=self.lead,
        )  # fmt: skip

    def grow(self) -> None:
        for n in range(49):
            self.comes(make_person("Bea", email=f"bea{n}@mail.example"))

    def with_young_people(self, number: int) -> None:
        for _ in range(number):
            self.children += 1
            self.comes(make_child(self.guardian, f"Noa {self.children}", age=5 + self.children))


@pytest.fixture
def day(db) -> Day:
    return Day()


@pytest.mark.parametrize(
    ("page", "who"), [("event", "nobody"), ("event", "guardian"), ("event", "lead"), ("roster", "lead")]
)
def test_a_date_with_fifty_people_takes_no_more_queries_than_with_one(day, page, who):
    count = partial(queries, day.pages[page], getattr(day, who, None))
    one = count()
    day.grow()
    fifty = count()
    assert len(fifty) <= len(one), fifty
    assert len(fifty) <= (READER if who == "nobody" else SIGNED_IN), fifty


def test_the_roster_looks_once_for_all_young_people(day):
    count = partial(queries, day.pages["roster"], day.lead)
    day.with_young_people(1)
    one = count()
    day.with_young_people(4)
    five = count()
    assert len(five) <= len(one), five
    assert len(five) <= SIGNED_IN, five
