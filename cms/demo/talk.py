"""What people of Larkhaven ask each other, what they follow, and one report that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from conversations import actions
from conversations.models import Comment
from ideas.models import Idea
from projects.models import Project

if TYPE_CHECKING:
    from .seed import Larkhaven


@dataclass(frozen=True)
class Said:
    """Who said it how many days ago, what was answered, and who found it helpful."""

    about: str
    who: str
    ago: float
    words: str
    answers: tuple[tuple[str, float, str], ...] = ()
    helpful: tuple[str, ...] = ()
    label: str = ""


CREEK, SOUP, BIKES = "Lantern Creek clean-up", "Soup for the square", "Bike repair stand"
TALK = (
    Said(CREEK, "Lena Brandt", 9.4, "Can I come with a pushchair?", (
        ("Ana Reyes", 9.1, "Yes, as far as the sorting table. The bank itself is grass and gets muddy."),
        ("Bea Lindqvist", 8.8, "I was there with ours in October. Take the ramp on the school side, it is dry."),
    ), ("Amal Khoury", "Sofia Lopes", "Maya Cohen")),
    Said(CREEK, "Jo Park", 7.2, "What happens to the bags afterwards?", (
        ("Mia Lund", 6.4, "Our truck picks them up at 12:00. Metal and glass are recycled; the weight goes into the report."),
    ), ("Lena Brandt", "Tom Adeyemi")),
    Said(CREEK, "Hassan Yilmaz", 2.3, "هل أحتاج إلى حذاء خاص، أم يكفي حذاء المطر؟", (
        ("Tom Adeyemi", 2.1, "Rubber boots are fine. Waders are only for those who stand in the water, and we lend them."),
    )),
    Said(CREEK, "Priya Nair", 1.2, "Is there shade at the sorting table? I burn easily, even in November."),
    Said(SOUP, "Grace Kim", 5.3, "My father doesn’t eat pork. Is there always a pot without meat?", (
        ("Petra Marsh", 5.0, "Always: one of the three pots is vegetables only, and it has its own ladle."),
    ), ("Ines Moreau",)),
    Said(BIKES, "Wim de Boer", 4.6, "Do you have chains for old hub gears?", (
        ("Jo Park", 4.2, "Two in the drawer. Tell me the number of teeth here, then I look before you come."),
        ("Wim de Boer", 4.1, "@Jo 18 in the back, 44 in front. Thank you!"),
    )),
)  # fmt: skip
LAMPS = "Lamps from the footbridge to the school"
VIEWS = (
    Said(LAMPS, "Fatou Ndiaye", 3.4, "My daughter walks there at half past four in December. It is pitch dark.", label="for"),
    Said(LAMPS, "Karel Vos", 3.1, "Bats hunt along the creek. Please keep the light low and warm, or they stay away.", label="against"),
    Said(LAMPS, "Peter Hughes", 2.8, "Who pays for the electricity afterwards?", (
        ("Henrik Bauer", 2.2, "The city does, from the budget for street light: about 90 a year for all twelve."),
    ), label="question"),
)  # fmt: skip
RUDE = Said(BIKES, "Emil Larsen", 0.9, "Nobody needs this. Buy a new bike instead of begging for screws, you losers.")


def plan(city: Larkhaven) -> None:
    """Over the last ten days."""
    for said in (*TALK, RUDE):
        city.timeline.at(city.awake(said.ago), partial(_say, city, said, partial(_project, said)))
    for said in VIEWS:
        city.timeline.at(city.awake(said.ago), partial(_say, city, said, partial(_idea, said)))
    city.timeline.at(city.awake(0.6), partial(_report, city))
    amal = city.people["Amal Khoury"]
    city.timeline.at(city.ago(days=3), lambda: actions.follow(by=amal, neighborhood=city.hoods["Elm Park"]))
    city.timeline.at(city.ago(days=3), lambda: actions.follow(by=amal, category="planting"))


def _project(said: Said) -> Project:
    return Project.objects.get(title=said.about)


def _idea(said: Said) -> Idea:
    return Idea.objects.select_related("poll").get(title=said.about)


def _say(city: Larkhaven, said: Said, thing) -> None:
    row = actions.comment(by=city.people[said.who], thing=thing(), words=said.words, label=said.label)
    for who, ago, words in said.answers:
        city.timeline.at(city.awake(ago), partial(_answer, city, row.pk, who, words, thing))
    for n, who in enumerate(said.helpful):
        city.timeline.at(city.awake(said.ago - 0.5 - n / 10), partial(_helpful, city, row.pk, who))


def _answer(city: Larkhaven, pk: int, who: str, words: str, thing) -> None:
    actions.comment(by=city.people[who], thing=thing(), words=words, answer_to=Comment.objects.get(pk=pk))


def _helpful(city: Larkhaven, pk: int, who: str) -> None:
    actions.find_helpful(by=city.people[who], comment=Comment.objects.get(pk=pk))


def _report(city: Larkhaven) -> None:
    rude = Comment.objects.get(by=city.people[RUDE.who], words=RUDE.words)
    actions.report(
        by=city.people["Oskar Nowak"],
        comment=rude,
        reason="insult",
        words="We do this in our free time, for everybody.",
    )
