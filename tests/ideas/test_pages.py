"""The pages of polls, over HTTP: what they cost, and what they say to bad input."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from city.models import Department
from conversations.actions import subject_of
from conversations.models import Comment
from core.clock import now
from core.when import moment_words
from ideas.actions import certify_result, count_said, merge_ideas, review_idea, support_idea
from ideas.models import Ballot, Idea, IdeaPoll, Phase
from tests.builders import make_hood, make_person, make_project
from tests.ideas.builders import (
    DAY,
    SPANS,
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
from tests.support.visitors import client_of

FOLD = '<details class="more"><summary>Add a place, a picture or more</summary>'
BEGIN = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")


@pytest.fixture
def poll(db):
    poll = make_poll("voting")
    make_ideas(poll, 7)
    return opened(poll)


@pytest.fixture
def bea(db):
    return make_person("Bea")


def cast(client, poll, *refs, revision=0, key="k1", **more):
    given = {"idea": refs, "revision": revision, "client_key": key, "wants_outcome": "1", **more}
    return client.post(f"/polls/{poll.slug}/ballot/", given, headers=more.pop("headers", None))


def words(response):
    return " ".join(response.content.decode().split())


# ── readers ──


@pytest.mark.parametrize("phase", ["proposing", "voting"])
def test_every_row_leads_to_its_idea_whatever_its_poll_is_called(db, client, phase):
    poll = make_poll(phase)
    IdeaPoll.objects.filter(pk=poll.pk).update(slug="parks-2030-05-and-0-0")
    ideas = make_ideas(poll, 3)
    if phase == "voting":
        opened(poll)
    page = client.get("/polls/parks-2030-05-and-0-0/").text
    for idea in ideas:
        assert f'href="/polls/parks-2030-05-and-0-0/ideas/{idea.ref}/"' in page


def test_a_reader_gets_no_cookie_and_no_form(poll):
    make_poll("proposing")
    for path in ("/polls/", f"/polls/{poll.slug}/", f"/polls/{poll.slug}/ideas/2026-001/"):
        response = client_of(None).get(path)
        assert response.status_code == 200
        assert not response.cookies and "csrfmiddlewaretoken" not in words(response)


def test_who_is_not_signed_in_reads_why_before_choosing(poll):
    page = words(client_of(None).get(f"/polls/{poll.slug}/"))
    assert "To vote, sign in first." in page
    assert 'type="checkbox"' not in page


def test_a_draft_is_not_there_for_residents(poll, bea):
    IdeaPoll.objects.update(published_at=None)
    assert client_of(bea).get(f"/polls/{poll.slug}/").status_code == 404
    assert client_of(bea).get(f"/polls/{poll.slug}/ideas/2026-001/").status_code == 404
    assert client_of(poll.owner).get(f"/polls/{poll.slug}/").status_code == 200


def test_nobody_sees_counts_while_people_vote(poll, bea):
    vote(poll, refs=["2026-001"])
    for person in (None, bea, poll.owner, make_person("Adm", role="administrator")):
        client = client_of(person)
        assert client.get(f"/polls/{poll.slug}/results/").status_code == 302
        assert "have voted so far" not in words(client.get(f"/polls/{poll.slug}/"))
    desk = words(client_of(poll.owner).get(f"/admin/polls/{poll.pk}/"))
    assert "ballots." not in desk


def test_turnout_is_shown_where_the_poll_says_so(poll):
    IdeaPoll.objects.update(results_visibility="turnout")
    vote(poll, refs=["2026-001"])
    assert "1 person has voted so far." in words(client_of(None).get(f"/polls/{poll.slug}/"))


# ── voting without JavaScript ──


def test_the_button_saves_and_the_page_says_when(poll, bea):
    client = client_of(bea)
    assert cast(client, poll, "2026-001", "2026-003").status_code == 302
    page = words(client.get(f"/polls/{poll.slug}/"))
    assert "3 of 5 left" in page and "You can change it until" in page
    assert page.count(" checked") == 3  # two ideas, and the letter


def test_a_double_click_is_one_ballot(poll, bea):
    client = client_of(bea)
    for _ in range(2):
        assert cast(client, poll, "2026-001").status_code == 302
    assert Ballot.objects.get().revision == 1


def test_a_stale_tab_sees_what_is_saved(poll, bea):
    client = client_of(bea)
    cast(client, poll, "2026-001")
    response = cast(client, poll, "2026-002", key="k2")
    assert response.status_code == 409
    assert "changed in another window" in words(response)
    assert response.context["mine"].choices == {"2026-001": 1} and response.context["mine"].revision == 1
    assert ballots_of(poll) == [{"2026-001": 1}]


def test_too_many_choices_are_kept_on_the_page(poll, bea):
    refs = [f"2026-00{n}" for n in range(1, 7)]
    response = cast(client_of(bea), poll, *refs)
    assert response.status_code == 422
    assert "more than the 5 votes" in words(response)
    assert set(response.context["mine"].choices) == set(refs)
    assert not Ballot.objects.exists()


def test_a_late_voter_reads_what_counts(poll, bea):
    client = client_of(bea)
    cast(client, poll, "2026-001")
    close(poll, timedelta(seconds=1))
    response = cast(client, poll, "2026-002", revision=1, key="k2")
    assert response.status_code == 422
    assert "Voting closed" in words(response) and "your ballot as saved at" in words(response)
    assert ballots_of(poll) == [{"2026-001": 1}]
    assert chosen(response) == ["2026-001"]


@pytest.mark.parametrize("settings", [{}, {"ballot_type": "points"}, {"ballot_type": "rank", "count_rule": "schulze"}])
def test_what_came_too_late_is_not_called_chosen(db, bea, settings):
    poll = make_poll("voting", **settings)
    make_ideas(poll, 3)
    close(opened(poll), timedelta(seconds=1))
    typed = {"points-2026-001": "1", "rank-2026-001": "1", "move": "up:2026-002"}
    response = cast(client_of(bea), poll, "2026-001", **typed)
    assert "You had not saved a ballot." in words(response) and chosen(response) == []


def test_what_a_suspended_vote_did_not_take_is_not_called_chosen(poll, bea):
    client = client_of(bea)
    cast(client, poll, "2026-001")
    IdeaPoll.objects.update(suspended_at=now(), suspended_reason="A court looks at it.")
    assert chosen(cast(client, poll, "2026-001", "2026-002", revision=1, key="k2")) == ["2026-001"]


def chosen(response):
    return sorted(re.findall(r'<li class="idea[^"]* is-chosen">.*?/ideas/([^/]+)/', response.text))


def test_back_to_a_ballot_asks_what_is_saved(poll, bea):
    for person in (bea, None):
        kept = client_of(person).get(f"/polls/{poll.slug}/").get("Cache-Control", "")
        assert ("no-store" in kept) == (person is not None)


def test_exactly_at_the_close_is_too_late(poll, bea):
    at = now()
    Phase.objects.filter(poll=poll, kind="voting").update(closes_at=at)
    assert cast(client_of(bea), poll, "2026-001").status_code == 422
    assert not Ballot.objects.exists()


def test_before_the_opening_and_for_staff_too_nothing_is_taken(db, bea):
    poll = make_poll("review")
    make_ideas(poll, 2)
    for person in (bea, poll.owner, make_person("Adm", role="administrator")):
        response = cast(client_of(person), poll, "2026-001")
        assert response.status_code == 422 and "has not begun" in words(response)
    assert not Ballot.objects.exists()


def test_an_expired_session_never_loses_a_ballot(poll, bea):
    response = cast(client_of(None), poll, "2026-001", "2026-004")
    assert response.status_code == 302 and response.url.startswith("/people/sign-in/")
    from urllib.parse import parse_qs, urlparse

    back = parse_qs(urlparse(response.url).query)["next"][0]
    page = client_of(bea).get(back)
    assert page.context["mine"].choices == {"2026-001": 1, "2026-004": 1}
    assert "not saved yet" in words(page)


def test_an_idea_of_another_poll_is_refused(poll, bea):
    other = make_poll("voting")
    make_idea(other, ref="2026-099")
    response = cast(client_of(bea), poll, "2026-099")
    assert response.status_code == 422 and "not on this ballot" in words(response)


@pytest.mark.parametrize("value", ["-1", "1.5", "1000000000", "x", "٣", "1e3", "6"])
def test_points_that_are_no_whole_number_within_the_rule(db, bea, value):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 2)
    response = cast(client_of(bea), poll, **{"points-2026-001": value})
    assert response.status_code == 422
    assert not Ballot.objects.exists()


def test_zero_points_are_no_vote(db, bea):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 2)
    assert cast(client_of(bea), poll, **{"points-2026-001": "0", "points-2026-002": "2"}).status_code == 302
    assert ballots_of(poll) == [{"2026-002": 2}]


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_made_up_revision_breaks_nothing(poll, bea, revision):
    assert cast(client_of(bea), poll, "2026-001", revision=revision).status_code in (302, 409)


def test_removing_asks_first_and_takes_everything(poll, bea):
    client = client_of(bea)
    cast(client, poll, "2026-001")
    assert "mark that you took part" in words(client.get(f"/polls/{poll.slug}/ballot/remove/"))
    client.post(f"/polls/{poll.slug}/ballot/remove/")
    assert not Ballot.objects.exists()


def test_nobody_s_ballot_is_on_anybody_else_s_page(poll, bea):
    vote(poll, make_person("Other"), ["2026-001"])
    assert client_of(bea).get(f"/polls/{poll.slug}/").context["mine"].choices == {}


def test_a_hidden_idea_stays_votable_without_its_words(poll, bea):
    Idea.objects.filter(ref="2026-001").update(hidden=True, title="Abuse", body="Abuse")
    page = words(client_of(bea).get(f"/polls/{poll.slug}/"))
    assert "Abuse" not in page and "This text is being checked" in page
    assert cast(client_of(bea), poll, "2026-001").status_code == 302


def test_a_hidden_idea_is_not_there_before_the_vote(db, bea):
    poll = make_poll("proposing")
    make_idea(poll, "Abuse", hidden=True)
    assert "Abuse" not in words(client_of(bea).get(f"/polls/{poll.slug}/"))
    assert client_of(bea).get(f"/polls/{poll.slug}/ideas/2026-001/").status_code == 404


# ── ideas ──


def send(client, poll, **given):
    return client.post(
        f"/polls/{poll.slug}/add/",
        {"title": "Lamps along the path", "body": "So that one sees the steps.", "category": "other", **given},
    )


def test_an_idea_is_sent_and_shown(db, bea):
    poll = make_poll("proposing")
    response = send(client_of(bea), poll)
    assert response.status_code == 302
    assert "So that one sees the steps." in words(client_of(None).get(response.url))


@pytest.mark.parametrize(
    ("phase", "says"),
    [
        ("coming", "Ideas are taken from {ideas[0]} to {ideas[1]}. Voting opens {voting[0]}."),
        ("review", "Ideas were taken until {ideas[1]}. Voting opens {voting[0]}."),
        ("over", "Ideas were taken until {ideas[1]}."),
    ],
)
def test_who_comes_with_an_idea_at_another_time_reads_when_and_loses_nothing(db, bea, phase, says):
    poll = make_poll(phase)
    spans = {
        name: [moment_words(at, poll) for at in (span.opens_at, span.closes_at)]
        for name, span in (("ideas", poll.proposing), ("voting", poll.voting))
    }
    shown = words(client_of(bea).get(f"/polls/{poll.slug}/add/"))
    assert (
        f"<p>{says.format(**spans)}</p>" in shown and 'name="title"' not in shown and "What happens next" not in shown
    )
    late = words(send(client_of(bea), poll, seen="1"))
    assert "So that one sees the steps." in late and says.format(**spans) in late


def test_an_idea_of_a_draft_is_not_said_to_be_public(db):
    poll = make_poll("proposing")
    IdeaPoll.objects.update(published_at=None)
    client = client_of(poll.owner)
    assert "once the poll is published" in words(client.get(f"/polls/{poll.slug}/add/"))
    said = words(client.get(send(client, poll).url))
    assert "once the poll is published" in said and "Others can support it" not in said


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, False),
        ({"point": "52.1, 4.5"}, True),
        ({"point": "over there"}, True),
        ({"category": "planting"}, True),
        ({"alt": "The dark bridge"}, True),
        ({"neighborhood": ""}, True),
    ],
)
def test_what_few_fill_in_is_folded_until_there_is_something_in_it(db, bea, given, is_open):
    poll = make_poll("proposing")
    assert FOLD in words(client_of(bea).get(f"/polls/{poll.slug}/add/"))
    again = words(send(client_of(bea), poll, **{"title": "", "neighborhood": poll.neighborhood_id, **given}))
    assert (FOLD.replace('more">', 'more" open>') if is_open else FOLD) in again


def test_look_alikes_are_shown_once_without_javascript(db, bea):
    poll = make_poll("proposing")
    make_idea(poll, "Lamps along the path to the school")
    response = send(client_of(bea), poll)
    assert response.status_code == 200 and "Is one of these the same as yours?" in words(response)
    assert send(client_of(bea), poll, seen="1").status_code == 302


def test_a_look_alike_is_supported_instead_by_one_press(db, bea):
    poll = make_poll("proposing")
    idea = make_idea(poll, "Lamps along the path to the school")
    shown = words(send(client_of(bea), poll))
    button = f'form="instead" formaction="/polls/{poll.slug}/ideas/{idea.ref}/support/" name="support" value="yes"'
    assert button in shown and 'id="instead"' in shown
    while_typing = f"/polls/{poll.slug}/look-alikes/?title=Lamps+along+the+path"
    assert button in words(client_of(bea).get(while_typing))
    path = f"/polls/{poll.slug}/ideas/{idea.ref}/support/"
    answer = client_of(bea).post(path, {"instead": "1", "support": "yes", "title": "Lamps"}, follow=True)
    idea.refresh_from_db()
    assert "You support this idea now." in words(answer) and idea.supports == 1
    assert button not in words(client_of(bea).get(while_typing)), "who supports it needs no button"


def test_only_who_may_enters_an_idea_for_others_and_both_names_are_shown(db, bea):
    poll = make_poll("proposing")
    path = f"/polls/{poll.slug}/add/"
    assert "For somebody else?" not in words(client_of(bea).get(path))
    url = send(client_of(bea), poll, on_behalf_of="The choir").url
    assert "The choir" not in words(client_of(None).get(url))
    lead = make_person("Lea")
    make_project(lead)
    assert "For somebody else?" in words(client_of(lead).get(path))
    url = send(client_of(lead), poll, title="Something else", on_behalf_of="The choir").url
    assert f"The choir, entered by {lead.public_name}" in words(client_of(None).get(url))
    url = send(client_of(poll.owner), poll, title="A third thing", on_behalf_of="The choir").url
    assert "The choir, entered by the city" in words(client_of(None).get(url))


def test_a_fourth_idea_within_a_day_is_refused_and_its_words_stay(db, bea, time_machine):
    poll = make_poll("proposing", ideas_per_resident=10)
    for title in ("Lamps", "Benches", "Reeds"):
        assert send(client_of(bea), poll, title=title).status_code == 302
    refused = send(client_of(bea), poll, title="Swings for all")
    assert refused.status_code == 422 and "3 ideas within a day" in words(refused)
    assert 'value="Swings for all"' in words(refused) and "So that one sees the steps." in words(refused)
    time_machine.move_to(now() + timedelta(days=1, minutes=1), tick=False)
    assert send(client_of(bea), poll, title="Swings for all").status_code == 302


def drawn(poll: IdeaPoll) -> IdeaPoll:
    """Its neighborhood has a boundary, so that there is a map."""
    hood = poll.neighborhood
    hood.boundary = {"type": "Polygon", "coordinates": [[[4.0, 52.0], [4.1, 52.0], [4.1, 52.1], [4.0, 52.0]]]}
    hood.save()
    return poll


def test_a_point_on_the_map_finds_what_is_near_and_stands_on_the_map(db, bea):
    poll = drawn(make_poll("proposing"))
    near = {"title": "Reeds", "category": "planting", "latitude": 52.0, "longitude": 4.0}
    make_idea(poll, **near)
    make_idea(poll, "Far away", category="planting", latitude=52.1, longitude=4.0)
    typing = f"/polls/{poll.slug}/look-alikes/?title=Something+quite+different&category=planting"
    found = words(client_of(bea).get(f"{typing}&point=52.001,+4.001"))
    assert "Reeds" in found and "Far away" not in found
    assert "Reeds" not in words(client_of(bea).get(f"{typing}&point=52.0"))
    given = {"title": "Something quite different", "category": "planting", "point": "52.001, 4.001"}
    assert "Reeds" in words(send(client_of(bea), poll, **given))
    sent = send(client_of(bea), poll, seen="1", **given)
    idea = Idea.objects.latest("pk")
    assert (sent.status_code, idea.latitude, idea.longitude) == (302, 52.001, 4.001)
    refused = send(client_of(bea), poll, **{**given, "point": "at the pond"})
    assert refused.status_code == 422 and 'value="at the pond"' in words(refused)
    assert "Where it is in the city" in words(client_of(None).get(sent.url))


def test_the_map_and_its_list_hold_every_standing_idea_once(db, client, django_assert_max_num_queries):
    poll = drawn(make_poll("proposing"))
    make_ideas(poll, 32)
    placed = make_idea(poll, "With a point", latitude=52.0, longitude=4.0)
    make_idea(poll, "Gone", state=Idea.State.WITHDRAWN)
    client.get(f"/polls/{poll.slug}/map/")  # what is kept for all pages is kept now
    with django_assert_max_num_queries(8):
        first = words(client.get(f"/polls/{poll.slug}/map/"))
    both = first + words(client.get(f"/polls/{poll.slug}/map/?page=2"))
    row = 'class="row__name"><a href="/polls/{}/ideas/{}/"'
    assert all(both.count(row.format(poll.slug, idea.ref)) == 1 for idea in poll.ideas.standing())
    listed = first.partition('id="list"')[2]
    assert listed.index(placed.title) < listed.index("Idea number") and "Gone" not in both


def test_most_discussed_first_page_by_page(db, client):
    poll = make_poll("proposing")
    quiet, loud, some = make_ideas(poll, 3)
    for idea, number in ((loud, 3), (some, 1)):
        subject = subject_of(thing=idea)
        for _n in range(number):
            Comment.objects.create(subject=subject, by=make_person(), words="I know this place.")
        count_said(idea=idea)
    page = words(client.get(f"/polls/{poll.slug}/?order=discussed"))
    assert page.index(loud.title) < page.index(some.title) < page.index(quiet.title)
    rows, after = Idea.objects.filter(poll=poll).page_by("said", "", 2)
    rest, end = Idea.objects.filter(poll=poll).page_by("said", after, 2)
    assert (rows, rest, end) == ([loud, some], [quiet], "")


@pytest.mark.parametrize("order", ["", "newest", "supported", "discussed"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_page_by_page_every_idea_comes_once(db, order, size):
    poll = make_poll("proposing")
    for n, (supports, said) in enumerate([(0, 0), (2, 1), (2, 1), (0, 5), (1, 1), (2, 0), (0, 0), (2, 1)]):
        make_idea(poll, supports=supports, said=said, shuffle=(n % 3) * 100)
    rows, found, after = Idea.objects.filter(poll=poll).standing(), [], ""
    field = {"newest": "pk", "supported": "supports", "discussed": "said"}.get(order)
    while True:
        page, after = rows.page_by(field, after, size) if field else rows.page_in_random_order(100, after, size)
        found += page
        if not after:
            break
    assert len(found) == len(set(found)) == 8 and len(page) <= size
    if field:
        assert found == sorted(found, key=lambda idea: (getattr(idea, field), idea.pk), reverse=True)
    else:
        assert found == sorted(found, key=lambda idea: (idea.shuffle < 100, idea.shuffle, idea.pk))


def test_an_idea_has_a_department_of_its_own(db, client):
    poll = make_poll("review")
    idea = make_idea(poll)
    other = Department.objects.create(slug="roads", name="Roads Office")
    review_idea(by=poll.owner, idea=idea, feasible=True, department=other)
    assert "Roads Office" in words(client.get(f"/polls/{poll.slug}/ideas/{idea.ref}/"))


def test_five_thousand_letters_are_refused_and_kept(db, bea):
    poll = make_poll("proposing")
    response = send(client_of(bea), poll, body="long words " * 455)
    assert response.status_code == 422
    assert "long words long words" in words(response)
    assert not Idea.objects.exists()


def test_scripts_in_an_idea_are_words(db, bea):
    poll = make_poll("proposing")
    url = send(client_of(bea), poll, title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>").url
    for path in (url, f"/polls/{poll.slug}/", "/me/"):
        page = words(client_of(bea).get(path))
        assert "<script>alert" not in page and "<img src=x" not in page


def test_a_withdrawn_idea_leaves_a_tombstone(db, bea):
    poll = make_poll("proposing")
    idea = make_idea(poll, "Lamps", author=bea)
    client = client_of(bea)
    client.post(f"/polls/{poll.slug}/ideas/{idea.ref}/withdraw/", {"reason": "It is built already."})
    page = words(client_of(None).get(f"/polls/{poll.slug}/ideas/{idea.ref}/"))
    assert "took this idea back" in page and "It is built already." in page


def test_one_tap_supports_and_one_takes_it_back(db, bea):
    poll = make_poll("proposing")
    idea = make_idea(poll)
    client = client_of(bea)
    client.post(f"/polls/{poll.slug}/ideas/{idea.ref}/support/", {"support": "yes"})
    idea.refresh_from_db()
    assert idea.supports == 1
    fragment = client.post(
        f"/polls/{poll.slug}/ideas/{idea.ref}/support/", {"support": "no"}, headers={"HX-Request": "true"}
    )
    assert "Nobody supports this yet" in words(fragment)


@pytest.mark.parametrize(
    "then",
    [{"poll": {"suspended_at": now(), "suspended_reason": "We look into it."}}, {"phase": "review"}, {"phase": "over"}],
)
def test_support_is_offered_only_while_it_is_taken_and_ones_own_stays_said(db, bea, then):
    poll = make_poll("proposing")
    liked, other = make_ideas(poll, 2)
    support_idea(by=bea, idea=liked)
    at, client = f"/polls/{poll.slug}/", client_of(bea)
    pages = [at, f"{at}ideas/{liked.ref}/"]
    assert all("Take back my support" in words(client.get(path)) for path in pages)
    IdeaPoll.objects.update(**then.get("poll", {}))
    at_now = now().replace(microsecond=0)
    for kind, (opens, closes) in SPANS[then["phase"]].items() if "phase" in then else ():
        poll.phases.filter(kind=kind).update(opens_at=at_now + DAY * opens, closes_at=at_now + DAY * closes)
    for path in pages:
        shown = words(client.get(path))
        assert "/support/" not in shown and shown.count("You support this") == 1, path
    assert "You support this" not in words(client.get(f"{at}ideas/{other.ref}/"))
    assert "You support this" not in words(client_of(None).get(at))


SAY_SUPPORTS = {
    "its page": ("ideas/2026-001/", "7 people support this"),
    "the list": ("?order=supported", "7 people support this"),
    "look-alikes": ("look-alikes/?title=Lamps+along+the+path", "7 people support this"),
    "for programs": ("/api/v1/polls/{slug}/ideas", '"supports":7'),
    "as a sheet": ("/api/v1/polls/{slug}/ideas?format=csv", ",7,"),
    "on other maps": ("ideas.geojson", '"supports":7'),
}


@pytest.mark.parametrize("where", SAY_SUPPORTS)
@pytest.mark.parametrize("suspended", [False, True])
def test_while_people_vote_supports_are_told_nowhere(db, bea, where, suspended):
    path, said = SAY_SUPPORTS[where]
    for phase in ("proposing", "review", "voting", "over"):
        poll = make_poll(phase)
        if suspended:
            IdeaPoll.objects.filter(pk=poll.pk).update(suspended_at=now(), suspended_reason="We look into it.")
        make_idea(poll, "Lamps along the path", latitude=52.0, longitude=4.0, supports=7)
        at = path.format(slug=poll.slug) if path.startswith("/api") else f"/polls/{poll.slug}/{path}"
        answer = client_of(bea).get(at)
        assert answer.status_code == 200
        told = "".join(answer.text.split()) if "json" in answer["Content-Type"] else words(answer)
        assert (said in told) == (phase != "voting"), (phase, told)
        assert "Nobody supports this yet" not in told and ("Most supported first" not in told or phase != "voting")


def test_an_idea_with_merged_ones_says_once_how_many_people_support_them(db, bea):
    poll = make_poll("proposing")
    kept, gone = make_ideas(poll, 2)
    for idea in (kept, gone):
        support_idea(by=make_person("Cy"), idea=idea)
    merge_ideas(by=poll.owner, duplicate=gone, kept=kept, reason="Both ask for lamps.")
    at = f"/polls/{poll.slug}/ideas/{kept.ref}/"
    page = words(client_of(bea).get(at))
    assert "2 people support this or an idea merged with it" in page and "1 person supports this" not in page
    tap = client_of(bea).post(f"{at}support/", {"support": "yes"}, headers={"HX-Request": "true"})
    assert "3 people support this or an idea merged with it" in words(tap) and "2 people" not in words(tap)
    for support, said in (("no", "1 person supports this<"), ("yes", "2 people support this<")):
        given = {"support": support, "back": "list?order=newest&after=9"}
        tap = client_of(bea).post(f"{at}support/", given, headers={"HX-Request": "true"}).text
        assert tap.count(said) == 2, "each tap in the list is one there: seen, and heard"
        assert 'name="back" value="list?order=newest&amp;after=9"' in tap
        assert f'id="tap-{kept.ref}"' in tap, "whoever taps by keyboard stays there"
    there = client_of(bea).post(f"{at}support/", {"support": "no", "back": "list?order=newest&after=9"})
    assert there["Location"] == f"/polls/{poll.slug}/?order=newest&after=9#idea-{kept.ref}"
    assert 'name="back"' not in client_of(bea).get(at).text


@pytest.mark.parametrize("phase", ["review", "voting"])
def test_the_desk_tells_no_supports_either_while_people_vote(db, phase):
    poll = make_poll(phase)
    make_idea(poll, supports=7)
    table = (
        client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").text.partition('<table class="listing desk-stack">')[2]
    )
    assert ("<th>Supports</th>" in table) == ("<td>7</td>" in table) == (phase == "review")


# ── results ──


@pytest.fixture
def counted(poll):
    for n in range(12):
        vote(poll, refs=["2026-001", "2026-002"] if n % 2 else ["2026-001", "2026-003"])
    frozen(poll)
    return poll


def test_results_show_winner_tie_numbers_and_files(counted):
    response = client_of(None).get(f"/polls/{counted.slug}/", follow=True)
    page = words(response)
    assert "Three ideas won." in page and "Counted. Not certified yet." in page
    for name in ("ballots.csv", "ideas.csv", "rule.json", "outcome.json", "recount.py"):
        file = client_of(None).get(f"/polls/{counted.slug}/results/1/{name}")
        assert file.status_code == 200 and name in file.headers["Content-Disposition"]
    assert counted.results.get().ballots_sha256 in page


def test_a_small_poll_says_first_why_nobody_can_recount_it(poll):
    for _n in range(4):
        vote(poll, refs=["2026-001"])
    frozen(poll)
    page = words(client_of(None).get(f"/polls/{poll.slug}/", follow=True))
    assert page.index("Fewer than ten people voted.") < page.index("outcome.json")
    assert "recount.py" not in page and "Count it yourself" not in page


def test_other_files_are_not_there(counted):
    for name in ("poll.pb", "note", "settings.py", "ballots.csv.bak"):
        assert client_of(None).get(f"/polls/{counted.slug}/results/1/{name}").status_code == 404


def test_a_certified_result_names_the_official(counted):
    certify_result(by=counted.owner, poll=counted)
    assert f"Certified by {counted.owner.full_name}" in words(client_of(None).get(f"/polls/{counted.slug}/results/"))


# ── what it costs ──


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(BEGIN)]


@pytest.mark.parametrize("phase", ["proposing", "voting"])
def test_the_query_count_is_the_same_for_10_and_1000_ideas(db, bea, phase):
    """Number 14."""
    poll = make_poll(phase)
    hood, author = make_hood(), make_person("Author")

    def grow(number):
        n = poll.ideas.count()
        Idea.objects.bulk_create(
            Idea(
                poll=poll,
                ref=f"2026-{n + m:04}",
                title=f"Idea {n + m}",
                body="Why not?",
                neighborhood=hood,
                author=author,
            )
            for m in range(number)
        )

    grow(10)
    support_or_vote(poll, bea, phase)
    path = f"/polls/{poll.slug}/"
    before = {who: len(queries(client, path)) for who, client in clients(bea).items()}
    grow(990)
    if phase == "voting":
        Idea.objects.update(state="on_ballot")
    after = {who: len(queries(client, path)) for who, client in clients(bea).items()}
    assert all(after[who] <= before[who] + (1 if phase == "voting" else 0) for who in before), (before, after)
    assert after["reader"] <= 5 and after["resident"] <= 10, after


def clients(person):
    return {"reader": client_of(None), "resident": client_of(person)}


def support_or_vote(poll, person, phase):
    if phase == "voting":
        vote(poll, person, ["2026-0001"])
    else:
        support_idea(by=person, idea=poll.ideas.first())


def test_saving_a_ballot_costs_few_queries(poll, bea):
    client = client_of(bea)
    json = {"Accept": "application/json"}
    client.get(f"/polls/{poll.slug}/")
    counts = []
    for n in range(3):
        with CaptureQueriesContext(connection) as seen:
            response = client.post(
                f"/polls/{poll.slug}/ballot/",
                {"idea": ["2026-001", f"2026-00{n + 2}"], "revision": n, "client_key": f"k{n}", "wants_outcome": "1"},
                headers=json,
            )
        assert response.json()["revision"] == n + 1
        counts.append(len([query for query in seen.captured_queries if not query["sql"].startswith(BEGIN)]))
    # The first also holds the person, so that two accounts being joined are one voter, and looks whether a closed account
    # with the same address voted on paper.
    first, *later = counts
    assert first <= 12 and max(later) <= 10, [query["sql"][:120] for query in seen.captured_queries]


def test_my_page_shows_my_ideas_and_open_polls(poll, bea):
    proposing = make_poll("proposing")
    make_idea(proposing, "A tap with a bowl for dogs", author=bea)
    page = words(client_of(bea).get("/me/"))
    assert "A tap with a bowl for dogs" in page and poll.question in page


def test_my_page_speaks_of_a_ballot_only_where_one_is_open_and_promises_no_tap(poll, bea):
    said = "You can change your ballot until the poll closes."
    page = words(client_of(bea).get("/me/"))
    assert said in page and "Each tap" not in page, "without scripts nothing is saved before the button"
    close(poll)
    assert said not in words(client_of(bea).get("/me/"))
    make_poll("proposing")
    assert said not in words(client_of(bea).get("/me/")), "there is no ballot yet"


def test_the_desk_belongs_to_officials(poll, bea):
    for path in ("/admin/polls/", f"/admin/polls/{poll.pk}/", "/admin/polls/answers/", "/admin/polls/new/"):
        assert client_of(None).get(path).status_code == 302
        assert client_of(bea).get(path).status_code in (302, 403)
        assert client_of(make_official()).get(path).status_code in (200, 404)


def test_an_official_opens_a_poll_from_a_template(db):
    official = make_official()
    client = client_of(official)
    form = client.get("/admin/polls/new/?kind=budget")
    assert form.status_code == 200 and form.context["form"].initial["count_rule"] == "budget_greedy"
    given = {
        "question": "What first along the creek?", "department": official.role_grants.get().department_id, "zone": "Europe/Amsterdam",
        "ballot_type": "approve", "count_rule": "most", "votes_per_ballot": 5, "min_choices": 1, "winners_k": 3,
        "ideas_per_resident": 3, "results_visibility": "nobody", "answer_days": 30,
        "proposing_opens": "2030-03-01T08:00", "proposing_closes": "2030-03-20T20:00",
        "voting_opens": "2030-04-01T08:00", "voting_closes": "2030-04-20T20:00",
    }  # fmt: skip
    missing_hour = client.post("/admin/polls/new/", {**given, "voting_opens": "2030-03-31T02:30"})
    assert missing_hour.status_code == 422 and "does not exist" in words(missing_hour)
    assert client.post("/admin/polls/new/", given).status_code == 302
    poll = IdeaPoll.objects.get()
    assert poll.state == "draft"
    client.post(f"/admin/polls/{poll.pk}/publish/")
    poll.refresh_from_db()
    assert poll.published_at is not None


def test_an_idea_that_is_too_long_is_kept_whole_and_no_paste_is_cut_off(bea):
    page, client = "/polls/" + make_poll("proposing").slug + "/add/", client_of(bea)
    assert "maxlength" not in client.get(page).content.decode()
    answer = client.post(page, {"title": "Lamps", "body": "y" * 5000, "category": "other"})
    assert answer.status_code == 422
    assert "y" * 5000 in answer.content.decode() and "5,000 letters" in answer.content.decode()


def test_only_the_files_of_a_count_are_found_under_their_own_names(client, bea, poll):
    vote(poll, bea, [poll.ideas.order_by("pk")[0].ref])
    files = f"/polls/{poll.slug}/results/{frozen(poll).n}/"
    assert client.get(files + "outcome.json").status_code == 200
    assert [client.get(files + name).status_code for name in ("ballots_csv", "outcome_json", "x")] == [404] * 3


def test_a_nul_in_a_ballot_is_refused_like_any_idea_that_is_not_on_it(poll, bea):
    answer = cast(client_of(bea), poll, "\0", key="k\0")
    assert answer.status_code == 422 and not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("proposing", "Hear when voting opens, what comes out"),
        ("review", "Hear when voting opens, what comes out"),
        ("voting", "Hear before voting ends, what comes out"),
        ("over", "Hear what comes out, what the city says, and what becomes of the ideas."),
    ],
)
def test_to_follow_a_poll_promises_what_is_still_to_come(db, client, phase, said):
    assert said in client.get(f"/polls/{make_poll(phase).slug}/").content.decode()
