"""Writes the files of a poll that anyone may download: ballots.csv, ideas.csv, rule.json, outcome.json, poll.pb, recount.py.

Secrecy is the caller's order and serials: ballots must come in random order with serials drawn at random. Nothing here adds a time,
a channel or a person, and the lines of one ballot are sorted, so that not even the order of tapping survives.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from ideas.counting.cells import harmless
from ideas.counting.check import count_folder
from ideas.counting.pabulib import PABULIB_FILE, write_pabulib
from ideas.counting.reading import (
    BALLOT_COLUMNS,
    BALLOTS_FILE,
    IDEA_COLUMNS,
    IDEAS_FILE,
    OUTCOME_FILE,
    RULE_FILE,
    SCRIPT_FILE,
    SERIAL,
    open_ballots,
    read_numbered_ballots,
    sha256_of,
)
from ideas.counting.recount import script
from ideas.counting.terms import BUDGET_RULES, CannotCount, shown

WRITTEN = (BALLOTS_FILE, IDEAS_FILE, RULE_FILE, SCRIPT_FILE, OUTCOME_FILE, PABULIB_FILE)


def write_folder(
    folder: Path,
    rule: Mapping[str, Any],
    ideas: list[dict[str, Any]],
    numbered_ballots: Iterable[tuple[str, Mapping[str, int]]],
) -> dict[str, str]:
    """Writes all files of a poll into an existing folder and counts them from there. Returns each file's SHA-256.

    The outcome is counted from the written files, never from memory, so that a fault in writing cannot stay unseen.
    Raises CannotCount.
    """
    write_material(folder, rule, ideas, numbered_ballots)
    with _new(folder / SCRIPT_FILE) as stream:
        stream.write(script())
    outcome = count_folder(folder)
    with _new(folder / OUTCOME_FILE) as stream:
        stream.write(outcome)
    write_pb(folder, rule, ideas, json.loads(outcome))
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir()) if path.name in WRITTEN}


def write_material(
    folder: Path,
    rule: Mapping[str, Any],
    ideas: list[dict[str, Any]],
    numbered_ballots: Iterable[tuple[str, Mapping[str, int]]],
) -> None:
    """What is counted: ballots.csv, ideas.csv, and rule.json with the SHA-256 of the two."""
    with _new(folder / BALLOTS_FILE) as stream:
        write_ballots(stream, numbered_ballots)
    with _new(folder / IDEAS_FILE) as stream:
        write_ideas(stream, ideas)
    files = {name: sha256_of(folder / name) for name in (BALLOTS_FILE, IDEAS_FILE)}
    with _new(folder / RULE_FILE) as stream:
        write_rule(stream, {**rule, "files": files})


def write_pb(
    folder: Path, rule: Mapping[str, Any], ideas: list[dict[str, Any]], outcome: Mapping[str, Any]
) -> Path | None:
    """poll.pb beside the ballots.csv of a folder, where a budget is spent."""
    if rule.get("count_rule") not in BUDGET_RULES:
        return None
    with _new(folder / PABULIB_FILE) as stream, open_ballots(folder) as ballots:
        write_pabulib(stream, rule, ideas, outcome, read_numbered_ballots(ballots))
    return folder / PABULIB_FILE


def write_ballots(stream: IO[str], numbered_ballots: Iterable[tuple[str, Mapping[str, int]]]) -> None:
    """ballots.csv, in the order given."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(BALLOT_COLUMNS)
    for serial, choices in numbered_ballots:
        if not SERIAL.fullmatch(serial):
            raise CannotCount(f"{shown(serial)} is not a ballot's serial.")
        if choices:
            rows.writerows((serial, ref, choices[ref]) for ref in sorted(choices))
        else:
            rows.writerow((serial, "", ""))


def write_ideas(stream: IO[str], ideas: list[dict[str, Any]]) -> None:
    """ideas.csv, in the order given."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(IDEA_COLUMNS)
    for idea in ideas:
        cost = "" if idea.get("cost") is None else idea["cost"]
        rows.writerow((idea["ref"], harmless(idea.get("title") or ""), cost, idea.get("state") or "on_ballot"))


def write_rule(stream: IO[str], rule: Mapping[str, Any]) -> None:
    """rule.json: sorted keys, ASCII."""
    json.dump(rule, stream, sort_keys=True, indent=2, ensure_ascii=True, allow_nan=False)
    stream.write("\n")


def _new(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="")
