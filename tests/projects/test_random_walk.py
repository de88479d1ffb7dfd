"""A few hundred random deeds on three slots; after each of them the invariants hold."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q

from core import clock
from core.errors import RuleBroken
from projects import actions
from projects.actions.queue import fitting
from projects.models import Project, SignUp, Slot
from tests.builders import make_event, make_person, make_project, make_slot

pytestmark = pytest.mark.django_db
STEPS = 250
RUSH = timedelta(hours=6)


def assert_seats_are_counted(slots):
    """I1: the counters are the sums, within the capacity."""
    assert actions.miscounted_slots() == []
    for slot in slots:
        assert 0 <= slot.seats_held <= slot.capacity


def assert_one_live_signup_and_no_overlap(slots):
    """I3: one live sign-up for each person and slot; seats of the two slots at the same time exclude each other."""
    live = list(SignUp.objects.live())
    assert len({(signup.person_id, signup.slot_id) for signup in live}) == len(live)
    same_time = [slot.pk for slot in slots[:2]]
    seated = [signup.person_id for signup in live if signup.holds_seats and signup.slot_id in same_time]
    assert len(set(seated)) == len(seated)


def assert_nobody_was_passed(slots):
    """I5: until the last six hours no seat stays free beside somebody in the queue who fits."""
    for slot in slots:
        if slot.event.starts_at - clock.now() >= RUSH:
            assert not fitting(slot).exists()


def assert_offers_are_whole():
    """I6: an open offer has its own token and an end; nothing else that is settled has a token."""
    offers = SignUp.objects.filter(state=SignUp.State.OFFERED)
    tokens = list(offers.values_list("offer_token", flat=True))
    assert len(set(tokens)) == len(tokens) and all(tokens)
    settled = SignUp.objects.exclude(state__in=(SignUp.State.OFFERED, SignUp.State.WAITLISTED))
    assert not settled.filter(~Q(offer_token="")).exists()


@pytest.mark.parametrize("seed", range(2))
def test_the_invariants_hold_after_every_step(seed):
    dice = random.Random(seed)
    ana = make_person("Ana")
    project = make_project(ana, status=Project.Status.ACTIVE)
    event = make_event(project, starts_in=timedelta(days=9))
    slots = [
        make_slot(event, capacity=4),
        make_slot(event, capacity=3),
        make_slot(make_event(project, starts_in=timedelta(days=11)), capacity=2),
    ]
    people = [make_person(f"P{n}", login=False) for n in range(14)]
    done = dict.fromkeys(("join", "leave", "accept", "decline", "shrink", "undo", "capacity", "wait", "sweep"), 0)

    def mine(states):
        found = list(SignUp.objects.filter(state__in=states).select_related("person"))
        return dice.choice(found) if found else None

    def step(deed):
        person, slot = dice.choice(people), dice.choice(slots)
        signup = mine(SignUp.LIVE)
        if deed == "join":
            actions.join_slot(by=person, slot=slot, party=dice.choice((1, 1, 2, 3)))
        elif deed == "capacity":
            actions.set_capacity(by=ana, slot=slot, capacity=dice.randint(2, 6))
        elif deed == "wait":
            clock.shift(timedelta(hours=dice.choice((1, 3, 6))))
            actions.expire_offers()
        elif deed == "sweep":
            actions.expire_offers(), actions.expire_waiting()
        elif deed == "undo" and (left := mine([SignUp.State.CANCELLED])):
            actions.undo_leave(by=left.person, signup=left)
        elif deed in ("accept", "decline") and (offer := mine([SignUp.State.OFFERED])):
            act = actions.accept_offer if deed == "accept" else actions.decline_offer
            act(by=offer.person, signup=offer, token=dice.choice((offer.offer_token, offer.offer_token, "stale")))
        elif deed == "leave" and signup:
            actions.leave_slot(by=signup.person, signup=signup)
        elif deed == "shrink" and signup:
            actions.shrink_party(by=signup.person, signup=signup, party=1)

    deeds, weights = list(done), (30, 18, 12, 4, 4, 4, 4, 3, 4)
    for _ in range(STEPS):
        deed = dice.choices(deeds, weights)[0]
        try:
            step(deed)
            done[deed] += 1
        except RuleBroken:
            pass
        actions.expire_offers()  # what a person freed elsewhere, the clock serves within a minute
        fresh = list(Slot.objects.select_related("event").order_by("pk"))
        assert_seats_are_counted(fresh)
        assert_one_live_signup_and_no_overlap(fresh)
        assert_nobody_was_passed(fresh)
        assert_offers_are_whole()
    assert min(done.values()) > 0, done
