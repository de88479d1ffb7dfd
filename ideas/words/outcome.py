"""What a count says: the outcome in a sentence, and why each idea won or not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from core.when import day_words, hour
from core.words import comma, listed

from .pieces import cents, grouped, money, number_word

Outcome = dict[str, Any]


def lot_time(written: str) -> str:
    """“2026-11-30T10:00+01:00” as the poll's clock showed it."""
    at = datetime.fromisoformat(written)
    return f"{day_words(at.date())}{comma()}{hour(at)}"


def chosen(outcome: Outcome) -> list[str]:
    """The numbers of the ideas that won, the first in the count first."""
    return [line["ref"] for line in outcome["ideas"] if line["state"] == "selected"]


def headline(outcome: Outcome) -> str:
    """The outcome as a sentence: “Three ideas won. A lot decides the last place.”"""
    won = sum(line["state"] == "selected" for line in outcome["ideas"])
    open_ties = [tie for tie in outcome["ties"] if tie["state"] == "tie_pending"]
    if not won and not open_ties:
        return gettext("No idea won.")
    parts = []
    if won:
        sentence = ngettext("%(n)s idea won.", "%(n)s ideas won.", won) % {"n": number_word(won)}
        parts.append(sentence[:1].upper() + sentence[1:])
    parts += [_open(tie, outcome["rule"]["count_rule"], first=not won) for tie in open_ties]
    return " ".join(dict.fromkeys(parts))


def _open(tie: dict[str, Any], count_rule: str, *, first: bool) -> str:
    """`first`: no idea has won yet, so there is no last place either."""
    if count_rule == "equal_shares":
        return gettext("A lot decides what the rest of the money is spent on.")
    if first or count_rule == "irv":
        return gettext("A lot decides who wins.")
    said = ngettext("A lot decides the last place.", "A lot decides the last %(n)s places.", tie["places"])
    return said % {"n": number_word(tie["places"])}


def why(line: dict[str, Any], outcome: Outcome, titles: dict[str, str], reasons: dict[str, str]) -> str:
    """One plain sentence: why an idea won or not. `reasons`: why ideas were suspended."""
    code = line["reason"]["code"]
    if code == "suspended":
        return gettext("Suspended: %(reason)s") % {"reason": reasons.get(line["ref"], "")}
    if code in OF_OTHERS:
        return OF_OTHERS[code](line, outcome, titles)
    return OF_ITSELF[code](line, outcome)


def _among_first(line: dict[str, Any], outcome: Outcome) -> str:
    ballots = outcome["totals"]["ballots"]
    percent = round(100 * line["ballots"] / ballots) if ballots else 0
    share = gettext("%(n)s %%") % {"n": percent}
    if line["rank"] == 1:
        return gettext("Most votes of all: %(share)s of the ballots named it.") % {"share": share}
    return gettext("%(share)s of the ballots named it; that is among the %(n)s most.") % {
        "share": share, "n": number_word(line["reason"]["places"]),
    }  # fmt: skip


def _too_few_votes(line: dict[str, Any], outcome: Outcome) -> str:
    missing = (line["reason"].get("last_place_votes") or 0) - line["votes"]
    return ngettext("%(n)s vote too few.", "%(n)s votes too few.", missing) % {"n": grouped(missing)}


def _tied(line: dict[str, Any], outcome: Outcome, titles: dict[str, str]) -> str:
    facts = line["reason"]
    members: list[str] = next((tie["members"] for tie in outcome["ties"] if tie["group"] == facts["group"]), [])
    others = listed(f"“{titles.get(ref, ref)}”" for ref in members if ref != line["ref"])
    said = {
        "schulze": ngettext(
            "The ballots put it level with %(others)s, and %(n)s place is left. A lot is drawn in public.",
            "The ballots put it level with %(others)s, and %(n)s places are left. A lot is drawn in public.",
            facts["places"],
        ),
        "equal_shares": gettext(
            "It stands level with %(others)s, and the same voters can't pay for all. A lot is drawn in public."
        ),
    }.get(
        outcome["rule"]["count_rule"],
        ngettext(
            "Same votes as %(others)s, and %(n)s place is left. A lot is drawn in public.",
            "Same votes as %(others)s, and %(n)s places are left. A lot is drawn in public.",
            facts["places"],
        ),
    )
    return said % {"others": others, "n": number_word(facts["places"])}


# Rounds of an instant run-off


