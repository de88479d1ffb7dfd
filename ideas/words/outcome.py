"""What a count says: the outcome in a sentence, and why each idea won or not."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from core.when import day_words, hour
from core.words import listed

from .pieces import grouped, money, number_word


def lot_time(written: str) -> str:
    """“2026-11-30T10:00+01:00” as the poll's clock showed it."""
    at = datetime.fromisoformat(written)
    return f"{day_words(at.date())}, {hour(at)}"


def headline(outcome: dict[str, Any]) -> str:
    """The outcome as a sentence: “Three ideas won. A tie decides the fourth.”"""
    won = sum(line["state"] == "selected" for line in outcome["ideas"])
    open_ties = [tie for tie in outcome["ties"] if tie["state"] == "tie_pending"]
    if not won and not open_ties:
        return gettext("No idea won.")
    parts = []
    if won:
        sentence = ngettext("%(n)s idea won.", "%(n)s ideas won.", won) % {"n": number_word(won)}
        parts.append(sentence[:1].upper() + sentence[1:])
    for tie in open_ties:
        parts.append(
            ngettext("A tie decides the last place.", "A tie decides the last %(n)s places.", tie["places"])
            % {"n": number_word(tie["places"])}
        )
    return " ".join(parts)


def why(line: dict[str, Any], outcome: dict[str, Any], titles: dict[str, str], reasons: dict[str, str]) -> str:
    """One plain sentence: why an idea won or not. `reasons`: why ideas were suspended."""
    facts = line["reason"]
    code, votes = facts["code"], line["votes"]
    if code == "tied":
        others = [titles.get(ref, ref) for ref in _members(outcome, facts["group"]) if ref != line["ref"]]
        return ngettext(
            "Same votes as %(others)s, and %(n)s place is left. A lot is drawn in public.",
            "Same votes as %(others)s, and %(n)s places are left. A lot is drawn in public.",
            facts["places"],
        ) % {"others": listed(f"“{name}”" for name in others), "n": number_word(facts["places"])}
    if code == "suspended":
        return gettext("Suspended: %(reason)s") % {"reason": reasons.get(line["ref"], "")}
    if code == "among_first":
        share = _share(line, outcome)
        if line["rank"] == 1:
            return gettext("Most votes of all: %(share)s of the ballots named it.") % {"share": share}
        return gettext("%(share)s of the ballots named it; that is among the %(n)s most.") % {
            "share": share, "n": number_word(facts["places"]),
        }  # fmt: skip
    if code == "too_few_votes":
        missing = (facts.get("last_place_votes") or 0) - votes
        return ngettext("%(n)s vote too few.", "%(n)s votes too few.", missing) % {"n": grouped(missing)}
    amounts = {name: money(facts[name]) for name in ("cost", "left") if facts.get(name) is not None}
    return {
        "reached_minimum": gettext("%(votes)s votes; %(minimum)s were needed."),
        "no_votes": gettext("Nobody chose it."),
        "below_minimum": gettext("%(votes)s votes; at least %(minimum)s were needed."),
        "lot_won": gettext("The lot drawn in public gave it the place."),
        "lot_lost": gettext("The lot drawn in public went to the other."),
        "fits": gettext("It costs %(cost)s, and %(left)s were left."),
        "skipped_cost": gettext("Skipped: it costs %(cost)s, and %(left)s were left."),
        "after_stop": gettext("An idea before it did not fit, and that ended the count."),
    }[code] % {
        "votes": grouped(votes),
        "minimum": grouped(facts.get("minimum") or 0),
        "cost": "",
        "left": "",
        **amounts,
    }


def _members(outcome: dict[str, Any], group: str) -> list[str]:
    return next((tie["members"] for tie in outcome["ties"] if tie["group"] == group), [])


def _share(line: dict[str, Any], outcome: dict[str, Any]) -> str:
    ballots = outcome["totals"]["ballots"]
    percent = round(100 * line["ballots"] / ballots) if ballots else 0
    return gettext("%(n)s %%") % {"n": percent}
