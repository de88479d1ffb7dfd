"""A series is planned on a phone, changed from one date on, and called off because of the weather."""

from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from people.deeds import deliver_all
from people.groups import follow_roles
from projects import actions
from projects.models import Event
from tests.builders import make_event, make_person, make_project, make_slot, until_ten
from tests.journeys.conftest import DESK
from tests.notices.hearing import entry, letters
from tests.support.axe import assert_no_axe_violations, usable
from tests.support.pictures import telling_jpeg


def test_a_series_is_planned_and_changed_from_one_date_on(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea")
    project = make_project(ana)
    first = (clock.now() + timedelta(days=6)).date()
    phone = new_page(ana)
    phone.goto(f"/projects/{project.slug}/events/new/")
    phone.get_by_label("Day", exact=True).fill(first.isoformat())
    phone.get_by_label("Begins").fill("09:00")
    phone.get_by_label("Ends").fill("11:30")
    phone.get_by_label("Every week").check()
    phone.get_by_label("Last day").fill((first + timedelta(weeks=20)).isoformat())
    phone.get_by_label("What do people do?").first.fill("Litter pickers")
    phone.get_by_label("Places").first.fill("8")
    usable(phone)
    phone.get_by_role("button", name="Plan this date").click()
    expect(phone.get_by_text("8 dates are planned")).to_be_visible()
    usable(phone)

    second, third = Event.objects.order_by("starts_at")[1:3]
    for event in (second, third):
        actions.join_slot(by=bea, slot=event.slots.get())
    phone.goto(f"/projects/{project.slug}/events/{second.pk}/change/")
    phone.get_by_role("link", name="Change all later ones too").click()
    expect(phone.get_by_role("heading", name="Change this and all later dates")).to_be_visible()
    usable(phone)
    phone.get_by_label("Begins").fill("10:00")
    phone.get_by_label("Ends").fill("12:00")
    phone.get_by_role("button", name="See who is touched").click()
    expect(phone.get_by_role("heading", name="Change these dates?")).to_be_visible()
    expect(phone.get_by_text("One person is on these lists")).to_be_visible()
    usable(phone)
    phone.get_by_role("button", name="Yes, change them").click()
    expect(phone.get_by_text("Everybody on these dates gets one letter.")).to_be_visible()
    usable(phone)
    deliver_all()
    assert [letter.person for letter in letters("series_changed")] == [bea]
    assert [event.local_start.hour for event in Event.objects.order_by("starts_at")[:3]] == [9, 10, 10]

    phone.goto(f"/projects/{project.slug}/events/{third.pk}/change/")
    phone.get_by_label("Begins").fill("14:00")
    phone.get_by_label("Ends").fill("16:00")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("14:00–16:00").first).to_be_visible()
    deliver_all()
    assert [letter.person for letter in letters("event_changed")] == [bea]
    assert [event.local_start.hour for event in Event.objects.order_by("starts_at")[:4]] == [9, 10, 14, 10]

    phone.goto(f"/projects/{project.slug}/events/{third.pk}/end-series/")
    expect(phone.get_by_role("heading", name="End the series?")).to_be_visible()
    usable(phone)
    phone.get_by_role("button", name="End the series").click()
    expect(phone.get_by_text("The series has ended.")).to_be_visible()
    assert Event.objects.filter(status="scheduled").count() == 2


