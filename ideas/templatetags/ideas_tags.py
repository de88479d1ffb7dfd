"""Tags of idea polls: for their own pages, for the page "Me", and for blocks of the home page."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from city.models import Neighborhood
from core import signs
from core.templatetags.engage_tags import in_language, line
from core.words import listed
from ideas import words
from ideas.differences import GONE, NEW, SAME
from ideas.models import Idea, IdeaPoll, LiveHour, Question
from people.models import Person

register = template.Library()
FIRST = 5  # polls on a page of something else
NEWEST = 10  # of one's own ideas, with their way so far
register.filter("money", words.money)
register.filter("ask", words.ask)
register.filter("how_counted", words.how_counted)
register.filter("who_may", words.who_may)
register.filter("what_followers_hear", words.what_followers_hear)
register.filter("changed_words", words.changed_words)
register.filter("what_then", words.what_then)
register.filter("until_words", words.until_words)
register.filter("when_for_ideas", words.when_for_ideas)
register.filter("when_to_vote", words.when_to_vote)
register.filter("answer_words", words.answer_words)
register.filter("listed", listed)
register.filter("clock_words", words.clock_words)
register.filter("count_words", words.count_words)
register.filter("lot_time", words.lot_time)
register.filter("what_now", words.hour_what_now)
register.filter("owed_words", words.question_owed)


@register.filter
def is_in(supported: Any, idea: Idea) -> bool:
    """Whether the reader supports it: a set of keys in lists, a plain yes or no on its own page."""
    return idea.pk in supported if isinstance(supported, set) else bool(supported)


@register.filter
def titled(refs: list[str], titles: dict[str, str]) -> str:
    return ", ".join(titles.get(ref, ref) for ref in refs)


@register.filter
def ask_and_count(poll: IdeaPoll, usable: int) -> str:
    return f"{words.ask(poll, usable)} {words.how_counted(poll)}"


@register.filter
def state_words(poll: IdeaPoll) -> str:
    return words.phase_words(poll)[1]


@register.simple_tag
def poll_line(poll: IdeaPoll) -> SafeString:
    """The poll's own line: each phase with its dates, and where it stands."""
    return line(words.poll_stops(poll), down=True)


@register.simple_tag
def next_steps(poll: IdeaPoll, waits: bool = False) -> list[str]:
    """What happens with an idea once it is sent."""
    return words.next_steps(poll, waits)


@register.simple_tag
def poll_status(poll: IdeaPoll) -> SafeString:
    shape, said, tone = words.phase_words(poll)
    return signs.status(shape, said, tone)


@register.simple_tag
def idea_status(idea: Idea) -> SafeString:
    shape, said, tone = words.idea_status(idea)
    return signs.status(shape, said, tone)


@register.filter
def hour_words(hour: LiveHour) -> str:
    return words.hour_status(hour)[1]


@register.simple_tag
def hour_status(hour: LiveHour) -> SafeString:
    return signs.status(*words.hour_status(hour))


@register.simple_tag
def question_status(question: Question) -> SafeString:
    return signs.status(*words.question_status(question))


@register.simple_tag
def words_in(thing: Idea | IdeaPoll) -> SafeString:
    """For the element around the words of an idea or a question: their language where it is not the page's, and the direction that the
    letters themselves have, since somebody may have chosen the wrong language. What stands in place of hidden words is the page's.
    """
    return in_language(words.language_of(thing))


@register.filter
def own_words(thing: Idea | IdeaPoll, words: str | None = None) -> SafeString:
    """A question or a title (or other words of the same writer) as `words_in` marks them, for pieces of a page that take words."""
    said = str(thing) if words is None else words
    return format_html("<span {}>{}</span>", words_in(thing), said) if said else SafeString("")


@register.simple_tag
def language_label(thing: Idea | IdeaPoll) -> SafeString:
    """In a list of facts about it: which language it is in, if that is not the page's."""
    said = words.language_words(thing)
    return format_html(" <span>{}</span>", said) if said else SafeString("")


