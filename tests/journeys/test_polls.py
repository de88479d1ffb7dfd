"""A poll in a browser: ideas, taps that save themselves, the close, results, the answer, the project, the loop."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from core import clock
from ideas.actions import certify_result, count_frozen, support_idea
from ideas.models import Ballot, Counting, Idea, IdeaPoll, OutcomeListener, PollVoter
from ideas.tasks import follow_the_clock
from notices.models import Letter
from people.deeds import deliver_all
from projects import actions as project_actions
from projects.models import Project
from tests.builders import make_department, make_event, make_hood, make_person, make_seat, make_slot
from tests.ideas.builders import (
    ballots_of,
    close,
    frozen,
    make_idea,
    make_ideas,
    make_official,
    make_poll,
    opened,
    vote,
)
from tests.journeys.conftest import DESK, PHONE
from tests.projects.proposals import WHOLE, all_ticked
from tests.support.axe import assert_no_axe_violations, day_and_night

DAY = timedelta(days=1)


def saved(page: Page, left: str) -> None:
    expect(page.locator(".tally__left")).to_have_text(left)
    expect(page.locator(".tally__saved")).to_contain_text("You can change it until")


def tap(page: Page, name: str) -> None:
    page.locator(".idea", has_text=name).locator("input").click()


def wall(days: int) -> str:
    return (clock.now() + DAY * days).strftime("%Y-%m-%dT%H:%M")


def test_a_poll_from_the_question_to_the_answer(new_page, transactional_db):
    official = make_official("Noor")
    make_department()
    desk = new_page(official, size=DESK)
    desk.goto("/admin/polls/new/?kind=most")
    desk.get_by_label("Question").fill("What should we fix first along the creek?")
    desk.get_by_label("Which department answers?").select_option(label="Parks Office")
    desk.locator("[name=zone]").select_option("UTC")
    desk.get_by_label("How many win").fill("1")
    desk.locator("[name=proposing_opens]").fill(wall(-1))
    desk.locator("[name=proposing_closes]").fill(wall(5))
    desk.locator("[name=review_opens]").fill(wall(5))
    desk.locator("[name=review_closes]").fill(wall(6))
    desk.locator("[name=voting_opens]").fill(wall(6))
    desk.locator("[name=voting_closes]").fill(wall(10))
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Everybody can read it now.")).to_be_visible()
    poll = IdeaPoll.objects.get()

    # Two residents; the second is shown the first one's idea while typing.
    bea, ivo = make_person("Bea"), make_person("Ivo")
    phone = new_page(bea)
    phone.goto("/polls/")
    phone.get_by_role("link", name="What should we fix first along the creek?").click()
    phone.get_by_role("link", name="Add an idea").first.click()
    phone.get_by_label("Your idea in a few words").fill("Lamps from the footbridge to the school")
    phone.get_by_label("What should be done, and why?").fill("Twelve low lamps, so that children get home safely.")
    phone.get_by_role("button", name="Send my idea").click()
    expect(phone.get_by_role("heading", name="Lamps from the footbridge")).to_be_visible()

    second = new_page(ivo)
    second.goto(f"/polls/{poll.slug}/add/")
    second.get_by_label("Your idea in a few words").press_sequentially("Lamps at the footbridge to school", delay=5)
    expect(second.locator("#alike").get_by_role("link", name="Lamps from the footbridge")).to_be_visible()
    assert_no_axe_violations(second)
    second.get_by_label("Your idea in a few words").fill("A ramp beside the north steps")
    second.get_by_label("What should be done, and why?").fill("The steps stop wheelchairs and prams.")
    second.get_by_role("button", name="Send my idea").click()
    second.goto(f"/polls/{poll.slug}/")
    second.get_by_role("button", name=re.compile("Support .*Lamps")).click()
    expect(second.locator(".support__n", has_text="1 person supports this")).to_be_visible()

    # Voting: each tap is saved.
    clock.shift(DAY * 7)
    phone.goto(f"/polls/{poll.slug}/")
    tap(phone, "Lamps")
    saved(phone, "1 of 2 left")
    tap(phone, "ramp")
    saved(phone, "0 of 2 left")
    tap(phone, "ramp")
    saved(phone, "1 of 2 left")
    assert ballots_of(poll) == [{"2026-001": 1}] or len(ballots_of(poll)[0]) == 1
    vote(poll, ivo, [Idea.objects.get(title__startswith="Lamps").ref])

    # The close: a worker counts, an official certifies.
    clock.shift(DAY * 4)
    assert follow_the_clock() == 1
    phone.goto(f"/polls/{poll.slug}/")
    expect(phone.get_by_role("heading", name="One idea won.")).to_be_visible()
    assert_no_axe_violations(phone)
    desk.goto("/admin/")
    desk.get_by_role("link", name="What should we fix first along the creek?").first.click()
    desk.get_by_role("button", name="Certify the result").click()
    expect(desk.get_by_text("Certified. The answers are due.")).to_be_visible()

    # The answer.
    desk.goto("/admin/polls/answers/")
    desk.get_by_role("link", name="Lamps from the footbridge").click()
    desk.get_by_label("Answer", exact=False).first.select_option("accepted")
    desk.get_by_label("Reason", exact=False).first.fill(
        "We will do it, because the path is dark and many children use it."
    )
    desk.get_by_label("What happens next").fill("Order the lamps")
    desk.get_by_label("By when").fill((clock.now() + DAY * 60).strftime("%Y-%m-%d"))
    desk.get_by_role("button", name="Publish the answer").click()
    phone.goto(f"/polls/{poll.slug}/results/")
    expect(phone.get_by_text("Order the lamps")).to_be_visible()

    # The project, and back.
    idea = Idea.objects.get(title__startswith="Lamps")
    phone.goto(f"/polls/{poll.slug}/ideas/{idea.ref}/")
    phone.get_by_role("button", name="Start the project").click()
    project = Project.objects.get()
    assert (project.status, project.organizers.get().person) == ("draft", bea)
    carried_out(phone, project, bea)
    phone.goto(f"/polls/{poll.slug}/ideas/{idea.ref}/")
    expect(phone.get_by_text("Twelve lamps stand since Friday")).to_be_visible()
    expect(phone.get_by_text("people came")).to_be_visible()
    assert_no_axe_violations(phone)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_long_form_that_is_refused_says_so_where_one_lands(new_page, transactional_db, size):
    poll = make_poll("proposing", owner=make_official("Noor"))
    desk = new_page(poll.owner, size=size)
    desk.goto(f"/admin/polls/{poll.pk}/edit/")
    desk.get_by_label("How many win").fill("0")
    desk.get_by_role("button", name="Save").click()
    summary = desk.get_by_role("alert").filter(has_text="One answer needs a change")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    assert desk.title().startswith("Error:")
    assert_no_axe_violations(desk)
    summary.get_by_role("link").click()
    expect(desk.get_by_label("How many win")).to_be_focused()


def carried_out(page: Page, project: Project, lead) -> None:
    """The draft is filled in and sent, the city says yes, two people come, and the lead says what came of it."""
    words = {**WHOLE, "wanted_number": 12, "wanted_unit": "lamps", "neighborhood": make_hood()}
    project_actions.save_answers(by=lead, project=project, **words)
    project_actions.submit_project(by=lead, project=project)
    deliver_all()
    project = Project.objects.get(pk=project.pk)
    project_actions.approve_project(by=make_official("Lee"), project=project, checklist=all_ticked(project))
    event = make_event(project, starts_in=timedelta(hours=-30))
    Project.objects.filter(pk=project.pk).update(status="active")  # as its first date had made it
    for person in (make_person("Cy"), make_person("Dee")):
        make_seat(make_slot(event), person)
        project_actions.check_in(by=lead, event=event, person=person)
    project_actions.close_event(by=lead, event=event)
    page.goto(f"/projects/{project.slug}/finish/")
    page.get_by_label("How many lamps?").fill("12")
    page.get_by_label("What did you do together?").fill(
        "Twelve lamps stand since Friday, and nobody walks in the dark."
    )
    page.get_by_role("button", name="Finish and show the result").click()
    expect(page.get_by_text("Twelve lamps stand since Friday")).to_be_visible()
    deliver_all()
    told = Letter.objects.filter(kind="idea_done").values_list("address", flat=True)
    assert sorted(told) == sorted(listener.person.email for listener in OutcomeListener.objects.all())


@pytest.fixture
def poll(transactional_db):
    poll = make_poll("voting")
    make_ideas(poll, 7)
    return opened(poll)


def test_axe_finds_nothing_after_any_step(new_page, poll):
    """Number 15: after add, remove, limit reached, error and close."""
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    tap(page, "Idea number 1")
    saved(page, "4 of 5 left")
    assert_no_axe_violations(page)
    tap(page, "Idea number 1")
    saved(page, "5 of 5 left")
    assert_no_axe_violations(page)
    for n in range(1, 6):
        tap(page, f"Idea number {n}")
    saved(page, "0 of 5 left")
    tap(page, "Idea number 6")
    expect(page.locator(".tally__saved")).to_have_text("You have used all your votes. Take one away first.")
    expect(page.locator(".idea", has_text="Idea number 6").locator("input")).not_to_be_checked()
    assert_no_axe_violations(page)
    Ballot.objects.update(revision=9)
    tap(page, "Idea number 1")
    expect(page.get_by_role("alert")).to_contain_text("changed in another window")
    assert_no_axe_violations(page)
    tap(page, "Idea number 2")
    saved(page, "1 of 5 left")
    close(poll, timedelta(seconds=1))
    tap(page, "Idea number 3")
    expect(page.get_by_role("alert")).to_contain_text("your ballot as saved at")
    assert_no_axe_violations(page)
    assert len(ballots_of(poll)[0]) == 4


def test_the_button_saves_until_a_ballot_stands_and_then_leads_to_it(new_page, poll):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    expect(page.get_by_text("Each tap is saved at once.")).to_be_visible()
    page.get_by_role("button", name="Save my choice").click()  # none of these
    expect(page.get_by_role("button", name="Done: see my ballot")).to_be_visible()
    assert ballots_of(poll) == [{}]
    tap(page, "Idea number 2")
    page.get_by_role("button", name="Done: see my ballot").click()  # whether or not the tap has come through
    expect(page.get_by_role("heading", name="Your ballot as saved on")).to_be_visible()
    expect(page.get_by_role("link", name="Idea number 2")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Change my ballot").click()
    expect(page.locator(".idea input:checked")).to_have_count(1)
    with page.expect_response(f"**/polls/{poll.slug}/ballot/"):
        tap(page, "Idea number 2")
    IdeaPoll.objects.update(min_choices=2)
    page.reload()
    tap(page, "Idea number 3")  # too few to be saved
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("heading", name="That was not saved")).to_be_visible()


def test_who_only_says_whether_to_write_to_them_has_not_voted(new_page, poll):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    page.get_by_label("Write to me when the city answers").uncheck()
    expect(page.locator(".tally__saved")).to_have_text("That is saved with your first choice.")
    page.wait_for_timeout(200)
    assert ballots_of(poll) == []
    tap(page, "Idea number 2")
    saved(page, "4 of 5 left")
    assert len(ballots_of(poll)[0]) == 1 and not PollVoter.objects.get().wants_outcome
    with page.expect_response(f"**/polls/{poll.slug}/ballot/"):
        page.get_by_label("Write to me when the city answers").check()
    assert PollVoter.objects.get().wants_outcome


def test_who_supports_by_keyboard_stays_on_the_button_and_hears_the_number(new_page, transactional_db):
    poll = make_poll("proposing")
    make_ideas(poll, 3)
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/?order=newest")
    page.get_by_role("button", name="Support “Idea number 2”").focus()
    for name, told in (("Take back my support", "1 person supports this"), ("Support", "Nobody supports this yet")):
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"{name} “Idea number 2”")).to_be_focused()
        expect(page.locator("#live")).to_have_text(told)
        expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(
            0
        )  # a press before that sends the form as without a script
    assert_no_axe_violations(page)


def test_an_idea_gets_the_place_where_one_stands(new_page, transactional_db):
    poll = make_poll("proposing")
    page = new_page(make_person("Bea"))
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.100432, "longitude": 4.500432})
    page.goto(f"/polls/{poll.slug}/add/")
    expect(page.get_by_label("Point on the map")).to_be_hidden()
    page.get_by_text("Add a place, a picture or more").click()
    expect(page.get_by_label("Point on the map")).to_have_value("")  # nothing is asked before the press
    page.get_by_role("button", name="Where I am").click()
    expect(page.get_by_label("Point on the map")).to_have_value("52.10043, 4.50043")
    expect(page.get_by_text("Everybody sees the point on the map.")).to_be_visible()
    assert_no_axe_violations(page)
    page.context.clear_permissions()
    page.reload()
    page.get_by_text("Add a place, a picture or more").click()
    page.get_by_role("button", name="Where I am").click()
    expect(page.get_by_text("Your phone did not say where you are.")).to_be_visible()


@pytest.mark.parametrize("rule", [{}, {"ballot_type": "rank", "count_rule": "schulze"}])
def test_a_ballot_without_ideas_needs_no_script(new_page, transactional_db, rule):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{opened(make_poll('voting', **rule)).slug}/")
    expect(page.get_by_role("heading", name="No ideas were received")).to_be_visible()
    expect(page.locator("#tally, #ballot")).to_have_count(0)
    assert_no_axe_violations(page)


def test_quick_taps_end_as_the_page_shows(new_page, poll):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    for n in (1, 2, 3, 2, 4):
        page.evaluate(
            f"[...document.querySelectorAll('.idea')].find(i => i.textContent.includes('Idea number {n}')).querySelector('input').click()"
        )
    saved(page, "2 of 5 left")
    page.reload()
    expect(page.locator(".idea input:checked")).to_have_count(3)
    assert PollVoter.objects.count() == 1


def test_without_javascript_the_button_saves(new_page, poll):
    page = new_page(make_person("Bea"), js=False)
    page.goto(f"/polls/{poll.slug}/")
    tap(page, "Idea number 1")
    expect(page.get_by_text("Each tap is saved at once.")).to_be_hidden()
    page.get_by_role("button", name="Save my choice").click()
    saved(page, "4 of 5 left")
    expect(page.get_by_role("button", name="Save my choice")).to_be_visible()
    assert len(ballots_of(poll)[0]) == 1


def test_by_keyboard_alone(new_page, poll):
    page = new_page(make_person("Bea"), size=DESK)
    page.goto(f"/polls/{poll.slug}/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "idea":
            break
    page.keyboard.press("Space")
    saved(page, "4 of 5 left")


def test_points_are_saved_as_they_are_typed(new_page, transactional_db):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 3)
    opened(poll)
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    page.locator("#points-2026-002").fill("4")
    page.locator("#points-2026-002").press("Tab")
    saved(page, "6 of 10 left")
    assert ballots_of(poll) == [{"2026-002": 4}]


@pytest.fixture
def points(transactional_db):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 4)
    return opened(poll)


def give(page: Page, n: int, typed: str) -> None:
    page.locator(f"#points-2026-00{n}").fill(typed)
    page.locator(f"#points-2026-00{n}").press("Tab")


def shown(page: Page) -> dict[str, int]:
    """The points that stand in the fields."""
    fields = {field.get_attribute("id"): field.input_value() for field in page.locator(".idea__points").all()}
    return {name.removeprefix("points-"): int(value) for name, value in fields.items() if int(value)}


def test_points_that_were_cut_are_told_and_saved_as_they_stand(new_page, points):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{points.slug}/")
    told = page.locator(".tally__saved")
    for n, typed, said, left, kept in (
        (1, "50", "“Idea number 1” now has 5: one idea takes at most 5.", 5, {1: 5}),
        (2, "3", "", 2, {1: 5, 2: 3}),
        (3, "5", "“Idea number 3” now has 2: no more were left.", 0, {1: 5, 2: 3, 3: 2}),
        (4, "1", "You have used all your points. Take some away first.", 0, {1: 5, 2: 3, 3: 2}),
        (1, "2", "", 3, {1: 2, 2: 3, 3: 2}),
        (4, "9", "“Idea number 4” now has 3: no more were left.", 0, {1: 2, 2: 3, 3: 2, 4: 3}),
        (2, "-3", "Points are whole numbers, such as 2.", 3, {1: 2, 3: 2, 4: 3}),
        (2, "2.5", "Points are whole numbers, such as 2.", 1, {1: 2, 2: 2, 3: 2, 4: 3}),
        (4, "", "", 4, {1: 2, 2: 2, 3: 2}),
    ):
        with page.expect_response(f"**/polls/{points.slug}/ballot/"):
            give(page, n, typed)
        saved(page, f"{left} of 10 left")
        expect(told).to_have_text(re.compile(rf"^{re.escape(said)} ?Saved "))
        kept = {f"2026-00{idea}": value for idea, value in kept.items()}
        assert ballots_of(points) == [kept] and shown(page) == kept
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Done: see my ballot").click()
    expect(page.get_by_role("heading", name="Your ballot as saved on")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Idea number 3")


def test_back_to_the_ballot_shows_what_is_saved(new_page, points):
    page = new_page(make_person("Bea"))
    page.goto("/me/")  # with its cookies from the beginning a browser keeps the page of the ballot
    page.goto(f"/polls/{points.slug}/")
    page.reload()
    give(page, 2, "3")
    page.get_by_role("button", name="Done: see my ballot").click()
    expect(page.get_by_role("heading", name="Your ballot as saved on")).to_be_visible()
    page.go_back()
    saved(page, "7 of 10 left")
    assert shown(page) == {"2026-002": 3}
    give(page, 2, "4")
    saved(page, "6 of 10 left")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert ballots_of(points) == [{"2026-002": 4}]
    # Another window saves; the browser had kept this one as it was.
    vote(points, PollVoter.objects.get().person, choices={"2026-001": 5}, revision=2)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    saved(page, "5 of 10 left")
    assert shown(page) == {"2026-001": 5}


def held_back(page: Page) -> list[Route]:
    """The next ballot stays on its way until the test lets it go on."""
    routes: list[Route] = []
    page.route("**/ballot/", lambda route: routes.append(route), times=1)
    return routes


def let_through(page: Page, routes: list[Route]) -> None:
    page.wait_for_timeout(50)
    (route,) = routes
    route.continue_()


def test_what_could_not_be_sent_is_sent_again(new_page, poll):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    for broken in (lambda route: route.fulfill(status=502, body="<p>Bad gateway</p>"), lambda route: route.abort()):
        page.route("**/ballot/", broken, times=2)
        tap(page, "Idea number 1")
        expect(page.locator(".tally__saved")).to_have_text("Not saved yet. We try again.")
        expect(page.locator(".tally__saved")).to_contain_text("You can change it until")
        assert len(ballots_of(poll)[0]) == page.locator(".idea input:checked").count()


def test_nobody_leaves_a_refusal_unread(new_page, poll):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    tap(page, "Idea number 1")
    saved(page, "4 of 5 left")
    Ballot.objects.update(revision=9)
    routes = held_back(page)
    tap(page, "Idea number 2")
    page.get_by_role("button", name="Done: see my ballot").click()
    let_through(page, routes)
    expect(page.get_by_role("alert")).to_contain_text("changed in another window")
    page.wait_for_timeout(200)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator(".idea input:checked").count() == len(ballots_of(poll)[0]) == 1


def test_too_few_choices_are_not_called_saved(new_page, poll):
    IdeaPoll.objects.update(min_choices=2)
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    told = page.locator(".tally__saved")
    tap(page, "Idea number 1")
    expect(told).to_have_text("Choose at least 2 ideas, then your ballot is saved.")
    tap(page, "Idea number 2")
    saved(page, "3 of 5 left")
    routes = held_back(page)
    tap(page, "Idea number 3")
    page.wait_for_timeout(50)
    for n in (3, 2):
        tap(page, f"Idea number {n}")
    let_through(page, routes)
    page.wait_for_timeout(200)
    expect(told).to_have_text("Choose at least 2 ideas, then your ballot is saved.")
    assert len(ballots_of(poll)[0]) == 3  # that one was on its way
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least 2 ideas, then your ballot is saved.")


def test_a_ballot_without_ideas_needs_no_button(new_page, transactional_db):
    poll = opened(make_poll("voting"))
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    expect(page.get_by_text("So there is nothing to vote on.")).to_be_visible()
    page.add_script_tag(url="/static/engage/js/ballot.js", type="module")
    page.wait_for_timeout(100)  # a script that stumbles fails the test


@pytest.fixture
def ranked(transactional_db):
    poll = make_poll("voting", ballot_type="rank", count_rule="schulze", votes_per_ballot=3, winners_k=2)
    make_ideas(poll, 5)
    return opened(poll)


def order(page) -> list[str]:
    return [
        name.removeprefix("Idea number ")
        for name in page.locator(".order__slot:not(.is-free) .order__name").all_inner_texts()
    ]


def rank(page, n: int, place: str) -> None:
    page.locator(f"#rank-2026-00{n}").fill(place)
    page.locator(f"#rank-2026-00{n}").press("Enter")


def test_ideas_are_put_in_order_by_number_and_by_button(new_page, ranked):
    page = new_page(make_person("Bea"))
    page.goto(f"/polls/{ranked.slug}/")
    for n in (4, 2):
        page.get_by_role("button", name=f"Put in my order “Idea number {n}”").click()
    saved(page, "1 of 3 left")
    assert_no_axe_violations(page)
    rank(page, 1, "1")
    saved(page, "0 of 3 left")
    expect(page.locator("#moved")).to_have_text("“Idea number 1” is now number 1 of 3.")
    assert order(page) == ["1", "4", "2"]
    page.get_by_role("button", name="Put in my order “Idea number 3”").click()
    expect(page.locator(".tally__saved")).to_have_text("You have no place left. Take an idea out first.")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Take out: Idea number 4").click()
    saved(page, "1 of 3 left")
    expect(page.locator("#moved")).to_have_text("“Idea number 4” is out of your order.")
    assert_no_axe_violations(page)
    assert ballots_of(ranked) == [{"2026-001": 1, "2026-002": 2}]
    Ballot.objects.update(revision=9)
    rank(page, 5, "2")
    expect(page.get_by_role("alert")).to_contain_text("changed in another window")
    assert order(page) == ["1", "2"]
    assert_no_axe_violations(page)
    close(ranked, timedelta(seconds=1))
    rank(page, 5, "2")
    expect(page.get_by_role("alert")).to_contain_text("your ballot as saved at")
    assert_no_axe_violations(page)


def test_ideas_are_put_in_order_by_keyboard_alone(new_page, ranked):
    page = new_page(make_person("Bea"), size=DESK)
    page.goto(f"/polls/{ranked.slug}/")
    first, second = page.locator(".idea__rank").nth(0), page.locator(".idea__rank").nth(1)
    first.focus()
    page.keyboard.type("1")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    saved(page, "2 of 3 left")
    second.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    saved(page, "1 of 3 left")
    before = order(page)
    page.locator("#order button").nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#moved")).to_contain_text("is now number 1 of 2.")
    assert order(page) == before[::-1]
    expect(page.locator("#order button").nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_response(f"**/polls/{ranked.slug}/ballot/"):  # shown at once, saved a moment later
        page.keyboard.press("Space")
    expect(page.locator("#order button").nth(4)).to_be_focused()
    assert order(page) == before
    page.reload()
    assert order(page) == before


def test_every_page_of_polls_is_usable_by_everyone(new_page, poll):
    proposing = make_poll("proposing")
    idea = make_idea(proposing, author=make_person("Author"))
    bea = make_person("Bea")
    support_idea(by=bea, idea=idea)
    over = make_poll("voting", winners_k=1)
    make_ideas(over, 3)
    for refs in (["2026-001"], ["2026-002"], ["2026-001", "2026-002"]):
        vote(opened(over), refs=refs)
    frozen(over)
    certify_result(by=over.owner, poll=over, override_reason="Both of the tied ideas will be built.")
    page = new_page(bea)
    for path in (
        "/polls/",
        f"/polls/{poll.slug}/",
        f"/polls/{poll.slug}/ballot/remove/",
        f"/polls/{proposing.slug}/",
        f"/polls/{proposing.slug}/add/",
        f"/polls/{proposing.slug}/ideas/{idea.ref}/",
        f"/polls/{over.slug}/results/",
    ):
        page.goto(path)
        day_and_night(page, sizes=(PHONE, DESK))


def test_a_tie_a_lot_drawn_in_public_and_the_certificate(new_page, transactional_db):
    official = make_official("Noor")
    poll = make_poll("voting", owner=official, winners_k=2)
    first, second, third, *_rest = make_ideas(poll, 4)
    poll = opened(poll)
    for refs in ([first.ref, second.ref], [first.ref, third.ref]):
        vote(poll, refs=refs)
    frozen(poll)
    IdeaPoll.objects.filter(pk=poll.pk).update(frozen_at=clock.now() - timedelta(minutes=5))  # the lot comes later
    reader = new_page()
    reader.goto(f"/polls/{poll.slug}/results/")
    expect(reader.get_by_text("A lot is drawn in public.", exact=True)).to_be_visible()

    desk = new_page(official, size=DESK)
    desk.goto(f"/admin/polls/{poll.pk}/")
    desk.get_by_label("When and where is the lot drawn?").fill("Mon 30 Nov, 10:00, Town Hall, room 12")
    desk.get_by_role("button", name="Say when and where").click()
    expect(desk.get_by_role("button", name="Change when and where")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Mon 30 Nov, 10:00, Town Hall, room 12.")).to_be_visible()
    assert_no_axe_violations(reader)
    desk.get_by_label("How was the lot drawn?").fill("Two slips of paper from a hat")
    desk.get_by_label("Who watched?").fill("Ana Reyes, Tom Adeyemi")
    desk.locator("[name=tie-1-drawn_at]").fill(clock.now().astimezone(poll.tz).strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label(f"Place drawn: {third.title}").fill("1")
    desk.get_by_label(f"Place drawn: {second.title}").fill("1")
    desk.get_by_role("button", name="Record the lot").click()
    expect(desk.get_by_text("Give each idea its own place")).to_be_visible()
    desk.get_by_label(f"Place drawn: {second.title}").fill("2")
    desk.get_by_role("button", name="Record the lot").click()
    expect(desk.get_by_text("The lot is written down.")).to_be_visible()
    expect(desk.get_by_role("button", name="Certify the result")).to_have_count(0)
    count_frozen(counting=Counting.objects.unfinished().get())

    desk.reload()
    desk.get_by_role("button", name="Certify the result").click()
    expect(desk.get_by_text("Certified. The answers are due.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("The tie was decided by a lot.")).to_be_visible()
    expect(reader.get_by_text("Ana Reyes and Tom Adeyemi")).to_be_visible()
    assert_no_axe_violations(reader)
    assert {idea.ref: idea.state for idea in poll.ideas.all()} == {
        first.ref: "selected", second.ref: "not_selected", third.ref: "selected", "2026-004": "not_selected",
    }  # fmt: skip


def test_the_name_of_a_file_stays_in_one_line_on_a_phone(new_page, transactional_db):
    poll = make_poll("voting", count_rule="budget_greedy", budget_total=1000, winners_k=None)
    ideas = make_ideas(poll, 2)
    Idea.objects.filter(poll=poll).update(cost=400)
    poll = opened(poll)
    for _ in range(10):
        vote(poll, refs=[ideas[0].ref])
    frozen(poll)
    page = new_page(size=PHONE)
    page.goto(f"/es/polls/{poll.slug}/results/")
    names = page.locator(".files a span")
    expect(names.filter(has_text="poll.pb")).to_be_visible()
    heights = dict(names.evaluate_all("all => all.map(one => [one.textContent, one.offsetHeight])"))
    assert len(heights) == 6 and len(set(heights.values())) == 1, heights
