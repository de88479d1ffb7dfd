"""Follow a project, an idea, a neighborhood or a kind; see all of it in one place; stop with one press."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from conversations import actions
from conversations.models import Follow, Subject
from core.errors import NotAllowed
from ideas.models import IdeaPoll
from people.actions import erase_person
from people.personal import parts, rows_of
from projects.actions import write_to_people
from projects.models import Project
from tests.builders import make_hood, make_person, make_project, make_seat, make_slot, sign_in
from tests.ideas.builders import make_idea, make_poll

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once():
    amal, project = make_person(), make_project()
    for _again in range(2):
        actions.follow(by=amal, thing=project)
    assert [row.subject.project for row in Follow.objects.of(amal)] == [project]


def test_one_follows_projects_ideas_polls_neighborhoods_and_kinds():
    amal, idea = make_person(), make_idea(make_poll("proposing"))
    for target in (
        {"thing": make_project()}, {"thing": idea}, {"thing": idea.poll}, {"neighborhood": make_hood()},
        {"category": "planting"},
    ):  # fmt: skip
        actions.follow(by=amal, **target)
        actions.follow(by=amal, **target)
    assert Follow.objects.of(amal).count() == 5
    assert Follow.objects.subjects_of(amal).count() == 3


def test_unfollowing_what_one_does_not_follow_is_harmless():
    amal, project = make_person(), make_project()
    actions.unfollow(by=amal, thing=project)
    actions.follow(by=amal, thing=project)
    actions.unfollow(by=amal, thing=project)
    actions.unfollow(by=amal, thing=project)
    assert not Follow.objects.exists()


def test_nobody_follows_a_draft_or_a_kind_that_does_not_exist():
    with pytest.raises(NotAllowed):
        actions.follow(by=make_person(), thing=make_project(status=Project.Status.DRAFT))
    with pytest.raises(NotAllowed):
        actions.follow(by=make_person(), category="knitting")
    assert not Follow.objects.exists() and not Subject.objects.exists()


def test_a_follow_is_of_exactly_one_thing():
    amal, hood = make_person(), make_hood()
    for odd in ({}, {"neighborhood": hood, "category": "care"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(person=amal, **odd)


def test_nobody_ends_what_somebody_else_follows():
    actions.follow(by=make_person(), category="care")
    with pytest.raises(NotAllowed):
        actions.stop(by=make_person("Bea"), follow=Follow.objects.get())


def test_a_subject_is_a_person_or_owned():
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.create(kind=Subject.PERSON)
    amal = make_person()
    assert actions.subject_of(thing=amal) == actions.subject_of(thing=amal)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_all_get_the_same_subject():
    project, together, found = make_project(), Barrier(6), []

    def ask() -> None:
        mine = Project.objects.get(pk=project.pk)
        together.wait()
        found.append(actions.subject_of(thing=mine).pk)
        connection.close()

    threads = [Thread(target=ask) for _each in range(6)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert len(found) == 6 and set(found) == {Subject.objects.get().pk}


def test_the_press_on_the_page_of_a_project(client):
    amal, project = sign_in(client, make_person()), make_project()
    page = f"/projects/{project.slug}/"
    assert "You follow this" not in client.get(page).content.decode()
    form = {"what": "projects.project", "key": project.slug, "next": page}
    assert client.post("/follow/", form).url == page
    assert "You follow this" in client.get(page).content.decode()
    client.post("/follow/", form | {"stop": "1"})
    assert not Follow.objects.of(amal).exists()


@pytest.mark.parametrize("path", ["/projects/{}/", "/neighborhoods/", "/find/?kind=cleanup"])
def test_readers_get_a_link_and_no_cookie(client, path):
    page = client.get(path.format(make_project().slug))
    assert page.status_code == 200 and not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()


@pytest.mark.parametrize("phase", ["proposing", "voting"])
def test_the_press_on_the_page_of_a_poll(client, phase):
    poll = make_poll(phase)
    page, form = f"/polls/{poll.slug}/", {"what": "ideas.ideapoll", "key": poll.slug}
    seen = client.get(page)
    assert f"/follow/?what=ideas.ideapoll&amp;key={poll.slug}" in seen.content.decode()
    assert not seen.cookies and "csrfmiddlewaretoken" not in seen.content.decode()
    sign_in(client, make_person())
    assert client.post("/follow/", form).url == page
    assert "You follow this" in client.get(page).content.decode()


def test_a_draft_of_a_poll_is_not_offered_to_follow(client):
    poll = make_poll("proposing")
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None)
    sign_in(client, poll.owner)
    assert "ideas.ideapoll" not in client.get(f"/polls/{poll.slug}/").content.decode()


def test_who_answers_a_letter_of_organizers_follows_nothing():
    seat = make_seat(make_slot())
    lead = seat.slot.event.project.organizers.get().person
    broadcast = write_to_people(by=lead, event=seat.slot.event, audience="coming", words="Bring boots, it rained.")
    actions.comment(by=seat.person, thing=broadcast, words="Thank you, I will.")
    assert not Follow.objects.exists()


def test_readers_find_the_press_after_signing_in(client):
    project = make_project()
    way = f"/follow/?what=projects.project&amp;key={project.slug}"
    assert way in client.get(f"/projects/{project.slug}/").content.decode()
    assert client.get(way.replace("&amp;", "&")).url.startswith("/people/sign-in/")
    sign_in(client, make_person())
    assert project.title in client.get(way.replace("&amp;", "&")).content.decode()


def test_the_find_page_offers_to_follow_what_was_searched_for(client):
    amal = sign_in(client, make_person())
    actions.follow(by=amal, neighborhood=make_hood())
    page = client.get("/find/?where=elm-park&kind=planting").content.decode()
    assert "You follow this" in page and 'value="planting"' in page


@pytest.mark.parametrize("what", ["projects.project", "neighborhood", "category", "people.person", "\0", ""])
def test_made_up_things_are_not_there(client, what):
    sign_in(client, make_person())
    assert client.post("/follow/", {"what": what, "key": "no\0where"}).status_code == 404


def test_what_i_follow_stands_on_one_page_and_ends_with_one_press(client):
    amal, project = sign_in(client, make_person()), make_project()
    for target in ({"thing": project}, {"neighborhood": make_hood()}, {"category": "planting"}):
        actions.follow(by=amal, **target)
    page = client.get("/me/follows/").content.decode()
    assert all(words in page for words in (project.title, "Elm Park", "Planting"))
    client.post("/me/follows/", {"follow": Follow.objects.get(category="planting").pk})
    assert Follow.objects.of(amal).count() == 2


def test_a_project_that_is_no_longer_public_keeps_its_title_for_itself(client):
    amal, project = sign_in(client, make_person()), make_project(title="Secret garden")
    actions.follow(by=amal, thing=project)
    Project.objects.filter(pk=project.pk).update(status="draft")
    page = client.get("/me/follows/").content.decode()
    assert "Secret garden" not in page and "No longer public" in page


def test_who_follows_everything_sees_a_page_of_it_at_a_time(client, django_assert_max_num_queries):
    amal = sign_in(client, make_person())
    for _each in range(60):
        actions.follow(by=amal, thing=make_project())
    client.get("/me/follows/")  # what every page asks once
    with django_assert_max_num_queries(8):
        first = client.get("/me/follows/").content.decode()
    assert first.count("Stop following") == 50
    oldest = Follow.objects.of(amal)[49].pk
    assert client.get(f"/me/follows/?before={oldest}").content.decode().count("Stop following") == 10


def test_what_somebody_follows_is_exported_and_goes_with_them():
    amal = make_person()
    actions.follow(by=amal, category="planting")
    part = next(part for part in parts() if part.model == "conversations.Follow")
    assert rows_of(part, amal)[0]["category"] == "planting"
    erase_person(by=amal, person=amal)
    assert not Follow.objects.exists()
