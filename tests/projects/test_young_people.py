"""Age, guardians, consent and signatures: when in doubt, no."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from notices.models import Letter
from people import actions as people
from people.deeds import deliver_all
from people.models import BirthDate, Consent, ConsentAsk, Guardianship, Person, User
from people.permissions import same_household
from projects import actions
from projects.models import SignUp, Slot
from tests.builders import (
    make_agreement,
    make_child,
    make_credential,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
State = SignUp.State


@pytest.fixture
def amal():
    return make_person("Amal")


@pytest.fixture
def slot():
    return make_slot(make_event(make_project(status="active")), capacity=6)


def make_young(first_name: str = "Kim", *, age: int = 16, **fields) -> Person:
    """A young person with an account of their own."""
    person = make_person(first_name, adult=False, **fields)
    born = now().date() - timedelta(days=40)
    BirthDate.objects.create(person=person, day=born.replace(year=born.year - age, day=min(born.day, 28)))
    return person


def turned(person: Person, on: date, age: int) -> None:
    """Let the birthday be that day."""
    BirthDate.objects.filter(person=person).update(day=on.replace(year=on.year - age))


def states(slot: Slot) -> dict[str, str]:
    return dict(slot.signups.order_by("pk").values_list("person__first_name", "state"))


def held(slot: Slot) -> int:
    slot.refresh_from_db()
    return slot.seats_held


# ── families ──


def test_a_family_signs_up_in_one_step_each_with_a_place_of_their_own(amal, slot):
    noa, lou = make_child(amal, "Noa", age=9), make_child(amal, "Lou", age=14)
    actions.join_family(by=amal, slot=slot, children=[noa, lou])
    assert states(slot) == {"Amal": "confirmed", "Noa": "confirmed", "Lou": "confirmed"}
    assert held(slot) == 3
    assert Consent.objects.in_force().filter(guardian=amal).count() == 2


def test_a_family_comes_whole_or_not_at_all(amal, slot):
    noa, lou = make_child(amal, "Noa"), make_child(amal, "Lou", age=10)
    other = make_slot(make_event(make_project(status="active")))
    make_seat(other, lou)
    with refused("overlap"):
        actions.join_family(by=amal, slot=slot, children=[noa, lou])
    assert not slot.signups.exists() and held(slot) == 0 and not Consent.objects.exists()


def test_a_family_without_room_waits_together(amal, slot):
    make_seat(slot, party=5)
    actions.join_family(by=amal, slot=slot, children=[make_child(amal, "Noa"), make_child(amal, "Lou", age=10)])
    assert states(slot)["Noa"] == "waitlisted"
    assert held(slot) == 6  # the last place is offered to the first of them


def test_a_family_larger_than_the_task_is_refused(amal):
    slot = make_slot(make_event(make_project(status="active")), capacity=1)
    with refused("party"):
        actions.join_family(by=amal, slot=slot, children=[make_child(amal)])


def test_nobody_signs_up_the_child_of_somebody_else(amal, slot):
    with pytest.raises(NotAllowed):
        actions.join_family(by=make_person("Bea"), slot=slot, children=[make_child(amal)])


def test_a_family_party_is_one_household(amal, slot):
    noa = make_child(amal)
    actions.join_family(by=amal, slot=slot, children=[noa])
    people.leave_household(by=amal)
    assert same_household(amal, noa)


# ── the bands ──


def test_a_child_under_13_comes_only_with_a_guardian(amal, slot):
    noa = make_child(amal, age=12)
    with refused("guardian_needed"):
        actions.join_family(by=amal, slot=slot, children=[noa], myself=False)
    actions.join_slot(by=amal, slot=slot)
    actions.join_family(by=amal, slot=slot, children=[noa], myself=False)
    assert states(slot)["Noa"] == "confirmed"


@pytest.mark.parametrize(("age", "risk", "code"), [(13, "low", "guardian_needed"), (15, "tools", "guardian_needed")])
def test_from_13_to_15_a_guardian_comes_along(amal, age, risk, code):
    slot = make_slot(make_event(make_project(status="active", risk=risk)))
    with refused(code):
        actions.join_family(by=amal, slot=slot, children=[make_child(amal, age=age)], myself=False)


def test_from_13_to_15_a_project_for_minors_is_enough(amal):
    slot = make_slot(make_event(make_project(status="active", risk="minors")))
    actions.join_family(by=amal, slot=slot, children=[make_child(amal, age=13)], myself=False)
    assert states(slot) == {"Noa": "confirmed"}


def test_at_16_the_guardians_yes_is_enough(amal, slot):
    actions.join_family(by=amal, slot=slot, children=[make_child(amal, age=16)], myself=False)
    assert states(slot) == {"Noa": "confirmed"}


def test_a_birthday_between_sign_up_and_event_counts(amal, slot):
    day = slot.event.local_start.date()
    noa = make_child(amal, age=15)
    turned(noa, day + timedelta(days=1), 16)
    with refused("guardian_needed"):
        actions.join_family(by=amal, slot=slot, children=[noa], myself=False)
    turned(noa, day, 16)
    actions.join_family(by=amal, slot=slot, children=[noa], myself=False)
    assert states(slot) == {"Noa": "confirmed"}


def test_a_dependant_who_is_18_by_then_signs_up_alone(amal, slot):
    noa = make_child(amal, age=17)
    turned(noa, slot.event.local_start.date(), 18)
    with refused("grown_up"):
        actions.join_family(by=amal, slot=slot, children=[noa])


def test_an_unknown_birth_date_never_satisfies(amal, slot):
    noa = make_child(amal, age=16)
    BirthDate.objects.all().delete()
    with refused("under_age"):
        actions.join_family(by=amal, slot=slot, children=[noa])


def test_a_minimum_age_holds_for_children_too(amal):
    slot = make_slot(make_event(make_project(status="active")), min_age=14)
    with refused("too_young"):
        actions.join_family(by=amal, slot=slot, children=[make_child(amal, age=13)], age=40)


def test_a_young_person_brings_nobody_along(slot):
    with refused("party"):
        actions.join_slot(by=make_young(), slot=slot, party=2)


# ── a young person asks ──


def test_at_16_with_an_account_a_place_is_held_until_a_guardian_says_yes(slot):
    kim = make_young()
    signup = actions.join_slot(by=kim, slot=slot)
    assert signup.state == State.PENDING_CONSENT and held(slot) == 1
    assert abs(signup.offer_expires_at - now() - timedelta(hours=72)) < timedelta(minutes=1)
    ask = people.ask_consent(by=kim, email="guardian@mail.example", project=slot.event.project_id)
    actions.answer_letter(token=ask.token, allowed=True, typed_name="Rosa Vos")
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED and held(slot) == 1
    guardian = User.objects.get(email="guardian@mail.example").person
    assert guardian.first_name == "Rosa" and Guardianship.objects.get().dependant == kim


def test_the_hold_ends_12_hours_before_the_start_and_sooner_there_is_none():
    soon = make_slot(make_event(make_project(status="active"), starts_in=timedelta(hours=40)))
    signup = actions.join_slot(by=make_young(), slot=soon)
    assert signup.offer_expires_at == soon.event.starts_at - timedelta(hours=12)
    sooner = make_slot(make_event(make_project(status="active"), starts_in=timedelta(hours=11)))
    with refused("too_late_for_consent"):
        actions.join_slot(by=make_young(), slot=sooner)


def test_without_a_yes_the_place_is_free_again(slot):
    signup = actions.join_slot(by=make_young(), slot=slot)
    clock.shift(timedelta(hours=73))
    actions.expire_offers()
    signup.refresh_from_db()
    assert signup.state == State.EXPIRED and held(slot) == 0
    deliver_all()
    assert Letter.objects.filter(kind="consent_lapsed", address=signup.person.email).count() == 1


def test_every_deed_on_the_slot_frees_overdue_places_first():
    slot = make_slot(make_event(make_project(status="active")), capacity=1)
    actions.join_slot(by=make_young(), slot=slot)
    clock.shift(timedelta(hours=73))
    assert actions.join_slot(by=make_person(), slot=slot).state == State.CONFIRMED


def test_a_mail_scanners_get_is_no_yes_and_the_letter_is_answered_once(slot, client):
    kim = make_young()
    signup = actions.join_slot(by=kim, slot=slot)
    ask = people.ask_consent(by=kim, email="guardian@mail.example", project=slot.event.project_id)
    deliver_all()
    where = f"/consents/letter/{ask.token}/"
    assert where in Letter.objects.get(kind="consent_asked").text
    assert client.get(where).status_code == 200
    signup.refresh_from_db()
    assert signup.state == State.PENDING_CONSENT
    words = {"answer": "yes", "typed_name": "Rosa Vos", "guardian": "on", "scope": "project"}
    assert client.post(where, {**words, "guardian": ""}).status_code == 422
    assert client.post(where, words).status_code == 200
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED
    assert client.post(where, words).status_code == 422
    assert client.get(where).status_code == 410


def test_a_no_is_told_and_holds(slot, client):
    kim = make_young()
    actions.join_slot(by=kim, slot=slot)
    ask = people.ask_consent(by=kim, email="guardian@mail.example", project=slot.event.project_id)
    client.post(f"/consents/letter/{ask.token}/", {"answer": "no"})
    deliver_all()
    assert states(slot) == {"Kim": "pending_consent"} and not Consent.objects.exists()
    assert Letter.objects.filter(kind="consent_refused", address=kim.email).exists()


def test_nobody_is_their_own_guardian_and_no_minor_is_one(slot):
    kim, lea = make_young(), make_young("Lea")
    with refused("bad_address"):
        people.ask_consent(by=kim, email=kim.email, project=slot.event.project_id)
    ask = people.ask_consent(by=kim, email=lea.email, project=slot.event.project_id)
    with refused("not_grown_up"):
        actions.answer_letter(token=ask.token, allowed=True, typed_name="Lea Vos")
    assert ConsentAsk.objects.get().is_open


def test_an_offer_to_a_young_person_waits_for_the_yes_too():
    slot = make_slot(make_event(make_project(status="active")), capacity=1)
    seated = make_seat(slot)
    signup = actions.join_slot(by=(kim := make_young()), slot=slot)
    actions.leave_slot(by=seated.person, signup=seated)
    signup.refresh_from_db()
    signup = actions.accept_offer(by=kim, signup=signup, token=signup.offer_token)
    assert signup.state == State.PENDING_CONSENT and held(slot) == 1


# ── taking back ──


def test_a_yes_taken_back_frees_coming_places_at_once_and_tells_guardian_and_lead(amal, slot):
    noa = make_child(amal, age=16)
    actions.join_family(by=amal, slot=slot, children=[noa])
    lead = slot.event.project.organizers.get().person
    actions.take_back(by=amal, consent=Consent.objects.get())
    assert states(slot) == {"Amal": "confirmed", "Noa": "cancelled"} and held(slot) == 1
    deliver_all()
    told = set(Letter.objects.filter(kind="consent_ended").values_list("address", flat=True))
    assert told == {amal.email, lead.email}


def test_a_yes_for_the_year_still_holds_when_one_for_a_project_is_taken_back(amal, slot):
    noa = make_child(amal, age=16)
    actions.join_family(by=amal, slot=slot, children=[noa])
    people.give_consent(by=amal, minor=noa)
    actions.take_back(by=amal, consent=Consent.objects.exclude(project="").get())
    assert states(slot)["Noa"] == "confirmed"


@pytest.mark.parametrize("how", ["removed", "erased"])
def test_a_yes_ends_with_its_guardian_and_the_young_person_keeps_the_account(amal, slot, how):
    kim = make_young("Kim")
    Guardianship.objects.create(guardian=amal, dependant=kim)
    actions.allow(by=amal, minor=kim, project=slot.event.project_id)
    actions.join_slot(by=kim, slot=slot)
    if how == "removed":
        people.remove_dependant(by=amal, dependant=kim)
    else:
        people.erase_person(by=amal, person=amal)
    assert Consent.objects.get().revoked_at
    deliver_all()
    assert states(slot) == {"Kim": "cancelled"} and held(slot) == 0
    assert Letter.objects.filter(kind="seat_left", address=kim.email).exists()
    lead = slot.event.project.organizers.get().person
    assert Letter.objects.filter(kind="consent_ended", address=lead.email).exists()


def test_a_yes_of_the_other_guardian_keeps_the_place(amal, slot):
    bo, kim = make_person("Bo"), make_young("Kim")
    for guardian in (amal, bo):
        Guardianship.objects.create(guardian=guardian, dependant=kim)
        actions.allow(by=guardian, minor=kim)
    actions.join_slot(by=kim, slot=slot)
    people.remove_dependant(by=amal, dependant=kim)
    deliver_all()
    assert states(slot) == {"Kim": "confirmed"}


def test_a_stranger_takes_nothing_back(amal, slot):
    actions.join_family(by=amal, slot=slot, children=[make_child(amal)])
    with pytest.raises(NotAllowed):
        actions.take_back(by=make_person("Bea"), consent=Consent.objects.get())


def test_when_the_guardian_leaves_small_children_leave_too(amal, slot):
    noa, lou = make_child(amal, "Noa", age=9), make_child(amal, "Lou", age=16)
    mine = actions.join_family(by=amal, slot=slot, children=[noa, lou])[0]
    actions.leave_slot(by=amal, signup=mine)
    assert states(slot) == {"Amal": "cancelled", "Noa": "cancelled", "Lou": "confirmed"} and held(slot) == 1


def test_undo_brings_small_children_back_with_their_guardian(amal, slot):
    noa, lou = make_child(amal, "Noa"), make_child(amal, "Lou", age=16)
    mine, *_ = actions.join_family(by=amal, slot=slot, children=[noa, lou])
    actions.leave_slot(by=amal, signup=mine)
    assert held(slot) == 1
    actions.undo_leave(by=amal, signup=mine)
    live = SignUp.objects.live().order_by("person").values_list("person__first_name", "state")
    assert sorted(live) == [("Amal", "confirmed"), ("Lou", "confirmed"), ("Noa", "confirmed")] and held(slot) == 3


def test_undo_holds_the_lock_of_whose_place_it_is(amal, slot):
    """Not of whoever presses: two guardians could put a child into two places at once."""
    noa = make_child(amal, age=16)
    (place,) = actions.join_family(by=amal, slot=slot, children=[noa], myself=False)
    actions.leave_slot(by=amal, signup=place)
    with CaptureQueriesContext(connection) as asked:
        actions.undo_leave(by=amal, signup=place)
    written = [one["sql"] for one in asked if one["sql"].startswith("UPDATE")]
    last = next(n for n, sql in enumerate(written) if "projects_slot" in sql)
    held = [sql for sql in written[:last] if "people_person" in sql]
    assert [sql.rpartition("= ")[2] for sql in held] == sorted([str(amal.pk), str(noa.pk)], key=int)


def test_undo_lets_the_family_wait_together_where_one_place_is_gone(amal):
    slot = make_slot(make_event(make_project(status="active")), capacity=2)
    mine, _child = actions.join_family(by=amal, slot=slot, children=[make_child(amal)])
    actions.leave_slot(by=amal, signup=mine)
    actions.join_slot(by=make_person("Bea"), slot=slot)
    again = actions.undo_leave(by=amal, signup=mine)
    again.refresh_from_db()
    assert states(slot)["Bea"] == "confirmed" and held(slot) <= 2
    assert not SignUp.objects.seated_alone().exists() and SignUp.objects.live().count() == 3


def test_small_children_stay_when_the_other_guardian_comes(amal, slot):
    noa, bea = make_child(amal, age=9), make_person("Bea")
    Guardianship.objects.create(guardian=bea, dependant=noa)
    mine = actions.join_family(by=amal, slot=slot, children=[noa])[0]
    actions.join_slot(by=bea, slot=slot)
    actions.leave_slot(by=amal, signup=mine)
    assert states(slot)["Noa"] == "confirmed"


def test_a_guardian_frees_the_place_of_a_child(amal, slot):
    child = actions.join_family(by=amal, slot=slot, children=[make_child(amal, age=16)])[1]
    actions.leave_slot(by=amal, signup=child)
    assert states(slot) == {"Amal": "confirmed", "Noa": "cancelled"}


# ── signatures and papers ──


def test_what_is_unsigned_holds_the_place_until_it_is_signed(amal, slot):
    version = make_agreement()
    signup = actions.join_slot(by=amal, slot=slot)
    assert signup.state == State.PENDING_CONSENT
    actions.sign(by=amal, version=version, typed_name="Amal Khoury")
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED
    deliver_all()
    assert set(Letter.objects.values_list("kind", flat=True)) == {"seat_confirmed"}


def test_who_has_signed_joins_at_once_and_other_projects_ask_nothing(amal, slot):
    make_agreement("project", "999999")
    make_agreement("category", "mentoring")
    actions.sign(by=amal, version=make_agreement("category", "cleanup"), typed_name="Amal Khoury")
    assert actions.join_slot(by=amal, slot=slot).state == State.CONFIRMED


def test_a_child_needs_the_guardians_signature(amal, slot):
    version = make_agreement("project", str(slot.event.project_id))
    noa = make_child(amal)
    actions.join_family(by=amal, slot=slot, children=[noa])
    actions.sign(by=amal, version=version, typed_name="Amal Khoury")
    assert states(slot) == {"Amal": "confirmed", "Noa": "pending_consent"}
    actions.sign(by=amal, person=noa, version=version, typed_name="Amal Khoury")
    assert states(slot)["Noa"] == "confirmed"


def test_a_task_that_needs_a_paper_takes_only_who_has_one_that_holds_on_the_day(amal):
    slot = make_slot(make_event(make_project(status="active"), starts_in=timedelta(days=20)), credentials="water")
    with refused("credential_needed"):
        actions.join_slot(by=amal, slot=slot)
    make_credential(amal, "water", days=19)
    with refused("credential_needed"):
        actions.join_slot(by=amal, slot=slot)
    make_credential(amal, "water", days=21)
    assert actions.join_slot(by=amal, slot=slot).state == State.CONFIRMED


def test_a_task_may_need_several_papers_and_says_which_one_is_missing(amal):
    event = make_event(make_project(status="active"), starts_in=timedelta(days=20))
    slot = make_slot(event, credentials="water,driving")
    make_credential(amal, "water", days=21)
    with pytest.raises(RuleBroken, match="“Driving others”"):
        actions.join_slot(by=amal, slot=slot)
    make_credential(amal, "driving", days=21)
    assert actions.join_slot(by=amal, slot=slot).state == State.CONFIRMED


def test_a_common_join_costs_no_query_more(amal, slot, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        actions.join_slot(by=amal, slot=slot)


# ── pages ──


def test_a_family_joins_on_a_phone_and_sees_each_place(amal, slot, client):
    noa = make_child(amal, "Noa", age=9)
    sign_in(client, amal)
    where = f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/"
    assert "Noa" in client.get(where).content.decode()
    assert client.post(where, {"family": "yes"}).status_code == 422
    page = client.post(where, {"family": "yes", "who": ["me", noa.ref], "party": 1}, follow=True).content.decode()
    assert "Your family on this date" in page and "Noa" in page
    child = SignUp.objects.get(person=noa)
    page = client.get(f"/signups/{child.ref}/").content.decode()
    assert "For Noa" in page
    deliver_all()
    assert Letter.objects.get(address=amal.email).subject.startswith("Amal and Noa: You have a place")


def test_a_young_newcomer_says_name_and_birth_date_after_the_code(slot, client):
    born = now().date().replace(day=1)
    born = born.replace(year=born.year - 16)
    where = f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/"
    client.post(where, {"first_name": "Kim", "email": "kim@mail.example", "birth_day": born.isoformat(), "party": 1})
    from people.models import Code

    code = Code.objects.get()
    assert code.first_name == ""
    client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    page = client.post("/people/welcome/", {"first_name": "Kim", "birth_day": born.isoformat()}, follow=True)
    assert "One more step" in page.content.decode()
    kim = Person.objects.get(first_name="Kim")
    assert not kim.adult and kim.birth_date.day == born
    page = client.post(f"/signups/{SignUp.objects.get().ref}/ask/", {"email": "rosa@mail.example"}, follow=True)
    assert "rosa@mail.example" in page.content.decode()


def test_a_guardian_takes_a_yes_back_under_my_family(amal, slot, client):
    noa = make_child(amal, age=16)
    actions.join_family(by=amal, slot=slot, children=[noa])
    sign_in(client, amal)
    assert slot.event.project.title in client.get("/me/family/").content.decode()
    client.post(f"/consents/{Consent.objects.get().pk}/revoke/")
    assert states(slot)["Noa"] == "cancelled"
    client.post(f"/consents/allow/{noa.ref}/")
    assert "for a year" in client.get("/me/family/").content.decode()


def test_nobody_else_sees_the_place_of_a_child(amal, slot, client):
    child = actions.join_family(by=amal, slot=slot, children=[make_child(amal)])[1]
    sign_in(client, make_person("Bea"))
    assert client.get(f"/signups/{child.ref}/").status_code == 404


def test_refusals_name_the_child(amal, slot):
    with pytest.raises(RuleBroken, match="^Noa: "):
        actions.join_family(by=amal, slot=slot, children=[make_child(amal, "Noa", age=9)], myself=False)
