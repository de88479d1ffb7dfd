"""Ring a bell as an action would, and read the letters that follow."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from icalendar import Calendar

from notices.models import Letter
from people import deeds
from people.deeds import Bell
from people.models import Person
from people.system import SYSTEM


def rings(bell: Bell, on: Model, by: Person | None = None, **ids: Model) -> None:
    """Ring as an action would, twice over: a repeated echo must change nothing."""
    with transaction.atomic():
        deed = bell.ring(by=by or SYSTEM(), on=on, **{name: thing.pk for name, thing in ids.items()})
    deeds.deliver_all()
    assert not deed.deliveries.exclude(problem="").values_list("problem", flat=True)
    before = Letter.objects.count()
    deed.deliveries.update(done_at=None)
    deeds.deliver_all()
    assert Letter.objects.count() == before


def letters(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def the_letter(kind: str) -> Letter:
    (found,) = letters(kind)
    assert "{{" not in found.text and "{%" not in found.text
    assert "\n\n\n" not in found.text
    assert found.text.startswith("Hello ")
    return found


def entry(letter: Letter) -> Any:
    ((name, media_type, text),) = letter.attachments
    assert name == "event.ics" and media_type.split(";")[0] == "text/calendar"
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found
