"""What a ballot of a poll may hold, on the site and on paper."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from core.errors import RuleBroken
from ideas.models import Idea, IdeaPoll

Choices = Mapping[str, int]  # an idea's ref → its votes; where ideas are put in order, its rank


def in_order(poll: IdeaPoll, choices: Choices) -> dict[str, int]:
    """The ranks as they are saved: 1, 2, 3 without gaps. Raises RuleBroken for what is no rank, and for equal ones."""
    for rank in choices.values():
        if type(rank) is not int or not 1 <= rank <= poll.votes_per_ballot:
            raise RuleBroken(
                gettext("Ranks are whole numbers from 1 to %(n)s.") % {"n": poll.votes_per_ballot}, code="value"
            )
    ranks = sorted(choices.values())
    if twice := next((one for one, next_one in zip(ranks, ranks[1:], strict=False) if one == next_one), 0):
        raise RuleBroken(
            gettext("Two ideas have the rank %(n)s. Give each its own.") % {"n": twice}, code="equal_ranks"
        )
    return {ref: n for n, ref in enumerate(sorted(choices, key=choices.__getitem__), start=1)}


def check_values(poll: IdeaPoll, choices: Choices) -> None:
    """Raises RuleBroken for what no ballot of this poll may hold."""
    if not poll.ranks:  # those are no amounts, and were looked at when they were put in order
        _check_amounts(poll, choices)
    if choices and len(choices) < poll.min_choices:
        least = poll.least_choices(Idea.objects.by_rule_on_ballot(poll).up_to_the_votes(poll))
        if len(choices) < least:
            raise RuleBroken(too_few_words(least), code="too_few")


def too_few_words(least: int) -> str:
    return gettext("Choose at least %(n)s ideas, then your ballot is saved.") % {"n": least}


def _check_amounts(poll: IdeaPoll, choices: Choices) -> None:
    used = 0
    for value in choices.values():
        if type(value) is not int or value < 1:
            raise RuleBroken(gettext("Give whole votes, one or more to an idea."), code="value")
        if value > poll.max_per_idea:
            raise RuleBroken(
                ngettext("An idea takes at most %(n)s vote.", "An idea takes at most %(n)s votes.", poll.max_per_idea)
                % {"n": poll.max_per_idea},
                code="too_many_on_one",
            )
        used += value
    if used > poll.votes_per_ballot:
        raise RuleBroken(
            gettext("That is more than the %(n)s votes you have. Take one away first.") % {"n": poll.votes_per_ballot},
            code="too_many",
        )
