"""Which of the news concern somebody, and why."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from conversations.models import Follow
from ideas.models import IdeaPoll, PollVoter
from people.models import Person

from .facts import FOR_VOTERS_TO_BE, Fact, Item, News, What

CLOSES_SOON = timedelta(hours=48)


class Why(NamedTuple):
    """What of it they follow: "thing", "neighborhood" or "category", and its name; "mine" is their own idea."""

    what: str
    name: str = ""


class Found(NamedTuple):
    """One line: an item, what of it is new to this reader (oldest first), and why they read it."""

    item: Item
    facts: tuple[Fact, ...]
    why: Why

    @property
    def at(self) -> datetime:
        return self.facts[-1].at

    @property
    def about(self) -> str:
        """What they follow, as the link that ends it names it; "" where there is nothing to end."""
        match self.why.what:
            case "mine":
                return ""
            case "neighborhood":
                return f"place-{self.item.neighborhood.pk}"
            case "category":
                return f"kind-{self.why.name}"
        return f"subject-{self.item.thing.subject_id}"


@dataclass
class Following:
    """What a few hundred people follow, and in which open polls they have voted. Two queries."""

    follows: dict[int, list[Follow]]
    voted: set[tuple[int, int]]

    def lines(
        self,
        person: Person,
        news: News,
        since: datetime,
        closes_within: timedelta = CLOSES_SOON,
        supports: bool = False,
    ) -> list[Found]:
        """One for each object, what is newest first. What they did themselves is no news; how many support an idea of
        theirs is, where things are told together.
        """
        found: dict[tuple[str, int], Found] = {}
        for follow in self.follows.get(person.pk, ()):
            after, (items, why) = max(since, follow.at), _items(follow, news)
            direct = why.what == "thing"
            for item in items:
                if item.key in found:
                    continue
                facts = item.facts if direct else item.for_areas
                begin = bisect_right(facts, after, key=lambda fact: fact.at)
                kept = self._kept(facts[begin:], item, person, after, closes_within)
                if kept:
                    found[item.key] = Found(item, kept, why)
        for item, fact in news.by_author.get(person.pk, ()) if supports else ():
            if fact.at > since:
                told = found.get(item.key, Found(item, (), Why("mine")))
                found[item.key] = told._replace(facts=tuple(sorted((*told.facts, fact), key=lambda one: one.at)))
        return sorted(found.values(), key=lambda one: (one.at, one.item.key), reverse=True)

    def _kept(
        self, facts: list[Fact], item: Item, person: Person, after: datetime, within: timedelta
    ) -> tuple[Fact, ...]:
        poll = item.thing if isinstance(item.thing, IdeaPoll) else None
        if poll is None:
            return tuple(fact for fact in facts if fact.by != person.pk)
        if (poll.pk, person.pk) in self.voted:
            facts = [fact for fact in facts if fact.what not in FOR_VOTERS_TO_BE]
        kept = [fact for fact in facts if fact.by != person.pk and fact.what != What.CLOSES]
        if len(kept) < len(facts) and facts[-1].what == What.CLOSES and poll.voting:
            soon = poll.voting.closes_at - within  # as if it rang then: told once
            if after < soon <= facts[-1].at:
                kept.append(facts[-1]._replace(at=soon))
        return tuple(sorted(kept, key=lambda fact: fact.at))


def following(people: Collection[int]) -> Following:
    """The things themselves before places and kinds, so that the nearest reason is told."""
    follows = defaultdict(list)
    rows = Follow.objects.filter(person__in=people).select_related("neighborhood").defer("neighborhood__boundary")
    for row in rows.order_by("pk"):
        follows[row.person_id].append(row)
    for theirs in follows.values():
        theirs.sort(key=lambda row: (row.subject_id is None, row.neighborhood_id is None))
    open_polls = IdeaPoll.objects.voting_now().values("pk")
    voted = PollVoter.objects.who_count().filter(person__in=people, poll__in=open_polls).values_list("poll", "person")
    return Following(follows, set(voted))


def _items(follow: Follow, news: News) -> tuple[list[Item], Why]:
    if follow.subject_id is not None:
        return news.by_subject.get(follow.subject_id, []), Why("thing")
    if follow.neighborhood is not None:
        return news.by_neighborhood.get(follow.neighborhood_id, []), Why("neighborhood", follow.neighborhood.name)
    return news.by_category.get(follow.category, []), Why("category", follow.category)
