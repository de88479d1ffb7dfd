"""How much is said about an idea is counted, a moment after it was said: for the order that puts the most discussed first."""

from threading import Thread

import pytest
from django.db import connection, transaction

from conversations import actions as conversations
from conversations import bells
from conversations.models import Comment, Subject
from ideas.actions import count_said
from ideas.models import Idea
from people.actions import erase_person
from people.deeds import deliver_all
from people.system import SYSTEM
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll


@pytest.fixture
def idea(db) -> Idea:
    return make_idea(make_poll("proposing"), author=make_person("Ana"))


def said(idea: Idea) -> int:
    deliver_all()
    return Idea.objects.get(pk=idea.pk).said


def say(idea: Idea, **how) -> Comment:
    return conversations.comment(by=make_person(), thing=idea, words="I know this place.", **how)


def test_first_words_count_and_answers_do_not(idea):
    first = say(idea)
    say(idea, answer_to=first)
    say(idea)
    assert said(idea) == 2


def test_what_is_taken_back_counts_no_more(idea):
    first = say(idea)
    say(idea)
    conversations.remove(by=first.by, comment=first)
    assert said(idea) == 1


def test_what_moderators_hide_counts_no_more_until_it_is_back(idea):
    comment, moderator = say(idea), make_person("Mo", role="moderator")
    case = conversations.report(by=make_person(), comment=comment, reason="insult").case
    assert said(idea) == 1
    conversations.decide_case(
        by=moderator, case=case, outcome="hide", rule="insult", words="It insults a neighbor by name."
    )
    assert said(idea) == 0
    conversations.appeal_case(by=comment.by, case=case, words="I named nobody, read it again.")
    judge = make_person("Jo", role="moderator")
    conversations.decide_appeal(by=judge, case=case, overturn=True, words="It does not name anybody at all.")
    assert said(idea) == 1


def test_what_waits_for_a_look_does_not_count(idea):
    comment = say(idea)
    assert said(idea) == 1
    Comment.objects.filter(pk=comment.pk).update(state="held", hold_reason="reports")
    with transaction.atomic():
        bells.comment_held.ring(by=SYSTEM(), on=comment, comment=comment.pk)
    assert said(idea) == 0


def test_who_closes_their_account_takes_their_words_along(idea):
    first = say(idea)
    assert said(idea) == 1
    erase_person(by=first.by, person=first.by, remove_texts=True)
    assert said(idea) == 0


def test_heard_twice_it_is_counted_once(idea):
    say(idea)
    count_said(idea=idea)
    count_said(idea=idea)
    assert said(idea) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_counts_at_once_none_forgets_what_the_other_saw():
    idea = make_idea(make_poll("proposing"), author=make_person("Ana"))
    subject = Subject.objects.create(kind="ideas.idea")
    Idea.objects.filter(pk=idea.pk).update(subject=subject)

    def speak(person) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    Comment.objects.create(subject=subject, by=person, words="I know this place.")
                count_said(idea=idea)
        finally:
            connection.close()

    threads = [Thread(target=speak, args=[make_person()]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Idea.objects.get(pk=idea.pk).said == 60
