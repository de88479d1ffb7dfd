"""After a date: people tell what they did, the lead counts it and says thank you, and the letter is there."""

from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from notices.models import Letter
from people.deeds import deliver_all
from projects import actions
from tests.builders import make_event, make_person, make_project, make_slot
from tests.support.axe import usable


def test_numbers_are_told_counted_and_thanked_for(new_page, transactional_db):
    ana, bea = make_person("Ana", last_name="Reyes"), make_person("Bea", last_name="Lind")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=20))
    actions.join_slot(by=bea, slot=make_slot(event))
    actions.check_in(by=ana, event=event, person=bea)
    clock.shift(timedelta(hours=3))
    where = f"/projects/{event.project.slug}/events/{event.pk}/"

    phone = new_page(bea)
    phone.goto(where)
    phone.get_by_role("link", name="Tell what I did").click()
    phone.get_by_label("Bags of litter").fill("4")
    usable(phone)
    phone.get_by_role("button", name="Save my numbers").click()
    expect(phone.get_by_text("Thank you. The organizers add it")).to_be_visible()

    park = new_page(ana)
    park.goto(f"{where}roster/close/")
    park.get_by_role("button", name="Close the list").click()
    expect(park.get_by_role("heading", name="What came of it")).to_be_visible()
    expect(park.get_by_text("Not counted yet")).to_be_visible()
    park.get_by_label("And what nobody wrote down (bags)").fill("90")
    park.get_by_role("button", name="Save the numbers").click()
    expect(park.get_by_text("is unusually much").first).to_be_visible()
    usable(park)
    park.get_by_label("Unusually much: how did it come about?").fill("The school came along.")
    park.get_by_role("button", name="Save the numbers").click()
    expect(park.get_by_role("heading", name="Bags of litter: 94 bags")).to_be_visible()
    park.get_by_label("Your own words of thanks").fill("You were wonderful.")
    park.get_by_role("button", name="Send it to everybody who came").click()
    expect(park.get_by_text("On its way")).to_be_visible()
    usable(park)
    deliver_all()

    (letter,) = Letter.objects.filter(kind="thanks")
    assert letter.person == bea
    assert (
        "Bags of litter: 94 bags" in letter.text and "“You were wonderful.”" in letter.text and "Ana R." in letter.text
    )
    phone.goto(where)
    expect(phone.get_by_role("heading", name="What we did together")).to_be_visible()
    usable(phone)
