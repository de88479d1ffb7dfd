"""Reads the published files of a poll: rule.json, ideas.csv, ballots.csv.

Files may come from anywhere, so every fault is answered with one clear sentence, and nothing is guessed: a file that does not say
exactly what this format says is refused. ballots.csv is read line by line, whatever its size.

ballots.csv has the columns serial, ref, value; one row for each chosen idea, rows of one ballot together; a blank ballot is one
row with empty ref and value. ideas.csv has ref, title, cost, state, and may have further columns.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import IO, Any

from ideas.counting.terms import REF, CannotCount, shown

BALLOTS_FILE, IDEAS_FILE, RULE_FILE, OUTCOME_FILE, SCRIPT_FILE = (
    "ballots.csv",
    "ideas.csv",
    "rule.json",
    "outcome.json",
    "recount.py",
)
BALLOT_COLUMNS = ["serial", "ref", "value"]
IDEA_COLUMNS = ["ref", "title", "cost", "state"]
SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# int() also takes "+1", "1_0", " 1" and digits of other scripts.
WHOLE = re.compile(r"0|[1-9][0-9]{0,15}")
LARGEST_SETTINGS_FILE = 20_000_000


def sha256_of(path: Path) -> str:
    """The fingerprint of a file, as the site shows it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_rule(path: Path) -> dict[str, Any]:
    """The rule as a dictionary. Raises CannotCount."""
    try:
        rule = json.loads(_text(path), object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, CannotCount):
            raise
        raise CannotCount(f"{path.name} is not readable as JSON.") from fault
    if not isinstance(rule, dict):
        raise CannotCount(f"{path.name} does not hold a rule.")
    return rule


def read_ideas(path: Path) -> list[dict[str, Any]]:
    """The ideas on the ballot. Raises CannotCount."""
    rows = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        columns = next(rows, [])
        if columns[:4] != IDEA_COLUMNS:
            raise CannotCount(f"{path.name} must begin with the columns {','.join(IDEA_COLUMNS)}.")
        return [_idea_row(row, len(columns), path.name, rows.line_num) for row in rows]
    except csv.Error as fault:
        raise CannotCount(f"{path.name}, line {rows.line_num}, is not a readable row.") from fault


def read_ballots(stream: IO[str]) -> Iterator[dict[str, int]]:
    """What each ballot of an open ballots.csv chose, one after the other. Raises CannotCount."""
    return (choices for _serial, choices in read_numbered_ballots(stream))


def read_numbered_ballots(stream: IO[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """Each ballot with its serial. The stream must be opened with newline="" and UTF-8. Raises CannotCount."""
    rows = csv.reader(stream, strict=True)
    try:
        yield from _ballots(rows)
    except csv.Error as fault:
        raise CannotCount(f"{BALLOTS_FILE}, line {rows.line_num}, is not a readable row.") from fault
    except UnicodeDecodeError as fault:
        raise CannotCount(f"{BALLOTS_FILE} is not a text file in UTF-8.") from fault


def open_ballots(folder: Path) -> IO[str]:
    """ballots.csv of a folder, as read_ballots wants it."""
    try:
        return (folder / BALLOTS_FILE).open(encoding="utf-8", newline="")
    except OSError as fault:
        raise CannotCount(f"{BALLOTS_FILE} is missing or cannot be opened.") from fault


def _ballots(rows: Any) -> Iterator[tuple[str, dict[str, int]]]:
    if next(rows, []) != BALLOT_COLUMNS:
        raise CannotCount(f"{BALLOTS_FILE} must begin with the columns {','.join(BALLOT_COLUMNS)}.")
    seen: set[str] = set()
    known_values: dict[str, int] = {}
    serial, blank = None, False
    choices: dict[str, int] = {}
    for row in rows:
        if len(row) != 3:
            raise CannotCount(f"{BALLOTS_FILE}, line {rows.line_num}, has {len(row)} cells instead of 3.")
        if row[0] != serial:
            if serial is not None:
                yield serial, choices
            serial, choices, blank = row[0], {}, False
            if serial in seen or not SERIAL.fullmatch(serial):
                raise CannotCount(_bad_serial(serial, serial in seen, rows.line_num))
            seen.add(serial)
        elif blank:
            raise CannotCount(f"{BALLOTS_FILE}, line {rows.line_num}: a blank ballot has a second row.")
        ref, value = row[1], row[2]
        if not ref:
            if value or choices:
                raise CannotCount(
                    f"{BALLOTS_FILE}, line {rows.line_num}: a row without an idea can only be a whole blank ballot."
                )
            blank = True
            continue
        if ref in choices:
            raise CannotCount(f"{BALLOTS_FILE}, line {rows.line_num}: the ballot {serial} names {shown(ref)} twice.")
        number = known_values.get(value)
        if number is None:
            number = known_values[value] = _whole(value, f"{BALLOTS_FILE}, line {rows.line_num}: the value")
        choices[ref] = number
    if serial is not None:
        yield serial, choices


def _bad_serial(serial: str, seen: bool, line: int) -> str:
    if not serial:
        return f"{BALLOTS_FILE}, line {line}: a row has no serial."
    if seen:
        return f"{BALLOTS_FILE}, line {line}: the ballot {serial} appears a second time."
    return f"{BALLOTS_FILE}, line {line}: {shown(serial)} is not a ballot's serial."


def _idea_row(row: list[str], columns: int, name: str, line: int) -> dict[str, Any]:
    if len(row) != columns:
        raise CannotCount(f"{name}, line {line}, has {len(row)} cells instead of {columns}.")
    ref, title, cost, state = row[:4]
    if not REF.fullmatch(ref):
        raise CannotCount(f"{name}, line {line}: {shown(ref)} is not an idea's reference.")
    price = _whole(cost, f"{name}, line {line}: the cost") if cost else None
    return {"ref": ref, "title": title, "cost": price, "state": state}


def _whole(text: str, what: str) -> int:
    if not WHOLE.fullmatch(text):
        raise CannotCount(f"{what} is not a whole number: {shown(text)}.")
    return int(text)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_SETTINGS_FILE:
            raise CannotCount(f"{path.name} is larger than any such file can be.")
        return path.read_bytes().decode("utf-8")
    except OSError as fault:
        raise CannotCount(f"{path.name} is missing or cannot be opened.") from fault
    except UnicodeDecodeError as fault:
        raise CannotCount(f"{path.name} is not a text file in UTF-8.") from fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise CannotCount("A setting in the rule is given twice.")
    return found


def _no_fraction(text: str) -> None:
    raise CannotCount(f"The rule holds a number that is not whole: {shown(text)}.")