CHANGED = {
    SAME: "{1}",
    GONE: '<del><bdi class="vh">{0} </bdi>{1}<bdi class="vh">]</bdi></del>',
    NEW: '<ins><bdi class="vh">{0} </bdi>{1}<bdi class="vh">]</bdi></ins>',
}


@register.simple_tag
def changed(pieces: list[tuple[str, str]]) -> SafeString:
    """A text with what went and what came, said in words, too, for whoever doesn't see the lines. Those are
    the page's, so they stand aside where the text's own direction is found."""
    said = {SAME: "", GONE: gettext("[went out:"), NEW: gettext("[came in:")}
    return mark_safe("".join(format_html(CHANGED[kind], said[kind], text) for kind, text in pieces))


@register.simple_tag
def idea_line(idea: Idea) -> SafeString:
    """Its way so far. Reads the poll's phases and the idea's answers: prefetch them in lists."""
    return line(words.stops_of(idea))


@register.inclusion_tag("ideas/_office_pages.html", takes_context=True)
def office_pages(context: Context, page: Page, at: str = "") -> dict[str, Any]:
    """The way through a long list of the desk, with what it is filtered by."""
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    return {"page": page, "kept": f"{kept.urlencode()}&" if kept else "", "at": f"#{at}" if at else ""}


@register.inclusion_tag("ideas/_my_ideas.html")
def my_ideas(person: Person | None) -> dict[str, Any]:
    """What somebody proposed, newest first, with the stop each has reached."""
    mine = Idea.objects.filter(author=person) if person else Idea.objects.none()
    mine = mine.select_related("poll", "neighborhood", "idea_project__project").prefetch_related(
        "poll__phases", "answers"
    )
    found = list(mine.order_by("-submitted_at", "-pk"))
    return {"ideas": found[:NEWEST], "older": found[NEWEST:]}


@register.inclusion_tag("ideas/_open_polls.html")
def open_polls(person: Person | None = None) -> dict[str, Any]:
    """Where something can be done now."""
    found = list(IdeaPoll.objects.open_now().for_pages()[: FIRST + 1])
    voting = any(poll.state_at() == "voting" for poll in found[:FIRST])
    return {"polls": found[:FIRST], "more": len(found) > FIRST, "person": person, "voting": voting}


@register.simple_tag
def polls_in(hood: Neighborhood) -> list[IdeaPoll]:
    """Where something about a neighborhood can be done now: all of it, a place has few."""
    return list(IdeaPoll.objects.open_now().for_pages().filter(neighborhood=hood))


@register.simple_tag
def real_ideas_in(hood: Neighborhood) -> list[Idea]:
    """Ideas for a neighborhood that became real, or are becoming it."""
    rows = (
        Idea.objects.real_in(hood)
        .select_related("poll", "neighborhood", "idea_project__project")
        .defer("neighborhood__boundary")
    )
    return list(rows.prefetch_related("poll__phases", "answers__department")[:5])


@register.inclusion_tag("ideas/_poll_call.html")
def poll_call(poll: IdeaPoll) -> dict[str, Any]:
    """The poll as an invitation, with the time that is left. Wants its phases and department read along."""
    left, unit = words.time_left(poll)
    return {"poll": poll, "left": left, "unit": unit, "voting": poll.state_at() == "voting"}


@register.inclusion_tag("ideas/_idea_trip.html")
def idea_trip(idea: Idea) -> dict[str, Any]:
    """What the city answered and how far it is. Reads poll with phases, neighborhood, and answers with departments."""
    return {"idea": idea}


@register.filter
def sentence(words: str) -> str:
    """With a full stop, where whoever wrote it left that out and another sentence follows."""
    words = words[:1].upper() + words[1:]
    return words if words[-1:] in ".!?…؟。" else f"{words}."
