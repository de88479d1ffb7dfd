"""Each bell of polls and points is either heard by a letter, or somebody thought about it and said why it is not."""

import pytest

from people.deeds import _bells, _receivers

pytestmark = pytest.mark.once

NO_LETTER = {
    "gamification.badge_awarded": "stands on the person's page; a letter for each would be noise",
    "ideas.poll_published": "nobody has asked to hear of it yet; it is on the pages",
    "ideas.idea_submitted": "its author has just sent it, or is told that everybody can read it now",
    "ideas.idea_edited": "shown on the idea's page with its history",
    "ideas.idea_reviewed": "stands on the idea's page with the reason",
    "ideas.poll_frozen": "the letter goes out with the certified result",
    "ideas.hour_made": "it stands among the polls; nobody has asked to hear of it",
    "ideas.hour_changed": "its page says it",
    "ideas.hour_ended": "what is left open stands on the officials' desk with its date",
    "ideas.question_asked": "whoever asked has just sent it",
    "ideas.question_withdrawn": "whoever asked has taken it back",
    "ideas.correction_confirmed": "the result that is certified then says it",
    "ideas.rewording_withdrawn": "the page that the author is led to says it; nothing changed",
    "ideas.merge_suggested": "stands on the officials' desk and on their first page, with what else waits for them",
    "ideas.ideas_noted": "stands on both pages while people vote; nobody can do anything about it",
    "ideas.lot_announced": "stands with the result; the vote is over and nobody has to do anything",
    "ideas.lot_recorded": "the certified result says it",
}


def test_every_bell_has_a_letter_or_a_reason_for_none():
    heard = {name for name, hearers in _receivers.items() if any(one.startswith("notices.") for one in hearers)}
    ours = {name for name in _bells if name.startswith(("ideas.", "gamification."))}
    silent = ours - heard
    assert silent - set(NO_LETTER) == set(), "say why no letter is written about these, or write one"
    assert set(NO_LETTER) & heard == set(), "these have a letter now"
