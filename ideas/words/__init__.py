"""What polls and ideas say in words."""

from core.when import hour, local, moment_words

from .ideas import answer_words, idea_status, stops_of
from .outcome import headline, lot_time, why
from .pieces import grouped, money, number_word
from .polls import (
    ask,
    clock_words,
    how_counted,
    next_steps,
    phase_words,
    poll_stops,
    saved_words,
    time_left,
    until_words,
    what_followers_hear,
    what_then,
    who_may,
)

__all__ = [
    "answer_words", "ask", "clock_words", "grouped", "headline", "hour", "how_counted", "idea_status", "local",
    "lot_time", "moment_words", "money", "next_steps", "number_word", "phase_words", "poll_stops", "saved_words",
    "stops_of", "time_left", "until_words", "what_followers_hear", "what_then", "who_may", "why",
]  # fmt: skip
