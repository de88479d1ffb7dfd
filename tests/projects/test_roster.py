"""In the park: ticks, walk-ins, the close, hours that follow, and that nobody vouches for themselves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from people.models import Deed, Household, HouseholdMember, Person
from people.permissions import official
from projects import minutes
from projects.actions import (
    add_walk_in,
    check_in,
    check_out,
    close_event,
    close_overdue,
    confirm_attendance,
    mark_absent,
    revise_attendance,
    undo_check_in,
)
from projects.models import Attendance, Event, ProjectRole, SignUp
from projects.permissions import vouched_for
from tests.builders import make_event, make_person, make_seat, make_slot, sign_in
from tests.projects.refusals import refused
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db
S = Attendance.State


def running(project, **more):
    """An event that began 10 minutes ago, of two hours."""
    return make_event(project, **{"starts_in": timedelta(minutes=-10), **more})


def coming(event, name="Bea", party=1):
    slot = event.slots.first() or make_slot(event)
    slot.refresh_from_db()
    return make_seat(slot, make_person(name), party=party).person


def over(event):
    clock.shift(event.ends_at - clock.now() + timedelta(minutes=1))


def row(event, person):
    return Attendance.objects.get(event=event, person=person)


def test_who_was_checked_in_has_come_and_everybody_else_is_unknown(ana, project):
    event = running(project)
    bea, cy = coming(event, "Bea"), coming(event, "Cy")
    check_in(by=ana, event=event, person=bea)
    over(event)
    close_event(by=ana, event=event)
    here = row(event, bea)
    assert (here.state, here.minutes, here.verified_by, here.evidence) == (S.ATTENDED, 120, ana, 3)
    assert (row(event, cy).state, row(event, cy).minutes) == (S.UNKNOWN, 0)
    bells = list(Deed.objects.order_by("pk").values_list("bell", flat=True))
    assert bells == ["projects.attendance_confirmed", "projects.event_closed"]


def test_ticking_twice_and_undoing_twice_are_harmless(ana, project):
    event = running(project)
    bea = coming(event)
    first = check_in(by=ana, event=event, person=bea)
    assert check_in(by=ana, event=event, person=bea).in_at == first.in_at
    for _ in range(2):
        assert undo_check_in(by=ana, event=event, person=bea).state == S.EXPECTED


def test_check_in_opens_an_hour_before(ana, project):
    event = running(project, starts_in=timedelta(minutes=61))
    bea = coming(event)
    with refused("too_early"):
        check_in(by=ana, event=event, person=bea)
    clock.shift(timedelta(minutes=2))
    assert check_in(by=ana, event=event, person=bea).state == S.CHECKED_IN


def test_the_roster_is_kept_by_its_organizers_only(ana, project):
    event = running(project)
    bea = coming(event)
    helper = make_person("Hal")
    ProjectRole.objects.create(project=project, person=helper, role=ProjectRole.Role.HELPER)
    for person in (bea, make_person("Eve"), make_person("Mia", role="official")):
        with refused("not_allowed"):
            check_in(by=person, event=event, person=bea)
    assert check_in(by=helper, event=event, person=bea).verified_by == helper
    over(event)
    with refused("not_allowed"):
        close_event(by=helper, event=event)


def test_organizers_report_anybody_on_their_list_but_themselves(client, ana, project):
    event = running(project)
    bea = coming(event)
    check_in(by=ana, event=event, person=bea)
    sign_in(client, ana)
    for closed in (False, True):
        if closed:
            over(event)
            close_event(by=ana, event=event)
        page = client.get(page_of(event)).text
        assert f"/report/?what=people.person&amp;key={bea.ref}" in page and f"key={ana.ref}" not in page


def test_a_stranger_to_the_list_is_a_walk_in(ana, project):
    event = running(project)
    with refused("not_on_the_list"):
        check_in(by=ana, event=event, person=make_person("Eve"))


def test_a_walk_in_counts_in_attendance_and_holds_no_seat(ana, project):
    event = running(project)
    slot = make_slot(event)
    came = add_walk_in(by=ana, event=event, adult=True, first_name="Lou", email="Lou@mail.example")
    slot.refresh_from_db()
    assert (came.state, came.signup, slot.seats_held, came.person.kind) == (S.CHECKED_IN, None, 0, Person.Kind.WALK_IN)
    again = add_walk_in(by=ana, event=event, adult=True, first_name="Lou", email="lou@mail.example")
    assert again.pk == came.pk
    over(event)
    close_event(by=ana, event=event)
    assert row(event, came.person).minutes == 120


def test_more_walk_ins_than_places_need_a_reason(ana, project):
    event = running(project)
    make_slot(event, capacity=1)
    check_in(by=ana, event=event, person=coming(event))
    with refused("crowded"):
        add_walk_in(by=ana, event=event, adult=True, first_name="Lou")
    assert add_walk_in(by=ana, event=event, adult=True, first_name="Lou", reason="There are spare gloves.").note


def test_a_walk_in_pressed_twice_is_one_person(client, ana, project):
    event = running(project)
    sign_in(client, ana)
    page = client.get(page_of(event, "roster/walk-in/"))
    typed = {"first_name": "Lou", "adult": "on", "press": str(page.context["form"]["press"].value())}
    for _twice in range(2):
        assert client.post(page_of(event, "roster/walk-in/"), typed).status_code == 302
    assert event.attendances.get().person.first_name == "Lou"
    client.post(page_of(event, "roster/walk-in/"), typed | {"press": "", "first_name": "Kim"})
    client.post(page_of(event, "roster/walk-in/"), typed | {"press": str(uuid4())})  # another Lou
    assert event.attendances.count() == 3
    with refused("another_list"):
        add_walk_in(by=ana, event=running(project), adult=True, first_name="Lou", press=typed["press"])


def test_until_it_begins_the_places_of_those_who_are_coming_are_taken(ana, project):
    event = running(project, starts_in=timedelta(minutes=30))
    make_slot(event, capacity=2)
    coming(event, party=2)
    with refused("crowded"):
        add_walk_in(by=ana, event=event, adult=True, first_name="Lou")
    clock.shift(timedelta(minutes=31))
    assert add_walk_in(by=ana, event=event, adult=True, first_name="Lou").state == S.CHECKED_IN


def test_who_waited_comes_into_a_full_date_with_a_reason_only(client, ana, project):
    event = running(project)
    slot = make_slot(event, capacity=1)
    check_in(by=ana, event=event, person=coming(event))
    cy = make_person("Cy", last_name="Ek")
    SignUp.objects.create(slot=slot, person=cy, state=SignUp.State.WAITLISTED, waitlist_at=clock.now())
    sign_in(client, ana)
    client.post(page_of(event, "roster/tick/"), {"in": cy.ref})
    assert not Attendance.objects.filter(person=cy).exists()
    roster, why = client.get(page_of(event)).text, f"{page_of(event, 'roster/walk-in/')}?who={cy.ref}"
    assert "All places are taken." in roster and why in roster
    assert "Cy Ek" in client.get(why).text
    assert client.post(why, {"reason": ""}).status_code == 422
    assert client.post(why, {"reason": "There are spare gloves."}).status_code == 302
    assert (row(event, cy).state, row(event, cy).note) == (S.CHECKED_IN, "There are spare gloves.")
    assert why not in client.get(page_of(event)).text
    assert client.get(f"{page_of(event, 'roster/walk-in/')}?who={make_person('Eve').ref}").status_code == 404


def test_leads_do_not_vouch_for_themselves(ana, project):
    event = running(project)
    check_in(by=ana, event=event, person=ana)
    over(event)
    close_event(by=ana, event=event)
    mine = row(event, ana)
    assert (mine.state, mine.evidence, mine.minutes) == (S.CHECKED_IN, Attendance.Evidence.CLAIM, 0)
    with refused("not_allowed"):
        confirm_attendance(by=ana, attendance=mine)


def test_a_co_lead_an_official_or_a_checked_in_grown_up_confirms_the_lead(ana, project):
    tom, mia = make_person("Tom"), make_person("Mia", role="official")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.CO_LEAD)
    for n, witness in enumerate((tom, mia, "Bea")):
        event = running(project, starts_in=timedelta(minutes=-10 - 240 * n))
        bea, cy = coming(event, "Bea"), coming(event, "Cy")
        witness = bea if witness == "Bea" else witness
        check_in(by=ana, event=event, person=ana), check_in(by=ana, event=event, person=bea)
        over(event)
        close_event(by=ana, event=event)
        clock.reset()
        with refused("not_allowed"):
            confirm_attendance(by=cy, attendance=row(event, ana))  # was not there
        done = confirm_attendance(by=witness, attendance=row(event, ana))
        assert (done.state, done.minutes, done.verified_by) == (S.ATTENDED, 120, witness)
        assert confirm_attendance(by=witness, attendance=done).pk == done.pk


def test_two_leads_tick_each_other_and_the_close_counts_both(ana, project):
    tom = make_person("Tom")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.CO_LEAD)
    event = running(project)
    check_in(by=ana, event=event, person=ana)  # a claim
    check_in(by=tom, event=event, person=ana)  # seen by somebody else
    check_in(by=ana, event=event, person=tom)
    over(event)
    close_event(by=ana, event=event)
    assert {row(event, ana).verified_by, row(event, tom).verified_by} == {tom, ana}


def test_nobody_vouches_for_the_own_household(ana, project):
    event = running(project)
    bea = coming(event)
    home = Household.objects.create()
    for person in (ana, bea):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    check_in(by=ana, event=event, person=bea)
    over(event)
    close_event(by=ana, event=event)
    assert row(event, bea).state == S.CHECKED_IN
    assert confirm_attendance(by=make_person("Mia", role="official"), attendance=row(event, bea)).evidence == 4


def test_a_participant_vouches_for_organizers_only(ana, project):
    event = running(project)
    bea, cy = coming(event, "Bea"), coming(event, "Cy")
    check_in(by=ana, event=event, person=bea), check_in(by=ana, event=event, person=cy)
    with refused("not_allowed"):
        confirm_attendance(by=bea, attendance=row(event, cy))


def test_minutes_are_out_minus_in_in_quarter_hours(ana, project):
    event = running(project)
    bea = coming(event)
    check_in(by=ana, event=event, person=bea)
    clock.shift(timedelta(minutes=50))
    check_out(by=ana, event=event, person=bea)
    over(event)
    close_event(by=ana, event=event)
    assert (row(event, bea).state, row(event, bea).minutes) == (S.PARTIAL, 45)


@pytest.mark.parametrize(
    ("planned", "stayed", "counted"),
    [
        (120, None, 120),
        (120, 180, 180),
        (120, 400, 180),
        (120, 52, 45),
        (120, 53, 60),
        (120, 5, 0),
        (100, None, 105),
        (1000, None, 720),
    ],
)
def test_hours_are_clamped_and_rounded(planned, stayed, counted):
    start = clock.now()
    out = None if stayed is None else start + timedelta(minutes=stayed)
    found, since, until = minutes.verified(start, start + timedelta(minutes=planned), start, out)
    assert (found, until - since) == (counted, timedelta(minutes=counted))


def test_a_no_show_is_set_after_the_end_by_name_and_takes_nothing(ana, project):
    event = running(project)
    bea = coming(event)
    with refused("not_over"):
        mark_absent(by=ana, event=event, person=bea)
    over(event)
    assert (mark_absent(by=ana, event=event, person=bea).state, row(event, bea).verified_by) == (S.NO_SHOW, ana)
    close_event(by=ana, event=event)
    assert row(event, bea).state == S.NO_SHOW


def test_leads_alone_write_down_who_did_not_come_and_only_who_had_a_place(client, ana, project):
    hal, cy = make_person("Hal"), make_person("Cy")
    ProjectRole.objects.create(project=project, person=hal, role=ProjectRole.Role.HELPER)
    event = running(project)
    bea = coming(event)
    slot = event.slots.get()
    SignUp.objects.create(slot=slot, person=cy, state=SignUp.State.CANCELLED)
    over(event)
    with refused("not_allowed"):
        mark_absent(by=hal, event=event, person=bea)
    with refused("no_place"):
        mark_absent(by=ana, event=event, person=cy)
    for reader, offered in ((hal, False), (ana, True)):
        sign_in(client, reader)
        page = client.get(page_of(event)).text
        assert ("Did not come<" in page) is offered and "Told us before<" in page
    close_event(by=ana, event=event)
    dan = make_person("Dan")
    came = Attendance.objects.create(event=event, person=dan, state=S.UNKNOWN)
    with refused("no_place"):
        revise_attendance(by=ana, attendance=came, state=S.NO_SHOW, reason="Nobody saw him there.")


def test_the_list_closes_after_the_end_once_and_then_stays(ana, project):
    event = running(project)
    bea = coming(event)
    with refused("not_over"):
        close_event(by=ana, event=event)
    over(event)
    close_event(by=ana, event=event)
    with refused("bad_move"):
        close_event(by=ana, event=event)
    with refused("closed"):
        check_in(by=ana, event=event, person=bea)


def test_a_list_nobody_settled_closes_by_itself_after_seven_days(ana, project):
    event = running(project)
    bea = coming(event)
    check_in(by=ana, event=event, person=bea)
    clock.shift(timedelta(days=7))
    assert close_overdue() == 0
    clock.shift(timedelta(hours=3))
    assert (close_overdue(), close_overdue()) == (1, 0)
    assert (row(event, bea).state, row(event, bea).verified_by) == (S.ATTENDED, ana)


def test_hours_are_put_right_with_a_reason_and_a_trace(ana, project):
    event = running(project)
    bea = coming(event)
    over(event)
    close_event(by=ana, event=event)
    with refused("reason_needed"):
        revise_attendance(by=ana, attendance=row(event, bea), state="attended", reason="came")
    revision = revise_attendance(
        by=ana,
        attendance=row(event, bea),
        state="attended",
        minutes_spent=95,
        reason="She came, I had missed the tick.",
    )
    assert (revision.n, revision.old_state, revision.old_minutes, revision.new_minutes) == (1, "unknown", 0, 90)
    assert Deed.objects.get(bell="projects.attendance_revised").ids["revision"] == revision.pk
    with refused("no_change"):
        revise_attendance(
            by=ana, attendance=row(event, bea), state="attended", minutes_spent=90, reason="Once more, please."
        )
    with refused("too_long"):
        revise_attendance(
            by=ana, attendance=row(event, bea), state="attended", minutes_spent=600, reason="All day and night"
        )
    with refused("not_allowed"):
        revise_attendance(
            by=bea, attendance=row(event, bea), state="attended", minutes_spent=120, reason="I was there longer"
        )


def test_nothing_is_revised_before_the_close(ana, project):
    event = running(project)
    check_in(by=ana, event=event, person=coming(event))
    with refused("not_closed"):
        revise_attendance(by=ana, attendance=event.attendances.get(), state="attended", reason="It is true, really.")


def test_nobody_is_verified_in_two_places_at_once(ana, project):
    bea = make_person("Bea")
    events = [running(project), running(project, starts_in=timedelta(minutes=-60))]
    for event in events:
        make_seat(make_slot(event), bea)
        check_in(by=ana, event=event, person=bea)
    clock.shift(timedelta(hours=3))
    for event in events:
        close_event(by=ana, event=event)
    assert sorted(Attendance.objects.values_list("minutes", flat=True)) == [0, 120]
    late = Attendance.objects.get(minutes=0)
    assert "two places" in late.note
    with refused("two_places"):
        revise_attendance(
            by=ana, attendance=late, state="attended", minutes_spent=60, reason="She helped in both places."
        )


def test_at_most_twelve_hours_count_in_a_day(ana, project):
    clock.shift(timedelta(days=1))
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    bea = make_person("Bea")
    clock.shift(midnight - clock.now() + timedelta(days=2))
    for hours in (8, 6):
        event = make_event(project, starts_in=timedelta(0), lasts=timedelta(hours=hours))
        Event.objects.filter(pk=event.pk).update(zone="UTC")
        make_seat(make_slot(event), bea)
        check_in(by=ana, event=event, person=bea)
        over(event)
        close_event(by=ana, event=event)
    assert sorted(Attendance.objects.values_list("minutes", flat=True)) == [240, 480]


@pytest.mark.postgresql
def test_the_database_itself_refuses_overlapping_hours(ana, project):
    assert connection.vendor == "postgresql"
    bea, start = make_person("Bea"), clock.now()
    given = {
        "person": bea,
        "verified_by": ana,
        "state": "attended",
        "minutes": 60,
        "evidence": 3,
        "out_at": start + timedelta(hours=1),
    }
    Attendance.objects.create(event=running(project), in_at=start, **given)
    with pytest.raises(IntegrityError, match="nobody_is_in_two_places"), transaction.atomic():
        Attendance.objects.create(event=running(project), in_at=start + timedelta(minutes=30), **given)
    Attendance.objects.create(event=running(project), **{**given, "in_at": None, "out_at": None, "minutes": 0})


def test_nobody_vouches_for_who_brought_them_along_in_a_team(ana, project):
    tom = make_person("Tom")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.CO_LEAD)
    event = running(project)
    slot = make_slot(event)
    team = make_seat(slot, tom, party=3)
    bea = make_seat(slot, make_person("Bea")).person
    SignUp.objects.filter(person=bea).update(team=team)
    check_in(by=ana, event=event, person=bea)
    check_in(by=tom, event=event, person=tom)
    with refused("not_allowed"):
        confirm_attendance(by=bea, attendance=row(event, tom))
    assert confirm_attendance(by=ana, attendance=row(event, tom)).verified_by == ana


def test_hours_without_a_witness_and_absences_without_a_name_are_impossible(ana, project):
    event, given = running(project), {"person": make_person("Bea"), "verified_by": ana}
    for wrong in (
        {**given, "state": S.ATTENDED, "minutes": 60, "evidence": 1},
        {**given, "state": S.ATTENDED, "minutes": 60},
        {**given, "state": S.EXCUSED, "minutes": 60, "evidence": 3},
        {"person": ana, "state": S.NO_SHOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(event=event, **wrong)


# ── the page ──


def page_of(event, more="roster/"):
    return f"/projects/{event.project.slug}/events/{event.pk}/{more}"


def test_the_settled_list_says_how_each_stands_and_offers_what_is_left_to_do(client, ana, project):
    event = running(project)
    bea, _ = coming(event, "Bea"), coming(event, "Cy")
    tom = make_person("Tom")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.CO_LEAD)
    check_in(by=ana, event=event, person=bea), check_in(by=ana, event=event, person=ana)
    over(event)
    close_event(by=ana, event=event)
    sign_in(client, ana)
    page = words_on(client.get(page_of(event)))
    assert page.count("Put right<") == 2 and "Confirm<" not in page  # nobody puts themselves right
    assert page.index("Came: 2") < page.index("Bea") < page.index("Everybody else") < page.index("Cy")
    assert "Tom" not in page[page.index("Everybody else") :]  # an organizer without a line
    client.logout()
    sign_in(client, tom)
    assert "Confirm<" in client.get(page_of(event)).text
    where = page_of(event, f"people/{ana.ref}/confirm/")
    assert where in client.get(page_of(event)).text and client.post(where).status_code == 302
    assert row(event, ana).verified_by == tom


def test_the_line_of_a_newcomer_reads_as_a_sentence(client, ana, project):
    event = running(project)
    make_seat(make_slot(event, name="Litter pickers"), make_person("Bea"))
    sign_in(client, ana)
    page = client.get(page_of(event)).text
    assert "Litter pickers, first time: say hello!" in page and "Organizes this" in page


def test_whom_one_may_confirm_costs_the_same_for_one_and_for_many(ana, project, django_assert_num_queries):
    event = running(project)
    mia = make_person("Mia", role="official")
    for name in ("Tom", "Uma", "Vic"):
        who = make_person(name)
        ProjectRole.objects.create(project=project, person=who, role=ProjectRole.Role.HELPER)
        check_in(by=who, event=event, person=who)
    rows = list(event.attendances.select_related("person"))
    assert official(mia)
    with django_assert_num_queries(2):
        assert vouched_for(mia, event, rows) == rows
