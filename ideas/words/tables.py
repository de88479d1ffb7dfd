"""How a count came to its outcome, as tables: rounds, pairs, payments. Cells are plain values; templates draw them."""

from typing import Any

from django.utils.translation import gettext, ngettext

from core.words import listed

from .pieces import cents, grouped, money

Outcome = dict[str, Any]


def measured(outcome: Outcome) -> tuple[dict[str, int], str]:
    """The number that a bar shows of each idea, and what it is a number of."""
    rule, details = outcome["rule"]["count_rule"], outcome["details"]
    refs = [line["ref"] for line in outcome["ideas"]]
    if rule == "irv":
        last = dict.fromkeys(refs, 0)
        for told in details["rounds"]:
            last |= told["votes"]
        return last, gettext("ballots in its last round")
    if rule == "schulze":
        ranks = {line["ref"]: line["rank"] for line in outcome["ideas"] if line["rank"] is not None}
        behind = {ref: sum(rank < other for other in ranks.values()) for ref, rank in ranks.items()}
        return dict.fromkeys(refs, 0) | behind, gettext("ideas behind it")
    unit = gettext("points") if outcome["rule"]["ballot_type"] == "points" else gettext("votes")
    return {line["ref"]: line["votes"] for line in outcome["ideas"]}, unit


def rounds(outcome: Outcome, titles: dict[str, str]) -> dict[str, Any] | None:
    """One row an idea, one column a round; where it was out already the cell is None."""
    if outcome["rule"]["count_rule"] != "irv":
        return None
    told = outcome["details"]["rounds"]
    rows = [
        {
            "name": titles.get(line["ref"], line["ref"]),
            "won": line["state"] == "selected",
            "cells": [
                {"votes": turn["votes"].get(line["ref"]), "out": line["ref"] in turn["out"], "n": n}
                for n, turn in enumerate(told, start=1)
            ],
        }
        for line in outcome["ideas"]
        if line["state"] != "suspended"
    ]
    return {"rows": rows, "exhausted": [turn["exhausted"] for turn in told], "numbers": range(1, len(told) + 1)}


def pairs(outcome: Outcome, titles: dict[str, str]) -> list[dict[str, Any]] | None:
    """One row and one column an idea: how many ballots put the row above the column, and whether that was the more."""
    if outcome["rule"]["count_rule"] != "schulze":
        return None
    preferred = outcome["details"]["pairwise"]
    refs = [line["ref"] for line in outcome["ideas"] if line["ref"] in preferred]
    return [
        {
            "n": n,
            "name": titles.get(one, one),
            "cells": [
                None
                if one == other
                else {"votes": preferred[one][other], "more": preferred[one][other] > preferred[other][one]}
                for other in refs
            ],
        }
        for n, one in enumerate(refs, start=1)
    ]


def payments(outcome: Outcome, titles: dict[str, str]) -> dict[str, Any] | None:
    """What was bought, in the order of the purchases, and how most votes alone would have spent the money."""
    if outcome["rule"]["count_rule"] != "equal_shares":
        return None
    details, lines = outcome["details"], {line["ref"]: line for line in outcome["ideas"]}
    in_order = [ref for turn in details["rounds"] for ref in turn["ideas"]]
    won = [ref for ref in lines if lines[ref]["state"] == "selected"]
    bought = sorted(won, key=lambda ref: in_order.index(ref) if ref in in_order else len(in_order))
    rows = [
        {
            "name": titles.get(ref, ref),
            "cost": lines[ref]["cost"],
            "supporters": lines[ref]["votes"],
            "price": _amount(lines[ref]["reason"].get("price_hundredths")),
        }
        for ref in bought
    ]
    told = {"lead": _share_words(outcome), "left": _left_words(outcome), "raised": _raised_words(outcome)}
    return {"rows": rows, **told, **_compared(outcome, titles, won)}


def _amount(hundredths: int | None) -> str:
    return "" if hundredths is None else cents(hundredths)


