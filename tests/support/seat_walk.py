"""A walk of random deeds over a few slots. After every step the rules of sign-ups are looked up in the rows, by code that
shares nothing with the product: I1 (counted, never oversold), I3 (one live sign-up, no two seats at once), I5 (nobody is
passed, no seat idle beside a party that fits), I6 (an offer is taken once, by its own token, in time).
"""

import random
from collections import Counter
from datetime import timedelta

from core import clock
from core.errors import RuleBroken
from projects import actions
from projects.models import Event, Project, SignUp, Slot
from tests.builders import make_event, make_person, make_project, make_slot

State = SignUp.State
RUSH = timedelta(hours=6)
QUARTER = timedelta(minutes=15)
PEOPLE = 14
DEEDS = {
    "join": 30, "leave": 14, "accept": 12, "decline": 4, "shrink": 4, "undo": 5, "capacity": 4, "wait": 8, "sweep": 4,
    "cancel": 3, "replay": 2, "approve": 6, "refuse": 1,
    "move": 3, "silence": 3, "say": 3, "team": 2, "name": 4, "due": 3, "call_off": 0.1,
}  # fmt: skip


class Broken(AssertionError):
    """A rule does not hold."""


class Walk:
    """`Walk(seed).go(3000)`; raises Broken with the step after which a rule did not hold."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.lead = make_person("Ana", login=False)
        self.project = make_project(self.lead, status=Project.Status.ACTIVE)
        self.people = [make_person(f"W{n}", login=False) for n in range(PEOPLE)]
        self.slots: list[Slot] = []
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.spent: dict[int, str] = {}  # sign-up → a token of an offer that is settled

    def go(self, steps: int) -> "Walk":
        for number in range(steps):
            if not self.slots or any(slot.event.has_started for slot in self.slots):
                self.plan()
            deed = self.dice.choices(list(DEEDS), list(DEEDS.values()))[0]
            before = self.offers()
            try:
                self.done[deed] += bool(getattr(self, deed)())
            except RuleBroken as refusal:
                self.refused[refusal.code] += 1
            actions.expire_offers()  # what somebody freed elsewhere, the clock serves within a minute
            try:
                self.check(before)
            except Broken as broken:
                raise Broken(f"step {number}, after {deed}: {broken}") from None
        return self

    def plan(self) -> None:
        """Two tasks at the same time, one on another day, and one that overlaps the first two by an hour."""
        first = make_event(self.project, starts_in=timedelta(days=9), releases=True)
        later = make_event(self.project, starts_in=timedelta(days=11))
        across = make_event(self.project, starts_in=timedelta(days=9, hours=1))
        self.slots = [
            make_slot(first, capacity=4), make_slot(first, capacity=3),
            make_slot(later, capacity=2), make_slot(across, capacity=3, needs_yes=True),
        ]  # fmt: skip

    # ── deeds; True if something was tried ──

    def mine(self, *states: str) -> SignUp | None:
        found = SignUp.objects.filter(state__in=states, slot__in=self.slots).select_related("person", "slot__event")
        rows = list(found.order_by("pk"))
        return self.dice.choice(rows) if rows else None

    def join(self) -> bool:
        party = self.dice.choice((1, 1, 2, 3))
        seats = party - 1 if party > 1 and self.dice.random() < 0.2 else party  # a small child comes along
        actions.join_slot(by=self.dice.choice(self.people), slot=self.dice.choice(self.slots), party=party, seats=seats)
        return True

    def leave(self) -> bool:
        if signup := self.mine(*SignUp.LIVE):
            actions.leave_slot(by=signup.person, signup=signup)
        return signup is not None

    def cancel(self) -> bool:
        if signup := self.mine(*SignUp.LIVE):
            actions.leave_slot(by=self.lead, signup=signup, reason="No boots left in your size.")
        return signup is not None

    def accept(self) -> bool:
        offer = self.mine(State.OFFERED) or self.mine(State.WAITLISTED)
        if offer is None:
            return False
        token = offer.offer_token if self.dice.random() < 0.8 else "stale"
        try:
            actions.accept_offer(by=offer.person, signup=offer, token=token)
        except RuleBroken:
            if token == "stale" or offer.state != State.OFFERED or over(offer):
                raise
            now = SignUp.objects.get(pk=offer.pk)  # what one took elsewhere meanwhile is the only reason left
            if not self.sits_elsewhere(now):
                raise Broken("an open offer was not taken with its own token") from None
            raise
        if token == "stale":
            raise Broken("a place was taken without the offer's token")
        self.spent[offer.pk] = token
        return True

    def decline(self) -> bool:
        if offer := self.mine(State.OFFERED):
            self.spent[offer.pk] = offer.offer_token
            actions.decline_offer(by=offer.person, signup=offer, token=offer.offer_token)
        return offer is not None

    def replay(self) -> bool:
        """The letter is opened again: its offer takes nothing a second time."""
        if not self.spent:
            return False
        pk, token = self.dice.choice(sorted(self.spent.items()))
        signup = SignUp.objects.select_related("person").get(pk=pk)
        before = signup.state
        try:
            actions.accept_offer(by=signup.person, signup=signup, token=token)
        except RuleBroken:
            pass
        after = SignUp.objects.get(pk=pk).state
        if after == State.CONFIRMED != before:
            raise Broken("a spent offer took a place again")
        return True

    def approve(self) -> bool:
        if asking := self.mine(State.PENDING_APPROVAL):
            now = actions.approve_signup(by=self.lead, signup=asking)
            if now.state == State.WAITLISTED and now.waitlist_at != asking.waitlist_at:
                raise Broken("the time of asking was lost")
        return asking is not None

    def refuse(self) -> bool:
        if asking := self.mine(State.PENDING_APPROVAL):
            actions.refuse_signup(by=self.lead, signup=asking, reason="Not this time.")
        return asking is not None

    def team(self) -> bool:
        slot = self.dice.choice(self.slots)
        actions.reserve_team(
            by=self.dice.choice(self.people), slot=slot, name="Elm Street band", heads=self.dice.choice((2, 3))
        )
        return True

    def name(self) -> bool:
        teams = SignUp.objects.filter(slot__in=self.slots).exclude(team_name="").select_related("slot__event")
        if team := self.dice.choice([*teams.order_by("pk"), None]):
            actions.join_team(by=self.dice.choice(self.people), team=team)
        return team is not None

    def due(self) -> bool:
        return bool(actions.release_unnamed())

    def move(self) -> bool:
        if waiting := self.mine(State.WAITLISTED):
            actions.move_to_front(by=self.lead, signup=waiting, reason="Brings the wheelbarrow.")
        return waiting is not None

    def silence(self) -> bool:
        """The clock asks, reminds, and lets silent places go on."""
        return bool(actions.ask_who_comes() + actions.remind_who_comes() + actions.release_unanswered())

    def say(self) -> bool:
        if signup := self.mine(State.CONFIRMED):
            actions.say_still_coming(by=signup.person, signup=signup)
        return signup is not None

    def shrink(self) -> bool:
        if signup := self.mine(*SignUp.LIVE):
            actions.shrink_party(by=signup.person, signup=signup, party=1)
        return signup is not None

    def undo(self) -> bool:
        if left := self.mine(State.CANCELLED):
            again = actions.undo_leave(by=left.person, signup=left)
            if again.state == State.WAITLISTED and place(again) > (place(left)[0] or left.created_at, again.pk):
                raise Broken("who came back stands behind the old place")
        return left is not None

    def capacity(self) -> bool:
        actions.set_capacity(by=self.lead, slot=self.dice.choice(self.slots), capacity=self.dice.randint(2, 6))
        return True

    def wait(self) -> bool:
        clock.shift(timedelta(hours=self.dice.choice((1, 3, 6, 18))))
        return True

    def sweep(self) -> bool:
        actions.expire_offers(), actions.expire_waiting()
        return True

    def call_off(self) -> bool:
        event = self.dice.choice(self.slots).event
        actions.cancel_event(by=self.lead, event=event, reason=Event.Why.WEATHER)
        self.slots = []
        return True

    # ── the rules ──

    def offers(self) -> set[str]:
        return set(
            SignUp.objects.filter(slot__in=self.slots, state=State.OFFERED).values_list("offer_token", flat=True)
        )

    def sits_elsewhere(self, signup: SignUp) -> bool:
        return any(
            other.pk != signup.pk and other.slot_id != signup.slot_id and together(other.slot.event, signup.slot.event)
            for other in SignUp.objects.filter(person=signup.person_id, state__in=SignUp.HOLDING).select_related("slot__event")
        )  # fmt: skip

    def check(self, offers_before: set[str]) -> None:
        slots = {
            slot.pk: slot for slot in Slot.objects.select_related("event").filter(pk__in=[s.pk for s in self.slots])
        }
        rows = list(SignUp.objects.filter(slot__in=slots, state__in=SignUp.LIVE).order_by("waitlist_at", "pk"))
        for row in rows:
            row.slot = slots[row.slot_id]
        self.slots = list(slots.values())
        for slot in self.slots:
            here = [row for row in rows if row.slot_id == slot.pk]
            counted(slot, here)
            self.nobody_is_passed(slot, here, rows, offers_before)
        one_place_at_a_time(rows)
        offers_are_whole(rows)
        settled = SignUp.objects.filter(slot__in=slots).exclude(state__in=(State.OFFERED, State.WAITLISTED))
        if settled.exclude(offer_token="").exists():
            raise Broken("I6: a settled sign-up still has a token")

    def nobody_is_passed(self, slot: Slot, here: list[SignUp], rows: list[SignUp], offers_before: set[str]) -> None:
        """I5, until six hours before the start."""
        if slot.event.starts_at - clock.now() < RUSH:
            return
        waiting = [row for row in here if row.state == State.WAITLISTED and not sits(row, rows)]
        if idle := [row for row in waiting if row.seats <= (slot.free or 0)]:
            raise Broken(f"I5: {slot.free} free beside sign-up {idle[0].pk}, who fits")
        for offer in here:
            if offer.state != State.OFFERED or offer.offer_token in offers_before:
                continue
            if passed := [row for row in waiting if place(row) < place(offer) and row.seats <= offer.seats]:
                raise Broken(f"I5: {offer.pk} was offered a place before {passed[0].pk}")


def place(signup: SignUp) -> tuple:
    """Smaller is served earlier."""
    return signup.waitlist_at, signup.pk


def over(offer: SignUp) -> bool:
    return offer.offer_expires_at is None or offer.offer_expires_at <= clock.now()


def counted(slot: Slot, here: list[SignUp]) -> None:
    """I1."""
    held = sum(row.seats for row in here if row.state in SignUp.HOLDING)
    waiting = sum(row.state == State.WAITLISTED for row in here)
    if (held, waiting) != (slot.seats_held, slot.waiting):
        raise Broken(f"I1: {slot.seats_held} and {slot.waiting} are written, there are {held} and {waiting}")
    if not 0 <= held <= (slot.capacity or 0):
        raise Broken(f"I1: {held} seats of {slot.capacity}")


def together(one: Event, other: Event) -> bool:
    """More than a quarter of an hour at the same time."""
    return min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at) > QUARTER


def sits(signup: SignUp, rows: list[SignUp]) -> bool:
    """Has a seat, in another slot, while this one goes on."""
    return any(
        row.person_id == signup.person_id and row.slot_id != signup.slot_id and row.state in SignUp.HOLDING
        and together(row.slot.event, signup.slot.event)
        for row in rows
    )  # fmt: skip


def one_place_at_a_time(rows: list[SignUp]) -> None:
    """I3."""
    if len({(row.person_id, row.slot_id) for row in rows}) != len(rows):
        raise Broken("I3: two live sign-ups of one person in one slot")
    if twice := [row for row in rows if row.state in SignUp.HOLDING and sits(row, rows)]:
        raise Broken(f"I3: person {twice[0].person_id} sits in two places at once")


def offers_are_whole(rows: list[SignUp]) -> None:
    """I6: each open offer has a token of its own, and has not ended."""
    offers = [row for row in rows if row.state == State.OFFERED]
    if not all(row.offer_token for row in offers) or len({row.offer_token for row in offers}) != len(offers):
        raise Broken("I6: an offer without a token of its own")
    if any(over(row) for row in offers):
        raise Broken("I6: an offer that is over holds a seat")
