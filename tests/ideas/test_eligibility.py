"""Who may vote: a confirmed phone besides the e-mail, each number once."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas.actions import create_poll, cut_poll
from ideas.models import Ballot, IdeaPoll, PollKey, PollVoter
from notices.actions import forget_phone
from notices.models import Phone
from people.actions import erase_person
from tests.builders import make_person
from tests.ideas.builders import close, frozen, make_idea, make_official, make_poll, opened, vote
from tests.ideas.test_polls import settings as poll_settings
from tests.ideas.test_polls import spans
from tests.support.visitors import client_of

A = "2026-001"
NUMBER = "+31612345678"


def give_phone(person, number=NUMBER, *, confirmed=True):
    return Phone.objects.create(person=person, number=number, confirmed_at=now() if confirmed else None)


@pytest.fixture
def poll(db):
    poll = make_poll("voting", eligibility_level=2)
    make_idea(poll, "Shade trees")
    return opened(poll)


@pytest.fixture
def bea(db):
    return make_person("Bea")


def page(poll, person) -> str:
    return client_of(person).get(f"/polls/{poll.slug}/").content.decode()


def test_without_a_confirmed_phone_nobody_votes(poll, bea):
    for phone in (None, give_phone(bea, confirmed=False)):
        with pytest.raises(NotAllowed, match="phone number"):
            vote(poll, bea, [A])
        shown = page(poll, bea)
        assert "phone number that you confirmed" in shown and 'href="/settings/notices/#phone"' in shown
        assert 'id="ballot"' not in shown, phone
    assert not PollVoter.objects.exists()


def test_with_one_they_do(poll, bea):
    give_phone(bea)
    assert 'id="ballot"' in page(poll, bea)
    vote(poll, bea, [A])
    voter = PollVoter.objects.get()
    assert (
        voter.person == bea and voter.level == 2 and NUMBER not in (voter.proof or "") and len(voter.proof or "") == 64
    )


def test_a_number_votes_once_whoever_has_it(poll, bea):
    give_phone(bea)
    vote(poll, bea, [A])
    forget_phone(by=bea)
    ivo = make_person("Ivo")
    give_phone(ivo)
    assert "Each number votes once." in page(poll, ivo) and 'id="ballot"' not in page(poll, ivo)
    with pytest.raises(RuleBroken, match="Each number votes once"):
        vote(poll, ivo, [A])
    assert Ballot.objects.count() == 1


def test_another_number_changes_nothing_about_ones_own_ballot(poll, bea):
    give_phone(bea)
    vote(poll, bea, [A])
    Phone.objects.update(number="+31687654321")
    assert vote(poll, bea, [], revision=1).revision == 2
    assert PollVoter.objects.count() == 1


def test_the_same_number_has_another_fingerprint_in_another_poll(poll, bea):
    give_phone(bea)
    other = make_poll("voting", eligibility_level=2)
    make_idea(other, "Shade trees")
    for each in (poll, opened(other)):
        vote(each, bea, [A])
    assert PollVoter.objects.values("proof").distinct().count() == 2


def test_the_cut_takes_fingerprints_and_their_key(poll, bea):
    give_phone(bea)
    vote(poll, bea, [A])
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=IdeaPoll.objects.get())
    assert PollVoter.objects.get().proof is None and not PollKey.objects.exists()


def test_who_leaves_takes_the_fingerprint_along(poll, bea):
    give_phone(bea)
    vote(poll, bea, [A])
    close(poll)
    erase_person(by=bea, person=bea)
    assert PollVoter.objects.get().proof is None


def test_an_official_chooses_among_what_can_be_shown_here(db, settings):
    official = make_official()
    fine = poll_settings(eligibility_level=2)
    settings.SMS_BACKEND = ""
    form = client_of(official).get("/admin/polls/new/?kind=most").context["form"]
    assert 2 not in dict(form.fields["eligibility_level"].choices)
    with pytest.raises(RuleBroken, match="Choose again who may vote"):
        create_poll(by=official, phases=spans(voting=(1, 2)), **fine)
    settings.SMS_BACKEND = "notices.texting.Console"
    poll = create_poll(by=official, phases=spans(voting=(1, 2)), **fine)
    form = client_of(official).get(f"/admin/polls/{poll.pk}/edit/").content.decode()
    assert "A confirmed e-mail address and phone number" in form


def test_the_page_says_who_may_vote(poll):
    assert "From each number one person can vote" in page(poll, None)
