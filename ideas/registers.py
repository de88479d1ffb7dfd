"""Who may vote according to a register: what a city's own adapter has to answer, and one adapter for a file that was taken in."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from core.errors import RuleBroken

from . import fingerprints
from .models import IdeaPoll, VotingRight

COLUMNS = ("number", "born")
LINES_AT_MOST = 100_000
BYTES_AT_MOST = 8_000_000
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


@dataclass(frozen=True)
class Eligible:
    """`token` is one person's own and always the same: of it only a fingerprint is kept. `area` may be empty."""

    area: str
    token: str


@dataclass(frozen=True)
class Entry:
    """What a line says of a number."""

    born: date
    area: str = ""


@dataclass(frozen=True)
class No:
    """A sentence for the person who asked."""

    reason: str


class Register(Protocol):
    def check(self, poll: IdeaPoll, data: Mapping[str, str]) -> Eligible | No:
        """`data` is what somebody typed: `number` and `born`. Answers within seconds."""


class CsvRegister:
    """Looks among the lines that an official took in for this poll."""

    def check(self, poll: IdeaPoll, data: Mapping[str, str]) -> Eligible | No:
        number, born = token_of(data.get("number", "")), day(data.get("born", ""))
        mark = fingerprints.maker(poll)
        here = VotingRight.objects.filter(poll=poll, fingerprint=mark("right", number), revoked_at=None)
        found = here.filter(born=mark_of_birth(mark, number, born)).first() if number and born else None
        if found is None:
            return No(
                gettext("The register of this poll has no such number with this date of birth. Look at both again.")
            )
        return Eligible(found.area, number)


def in_use() -> Register:
    adapter: Register = import_string(settings.REGISTER_BACKEND)()
    return adapter


def holds_all() -> bool:
    """Whether everybody in the register is a right to vote here, or only who has asked."""
    return isinstance(in_use(), CsvRegister)


def token_of(number: str) -> str:
    """However the number was written. "" without one."""
    return "".join(sign for sign in number.lower() if sign.isalnum())


def mark_of_birth(mark: Callable[[str, str], str], number: str, born: date) -> str:
    """Of a day alone it would tell who was born on the same."""
    return mark("born", f"{number}|{born.isoformat()}")


def day(typed: str) -> date | None:
    for pattern in DAYS:
        try:
            return datetime.strptime(typed.strip(), pattern).date()
        except ValueError:
            continue
    return None


def read(data: bytes) -> dict[str, Entry]:
    """Token → entry of each line; of two with one number the later. Raises RuleBroken for a file that can't be read, naming the line."""
    if len(data) > BYTES_AT_MOST:
        raise RuleBroken(gettext("This file is larger than 8 MB. Send it in parts."), code="too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.replace("\0", "").strip()
    head = text.partition("\n")[0]
    reader = csv.DictReader(
        StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", restval=""
    )
    try:
        names = {(name or "").strip().casefold(): name for name in reader.fieldnames or ()}
        if not set(COLUMNS) <= set(names):
            raise RuleBroken(
                gettext("The first line has to name the columns number and born; area may follow."), code="columns"
            )
        return _entries(reader, names)
    except csv.Error:
        raise RuleBroken(
            gettext("This is not a file of a spreadsheet. Save it as CSV and send that."), code="no_csv"
        ) from None


def _entries(reader: csv.DictReader, names: dict[str, str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for row in reader:
        number, typed = row[names["number"]].strip(), row[names["born"]].strip()
        token, born = token_of(number), day(typed)
        if not number and not typed:
            continue
        if not token or born is None:
            raise RuleBroken(
                gettext("Line %(n)s needs a number and a date of birth such as 1980-04-13. Nothing was taken in.")
                % {"n": reader.line_num},
                code="line",
            )
        found[token] = Entry(born, row[names["area"]].strip()[:60] if "area" in names else "")
        if len(found) > LINES_AT_MOST:
            raise RuleBroken(gettext("At most 100,000 lines at a time. Send the file in parts."), code="too_many")
    if not found:
        raise RuleBroken(gettext("There is no line below the names of the columns."), code="empty")
    return found
