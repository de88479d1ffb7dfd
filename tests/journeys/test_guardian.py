"""A young person joins, a guardian says yes from the letter, and takes it back on the way of their choice."""

from datetime import timedelta

from playwright.sync_api import expect

from core.clock import now
from people.deeds import deliver_all
from people.models import BirthDate
from projects.models import SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.support.axe import assert_no_axe_violations


def test_a_guardian_says_yes_from_the_letter_and_the_place_is_theirs(new_page, transactional_db):
    slot = make_slot(make_event(make_project(make_person("Ana"), status="active"), starts_in=timedelta(days=9)))
    kim = make_person("Kim", adult=False)
    BirthDate.objects.create(person=kim, day=(now() - timedelta(days=365 * 17)).date())

    phone = new_page(kim)
    phone.goto(f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/")
    phone.get_by_role("button", name="Join", exact=True).click()
    phone.get_by_label("E-mail of your parent or guardian").fill("amal@mail.example")
    assert_no_axe_violations(phone)
    phone.get_by_role("button", name="Send the letter").click()
    expect(phone.get_by_text("We have written to them")).to_be_visible()
    signup = SignUp.objects.get(person=kim)
    assert signup.state == SignUp.State.PENDING_CONSENT
    deliver_all()

    grown_up = new_page(js=False)
    grown_up.goto(f"/consents/letter/{kim.consent_asks.get().token}/")
    grown_up.get_by_label("Your full name").fill("Amal Haddad")
    grown_up.get_by_role("button", name="Yes, I allow it").click()
    expect(grown_up.get_by_text("Please tick this.").first).to_be_visible()
    expect(grown_up.get_by_label("Your full name")).to_have_value("Amal Haddad")
    grown_up.get_by_label("I am 18 or older").check()
    grown_up.get_by_role("button", name="Yes, I allow it").click()
    expect(grown_up.get_by_role("heading", level=1)).to_contain_text("Thank you")
    signup.refresh_from_db()
    assert signup.state == SignUp.State.CONFIRMED
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("in")
