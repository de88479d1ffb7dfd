"""The organizer's desk: what needs me, who may not come, people without e-mail, paper, and the list as a file."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conversations.actions import comment
from core import clock, sheets
from core.clock import now
from people.actions import sign_agreement
from people.models import BirthDate, Deed, Person
from projects import ahead, desk
from projects.actions import (
    accept_by_phone,
    appeal_rejection,
    check_in,
    close_event,
    dispute_absence,
    export_roster,
    join_slot,
    leave_by_phone,
    leave_slot,
    log_work,
    mark_absent,
    offer_lead,
    reject_project,
    report_amount,
    share_recap,
    sign_up_by_phone,
)
from projects.models import Attendance, MetricDefinition, Project, ProjectRole, SignUp
from tests.builders import (
    make_agreement,
    make_credential,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.conversations.builders import ask, settled
from tests.projects.proposals import REASON, make_submitted
from tests.projects.refusals import refused
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", last_name="Reyes")


def labels(person):
    return [need.label for one in desk.of(person) for need in one.needs]


# ── what needs me ──


def test_of_what_is_long_settled_the_desk_knows_the_last_date_only(ana, project):
    def settled(days):
        ago = timedelta(days=-days)
        return make_event(project, starts_in=ago, status="closed", closed_at=clock.now() + ago + timedelta(hours=3))

    _first, _second, last = settled(900), settled(400), settled(90)
    assert [one.events for one in desk.of(ana)] == [[last]]
    lately, ahead = settled(5), make_event(project)
    assert [one.events for one in desk.of(ana)] == [[lately, ahead]]


def test_a_list_that_is_still_open_comes_first(ana, project):
    make_event(project, starts_in=timedelta(days=-1))
    make_slot(make_event(project), waiting=2)
    assert labels(ana) == ["Close the list", "See who comes"]


def test_thanks_and_numbers_wait_after_the_close_and_go_when_they_are_done(ana, project):
    bea = make_person("Bea")
    event = make_event(project, starts_in=timedelta(hours=-3))
    make_seat(make_slot(event), bea)
    check_in(by=ana, event=event, person=bea)
    close_event(by=ana, event=event)
    report_amount(by=bea, event=event, metric=MetricDefinition.objects.get(key="bags"), amount=2)
    assert labels(ana) == ["Say what came of it", "Look at the numbers", "Plan a date"]
    share_recap(by=ana, event=event)
    assert labels(ana) == ["Look at the numbers", "Plan a date"]


def test_a_task_under_its_minimum_needs_me_48_hours_before(ana, project):
    event = make_event(project, starts_in=timedelta(hours=50))
    make_slot(event, minimum_wanted=4)
    assert labels(ana) == []
    clock.shift(timedelta(hours=3))
    (one,) = desk.of(ana)
    assert one.needs[0].words.startswith("4 more people are wanted")


def test_what_the_city_asks_for_needs_the_lead(ana):
    make_project(ana, status=Project.Status.NEEDS_CHANGES)
    assert labels(ana) == ["Read what to change"]


def test_what_single_people_ask_needs_those_who_may_answer(ana, project):
    bea, cleo, hal = make_person("Bea"), make_person("Cleo"), make_person("Hal")
    ProjectRole.objects.create(project=project, person=cleo, role=ProjectRole.Role.CO_LEAD)
    ProjectRole.objects.create(project=project, person=hal, role=ProjectRole.Role.HELPER)
    event = make_event(project, starts_in=-timedelta(hours=3), lasts=timedelta(hours=2))
    make_seat(make_slot(event), bea)
    log_work(by=bea, project=project, day=clock.now().date(), minutes_spent=60, words="Watered the forty oaks.")
    mark_absent(by=ana, event=event, person=bea)
    check_in(by=ana, event=event, person=ana)
    close_event(by=ana, event=event)
    dispute_absence(
        by=bea, attendance=Attendance.objects.get(event=event, person=bea), words="I was there from nine, ask Cy."
    )
    offer_lead(by=ana, project=project, person=hal)
    theirs = {person: set(labels(person)) for person in (ana, cleo, hal, bea)}
    single = {"Look at it", "Read and answer", "Confirm it", "Say yes or no"}
    assert theirs[ana] & single == {"Look at it", "Read and answer"}
    assert theirs[cleo] & single == {"Look at it", "Read and answer", "Confirm it"}
    assert theirs[hal] & single == {"Look at it", "Say yes or no"}
    assert theirs[bea] == set()
    assert "Bea" not in " ".join(need.words for one in desk.of(ana) for need in one.needs)


def test_a_question_waits_for_all_who_organize_until_they_or_the_city_answer(client, ana, project):
    hal = make_person("Hal")
    ProjectRole.objects.create(project=project, person=hal, role=ProjectRole.Role.HELPER)
    first = ask(project)
    questions = f"/projects/{project.slug}/questions/"
    for person in (ana, hal):
        (need,) = [need for one in desk.of(person) for need in one.needs if need.url == questions]
        assert need.words == "1 question has no answer yet."
    comment(by=settled("Bea"), thing=project, words="I would like to know, too.", answer_to=first)
    assert "No answer yet" in client.get(questions).text
    comment(by=ana, thing=project, words="Yes, as far as the table.", answer_to=first)
    assert "No answer yet" not in client.get(questions).text
    assert questions not in [need.url for one in desk.of(ana) for need in one.needs]


def test_a_rejected_project_can_be_looked_at_again_once(ana, mia):
    project = make_submitted(ana)
    reject_project(by=mia, project=project, reason=REASON)
    assert labels(ana) == ["Ask for a second look"]
    appeal_rejection(by=ana, project=project, reason=REASON)
    reject_project(by=make_person("Rita", role="reviewer"), project=project, reason=REASON)
    assert labels(ana) == []


def test_a_helper_is_not_asked_for_what_only_leads_do(project):
    helper = make_person("Hal")
    ProjectRole.objects.create(project=project, person=helper, role=ProjectRole.Role.HELPER)
    make_event(project, starts_in=timedelta(days=-1))
    assert labels(helper) == []


def test_the_desk_costs_the_same_for_one_project_and_for_ten(ana, project, django_assert_max_num_queries):
    for _n in range(10):
        make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE)))
    with django_assert_max_num_queries(5):
        desk.of(ana)


# ── before the day ──


def test_newcomers_and_the_undecided_are_named_and_young_people_are_a_number(ana, project):
    event = make_event(project)
    slot = make_slot(event, minimum_wanted=5)
    bea = make_person("Bea")
    make_seat(slot, bea)
    make_seat(slot, make_person("Kim", adult=False))
    seen = ahead.of(event)
    assert seen.places == 2
    assert [signup.person for signup in seen.first] == [bea]
    assert (seen.young, seen.coming, [slot.name for slot in seen.thin]) == (1, 2, ["Litter pickers"])


def test_who_lacks_a_paper_or_a_signature_is_named_before_the_day(client, ana, project):
    event = make_event(project)
    saws = make_slot(event, credentials="tools")
    bea, cy, kim = make_person("Bea"), make_person("Cy"), make_person("Kim", adult=False)
    for person in (bea, cy, kim):
        make_seat(saws, person)
    make_credential(cy, "tools")
    make_credential(kim, "tools")
    assert [(one.signup.person, one.what) for one in ahead.of(event).lacking] == [(bea, ["Power tools"])]
    rules = make_agreement("project", str(project.pk))
    sign_agreement(by=bea, version=rules, typed_name="Bea Tester")
    lacking = {one.signup.person: one.what for one in ahead.of(event).lacking}
    unsigned = ["“Rules of the day” is not signed"]
    assert lacking == {bea: ["Power tools"], cy: unsigned, kim: unsigned}
    helper = make_person("Hal")
    ProjectRole.objects.create(project=project, person=helper, role=ProjectRole.Role.HELPER)
    path = reverse("projects:event_ahead", args=[project.slug, event.pk])
    sign_in(client, helper)
    assert kim.full_name not in client.get(path).content.decode()
    sign_in(client, ana)
    assert kim.full_name in client.get(path).content.decode()


def test_helpers_see_who_comes_but_answer_nobody(client, ana, project):
    event = make_event(project)
    asking = join_slot(by=make_person("Bea"), slot=make_slot(event, needs_yes=True))
    helper = make_person("Hal")
    ProjectRole.objects.create(project=project, person=helper, role=ProjectRole.Role.HELPER)
    path = reverse("projects:event_ahead", args=[project.slug, event.pk])
    sign_in(client, helper)
    assert asking.person.full_name not in client.get(path).content.decode()
    assert labels(helper) == []
    assert labels(ana) == ["Say yes or no"]


def test_before_the_day_costs_the_same_for_one_and_for_many(project, django_assert_num_queries):
    event = make_event(project)
    slots = [make_slot(event, minimum_wanted=3, credentials="tools") for _n in range(3)]
    for slot in slots:
        for _n in range(3):
            make_seat(slot)
    with django_assert_num_queries(6):
        assert len(ahead.of(event).lacking) == 9


def test_people_of_a_project_are_for_its_leads_and_without_young_people(client, ana, project):
    slot = make_slot(make_event(project))
    make_seat(slot, make_person("Bea", last_name="Lind"))
    make_seat(slot, make_person("Kim", last_name="Young", adult=False))
    path = reverse("projects:project_people", args=[project.slug])
    sign_in(client, ana)
    words = words_on(client.get(path))
    assert "Bea Lind" in words and "Kim" not in words and "And 1 whose age" in words
    sign_in(client, make_person("Eve"))
    assert client.get(path).status_code == 404


# ── by phone ──


def test_somebody_without_e_mail_gets_a_seat_under_the_same_rules(ana, project):
    slot = make_slot(make_event(project), capacity=2)
    signup = sign_up_by_phone(by=ana, slot=slot, first_name="Rosa", last_name="Old", party=2, adult=True)
    slot.refresh_from_db()
    assert (signup.state, slot.seats_held, signup.person.kind) == ("confirmed", 2, Person.Kind.WALK_IN)
    assert Deed.objects.get(bell="projects.signed_up_by_phone").by == ana
    late = sign_up_by_phone(by=ana, slot=slot, first_name="Wim", adult=True)
    assert late.state == SignUp.State.WAITLISTED


@pytest.mark.parametrize(
    ("given", "code"), [({"first_name": " "}, "name"), ({"adult": False}, "not_adult"), ({"party": 9}, "party")]
)
def test_a_call_does_not_pass_the_rules(ana, project, given, code):
    slot = make_slot(make_event(project))
    before = Person.objects.count()
    with refused(code):
        sign_up_by_phone(by=ana, slot=slot, **{"first_name": "Rosa", "adult": True, **given})
    assert Person.objects.count() == before


def test_a_call_about_a_task_with_a_lowest_age_says_the_birth_date(ana, project, client):
    slot = make_slot(make_event(project), min_age=21)
    sign_in(client, ana)
    where = f"/projects/{project.slug}/events/{slot.event.pk}/phone/"
    given = {"first_name": "Rosa", "slot": slot.pk, "party": 1, "adult": "on"}
    for birth_day, status in (("", 422), (now().date().replace(year=now().year - 19, day=1), 422), ("1950-03-01", 302)):
        assert client.post(where, {**given, "birth_day": birth_day}).status_code == status
    (signup,) = slot.signups.all()
    assert signup.age_shown == 21 and not BirthDate.objects.exists()
    make_slot(other := make_event(project))
    assert "birth_day" not in client.get(f"/projects/{project.slug}/events/{other.pk}/phone/").text


def test_only_organizers_sign_others_up(project):
    with refused("not_allowed"):
        sign_up_by_phone(by=make_person("Eve"), slot=make_slot(make_event(project)), first_name="Rosa", adult=True)


def test_the_organizer_says_yes_and_no_for_people_without_e_mail_only(ana, project):
    slot = make_slot(make_event(project), capacity=1)
    bea = make_seat(slot, make_person("Bea"))
    rosa = sign_up_by_phone(by=ana, slot=slot, first_name="Rosa", adult=True)
    with refused("not_allowed"):
        leave_by_phone(by=ana, signup=bea)
    leave_slot(by=bea.person, signup=bea)
    rosa.refresh_from_db()
    assert rosa.state == SignUp.State.OFFERED
    with refused("not_allowed"):
        accept_by_phone(by=make_person("Eve"), signup=rosa)
    assert accept_by_phone(by=ana, signup=rosa).state == SignUp.State.CONFIRMED
    rosa.refresh_from_db()
    assert leave_by_phone(by=ana, signup=rosa).state == SignUp.State.CANCELLED


# ── files and paper ──


@pytest.mark.parametrize("words", ["=1+1", "+49", "-2", "@x", "\tx", "\rx", "  =1", "＝1"])
def test_nothing_that_people_typed_becomes_a_formula(words):
    assert sheets.cell(words).startswith("'")


def test_numbers_and_plain_words_stay_as_they_are():
    assert [sheets.cell(value) for value in (3, "Bea", None, "a=b")] == [3, "Bea", "", "a=b"]


def test_the_file_has_no_names_of_young_people_and_is_written_down(ana, project):
    event = make_event(project)
    slot = make_slot(event)
    make_seat(slot, make_person("=cmd", last_name="Lind"))
    make_seat(slot, make_person("Kim", last_name="Young", adult=False))
    text = sheets.written(desk.HEAD, export_roster(by=ana, event=event))
    assert "'=cmd,Lind" in text and "Kim" not in text and text.count("\r\n") == 3
    assert Deed.objects.get(bell="projects.roster_exported").ids == {"event": event.pk, "young": False}
    with refused("not_allowed"):
        export_roster(by=ana, event=event, with_young=True)
    with refused("not_allowed"):
        export_roster(by=make_person("Eve"), event=event)
    rows = export_roster(by=make_person("Mia", role="official"), event=event, with_young=True)
    assert ["Kim", "Young"] in [row[:2] for row in rows]
    assert Deed.objects.filter(bell="projects.roster_exported").latest("pk").ids["young"] is True


def test_the_sheet_shows_initials_and_no_young_people(client, ana, project):
    event = make_event(project)
    slot = make_slot(event)
    make_seat(slot, make_person("Bea", last_name="Lind"))
    make_seat(slot, make_person("Kim", last_name="Young", adult=False))
    sign_in(client, ana)
    words = words_on(client.get(reverse("projects:event_sheet", args=[project.slug, event.pk])))
    assert "Bea L." in words and "Lind" not in words and "Kim" not in words and "And 1 young person" in words


def test_anybody_may_print_the_poster_of_a_public_project(client, ana, project):
    event = make_event(project)
    words = client.get(reverse("projects:event_poster", args=[project.slug, event.pk])).content.decode()
    assert "<svg" in words and "Join in!" in words and "csrf" not in words
    draft = make_project(ana, status=Project.Status.DRAFT)
    assert client.get(reverse("projects:project_poster", args=[draft.slug])).status_code == 404


def test_pages_offer_each_what_they_may_do(client, ana, project):
    event = make_event(project)
    helper, mia = make_person("Hal"), make_person("Mia", role="official")
    ProjectRole.objects.create(project=project, person=helper, role=ProjectRole.Role.HELPER)
    here = [project.slug, event.pk]
    path = {name: reverse(f"projects:event_{name}", args=here) for name in ("roster", "change", "cancel")}
    path["schedule"] = reverse("projects:event_schedule", args=[project.slug])
    for person, may in ((ana, set(path)), (helper, {"roster"}), (mia, {"cancel"}), (make_person("Eve"), set())):
        sign_in(client, person)
        page = client.get(reverse("projects:event_page", args=here)).content.decode()
        assert {name for name, at in path.items() if f'href="{at}"' in page} == may


def test_the_way_to_paper_and_to_what_is_brought_stands_where_an_organizer_looks(client, ana, project):
    event = make_event(project)
    sign_in(client, ana)
    here = [project.slug, event.pk]
    ahead_of_it = reverse("projects:event_ahead", args=here)
    page = client.get(reverse("projects:event_page", args=here)).text
    assert ahead_of_it in page and f"{ahead_of_it}#paper" in page and reverse("projects:event_needs", args=here) in page
    roster = client.get(reverse("projects:event_roster", args=here)).text
    assert all(reverse(f"projects:event_{name}", args=here) in roster for name in ("ahead", "sheet", "packing"))


def test_before_the_day_stays_its_name_when_people_wait(client, ana, project):
    slot = make_slot(make_event(project), capacity=1)
    make_seat(slot, make_person("Bea"))
    SignUp.objects.create(slot=slot, person=make_person("Cy"), state=SignUp.State.WAITLISTED, waitlist_at=now())
    sign_in(client, ana)
    here = [project.slug, slot.event.pk]
    assert "Before the day · 1 on the waitlist" in client.get(reverse("projects:event_page", args=here)).text
    assert "Nothing waits for you." not in client.get(reverse("projects:event_ahead", args=here)).text
    roster = client.get(reverse("projects:event_roster", args=here)).text
    assert "Waits for a place" not in roster.partition("On the waitlist: 1")[0] and "Not here yet: 2" in roster
