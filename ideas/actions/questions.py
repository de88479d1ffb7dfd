"""Questions of a live hour: asked, supported, taken, answered or declined; hidden and shown again."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from conversations import mentions
from conversations.actions.reports import many_say_so, open_case
from conversations.actions.subjects import subject_of
from conversations.models import Case, Comment
from conversations.permissions import is_new, may_contact
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from ideas import bells
from ideas.models import Duty, LiveHour, Question, QuestionSupport
from ideas.permissions import can_answer_hour, has_confirmed_email
from people.closed import hold
from people.models import Person
from people.system import SYSTEM

from .hours import due, held

DECLINE_LETTERS = 20


@transaction.atomic
def ask_question(*, by: Person, hour: LiveHour, text: str) -> Question:
    """One open question for each person at a time. A link in words of a new account waits until somebody has looked."""
    hold(by)
    hour = held(hour)
    if not has_confirmed_email(by):
        raise NotAllowed(gettext("Sign in with your e-mail to ask."))
    if not may_contact(by):
        raise NotAllowed(gettext("You can’t write here."))
    _must_take_questions(hour)
    text = " ".join(kept(text, Question.WORDS).split())
    if not text:
        raise RuleBroken(gettext("Write your question."), code="text")
    mine = Question.objects.filter(hour=hour, person=by)
    if mine.filter(state=Question.State.ASKED).exists():
        raise RuleBroken(
            gettext("Your first question still waits. You can ask the next one once it is answered, or take it back."),
            code="one_at_a_time",
        )
    if mine.count() >= Question.IN_AN_HOUR:
        raise RuleBroken(
            gettext("You have asked %(n)s questions in this hour, and that is the limit.") % {"n": Question.IN_AN_HOUR},
            code="limit",
        )
    waits = mentions.LINK.search(text) is not None and is_new(by)
    question = Question.objects.create(
        hour=hour, person=by, text=text, asked_at=now(), hidden=waits,
        hold_reason=Comment.Hold.NEW_WITH_LINK if waits else "",
    )  # fmt: skip
    if waits:
        open_case(by=SYSTEM(), subject=subject_of(thing=question), comment=None, about=by)
    (bells.question_held if waits else bells.question_asked).ring(by=by, on=question, question=question.pk)
    return question


@transaction.atomic
def withdraw_question(*, by: Person, question: Question) -> None:
    """Whoever asked takes it back while it waits; then another can be asked."""
    if question.person_id is None or question.person_id != by.pk:
        raise NotAllowed()
    advance(question, Question.State.WITHDRAWN, field="state", taken_by=None)
    Duty.objects.filter(question=question).delete()
    bells.question_withdrawn.ring(by=by, on=question, question=question.pk)


@transaction.atomic
def support_question(*, by: Person, question: Question) -> bool:
    """“I want to know this, too”, once. True if it is new; a second tap changes nothing."""
    hold(by)
    _may_support(by, question)
    try:
        with transaction.atomic():
            QuestionSupport.objects.create(question=question, person=by)
    except IntegrityError:
        return False
    Question.objects.filter(pk=question.pk).update(supports=F("supports") + 1)
    return True


@transaction.atomic
def unsupport_question(*, by: Person, question: Question) -> bool:
    """Take it back. True if there was something to take back."""
    _may_support(by, question)
    gone, _rows = QuestionSupport.objects.filter(question=question, person=by).delete()
    if gone:
        Question.objects.filter(pk=question.pk).update(supports=F("supports") - 1)
    return bool(gone)


@transaction.atomic
def take_question(*, by: Person, question: Question) -> Question:
    """An official has it before them now, and everybody sees that. Whether others had the turn is written down here: what
    is supported while the answer is typed does not count against it."""
    hour, question = _to_answer(by, question)
    early = hour.state_at() == "live" and Question.objects.before(question).filter(taken_by=None).exists()
    Question.objects.filter(hour=hour, taken_by=by, state=Question.State.ASKED).update(taken_by=None)
    Question.objects.filter(pk=question.pk).update(taken_by=by, out_of_order=early)
    question.refresh_from_db()
    return question


@transaction.atomic
def put_back_question(*, by: Person, question: Question) -> None:
    """Not now after all: it waits for its turn again."""
    _hour, question = _to_answer(by, question)
    Question.objects.filter(pk=question.pk).update(taken_by=None, out_of_order=False)


@transaction.atomic
def answer_question(*, by: Person, question: Question, answer: str) -> Question:
    """In the hour or, where it became a duty, later. Whoever asked hears of it."""
    answer = kept(answer, Question.ANSWER)
    if not answer:
        raise RuleBroken(gettext("Write the answer."), code="answer")
    question = _settle(by, question, Question.State.ANSWERED, answer)
    bells.question_answered.ring(by=by, on=question, question=question.pk)
    return question


@transaction.atomic
def decline_question(*, by: Person, question: Question, reason: str) -> Question:
    """The city does not answer this one, and everybody reads why."""
    reason = kept(reason, Question.ANSWER)
    if len(reason) < DECLINE_LETTERS:
        raise RuleBroken(
            gettext("Say in a sentence why you don’t answer it. Everybody reads it."), code="answer"
        )  # fmt: skip
    question = _settle(by, question, Question.State.DECLINED, reason)
    bells.question_declined.ring(by=by, on=question, question=question.pk)
    return question


@transaction.atomic
def hide_or_show_question(*, question: Question) -> None:
    """Out of sight, or back, as the cases about it say: decided, reported by several, or held because its author is new.
    Twice is once. What comes back after the hour is owed like the others."""
    hour = held(question.hour)
    question.refresh_from_db()
    assert question.subject is not None
    cases = Case.objects.filter(subject=question.subject, comment=None)
    waits = cases.waiting().filter(safeguarding=False).exists()
    why, hidden = "", cases.hiding().exists()
    if not hidden and question.hold_reason == Comment.Hold.NEW_WITH_LINK and waits:
        why = Comment.Hold.NEW_WITH_LINK
    elif not hidden and many_say_so(question.subject):
        why = Comment.Hold.REPORTS
    hidden = hidden or bool(why)
    if (hidden, why) == (question.hidden, question.hold_reason):
        return
    fresh = question.hidden and not hidden
    Question.objects.filter(pk=question.pk).update(hidden=hidden, hold_reason=why)
    question.hidden, question.hold_reason = hidden, why
    if why:
        bells.question_held.ring(by=SYSTEM(), on=question, question=question.pk)
    if fresh and hour.closed_at is not None and question.state == Question.State.ASKED:
        Duty.objects.get_or_create(
            question=question, defaults={"department": hour.department, "due_at": due(now(), hour)}
        )  # fmt: skip


@transaction.atomic
def forget_asker(*, person: Person, remove_texts: bool = False) -> None:
    """Somebody leaves: their questions are a former member's, supports stay as numbers. Their words go only if they ask."""
    mine = Question.objects.filter(person=person)
    if remove_texts:
        mine.update(text=gettext("Whoever asked removed these words."))
    mine.update(person=None)
    QuestionSupport.objects.filter(person=person).update(person=None)


