"""Deeds of some days as facts about projects, polls and ideas. What everybody may see now, and what is still so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, F, Max

from conversations import bells as of_talk
from conversations.models import Comment
from ideas import bells as of_ideas
from ideas.models import Idea, IdeaPoll, Phase, Support
from people.deeds import Bell, label
from people.models import Deed
from projects import bells as of_projects
from projects.models import Event, Project


class What(StrEnum):
    """What became new, in the words of a line."""

    NEW = "new"
    DATE = "date"
    MOVED = "moved"
    OFF = "off"
    TOGETHER = "together"
    DONE = "done"
    PAUSED = "paused"
    GOES_ON = "goes_on"
    ENDED = "ended"
    POLL = "poll"
    OTHER_DATE = "other_date"
    VOTING = "voting"
    CLOSES = "closes"
    RESULT = "result"
    IDEAS = "ideas"
    ANSWERS = "answers"
    ANSWERED = "answered"
    STARTED = "started"
    CAME_TRUE = "came_true"
    TAKEN_BACK = "taken_back"
    SUPPORTED = "supported"
    SAID = "said"
    ORGANIZERS = "organizers"
    CITY = "city"


OF_PROJECTS = {
    of_projects.project_approved: What.NEW,
    of_projects.project_opened: What.NEW,
    of_projects.project_completed: What.DONE,
    of_projects.project_paused: What.PAUSED,
    of_projects.project_resumed: What.GOES_ON,
    of_projects.project_cancelled: What.ENDED,
}
OF_DATES = {
    of_projects.event_scheduled: What.DATE,
    of_projects.event_changed: What.MOVED,
    of_projects.event_cancelled: What.OFF,
    of_projects.recap_shared: What.TOGETHER,
}
OF_POLLS = {
    of_ideas.poll_published: What.POLL,
    of_ideas.phase_moved: What.OTHER_DATE,
    of_ideas.voting_opened: What.VOTING,
    of_ideas.voting_extended: What.VOTING,
    of_ideas.result_certified: What.RESULT,
}
OF_IDEAS = {
    of_ideas.idea_submitted: What.IDEAS,
    of_ideas.idea_answered: What.ANSWERED,
    of_ideas.project_started: What.STARTED,
    of_ideas.idea_done: What.CAME_TRUE,
    of_ideas.idea_withdrawn: What.TAKEN_BACK,
}
MOVED = {What.MOVED: "event", What.OTHER_DATE: "poll"}  # a line says how it is now, so that of two in a row one is told
OF_TALK = {of_talk.comment_posted: What.SAID}
TABLES = (OF_PROJECTS, OF_DATES, OF_POLLS, OF_IDEAS, OF_TALK)
BELLS: tuple[Bell, ...] = tuple(bell for table in TABLES for bell in table)
NAMED = {bell.name: what for table in TABLES for bell, what in table.items()}
VOICES: dict[str, What] = {
    Comment.Voice.ORGANIZER: What.ORGANIZERS,
    Comment.Voice.OFFICIAL: What.CITY,
}  # of those who answer

# Of a neighborhood or a kind of project people hear what is big; of a thing itself everything.
OF_AREAS = frozenset(
    {What.NEW, What.DATE, What.TOGETHER, What.DONE, What.POLL, What.VOTING, What.CLOSES, What.RESULT, What.CAME_TRUE}
)
FOR_VOTERS_TO_BE = frozenset({What.VOTING, What.CLOSES})  # nothing to somebody who has voted


class Fact(NamedTuple):
    at: datetime
    what: What
    by: int
    event: Event | None = None
    n: int = 0  # people, where they are counted


@dataclass(eq=False)
class Item:
    """One project, poll or idea with what became new, oldest first."""

    thing: Any
    neighborhood: Any
    facts: list[Fact] = field(default_factory=list)

    @cached_property
    def key(self) -> tuple[str, int]:
        return self.thing._meta.label_lower, self.thing.pk

    @cached_property
    def for_areas(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.what in OF_AREAS]


Index = dict[Any, list[Item]]


@dataclass
class News:
    """Found by subject, by neighborhood, and by kind of project; what only its author hears, by the author."""

    until: datetime
    items: list[Item]
    by_author: dict[int, list[tuple[Item, Fact]]] = field(default_factory=dict)
    by_subject: Index = field(default_factory=lambda: defaultdict(list))
    by_neighborhood: Index = field(default_factory=lambda: defaultdict(list))
    by_category: Index = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for item in self.items:
            item.facts.sort(key=lambda fact: fact.at)
            if item.thing.subject_id:
                self.by_subject[item.thing.subject_id].append(item)
            if item.for_areas:
                if item.neighborhood:
                    self.by_neighborhood[item.neighborhood.pk].append(item)
                if isinstance(item.thing, Project):
                    self.by_category[item.thing.category].append(item)


def gather(since: datetime, until: datetime) -> News:
    """Everything of that time, by a fixed number of queries."""
    deeds = Deed.objects.filter(bell__in=list(NAMED), at__gt=since).order_by("at", "pk")
    found = [(NAMED[bell], ids, at, by) for bell, ids, at, by in deeds.values_list("bell", "ids", "at", "by")]
    rows = [row for row in found if row[2] <= until]
    moves_on = {(what, ids[MOVED[what]]) for what, ids, at, by in found if at > until and what in MOVED}
    dates = _dates({ids["event"] for what, ids, *_ in rows if "event" in ids})
    supported = _supported(since, until)
    ideas = _ideas({ids["idea"] for _, ids, *_ in rows if "idea" in ids} | set(supported))
    wanted = {ids["project"] for what, ids, *_ in rows if what in OF_PROJECTS.values()}
    projects = _projects(wanted | {date.project_id for date in dates.values()})
    polls = _polls({ids["poll"] for _, ids, *_ in rows if "poll" in ids} | {idea.poll_id for idea in ideas.values()})
    said = _comments({ids["comment"] for _, ids, *_ in rows if "comment" in ids}, since)
    talked = _by_subject({comment.subject_id for comment in said.values()})
    items: dict[tuple[str, int], Item] = {}

    def add(thing: Any, fact: Fact) -> None:
        key = (thing._meta.label_lower, thing.pk)
        items.setdefault(key, Item(thing, thing.neighborhood)).facts.append(fact)

    for what, ids, at, by in rows:
        if what in MOVED and (what, ids[MOVED[what]]) in moves_on:
            continue  # told next time
        if what in OF_DATES.values():
            date = dates.get(ids["event"])
            project = date and projects.get(date.project_id)
            if date and project and _date_holds(what, project, date, until):
                add(project, Fact(at, what, by, date))
        elif what in OF_PROJECTS.values():
            project = projects.get(ids["project"])
            if project and _project_holds(what, project):
                add(project, Fact(at, what, by))
        elif what in OF_POLLS.values():
            poll = polls.get(ids["poll"])
            if poll and _poll_holds(what, poll, until):
                add(poll, Fact(at, what, by))
        elif what in OF_TALK.values():
            comment = said.pop(ids["comment"], None)  # held and shown again it rings again, and is no news
            thing = comment and talked.get(comment.subject_id)
            if comment and thing:
                add(thing, Fact(at, VOICES.get(comment.voice, what) if comment.parent_id else what, by))
        else:
            idea = ideas.get(ids["idea"])
            its_poll = polls.get(idea.poll_id) if idea else None
            if idea and its_poll and _idea_holds(what, idea):
                if what in (What.IDEAS, What.ANSWERED):
                    add(its_poll, Fact(at, What.IDEAS if what == What.IDEAS else What.ANSWERS, by))
                if what != What.IDEAS:
                    add(idea, Fact(at, what, by))
    for poll in _closing(until):
        add(polls.get(poll.pk, poll), Fact(until, What.CLOSES, 0))
    by_author: defaultdict[int, list[tuple[Item, Fact]]] = defaultdict(list)
    for pk, fact in supported.items():
        idea = ideas.get(pk)
        its_poll = polls.get(idea.poll_id) if idea else None
        if idea and idea.author_id and not idea.is_gone and its_poll and its_poll.tells_supports:
            item = items.setdefault((idea._meta.label_lower, pk), Item(idea, idea.neighborhood))
            by_author[idea.author_id].append((item, fact))
    return News(until, list(items.values()), by_author)


# ── what is still so ──


def _project_holds(what: What, project: Project) -> bool:
    Status = Project.Status
    if what in (What.NEW, What.GOES_ON):
        return project.status in Project.JOINABLE
    if what == What.DONE:
        return project.status in (Status.COMPLETED, Status.ARCHIVED)
    return project.status == (Status.PAUSED if what == What.PAUSED else Status.CANCELLED)


def _date_holds(what: What, project: Project, date: Event, at: datetime) -> bool:
    if what == What.TOGETHER:
        return True
    if what == What.OFF:
        return date.status == Event.Status.CANCELLED and date.starts_at > at
    coming = date.status == Event.Status.SCHEDULED and date.starts_at > at
    return coming and project.status in Project.JOINABLE


def _poll_holds(what: What, poll: IdeaPoll, at: datetime) -> bool:
    if what == What.RESULT:
        return poll.certification is not None
    state = poll.state_at(at)
    if what == What.OTHER_DATE:
        return poll.suspended_at is None and bool(poll.moved) and state == poll.moved[-1]["phase"]
    return poll.suspended_at is None and (state == "voting" if what == What.VOTING else state not in ("draft", "over"))


def _idea_holds(what: What, idea: Idea) -> bool:
    if what == What.TAKEN_BACK:
        return idea.state == Idea.State.WITHDRAWN
    return not idea.is_gone


# ── rows, as everybody may see them ──


def _projects(pks: set[int]) -> dict[int, Project]:
    rows = Project.objects.public().select_related("neighborhood").defer("neighborhood__boundary", "body")
    return {project.pk: project for project in rows.filter(pk__in=pks)}


def _dates(pks: set[int]) -> dict[int, Event]:
    return {date.pk: date for date in Event.objects.public().filter(pk__in=pks)}


def _polls(pks: set[int]) -> dict[int, IdeaPoll]:
    return {poll.pk: poll for poll in IdeaPoll.objects.public().for_pages().filter(pk__in=pks)}


def _ideas(pks: set[int]) -> dict[int, Idea]:
    rows = Idea.objects.public().filter(poll__in=IdeaPoll.objects.public())
    found = rows.filter(pk__in=pks).select_related("neighborhood", "poll").defer("neighborhood__boundary", "body")
    return {idea.pk: idea for idea in found.prefetch_related("answers")}


def _comments(pks: set[int], since: datetime) -> dict[int, Comment]:
    """Not those that everybody could read before: held and shown again they are old."""
    ons = {label(Comment(pk=pk)): pk for pk in pks}
    rang = Deed.objects.filter(bell=of_talk.comment_posted.name, on__in=ons, at__lte=since)
    new = pks - {ons[on] for on in rang.values_list("on", flat=True)}
    return {comment.pk: comment for comment in Comment.objects.published().filter(pk__in=new).defer("words")}


def _by_subject(pks: set[int]) -> dict[int, Any]:
    """Projects, polls and ideas; what only some people talk about is none of them."""
    projects = Project.objects.public().select_related("neighborhood").defer("neighborhood__boundary", "body")
    polls = IdeaPoll.objects.public().for_pages()
    ideas = Idea.objects.public().filter(poll__in=IdeaPoll.objects.public()).select_related("neighborhood", "poll")
    found: list[Any] = []
    for rows in (projects, polls, ideas.defer("neighborhood__boundary", "body")):
        found += rows.filter(subject__in=pks)
    return {thing.subject_id: thing for thing in found}


def _supported(since: datetime, until: datetime) -> dict[int, Fact]:
    """Ideas that somebody else than their author supports anew, with how many support them by then."""
    going_on = Phase.objects.filter(kind=Phase.Kind.PROPOSING, closes_at__gt=since).values("poll")
    rows = Support.objects.filter(idea__poll__in=going_on, created_at__lte=until).exclude(person=F("idea__author"))
    counted = rows.order_by().values_list("idea").annotate(newest=Max("created_at"), n=Count("pk"))
    return {pk: Fact(at, What.SUPPORTED, 0, n=n) for pk, at, n in counted.filter(newest__gt=since)}


def _closing(at: datetime) -> Iterable[IdeaPoll]:
    """Voting is open, and ends: told once, see `following`."""
    return [poll for poll in IdeaPoll.objects.voting_now().for_pages().distinct() if poll.state_at(at) == "voting"]
