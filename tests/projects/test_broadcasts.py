"""Organizers write to those who have a place, wait or were there: everybody once, three times a day, no address shown."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils.html import escape

from conversations.actions import comment, report
from core import clock
from core.errors import NotAllowed, RuleBroken
from notices.actions import choose_notices
from notices.models import Letter
from people.deeds import deliver_all
from projects.actions import join_slot, write_to_people
from projects.models import Attendance, Broadcast
from tests.builders import make_child, make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters
from tests.support.visitors import client_of, words_on

pytestmark = pytest.mark.django_db
WORDS = "Please come to the north gate.\nThe path is closed."


@pytest.fixture
def slot(ana):
    return make_slot(make_event(make_project(ana, status="active", title="Creek clean-up")), capacity=2)


@pytest.fixture
def bea(slot):
    return make_seat(slot, make_person("Bea")).person


def page(slot):
    return reverse("projects:event_write", args=[slot.event.project.slug, slot.event.pk])


def test_everybody_on_the_list_gets_the_words_once(slot, bea, ana):
    make_seat(slot, make_person("Cy"))
    make_seat(make_slot(make_event()), make_person("Elsewhere"))
    broadcast = write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    for _ in range(2):
        deliver_all()
        broadcast.event.refresh_from_db()
    found = letters("organizers_write")
    assert [letter.person.first_name for letter in found] == ["Bea", "Cy"]
    assert WORDS in found[0].text and "Hello Bea," in found[0].text and ana.public_name in found[0].text
    assert "Cy" not in found[0].text and "@" not in found[0].text.partition("--")[0]


def test_those_who_wait_and_those_who_were_there_are_lists_of_their_own(slot, bea, ana):
    make_seat(slot, make_person("Cy"))
    slot.refresh_from_db()
    dag = make_person("Dag")
    join_slot(by=dag, slot=slot)
    Attendance.objects.create(event=slot.event, person=bea, state="checked_in")
    for audience, who in (("waiting", dag), ("came", bea)):
        write_to_people(by=ana, event=slot.event, audience=audience, words=WORDS)
        deliver_all()
        assert letters("organizers_write")[-1].person == who


def test_guardians_of_young_people_get_the_copy_once(slot, ana):
    guardian = make_person("Gil")
    for name in ("Noa", "Ben"):
        make_seat(slot, make_child(guardian, name))
        slot.refresh_from_db()
    write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    deliver_all()
    (letter,) = letters("organizers_copy")
    assert letter.person == guardian and "Noa and Ben" in letter.subject


def test_three_letters_a_day_and_the_next_one_tomorrow(slot, bea, ana):
    for n in range(3):
        write_to_people(by=ana, event=slot.event, audience="coming", words=f"Number {n}")
    with pytest.raises(RuleBroken, match="three times today"):
        write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    clock.shift(timedelta(days=1))
    assert write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS).n == 1


def test_the_database_knows_no_fourth_of_a_day(slot, bea, ana):
    row = write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    given = {"event": slot.event, "by": ana, "audience": "coming", "words": WORDS, "day": row.day}
    for n in (1, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Broadcast.objects.create(n=n, **given)


def test_the_same_press_twice_is_one_letter(slot, bea, ana):
    for _ in range(2):
        write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS, key="once")
    assert Broadcast.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_press_at_the_same_moment_is_one_letter(slot, bea, ana):
    found = []

    def press():
        found.append(write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS, key="once").pk)
        connections.close_all()

    threads = [Thread(target=press) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert found == [Broadcast.objects.get().pk] * 4
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_three_are_written(slot, bea, ana):
    def press():
        try:
            write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
        except RuleBroken:
            pass
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Broadcast.objects.values_list("n", flat=True)) == [1, 2, 3]
    connection.close()


def test_only_its_leads_write_and_not_to_nobody(slot, bea, ana):
    with pytest.raises(NotAllowed):
        write_to_people(by=bea, event=slot.event, audience="coming", words=WORDS)
    with pytest.raises(RuleBroken, match="Nobody"):
        write_to_people(by=ana, event=slot.event, audience="waiting", words=WORDS)
    assert client_of(bea).get(page(slot)).status_code == 404


def test_who_is_kept_from_writing_writes_to_nobody(slot, bea, ana):
    report(by=bea, thing=ana, reason="safeguarding")
    with pytest.raises(NotAllowed):
        write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    assert client_of(ana).get(page(slot)).status_code == 404


def test_before_it_leaves_the_letter_and_its_readers_are_shown(slot, bea, ana):
    make_seat(slot, make_child(make_person("Gil"), "Noa"))
    client, given = client_of(ana), {"audience": "coming", "words": WORDS, "key": "k"}
    seen = words_on(client.post(page(slot), given))
    assert bea.full_name in seen and "north gate" in seen and "1 young person" in seen
    assert "Noa" not in seen and bea.email not in seen and not Broadcast.objects.exists()
    sent = client.post(page(slot), {**given, "send": "1"})
    broadcast = Broadcast.objects.get()
    assert sent.url.endswith(f"/messages/{broadcast.ref}/") and broadcast.recipients.count() == 2


def test_a_guardian_counts_once_and_the_child_whose_copy_it_is_does_not(ana):
    slot = make_slot(make_event(make_project(ana, status="active")), capacity=9)
    gil, given = make_person("Gil"), {"audience": "coming", "words": WORDS, "key": "k"}
    for person in (gil, make_child(gil, "Noa"), make_child(gil, "Ben"), make_child(make_person("Pia"), "Lou")):
        make_seat(slot, person)
    client = client_of(ana)
    assert "Those who have a place (2 letters)" in client.get(page(slot)).text
    seen = words_on(client.post(page(slot), given))
    assert "2 people get it" in seen and gil.full_name in seen and "3 young people" in seen and "Pia" not in seen
    assert "Sent to 2 people." in client.post(page(slot), {**given, "send": "1"}, follow=True).text
    deliver_all()
    assert [letter.person.first_name for letter in letters("organizers_copy")] == ["Gil", "Pia"]
    assert letters("organizers_copy")[0].subject.startswith("Gil, Noa and Ben: ") and not letters("organizers_write")


def test_a_guardians_copy_comes_whatever_they_chose_for_letters_to_themselves(slot, ana):
    guardian = make_person("Gil")
    make_seat(slot, make_child(guardian, "Noa"))
    choose_notices(by=guardian, choices={"messages": "off"})
    write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    deliver_all()
    (letter,) = letters("organizers_copy")
    assert letter.lane == Letter.Lane.NORMAL and letter.subject.startswith("Noa: ")
    assert "/letters/stop/" not in letter.text


def test_no_words_of_people_are_taken_for_a_mark_in_the_letter(slot, bea, ana):
    words = "https://evil.example/?t=0-token-0&u=0-token-1&name=\ue000"
    write_to_people(by=ana, event=slot.event, audience="coming", words=words)
    deliver_all()
    (letter,) = letters("organizers_write")
    assert words in letter.text and escape(words) in letter.html


def test_what_is_said_ahead_of_a_date_leaves_no_more_after_it(slot, bea, ana):
    ends = slot.event.ends_at
    Attendance.objects.create(event=slot.event, person=bea, state="checked_in")
    write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    write_to_people(by=ana, event=slot.event, audience="came", words="Thank you!")
    deliver_all()
    assert [letter.good_until for letter in letters("organizers_write")] == [ends, None]


def test_one_answer_is_one_letter_to_the_lead_who_began(slot, bea, ana):
    broadcast = write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    began = comment(by=ana, thing=broadcast, words="Who has a spade?")
    comment(by=bea, thing=broadcast, words="I do.", answer_to=began)
    deliver_all()
    assert len([letter for letter in Letter.objects.filter(person=ana) if "I do." in letter.text]) == 1


def test_nothing_typed_is_lost_when_it_is_refused(slot, bea, ana):
    for n in range(3):
        write_to_people(by=ana, event=slot.event, audience="coming", words=f"Number {n}")
    answer = client_of(ana).post(page(slot), {"audience": "coming", "words": WORDS, "send": "1"})
    assert answer.status_code == 422 and "north gate" in answer.text and "three times today" in answer.text
    long = client_of(ana).post(page(slot), {"audience": "coming", "words": "x" * 1501})
    assert long.status_code == 422 and "x" * 1501 in long.text


def test_only_they_and_the_organizers_read_what_is_answered(slot, bea, ana):
    cy = make_seat(slot, make_person("Cy")).person
    broadcast = write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    said = comment(by=bea, thing=broadcast, words="Is the north gate step-free?")
    thread = reverse("conversations:thread", args=[said.ref])
    for person, status in ((cy, 200), (ana, 200), (make_person("Stranger"), 404), (make_person(role="official"), 404)):
        assert client_of(person).get(thread).status_code == status
    form = client_of(cy).get(reverse("projects:broadcast_page", args=[broadcast.ref])).text
    assert "The organizers read it" in form and "Everybody can read it" not in form
    assert client_of(cy).post(thread, {"words": "It is.", "key": "k"}).status_code == 302
    with pytest.raises(RuleBroken):
        comment(by=make_person("Stranger"), thing=broadcast, words="Hello")
    deliver_all()
    assert [letter.person for letter in letters("message_answered")] == [ana, ana]
    assert "step-free" in letters("message_answered")[0].text


def test_the_words_stand_on_the_site_for_those_they_went_to(slot, bea, ana):
    guardian, path = make_person("Gil"), "projects:broadcast_page"
    make_seat(slot, make_child(guardian, "Noa"))
    broadcast = write_to_people(by=ana, event=slot.event, audience="coming", words=WORDS)
    for person, status in ((bea, 200), (guardian, 200), (ana, 200), (make_person("Stranger"), 404)):
        assert client_of(person).get(reverse(path, args=[broadcast.ref])).status_code == status
    deliver_all()
    assert f"/messages/{broadcast.ref}/" in Letter.objects.filter(kind="organizers_write").first().text
