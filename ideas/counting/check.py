"""Counts a folder of published files again, and says whether it comes to the published outcome.

The outcome goes to standard output, byte for byte as published, so that it can be kept or compared; the remarks go to standard
error. The exit code is 0 if all agrees, 1 if something differs, 2 if the files cannot be counted.
"""

import sys
from pathlib import Path
from typing import Any

from ideas.counting.engine import count, outcome_json, same_outcome
from ideas.counting.reading import (
    BALLOTS_FILE,
    IDEAS_FILE,
    OUTCOME_FILE,
    RULE_FILE,
    open_ballots,
    read_ballots,
    read_ideas,
    read_rule,
    sha256_of,
)
from ideas.counting.recount import engine_version
from ideas.counting.terms import CannotCount


def count_folder(folder: Path) -> str:
    """The outcome of the files in a folder, as text. Raises CannotCount."""
    rule, ideas = read_rule(folder / RULE_FILE), read_ideas(folder / IDEAS_FILE)
    with open_ballots(folder) as ballots:
        return outcome_json(count(rule, ideas, read_ballots(ballots)))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        _remark("Usage: python3 recount.py FOLDER, where FOLDER holds ballots.csv, ideas.csv and rule.json.")
        return 2
    folder = Path(arguments[0])
    try:
        outcome = count_folder(folder)
        published = read_rule(folder / RULE_FILE).get("files")
        agreed = [_fingerprint(folder / name, published) for name in (BALLOTS_FILE, IDEAS_FILE)]
        agreed.append(_published_outcome(folder / OUTCOME_FILE, outcome))
    except CannotCount as refusal:
        _remark(f"This cannot be counted. {refusal}")
        return 2
    sys.stdout.buffer.write(outcome.encode("ascii"))
    sys.stdout.buffer.flush()
    return 0 if all(agreed) else 1


def _fingerprint(path: Path, published: Any) -> bool:
    digest = sha256_of(path)
    expected = published.get(path.name) if isinstance(published, dict) else None
    if expected is None:
        _remark(f"SHA-256 of {path.name}: {digest} (rule.json names none to compare with)")
        return True
    same = bool(expected == digest)
    _remark(f"SHA-256 of {path.name}: {digest} ({'the same as' if same else 'NOT the one'} in rule.json)")
    return same


def _published_outcome(path: Path, outcome: str) -> bool:
    if not path.exists():
        _remark(f"There is no {path.name} in the folder to compare with.")
        return True
    try:
        text = path.read_bytes().decode("ascii")
        alike = text == outcome or same_outcome(text, outcome)
    except (OSError, ValueError, AttributeError, RecursionError):
        text, alike = "", False
    if text == outcome:
        _remark(f"The outcome is the same as in {path.name}, byte for byte.")
    elif alike:
        _remark(
            f"The outcome is the same as in {path.name}, which another engine counted; this one is {engine_version()}."
        )
    else:
        _remark(f"The outcome is NOT the same as in {path.name}.")
    return alike


def _remark(sentence: str) -> None:
    sys.stderr.write(sentence.encode("ascii", "backslashreplace").decode("ascii") + "\n")
