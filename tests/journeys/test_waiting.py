"""Waiting for a place, from both sides: a second phone takes the offer, the organizer says yes, a team gets its names."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from core.clock import now
from notices.models import Letter
from people.deeds import deliver_all
from projects import actions
from projects.models import SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.support.axe import usable

pytestmark = pytest.mark.django_db(transaction=True)


def headline(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def the_button_of(kind: str, person) -> str:
    """The path behind the button of somebody's letter."""
    text = Letter.objects.filter(kind=kind, person=person).latest("pk").text
    link = next(word for word in text.split() if "/signups/" in word)
    return link[link.index("/signups/") :]


def test_a_place_that_comes_free_is_taken_on_a_second_phone(new_page, transactional_db):
    slot = make_slot(capacity=1)
    ana, bea = make_person("Ana"), make_person("Bea")
    seat = actions.join_slot(by=ana, slot=slot)
    first = new_page(bea)
    first.goto(f"/projects/{slot.event.project.slug}/events/{slot.event.pk}/")
    first.get_by_role("button", name="Join the waitlist").first.click()
    headline(first, "You are number 1 on the waitlist")
    usable(first)
    leaver = new_page(ana)
    leaver.goto(f"/signups/{seat.ref}/")
    leaver.get_by_role("button", name="Can’t make it").click()
    headline(leaver, "You are off the list")
    first.reload()
    headline(first, "A place is held for you")
    usable(first)
    deliver_all()
    second = new_page(js=False, dark=True)  # the letter, opened where nobody is signed in
    second.goto(the_button_of("seat_offered", bea))
    headline(second, "A place for you")
    second.get_by_role("button", name="Take the place").click()
    expect(second).to_have_url(
        f"{second.url.split('/signups/')[0]}/signups/{SignUp.objects.get(person=bea).ref}/accept/"
    )
    first.reload()
    headline(first, "You’re in")
    usable(first)
    leaver.get_by_role("button", name="Undo").click()
    headline(leaver, "You are number 1 on the waitlist")


def test_somebody_asks_and_the_organizer_says_yes_and_no(new_page, transactional_db):
    lead, bea = make_person("Ana"), make_person("Bea")
    event = make_event(make_project(lead, status="active"))
    slot = make_slot(event, capacity=2, needs_yes=True)
    other = actions.join_slot(by=make_person("Cy"), slot=slot)
    phone, desk = new_page(bea), new_page(lead, dark=True)
    phone.goto(f"/projects/{event.project.slug}/events/{event.pk}/")
    phone.get_by_role("button", name="Ask to join").first.click()
    headline(phone, "You asked for a place")
    usable(phone)
    desk.goto(f"/projects/{event.project.slug}/events/{event.pk}/")
    desk.get_by_role("link", name="2 ask for your yes").click()
    headline(desk, "Before the day")
    usable(desk)
    desk.get_by_role("button", name=f"Yes {bea.full_name}").click()
    expect(desk.get_by_text("has a place, and gets a letter")).to_be_visible()
    phone.reload()
    headline(phone, "You’re in")
    desk.locator("summary", has_text="No").first.click()
    desk.get_by_role("button", name=f"Say no {other.person.full_name}").click()
    expect(desk.get_by_text("Please say why")).to_be_visible()
    usable(desk)
    desk.get_by_label("Why not?").fill("We have only two saws.")
    desk.get_by_role("button", name=f"Say no {other.person.full_name}").click()
    expect(desk.get_by_text("Nothing waits for you.")).to_be_visible()
    usable(desk)
    assert SignUp.objects.get(pk=other.pk).reason == "We have only two saws."


def test_still_coming_is_answered_from_the_letter(new_page, transactional_db):
    slot = make_slot(make_event(starts_in=timedelta(days=9)), capacity=3)
    bea = make_person("Bea")
    seat = actions.join_slot(by=bea, slot=slot, party=3)
    actions.join_slot(by=make_person("Cy"), slot=slot)
    noon = slot.event.local_start.replace(hour=12) - timedelta(hours=46) - now()
    clock.shift(noon)
    while not actions.ask_who_comes():  # whatever hour it is, one is asked by day
        clock.shift(timedelta(hours=1))
    deliver_all()
    phone = new_page()
    phone.goto(the_button_of("still_coming", bea))
    headline(phone, "Still coming?")
    usable(phone)
    phone.get_by_label("Fewer of you come?").select_option("2")
    phone.get_by_role("button", name="Yes, but fewer of us").click()
    headline(phone, "Thank you")
    usable(phone)
    assert (SignUp.objects.get(pk=seat.pk).party, SignUp.objects.filter(state="offered").count()) == (2, 1)


def test_a_team_reserves_places_and_fills_them_by_a_link(new_page, transactional_db):
    slot = make_slot(make_event(starts_in=timedelta(days=9)), capacity=12)
    leader = new_page(make_person("Ida"))
    leader.goto(f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/")
    leader.get_by_role("link", name="Reserve places for a team").click()
    headline(leader, "Places for a team")
    usable(leader)
    leader.get_by_label("Name of your team").fill("Elm Street band")
    leader.get_by_label("How many are you?").fill("6")
    leader.get_by_role("button", name="Reserve places").click()
    headline(leader, "You’re in")
    usable(leader)
    link = leader.get_by_label("The link for your team").input_value()
    friend = new_page(make_person("Jon"), dark=True)
    friend.goto(link[link.index("/signups/") :])
    headline(friend, "Team: Elm Street band")
    usable(friend)
    friend.get_by_role("button", name="Take my place").click()
    headline(friend, "You’re in")
    leader.reload()
    expect(leader.get_by_text("4 places have no name yet")).to_be_visible()
