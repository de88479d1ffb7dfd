"""What a poll says before and while people vote: what to do, how it is counted, what follows."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from core.clock import now
from core.when import day_words, hour, local, moment_words, span_words
from ideas import eligibility
from ideas.models import Counting, IdeaPoll, Phase

from .pieces import grouped, money, number_word, stop


def ask(poll: IdeaPoll, usable: int | None = None) -> str:
    """What a voter does, in one sentence; once ideas are on the ballot, with the number of votes that it has room for."""
    n = poll.votes_per_ballot if usable is None else usable
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        return gettext("Spread up to %(n)s points, at most %(most)s on one idea.") % {"n": n, "most": poll.max_per_idea}
    if poll.ranks and n > 1:
        return gettext("Put up to %(n)s ideas in order: number 1 is the one you want most.") % {"n": number_word(n)}
    if n == 1:
        return gettext("Choose one.")
    return gettext("Choose up to %(n)s.") % {"n": number_word(n)}


def how_counted(poll: IdeaPoll) -> str:
    """The rule and the order of steps in a tie, as fixed when the poll was made."""
    Rule = IdeaPoll.CountRule
    cheaper = gettext(
        "Of two with as many votes the cheaper comes first. If that is a tie too, a lot is drawn in public."
    )
    last_place = gettext("If ideas tie for the last place, a lot is drawn in public.")
    rule, tie = {
        Rule.MOST: (_most, last_place),
        Rule.BUDGET_GREEDY: (_budget, cheaper),
        Rule.EQUAL_SHARES: (_equal_shares, cheaper),
        Rule.IRV: (_run_off, gettext("If several are last and it matters who goes out, a lot is drawn in public.")),
        Rule.SCHULZE: (_two_by_two, last_place),
    }[Rule(poll.count_rule)]
    moves = gettext("If a chosen idea turns out not to be possible, the next one takes its place.")
    return f"{rule(poll)} {tie} {moves}" if poll.next_moves_up else f"{rule(poll)} {tie}"


def _most(poll: IdeaPoll) -> str:
    k, least = poll.winners_k, poll.min_support_to_pass
    if not k:
        return gettext("Every idea with at least %(n)s votes wins.") % {"n": grouped(least or 1)}
    rule = ngettext("The idea with most votes wins.", "The %(n)s ideas with most votes win.", k) % {"n": number_word(k)}
    return f"{rule} {_each_needs(least)}" if least else rule


def _budget(poll: IdeaPoll) -> str:
    rule = gettext("In order of their votes, ideas take what they cost out of %(budget)s, as long as it fits.") % {
        "budget": money(poll.budget_total or 0)
    }
    if poll.stop_at_first_misfit:
        rule += " " + gettext("The first idea that does not fit ends it.")
    return rule


def _equal_shares(poll: IdeaPoll) -> str:
    rule = gettext(
        "Each voter gets the same share of %(budget)s, and the voters of an idea pay for it together. The idea that the "
        "most voters can pay for alike comes first."
    ) % {"budget": money(poll.budget_total or 0)}
    if poll.min_support_to_pass:
        rule += " " + _each_needs(poll.min_support_to_pass)
    if poll.share_test:
        rule += " " + gettext("A third of the voters is needed for an idea as large as the budget, fewer for less.")
    return rule


def _run_off(poll: IdeaPoll) -> str:
    return gettext(
        "Each ballot counts for the idea it puts first. The one with the fewest goes out and its ballots move on, round "
        "by round, until one idea has more than half."
    )


def _two_by_two(poll: IdeaPoll) -> str:
    rule = gettext("The ideas are compared two by two: what more ballots put above the other stands above it.")
    k = poll.winners_k or 1
    wins = ngettext("The idea at the top wins.", "The %(n)s ideas at the top win.", k) % {"n": number_word(k)}
    return f"{rule} {wins}"


def _each_needs(least: int) -> str:
    return gettext("Each needs at least %(n)s votes.") % {"n": grouped(least)}


def who_may(poll: IdeaPoll) -> str:
    level = eligibility.level(poll.eligibility_level)
    return str(level.who) if level else ""


def changed_words(poll: IdeaPoll) -> list[dict[str, Any]]:
    """What became different from what was said first, without more time for voting: a sentence, and the note of whoever
    did it."""
    return [*_moved_words(poll), *_raised_words(poll)]


def _moved_words(poll: IdeaPoll) -> list[dict[str, Any]]:
    return [
        {
            "said": gettext("The end of “%(phase)s” was moved from %(was)s to %(until)s.")
            % {
                "phase": Phase.Kind(row["phase"]).label,
                **{which: moment_words(row[which], poll) for which in ("was", "until")},
            },
            "note": row["note"],
        }
        for row in poll.moved
    ]


def _raised_words(poll: IdeaPoll) -> list[dict[str, Any]]:
    """Each time voters were asked for more: a sentence, and the note of whoever did."""
    return [
        {
            "said": gettext("Since %(when)s voters are asked for more. Before: “%(was)s”. Now: “%(level)s”.")
            % {
                "when": moment_words(row["at"], poll),
                **{which: _level_name(row[which]) for which in ("was", "level")},
            },
            "note": row["note"],
        }
        for row in poll.raised
    ]


def _level_name(n: int) -> str:
    level = eligibility.level(n)
    return str(level.name) if level else str(n)


def ballot_waits(poll: IdeaPoll, level: eligibility.Level | None) -> str:
    """To somebody who voted before their poll asked for more."""
    if level is None or poll.voting is None:
        return gettext("Your ballot does not count yet.")
    said = str(level.waits)
    return said % {"until": moment_words(poll.voting.closes_at, poll)} if "%(" in said else said


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
    if poll.voided_at:
        state = "void"
    if state == "over":
        state = "counted" if poll.counted_at else "counting"
    return {
        "draft": ("wait", gettext("Draft"), ""),
        "suspended": ("no", gettext("Suspended"), "bad"),
        "void": ("no", gettext("Void"), "bad"),
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
    if state == "draft":
        return (
            gettext("Voting until %(when)s") % {"when": moment_words(poll.voting.closes_at, poll)}
            if poll.voting
            else ""
        )
    for phase in phases:
        if phase.kind == state:
            return gettext("Until %(when)s") % {"when": moment_words(phase.closes_at, poll)}
    if state in ("coming", "review") and phases:
        following = phases[0] if state == "coming" else poll.voting
        return gettext("From %(when)s") % {"when": moment_words(following.opens_at, poll)} if following else ""
    return gettext("Closed %(when)s") % {"when": moment_words(poll.voting.closes_at, poll)} if poll.voting else ""


def when_for_ideas(poll: IdeaPoll) -> str:
    """To somebody who comes with an idea while none are taken: when they are or were, and when voting opens."""
    ideas, voting, at = poll.proposing, poll.voting, now()
    if ideas is None:
        said = gettext("This poll takes no ideas; the city put them down.")
    elif at < ideas.opens_at:
        said = gettext("Ideas are taken from %(from)s to %(to)s.") % {
            "from": moment_words(ideas.opens_at, poll),
            "to": moment_words(ideas.closes_at, poll),
        }
    elif at < ideas.closes_at:
        said = gettext("This poll is suspended: %(reason)s") % {"reason": poll.suspended_reason}
    else:
        said = gettext("Ideas were taken until %(when)s.") % {"when": moment_words(ideas.closes_at, poll)}
    if voting and at < voting.opens_at:
        said += " " + gettext("Voting opens %(when)s.") % {"when": moment_words(voting.opens_at, poll)}
    return said


def when_to_vote(poll: IdeaPoll) -> str:
    """Both ends of the vote, whatever is open now: for paper, which stays as it was printed."""
    if poll.voting is None:
        return ""
    return gettext("You can vote from %(from)s to %(to)s.") % {
        "from": moment_words(poll.voting.opens_at, poll),
        "to": moment_words(poll.voting.closes_at, poll),
    }


def time_left(poll: IdeaPoll) -> tuple[int, str]:
    """A number and its unit until what is open now closes: days, hours on the last day, and minutes in the last hour. Never
    more than is left, so that nobody comes too late."""
    phase = poll.phase_by_kind.get(poll.state_at())
    seconds = max((phase.closes_at - now()).total_seconds(), 0) if phase else 0
    if seconds >= 24 * 3600:
        days = int(seconds // (24 * 3600))
        return days, ngettext("day left", "days left", days)
    if seconds >= 3600:
        hours = int(seconds // 3600)
        return hours, ngettext("hour left", "hours left", hours)
    minutes = int(seconds // 60)
    return minutes, ngettext("minute left", "minutes left", minutes)


def poll_stops(poll: IdeaPoll) -> list[dict[str, str]]:
    """Ideas, review, voting, result, answers: with dates."""
    state = poll.state_at()
    stops = []
    for phase in sorted(poll.phase_by_kind.values(), key=lambda phase: phase.opens_at):
        reached = "now" if phase.kind == state else "done" if phase.closes_at <= now() else ""
        stops.append(stop(str(phase.get_kind_display()), span_words(phase.opens_at, phase.closes_at, poll), reached))
    if poll.voided_at:
        return [*stops, stop(gettext("Void"), "", "end")]
    counted = "done" if poll.counted_at else "now" if state == "over" else ""
    stops.append(stop(gettext("Result"), "", counted))
    stops.append(stop(gettext("Answers"), gettext("within %(n)s days") % {"n": poll.answer_days}))
    return stops


def what_followers_hear(poll: IdeaPoll) -> str:
    """What is still to come, for whoever thinks about following a poll."""
    state = poll.state_at()
    if state == "voting":
        return gettext("Hear before voting ends, what comes out, and what the city says.")
    if state == "over":
        return gettext("Hear what comes out, what the city says, and what becomes of the ideas.")
    return gettext("Hear when voting opens, what comes out, and what the city says.")


def next_steps(poll: IdeaPoll, waits: bool = False) -> list[str]:
    """What happens with an idea once it is sent; `waits` where a moderator reads it first."""
    steps = [gettext("Your idea stands on the page at once. Others can support it.")]
    if poll.published_at is None:
        steps = [gettext("The idea stands in the draft. Everybody can read it once the poll is published.")]
    if waits:
        steps = [gettext("A moderator reads your idea, and you get a letter. From then on others can support it.")]
    if poll.voting:
        steps.append(gettext("%(office)s looks whether it is possible.") % {"office": poll.department.name})
        steps.append(gettext("From %(when)s everybody can vote.") % {"when": moment_words(poll.voting.opens_at, poll)})
    steps.append(gettext("The city answers each idea that was voted on, within %(n)s days.") % {"n": poll.answer_days})
    return steps


def clock_words(poll: IdeaPoll) -> str:
    """Whose clock the times of a poll are of: “Amsterdam time”."""
    return gettext("%(place)s time") % {"place": poll.zone.rpartition("/")[2].replace("_", " ")}


def count_words(counting: Counting) -> str:
    """How far a count is."""
    done, total = grouped(counting.done), grouped(counting.ballots)
    if counting.stage == "ballots":
        return gettext("%(done)s of %(total)s ballots are read.") % {"done": done, "total": total}
    if counting.stage == "completion_step":
        return gettext("Step %(n)s of sharing the budget.") % {"n": done}
    if counting.stage:
        return gettext("The count is done, and its files are being checked.")
    return ngettext("%(n)s ballot waits.", "%(n)s ballots wait.", counting.ballots) % {"n": total}
