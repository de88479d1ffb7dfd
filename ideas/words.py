"""What a poll says in words: how it is counted, why an idea won, which stop an idea has reached."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop, ngettext

from core.clock import now
from core.when import day_words, hour, local, moment_words, span_words
from core.words import listed

from .models import Answer, Idea, IdeaPoll

NUMBERS = (
    "", gettext_noop("one"), gettext_noop("two"), gettext_noop("three"), gettext_noop("four"), gettext_noop("five"),
    gettext_noop("six"), gettext_noop("seven"), gettext_noop("eight"), gettext_noop("nine"), gettext_noop("ten"),
    gettext_noop("eleven"), gettext_noop("twelve"),
)  # fmt: skip


def number_word(n: int) -> str:
    """Small numbers as words, as people say them."""
    return gettext(NUMBERS[n]) if 0 < n < len(NUMBERS) else grouped(n)


def grouped(n: int) -> str:
    return number_format(n, force_grouping=True)


def money(n: int) -> str:
    """Whole currency units."""
    return f"€{grouped(n)}"


# ── before and while people vote ──


def ask(poll: IdeaPoll) -> str:
    """What a voter does, in one sentence."""
    n = poll.votes_per_ballot
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        return gettext("Spread up to %(n)s points, at most %(most)s on one idea.") % {"n": n, "most": poll.max_per_idea}
    if n == 1:
        return gettext("Choose one.")
    return gettext("Choose up to %(n)s.") % {"n": number_word(n)}


def how_counted(poll: IdeaPoll) -> str:
    """The rule and the order of steps in a tie, as fixed when the poll was made."""
    if poll.spends_budget:
        rule = gettext("In order of their votes, ideas take what they cost out of %(budget)s, as long as it fits.") % {
            "budget": money(poll.budget_total or 0)
        }
        if poll.stop_at_first_misfit:
            rule += " " + gettext("The first idea that does not fit ends it.")
        tie = gettext(
            "Of two with as many votes the cheaper comes first. If that is a tie too, a lot is drawn in public."
        )
    else:
        k, least = poll.winners_k, poll.min_support_to_pass
        if k:
            rule = ngettext("The idea with most votes wins.", "The %(n)s ideas with most votes win.", k) % {
                "n": number_word(k)
            }
            if least:
                rule += " " + gettext("Each needs at least %(n)s votes.") % {"n": grouped(least)}
        else:
            rule = gettext("Every idea with at least %(n)s votes wins.") % {"n": grouped(least or 1)}
        tie = gettext("If ideas tie for the last place, a lot is drawn in public.")
    return f"{rule} {tie}"


def who_may(poll: IdeaPoll) -> str:
    return gettext("Everybody with a confirmed e-mail address. People who work for the city vote once, like anybody.")


def what_then(poll: IdeaPoll) -> str:
    voting = poll.voting
    if voting is None:
        return ""
    closes = local(voting.closes_at, poll)
    return gettext("Result on %(day)s. %(office)s answers each idea by %(due)s.") % {
        "day": day_words(closes.date()),
        "office": poll.department.name,
        "due": day_words((closes + timedelta(days=poll.answer_days)).date()),
    }


def saved_words(cast_at: Any, poll: IdeaPoll, closes_at: Any) -> str:
    return gettext("Saved %(time)s. You can change it until %(until)s.") % {
        "time": hour(local(cast_at, poll)),
        "until": moment_words(closes_at, poll),
    }


def phase_words(poll: IdeaPoll) -> tuple[str, str, str]:
    """Shape, words and tone of the poll's state for `{% status %}`, without a query."""
    state = "suspended" if poll.suspended_at and poll.published_at else poll.state_at()
    if state == "over":
        state = "counted" if poll.frozen_at else "counting"
    return {
        "draft": ("wait", gettext("Draft"), ""),
        "suspended": ("no", gettext("Suspended"), "bad"),
        "coming": ("wait", gettext("Begins later"), ""),
        "proposing": ("open", gettext("Open for ideas"), ""),
        "review": ("wait", gettext("The city looks at the ideas"), ""),
        "voting": ("few", gettext("Voting is open"), ""),
        "counting": ("wait", gettext("Being counted"), ""),
        "counted": ("done", gettext("Counted"), "good"),
    }[state]


def until_words(poll: IdeaPoll) -> str:
    """When the state of now ends."""
    phases = sorted(poll.phase_by_kind.values(), key=lambda phase: phase.opens_at)
    state = poll.state_at()
    for phase in phases:
        if phase.kind == state:
            return gettext("Until %(when)s") % {"when": moment_words(phase.closes_at, poll)}
    if state in ("coming", "review") and phases:
        following = phases[0] if state == "coming" else poll.voting
        return gettext("From %(when)s") % {"when": moment_words(following.opens_at, poll)} if following else ""
    return gettext("Closed %(when)s") % {"when": moment_words(poll.voting.closes_at, poll)} if poll.voting else ""


