"""What a date needs besides people: the list, the promises, the paper for packing."""

from datetime import time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from core import clock
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from projects import actions, needs
from projects.actions import add_need, change_need, claim_need, drop_need, give_back_claim
from projects.models import Claim, Event, Need
from projects.recurrence import weekly
from tests.builders import make_event, make_person, make_seat, make_slot
from tests.projects.test_events import plan
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(project):
    """In a week; three people come, one of them Bea."""
    event = make_event(project)
    make_slot(event)
    return event


@pytest.fixture
def bea(event):
    return make_seat(event.slots.get(), make_person("Bea")).person


@pytest.fixture
def cy(event):
    return make_seat(event.slots.get(), make_person("Cy")).person


@pytest.fixture
def carts(ana, event):
    return add_need(by=ana, event=event, item="Wheelbarrows", wanted=3)


def url(name, event, pk=None):
    return reverse(f"projects:{name}", args=[event.project.slug, pk or event.pk])


def line(event, reader=None):
    (only,) = needs.of(event, reader)
    return only


def test_what_is_promised_is_needed_no_more(event, carts, bea, cy):
    claim_need(by=bea, need=carts, amount=2)
    claim_need(by=cy, need=carts, amount=1)
    assert (line(event).promised, line(event).left, line(event, cy).mine) == (3, 0, 1)


def test_nobody_promises_more_than_is_needed(carts, bea, cy):
    claim_need(by=bea, need=carts, amount=2)
    for amount in (0, -1, 2, 10**9):
        with pytest.raises(RuleBroken, match="1 is still needed"):
            claim_need(by=cy, need=carts, amount=amount)
    claim_need(by=cy, need=carts, amount=1)
    with pytest.raises(RuleBroken, match="Others bring all of it"):
        claim_need(by=make_seat(carts.event.slots.get(), make_person("Dag")).person, need=carts, amount=1)


@pytest.mark.django_db(transaction=True)
def test_of_four_who_promise_the_last_one_at_once_one_brings_it(ana, event):
    barrow = add_need(by=ana, event=event, item="Wheelbarrow", wanted=1)
    people = [make_seat(event.slots.get(), make_person(name)).person for name in ("Al", "Bo", "Cy", "Di")]
    together, answers = Barrier(4), []

    def press(person):
        together.wait()
        try:
            answers.append(claim_need(by=person, need=barrow, amount=1).amount)
        except RuleBroken as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == [1, "amount", "amount", "amount"]


def test_a_second_promise_changes_the_first(event, carts, bea):
    claim_need(by=bea, need=carts, amount=1)
    claim_need(by=bea, need=carts, amount=3)
    assert line(event, bea).mine == 3 and Claim.objects.count() == 1


def test_only_who_comes_says_what_they_bring(carts, ana):
    with pytest.raises(RuleBroken, match="Join this date first"):
        claim_need(by=make_person("Eve"), need=carts, amount=1)
    claim_need(by=ana, need=carts, amount=1)  # she organizes


def test_the_promise_goes_with_the_place(event, carts, bea):
    signup = bea.signups.get()
    claim_need(by=bea, need=carts, amount=3)
    actions.leave_slot(by=bea, signup=signup)
    assert line(event).left == 3


def test_a_promise_can_be_given_back(event, carts, bea):
    claim_need(by=bea, need=carts, amount=2)
    give_back_claim(by=bea, need=carts)
    give_back_claim(by=bea, need=carts)
    assert line(event).left == 3
    claim_need(by=bea, need=carts, amount=1)
    assert line(event).left == 2


