"""Hours on paper: made by their holder, checked by a school, replaced when a line is put right or its list opened again."""

from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from projects import actions
from projects.models import Transcript
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.support.axe import usable


def test_a_paper_is_checked_then_replaced_after_a_correction_then_withdrawn(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(days=-2))
    make_seat(make_slot(event), bea)
    actions.check_in(by=ana, event=event, person=bea)
    actions.close_event(by=ana, event=event)

    mine = new_page(bea)
    mine.goto("/me/")
    mine.get_by_role("link", name="Get a proof of hours").click()
    mine.get_by_label("Last day").fill((clock.now().date() - timedelta(days=1)).isoformat())
    mine.get_by_label("First day").fill((clock.now().date() - timedelta(days=9)).isoformat())
    usable(mine)
    mine.get_by_role("button", name="Make the paper").click()
    expect(mine.get_by_role("heading", name="Volunteer hours")).to_be_visible()
    usable(mine)
    address = mine.locator("a.break").get_attribute("href")

    school = new_page()
    school.goto(address)
    expect(school.get_by_role("heading", name="This is valid")).to_be_visible()
    expect(school.get_by_text("B. T.")).to_be_visible()
    expect(school.get_by_text(bea.last_name)).to_have_count(0)
    usable(school)

    row = event.attendances.get()
    actions.revise_attendance(by=ana, attendance=row, state="partial", minutes_spent=60, reason="She left at eleven.")
    school.reload()
    expect(school.get_by_role("heading", name="This was replaced")).to_be_visible()
    usable(school)

    def another() -> Transcript:
        return actions.issue_transcript(by=bea, since=first.since, until=first.until)

    first = Transcript.objects.get()
    second = another()
    school.reload()
    expect(school.get_by_text(second.number)).to_be_visible()
    school.goto(address.replace(first.token, second.token))
    expect(school.get_by_role("heading", name="This is valid")).to_be_visible()
    actions.reopen_event(by=make_person("Mia", role="official"), event=event, reason="Two helpers were forgotten.")
    school.reload()
    expect(school.get_by_role("heading", name="This was replaced")).to_be_visible()

    actions.close_event(by=ana, event=event)
    third = another()
    mine.goto("/me/hours/")
    mine.get_by_role("button", name=f"Withdraw {third.number}").click()
    expect(mine.get_by_text("Whoever checks it reads so")).to_be_visible()
    usable(mine)
    school.goto(address.replace(first.token, third.token))
    expect(school.get_by_role("heading", name="This was withdrawn")).to_be_visible()