def _majority(line: dict[str, Any], outcome: Outcome) -> str:
    facts = line["reason"]
    said = (
        gettext("More than half of the ballots put it first: %(votes)s of %(counting)s.")
        if facts["round"] == 1
        else gettext("More than half in round %(round)s: %(votes)s of the %(counting)s ballots that still counted.")
    )
    return said % {
        "votes": grouped(facts["votes"]), "counting": grouped(facts["counting"]), "round": facts["round"],
    }  # fmt: skip


def _same_winner(line: dict[str, Any], outcome: Outcome) -> str:
    said = gettext(
        "In round %(round)s several ideas were last with as many ballots. Whichever goes out, this one wins."
    )
    return said % {"round": line["reason"]["round"]}


def _fewer_in_last_round(line: dict[str, Any], outcome: Outcome) -> str:
    facts = line["reason"]
    said = ngettext(
        "%(n)s ballot counted for it in the last round, %(winner)s for the winner.",
        "%(n)s ballots counted for it in the last round, %(winner)s for the winner.",
        facts["votes"],
    )
    return said % {"n": grouped(facts["votes"]), "winner": grouped(facts["winner_votes"])}


def _out_in_round(line: dict[str, Any], outcome: Outcome, titles: dict[str, str]) -> str:
    """By the lot, alone, or together with others that had as few."""
    ref, facts = line["ref"], line["reason"]
    values = {"round": facts["round"], "n": grouped(facts["votes"])}
    for tie in outcome["ties"]:
        if tie.get("round") == facts["round"] and ref in tie["members"]:
            others = listed(f"“{titles.get(one, one)}”" for one in tie["members"] if one != ref)
            said = ngettext(
                "Out in round %(round)s: %(n)s ballot counted for it, as many as for %(others)s, and the lot drawn in public decided.",
                "Out in round %(round)s: %(n)s ballots counted for it, as many as for %(others)s, and the lot drawn in public decided.",
                facts["votes"],
            )
            return said % {**values, "others": others}
    if line["reason"]["code"] == "no_first_choices":
        return gettext("Nobody put it first.")
    if len(outcome["details"]["rounds"][facts["round"] - 1]["out"]) > 1:
        said = ngettext(
            "Out in round %(round)s: %(n)s ballot counted for it, and no idea had fewer.",
            "Out in round %(round)s: %(n)s ballots counted for it, and no idea had fewer.",
            facts["votes"],
        )
        return said % values
    said = ngettext(
        "Out in round %(round)s: %(n)s ballot counted for it, the fewest of all.",
        "Out in round %(round)s: %(n)s ballots counted for it, the fewest of all.",
        facts["votes"],
    )
    return said % values


def _waits(line: dict[str, Any], outcome: Outcome) -> str:
    if "round" in line["reason"]:
        return gettext("It may still win: a lot decides who goes out in round %(round)s.") % {
            "round": line["reason"]["round"]
        }
    return gettext("Whether its supporters can pay for it depends on the lot.")


# Pairs of the Schulze method


def _beats(line: dict[str, Any], outcome: Outcome) -> str:
    if outcome["details"]["beats_all"] == line["ref"]:
        return gettext("Against each other idea, more ballots put this one above.")
    return gettext("Compared two by two, nothing stands above it but other winners.")


def _beaten(line: dict[str, Any], outcome: Outcome, titles: dict[str, str]) -> str:
    """By the winner with the clearest lead over it; where none leads directly, a chain of pairs decided."""
    ref, pairs = line["ref"], outcome["details"]["pairwise"]
    winners = [one["ref"] for one in outcome["ideas"] if one["state"] == "selected"]
    best = max(winners, key=lambda one: pairs[one][ref] - pairs[ref][one], default="")
    if best and pairs[best][ref] > pairs[ref][best]:
        said = ngettext(
            "%(n)s ballot puts “%(name)s” above it, %(other)s the other way round.",
            "%(n)s ballots put “%(name)s” above it, %(other)s the other way round.",
            pairs[best][ref],
        )
        return said % {
            "n": grouped(pairs[best][ref]), "name": titles.get(best, best), "other": grouped(pairs[ref][best]),
        }  # fmt: skip
    return gettext("Compared two by two, the ideas that won stand above it.")


# Money of equal shares


