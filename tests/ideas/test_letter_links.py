"""One piece makes and reads the links that answer without signing in. Letters that left long ago still lead somewhere."""

import pytest
from django.core import signing

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import actions
from ideas.letter_links import DONE, MERGED, REWORDED
from ideas.models import DoneCheck
from people.models import Person
from tests.builders import make_person

from .builders import make_idea, make_poll

WHY = "Both ask for the same lamps."


@pytest.fixture
def asked(db):
    """What each kind of link is about."""
    poll = make_poll("proposing")
    one, other = make_idea(poll), make_idea(poll)
    merge = actions.merge_ideas(by=poll.owner, duplicate=one, kept=other, reason=WHY)
    idea = make_idea(make_poll("review"), author=make_person("Lea"))
    words = {"title": "Twelve lamps", "body": "Along the creek path.", "reason": WHY, "seen": idea.version}
    rewording = actions.propose_words(by=idea.poll.owner, idea=idea, **words)
    done = DoneCheck.objects.create(idea=idea, due_at=now(), asked_at=now())
    return [(MERGED, merge), (REWORDED, rewording), (DONE, done)]


def test_letters_that_left_hold_links_of_these_shapes(asked):
    amal = make_person("Amal")
    (_merged, merge), (_reworded, rewording), (_done, done) = asked
    shapes = [
        signing.Signer(salt="ideas.merges").sign_object([merge.pk, amal.pk]),
        signing.Signer(salt="ideas.rewordings").sign_object([rewording.pk, amal.pk]),
        signing.dumps([done.pk, amal.ref], salt="ideas.done"),
    ]
    for (kind, row), token in zip(asked, shapes, strict=True):
        assert kind.read(token) == kind.read(kind.token_of(row, amal)) == (row, amal)


def test_a_link_is_of_one_kind_and_leads_nowhere_once_what_it_names_is_gone(asked):
    amal, gone = make_person("Amal"), make_person("Gone")
    tokens = [kind.token_of(row, amal) for kind, row in asked]
    left = [kind.token_of(row, gone) for kind, row in asked]
    Person.objects.filter(pk=gone.pk).update(kind=Person.Kind.ERASED)
    for (kind, row), own, of_gone in zip(asked, tokens, left, strict=True):
        bad = [token for token in tokens if token != own]
        for token in (*bad, own[:-1] + chr(ord(own[-1]) ^ 1), "", "x", "1:é"):
            with pytest.raises(RuleBroken, match="damaged"):
                kind.read(token)
        with pytest.raises(NotAllowed):
            kind.read(of_gone)
        row.pk = 0
        with pytest.raises(RuleBroken, match="damaged"):
            kind.read(kind.token_of(row, amal))
