"""Four blocks of Larkhaven: three that somebody looks after in their own way, and one or two that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.when import local
from files.actions import take_picture
from people.models import Person
from projects import actions
from projects.models import Adoption, Block, WorkLog

from . import place
from .art import describe, draw

if TYPE_CHECKING:
    from .seed import Larkhaven

SIZE = (960, 600)


@dataclass(frozen=True)
class Kept:
    """Who adopted it how many days ago, and what they did: days ago, minutes, words; and who helped in their team."""

    who: str
    since: int
    team: str = ""
    care: tuple[tuple[int, int, str], ...] = ()
    mate: tuple[str, int, int, str] | None = None


@dataclass(frozen=True)
class Plan:
    title: str
    hood: str
    place: str
    at: tuple[int, int]
    care: str
    weeks: int
    art: str
    kept: Kept | None = None


BLOCKS = (
    Plan(
        "Lantern Creek steps", "Elm Park", "From the footbridge down to the water, both banks, 40 m", (322, 270),
        "Pick litter along the steps, keep the drain free of leaves, and tell us when a board is loose.", 3, "creek_after",
        Kept("Amal Khoury", 140, care=(
            (128, 60, "Two bags of litter, most of it cups."), (108, 45, "Swept the steps and freed the drain."),
            (86, 60, "Litter after the summer fair, one full bag."), (65, 60, "Cut the brambles back from the rail."),
            (45, 45, "Leaves, leaves, leaves."), (24, 60, "Freed the drain again, and found a scooter."),
        )),
    ),
    Plan(
        "Quarry Lane young limes", "Quarry Hill", "The six young limes between the bakery and the bus stop", (452, 96),
        "Water each tree with two cans in dry weeks, loosen the ties, and keep the tree pits free of litter.", 2, "planting",
        Kept("Ruth Osei", 170, care=(
            (160, 60, "Twelve cans, carried from the bakery."), (147, 60, "Watered, and loosened two ties."),
            (133, 75, "Watered all six; one has aphids."), (119, 60, "Watered, with the neighbors’ help."),
            (105, 60, "The heat: two rounds this week."), (91, 60, "Watered and weeded."), (76, 45, "Litter, and new mulch."),
            (61, 45, "Loosened the ties for autumn."), (47, 45, "Raked leaves off the pits."), (33, 45, "Mulched with them."),
            (19, 30, "All six stand well."), (6, 30, "Cleared the pits after the storm."),
        )),
    ),
    Plan(
        "School corner at Mill Yard", "Millside", "The raised beds and the bench at the corner of Mill Yard and School Street", (132, 288),
        "Weed the two raised beds, pick litter around the bench, and plant something that bees like in spring.", 4, "garden",
        Kept("Farah Aziz", 75, team="Class 7b, Creek School", care=(
            (60, 60, "Weeded both beds with the whole class."), (31, 60, "Planted forty bulbs for spring."),
            (3, 45, "Put leaves over the beds for the winter."),
        ), mate=("Wim de Boer", 16, 90, "Mended the seat of the bench, and oiled it.")),
    ),
    Plan(
        "Harbor Wall stairs", "Old Harbor", "The stairs and the landing between Fish Quay and Wall Street", (470, 330),
        "Pick litter once a month and sweep the landing. A broom and a bin stand behind the ferry office.", 4, "cleanup",
    ),
    Plan(
        "Saltmarsh boardwalk, first bend", "Saltmarsh", "From the car park to the bird hide, 120 m of boardwalk", (190, 440),
        "Walk it every two weeks, pick what the wind has brought, and note loose boards.", 2, "beach",
    ),
)  # fmt: skip


def plan(city: Larkhaven) -> None:
    """The city lists its blocks in spring; people take them on one after the other."""
    for n, told in enumerate(BLOCKS):
        listed = (told.kept.since if told.kept else 40) + 6
        city.timeline.at(city.ago(days=listed, minutes=n), partial(_list, city, n, told))


def _list(city: Larkhaven, n: int, told: Plan) -> None:
    longitude, latitude = place.at(*told.at)
    upload = SimpleUploadedFile("block.webp", draw(told.art, seed=60 + n, size=SIZE), content_type="image/webp")
    block = actions.list_block(
        by=city.official, title=told.title, neighborhood=city.hoods[told.hood], place=told.place, latitude=latitude,
        longitude=longitude, care=told.care, every_weeks=told.weeks, months=12, offered=True,
        picture=take_picture(upload=upload, alt=describe(told.art, 60 + n)),
    )  # fmt: skip
    if told.kept:
        city.timeline.at(city.ago(days=told.kept.since, minutes=n), partial(_adopt, city, block, told.kept))


def _adopt(city: Larkhaven, block: Block, kept: Kept) -> None:
    person = city.people[kept.who]
    adoption = actions.adopt_block(by=person, block=block, agreed=True, team=kept.team)
    for days, minutes, words in kept.care:
        city.timeline.at(city.ago(days=days), partial(_care, city, adoption, person, minutes, words))
    if kept.mate:
        name, days, minutes, words = kept.mate
        mate = city.people[name]
        actions.join_block_team(by=mate, adoption=adoption)
        city.timeline.at(city.ago(days=days), partial(_care, city, adoption, mate, minutes, words))


def _care(city: Larkhaven, adoption: Adoption, person: Person, minutes: int, words: str) -> None:
    """Written down in the evening; somebody of the city looks at it within two days. The newest still waits."""
    work = actions.log_work(
        by=person, adoption=adoption, day=local(clock.now()).date(), minutes_spent=minutes, words=words
    )
    seen = clock.now() + timedelta(days=1, hours=20)
    if seen < city.ago(days=2):
        city.timeline.at(seen, partial(_verify, city, work, minutes))


def _verify(city: Larkhaven, work: WorkLog, minutes: int) -> None:
    actions.decide_work(by=city.official, work=work, counted=minutes)
