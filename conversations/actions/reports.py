"""To say that something is wrong. What several people say is held until somebody has looked."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from conversations import bells, kinds
from conversations.models import Case, CaseMove, Comment, Report, Rule, Subject
from conversations.permissions import can_report
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from people.models import Person

from .subjects import subject_of

HOLDS_AT = 3  # reports of three people, where some count twice and some not at all
MANY = 3
A_DAY = 20  # a report about safety takes somebody's voice at once: nobody silences everybody


@transaction.atomic
def report(*, by: Person, thing: Any = None, comment: Comment | None = None, reason: str, words: str = "") -> Report:
    """Tell the city that something is wrong with a thing, a person, or with what somebody said."""
    if comment is not None:
        thing = kinds.thing_of(comment.subject)[1]
    if not can_report(by, thing) or (comment is not None and not _is_seen(comment, by)):
        raise NotAllowed
    if reason not in Rule.values:
        raise RuleBroken(gettext("Choose what is wrong."), code="reason")
    words = kept(words, Report.WORDS)
    if reason == Rule.OTHER and not words:
        raise RuleBroken(gettext("Say in a few words what is wrong."), code="words")
    about = comment.by if comment is not None else _whose(thing)
    if about is not None and about.pk == by.pk:
        raise RuleBroken(gettext("This is about yourself. Nobody can report themselves; write to the city instead."))
    lock(by, field="kind")
    if Report.objects.filter(by=by, at__gt=now() - timedelta(days=1)).count() >= A_DAY:
        raise TooOften(gettext("That is a lot to read at once."), code="reports", minutes=24 * 60)
    subject = comment.subject if comment is not None else subject_of(thing=thing)
    lock(subject, field="kind")  # who reports at the same time joins the same case
    case = open_case(
        by=by, subject=subject, comment=comment, about=about, safeguarding=reason == Rule.SAFEGUARDING
    )  # fmt: skip
    try:
        with transaction.atomic():
            row = Report.objects.create(
                by=by, case=case, subject=subject, comment=comment, reason=reason, words=words
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken(gettext("You have reported this already. Somebody looks at it."), code="already") from None
    CaseMove.objects.create(case=case, by=by, what=CaseMove.What.REPORTED)
    if comment is not None and not case.safeguarding:
        _hold(comment)
    (bells.safeguarding_reported if case.safeguarding else bells.report_made).ring(by=by, on=case, case=case.pk)
    return row


def open_case(
    *, by: Person, subject: Subject, comment: Comment | None, about: Person | None, safeguarding: bool = False
) -> Case:
    """The one that waits, or a new one. The caller holds the subject's row."""
    case, made = Case.objects.get_or_create(
        subject=subject, comment=comment, safeguarding=safeguarding, state=Case.State.OPEN, defaults={"about": about}
    )
    if made:
        CaseMove.objects.create(case=case, by=by, what=CaseMove.What.OPENED)
    return case


def weight(person: Person) -> int:
    """What a report of theirs counts: twice after three that were right, nothing after three that were not."""
    past = Report.objects.filter(by=person)
    if past.filter(state=Report.State.UPHELD).count() >= MANY:
        return 2
    return 0 if past.filter(state=Report.State.REFUSED).count() >= MANY else 1


def many_say_so(subject: Subject, comment: Comment | None = None) -> bool:
    """Whether enough people report it, and nobody has looked yet: each counts as much as they were right before."""
    waiting = Report.objects.filter(subject=subject, comment=comment, state=Report.State.OPEN)
    reporters = Person.objects.filter(reports__in=waiting).distinct()
    return sum(weight(person) for person in reporters) >= HOLDS_AT


def _hold(comment: Comment) -> None:
    """Out of sight once enough people say so. What an official says stands under their name until somebody has looked."""
    if comment.state != Comment.State.PUBLISHED or comment.voice == Comment.Voice.OFFICIAL:
        return
    if many_say_so(comment.subject, comment):
        advance(comment, Comment.State.HELD, field="state", hold_reason=Comment.Hold.REPORTS)
        bells.comment_held.ring(by=comment.by, on=comment, comment=comment.pk)


def _is_seen(comment: Comment, by: Person) -> bool:
    return Comment.objects.shown_to(by).filter(pk=comment.pk).exists()


def _whose(thing: Any) -> Person | None:
    """A person is their own; of a thing, who answers for it."""
    people = kinds.kind_for(thing).people(thing)
    return people[0] if people else None
