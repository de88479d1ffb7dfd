"""What polls and ideas say in words."""

from core.when import hour, local, moment_words

from .hours import hour_status, hour_what_now, hour_when, question_owed, question_status
from .ideas import answer_words, idea_status, language_of, language_words, stops_of
from .outcome import chosen, headline, lot_time, why
from .pieces import cents, grouped, money, number_word
from .polls import (
    ask,
    ballot_waits,
    changed_words,
    clock_words,
    count_words,
    how_counted,
    next_steps,
    phase_words,
    poll_stops,
    saved_words,
    time_left,
    until_words,
    what_followers_hear,
    what_then,
    when_for_ideas,
    when_to_vote,
    who_may,
)
from .tables import measured, pairs, payments, rounds

__all__ = [
    "hour_status", "hour_what_now", "hour_when", "question_owed", "question_status",
    "answer_words", "ask", "ballot_waits", "cents", "changed_words", "chosen", "clock_words", "count_words", "grouped", "headline", "hour", "how_counted",
    "idea_status", "local", "lot_time", "measured", "moment_words", "money", "next_steps", "number_word", "pairs",
    "payments", "phase_words", "poll_stops", "language_of", "language_words", "rounds", "saved_words", "stops_of",
    "time_left", "until_words",
    "what_followers_hear", "what_then", "when_for_ideas", "when_to_vote", "who_may", "why",
]  # fmt: skip
