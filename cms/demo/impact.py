"""What came of the demo's dates: numbers that fit the people who came, a pair of pictures, and words of thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.errors import RuleBroken
from files.actions import take_picture
from projects import actions
from projects.models import Attendance, Event, MetricDefinition

from .art import describe, draw

if TYPE_CHECKING:
    from .projects import Plan
    from .seed import Larkhaven

SIZE = (960, 600)
EACH = {"bags": 1.4, "weight": 6.0, "trees": 1.15, "sessions": 1.0, "meals": 7.0, "things": 0.7}  # for each who came
COUNTED = {  # by the unit of the project's goal
    "bags": ("bags", "weight"), "kg": ("bags", "weight"), "trees": ("trees",), "evenings": ("sessions",), "hours": ("sessions",),
    "bowls": ("meals",), "bikes": ("things",), "benches": ("things",), "things": ("things",),
}  # fmt: skip
PAIRS = ("Lantern Creek clean-up",)
THANKS = (
    "It rained, you came, and look at it now. Thank you, every one of you.",
    "I went past this morning and three people stopped to ask who had done this. You have.",
    "Thank you for your hands, your jokes and the cake.",
    "We got further than I dared to hope. See you next time!",
)


def lay(city: Larkhaven) -> None:
    """Larkhaven counts one thing more than a city starts with."""
    if not MetricDefinition.objects.filter(key="things").exists():
        actions.define_metric(
            by=city.official, category="repair", key="things", name="Things repaired", unit="things",
            min=1, max_per_person=10, position=35, offered=True,
        )  # fmt: skip


def plan(city: Larkhaven, told: Plan, event: Event) -> None:
    """In the evening people say what they did, the lead adds it up, adds pictures, and mostly presses the button."""
    closed = clock.now()
    city.timeline.at(closed + timedelta(minutes=40), lambda: _count(city, told, event))
    if told.title in PAIRS:
        city.timeline.at(closed + timedelta(minutes=50), lambda: _show(city, told, event))
    if city.random.random() < 0.8:
        pressed = (event.local_end + timedelta(days=1)).replace(hour=city.random.randint(8, 11), minute=20)
        city.timeline.at(pressed, lambda: _thank(city, told, event))
    else:
        morning = event.local_end.replace(hour=10, minute=25) + timedelta(days=2)
        city.timeline.at(morning, actions.share_overdue)


def _count(city: Larkhaven, told: Plan, event: Event) -> None:
    event.refresh_from_db()
    lead = city.people[told.lead]
    came = list(event.attendances.filter(state__in=Attendance.VERIFIED).select_related("person").order_by("pk"))
    for metric in MetricDefinition.objects.asked_for(event.project).filter(key__in=COUNTED.get(told.unit, ())):
        total = round(len(came) * EACH[metric.key] * city.random.uniform(0.85, 1.15))
        if metric.key == "things" and told.outcome:
            total = _part(told, event)
        said = 0
        if metric.key in ("bags", "trees", "things"):
            for row in came[1:4]:
                amount = min(city.random.randint(1, 3), total - said)
                if not amount:
                    break
                entry = actions.report_amount(by=row.person, event=event, metric=metric, amount=amount)
                actions.approve_entry(by=lead, entry=entry)
                said += amount
        if total > said:
            _rest(city, told, event, metric, total - said)


def _part(told: Plan, event: Event) -> int:
    """Of what the lead reports at the end, so that the dates add up to it."""
    whole, rest = divmod(told.outcome or 0, len(told.dates))
    return whole + (event.project.events.filter(starts_at__lt=event.starts_at).count() < rest)


def _rest(city: Larkhaven, told: Plan, event: Event, metric: MetricDefinition, amount: int) -> None:
    """Without a note first, as people do; with one when it is asked for."""
    lead = city.people[told.lead]
    try:
        actions.set_unattributed(by=lead, event=event, metric=metric, amount=amount)
    except RuleBroken:
        note = "Many more hands than last time."
        actions.set_unattributed(by=lead, event=event, metric=metric, amount=amount, note=note)


def _show(city: Larkhaven, told: Plan, event: Event) -> None:
    """The first pair is public soon; the newest waits for the moderator."""
    event.refresh_from_db()
    seed = event.pk % 5
    pair = actions.add_pair(
        by=city.people[told.lead], event=event, before=_picture("creek_before", seed),
        after=_picture("creek_after", seed), young_face=False,
    )  # fmt: skip
    if clock.now() < city.ago(days=20):
        city.timeline.at(clock.now() + timedelta(hours=1), lambda: actions.publish_pair(by=city.official, pair=pair))


def _picture(kind: str, seed: int) -> Any:
    upload = SimpleUploadedFile("pair.webp", draw(kind, seed=seed, size=SIZE), content_type="image/webp")
    return take_picture(upload=upload, alt=describe(kind, seed))


def _thank(city: Larkhaven, told: Plan, event: Event) -> None:
    event.refresh_from_db()
    lead = city.people[told.lead]
    actions.save_thanks(by=lead, event=event, words=city.random.choice(THANKS))
    actions.share_recap(by=lead, event=event)