def test_bad_weather_is_one_press_and_the_rain_date_stands(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea")
    slot = make_slot(make_event(make_project(ana, status="active"), starts_in=until_ten(1)))
    event = slot.event
    actions.join_slot(by=bea, slot=slot)
    phone = new_page(ana)
    phone.goto(f"/projects/{event.project.slug}/events/{event.pk}/change/")
    phone.get_by_text("Last day to join, rain date").click()
    phone.get_by_label("Rain date").fill((event.local_start.date() + timedelta(days=7)).isoformat())
    usable(phone)
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("If the weather is bad")).to_be_visible()
    usable(phone)
    phone.get_by_role("link", name="Cancel this date").click()
    expect(phone.get_by_text("1 person with a place")).to_be_visible()
    usable(phone)
    phone.get_by_role("button", name="Cancel because of the weather").click()
    expect(phone.get_by_text("The date is called off, and planned for")).to_be_visible()
    usable(phone)
    deliver_all()
    (letter,) = letters("event_cancelled")
    assert (letter.person, entry(letter)["STATUS"]) == (bea, "CANCELLED")  # her calendar takes it back too

    mine = new_page(bea)
    mine.goto(f"/projects/{event.project.slug}/events/{event.pk}/")
    file = mine.context.request.get(f"{mine.url}calendar.ics").text()
    assert "STATUS:CANCELLED" in file and f"SEQUENCE:{entry(letter)['SEQUENCE']}" in file
    mine.get_by_role("link", name="It takes place on").click()
    expect(mine.get_by_role("button", name="Join").first).to_be_visible()
    usable(mine)
    assert not bea.attendances.exists()

    phone.goto(f"/projects/{event.project.slug}/events/new/?like={event.pk}")
    expect(phone.get_by_label("What do people do?").first).to_have_value(slot.name)
    usable(phone)
    instead = Event.objects.get(instead_of=event)
    phone.goto(f"/projects/{event.project.slug}/slots/{instead.slots.get().pk}/change/")
    phone.get_by_label("How many are needed at least?").fill("4")
    phone.get_by_label("How hard is it?").select_option(label="Some effort")
    usable(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    assert instead.slots.get().minimum_wanted == 4


def test_the_lead_is_handed_over(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea")
    project = make_project(ana, status="active", risk="minors")
    phone = new_page(ana)
    phone.goto(f"/projects/{project.slug}/team/")
    invitation = phone.get_by_label("To lead it with you").input_value()
    usable(phone)
    other = new_page(bea)
    other.goto(invitation)
    other.get_by_role("button", name="Yes, I lead it too").click()
    expect(other.get_by_text("You lead it together now.")).to_be_visible()

    phone.goto(f"/projects/{project.slug}/team/")
    phone.get_by_text("Change").click()
    usable(phone)
    phone.get_by_role("button", name="Ask to take the lead").click()
    expect(phone.get_by_text("until then nothing changes")).to_be_visible()
    other.goto(f"/projects/{project.slug}/team/")
    usable(other)
    other.get_by_role("button", name="Yes, I lead it").click()
    expect(other.get_by_text("You lead the project now.")).to_be_visible()
    usable(other)
    phone.reload()
    phone.get_by_text("Leave the team", exact=True).click()
    phone.get_by_role("button", name="Yes, leave the team").click()
    expect(phone.get_by_role("alert")).to_contain_text("different households")
    usable(phone)


def test_colleagues_note_something_at_a_quiet_project(new_page, transactional_db):
    mia = make_person("Mia", role="official")
    follow_roles(mia)
    old = clock.now() - timedelta(days=120)
    project = make_project(status="active", published_at=old, submitted_at=old)
    desk = new_page(mia, size=DESK)
    desk.goto("/admin/proposals/")
    expect(desk.get_by_role("heading", name="Quiet for 90 days")).to_be_visible()
    assert_no_axe_violations(desk)
    desk.get_by_role("link", name=project.title).first.click()
    desk.get_by_label("A note for colleagues").fill("I phone them on Monday.")
    desk.get_by_role("button", name="Keep this note").click()
    expect(desk.get_by_text("I phone them on Monday.")).to_be_visible()
    assert_no_axe_violations(desk)


def test_an_official_is_away_and_a_colleague_stands_in(new_page, transactional_db):
    mia, noor = make_person("Mia", role="official"), make_person("Noor", role="official")
    for person in (mia, noor):
        follow_roles(person)
    today = clock.now().date()
    desk = new_page(mia, size=DESK)
    desk.goto("/admin/away/")
    assert_no_axe_violations(desk)
    desk.get_by_label("First day away").fill(today.isoformat())
    desk.get_by_label("Last day away").fill((today + timedelta(days=5)).isoformat())
    desk.get_by_label("Who stands in?").select_option(label=noor.full_name)
    desk.get_by_role("button", name="Keep these days").click()
    expect(desk.get_by_text("Your colleague stands in")).to_be_visible()
    assert_no_axe_violations(desk)
    other = new_page(noor, size=DESK)
    other.goto("/admin/")
    expect(other.get_by_text(f"{noor.full_name} stands in")).to_be_visible()
    assert_no_axe_violations(other)


def test_the_owners_yes_is_photographed(new_page, transactional_db):
    ana = make_person("Ana")
    project = make_project(ana, status="active")
    phone = new_page(ana)
    phone.goto(f"/projects/{project.slug}/land/")
    phone.get_by_label("The owner has said yes").check()
    letter = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": telling_jpeg()}
    phone.get_by_label("A photo of the document").set_input_files(letter)
    usable(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    phone.goto(f"/projects/{project.slug}/land/")
    photo = phone.get_by_alt_text("The document that you photographed")
    expect(photo).to_be_visible()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 100
    usable(phone)


def test_an_official_opens_a_settled_list_again(new_page, transactional_db):
    ana, mia = make_person("Ana"), make_person("Mia", role="official")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(hours=-5))
    make_slot(event)
    actions.close_event(by=ana, event=event)
    phone = new_page(mia)
    phone.goto(f"/projects/{event.project.slug}/events/{event.pk}/")
    phone.get_by_role("link", name="Open the list again").click()
    expect(phone.get_by_role("heading", name="Open the list again")).to_be_visible()
    usable(phone)
    phone.get_by_label("Why?").fill("Two helpers were forgotten.")
    phone.get_by_role("button", name="Open it again").click()
    expect(phone.get_by_text("The list is open again.")).to_be_visible()
    usable(phone)
