"""Questions and answers, two levels deep: who may write, as what, and what others see of it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from conversations import actions, health, talk
from conversations.models import Comment, Follow, Helpful
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from people.actions import erase_person
from people.models import Deed
from projects.models import Barring, Project
from tests.builders import make_person, make_project, sign_in
from tests.conversations.builders import answer, ask, lead_of, settled
from tests.ideas.builders import make_idea, make_poll

pytestmark = pytest.mark.django_db


# ── who says it, and as what ──


def test_a_question_and_the_organizers_answer():
    project = make_project()
    said = answer(ask(project), by=lead_of(project))
    assert said.voice == "organizer" and said.parent.voice == ""


def test_an_official_speaks_for_their_office():
    said = answer(ask(make_project()), by=make_person("Mia", role="official"))
    assert said.voice == "official" and said.department.name == "Parks Office"


def test_who_answers_to_an_answer_answers_to_the_question():
    first = ask(make_project())
    second = answer(answer(first))
    assert second.parent == first


def test_who_writes_follows_from_then_on():
    first = ask(make_project())
    assert Follow.objects.filter(person=first.by, subject=first.subject).exists()


@pytest.mark.parametrize("status", [Project.Status.DRAFT, Project.Status.SUBMITTED])
def test_nobody_writes_on_what_is_not_public(status):
    project = make_project(status=status)
    for person in (make_person(), lead_of(project)):
        with pytest.raises(NotAllowed):
            ask(project, by=person)


def test_who_was_taken_out_of_a_project_writes_nothing_there():
    project, amal = make_project(), settled()
    Barring.objects.create(project=project, person=amal, by=lead_of(project), reason="x" * 30)
    with pytest.raises(NotAllowed):
        ask(project, by=amal)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_nothing_and_too_much_are_refused(words):
    with pytest.raises(RuleBroken):
        ask(make_project(), words)


def test_the_second_press_writes_nothing_more():
    project, amal = make_project(), settled()
    assert ask(project, by=amal, key="abc") == ask(project, by=amal, key="abc")
    assert Comment.objects.count() == 1


def test_labels_are_for_ideas():
    idea, amal = make_idea(make_poll("proposing")), settled()
    said = actions.comment(by=amal, thing=idea, words="Yes please", label="for")
    assert said.label == "for"
    assert actions.comment(by=amal, thing=idea, words="Why?", label="for", answer_to=said).label == ""
    assert ask(make_project(), label="against").label == ""


def test_an_answer_belongs_to_the_same_subject():
    first = ask(make_project())
    with pytest.raises(RuleBroken):
        actions.comment(by=settled(), thing=make_project(), words="Hm", answer_to=first)


# ── new accounts ──


def test_a_link_of_a_new_account_waits_and_rings_nothing_for_others():
    held = ask(make_project(), "Look at www.cheap.example", by=make_person())
    assert held.state == Comment.State.HELD and held.hold_reason == "link"
    assert Deed.objects.filter(bell="conversations.comment_held").exists()
    assert not Deed.objects.filter(bell="conversations.comment_posted").exists()


def test_a_link_of_a_known_account_is_published():
    assert ask(make_project(), "See https://larkhaven.example/map").is_shown


def test_a_new_account_writes_ten_times_an_hour():
    project, amal = make_project(), make_person()
    for _n in range(10):
        ask(project, by=amal)
    with pytest.raises(TooOften):
        ask(project, by=amal)
    Comment.objects.update(created_at=now() - timedelta(minutes=61))
    assert ask(project, by=amal).is_shown


def test_what_waits_is_seen_by_its_author_with_the_reason_and_by_nobody_else(client):
    project, amal = make_project(), make_person()
    ask(project, "Look at www.cheap.example", by=amal)
    page = f"/projects/{project.slug}/questions/"
    assert "cheap" not in client.get(page).content.decode()
    sign_in(client, amal)
    mine = client.get(page).content.decode()
    assert "cheap" in mine and "Your account is new and there is a link in it." in mine


# ── mentions ──


def test_only_who_speaks_in_the_thread_can_be_meant():
    first = ask(make_project(), by=settled("Ana"))
    make_person("Bea")
    said = answer(first, "@Ana @Bea @Zoë look", by=settled("Cy"))
    assert [row.person for row in said.mentions.all()] == [first.by]


def test_nobody_under_18_can_be_meant():
    first = ask(make_project(), by=settled("Kim", adult=False))
    assert not answer(first, "@Kim yes").mentions.exists()


# ── helpful ──


def test_helpful_counts_once_for_each_and_is_taken_back():
    first, bea = ask(make_project()), settled("Bea")
    for _again in range(2):
        actions.find_helpful(by=bea, comment=first)
    first.refresh_from_db()
    assert first.helpful == 1
    for _again in range(2):
        actions.find_no_longer_helpful(by=bea, comment=first)
    first.refresh_from_db()
    assert first.helpful == 0


def test_officials_words_and_ones_own_cannot_be_liked_up():
    first = ask(make_project())
    official = answer(first, by=make_person("Mia", role="official"))
    for comment, person in ((official, settled()), (first, first.by)):
        with pytest.raises(NotAllowed):
            actions.find_helpful(by=person, comment=comment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=official.pk).update(helpful=1)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_count_once():
    first, bea, together = ask(make_project()), settled("Bea"), Barrier(4)

    def press() -> None:
        mine = Comment.objects.get(pk=first.pk)
        together.wait()
        actions.find_helpful(by=bea, comment=mine)
        connection.close()

    threads = [Thread(target=press) for _each in range(4)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    first.refresh_from_db()
    assert first.helpful == Helpful.objects.count() == 1


# ── the order, and what is gone ──


def test_the_city_answers_first_then_the_organizers_then_everybody():
    project = make_project()
    first = ask(project)
    neighbors = [answer(first, f"I think so {n}", by=settled("Bea")) for n in range(5)]
    organizer = answer(first, by=lead_of(project))
    official = answer(first, by=make_person("Mia", role="official"))
    (said,) = talk.first_words(first.subject, None, talk.NEWEST, "").rows
    assert [each.row for each in said.answers] == [official, organizer, *neighbors[:3]]
    assert said.more
    whole, _more = talk.thread(first, None)
    assert [each.row for each in whole.answers] == [official, organizer, *neighbors]


def test_pages_follow_each_other_in_both_orders():
    project, amal = make_project(), settled()
    for n in range(45):
        ask(project, f"Question {n}", by=amal)
    Comment.objects.filter(words__endswith="7").update(helpful=3)
    subject = Comment.objects.all()[0].subject
    for order in (talk.NEWEST, talk.HELPFUL):
        after, found = "", []
        for _page in range(3):
            page = talk.first_words(subject, None, order, after)
            found += [each.row.words for each in page.rows]
            after = page.next
        assert after == "" and len(set(found)) == len(found) == 45
        first = "Question 44" if order == talk.NEWEST else "Question 37"
        assert found[0] == first


def test_taken_back_words_leave_a_place_above_their_answers(client):
    project = make_project()
    first = ask(project, "Private words", by=settled())
    alone = ask(project, "Lonely words", by=first.by)
    answer(first, "The answer stays", by=lead_of(project))
    for each in (first, alone):
        actions.remove(by=first.by, comment=each)
    page = client.get(f"/projects/{project.slug}/questions/").content.decode()
    assert "Private words" not in page and "Lonely words" not in page and "The answer stays" in page
    with pytest.raises(RuleBroken):
        answer(first)


def test_nobody_takes_back_what_somebody_else_said():
    with pytest.raises(NotAllowed):
        actions.remove(by=settled(), comment=ask(make_project()))


# ── the pages ──


def test_ask_on_the_page_and_find_it_there(client):
    project = make_project()
    sign_in(client, settled())
    page = f"/projects/{project.slug}/questions/"
    sent = client.post(page, {"words": "Is there shade?"}, follow=True)
    assert "Is there shade?" in sent.content.decode()
    assert "<summary>Add something</summary>" in sent.content.decode()  # nobody asks in order to answer
    assert "Questions and answers (1)" in client.get(f"/projects/{project.slug}/").content.decode()


def test_ten_thousand_letters_are_refused_and_kept(client):
    project = make_project()
    sign_in(client, make_person())  # an account of today
    words, way = "أين نلتقي غدا؟ https://cheap.example " * 300, f"/projects/{project.slug}/questions/"
    page = client.post(way, {"words": words})
    assert page.status_code == 422
    assert words.strip() in page.content.decode() and 'dir="auto"' in page.content.decode()
    assert not Comment.objects.exists()
    client.post(way, {"words": words[:1900]})
    assert Comment.objects.get().state == Comment.State.HELD


def test_readers_write_nothing_and_find_no_form(client):
    first = ask(make_project())
    for path in (f"/projects/{first.subject.project.slug}/questions/", f"/talk/{first.ref}/"):
        page = client.get(path)
        assert page.status_code == 200 and not page.cookies and "<textarea" not in page.content.decode()
        client.post(path, {"words": "Me too"})
    assert Comment.objects.count() == 1


def test_links_of_somebody_unknown_are_not_shown(client):
    project, amal = make_project(), settled()
    ask(project, "See [this](https://cheap.example/a) or https://cheap.example/b", by=amal)
    page = f"/projects/{project.slug}/questions/"
    assert "cheap.example" not in client.get(page).content.decode()
    ask(project, "And what about shade?", by=amal)
    shown = client.get(page).content.decode()
    assert 'href="https://cheap.example/b"' in shown and "nofollow" in shown


def test_the_newest_answer_of_the_city_stands_on_the_projects_page(client):
    project = make_project()
    answer(ask(project), "Our truck comes at noon.", by=make_person("Mia", role="official"))
    assert "Our truck comes at noon." in client.get(f"/projects/{project.slug}/").content.decode()


def test_somebody_under_18_is_not_named(client):
    first = ask(make_project(), by=settled("Kimberly", adult=False))
    page = client.get(f"/talk/{first.ref}/").content.decode()
    assert "Kimberly" not in page and "A young person" in page


def test_what_is_said_where_one_may_not_look_is_not_there(client):
    first = ask(make_project())
    Project.objects.update(status=Project.Status.DRAFT)
    assert client.get(f"/talk/{first.ref}/").status_code == 404
    sign_in(client, settled())
    assert client.post(f"/talk/{first.ref}/helpful/").status_code == 404


def test_a_long_talk_takes_as_many_queries_as_a_short_one(client, django_assert_max_num_queries):
    project = make_project()
    for n in range(25):
        first = ask(project, f"Question {n}", by=settled(f"Amal{n}"))
        answer(first, by=lead_of(project))
        answer(first)
    client.get("/points/")  # what every page asks once
    with django_assert_max_num_queries(10):
        client.get(f"/projects/{project.slug}/questions/")
    sign_in(client, lead_of(project))
    with django_assert_max_num_queries(14):
        client.get(f"/projects/{project.slug}/questions/")


def test_the_discussion_of_an_idea(client):
    idea = make_idea(make_poll("proposing"), "Lamps at the bridge")
    sign_in(client, settled())
    page = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/talk/"
    assert "In favor" in client.get(page).content.decode()
    client.post(page, {"words": "It is dark there.", "label": "for"})
    assert "It is dark there." in client.get(page).content.decode()
    assert "Read what people say (1)" in client.get(page.replace("talk/", "")).content.decode()


def test_a_former_members_words_stay_unless_they_ask():
    for texts, words in ((False, "Is there shade?"), (True, "")):
        first = ask(make_project(), "Is there shade?")
        actions.find_helpful(by=(bea := settled("Bea")), comment=first)
        erase_person(by=bea, person=bea)
        erase_person(by=first.by, person=first.by, remove_texts=texts)
        first.refresh_from_db()
        assert first.words == words and first.helpful == 0


def test_the_doctor_finds_threads_and_counts_that_are_wrong():
    first = ask(make_project())
    second = answer(answer(first))
    Comment.objects.filter(pk=second.pk).update(parent=Comment.objects.filter(parent=first).first(), helpful=2)
    assert [len(list(check())) for check in (health.threads, health.helpful)] == [1, 1]
