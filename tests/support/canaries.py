"""Two young people whose names and dates nobody else may ever read, in a small city where they take part in everything.

`Zephyrine` is a child on a guardian's list, `Quillon` is sixteen and has an account. Their guardian and the lead of the project
may see them; `readers` are everybody else, and `leaks` reads whatever these can reach.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.urls.exceptions import NoReverseMatch

from cms.starter import build_site
from core import clock
from people import actions as people
from people.deeds import deliver_all
from people.groups import follow_roles
from people.models import BirthDate, Person
from projects import actions
from projects.models import Event, ProjectRole, SignUp
from tests.builders import make_credential, make_event, make_person, make_project, make_slot
from tests.ideas.builders import make_idea, make_poll
from tests.support.knocks import every_address
from tests.support.visitors import client_of

SECRETS = ("zephyrine", "quillon", "canaryson", "nutcanary")
START = (
    "/",
    "/find/",
    "/polls/",
    "/points/",
    "/thanks/",
    "/news/",
    "/help/",
    "/me/",
    "/me/family/",
    "/settings/",
    "/admin/",
)
SEARCHES = (
    "/find/?q={}",
    "/help/?q={}",
    "/admin/thanks/?q={}",
    "/admin/credentials/?q={}",
    "/admin/roles/?q={}",
    "/admin/pages/search/?q={}",
)
SHAPES_OF_ONE_ADDRESS = 8  # pages that look alike: so many of each are read
PAGES_AT_MOST = 600


class City:
    """A project with a date behind it and one ahead, and a family with both young people in both."""

    def __init__(self) -> None:
        build_site()
        self.lead, self.helper = make_person("Ana"), make_person("Tom")
        self.guardian, self.other = make_person("Amal"), make_person("Bea")
        project = make_project(self.lead, status="active", risk="minors", family_friendly=True)
        ProjectRole.objects.create(project=project, person=self.helper, role=ProjectRole.Role.HELPER)
        for person in (self.lead, self.helper):
            make_credential(person)
        self.child = people.add_dependant(by=self.guardian, first_name="Zephyrine", birth_day=self.born(11))
        self.young = make_person("Quillon", last_name="Canaryson", adult=False, thanks="public")
        BirthDate.objects.create(person=self.young, day=self.born(16))
        self.past = make_event(project, starts_in=timedelta(hours=2))
        self.ahead = make_event(project, starts_in=timedelta(days=6))
        slots = [make_slot(event, capacity=8) for event in (self.past, self.ahead)]
        ask = people.ask_consent(by=self.young, email=self.guardian.email, project=project.pk)
        actions.answer_letter(token=ask.token, allowed=True, typed_name="Amal Tester", for_the_year=True)
        for slot in slots:
            actions.join_family(by=self.guardian, slot=slot, children=[self.child])
            actions.join_slot(by=self.young, slot=slot)
            actions.join_slot(by=self.other, slot=slot)
        actions.write_note(by=self.young, signup=self.place(self.young, self.ahead), needs="Nutcanary")
        self.hold_the_date()
        poll = make_poll("proposing")
        self.idea = make_idea(poll, "Lamps at the footbridge", author=self.young)
        deliver_all()

    def born(self, age: int) -> date:
        today = clock.now().date()
        return date(today.year - age, 1, 3)

    def place(self, person: Person, event: Event) -> SignUp:
        return SignUp.objects.get(person=person, slot__event=event)

    def hold_the_date(self) -> None:
        """The first date takes place: everybody came, and has hours, points and badges."""
        clock.shift(timedelta(hours=2, minutes=10))
        for person in (self.guardian, self.child, self.young, self.other):
            actions.check_in(by=self.lead, event=self.past, person=person)
        clock.shift(timedelta(hours=3))
        actions.close_event(by=self.lead, event=self.past)
        deliver_all()

    def readers(self) -> dict[str, Person | None]:
        """Everybody who has no business with them."""
        found = {
            "nobody": None,
            "stranger": make_person("Sam"),
            "participant": self.other,
            "helper": self.helper,
            "another lead": make_project(make_person("Lena"), status="active").organizers.get().person,
            "another young person": make_person("Kim", adult=False),
        }
        for role in ("official", "reviewer", "editor", "moderator", "clerk", "auditor", "administrator"):
            found[role] = person = make_person(role.title(), role=role)
            follow_roles(person)
        return found

    def addresses(self) -> Iterator[str]:
        """Every address of the site, with whatever of these two could stand behind it."""
        refs = [one for person in (self.child, self.young) for one in (person.ref, *self.refs_of(person))]
        pks = [
            str(pk) for event in (self.past, self.ahead) for pk in (event.pk, *event.slots.values_list("pk", flat=True))
        ]
        slug = self.past.project.slug
        for name, path, _pattern in every_address():
            names = re.findall(r"<(?:\w+:)?(\w+)>", path)
            if ":" not in name and not path.startswith("admin/"):
                continue
            for ref in refs if {"ref", "token", "number"} & set(names) else [""]:
                for pk in pks if "pk" in names else [""]:
                    known = {
                        "slug": slug,
                        "ref": ref,
                        "token": ref,
                        "pk": pk,
                        "step": "where",
                        "how": "pause",
                        "number": ref,
                    }
                    try:
                        yield reverse(name, kwargs={one: known[one] for one in names})
                    except (NoReverseMatch, KeyError):
                        break

    def refs_of(self, person: Person) -> list[str]:
        return list(SignUp.objects.filter(person=person).values_list("ref", flat=True))

    def secrets(self) -> list[str]:
        days = BirthDate.objects.filter(person__in=(self.child, self.young)).values_list("day", flat=True)
        return [*SECRETS, *(day.isoformat() for day in days), self.young.email.lower()]


def leaks(city: City, readers: dict[str, Person | None], *, direct: bool = True) -> tuple[list[str], int]:
    """What each reader finds of them, as sentences, and how many pages, files and results were read."""
    wrong, read = [], 0
    for role, person in readers.items():
        for path, text in pages_of(client_of(person, raise_request_exception=False), city if direct else None):
            read += 1
            shown = text.lower()
            wrong += [f"{role} reads “{secret}” at {path}" for secret in city.secrets() if secret in shown]
    return wrong, read


def pages_of(client: Client, city: City | None) -> Iterator[tuple[str, str]]:
    """Follow every link, ask every search for the names, and try every address there is."""
    # Beginnings of the names: the question that a page repeats is no find.
    waiting = list(START) + [place.format(name) for place in SEARCHES for name in ("Zephyr", "Quill")]
    waiting += list(city.addresses()) if city else []
    seen: set[str] = set()
    shapes: dict[str, int] = defaultdict(int)
    while waiting and len(seen) < PAGES_AT_MOST:
        path = waiting.pop(0)
        if path in seen or not worth(path, shapes, asked=city is not None and len(seen) < 300):
            continue
        seen.add(path)
        answer: Any = client.get(path)
        if answer.streaming or answer.status_code in (301, 302):
            if answer.headers.get("Location", "").startswith("/"):
                waiting.append(answer.headers["Location"].split("#")[0])
            continue
        text = answer.content.decode(errors="replace")
        yield path, text
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            waiting += links(text, path)


def worth(path: str, shapes: dict[str, int], *, asked: bool) -> bool:
    """So many of each shape; signing out and language versions are left alone."""
    if path.startswith(("/es/", "/ar/", "/account/logout", "/demo/", "/static/", "/media/", "/admin/logout")):
        return False
    try:
        name = resolve(urlsplit(path).path).view_name or path
    except Resolver404:
        return False
    shapes[name] += 1
    return shapes[name] <= SHAPES_OF_ONE_ADDRESS * (5 if asked else 1)


def links(text: str, path: str) -> list[str]:
    found = (urljoin(path, unescape(href)).split("#")[0] for href in re.findall(r'(?:href|src|action)="([^"]+)"', text))
    return [one for one in found if one.startswith("/")]
