"""A line of news in words, in the language that is active."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.context import the_city
from core.when import day_words, local, moment_words, when
from ideas.models import Answer, Idea, IdeaPoll
from notices.links import link
from projects.models import Category, Event, Project

from .facts import Fact, Item, What
from .following import Found, Why


@dataclass(frozen=True)
class Line:
    """What stands in a digest and on the page: a thing, how it stands now, what else is new, and why it is read."""

    title: str
    state: str
    url: str
    reason: str
    more: str = ""
    place: str = ""
    day: date | None = None
    stop_url: str = ""  # in a letter: ends that they follow it


def line_of(found: Found) -> Line:
    """In one sentence how it stands, after the newest; the rest counted."""
    item, facts, why = found
    newest = facts[-1]
    coming = next_date(facts) if newest.what in (What.DATE, What.MOVED) else None
    return Line(
        title=title_of(item),
        state=_state(item, newest._replace(event=coming) if coming else newest),
        url=url_of(item),
        reason=reason_of(why, item),
        more=more_of(facts, item.thing),
        place=item.neighborhood.name if item.neighborhood and why.what != "neighborhood" else "",
        day=local(coming.starts_at, coming).date() if coming else None,
    )


def title_of(item: Item) -> str:
    return str(item.thing)


def url_of(item: Item) -> str:
    thing = item.thing
    if isinstance(thing, Project):
        return str(link("projects:project_page", slug=thing.slug))
    if isinstance(thing, Idea):
        return str(link("ideas:idea_page", slug=thing.poll.slug, ref=thing.ref))
    return str(link("ideas:poll_page", slug=thing.slug))


def next_date(facts: tuple[Fact, ...]) -> Event | None:
    """Of the dates that are new or moved the first."""
    dates = [fact.event for fact in facts if fact.event and fact.what in (What.DATE, What.MOVED)]
    return min(dates, key=lambda date: date.starts_at, default=None)


def reason_of(why: Why, item: Item) -> str:
    if why.what == "neighborhood":
        return _("You follow %(name)s.") % {"name": why.name}
    if why.what == "category":
        return _("You follow “%(name)s”.") % {"name": Category(why.name).label}
    if why.what == "mine":
        return _("This is your idea.")
    words = {Project: _("You follow this project."), IdeaPoll: _("You follow this poll.")}
    return words.get(type(item.thing), _("You follow this idea."))


def _state(item: Item, fact: Fact) -> str:
    return STATES[fact.what](item.thing, fact)


def _day(fact: Fact) -> str:
    return day_words(local(fact.event.starts_at, fact.event).date()) if fact.event else ""


def _closes(poll: IdeaPoll) -> str:
    return moment_words(poll.voting.closes_at, poll) if poll.voting else ""


def _answer(idea: Idea) -> str:
    return str(Answer.Status(idea.newest_answer.status).label) if idea.newest_answer else ""


def _other_end(poll: IdeaPoll) -> dict[str, str]:
    """Of what is open, see `facts`."""
    phase = poll.phase_by_kind[poll.moved[-1]["phase"]]
    return {"phase": phase.get_kind_display(), "when": moment_words(phase.closes_at, poll)}


def _done(project: Project) -> str:
    if project.outcome_number:
        outcome = f"{project.outcome_number} {project.wanted_unit}".strip()
        return _("It is done: %(outcome)s.") % {"outcome": outcome}
    return _("It is done.")


def _support_it(n: int) -> str:
    return ngettext("%(n)s person supports your idea.", "%(n)s people support your idea.", n) % {"n": n}


STATES: dict[What, Callable[[Any, Fact], str]] = {
    What.NEW: lambda thing, fact: _("A new project. People can join."),
    What.DATE: lambda thing, fact: _("New date: %(when)s") % {"when": when(fact.event)},
    What.MOVED: lambda thing, fact: _("Changed, now: %(when)s") % {"when": when(fact.event)},
    What.OFF: lambda thing, fact: _("Cancelled: %(day)s") % {"day": _day(fact)},
    What.TOGETHER: lambda thing, fact: _("What people did together on %(day)s") % {"day": _day(fact)},
    What.DONE: lambda thing, fact: _done(thing),
    What.PAUSED: lambda thing, fact: _("It pauses for now."),
    What.GOES_ON: lambda thing, fact: _("It goes on."),
    What.ENDED: lambda thing, fact: _("It was called off."),
    What.POLL: lambda thing, fact: _("A new poll of the city."),
    What.OTHER_DATE: lambda thing, fact: _("Another date: “%(phase)s” ends on %(when)s.") % _other_end(thing),
    What.VOTING: lambda thing, fact: _("You can vote until %(when)s.") % {"when": _closes(thing)},
    What.CLOSES: lambda thing, fact: _("Voting ends on %(when)s. You have not voted yet.") % {"when": _closes(thing)},
    What.RESULT: lambda thing, fact: _("The result is there."),
    What.IDEAS: lambda thing, fact: _("People sent ideas."),
    What.ANSWERS: lambda thing, fact: _("The city answered."),
    What.ANSWERED: lambda thing, fact: _("The city answered: %(status)s") % {"status": _answer(thing)},
    What.STARTED: lambda thing, fact: _("Somebody makes a project of it."),
    What.CAME_TRUE: lambda thing, fact: _("It came true."),
    What.SUPPORTED: lambda thing, fact: _support_it(fact.n),
    What.TAKEN_BACK: lambda thing, fact: _("Its author took it back."),
    What.SAID: lambda thing, fact: _("People talk about it."),
    What.ORGANIZERS: lambda thing, fact: _("The organizers answered a question."),
    What.CITY: lambda thing, fact: _("The city answered a question."),
}


# These come again and again: the moment tells a reader of two letters that it is new.
AGAIN = frozenset(
    {
        What.TOGETHER,
        What.PAUSED,
        What.GOES_ON,
        What.IDEAS,
        What.ANSWERS,
        What.ANSWERED,
        What.SAID,
        What.ORGANIZERS,
        What.CITY,
    }
)


def more_of(facts: tuple[Fact, ...], thing: Any) -> str:
    """ "3 more dates, 6 ideas": counted, never one by one; another date, which nothing newer may hide; and when the newest was,
    where its words alone don't say it.
    """
    counts = Counter(fact.what for fact in facts)
    newest = facts[-1].what
    dates = counts[What.DATE] - (newest == What.DATE)
    parts = [
        counts[What.OTHER_DATE]
        and newest != What.OTHER_DATE
        and _("another date: “%(phase)s” ends on %(when)s") % _other_end(thing),
        dates and ngettext("%(n)s more date", "%(n)s more dates", dates) % {"n": dates},
        (n := counts[What.MOVED] - (newest == What.MOVED))
        and ngettext("%(n)s changed date", "%(n)s changed dates", n) % {"n": n},
        (n := counts[What.IDEAS]) and ngettext("%(n)s new idea", "%(n)s new ideas", n) % {"n": n},
        (n := counts[What.SAID] + counts[What.ORGANIZERS] + counts[What.CITY])
        and ngettext("%(n)s comment", "%(n)s comments", n) % {"n": n},
        newest != What.SUPPORTED
        and (n := next((fact.n for fact in facts if fact.what == What.SUPPORTED), 0))
        and ngettext("%(n)s supporter", "%(n)s supporters", n) % {"n": n},
        (n := counts[What.ANSWERS]) and ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n},
        newest in AGAIN and _("news of %(when)s") % {"when": moment_words(facts[-1].at, the_city())},
    ]
    return ", ".join(part for part in parts if part)
