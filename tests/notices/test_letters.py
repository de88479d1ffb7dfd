"""Every happening that concerns somebody becomes one letter, in their language, about the facts as they are now."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from icalendar import Calendar

from core import clock
from core.clock import now
from core.when import when
from gamification import bells as recognition
from gamification.models import Commendation
from notices.courier import message
from notices.models import Letter
from people import deeds
from people.models import Guardianship, Person, Standing, StandingTransition
from people.system import SYSTEM
from projects import bells
from projects.actions import (
    accept_offer,
    allow,
    join_family,
    leave_slot,
    pause_project,
    resume_project,
    take_back,
)
from projects.models import (
    Attendance,
    AttendanceRevision,
    Event,
    ImpactTotal,
    MetricDefinition,
    Project,
    ProjectTransition,
    Recap,
    SignUp,
)
from tests.builders import (
    make_child,
    make_department,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.notices.hearing import entry, letters, rings, the_letter

pytestmark = pytest.mark.django_db


# ── seats ──


def test_a_seat_is_confirmed_with_what_when_where_and_a_calendar_file():
    project = make_project(status=Project.Status.ACTIVE, bring="Boots", access="No steps; toilet at the café")
    seat = make_seat(make_slot(make_event(project)), party=2)
    rings(bells.slot_joined, seat, signup=seat)
    letter = the_letter("seat_confirmed")
    event = seat.slot.event
    assert letter.person == seat.person
    for words in (event.title, event.meeting_point, "Litter pickers", "You come as 2 people", "Boots", "No steps"):
        assert words in letter.text
    assert f"/signups/{seat.ref}/" in letter.text and f"/signups/{seat.ref}/" in letter.html
    assert "Can’t make it?" in letter.text
    assert when(event) in letter.text
    assert entry(letter)["SEQUENCE"] == 0
    assert entry(letter).start == event.starts_at.replace(microsecond=0)
    assert "DTSTART;TZID=Europe/Amsterdam" in letter.attachments[0][2] and "BEGIN:VTIMEZONE" in letter.attachments[0][2]


def test_the_same_date_has_the_same_uid_for_everybody_and_after_every_change():
    event = make_event()
    seats = [make_seat(make_slot(event)) for _ in range(2)]
    for seat in seats:
        rings(bells.slot_joined, seat, signup=seat)
    Event.objects.filter(pk=event.pk).update(ics_sequence=1, meeting_point="The old oak")
    rings(bells.event_changed, event, event=event)
    uids = {str(entry(letter)["UID"]) for letter in Letter.objects.all()}
    assert len(uids) == 1
    changed = letters("event_changed")
    assert {letter.person for letter in changed} == {seat.person for seat in seats}
    assert all(entry(letter)["SEQUENCE"] == 1 and "The old oak" in letter.text for letter in changed)


def waiting(slot, name="Wim", **fields) -> SignUp:
    return SignUp.objects.create(
        slot=slot, person=make_person(name), state=SignUp.State.WAITLISTED, waitlist_at=now(), **fields
    )


def test_who_waits_learns_the_number_in_the_queue():
    slot = make_slot(capacity=1)
    waiting(slot, "First")
    second = waiting(slot, "Second")
    rings(bells.slot_joined, second, signup=second)
    assert "You are number 2 in the queue." in the_letter("waitlisted").text


def test_who_left_before_the_letter_was_written_gets_none():
    seat = make_seat(make_slot())
    SignUp.objects.filter(pk=seat.pk).update(state=SignUp.State.CANCELLED)
    rings(bells.slot_joined, seat, signup=seat)
    assert not Letter.objects.exists()


def a_family(slot) -> tuple[Person, list[SignUp]]:
    """Amal with Noa and Lou, whose other guardian is Bo; each has a place, or waits for one."""
    amal, bo = make_person("Amal"), make_person("Bo")
    children = [make_child(amal, "Noa"), make_child(amal, "Lou", age=14)]
    for child in children:
        Guardianship.objects.create(guardian=bo, dependant=child)
    return bo, join_family(by=amal, slot=slot, children=children)


def test_a_family_that_joins_leaves_or_waits_together_gets_one_letter_with_each_name():
    slot = make_slot(capacity=3)
    bo, (mine, noa, _lou) = a_family(slot)
    deeds.deliver_all()
    to_bo, to_amal = sorted(letters("seat_confirmed"), key=lambda letter: letter.person != bo)
    assert to_amal.subject.startswith("Amal, Noa and Lou: You have a place")
    assert "about all of you: Amal, Noa and Lou." in to_amal.text and f"/signups/{mine.ref}/" in to_amal.text
    assert re.search(rf"^Noa: http\S+/signups/{noa.ref}/$", to_amal.text, re.MULTILINE)
    assert to_bo.subject.startswith("Noa and Lou: ") and mine.ref not in to_bo.text
    leave_slot(by=mine.person, signup=mine)
    deeds.deliver_all()
    to_bo, to_amal = sorted(letters("seat_left"), key=lambda letter: letter.person != bo)
    assert to_amal.subject.startswith("Amal, Noa and Lou: ") and "took you off" not in to_amal.text
    assert to_bo.subject.startswith("Noa and Lou: ")


def test_a_family_that_is_offered_places_together_gets_one_letter_with_a_link_for_each():
    slot = make_slot(capacity=3)
    seat = make_seat(slot, party=3)
    bo, family = a_family(slot)
    deeds.deliver_all()
    assert {letter.person for letter in letters("waitlisted")} == {bo, family[0].person}
    assert len(letters("waitlisted")) == 2
    leave_slot(by=seat.person, signup=seat)
    deeds.deliver_all()
    (to_amal,) = [letter for letter in letters("seat_offered") if letter.person == family[0].person]
    for signup in family:
        signup.refresh_from_db()
        assert f"/signups/{signup.ref}/?offer={signup.offer_token}" in to_amal.text
        accept_offer(by=signup.person, signup=signup, token=signup.offer_token)
        deeds.deliver_all()
    newest = Letter.objects.filter(kind="seat_confirmed", person=family[0].person).latest("pk")
    assert newest.subject.startswith("Amal, Noa and Lou: You have a place")


def test_what_one_guardian_frees_for_a_child_was_not_the_organizer():
    _bo, (_mine, noa, _lou) = a_family(make_slot())
    leave_slot(by=noa.person.guardians.first().guardian, signup=noa)
    deeds.deliver_all()
    assert all("Thank you for telling us" in letter.text for letter in letters("seat_left"))


def test_who_loses_a_place_with_a_guardians_yes_reads_why_and_it_was_not_the_organizer(client):
    slot, amal, kim = make_slot(), make_person("Amal"), make_person("Kim", adult=False)
    Guardianship.objects.create(guardian=amal, dependant=kim)
    place = make_seat(slot, kim)
    take_back(by=amal, consent=allow(by=amal, minor=kim))
    deeds.deliver_all()
    letter = the_letter("seat_left")
    assert "You are off the list" in letter.text and "taken back their yes" in letter.text
    assert "took you off" not in letter.text and "Thank you" not in letter.text
    sign_in(client, kim)
    page = client.get(f"/signups/{place.ref}/").text
    assert "taken back their yes" in page and "The organizers wrote" not in page


def offered(slot, until) -> SignUp:
    return SignUp.objects.create(
        slot=slot, person=make_person("Olu"), state=SignUp.State.OFFERED, offer_token="tok", offer_expires_at=until
    )


def test_an_offer_says_until_when_and_goes_first():
    signup = offered(make_slot(), now() + timedelta(hours=12))
    rings(bells.seat_offered, signup, signup=signup)
    letter = the_letter("seat_offered")
    assert "we hold it for you until" in letter.text
    assert f"/signups/{signup.ref}/?offer=tok" in letter.text
    assert (letter.lane, letter.good_until) == (Letter.Lane.FAST, signup.offer_expires_at)


def test_shortly_before_the_start_the_first_who_takes_it_has_it():
    signup = waiting(make_slot(make_event(starts_in=timedelta(hours=3))), offer_token="tok")
    rings(bells.seat_offered, signup, signup=signup)
    assert "first person who takes it" in the_letter("seat_offered").text


def test_an_offer_that_is_over_is_not_written_about():
    signup = offered(make_slot(), now() + timedelta(minutes=5))
    with transaction.atomic():
        bells.seat_offered.ring(by=SYSTEM(), on=signup, signup=signup.pk)
    clock.shift(timedelta(minutes=6))
    deeds.deliver_all()
    assert not Letter.objects.exists()


def test_an_accepted_offer_is_a_confirmed_seat():
    seat = make_seat(make_slot())
    rings(bells.offer_accepted, seat, signup=seat)
    assert the_letter("seat_confirmed").person == seat.person


def test_a_lapsed_offer_leads_back_into_the_queue_and_the_second_off_it():
    once = waiting(make_slot(), offers_missed=1)
    rings(bells.offer_lapsed, once, signup=once)
    assert "still on the waitlist, now as number 1" in the_letter("offer_lapsed").text
    Letter.objects.all().delete()
    SignUp.objects.filter(pk=once.pk).update(state=SignUp.State.REMOVED, offers_missed=2)
    rings(bells.offer_lapsed, once, signup=once)
    assert "no longer on the waitlist" in the_letter("offer_lapsed").text


def left(seat: SignUp, by: Person, reason: str = "") -> None:
    SignUp.objects.filter(pk=seat.pk).update(
        state=SignUp.State.CANCELLED, cancelled_by=by, cancelled_at=now(), reason=reason
    )
    rings(bells.slot_left, seat, by=by, signup=seat)


def test_leaving_is_confirmed():
    seat = make_seat(make_slot())
    left(seat, seat.person)
    assert "thank you for telling us" in the_letter("seat_left").text.lower()


def test_who_is_taken_off_the_list_reads_why():
    seat = make_seat(make_slot())
    left(seat, make_person("Ana"), "We need somebody with a ladder licence.")
    letter = the_letter("seat_left")
    assert "ladder licence" in letter.text and "took you off" in letter.text


def test_who_is_back_already_hears_nothing_of_having_left():
    slot = make_slot()
    seat = make_seat(slot)
    SignUp.objects.filter(pk=seat.pk).update(state=SignUp.State.CANCELLED)
    make_seat(slot, seat.person)
    rings(bells.slot_left, seat, by=seat.person, signup=seat)
    assert not Letter.objects.exists()


# ── dates ──


def test_a_cancelled_date_is_told_to_everybody_who_was_on_its_list():
    lead, event = make_person("Ana"), make_event()
    slot = make_slot(event)
    on_the_list = [make_seat(slot), waiting(slot)]
    early = make_seat(slot)
    SignUp.objects.filter(pk=early.pk).update(
        state=SignUp.State.CANCELLED, cancelled_by=early.person, cancelled_at=now()
    )
    SignUp.objects.live().filter(slot=slot).update(state=SignUp.State.CANCELLED, cancelled_by=lead, cancelled_at=now())
    Event.objects.filter(pk=event.pk).update(
        status=Event.Status.CANCELLED, cancel_reason="weather", cancel_note="A storm is coming.", ics_sequence=1
    )
    rings(bells.event_cancelled, event, by=lead, event=event)
    found = letters("event_cancelled")
    assert {letter.person for letter in found} == {signup.person for signup in on_the_list}
    assert "The reason: the weather." in found[0].text and "A storm is coming." in found[0].text
    assert entry(found[0])["STATUS"] == "CANCELLED" and entry(found[0])["SEQUENCE"] == 1


@pytest.mark.parametrize("bell", [bells.event_changed, bells.event_cancelled])
def test_who_was_invited_for_a_child_is_told_so_that_their_calendar_follows(bell):
    guardian, lead, event = make_person("Gil"), make_person("Ana"), make_event()
    slot = make_slot(event)
    for child in (make_child(guardian, "Noa"), make_child(guardian, "Ben")):
        seat = make_seat(slot, child)
    rings(bells.slot_joined, seat, signup=seat)
    if bell is bells.event_cancelled:
        SignUp.objects.update(state=SignUp.State.CANCELLED, cancelled_by=lead, cancelled_at=now())
        Event.objects.update(status=Event.Status.CANCELLED)
    rings(bell, event, by=lead, event=event)
    (letter,) = letters(bell.name.partition(".")[2])
    assert letter.person == guardian and letter.subject.startswith("Noa and Ben: ")
    assert letter.text.count("/signups/") == (2 if bell is bells.event_changed else 0)
    method = "REQUEST" if bell is bells.event_changed else "CANCEL"
    assert letter.attachments[0][1] == f"text/calendar; method={method}"
    assert f"mailto:{guardian.email}" in letter.attachments[0][2].replace("\r\n ", "")


def came(event, name: str, minutes: int, verifier: Person) -> Attendance:
    return Attendance.objects.create(
        event=event, person=make_person(name), state=Attendance.State.ATTENDED, minutes=minutes, evidence=3,
        verified_by=verifier, verified_at=now(), in_at=event.starts_at, out_at=event.ends_at,
    )  # fmt: skip


def test_after_the_close_everybody_who_came_reads_what_we_did_together():
    lead = make_person("Ana", last_name="Reyes")
    project = make_project(lead, status=Project.Status.ACTIVE)
    event = make_event(project, starts_in=timedelta(days=-1), status=Event.Status.CLOSED)
    make_event(project, title="Second round")
    people = [came(event, name, 120, lead) for name in ("Amal", "Bea", "Cem")]
    make_seat(make_slot(event), make_person("Nono"))
    for row in people:
        rings(bells.attendance_confirmed, row, by=lead, attendance=row)
    rings(bells.event_closed, event, by=lead, event=event)
    assert not letters("thanks")
    bags = MetricDefinition.objects.get(key="bags")
    ImpactTotal.objects.create(event=event, metric=bags, unattributed=48, total=48, by=lead)
    Recap.objects.create(event=event, words="You were <wonderful>.", thanked_by=lead, shared_at=now(), shared_by=lead)
    for _twice in range(2):
        rings(bells.recap_shared, event, by=lead, event=event)
    found = letters("thanks")
    assert {letter.person for letter in found} == {row.person for row in people}
    words = found[0].text
    assert words.startswith("Hello ") and found[0].subject.startswith("What we did together")
    assert "You and 2 others were there. Together you gave 6 h." in words
    assert "Your own time: 2 h." in words and "Ana R." in words and "Second round" in words
    assert "Bags of litter: 48 bags" in words and "“You were <wonderful>.”" in words
    assert "You were &lt;wonderful&gt;." in found[0].html
    late = came(event, "Dag", 60, lead)
    rings(bells.attendance_confirmed, late, by=lead, attendance=late)
    assert late.person in {letter.person for letter in letters("thanks")}
    after_all = came(event, "Eli", 60, lead)
    revision = AttendanceRevision.objects.create(
        attendance=after_all, n=1, old_state="no_show", new_state="attended", old_minutes=0, new_minutes=60,
        reason="He came with the second van.", by=lead,
    )  # fmt: skip
    for _twice in range(2):
        rings(bells.attendance_revised, after_all, by=lead, attendance=after_all, revision=revision)
    assert [letter.person for letter in letters("thanks")].count(after_all.person) == 1
    assert re.search(r"For it you have \d+ points\.", words)
    assert "New on your page: First Step" in words
    assert not letters("badge")


def test_corrected_hours_are_told_with_the_reason():
    lead = make_person("Ana")
    row = came(make_event(starts_in=timedelta(days=-1)), "Amal", 90, lead)
    revision = AttendanceRevision.objects.create(
        attendance=row, n=1, old_state="attended", new_state="attended", old_minutes=120, new_minutes=90,
        reason="Left early for the bus.", by=lead,
    )  # fmt: skip
    rings(bells.attendance_revised, row, by=lead, attendance=row, revision=revision)
    words = the_letter("hours_changed").text
    assert "Before: 2 h. Now: 1 h 30 min." in words and "Left early for the bus." in words


# ── proposals ──


def moved(project, to, by, reason="") -> ProjectTransition:
    Project.objects.filter(pk=project.pk).update(status=to)
    return ProjectTransition.objects.create(
        project=project, actor=by, from_status="active" if to == "cancelled" else "submitted", to_status=to,
        reason=reason, department=make_department(),
    )  # fmt: skip


def test_a_new_proposal_reaches_its_proposer_and_the_reviewers():
    lead, reviewer = make_person("Ana"), make_person("Rita", role="reviewer")
    make_person("Otto", role="official")
    project = make_project(lead, status=Project.Status.SUBMITTED)
    rings(bells.project_submitted, project, by=lead, project=project)
    assert the_letter("proposal_sent").person == lead
    letter = the_letter("proposal_waiting")
    assert letter.person == reviewer and project.title in letter.text


def test_without_reviewers_the_officials_read_and_nobody_their_own():
    lead, official = make_person("Ana", role="official"), make_person("Otto", role="official")
    project = make_project(lead, status=Project.Status.SUBMITTED)
    rings(bells.project_submitted, project, by=lead, project=project)
    assert the_letter("proposal_waiting").person == official


def test_where_children_take_part_officials_hear_of_it():
    official = make_person("Otto", role="official")
    make_person("Rita", role="reviewer")
    project = make_project(status=Project.Status.SUBMITTED, risk=Project.Risk.MINORS)
    rings(bells.project_submitted, project, project=project)
    assert the_letter("proposal_waiting").person == official


def test_a_proposal_decided_meanwhile_is_not_waiting():
    make_person("Rita", role="reviewer")
    project = make_project(status=Project.Status.PUBLISHED)
    rings(bells.project_submitted, project, project=project)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("bell", "to", "kind", "words"),
    [
        (bells.changes_requested, "needs_changes", "changes_requested", "asks for a change"),
        (bells.project_approved, "published", "project_approved", "said yes"),
        (bells.project_rejected, "rejected", "project_rejected", "can’t let it go ahead"),
    ],
)
def test_a_decision_reaches_the_organizers_word_by_word(bell, to, kind, words):
    lead, reviewer = make_person("Ana"), make_person("Rita", role="reviewer")
    project = make_project(lead, status=Project.Status.SUBMITTED)
    transition = moved(project, to, reviewer, "Please name a meeting point <with> a “roof”.")
    rings(bell, project, by=reviewer, project=project, transition=transition)
    letter = the_letter(kind)
    assert letter.person == lead and words in letter.text and "Parks Office" in letter.text
    assert "Please name a meeting point <with> a “roof”." in letter.text
    assert "&lt;with&gt;" in letter.html


def test_a_project_that_somebody_else_cancels_is_told_to_its_organizers():
    lead, official = make_person("Ana"), make_person("Otto", role="official")
    project = make_project(lead, status=Project.Status.ACTIVE)
    moved(project, "cancelled", official, "The bridge is closed.")
    rings(bells.project_cancelled, project, by=official, project=project)
    assert "The bridge is closed." in the_letter("project_cancelled").text


def test_a_pause_and_its_end_by_somebody_else_are_told_to_the_organizers():
    lead, official = make_person("Ana"), make_person("Otto", role="official")
    project = make_project(lead, status=Project.Status.ACTIVE)
    pause_project(by=official, project=project, reason="The bridge is closed.")
    deeds.deliver_all()
    letter = the_letter("project_paused")
    assert letter.person == lead and "The bridge is closed." in letter.text and letter.subject.startswith("Paused")
    resume_project(by=official, project=project)
    pause_project(by=lead, project=project, reason="I am ill for a month.")
    deeds.deliver_all()
    assert [each.subject.split(":")[0] for each in letters("project_paused")] == ["Paused", "It goes on"]


# ── recognition ──


def test_thanks_from_an_official_reach_the_person_and_nobody_else():
    amal, official = make_person("Amal"), make_person("Otto", role="official")
    commendation = Commendation.objects.create(person=amal, by=official, citation="You kept the creek clean all year.")
    rings(recognition.commended, commendation, by=official, commendation=commendation)
    letter = the_letter("commended")
    assert letter.person == amal and "You kept the creek clean all year." in letter.text
    assert Letter.objects.count() == 1


def test_the_way_to_super_user_is_told_step_by_step():
    amal, official = make_person("Amal"), make_person("Otto", role="official")
    standing = Standing.objects.create(person=amal, status=Standing.Status.INVITED)
    rings(recognition.super_user_invited, standing, standing=standing)
    Standing.objects.update(status=Standing.Status.ACCEPTED)
    rings(recognition.super_user_accepted, standing, by=amal, standing=standing)
    Standing.objects.update(status=Standing.Status.ACTIVE)
    rings(recognition.super_user_confirmed, standing, by=official, standing=standing)
    assert [letter.person for kind in ("super_user_invited", "super_user_waiting", "super_user_confirmed")
            for letter in letters(kind)] == [amal, official, amal]  # fmt: skip


def test_a_refusal_comes_with_its_reason():
    amal, official = make_person("Amal"), make_person("Otto", role="official")
    standing = Standing.objects.create(person=amal, status=Standing.Status.REFUSED)
    StandingTransition.objects.create(
        standing=standing, to_status="refused", by=official, reason="Two more dates first."
    )
    rings(recognition.super_user_refused, standing, by=official, standing=standing)
    assert "Two more dates first." in the_letter("super_user_refused").text


# ── languages ──


def test_a_letters_links_have_the_readers_language():
    seat = make_seat(make_slot(), make_person("Sol", language="es"))
    rings(bells.slot_joined, seat, signup=seat)
    letter = Letter.objects.get()
    assert f"/es/signups/{seat.ref}/" in letter.text
    assert '<html lang="es" dir="ltr">' in letter.html


def test_a_place_is_an_invitation_and_its_end_takes_it_back():
    seat = make_seat(make_slot())
    rings(bells.slot_joined, seat, signup=seat)
    came = the_letter("seat_confirmed")
    calendar = Calendar.from_ical(came.attachments[0][2])
    (coming,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST" and coming["ATTENDEE"] == f"mailto:{seat.person.email}"
    assert coming["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED" and coming["ORGANIZER"].startswith("mailto:")
    (part,) = [part for part in message(came).message().walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST" and part.get_filename() == "event.ics"
    leave_slot(by=seat.person, signup=seat)
    deeds.deliver_all()
    gone = Calendar.from_ical(the_letter("seat_left").attachments[0][2])
    (left,) = gone.walk("VEVENT")
    assert (gone["METHOD"], left["STATUS"], left["UID"]) == ("CANCEL", "CANCELLED", coming["UID"])


def test_who_stays_in_the_queue_of_another_task_keeps_the_invitation():
    seat = make_seat(make_slot())
    SignUp.objects.create(
        slot=make_slot(seat.slot.event), person=seat.person, state=SignUp.State.WAITLISTED, waitlist_at=now()
    )
    leave_slot(by=seat.person, signup=seat)
    deeds.deliver_all()
    assert the_letter("seat_left").attachments == []