def test_what_the_city_brings_nobody_promises(ana, event, bea):
    gloves = add_need(by=ana, event=event, item="Gloves", wanted=30, source="city")
    with pytest.raises(RuleBroken, match="not needed"):
        claim_need(by=bea, need=gloves, amount=1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"item": " ", "wanted": 1}, "item"),
        ({"item": "wheelBARROWS", "wanted": 1}, "item"),
        ({"item": "Soup", "wanted": 0}, "wanted"),
        ({"item": "Soup", "wanted": 1000}, "wanted"),
        ({"item": "Soup", "wanted": 1, "source": "moon"}, "source"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(ana, event, carts, words, code):
    with pytest.raises(RuleBroken) as refusal:
        add_need(by=ana, event=event, **words)
    assert refusal.value.code == code
    assert Need.objects.count() == 1


def test_a_list_has_an_end(ana, event):
    for n in range(40):
        add_need(by=ana, event=event, item=f"Thing {n}", wanted=1)
    with pytest.raises(RuleBroken, match="40"):
        add_need(by=ana, event=event, item="One more", wanted=1)


def test_only_its_leads_write_the_list(event, carts, bea):
    for deed in (
        lambda: add_need(by=bea, event=event, item="Soup", wanted=1),
        lambda: change_need(by=bea, need=carts, wanted=9),
        lambda: drop_need(by=bea, need=carts),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_what_is_off_the_list_names_who_promised_it_and_can_come_again(ana, event, carts, bea):
    claim_need(by=bea, need=carts, amount=1)
    assert drop_need(by=ana, need=carts) == [bea]
    assert needs.of(event) == []
    with pytest.raises(RuleBroken, match="not needed"):
        claim_need(by=bea, need=carts, amount=1)
    with pytest.raises(RuleBroken, match="not needed"):
        change_need(by=ana, need=carts, wanted=2)
    assert add_need(by=ana, event=event, item="Wheelbarrows", wanted=1)


def test_once_it_begins_the_list_stands(ana, event, carts, bea):
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at - timedelta(days=7, minutes=5))
    carts.event.refresh_from_db()
    for deed in (
        lambda: add_need(by=ana, event=carts.event, item="Soup", wanted=1),
        lambda: claim_need(by=bea, need=carts, amount=1),
        lambda: drop_need(by=ana, need=carts),
    ):
        with pytest.raises(RuleBroken, match="not ahead"):
            deed()


def test_the_rain_date_needs_the_same_and_asks_anew(ana, event, carts, bea):
    claim_need(by=bea, need=carts, amount=3)
    Event.objects.filter(pk=event.pk).update(rain_day=event.local_start.date() + timedelta(days=1))
    actions.cancel_event(by=ana, event=Event.objects.get(pk=event.pk), reason="weather")
    instead = Event.objects.get(instead_of=event)
    assert (line(instead).need.item, line(instead).left) == ("Wheelbarrows", 3)


def test_a_date_planned_like_it_needs_the_same(ana, event, carts):
    form = {
        "day": (event.local_start.date() + timedelta(days=7)).isoformat(), "begins": "09:00", "ends": "11:30",
        "meeting_point": "Blue sign", "repeat": "", "slot-TOTAL_FORMS": "1", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers",
    }  # fmt: skip
    at = f"{reverse('projects:event_schedule', args=[event.project.slug])}?like={event.pk}"
    assert client_of(ana).post(at, form).status_code == 302
    planned = event.project.events.latest("pk")
    assert planned != event and line(planned).need.item == "Wheelbarrows"


def test_the_page_takes_a_promise_and_gives_it_back(event, carts, bea):
    page, post = url("event_page", event), url("need_claim", event, carts.pk)
    client = client_of(bea)
    assert "3 are still needed" in client.get(page).content.decode()
    assert client.post(post, {"amount": "2"}).url == f"{page}#needs"
    assert "You bring 2." in client.get(page).content.decode()
    client.post(post, {"back": "1"})
    assert "3 are still needed" in client.get(page).content.decode()
    words = client.post(post, {"amount": "many"}, follow=True).content.decode()
    assert "From 1 to 3 are still needed." in words


def test_readers_see_the_list_and_no_names(client, event, carts, bea):
    claim_need(by=bea, need=carts, amount=1)
    words = client.get(url("event_page", event)).content.decode()
    assert "2 are still needed" in words and bea.public_name not in words and "csrfmiddlewaretoken" not in words


def test_the_lead_writes_changes_and_drops(ana, event, carts, bea):
    client, page = client_of(ana), url("event_needs", event)
    assert client.post(page, {"item": "Soup", "wanted": "2", "source": "bring"}).status_code == 302
    wrong = client.post(page, {"item": "soup", "wanted": "2", "source": "bring"})
    assert wrong.status_code == 422 and "on the list already" in wrong.content.decode()
    change = url("need_change", event, carts.pk)
    wrong = client.post(change, {"wanted": "5000"})
    assert wrong.status_code == 422 and 'value="5000"' in wrong.content.decode()
    assert client.post(change, {"wanted": "5"}).status_code == 302
    claim_need(by=bea, need=carts, amount=4)
    assert bea.public_name in client.post(change, {"drop": "1"}, follow=True).content.decode()
    assert [each.need.item for each in needs.of(event)] == ["Soup"]


def test_the_packing_list_says_who_brings_what(ana, event, carts, bea):
    add_need(by=ana, event=event, item="Gloves", wanted=30, source="city")
    claim_need(by=bea, need=carts, amount=2)
    words = client_of(ana).get(url("event_packing", event)).content.decode()
    assert f"{bea.full_name}: 2" in words and "1 is still needed" in words and "the city brings it" in words


def test_a_series_can_need_the_same_each_time(ana, project):
    day = (now() + timedelta(days=3)).date()
    series = actions.start_series(
        by=ana, project=project, rule=weekly(day), first_day=day, begins=time(9), ends=time(11),
        until=day + timedelta(weeks=20), zone="Europe/Amsterdam", meeting_point="Blue sign", slots=[{"name": "Helpers"}],
    )  # fmt: skip
    first, second, *_more = series.events.order_by("starts_at")
    add_need(by=ana, event=second, item="Wheelbarrows", wanted=2)
    add_need(by=ana, event=first, item="Wheelbarrows", wanted=1, later=True)
    clock.shift(timedelta(weeks=3))
    assert actions.fill_series() == 3
    wanted = [line(event).need.wanted for event in series.events.order_by("starts_at")]
    assert wanted[:3] == [1, 2, 1] and wanted[-1] == 1


def test_a_draft_has_its_list_and_takes_it_along(ana, project):
    draft = plan(ana, project, draft=True)
    add_need(by=ana, event=draft, item="Wheelbarrows", wanted=2)
    actions.discard_event(by=ana, event=draft)
    assert not Need.objects.exists()