def _share_words(outcome: Outcome) -> str:
    details = outcome["details"]
    if not details["voters"]:
        return gettext("Nobody chose an idea, so there was no money to share.")
    start = 100 * outcome["totals"]["budget_total"] // details["voters"]
    return ngettext(
        "The city’s whole budget of %(share)s is the share of the one voter who chose something. Nobody pays anything "
        "of their own.",
        "The city’s budget of %(budget)s makes a share of %(share)s for each of the %(n)s voters who chose something. "
        "Nobody pays anything of their own. An idea is bought when the shares of its supporters can pay for it together.",
        details["voters"],
    ) % {
        "n": grouped(details["voters"]), "share": cents(start), "budget": money(outcome["totals"]["budget_total"]),
    }  # fmt: skip


def _left_words(outcome: Outcome) -> str:
    """How much is spent, how much is not, and why the rule ended there."""
    totals, voters = outcome["totals"], outcome["details"]["voters"]
    amounts = {name: money(totals[name]) for name in ("spent", "left", "held_for_ties")}
    if not voters:
        return ""
    if totals["held_for_ties"]:
        return gettext("%(spent)s spent. A lot decides what happens with the other %(held_for_ties)s.") % amounts
    if not totals["left"]:
        return gettext("%(spent)s spent, nothing left.") % amounts
    short = [line["cost"] for line in outcome["ideas"] if line["reason"]["code"] == "supporters_short"]
    if not short:
        said = gettext("%(spent)s spent, %(left)s left: there was no other idea that could be bought.")
    elif min(short) > totals["left"]:
        said = gettext("%(spent)s spent, %(left)s left: each other idea that could be bought costs more than that.")
    elif outcome["rule"]["completion"] == "add1":
        said = gettext(
            "%(spent)s spent, %(left)s left: with larger shares, the ideas bought would have cost more than the budget."
        )
    else:
        said = gettext(
            "%(spent)s spent, %(left)s left: the shares of the supporters of other ideas could not pay for them."
        )
    return said % amounts


def _raised_words(outcome: Outcome) -> str:
    """What raised shares are: more, taken together, than there is money."""
    details = outcome["details"]
    if not (steps := details["completion_steps"]):
        return ""
    said = ngettext(
        "Divided only once, more of the budget would stay unspent. So the count was made again with shares a little "
        "larger, and the last one within the budget holds: after %(n)s step, with shares of %(share)s. Larger shares are "
        "only a means of calculating. Added up they are more than the budget, but the ideas bought never cost more than it.",
        "Divided only once, more of the budget would stay unspent. So the count was made again and again with shares a "
        "little larger, and the last one within the budget holds: after %(n)s steps, with shares of %(share)s. Larger "
        "shares are only a means of calculating. Added up they are more than the budget, but the ideas bought never cost "
        "more than it.",
        steps,
    )
    return said % {"n": grouped(steps), "share": cents(details["share_hundredths"])}


def _compared(outcome: Outcome, titles: dict[str, str], won: list[str]) -> dict[str, Any]:
    greedy = outcome["details"].get("greedy")
    if greedy is None:
        return {}
    other = set(greedy["selected"])
    here = [line for line in outcome["ideas"] if line["ref"] in other or line["ref"] in won]
    named = {line["ref"]: f"“{titles.get(line['ref'], line['ref'])}”" for line in here}
    instead = [named[line["ref"]] for line in here if line["ref"] not in won]
    only_here = [named[line["ref"]] for line in here if line["ref"] not in other]
    if not instead and not only_here:
        said = gettext("Counted by most votes alone, the same ideas would have won.")
    else:
        parts = []
        if instead:
            parts.append(
                gettext("Counted by most votes alone, %(ideas)s would have won too.") % {"ideas": listed(instead)}
            )
        if only_here:
            parts.append(
                gettext("%(ideas)s won only because each voter had the same share.") % {"ideas": listed(only_here)}
            )
        said = " ".join(parts)
    rows = [
        {
            "name": titles.get(line["ref"], line["ref"]),
            "cost": line["cost"],
            "here": line["ref"] in won,
            "there": line["ref"] in other,
        }
        for line in here
    ]
    spent = {"here": outcome["totals"]["spent"], "there": greedy["spent"]}
    return {"compared": rows, "compared_words": said, "spent": spent}
