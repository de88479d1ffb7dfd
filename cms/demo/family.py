"""Amal's two children, what grown-ups who work with young people agree to, and two checked leads."""

from datetime import date, timedelta

from core.clock import now
from core.errors import RuleBroken
from people import actions as people
from people.models import Credential, Person
from projects import actions
from projects.models import Event

CHILDREN = (("Noa", 9), ("Sami", 14))
CHECKED = ("Ana Reyes", "Tom Adeyemi")
RULES = """We meet in places where others can see us. Nobody is alone with a child who is not their own.

* No photos of children.
* No private messages with children.
* If something worries you, tell the lead and the city the same day."""


def move_in_with_children(known: dict[str, Person]) -> None:
    """Called at the end of the story, with the clock at the present."""
    amal, mia = known["Amal Khoury"], known["Mia Lund"]
    today = now().date()
    children = [
        people.add_dependant(by=amal, first_name=name, birth_day=date(today.year - age, 1, 17))
        for name, age in CHILDREN
    ]
    people.publish_agreement(
        by=mia, scope="category", about="mentoring", title="When young people take part", text=RULES
    )
    for name in CHECKED:
        people.record_credential(
            by=mia, person=known[name], kind=Credential.Kind.BACKGROUND,
            issued_on=today - timedelta(days=200), expires_on=today + timedelta(days=900),
        )  # fmt: skip
    bring_along(amal, children[0])


def bring_along(guardian: Person, child: Person) -> None:
    """Noa comes along on the first coming date of Ana's or Tom's where there is room for her."""
    mine = Event.objects.coming().filter(slots__signups__person=guardian, slots__signups__state="confirmed")
    led = mine.filter(project__organizers__person__first_name__in=("Ana", "Tom"), starts_at__gt=now())
    for event in led.distinct():
        for slot in event.slots.order_by("pk"):
            try:
                actions.join_family(by=guardian, slot=slot, children=[child], myself=False)
                return
            except RuleBroken:
                continue
