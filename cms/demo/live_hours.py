"""Two live hours of Larkhaven: one that is over, to its last answer, and one that collects questions."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from city.models import Department
from ideas import actions
from ideas.models import LiveHour, Question
from ideas.tasks import follow_the_clock

if TYPE_CHECKING:
    from .seed import Larkhaven

OVER, AHEAD = "Ask the Parks Office about the creek", "Ask the Parks Office about trees in your street"
LEFT, DECLINED = (
    "Can the bins along the path be emptied on Sundays too?",
    "Who of the neighbors complained about the geese?",
)
# who asks, what, how many want to know it too, and the answer given in the hour
ASKED = (
    ("Ruth Osei", "When is the path behind the school dry enough for prams again?", 6,
     "By the end of April. We raise the low stretch by twenty centimeters, and gravel comes first."),
    ("Tom Adeyemi", "Why are the willows cut so short every winter?", 4,
     "So that they grow thick from the head and don’t break in storms. They are green again in May."),
    ("Sofia Lopes", "May children play in the water at the new steps?", 2,
     "Yes, up to the second step. Please stay away after heavy rain: the water rises within minutes."),
    ("Emil Larsen", DECLINED, 0,
     "We don’t say who writes to us. What we did about the geese stands in the news of May."),
    ("Bea Lindqvist", LEFT, 1, ""),
)  # fmt: skip
ANSWERED_LATER = "From June on they are: the round starts at the footbridge at seven on Sundays."
AHEAD_ASKED = (
    ("Mei Chen", "Can I choose which tree is planted in front of our house?", 5),
    ("Tom Adeyemi", "Who waters young trees in a dry summer?", 3),
    ("Ruth Osei", "How do I report a tree with a broken branch?", 1),
)


def plan(city: Larkhaven) -> None:
    """Put both into the timeline."""
    city.timeline.at(city.local(-16, "09:00"), partial(_set, city, OVER, -16, -10, "Library, reading room"))
    for n, (who, text, supports, _answer) in enumerate(ASKED):
        city.timeline.at(city.local(-15 + n, "18:00"), partial(_ask, city, OVER, who, text, supports))
    city.timeline.at(city.local(-10, "17:05"), partial(_take_early, city))
    for n, place in enumerate((2, 0, 1, 3)):
        _who, text, _supports, answer = ASKED[place]
        city.timeline.at(city.local(-10, f"17:{10 + 10 * n}"), partial(_answer_it, city, text, answer))
    city.timeline.at(city.local(-10, "18:01"), follow_the_clock)
    city.timeline.at(city.local(-6, "11:00"), partial(_answer_it, city, LEFT, ANSWERED_LATER))
    city.timeline.at(city.local(-4, "09:00"), partial(_set, city, AHEAD, -4, 3, ""))
    for n, (who, text, supports) in enumerate(AHEAD_ASKED):
        city.timeline.at(city.local(-3 + n, "08:00"), partial(_ask, city, AHEAD, who, text, supports))


def _set(city: Larkhaven, title: str, opens: int, day: int, place: str) -> None:
    actions.make_hour(
        by=city.official, title=title, department=Department.objects.get(slug="parks-office"),
        officials=[city.official], place=place, zone="Europe/Amsterdam",
        intro="Ask before or during the hour. What most people want to know is answered first.",
        opens_at=city.local(opens, "09:00"), starts_at=city.local(day, "17:00"), ends_at=city.local(day, "18:00"),
    )  # fmt: skip


def _ask(city: Larkhaven, title: str, who: str, text: str, supports: int) -> None:
    question = actions.ask_question(by=city.people[who], hour=LiveHour.objects.get(title=title), text=text)
    others = [person for person in city.residents if person != city.people[who]]
    for person in Random(text).sample(others, supports):  # dice of its own: the rest of the story stays as it is
        actions.support_question(by=person, question=question)


def _take_early(city: Larkhaven) -> None:
    """Somebody with a child has to leave: the third question comes first, and the page says so."""
    actions.take_question(by=city.official, question=Question.objects.get(text=ASKED[2][1]))


def _answer_it(city: Larkhaven, text: str, words: str) -> None:
    question = Question.objects.get(text=text)
    if text == DECLINED:
        actions.decline_question(by=city.official, question=question, reason=words)
    else:
        actions.answer_question(by=city.official, question=question, answer=words)
