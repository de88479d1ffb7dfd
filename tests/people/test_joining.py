"""Two accounts of one person become one, and afterwards every invariant is true."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from conversations import actions as conversations
from core import health
from core.clock import now
from core.errors import RuleBroken
from gamification.models import LedgerEntry, PointCause, PointsAccount
from ideas import actions as ideas
from ideas.models import Ballot, PollVoter
from notices.models import Letter, Phone
from people import actions, deeds
from people.models import AddressChange, FormerAddress, Guardianship, Person, Signature, Standing, User
from projects import actions as projects
from projects.models import Attendance, ProjectRole, SignUp
from tests.builders import (
    make_agreement,
    make_child,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.ideas.builders import frozen, make_idea, make_poll, opened, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return make_person("Amal", email="amal@mail.example", last_name="")


@pytest.fixture
def gone():
    return make_person("Amal", email="other@mail.example", last_name="Khoury")


@pytest.fixture
def ana():
    return make_person("Ana")


def fresh(person: Person) -> Person:
    return Person.objects.select_related("user").get(pk=person.pk)


def proven(kept: Person, gone: Person) -> AddressChange:
    change = actions.ask_address(by=fresh(kept), email=gone.email)
    return actions.prove_address(by=fresh(kept), change=change, digits=change.code.digits)


def join(kept: Person, gone: Person) -> None:
    change = proven(kept, gone)
    actions.join_accounts(by=fresh(kept), change=change)
    deeds.deliver_all()
    house = {"migrations", "triggers", "constraints", "settings", "cache", "files", "mail server", "queue"}
    problems = [problem for finding in health.examine(set(health.names()) - house) for problem in finding.problems]
    assert problems == []


def came(person: Person, lead: Person, *, event=None, starts_in=timedelta(hours=-30)) -> Attendance:
    """Verified hours, from a list that is closed."""
    event = event or make_event(make_project(lead, status="active"), starts_in=starts_in)
    row, _made = Attendance.objects.get_or_create(event=event, person=person)
    Attendance.objects.filter(pk=row.pk).update(
        state="attended", evidence=3, minutes=120, in_at=event.starts_at, out_at=event.ends_at, verified_by=lead,
        verified_at=now(),
    )  # fmt: skip
    type(event).objects.filter(pk=event.pk).update(status="closed", closed_at=now())
    return Attendance.objects.select_related("event").get(pk=row.pk)


def count(person: Person) -> int:
    from gamification.actions import reconcile_person

    reconcile_person(person=fresh(person))
    return PointsAccount.objects.get(person=person).balance


# ── what moves ──


def test_both_addresses_lead_to_one_account_and_the_other_is_closed(client, kept, gone):
    other = client.__class__()
    sign_in(other, gone)
    join(kept, gone)
    assert other.get("/me/").status_code == 302
    assert fresh(gone).kind == Person.Kind.ERASED and not User.objects.filter(email="other@mail.example").exists()
    assert fresh(kept).last_name == "Khoury", "what was not said here was said there"
    code = actions.ask_code(email="other@mail.example")
    assert actions.redeem_code(ref=code.ref, digits=code.digits).person == kept
    assert actions.meet_walk_in(first_name="A", email="other@mail.example") == kept
    assert {letter.address for letter in Letter.objects.filter(kind="accounts_joined")} == {
        "amal@mail.example", "other@mail.example",
    }  # fmt: skip


def test_in_the_same_slot_the_better_place_stays_and_the_other_seat_is_free(kept, gone):
    slot = make_slot(capacity=2)
    seat = make_seat(slot, gone, party=1)
    projects.join_slot(by=kept, slot=slot)
    next_one = projects.join_slot(by=make_person("Bo"), slot=slot)
    assert next_one.state == SignUp.State.WAITLISTED
    join(kept, gone)
    seat.refresh_from_db()
    next_one.refresh_from_db()
    mine = SignUp.objects.live().filter(slot=slot, person=kept)
    assert [one.state for one in mine] == ["confirmed"] and next_one.state == SignUp.State.OFFERED
    assert not SignUp.objects.filter(person=gone).exists()


def test_a_seat_is_better_than_the_queue(kept, gone):
    slot = make_slot(capacity=1)
    seat = make_seat(slot, gone)
    waiting = projects.join_slot(by=kept, slot=slot)
    assert waiting.state == SignUp.State.WAITLISTED
    join(kept, gone)
    seat.refresh_from_db()
    assert (seat.person, seat.state) == (kept, "confirmed")
    assert SignUp.objects.live().filter(person=kept).count() == 1


def test_of_two_places_at_the_same_hours_the_older_stays(kept, gone):
    """Nobody may sit in two places at once, and joining refuses it too."""
    here, there, later = (make_slot(make_event(starts_in=timedelta(days=days)), capacity=1) for days in (3, 3, 4))
    older, newer, other = make_seat(here, gone), make_seat(there, kept), make_seat(later, gone)
    waiting = projects.join_slot(by=make_person("Bo"), slot=there)
    join(kept, gone)
    states = dict(SignUp.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (older, newer, other, waiting)] == [
        "confirmed",
        "cancelled",
        "confirmed",
        "offered",
    ]
    assert set(SignUp.objects.live().filter(person=kept)) == {older, other}


def test_hours_count_once_and_the_days_limit_holds_for_both_together(kept, gone, ana):
    day = timedelta(hours=-30)
    for person, starts_in in (
        (kept, day),
        (kept, day + timedelta(hours=3)),
        (gone, day + timedelta(hours=6)),
        (gone, day),
    ):
        came(person, ana, starts_in=starts_in)
    came(gone, ana, starts_in=timedelta(days=-9))
    before = count(kept), count(gone)
    join(kept, gone)
    after = PointsAccount.objects.get(person=kept).balance
    assert before[0] < after < sum(before)
    assert PointsAccount.objects.get(person=gone).balance == 0
    assert LedgerEntry.objects.filter(person=gone).aggregate(n=Sum("amount"))["n"] == 0
    assert not PointCause.objects.filter(person=gone).exclude(state="void").exists()
    assert Attendance.objects.filter(person=kept).aggregate(n=Sum("minutes"))["n"] == 4 * 120
    assert count(kept) == after


def test_of_one_date_the_row_that_counts_stays(kept, gone, ana):
    row = came(gone, ana)
    Attendance.objects.create(event=row.event, person=kept, state="no_show", verified_by=ana)
    join(kept, gone)
    assert Attendance.objects.get(event=row.event, person=kept).minutes == 120
    assert Attendance.objects.get(event=row.event, person=gone).state == "no_show"


def test_roles_family_signatures_and_standing(kept, gone):
    project = make_project(gone)
    ProjectRole.objects.create(project=project, person=kept, role="helper")
    both, alone = make_child(kept, "Noa"), make_child(gone, "Lou")
    Guardianship.objects.create(guardian=gone, dependant=both)
    words = make_agreement()
    actions.sign_agreement(by=gone, version=words, typed_name="Amal Khoury")
    Standing.objects.create(person=kept, status="active")
    Standing.objects.create(person=gone, status="suspended")
    join(kept, gone)
    assert [role.role for role in project.organizers.filter(person=kept)] == ["lead"]
    assert set(Person.objects.children_of(kept)) == {both, alone}
    assert Signature.objects.get(version=words, person=kept).typed_name == "Amal Khoury"
    assert fresh(kept).standing.status == "suspended"


def test_where_both_voted_the_first_ballot_counts_and_the_later_one_is_void(kept, gone):
    poll = make_poll("voting")
    lamps, trees = make_idea(poll, "Lamps"), make_idea(poll, "Trees")
    opened(poll)
    vote(poll, gone, refs=[lamps.ref])
    vote(poll, kept, refs=[trees.ref])
    join(kept, gone)
    mine = PollVoter.objects.get(poll=poll, person=kept)
    assert [line.idea for line in mine.ballot.lines.all()] == [lamps] and not mine.ballot.void_reason
    assert Ballot.objects.exclude(void_reason="").count() == 1
    vote(poll, kept, refs=[lamps.ref, trees.ref], revision=1)


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_whichever_vote_counts_a_no_to_letters_holds(kept, gone, first):
    poll = make_poll("voting")
    lamps = make_idea(poll, "Lamps")
    opened(poll)
    for person in (kept, gone) if first == "kept" else (gone, kept):
        vote(poll, person, refs=[lamps.ref], wants_outcome=person == gone)
    join(kept, gone)
    assert not PollVoter.objects.get(poll=poll, person=kept).wants_outcome
    frozen(poll)
    assert not poll.listeners.exists()


def test_a_confirmed_ballot_stays_before_an_earlier_one_that_may_not_count(kept, gone):
    poll = make_poll("voting")
    lamps, trees = make_idea(poll, "Lamps"), make_idea(poll, "Trees")
    opened(poll)
    for person, idea in ((kept, lamps), (gone, trees)):
        vote(poll, person, refs=[idea.ref])
    ideas.raise_level(by=poll.owner, poll=poll, level=2, note="Many accounts look made up.")
    Phone.objects.create(person=gone, number="+31612345678", confirmed_at=now())
    assert ideas.confirm_ballot(by=gone, poll=poll, received_at=now())
    join(kept, gone)
    mine = PollVoter.objects.get(poll=poll, person=kept)
    assert [line.idea for line in mine.ballot.lines.all()] == [trees] and Ballot.objects.counting().get() == mine.ballot


def test_while_both_votes_are_being_counted_nothing_is_joined(kept, gone):
    poll = make_poll("voting")
    lamps = make_idea(poll, "Lamps")
    opened(poll)
    vote(poll, gone, refs=[lamps.ref])
    vote(poll, kept, refs=[lamps.ref])
    frozen(poll)
    with pytest.raises(RuleBroken, match="being counted"):
        join(kept, gone)
    assert fresh(gone).kind == Person.Kind.RESIDENT


# ── what is refused ──


def test_an_office_or_a_second_step_is_never_taken_over_by_a_letter(kept):
    with pytest.raises(RuleBroken, match="Sign in there"):
        join(kept, make_person("Mia", role="official"))


def test_a_week_long_nothing_is_joined_with_an_account_whose_e_mail_changed(kept, gone):
    """Whoever took it over would take the way back away with it."""
    taken = actions.ask_address(by=gone, email="evil@mail.example")
    actions.prove_address(by=gone, change=taken, digits=taken.code.digits)
    with pytest.raises(RuleBroken, match="less than a week"):
        join(kept, fresh(gone))
    with pytest.raises(RuleBroken, match="less than a week"):
        join(fresh(gone), kept)
    actions.stop_address(key=actions.stop_key(taken))
    deeds.deliver_all()  # as within seconds: joining forgets codes and changes of that address
    join(kept, fresh(gone))


def test_an_address_of_a_joined_account_can_be_taken_away_again(client, kept, gone):
    join(kept, gone)
    sign_in(client, kept)
    address = FormerAddress.objects.get()
    path = reverse("people:address_change")
    assert "other@mail.example" in client.get(path).text
    client.post(reverse("people:address_leave", args=[address.pk]))
    assert client.get(path).status_code == 302, "everybody is signed out"
    code = actions.ask_code(email="other@mail.example")
    with pytest.raises(actions.NameNeeded):  # nobody they know
        actions.redeem_code(ref=code.ref, digits=code.digits)


def test_nobody_vouches_for_themselves_by_way_of_two_accounts(kept, gone):
    came(kept, gone)
    with pytest.raises(RuleBroken, match="nobody vouches"):
        join(kept, gone)


def test_a_young_person_does_not_become_a_grown_up(kept):
    with pytest.raises(RuleBroken, match="18 or older"):
        join(make_person("Kim", adult=False), kept)


def test_without_the_code_nothing_is_shown_or_joined(client, kept, gone):
    change = actions.ask_address(by=kept, email=gone.email)
    with pytest.raises(RuleBroken):
        actions.join_accounts(by=kept, change=change)
    sign_in(client, kept)
    assert client.get(reverse("people:accounts_join", args=[change.ref])).url == reverse("people:address_change")


def test_the_page_says_first_what_will_happen(client, kept, gone):
    make_seat(make_slot(make_event(title="Creek")), gone)
    sign_in(client, kept)
    path = reverse("people:accounts_join", args=[proven(kept, gone).ref])
    page = client.get(path).text
    assert "1 place or wish for a place moves here." in page and "other@mail.example" in page
    assert client.post(path).status_code == 422 and fresh(gone).kind == Person.Kind.RESIDENT
    assert client.post(path, {"sure": "on"}).url == "/me/"
    assert fresh(gone).kind == Person.Kind.ERASED
    assert client.post(path, {"sure": "on"}).url == reverse("people:address_change"), "twice is harmless"
    assert FormerAddress.objects.get().person == kept


def test_a_tab_still_open_in_the_other_account_cannot_vote_or_speak_again(kept, gone):
    """Its person was read before the accounts became one, as in a request that began a moment earlier."""
    poll = make_poll("voting")
    lamps = make_idea(poll, "Lamps")
    proposing = make_poll("proposing")
    opened(poll)
    vote(poll, kept, refs=[lamps.ref])
    before = fresh(gone)
    join(kept, gone)
    for deed in (
        lambda: vote(poll, before, refs=[lamps.ref]),
        lambda: ideas.submit_idea(by=before, poll=proposing, title="Benches", body="Two by the creek, in the shade."),
        lambda: ideas.support_idea(by=before, idea=make_idea(proposing, "Trees")),
        lambda: conversations.comment(by=before, thing=lamps, words="Which street first?"),
    ):
        with pytest.raises(RuleBroken, match="closed meanwhile"):
            deed()
    assert Ballot.objects.count() == 1


def at_once(*deeds_to_do) -> list[str]:
    """Each in a thread of its own; "done", or the code of the refusal."""
    results = []

    def press(deed):
        try:
            deed()
            results.append("done")
        except RuleBroken as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[deed]) for deed in deeds_to_do]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(results) == len(deeds_to_do)
    return results


@pytest.mark.django_db(transaction=True)
def test_both_accounts_joining_each_other_at_once_leave_one(kept, gone):
    one, other = proven(kept, gone), proven(gone, kept)
    results = at_once(
        lambda: actions.join_accounts(by=fresh(kept), change=one),
        lambda: actions.join_accounts(by=fresh(gone), change=other),
    )
    assert results.count("done") == 1
    assert Person.objects.filter(pk__in=(kept.pk, gone.pk), kind=Person.Kind.ERASED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_place_taken_in_the_same_moment_is_not_left_with_nobody(kept, gone):
    change, slot, before = proven(kept, gone), make_slot(), fresh(gone)
    at_once(
        lambda: actions.join_accounts(by=fresh(kept), change=change),
        lambda: projects.join_slot(by=before, slot=slot),
    )
    with pytest.raises(RuleBroken, match="closed meanwhile"):
        projects.join_slot(by=before, slot=slot)
    assert not SignUp.objects.filter(person=gone).exists()
    slot.refresh_from_db()
    assert slot.seats_held == SignUp.objects.live().filter(slot=slot).count()