def _bought(line: dict[str, Any], outcome: Outcome) -> str:
    facts = line["reason"]
    values = {"n": grouped(facts["supporters"]), "cost": money(facts["cost"])}
    if facts["price_hundredths"] is None:
        said = ngettext(
            "Its %(n)s supporter can pay the %(cost)s whatever a lot would say.",
            "Its %(n)s supporters can pay the %(cost)s whatever a lot would say.",
            facts["supporters"],
        )
    elif facts["cost"] == 0:
        said = ngettext(
            "It costs nothing, and %(n)s voter chose it.",
            "It costs nothing, and %(n)s voters chose it.",
            facts["supporters"],
        )
    elif facts["effective_votes_hundredths"] == 100 * facts["supporters"]:
        said = ngettext(
            "Its %(n)s supporter paid %(price)s of their share of the budget.",
            "Its %(n)s supporters paid %(price)s each of their shares of the budget.",
            facts["supporters"],
        )
    else:
        said = gettext(
            "Its %(n)s supporters paid up to %(price)s each of their shares of the budget, %(cost)s together."
        )
    return said % {**values, "price": cents(facts["price_hundredths"] or 0)}


def _supporters_short(line: dict[str, Any], outcome: Outcome) -> str:
    facts = line["reason"]
    if facts["left_hundredths"] is None:
        return gettext("It costs %(cost)s, and the shares of its supporters had less than that left.") % {
            "cost": money(facts["cost"])
        }
    said = gettext("It costs %(cost)s, and the shares of its supporters had %(left)s left together.")
    if outcome["details"]["completion_steps"]:  # that is more than money: the page says what raised shares are
        said = gettext(
            "It costs %(cost)s, and even the raised shares of its supporters had only %(left)s left together."
        )
    return said % {
        "cost": money(facts["cost"]), "left": cents(facts["left_hundredths"]),
    }  # fmt: skip


def _below_share(line: dict[str, Any], outcome: Outcome) -> str:
    """The least that passes: votes by ballots at least cost by three budgets."""
    facts = line["reason"]
    needed = -(-facts["cost"] * facts["ballots"] // (3 * facts["budget"]))
    said = gettext("%(votes)s of %(ballots)s ballots named it; for what it costs, at least %(needed)s were needed.")
    return said % {
        "votes": grouped(facts["votes"]), "ballots": grouped(facts["ballots"]), "needed": grouped(needed),
    }  # fmt: skip


def _plain(code: str) -> Callable[[dict[str, Any], Outcome], str]:
    """Sentences with nothing but votes and amounts in them."""

    def say(line: dict[str, Any], outcome: Outcome) -> str:
        facts = line["reason"]
        amounts = {name: money(facts.get(name) or 0) for name in ("cost", "left", "budget")}
        return {
            "reached_minimum": gettext("%(votes)s votes; %(minimum)s were needed."),
            "no_votes": gettext("Nobody chose it."),
            "below_minimum": gettext("%(votes)s votes; at least %(minimum)s were needed."),
            "lot_won": gettext("The lot drawn in public gave it the place."),
            "lot_lost": gettext("The lot drawn in public went to the other."),
            "fits": gettext("It costs %(cost)s, and %(left)s were left."),
            "skipped_cost": gettext("Skipped: it costs %(cost)s, and %(left)s were left."),
            "after_stop": gettext("An idea before it did not fit, and that ended the count."),
            "cannot_win": gettext("It can't win any more, whatever the lot says."),
            "dearer_than_budget": gettext("It costs %(cost)s, more than the whole budget of %(budget)s."),
        }[code] % {"votes": grouped(line["votes"]), "minimum": grouped(facts.get("minimum") or 0), **amounts}

    return say


OF_ITSELF: dict[str, Callable[[dict[str, Any], Outcome], str]] = {
    **{
        code: _plain(code)
        for code in (
            "reached_minimum", "no_votes", "below_minimum", "lot_won", "lot_lost", "fits", "skipped_cost", "after_stop",
            "cannot_win", "dearer_than_budget",
        )
    },
    "among_first": _among_first,
    "too_few_votes": _too_few_votes,
    "majority": _majority,
    "same_winner_either_way": _same_winner,
    "fewer_in_last_round": _fewer_in_last_round,
    "waits_for_lot": _waits,
    "beats_the_rest": _beats,
    "bought": _bought,
    "supporters_short": _supporters_short,
    "below_share": _below_share,
}  # fmt: skip
# These name other ideas.
OF_OTHERS: dict[str, Callable[[dict[str, Any], Outcome, dict[str, str]], str]] = {
    "tied": _tied, "beaten": _beaten, "out_in_round": _out_in_round, "no_first_choices": _out_in_round,
}  # fmt: skip
