"""The eleven steps in their order, and what one step leaves for the next."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .browser import Browser
from .stage import Stage


@dataclass
class Tale:
    stage: Stage
    people: dict[str, Browser] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Browser:
        """Somebody who has joined, now if not before."""
        if name not in self.people:
            self.people[name] = self.stage.newcomer(name)
        return self.people[name]

    def staff(self, role: str) -> Browser:
        if role not in self.people:
            self.people[role] = self.stage.staff(role)
        return self.people[role]


@dataclass(frozen=True)
class Step:
    name: str
    sentence: str
    walk: Callable[[Tale], None]


def steps() -> list[Step]:
    from . import caring, joining, meeting, polling, proposing, thanking

    return [
        Step("Join", "a newcomer joins with the code from a letter, and holds a seat", joining.join),
        Step("Propose", "a resident proposes a project, page by page, with a picture", proposing.propose),
        Step("Review", "an official asks for a change, gets it back, approves", proposing.review),
        Step("Gather", "one place, a waitlist, an offer that runs out and one that is taken", meeting.gather),
        Step("Show up", "the organizer ticks the roster and closes it", meeting.show_up),
        Step("Earn", "points with their reasons, a badge, and a correction taken back exactly", meeting.earn),
        Step("Poll", "ideas, support, twelve ballots, a close, a count that anyone can repeat", polling.poll),
        Step("Answer", "answers, a project from the winner, its outcome, one letter for each", polling.answer),
        Step("Recognize", "thanks as the person chose, and a Super User confirmed", thanking.recognize),
        Step("Look after", "a team adopts a block, and each of it has their own verified hours", caring.care),
        Step("The face", "the front page shows all of it, and editors change what is theirs", thanking.face),
    ]
