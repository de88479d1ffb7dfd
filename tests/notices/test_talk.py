"""Letters about what people say: who hears of it, once, and who never learns who reported."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from conversations import actions, bells
from conversations.models import Case
from core.clock import now
from notices.actions import choose_notices, news_for, send_due, tell_moderators
from notices.models import Letter
from people.actions import erase_person
from people.deeds import deliver_all
from projects.models import ProjectRole
from tests.builders import make_person, make_project
from tests.conversations.builders import WHY, answer, ask, decided, lead_of, reported, settled
from tests.ideas.builders import make_idea, make_poll
from tests.notices.hearing import letters, rings

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")


def heard(kind: str) -> list[str]:
    return [letter.person.first_name for letter in letters(kind)]


def test_organizers_hear_of_a_question_and_who_asked_of_the_answer():
    project = make_project(settled("Ana"))
    ProjectRole.objects.create(project=project, person=settled("Tom"), role="co_lead")
    first = ask(project, by=settled("Amal"))
    rings(bells.comment_posted, on=first, comment=first)
    assert heard("talk_question") == ["Ana", "Tom"]
    said = answer(first, "Yes, it is flat.", by=lead_of(project))
    rings(bells.comment_posted, on=said, comment=said)
    (letter,) = letters("talk_answer")
    assert letter.person == first.by and "Yes, it is flat." in letter.text and f"/talk/{first.ref}/" in letter.text
    assert heard("talk_question") == ["Ana", "Tom"]


def test_the_author_of_an_idea_hears_at_once_of_questions_alone_three_a_day():
    idea = make_idea(make_poll("voting"), author=settled("Ivy"))
    for n, label in enumerate(["for", "against", "", *["question"] * 4]):
        actions.comment(by=settled(f"P{n}"), thing=idea, words=f"Number {n}", label=label)
    deliver_all()
    found = letters("talk_question")
    assert [f"Number {n}" in letter.text for n, letter in enumerate(found, 3)] == [True] * 3 + [False]
    assert [letter.lane for letter in found] == [Letter.Lane.NORMAL] * 3 + [Letter.Lane.DIGEST]


def test_who_was_meant_hears_of_it_and_nobody_twice():
    first = ask(make_project(), by=settled("Amal"))
    answer(first, "Hm", by=settled("Bea"))
    answer(first, "@Amal @Bea see above", by=settled("Cy"))
    deliver_all()
    assert heard("talk_mention") == ["Bea"] and heard("talk_answer") == ["Amal", "Amal"]


def test_who_asks_about_their_own_project_gets_no_letter():
    project = make_project(settled("Ana"))
    first = ask(project, by=lead_of(project))
    answer(first, by=first.by)
    deliver_all()
    assert not letters("talk_question") and not letters("talk_answer")


def test_what_is_held_is_told_to_its_author_alone_until_it_is_published():
    held = ask(make_project(), "See www.good.example", by=make_person("Noa"))
    deliver_all()
    assert heard("talk_held") == ["Noa"] and not letters("talk_question")
    decided(Case.objects.get(), outcome="keep")
    deliver_all()
    assert heard("talk_question") == ["Ana"] and held.is_shown is False
    assert not letters("case_decided")


def test_words_that_are_hidden_or_taken_back_at_night_leave_with_no_letter_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 18, 22, 30, tzinfo=HERE), tick=True) as moment:
        first = ask(make_project(), by=settled("Amal"))
        rude, kind = answer(first, "You fool.", by=settled("Bea")), answer(first, "Sorry!", by=settled("Cy"))
        deliver_all()
        assert heard("talk_answer") == ["Amal", "Amal"]
        case = decided(reported(rude))
        actions.remove(by=kind.by, comment=kind)
        deliver_all()
        assert heard("talk_answer") == []
        actions.appeal_case(by=rude.by, case=case, words=WHY)
        actions.decide_appeal(by=make_person("Moe", role="moderator"), case=case, overturn=True, words=WHY)
        deliver_all()
        moment.shift(timedelta(hours=10))
        send_due()
        assert [letter.sent_at is not None for letter in letters("talk_answer")] == [True]


def test_words_that_leave_with_their_author_leave_with_no_letter_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 18, 22, 30, tzinfo=HERE), tick=True):
        said = answer(ask(make_project(), by=settled("Amal")), "My street is Mill Lane.", by=settled("Bea"))
        deliver_all()
        assert heard("talk_answer") == ["Amal"]
        erase_person(by=said.by, person=said.by, remove_texts=True)
        deliver_all()
        assert heard("talk_answer") == []


def test_each_time_words_are_held_their_author_hears_of_it():
    first = ask(make_project(), by=settled("Amal"))
    for names in (("Rae", "Ray", "Roy"), ("Sam", "Sid", "Sol")):
        first.refresh_from_db()
        for name in names:
            case = reported(first, by=settled(name))
        deliver_all()
        decided(case, outcome="keep")
    deliver_all()
    assert heard("talk_held") == ["Amal", "Amal"]


def test_the_author_of_a_held_idea_hears_of_it():
    idea = make_idea(make_poll("proposing"), "Lamps at the bridge", author=settled("Ivy"))
    for name in ("Rae", "Ray", "Roy"):
        actions.report(by=settled(name), thing=idea, reason="spam")
    deliver_all()
    (letter,) = letters("talk_held")
    assert letter.person == idea.author and "Lamps at the bridge" in letter.subject
    assert "Several people reported it." in letter.text and idea.body in letter.text


def test_the_decision_says_the_rule_and_the_reason_and_not_who_reported():
    case = reported(by=settled("Rae"))
    decided(case, by=make_person("Max", role="moderator"))
    rings(bells.case_decided, on=case, case=case)
    (letter,) = letters("case_decided")
    assert letter.subject.startswith("A moderator has hidden what you wrote about “")
    assert letter.person == case.about and WHY in letter.text and "It insults or threatens somebody" in letter.text
    assert "Rae" not in letter.text + letter.html and "Max" not in letter.text + letter.html
    assert f"/me/cases/{case.ref}/" in letter.text


@pytest.mark.parametrize(
    ("outcome", "words"), [("hide", "took it away"), ("warn", "against the rules, and"), ("keep", "found nothing")]
)
def test_everybody_who_reported_hears_once_what_came_of_it(outcome, words):
    first = ask(make_project(title="Elm benches"), "You are all idiots.")
    for name in ("Rae", "Ray"):
        case = reported(first, by=settled(name))
    decided(case, outcome=outcome)
    rings(bells.case_decided, on=case, case=case)
    assert sorted(heard("report_answered")) == ["Rae", "Ray"]
    for letter in letters("report_answered"):
        assert words in letter.text and "Elm benches" in letter.subject and WHY not in letter.text
        assert first.words not in letter.text + letter.html


def test_who_reported_a_danger_hears_only_that_it_is_looked_after():
    case = reported(by=settled("Rae"), reason="safeguarding")
    decided(case, by=make_person("Sol", role="safeguarding"))
    rings(bells.case_decided, on=case, case=case)
    (letter,) = letters("report_answered")
    assert "being looked after" in letter.text and "took it away" not in letter.text


def test_what_was_held_and_not_reported_has_nobody_to_answer():
    ask(make_project(), "See www.good.example", by=make_person("Noa"))
    decided(Case.objects.get())
    deliver_all()
    assert not letters("report_answered")


def test_moderators_get_one_letter_a_day_however_much_is_reported():
    moderator = make_person("Max", role="moderator")
    with time_machine.travel(datetime(2026, 11, 18, 12, 0, tzinfo=HERE), tick=True) as moment:
        reported(ask(make_project(), "Mine", by=moderator))
        deliver_all()
        assert not heard("cases_waiting")  # somebody else has to look at their words
        reported()
        ask(make_project(), "See www.good.example", by=make_person("Noa"))
        deliver_all()
        tell_moderators()
        assert heard("cases_waiting") == ["Max"]
        moment.shift(timedelta(days=1))
        tell_moderators()
        assert "2 cases wait" in letters("cases_waiting")[1].subject
        for case in Case.objects.all():
            decided(case, outcome="keep")
        assert tell_moderators() == 0


def test_a_danger_is_no_line_for_moderators():
    make_person("Max", role="moderator")
    reported(reason="safeguarding")
    deliver_all()
    assert not letters("cases_waiting") and tell_moderators() == 0


def test_an_appeal_goes_to_the_other_moderators_and_its_end_to_whom_it_is_about():
    first, other = make_person("Max", role="moderator"), make_person("Moe", role="moderator")
    case = decided(by=first)
    actions.appeal_case(by=case.about, case=case, words=WHY)
    deliver_all()
    assert heard("case_waiting") == ["Moe"]
    actions.decide_appeal(by=other, case=case, overturn=True, words=WHY)
    deliver_all()
    (letter,) = letters("appeal_decided")
    assert letter.person == case.about and letter.subject.startswith("The decision was taken back")


def test_a_safeguarding_report_is_told_to_its_officers_alone_and_says_nothing_of_it():
    make_person("Sol", role="safeguarding")
    make_person("Max", role="moderator")
    make_person("Ida", role="administrator")
    case = reported(ask(make_project(), "Come to my house, alone."), reason="safeguarding")
    deliver_all()
    assert heard("case_waiting") == ["Sol"]
    (letter,) = letters("case_waiting")
    assert "alone" not in letter.text and case.about.first_name not in letter.text


def test_who_reported_hears_that_the_decision_was_taken_back():
    case = decided(reported(by=settled("Rae")))
    deliver_all()
    actions.appeal_case(by=case.about, case=case, words=WHY)
    actions.decide_appeal(by=make_person("Moe", role="moderator"), case=case, overturn=True, words=WHY)
    deliver_all()
    first, second = letters("report_answered")
    assert first.person == second.person and "took it away" in first.text
    assert "has taken the decision back" in second.text and case.about.first_name not in second.text


def test_a_hidden_thing_is_named_on_no_page_of_news_and_in_no_letter_that_waits():
    amal, bea = settled("Amal"), settled("Bea")
    choose_notices(by=amal, choices={"talk": "digest"})
    project = make_project(title="Zeppelin", status="active")
    first = ask(project, by=amal)
    answer(first, by=bea)
    deliver_all()
    Letter.objects.create(
        person=amal, address=amal.email, kind="follow_news", event_key=f"follow:projects.project:{project.pk}:1",
        lane=Letter.Lane.DIGEST, subject="Zeppelin",
    )  # fmt: skip
    waiting = Letter.objects.unsent().filter(person=amal)
    assert waiting.count() == 2 and len(news_for(person=amal)) == 2
    told = answer(first, by=settled("Cy"))
    deliver_all()
    waiting.filter(event_key=f"comment:{told.ref}").update(sent_at=now())
    decided(actions.report(by=settled("Rae"), thing=project, reason="spam").case)
    deliver_all()
    assert not waiting.exists() and news_for(person=amal) == []


def test_words_that_were_taken_back_leave_the_page_of_news():
    amal = settled("Amal")
    choose_notices(by=amal, choices={"talk": "digest"})
    said = answer(ask(make_project(status="active"), by=amal))
    deliver_all()
    Letter.objects.update(sent_at=now())
    assert len(news_for(person=amal)) == 2
    actions.remove(by=said.by, comment=said)
    deliver_all()
    assert news_for(person=amal) == []


def test_a_held_idea_is_in_no_letter_of_the_night_and_what_was_said_is_told_again_once_it_is_shown():
    with time_machine.travel(datetime(2026, 11, 18, 22, 30, tzinfo=HERE), tick=True):
        idea = make_idea(make_poll("proposing"), author=settled("Ivy"))
        actions.comment(by=settled("Bea"), thing=idea, words="Where exactly?", label="question")
        deliver_all()
        assert heard("talk_question") == ["Ivy"]
        for name in ("Rae", "Ray", "Roy"):
            case = actions.report(by=settled(name), thing=idea, reason="hate").case
        deliver_all()
        assert heard("talk_question") == [] and heard("talk_held") == ["Ivy"]
        decided(case, outcome="keep")
        deliver_all()
        deliver_all()
        assert heard("talk_question") == ["Ivy"] and heard("idea_shown") == ["Ivy"]
