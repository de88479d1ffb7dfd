"""An official thanks one person; a Super User is asked, says yes, is confirmed."""

from datetime import timedelta

from playwright.sync_api import expect

from core.clock import now
from people.deeds import deliver_all
from people.groups import follow_roles
from people.models import Standing
from projects.models import Attendance
from tests.builders import make_event, make_person
from tests.journeys.conftest import DESK
from tests.support.axe import assert_no_axe_violations

WORDS = "For nine benches, and for showing a dozen people how to hold a sander on two cold mornings."


def make_official(first_name: str = "Mia"):
    mia = make_person(first_name, role="official")
    follow_roles(mia)
    return mia


def test_thanks_are_written_to_one_person_and_shown_when_they_say_so(new_page, transactional_db):
    lena = make_person("Lena", thanks="public")
    event = make_event(starts_in=timedelta(days=-2), status="closed", closed_at=now())
    Attendance.objects.create(
        event=event, person=lena, state="attended", minutes=120, verified_by=make_person("Tom"), evidence=3
    )
    desk = new_page(make_official(), size=DESK)
    desk.goto("/admin/thanks/")
    desk.get_by_role("link", name=lena.full_name).first.click()
    expect(desk.get_by_text("In public")).to_be_visible()
    desk.get_by_label("What did they do, and for whom?").fill("Well done!")
    desk.get_by_role("button", name="Send my thanks").click()
    expect(desk.get_by_text("50 letters or more")).to_be_visible()
    desk.get_by_label("What did they do, and for whom?").fill(WORDS)
    desk.get_by_role("button", name="Send my thanks").click()
    expect(desk.get_by_text("They decide who else may read it")).to_be_visible()

    deliver_all()
    phone, reader = new_page(lena), new_page()
    reader.goto("/thanks/")
    expect(reader.get_by_text(WORDS)).to_have_count(0)
    phone.goto("/me/")
    expect(phone.get_by_text(WORDS)).to_be_visible()
    assert_no_axe_violations(phone)
    phone.get_by_role("button", name="Everybody may read it").click()
    reader.reload()
    expect(reader.get_by_text(WORDS)).to_be_visible()


def test_a_super_user_is_asked_says_yes_and_is_confirmed(new_page, transactional_db):
    ruth = make_person("Ruth")
    standing = Standing.objects.create(person=ruth, status=Standing.Status.INVITED)
    phone, desk = new_page(ruth), new_page(make_official(), size=DESK)
    phone.goto("/me/")
    phone.get_by_role("link", name="Read what it means").click()
    expect(phone.get_by_role("button", name="Yes, I'd like to")).to_be_visible()
    assert_no_axe_violations(phone)
    phone.get_by_role("button", name="Yes, I'd like to").click()
    expect(phone.get_by_text("An official decides next")).to_be_visible()

    desk.goto("/admin/")
    desk.get_by_role("link", name=ruth.full_name).click()
    desk.get_by_role("button", name="Confirm as Super User").click()
    expect(desk.get_by_role("heading", name="Super Users").first).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Confirmed")).to_be_visible()
    standing.refresh_from_db()
    assert standing.status == Standing.Status.ACTIVE and ruth.awards.filter(badge="super_user").exists()
