"""Live hours: asked, supported, answered in turn or before it, declined with a reason; what is left is owed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from conversations.actions import decide_case, report
from conversations.models import Case, Muting
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import actions
from ideas.models import Duty, LiveHour, Question, QuestionSupport
from ideas.tasks import follow_the_clock
from notices.models import Letter
from people.actions import erase_person
from people.deeds import deliver_all
from people.models import User
from tests.builders import make_department, make_person
from tests.ideas.builders import make_official
from tests.ideas.hours import HOUR, make_hour, make_question, stand

pytestmark = pytest.mark.django_db


def ask(hour, person=None, text="When do the lamps at the footbridge come?"):
    return actions.ask_question(by=person or make_person("Ana"), hour=hour, text=text)


def official_of(hour):
    return hour.officials.get()


# ── asking ──


@pytest.mark.parametrize("state", ["asking", "live"])
def test_questions_are_taken_before_and_during_the_hour(state):
    assert ask(make_hour(state)).state == "asked"


@pytest.mark.parametrize("state", ["coming", "over"])
def test_and_not_before_it_opens_or_after_its_end(state):
    with pytest.raises(RuleBroken):
        ask(make_hour(state))


def test_a_question_at_the_very_end_is_refused(time_machine):
    hour = make_hour("live")
    time_machine.move_to(hour.ends_at - timedelta(milliseconds=1), tick=False)
    assert ask(hour)
    time_machine.move_to(hour.ends_at, tick=False)
    with pytest.raises(RuleBroken) as refusal:
        ask(hour)
    assert refusal.value.code == "over"


def test_one_open_question_for_each_person_at_a_time():
    hour, ana = make_hour("live"), make_person("Ana")
    first = ask(hour, ana)
    with pytest.raises(RuleBroken, match="still waits"):
        ask(hour, ana, "And who pays for them?")
    actions.answer_question(by=official_of(hour), question=first, answer="In March.")
    assert ask(hour, ana, "And who pays for them?")


def test_the_database_holds_it_too():
    hour, ana = make_hour("live"), make_person("Ana")
    make_question(hour, person=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_question(hour, person=ana)


def test_taken_back_it_makes_room_for_another_but_not_without_end():
    hour, ana = make_hour("live"), make_person("Ana")
    for _turn in range(Question.IN_AN_HOUR):
        actions.withdraw_question(by=ana, question=ask(hour, ana))
    with pytest.raises(RuleBroken, match="limit"):
        ask(hour, ana)


@pytest.mark.parametrize(("text", "words"), [("  \n ", "Write your question"), ("x" * 501, "Keep it to 500")])
def test_an_empty_or_endless_question_is_refused(text, words):
    with pytest.raises(RuleBroken, match=words):
        ask(make_hour("live"), text=text)


def test_nobody_asks_or_supports_who_is_kept_from_writing_or_has_no_address():
    hour, muted = make_hour("live"), make_person("Mo")
    case = _reported(make_question(hour, person=muted), times=1)
    Muting.objects.create(case=case, person=muted, until=now() + timedelta(days=3))
    for nobody in (muted, make_person("Walk-in", login=False)):
        with pytest.raises(NotAllowed):
            ask(make_hour("live"), nobody)


# ── supporting ──


def test_a_support_counts_once_and_can_be_taken_back():
    hour, bea = make_hour("asking"), make_person("Bea")
    question = ask(hour)
    assert actions.support_question(by=bea, question=question)
    assert not actions.support_question(by=bea, question=question)
    assert Question.objects.get().supports == 1
    assert actions.unsupport_question(by=bea, question=question)
    assert not actions.unsupport_question(by=bea, question=question)
    assert Question.objects.get().supports == 0


def test_nobody_supports_their_own_or_after_the_end_or_what_is_answered():
    hour, bea = make_hour("live"), make_person("Bea")
    mine, settled, late = ask(hour, bea), ask(hour), ask(hour, make_person("Cy"))
    actions.answer_question(by=official_of(hour), question=settled, answer="In March.")
    for question in (mine, settled):
        with pytest.raises(RuleBroken):
            actions.support_question(by=bea, question=question)
    stand(hour, "over")
    with pytest.raises(RuleBroken):
        actions.support_question(by=bea, question=Question.objects.get(pk=late.pk))


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_twenty_threads_support_one_question_and_one_of_them_twice():
    question = ask(make_hour("live"))
    people = [make_person("Bea") for _n in range(20)]

    def support(person):
        try:
            return actions.support_question(by=person, question=question)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        new = list(pool.map(support, [*people, people[0]]))
    assert sum(new) == 20
    assert Question.objects.get().supports == QuestionSupport.objects.count() == 20


# ── answering ──


def test_in_turn_is_most_supported_first_then_first_asked():
    hour = make_hour("live")
    one, two, three = (ask(hour) for _n in range(3))
    actions.support_question(by=make_person("Bea"), question=three)
    assert list(hour.questions.open().in_turn()) == [three, one, two]


def test_nobody_answers_before_the_hour_begins():
    hour = make_hour("asking")
    with pytest.raises(RuleBroken, match="has not begun"):
        actions.answer_question(by=official_of(hour), question=ask(hour), answer="In March.")


def test_only_whoever_answers_there_answers():
    hour = make_hour("live")
    question = ask(hour)
    stranger = make_official("Sam")
    stranger.role_grants.update(department=make_department("Roads Office"))
    for person in (make_person("Bea"), stranger):
        with pytest.raises(NotAllowed):
            actions.answer_question(by=person, question=question, answer="In March.")


def test_an_answer_before_its_turn_shows_and_one_in_turn_does_not():
    hour = make_hour("live")
    first, second = ask(hour), ask(hour)
    mia = official_of(hour)
    assert actions.answer_question(by=mia, question=second, answer="Yes.").out_of_order
    assert not actions.answer_question(by=mia, question=first, answer="In March.").out_of_order


def test_what_is_supported_while_the_answer_is_typed_does_not_make_it_early():
    hour = make_hour("live")
    first, second = ask(hour), ask(hour)
    actions.take_question(by=official_of(hour), question=first)
    actions.support_question(by=make_person("Bea"), question=second)
    done = actions.answer_question(by=official_of(hour), question=first, answer="In March.")
    assert not done.out_of_order


def test_two_officials_answer_side_by_side_and_nobody_is_early():
    hour = make_hour("live")
    mia, noor = official_of(hour), make_official("Noor")
    first, second = ask(hour), ask(hour)
    actions.take_question(by=mia, question=first)
    actions.take_question(by=noor, question=second)
    assert not actions.answer_question(by=noor, question=second, answer="Yes.").out_of_order
    actions.put_back_question(by=mia, question=first)
    assert Question.objects.get(pk=first.pk).taken_by is None


def test_a_declined_question_needs_a_reason():
    hour = make_hour("live")
    question = ask(hour)
    with pytest.raises(RuleBroken, match="Say in a sentence"):
        actions.decline_question(by=official_of(hour), question=question, reason="No.")
    done = actions.decline_question(
        by=official_of(hour), question=question, reason="This names a neighbor; we do not talk about people here."
    )
    assert done.state == "declined"


def test_what_is_settled_is_settled_once():
    hour = make_hour("live")
    question = ask(hour)
    actions.answer_question(by=official_of(hour), question=question, answer="In March.")
    with pytest.raises(RuleBroken, match="meanwhile"):
        actions.answer_question(by=official_of(hour), question=question, answer="In April.")
    with pytest.raises(RuleBroken):
        actions.withdraw_question(by=question.person, question=Question.objects.get())


# ── the end ──


def test_what_is_left_open_is_owed_once_with_a_date():
    hour = make_hour("live", answer_days=10)
    left, settled, back = ask(hour), ask(hour), ask(hour)
    actions.answer_question(by=official_of(hour), question=settled, answer="In March.")
    actions.withdraw_question(by=back.person, question=back)
    assert follow_the_clock() == 0
    hour = stand(hour, "over")
    assert follow_the_clock() == 1
    assert follow_the_clock() == 0
    duty = Duty.objects.get()
    assert (duty.question, duty.department, duty.done_at) == (left, hour.department, None)
    assert duty.due_at == hour.ends_at + timedelta(days=10)


def test_answered_later_the_duty_is_done_and_it_is_in_nobody_elses_turn():
    hour = make_hour("live")
    _first, second = ask(hour), ask(hour)
    stand(hour, "over")
    follow_the_clock()
    done = actions.answer_question(by=official_of(hour), question=second, answer="Yes, in spring.")
    assert not done.out_of_order
    assert [duty.question for duty in Duty.objects.unanswered()] == [_first]


def test_a_duty_is_of_an_idea_or_a_question():
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(department=make_department(), due_at=now())


def test_late_answers_are_marked_in_public_after_21_days(client):
    hour = make_hour("live", answer_days=1)
    ask(hour)
    stand(hour, "over")
    follow_the_clock()
    Duty.objects.update(due_at=now() - timedelta(days=22))
    assert "Answer late" in client.get(f"/live-hours/{hour.slug}/").content.decode()


# ── what is wrong with it ──


def _reported(question, times=3):
    for _n in range(times):
        report(by=make_person("Rep"), thing=question, reason="insult")
    deliver_all()
    return Case.objects.get(subject=Question.objects.get(pk=question.pk).subject)


def test_a_link_of_a_new_account_waits_until_somebody_has_looked():
    hour, ana = make_hour("live"), make_person("Ana")
    question = ask(hour, ana, "Have you read https://spam.example yet?")
    deliver_all()
    assert question.hidden and not hour.questions.open().exists()
    assert Letter.objects.filter(kind="talk_held", person=ana).count() == 1
    with pytest.raises(RuleBroken, match="out of sight"):
        actions.answer_question(by=official_of(hour), question=question, answer="In March.")
    decide_case(by=make_person("Mod", role="moderator"), case=Case.objects.get(), outcome="keep")
    deliver_all()
    assert hour.questions.open().get() == question


def test_an_account_of_some_days_may_link():
    ana = make_person("Ana")
    User.objects.filter(person=ana).update(date_joined=now() - timedelta(days=4))
    assert not ask(make_hour("live"), ana, "Is https://city.example/plan still the plan?").hidden


def test_three_reports_hide_it_and_a_decision_brings_it_back_or_keeps_it_away(client):
    hour = make_hour("live")
    question = ask(hour, text="Why is the mayor a fool?")
    case = _reported(question)
    page = f"/live-hours/{hour.slug}/"
    assert "a fool" not in client.get(page).content.decode()
    decide_case(
        by=make_person("Mod", role="moderator"),
        case=case,
        outcome="hide",
        rule="insult",
        words="It insults somebody by name.",
    )
    deliver_all()
    question.refresh_from_db()
    assert question.hidden and not question.hold_reason
    stand(hour, "over")
    follow_the_clock()
    assert not Duty.objects.exists()  # nobody owes an answer to what was hidden


def test_shown_again_after_the_hour_it_is_owed_like_the_others():
    hour = make_hour("live")
    case = _reported(ask(hour))
    stand(hour, "over")
    follow_the_clock()
    assert not Duty.objects.exists()
    decide_case(by=make_person("Mod", role="moderator"), case=case, outcome="keep")
    deliver_all()
    assert Duty.objects.unanswered().count() == 1


# ── the letter ──


def test_whoever_asked_hears_once():
    hour, ana, bea = make_hour("live"), make_person("Ana"), make_person("Bea")
    question = ask(hour, ana)
    actions.support_question(by=bea, question=question)
    actions.answer_question(by=official_of(hour), question=question, answer="In March, all twelve.")
    deliver_all()
    letter = Letter.objects.get(kind="question_answered")
    assert letter.person == ana
    assert "In March, all twelve." in letter.text


# ── setting one ──


def _dates(opens, starts, ends):
    at = now().replace(microsecond=0)
    return {"opens_at": at + HOUR * opens, "starts_at": at + HOUR * starts, "ends_at": at + HOUR * ends}


@pytest.mark.parametrize(
    ("spans", "code"),
    [((3, 2, 4), "opens_at"), ((1, 3, 3), "ends_at"), ((1, 2, 20), "ends_at"), ((-9, -8, -7), "ends_at")],
)
def test_dates_that_make_no_hour_are_refused(spans, code):
    mia = make_official("Mia")
    with pytest.raises(RuleBroken) as refusal:
        actions.make_hour(
            by=mia, title="Ask us", department=make_department(), officials=[mia], zone="UTC", **_dates(*spans)
        )
    assert refusal.value.code == code


def test_an_hour_that_comes_twice_is_no_date(time_machine):
    time_machine.move_to(datetime(2027, 10, 1, tzinfo=UTC))
    mia, twice = make_official("Mia"), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 2:30, for the first time
    with pytest.raises(RuleBroken, match="comes twice"):
        actions.make_hour(
            by=mia, title="Ask us", department=make_department(), officials=[mia], zone="Europe/Amsterdam",
            opens_at=twice - 9 * HOUR, starts_at=twice, ends_at=twice + 3 * HOUR,
        )  # fmt: skip


def test_only_officials_set_an_hour_and_only_officials_answer_in_it():
    mia, bea = make_official("Mia"), make_person("Bea")
    given = {"title": "Ask us", "department": make_department(), "zone": "UTC", **_dates(1, 2, 3)}
    with pytest.raises(NotAllowed):
        actions.make_hour(by=bea, officials=[mia], **given)
    for nobody in ([], [bea]):
        with pytest.raises(RuleBroken):
            actions.make_hour(by=mia, officials=nobody, **given)


def test_what_has_passed_stays_and_what_is_over_stays_whole():
    hour = make_hour("live")
    mia = official_of(hour)
    given = {name: getattr(hour, name) for name in ("title", "department", "zone", "opens_at", "starts_at", "ends_at")}
    longer = actions.change_hour(by=mia, hour=hour, officials=[mia], **{**given, "ends_at": hour.ends_at + HOUR})
    assert (longer.ends_at, longer.sequence) == (hour.ends_at + HOUR, 1)
    with pytest.raises(RuleBroken, match="has passed"):
        actions.change_hour(by=mia, hour=hour, officials=[mia], **{**given, "starts_at": hour.starts_at - HOUR})
    stand(hour, "over")
    with pytest.raises(RuleBroken, match="over"):
        actions.change_hour(by=mia, hour=hour, officials=[mia], **given)


# ── somebody leaves ──


def test_a_former_member_leaves_question_and_number_behind():
    hour, ana, bea = make_hour("live"), make_person("Ana"), make_person("Bea")
    question = ask(hour, ana)
    actions.support_question(by=bea, question=question)
    erase_person(by=ana, person=ana)
    erase_person(by=bea, person=bea)
    question = Question.objects.get()
    assert (question.person, question.by_whom, question.supports) == (None, "Former member", 1)
    assert LiveHour.objects.count() == 1
