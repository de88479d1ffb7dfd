"""What came of a date: everybody's numbers, one total, pictures that the city looked at, and the letter of thanks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from files.models import Picture
from people.models import Deed
from projects import results
from projects.actions import (
    add_pair,
    approve_entry,
    check_in,
    close_event,
    publish_pair,
    refuse_pair,
    remove_pair,
    report_amount,
    save_thanks,
    set_unattributed,
    share_overdue,
    share_recap,
)
from projects.models import BeforeAfter, Event, ImpactTotal, MetricDefinition, Project, Recap
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", last_name="Reyes")


@pytest.fixture
def bags():
    return MetricDefinition.objects.get(category="cleanup", key="bags")


def closed(project, *people, **more):
    """A date that is over and settled, with these people in it."""
    lead = project.organizers.get(role="lead").person
    event = make_event(project, **{"starts_in": timedelta(hours=-3), **more})
    slot = make_slot(event)
    for person in people:
        slot.refresh_from_db()
        make_seat(slot, person)
        check_in(by=lead, event=event, person=person)
    close_event(by=lead, event=event)
    event.refresh_from_db()
    return event


def picture(alt="The creek under the footbridge"):
    return Picture.objects.create(
        file="pictures/x.webp", width=960, height=600, widths={"480": "pictures/x.webp"}, alt=alt, sha256="0" * 64
    )


def total(event, metric):
    return ImpactTotal.objects.get(event=event, metric=metric)


def test_the_total_is_what_was_approved_and_the_rest(ana, project, bags):
    bea, cy = make_person("Bea"), make_person("Cy")
    event = closed(project, bea, cy)
    first = report_amount(by=bea, event=event, metric=bags, amount=7)
    report_amount(by=cy, event=event, metric=bags, amount=5)
    assert not ImpactTotal.objects.exists()
    approve_entry(by=ana, entry=first)
    assert total(event, bags).total == 7
    set_unattributed(by=ana, event=event, metric=bags, amount=20)
    found = total(event, bags)
    assert (found.from_entries, found.unattributed, found.total) == (7, 20, 27)
    assert {row.words: row.value for row in results.of_event(event)}["Bags of litter"] == 27


def test_a_number_put_right_by_the_lead_counts(ana, project, bags):
    bea = make_person("Bea")
    event = closed(project, bea)
    entry = report_amount(by=bea, event=event, metric=bags, amount=12)
    approve_entry(by=ana, entry=entry, counted=2)
    assert (total(event, bags).total, entry.amount) == (2, 12)
    report_amount(by=bea, event=event, metric=bags, amount=3)
    assert total(event, bags).total == 0  # said anew, it waits anew


def test_only_who_was_there_reports_and_only_a_lead_counts(ana, project, bags):
    bea, eve = make_person("Bea"), make_person("Eve")
    event = closed(project, bea)
    with refused("not_allowed"):
        report_amount(by=eve, event=event, metric=bags, amount=1)
    entry = report_amount(by=bea, event=event, metric=bags, amount=1)
    for person in (bea, eve, make_person("Mia", role="official")):
        with refused("not_allowed"):
            approve_entry(by=person, entry=entry)
        with refused("not_allowed"):
            set_unattributed(by=person, event=event, metric=bags, amount=1)


def test_what_is_not_counted_in_this_kind_of_project_is_refused(ana, project):
    bea = make_person("Bea")
    event = closed(project, bea)
    with refused("metric"):
        report_amount(by=bea, event=event, metric=MetricDefinition.objects.get(key="trees"), amount=1)


def test_more_than_one_person_usually_does_needs_a_note(ana, project, bags):
    bea = make_person("Bea")
    event = closed(project, bea)
    entry = report_amount(by=bea, event=event, metric=bags, amount=bags.max_per_person + 1)
    with refused("note_needed"):
        approve_entry(by=ana, entry=entry)
    approve_entry(by=ana, entry=entry, note="She came with a cargo bike.")
    assert total(event, bags).total == 31


def test_three_times_the_median_of_the_project_needs_a_note(ana, project, bags):
    people = [make_person(name) for name in ("Bea", "Cy", "Dag")]
    for n, amount in enumerate((8, 10, 12), start=1):
        event = closed(project, *people, starts_in=timedelta(days=-n))
        set_unattributed(by=ana, event=event, metric=bags, amount=amount)
    event = closed(project, *people)
    set_unattributed(by=ana, event=event, metric=bags, amount=30)
    with refused("note_needed"):
        set_unattributed(by=ana, event=event, metric=bags, amount=31)
    set_unattributed(by=ana, event=event, metric=bags, amount=31, note="After the flood.")
    assert total(event, bags).unusual and ImpactTotal.objects.confirmed().count() == 4


def test_an_unusual_total_that_grew_out_of_entries_is_not_shown_before_it_is_explained(ana, project, bags):
    bea = make_person("Bea")
    for n in (1, 2):
        set_unattributed(by=ana, event=closed(project, bea, starts_in=timedelta(days=-n)), metric=bags, amount=2)
    event = closed(project, bea)
    approve_entry(by=ana, entry=report_amount(by=bea, event=event, metric=bags, amount=20))
    assert total(event, bags).unusual and not ImpactTotal.objects.confirmed().filter(event=event)
    set_unattributed(by=ana, event=event, metric=bags, amount=0, note="A whole shed was washed down.")
    assert ImpactTotal.objects.confirmed().get(event=event).total == 20


def test_there_is_one_total_and_it_adds_up_by_constraint(ana, project, bags):
    event = closed(project, make_person("Bea"))
    set_unattributed(by=ana, event=event, metric=bags, amount=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpactTotal.objects.create(event=event, metric=bags, by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpactTotal.objects.update(total=99)


def test_numbers_are_settled_two_weeks_after_the_close(ana, project, bags):
    bea = make_person("Bea")
    event = closed(project, bea)
    clock.shift(timedelta(days=15))
    with refused("late"):
        report_amount(by=bea, event=event, metric=bags, amount=1)


# ── pictures ──


def pair(ana, event, **more):
    return add_pair(by=ana, event=event, before=picture(), after=picture(), **{"young_face": False, **more})


def test_a_pair_is_public_only_after_the_city_has_looked(ana, project):
    event = closed(project)
    made = pair(ana, event)
    assert not BeforeAfter.objects.public()
    for person in (ana, make_person("Eve")):
        with refused("not_allowed"):
            publish_pair(by=person, pair=made)
    publish_pair(by=make_person("Mod", role="moderator"), pair=made)
    assert BeforeAfter.objects.public().get() == made


def test_an_official_who_organizes_it_does_not_publish_it(project):
    mia = make_person("Mia", role="official")
    own = make_project(mia, status=Project.Status.ACTIVE)
    event = closed(own)
    with refused("not_allowed"):
        publish_pair(by=mia, pair=pair(mia, event))


def test_a_young_face_is_never_public_whoever_asks(ana, project):
    made = pair(ana, closed(project), young_face=True)
    with refused("young_face"):
        publish_pair(by=make_person("Mia", role="official"), pair=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        BeforeAfter.objects.filter(pk=made.pk).update(state="published", decided_by=make_person("Mia"))


def test_both_pictures_say_what_can_be_seen(ana, project):
    event = closed(project)
    with refused("alt"):
        add_pair(by=ana, event=event, before=picture(""), after=picture(), young_face=False)


def test_a_refused_pair_loses_its_pictures_and_keeps_the_reason(ana, project):
    made = pair(ana, closed(project))
    mia = make_person("Mia", role="official")
    with refused("reason_needed"):
        refuse_pair(by=mia, pair=made, reason="No.")
    refuse_pair(by=mia, pair=made, reason="A number plate can be read.")
    made.refresh_from_db()
    assert (made.state, made.before, made.after) == ("refused", None, None)
    assert not Picture.objects.exists()


def test_organizers_take_their_pictures_back(ana, project):
    made = pair(ana, closed(project))
    publish_pair(by=make_person("Mia", role="official"), pair=made)
    with refused("not_allowed"):
        remove_pair(by=make_person("Eve"), pair=made)
    remove_pair(by=ana, pair=made)
    assert not Picture.objects.exists() and not BeforeAfter.objects.exists()


# ── the letter ──


def test_one_press_sends_the_letter_once(ana, project):
    event = closed(project, make_person("Bea"))
    save_thanks(by=ana, event=event, words="You were wonderful.")
    recap = share_recap(by=ana, event=event)
    assert (recap.shared_by, recap.thanked_by, recap.words) == (ana, ana, "You were wonderful.")
    for _again in range(2):
        with refused("shared"):
            share_recap(by=ana, event=event)
    with refused("shared"):
        save_thanks(by=ana, event=event, words="And thank you again.")
    assert Deed.objects.filter(bell="projects.recap_shared").count() == 1


def test_only_a_lead_of_a_closed_date_sends_it(ana, project):
    bea = make_person("Bea")
    event = closed(project, bea)
    with refused("not_allowed"):
        share_recap(by=bea, event=event)
    with refused("not_closed"):
        share_recap(by=ana, event=make_event(project))


def at_local_hour(event, hour):
    """Shift the clock to this hour of the day after the close."""
    there = (event.closed_at + timedelta(hours=24)).astimezone(event.tz)
    wanted = there.replace(hour=hour, minute=0)
    if wanted < there:
        wanted += timedelta(days=1)
    clock.reset()
    clock.shift(wanted - clock.now())
    return wanted


def test_without_a_press_it_leaves_by_itself_in_the_leads_name_within_two_days(ana, project):
    event = closed(project, make_person("Bea"))
    assert share_overdue() == 0
    at_local_hour(event, 9)
    assert share_overdue() == 1
    recap = Recap.objects.get(event=event)
    assert recap.thanked_by == ana and recap.shared_by != ana
    assert recap.shared_at - event.closed_at < timedelta(hours=48)
    assert share_overdue() == 0


def test_it_does_not_leave_by_itself_at_night_unless_two_days_are_almost_over(ana, project):
    from projects.actions.recaps import is_time

    event = closed(project, make_person("Bea"))
    night = at_local_hour(event, 23)
    assert not is_time(event, night) and share_overdue() == 0
    assert is_time(event, event.closed_at + timedelta(hours=44))


def test_dates_of_long_ago_are_left_alone(ana, project):
    event = closed(project, make_person("Bea"))
    Event.objects.filter(pk=event.pk).update(closed_at=clock.now() - timedelta(days=20))
    assert share_overdue() == 0


# ── the pages ──


def page(name, event, **more):
    return reverse(f"projects:{name}", args=[event.project.slug, event.pk, *more.values()])


def test_the_lead_saves_numbers_and_the_good_ones_are_kept_beside_the_unusual(client, ana, project, bags):
    bea = make_person("Bea")
    event = closed(project, bea)
    entry = report_amount(by=bea, event=event, metric=bags, amount=4)
    kilos = MetricDefinition.objects.get(key="weight")
    sign_in(client, ana)
    sent = {"deed": "numbers", f"entry_{entry.pk}": "4", f"rest_{bags.pk}": "2", f"rest_{kilos.pk}": "900"}
    answer = client.post(page("event_recap", event), sent)
    assert answer.status_code == 422
    assert total(event, bags).total == 6
    assert "900 kg is unusually much" in answer.content.decode()
    answer = client.post(page("event_recap", event), {**sent, f"note_rest_{kilos.pk}": "An old boat."})
    assert answer.status_code == 302 and total(event, kilos).total == 900
    reader = client.__class__().get(page("event_page", event)).content.decode()
    assert "Bags of litter" in reader and "What we did together" in reader


def test_who_was_there_tells_what_they_did(client, ana, project, bags):
    bea = sign_in(client, make_person("Bea"))
    event = closed(project, bea)
    assert "Tell what I did" in client.get(page("event_page", event)).content.decode()
    assert client.post(page("event_report", event), {f"m{bags.pk}": "3"}).status_code == 302
    assert event.impact_entries.get().amount == 3
    again = client.get(page("event_page", event)).content.decode()
    assert "<b>3 bags</b>" in again and "Change my numbers" in again and "Tell what I did" not in again
    assert client.post(page("event_report", event), {f"m{bags.pk}": "many"}).status_code == 422


def test_the_lead_sends_thanks_with_the_button(client, ana, project):
    event = closed(project, make_person("Bea"))
    sign_in(client, ana)
    answer = client.post(page("event_recap", event), {"deed": "send", "words": "Thank you all."}, follow=True)
    assert "On its way" in answer.content.decode()
    assert Recap.objects.get(event=event).words == "Thank you all."
