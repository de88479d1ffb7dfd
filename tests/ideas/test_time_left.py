"""How long a poll is still open, in one number: never more than is left."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from core.clock import now
from ideas.words import time_left
from tests.ideas.builders import close, make_poll


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"days": 2, "seconds": -1}, (1, "day left")),
        ({"days": 1}, (1, "day left")),
        ({"days": 1, "seconds": -1}, (23, "hours left")),
        ({"hours": 2, "seconds": -1}, (1, "hour left")),
        ({"hours": 1}, (1, "hour left")),
        ({"hours": 1, "seconds": -1}, (59, "minutes left")),
        ({"minutes": 7, "seconds": 59}, (7, "minutes left")),
        ({"minutes": 1}, (1, "minute left")),
        ({"seconds": 59}, (0, "minutes left")),
    ],
)
def test_nobody_reads_of_more_time_than_there_is(db, left, said):
    with time_machine.travel(now(), tick=False):
        poll = close(make_poll("voting"), -timedelta(**left))
        assert time_left(poll) == said


@pytest.mark.parametrize(("language", "said"), [("es", "minutos para el cierre"), ("ar", "دقائق متبقية")])
def test_minutes_are_said_in_every_language(db, language, said):
    with time_machine.travel(now(), tick=False), translation.override(language):
        assert time_left(close(make_poll("voting"), -timedelta(minutes=7))) == (7, said)
