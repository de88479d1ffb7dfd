"""Writes poll.pb, the format of the Pabulib library of participatory budgeting (pabulib.org/format), for researchers.

It is an extra: the count never reads it. It leaves out what the format has no word for: blank ballots, and suspended ideas.
"""

import csv
from collections.abc import Iterable, Mapping
from typing import IO, Any

from ideas.counting.cells import harmless

PABULIB_FILE = "poll.pb"
# The format's own names for ways to count; what it has no name for keeps ours.
PABULIB_RULES = {"budget_greedy": "greedy", "equal_shares": "equalshares"}


def write_pabulib(
    stream: IO[str],
    rule: Mapping[str, Any],
    ideas: list[dict[str, Any]],
    outcome: Mapping[str, Any],
    numbered_ballots: Iterable[tuple[str, Mapping[str, int]]],
) -> None:
    """`outcome` is the poll's counted outcome; `rule["about"]` may name question, country, place, edition, date_begin and date_end."""
    counted = {line["ref"]: line for line in outcome["ideas"] if line["state"] != "suspended"}
    titles = {idea["ref"]: harmless(idea.get("title") or "") for idea in ideas}
    rows = csv.writer(stream, delimiter=";", lineterminator="\n")
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    rows.writerows(_meta(rule, outcome, len(counted)))
    rows.writerow(["PROJECTS"])
    rows.writerow(["project_id", "cost", "votes", "name", "selected"])
    for ref, line in counted.items():
        rows.writerow([ref, line["cost"], line["votes"], titles.get(ref, ""), int(line["state"] == "selected")])
    rows.writerow(["VOTES"])
    rows.writerow(["voter_id", "vote"])
    for serial, choices in numbered_ballots:
        kept = [ref for ref in choices if ref in counted]
        if kept:
            rows.writerow([serial, ",".join(kept)])


def _meta(rule: Mapping[str, Any], outcome: Mapping[str, Any], projects: int) -> list[tuple[str, Any]]:
    about, totals = rule.get("about") or {}, outcome["totals"]
    left_out = totals["blank"] + totals["only_suspended"]
    meta = [
        ("description", about.get("question", "Idea poll")),
        ("country", about.get("country", "")),
        ("unit", about.get("place", "")),
        ("instance", about.get("edition", "")),
        ("num_projects", projects),
        ("num_votes", totals["ballots"] - left_out),
        ("budget", rule["budget_total"]),
        ("vote_type", "approval"),
        ("rule", PABULIB_RULES.get(rule["count_rule"], rule["count_rule"])),
        ("date_begin", about.get("date_begin", "")),
        ("date_end", about.get("date_end", "")),
        ("min_length", 1),
        ("max_length", rule.get("votes_per_ballot") or projects),
    ]
    if left_out:
        meta.append(("comment", f"#1: {left_out} blank ballots are left out."))
    return [(key, harmless(str(value))) for key, value in meta]
