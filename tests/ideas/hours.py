"""Live hours for tests: `make_hour("live")`, with questions and officials of their own."""

from datetime import timedelta
from itertools import count

from core.clock import now
from ideas.actions import make_hour as set_hour
from ideas.models import LiveHour, Question
from people.models import Person
from tests.builders import make_department, make_hood, make_person

from .builders import make_official

_n = count(1)
HOUR = timedelta(hours=1)
# Where "now" lies: hours from now to its opening, its beginning and its end.
SPANS = {"coming": (20, 48, 49), "asking": (-20, 20, 21), "live": (-48, -0.5, 0.5), "over": (-72, -25, -24)}


def make_hour(state: str = "live", *, official: Person | None = None, **settings) -> LiveHour:
    official = official or make_official()
    given = {"title": f"Ask the Parks Office {next(_n)}", "department": make_department(), "zone": "UTC", **settings}
    at = now().replace(microsecond=0)
    hour = set_hour(
        by=official, officials=[official], neighborhood=given.pop("neighborhood", make_hood()),
        opens_at=at + HOUR, starts_at=at + 2 * HOUR, ends_at=at + 3 * HOUR, **given,
    )  # fmt: skip
    return stand(hour, state)


def stand(hour: LiveHour, state: str) -> LiveHour:
    """Move its dates, as if time had passed."""
    at = now().replace(microsecond=0)
    opens, starts, ends = (at + HOUR * span for span in SPANS[state])
    LiveHour.objects.filter(pk=hour.pk).update(opens_at=opens, starts_at=starts, ends_at=ends)
    return LiveHour.objects.get(pk=hour.pk)


def make_question(hour: LiveHour, text: str = "", *, person: Person | None = None, **fields) -> Question:
    person = person or make_person("Asker")
    text = text or f"When do the lamps along the path come? {next(_n)}"
    return Question.objects.create(hour=hour, person=person, text=text, **fields)
