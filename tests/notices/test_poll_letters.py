"""What becomes of ideas reaches those who asked to hear, once, and tells nobody's ballot."""

import pytest

from core.clock import now
from ideas import bells as ideas
from ideas.models import Answer, Certification, Duty, Idea, IdeaPoll, OutcomeListener, Result, Support
from notices.actions import choose_notices
from notices.models import Letter
from notices.stopping import token_of
from people.models import Person
from projects.models import Project
from tests.builders import make_department, make_person, make_project
from tests.notices.hearing import letters, rings

pytestmark = pytest.mark.django_db


def make_poll(**fields) -> IdeaPoll:
    return IdeaPoll.objects.create(
        slug="elm-street", question="What does Elm Street need?", owner=make_person("Otto", role="official"),
        department=make_department(), published_at=now(), **fields,
    )  # fmt: skip


def make_idea(poll, n=1, **fields) -> Idea:
    given = {"title": f"A bench {n}", "body": "In the shade.", "author": make_person("Ida"), "ref": f"2026-{n:03}"}
    return Idea.objects.create(poll=poll, **{**given, **fields})


def listening(poll, *names) -> list[Person]:
    people = [make_person(name) for name in names]
    OutcomeListener.objects.bulk_create(OutcomeListener(poll=poll, person=person) for person in people)
    return people


def answered(idea, status="accepted") -> Answer:
    return Answer.objects.create(
        idea=idea, n=1, status=status, reason="It fits the new square.", next_step="We order it.",
        department=make_department(), by=idea.poll.owner,
    )  # fmt: skip


def test_a_certified_result_reaches_everybody_who_asked_once():
    poll = make_poll(frozen_at=now())
    make_idea(poll, state=Idea.State.SELECTED)
    people = listening(poll, "Lea", "Leo")
    result = Result.objects.create(poll=poll, n=1, ideas_csv="", rule_json="{}", outcome_json="{}", engine_version="1")
    Certification.objects.create(result=result, by=poll.owner)
    rings(ideas.result_certified, poll, by=poll.owner, poll=poll, result=result)
    found = letters("poll_result")
    assert {letter.person for letter in found} == set(people)
    assert "A bench 1" in found[0].text and found[0].text.startswith("Hello Le")


def test_an_answer_reaches_author_and_supporters_in_one_letter_each():
    poll = make_poll()
    idea = make_idea(poll)
    bea = make_person("Bea")
    for person in (bea, idea.author):
        Support.objects.create(idea=idea, person=person)
    answer = answered(idea)
    rings(ideas.idea_answered, idea, by=poll.owner, idea=idea, answer=answer)
    found = [*letters("idea_answered"), *letters("supported_idea_answered")]
    assert [letter.person for letter in found] == [idea.author, bea]
    for words in ("We will do it", "It fits the new square.", "We order it.", "Parks Office"):
        assert words in found[0].text and words in found[1].text


def test_supporters_switch_answers_off_and_authors_cannot():
    idea, bea = make_idea(make_poll()), make_person("Bea")
    for person in (bea, idea.author):
        Support.objects.create(idea=idea, person=person)
        choose_notices(by=person, choices={"polls": "off"})
    rings(ideas.idea_answered, idea, by=idea.poll.owner, idea=idea, answer=answered(idea))
    assert [letter.person for letter in Letter.objects.all()] == [idea.author]


def test_the_others_who_asked_hear_once_when_every_idea_has_its_answer():
    poll = make_poll(frozen_at=now())
    lea, ida = listening(poll, "Lea", "Ida")
    first, second = make_idea(poll, 1, author=ida), make_idea(poll, 2, author=None)
    for idea in (first, second):
        Duty.objects.create(idea=idea, department=make_department(), due_at=now())
    for idea, status in ((first, "accepted"), (second, "not_possible")):
        answer = answered(idea, status)
        Duty.objects.filter(idea=idea).update(done_at=now())
        rings(ideas.idea_answered, idea, by=poll.owner, idea=idea, answer=answer)
        assert len(letters("poll_answered")) == (2 if idea is second else 0)
    words = letters("poll_answered")[0].text
    assert "- A bench 1: We will do it" in words and "- A bench 2: Not possible" in words
    assert [letter.person for letter in letters("idea_answered")] == [ida]


def test_who_said_no_after_voting_is_left_alone():
    poll = make_poll(frozen_at=now())
    idea = make_idea(poll, author=None)
    Support.objects.create(idea=idea, person=make_person("Quiet"))
    rings(ideas.idea_answered, idea, by=poll.owner, idea=idea, answer=answered(idea))
    assert not Letter.objects.exists()


def test_a_finished_idea_is_told_once_to_everybody_who_asked():
    poll = make_poll(frozen_at=now())
    lea, leo = listening(poll, "Lea", "Leo")
    idea = make_idea(poll, author=lea)
    Support.objects.create(idea=idea, person=leo)
    project = make_project(
        status=Project.Status.COMPLETED, outcome_number=12, wanted_unit="benches", outcome_report="They stand."
    )
    rings(ideas.project_started, idea, by=lea, idea=idea, project=project)
    rings(ideas.idea_done, idea, by=lea, idea=idea, project=project)
    for kind in ("idea_started", "idea_done"):
        assert sorted(letter.person.first_name for letter in letters(kind)) == ["Lea", "Leo"]
    words = letters("idea_done")[0].text
    assert "12 benches" in words and "They stand." in words


def test_letters_to_many_are_the_same_but_for_the_name_and_the_way_out():
    poll = make_poll(frozen_at=now())
    listening(poll, "Lea <b>", "Leo")
    idea = make_idea(poll, author=None)
    rings(ideas.idea_done, idea, idea=idea, project=make_project())
    lea, leo = letters("idea_done")
    hers, about = lea.text.replace("Lea <b>", "Leo"), f"poll-{poll.pk}"
    for alone in ("", about):
        hers = hers.replace(token_of(lea.ref, alone), token_of(leo.ref, alone))
    assert hers == leo.text and token_of(leo.ref, about) in leo.text
    assert token_of(lea.ref) in lea.html
    assert "Lea &lt;b&gt;" in lea.html and "Lea <b>" not in lea.html
