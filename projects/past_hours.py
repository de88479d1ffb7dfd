"""A file with hours of the time before this site: what its lines say. No database."""

import csv
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import StringIO

from django.utils.translation import gettext as _

from core.errors import RuleBroken

COLUMNS = ("email", "project", "date", "from", "to")
BYTES_AT_MOST, LINES_AT_MOST = 500_000, 1000
GOOD, THERE, BAD = "good", "there", "bad"
DAYS = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$"), re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
HOUR = re.compile(r"^(\d{1,2})[:.](\d{2})$")


@dataclass
class Line:
    """One line: its cells as typed, and what became of it. `minutes` is what would count."""

    number: int
    cells: dict[str, str]
    state: str = GOOD
    reason: str = ""
    name: str = ""
    minutes: int = 0
    day: date | None = field(default=None)

    def refuse(self, reason: str) -> None:
        self.state, self.reason = BAD, reason


def decoded(data: bytes) -> str:
    """As text: UTF-8, or what older spreadsheets write."""
    if len(data) > BYTES_AT_MOST:
        raise RuleBroken(_("This file is larger than 500 kB. Send it in parts."), code="too_large")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(text: str) -> list[Line]:
    """The lines of the file, in their order. Raises RuleBroken when the file as a whole can't be read."""
    text = text.replace("\0", "").lstrip("\ufeff").strip()
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        rows = [row for row in reader if any(value.strip() for value in row)]
    except csv.Error:
        raise RuleBroken(
            _("This is not a file of a spreadsheet. Save it as CSV and send that."), code="no_csv"
        ) from None
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    if missing := [name for name in COLUMNS if name not in names]:
        words = _("The first line has to name the columns email, project, date, from, to. Missing: %(names)s.")
        raise RuleBroken(words % {"names": ", ".join(missing)}, code="columns")
    if len(rows) == 1:
        raise RuleBroken(_("There is no line below the names of the columns."), code="empty")
    if len(rows) - 1 > LINES_AT_MOST:
        raise RuleBroken(_("At most 1,000 lines at a time. Send the file in parts."), code="too_many")
    return [
        Line(number, {name: (row[n].strip() if n < len(row) else "") for n, name in enumerate(names) if name})
        for number, row in enumerate(rows[1:], start=2)
    ]


def times(line: Line) -> tuple[datetime, datetime]:
    """Start and end on the wall clock. Raises RuleBroken with what is wrong."""
    day = _day(line.cells["date"])
    starts, ends = _hour(line.cells["from"]), _hour(line.cells["to"])
    if ends <= starts:
        raise RuleBroken(_("The end has to be later than the start, on the same day."), code="order")
    line.day = day
    return datetime.combine(day, starts), datetime.combine(day, ends)


def _day(words: str) -> date:
    for pattern, order in zip(DAYS, ((0, 1, 2), (2, 1, 0)), strict=True):
        if found := pattern.match(words):
            numbers = [int(found.groups()[n]) for n in order]
            try:
                return date(*numbers)
            except ValueError:
                break
    raise RuleBroken(_("Write the date as 2025-03-28 or 28.3.2025."), code="date")


def _hour(words: str) -> time:
    if found := HOUR.match(words):
        try:
            return time(int(found[1]), int(found[2]))
        except ValueError:
            pass
    raise RuleBroken(_("Write the hours as 9:00."), code="hour")
