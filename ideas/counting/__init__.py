"""Counting of idea polls: whole numbers and fractions only, the standard library only, no database.

`count` and `outcome_json` count; `write_folder` and `count_folder` do so through the published files; `script` is the recount.py that
a resident downloads; `same_outcome` compares outcomes of two engines; what cannot be counted raises `CannotCount`.
"""

from ideas.counting.check import count_folder
from ideas.counting.engine import COUNT_RULES, count, outcome_json, same_outcome
from ideas.counting.reading import read_ballots, read_ideas, read_numbered_ballots, read_rule, sha256_of
from ideas.counting.recount import engine_version, script
from ideas.counting.terms import BALLOTS_FOR, CannotCount
from ideas.counting.writing import write_ballots, write_folder, write_ideas, write_material, write_pb, write_rule

__all__ = [
    "BALLOTS_FOR",
    "COUNT_RULES",
    "CannotCount",
    "count",
    "count_folder",
    "engine_version",
    "outcome_json",
    "read_ballots",
    "read_ideas",
    "read_numbered_ballots",
    "read_rule",
    "same_outcome",
    "script",
    "sha256_of",
    "write_ballots",
    "write_folder",
    "write_ideas",
    "write_material",
    "write_pb",
    "write_rule",
]
