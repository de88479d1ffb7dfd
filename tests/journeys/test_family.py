"""A parent writes down a child and signs up both; on the day the lead knows the child by name, and nobody else does."""

from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from people.deeds import deliver_all
from people.models import Consent
from projects.models import ProjectRole, SignUp
from tests.builders import make_agreement, make_credential, make_event, make_person, make_project, make_slot
from tests.notices.hearing import letters
from tests.support.axe import usable


def test_a_parent_and_a_child_sign_up_together_and_only_the_lead_reads_the_childs_name(new_page, transactional_db):
    ana, amal, tom = make_person("Ana"), make_person("Amal", last_name="Haddad"), make_person("Tom")
    project = make_project(ana, status="active")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.HELPER)
    for organizer in (ana, tom):
        make_credential(organizer)
    make_agreement("project", str(project.pk), needs_guardian=True)
    slot = make_slot(make_event(project, starts_in=timedelta(days=5)), capacity=6)
    where = f"/projects/{project.slug}/events/{slot.event.pk}/"

    phone = new_page(amal)
    phone.goto("/me/family/")
    phone.get_by_role("link", name="Add a child").click()
    phone.get_by_label("Birth date").fill((clock.now() - timedelta(days=365 * 30)).date().isoformat())
    phone.get_by_label("First name").fill("Zephyrine")
    phone.get_by_role("button", name="Add").click()
    expect(phone.get_by_text("People of 18 and over sign up by themselves").first).to_be_visible()
    usable(phone)
    phone.get_by_label("Birth date").fill((clock.now() - timedelta(days=365 * 9)).date().isoformat())
    phone.get_by_role("button", name="Add").click()
    expect(phone.get_by_text("Zephyrine is on your list.")).to_be_visible()
    usable(phone)

    phone.goto(where)
    phone.get_by_role("link", name="Join").first.click()
    phone.get_by_label("Zephyrine").check()
    usable(phone)
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(phone.get_by_text("We hold the place until")).to_be_visible()
    usable(phone)
    phone.get_by_role("link", name="Read and sign").click()
    phone.get_by_label("Type your full name").fill("Amal Haddad")
    usable(phone)
    phone.get_by_role("button", name="Sign").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You’re in")
    expect(phone.get_by_role("heading", name="Your family on this date")).to_be_visible()
    usable(phone)
    assert set(SignUp.objects.values_list("person__first_name", "state")) == {
        ("Amal", "confirmed"),
        ("Zephyrine", "confirmed"),
    }
    assert Consent.objects.get().guardian == amal
    deliver_all()
    assert [letter.person for letter in letters("seat_confirmed")] == [amal]  # one letter for both of them

    clock.shift(timedelta(days=5) - timedelta(minutes=10))
    park = new_page(ana)
    park.goto(f"{where}roster/")
    expect(park.get_by_text("Zephyrine").first).to_be_visible()
    usable(park)
    for name in ("Amal Haddad", "Zephyrine"):
        park.get_by_role("button", name=f"Check in {name}").click()
    expect(park.get_by_role("heading", name="Here: 2")).to_be_visible()
    usable(park)
    helper = new_page(tom)
    helper.goto(f"{where}roster/")
    expect(helper.get_by_text("Amal Haddad").first).to_be_visible()
    usable(helper)
    stranger = new_page(make_person("Sam"))
    for page, paths in (
        (helper, (f"{where}roster/", where)),
        (stranger, (where, f"/projects/{project.slug}/", "/thanks/")),
    ):
        for path in paths:
            page.goto(path)
            assert "Zephyrine" not in page.content(), f"{path} names the child"