def _settle(by: Person, question: Question, to: str, words: str) -> Question:
    hour, question = _to_answer(by, question)
    early = question.out_of_order
    if question.taken_by_id != by.pk:  # answered at once, without taking it first
        early = hour.state_at() == "live" and Question.objects.before(question).filter(taken_by=None).exists()
    early = early and to == Question.State.ANSWERED  # what is declined takes nobody's turn
    advance(
        question, to, field="state", answer=words, answered_by=by, answered_at=now(), out_of_order=early, taken_by=None
    )  # fmt: skip
    Duty.objects.filter(question=question, done_at=None).update(done_at=now())
    return question


def _to_answer(by: Person, question: Question) -> tuple[LiveHour, Question]:
    """Hour and question as they are now, the question ours until the end of the transaction."""
    lock(question, field="state")
    question = Question.objects.select_related("hour").get(pk=question.pk)
    hour = question.hour
    if not can_answer_hour(by, hour):
        raise NotAllowed()
    if hour.state_at() in ("coming", "asking"):
        raise RuleBroken(gettext("The hour has not begun. Answers come from then on."), code="early")
    if question.state in Question.SETTLED:
        raise RuleBroken(gettext("A colleague has answered this question meanwhile."), code="moved_already")
    if question.state == Question.State.WITHDRAWN:
        raise RuleBroken(gettext("Whoever asked has taken this question back."), code="moved_already")
    if question.hidden:
        raise RuleBroken(gettext("This question is out of sight until somebody has looked at it."), code="hidden")
    return hour, question


def _may_support(by: Person, question: Question) -> None:
    if not has_confirmed_email(by):
        raise NotAllowed(gettext("Sign in with your e-mail to support a question."))
    question.refresh_from_db()
    _must_take_questions(question.hour)
    if not question.is_open:
        raise RuleBroken(gettext("This question can’t be supported any more."), code="state")
    if question.person_id == by.pk:
        raise RuleBroken(gettext("This is your own question. Others can support it."), code="own")


def _must_take_questions(hour: LiveHour) -> None:
    state = hour.state_at()
    if state == "coming":
        raise RuleBroken(gettext("Questions are not taken yet."), code="early")
    if state == "over":
        raise RuleBroken(
            gettext("The hour has ended. What was asked until then is answered; nothing new can be asked."), code="over"
        )