def time_left(poll: IdeaPoll) -> tuple[int, str]:
    """A number and its unit until what is open now closes: days, and hours on the last day."""
    phase = poll.phase_by_kind.get(poll.state_at())
    seconds = max((phase.closes_at - now()).total_seconds(), 0) if phase else 0
    if seconds >= 24 * 3600:
        days = int(seconds // (24 * 3600))
        return days, ngettext("day left", "days left", days)
    hours = int(seconds // 3600) + 1
    return hours, ngettext("hour left", "hours left", hours)


def poll_stops(poll: IdeaPoll) -> list[dict[str, str]]:
    """Ideas, review, voting, result, answers: with dates."""
    state = poll.state_at()
    stops = []
    for phase in sorted(poll.phase_by_kind.values(), key=lambda phase: phase.opens_at):
        reached = "now" if phase.kind == state else "done" if phase.closes_at <= now() else ""
        stops.append(_stop(str(phase.get_kind_display()), span_words(phase.opens_at, phase.closes_at, poll), reached))
    counted = "done" if poll.frozen_at else "now" if state == "over" else ""
    stops.append(_stop(gettext("Result"), "", counted))
    stops.append(_stop(gettext("Answers"), gettext("within %(n)s days") % {"n": poll.answer_days}))
    return stops


def next_steps(poll: IdeaPoll) -> list[str]:
    """What happens with an idea once it is sent."""
    steps = [gettext("Your idea stands on the page at once. Others can support it.")]
    if poll.voting:
        steps.append(gettext("%(office)s looks whether it is possible.") % {"office": poll.department.name})
        steps.append(gettext("From %(when)s everybody can vote.") % {"when": moment_words(poll.voting.opens_at, poll)})
    steps.append(gettext("The city answers each idea that was voted on, within %(n)s days.") % {"n": poll.answer_days})
    return steps


# ── the outcome ──


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


# ── the line of an idea ──


def stops_of(idea: Idea) -> list[dict[str, str]]:
    """Idea, chosen, answer, work, done: what is passed, where it stands, where it ended."""
    state, answer = idea.state, idea.newest_answer
    poll = idea.poll
    voting = poll.voting
    chosen_on = _month(voting.closes_at, poll) if voting else ""
    stops = [_stop(gettext("Idea"), _month(idea.submitted_at, poll), "done")]
    ended = {
        Idea.State.WITHDRAWN: gettext("Withdrawn"),
        Idea.State.MERGED: gettext("Merged"),
        Idea.State.NOT_ELIGIBLE: gettext("Not possible"),
    }
    if state in ended:
        return [*stops, _stop(ended[Idea.State(state)], "", "end")]
    if state in (Idea.State.OPEN, Idea.State.PENDING, Idea.State.DRAFT):
        stops[0]["state"] = "now"
        return [
            *stops,
            *(_stop(name) for name in (gettext("Vote"), gettext("Answer"), gettext("Work"), gettext("Done"))),
        ]
    if state in (Idea.State.ON_BALLOT, Idea.State.TIE_PENDING):
        name = gettext("Vote") if state == Idea.State.ON_BALLOT else gettext("Tie")
        return [
            *stops,
            _stop(name, gettext("now"), "now"),
            *(_stop(n) for n in (gettext("Answer"), gettext("Work"), gettext("Done"))),
        ]
    said = _month(answer.published_at, poll) if answer else ""
    if state == Idea.State.NOT_SELECTED:
        return [*stops, _stop(gettext("Not chosen"), chosen_on, "end" if not answer else "done")] + (
            [_stop(gettext("Answer"), said, "end")] if answer else []
        )
    stops.append(
        _stop(gettext("Voted on"), chosen_on, "done")
        if state == Idea.State.DROPPED
        else _stop(gettext("Chosen"), chosen_on, "done")
    )
    if state == Idea.State.DROPPED:
        return [*stops, _stop(gettext("Answer"), said, "end")]
    here = {Idea.State.SELECTED: 0, Idea.State.PLANNED: 1, Idea.State.IN_PROGRESS: 1, Idea.State.DONE: 3}[
        Idea.State(state)
    ]
    due = f"{gettext('by')} {day_words(answer.due_on)}" if answer and answer.due_on else ""
    ahead = [(gettext("Answer"), said), (gettext("Work"), due), (gettext("Done"), "")]
    for n, (name, note) in enumerate(ahead):
        stops.append(_stop(name, note, "done" if n < here else "now" if n == here else ""))
    return stops


def clock_words(poll: IdeaPoll) -> str:
    """Whose clock the times of a poll are of: “Amsterdam time”."""
    return gettext("%(place)s time") % {"place": poll.zone.rpartition("/")[2].replace("_", " ")}


def idea_status(idea: Idea) -> tuple[str, str, str]:
    """Shape, words and tone for `{% status %}`."""
    State = Idea.State
    return {
        State.DRAFT: ("wait", gettext("Draft"), ""),
        State.PENDING: ("wait", gettext("Being read"), ""),
        State.OPEN: ("open", gettext("Open"), ""),
        State.WITHDRAWN: ("no", gettext("Withdrawn"), ""),
        State.MERGED: ("no", gettext("Merged"), ""),
        State.NOT_ELIGIBLE: ("no", gettext("Not possible"), "bad"),
        State.ON_BALLOT: ("few", gettext("On the ballot"), ""),
        State.SELECTED: ("done", gettext("Won"), "good"),
        State.NOT_SELECTED: ("no", gettext("Not chosen"), ""),
        State.TIE_PENDING: ("tie", gettext("Tie"), "warn"),
        State.PLANNED: ("few", gettext("Planned"), ""),
        State.IN_PROGRESS: ("few", gettext("In progress"), ""),
        State.DONE: ("done", gettext("Done"), "good"),
        State.DROPPED: ("no", gettext("Not possible"), "bad"),
    }[State(idea.state)]


def answer_words(answer: Answer) -> str:
    return str(Answer.Status(answer.status).label)


def _stop(name: str, note: str = "", state: str = "") -> dict[str, str]:
    return {"name": name, "note": note, "state": state}


def _month(at: Any, poll: IdeaPoll) -> str:
    return day_words(local(at, poll).date()) if at else ""
