"""To decide what was reported or held; to ask once more; to decide that, too."""

from django.db import transaction
from django.utils.translation import gettext

from conversations import bells, kinds
from conversations.models import Case, CaseMove, Comment, Muting, Report, Rule
from conversations.permissions import can_appeal, can_decide, can_decide_appeal
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from people.models import Person


@transaction.atomic
def decide_case(*, by: Person, case: Case, outcome: str, rule: str = "", words: str = "", read: str = "") -> Case:
    """Leave it, hide it, warn, or keep its author from writing for a time. They read the rule and the reason. `read` is the
    mark of the words that the decision is about (kinds.mark).
    """
    _hold(case)
    if not can_decide(by, case):
        raise NotAllowed
    if read and _says_another_thing(case, read):
        raise RuleBroken(
            gettext(
                "Its author has changed the words since you opened this page. Read them as they are now, then decide."
            ),
            code="changed",
        )
    if outcome not in Case.Outcome.values:
        raise RuleBroken(gettext("Choose what to do."), code="outcome")
    if outcome == Case.Outcome.HIDE and not can_hide(case):
        raise RuleBroken(
            gettext(
                "This can’t be hidden here. Warn, or let nobody write for a time; an official can pause a project."
            ),
            code="outcome",
        )
    words = kept(words, Case.WORDS)
    broken = outcome != Case.Outcome.KEEP
    if broken and rule not in Rule.values:
        raise RuleBroken(gettext("Choose the rule that was broken."), code="rule")
    if broken and len(words) < Case.REASON_LETTERS:
        raise RuleBroken(gettext("Say why in a sentence. Its author reads it."), code="words")
    advance(
        case, Case.State.DECIDED, field="state", outcome=outcome, rule=rule if broken else "", words=words,
        decided_by=by, decided_at=now(),
    )  # fmt: skip
    case.reports.update(state=Report.State.UPHELD if broken else Report.State.REFUSED)
    _log(case, by, CaseMove.What.DECIDED, outcome=outcome, rule=case.rule, words=words)
    _follow(case, by)
    bells.case_decided.ring(by=by, on=case, case=case.pk)
    return case


@transaction.atomic
def appeal_case(*, by: Person, case: Case, words: str) -> Case:
    """Ask for a second look, once."""
    if not can_appeal(by, case):
        raise NotAllowed
    words = kept(words, Case.WORDS)
    if len(words) < Case.REASON_LETTERS:
        raise RuleBroken(gettext("Say in a sentence or two how you see it."), code="words")
    advance(case, Case.State.APPEALED, field="state", appeal=words, appealed_at=now())
    _log(case, by, CaseMove.What.APPEALED, words=words)
    bells.case_appealed.ring(by=by, on=case, case=case.pk)
    return case


@transaction.atomic
def decide_appeal(*, by: Person, case: Case, overturn: bool, words: str) -> Case:
    """Somebody else than the first looks again; that is the end of it."""
    _hold(case)
    if not can_decide_appeal(by, case):
        raise NotAllowed(gettext("Who decided first can’t decide again. A colleague looks at it."))
    words = kept(words, Case.WORDS)
    if len(words) < Case.REASON_LETTERS:
        raise RuleBroken(gettext("Say why in a sentence. Its author reads it."), code="words")
    advance(
        case, Case.State.CLOSED, field="state", overturned=overturn, appeal_words=words, appeal_by=by,
        appeal_decided_at=now(),
    )  # fmt: skip
    if overturn:
        case.reports.update(state=Report.State.REFUSED)
    _log(case, by, CaseMove.What.OVERTURNED if overturn else CaseMove.What.UPHELD, words=words)
    _follow(case, by)
    bells.appeal_decided.ring(by=by, on=case, case=case.pk)
    return case


def can_hide(case: Case) -> bool:
    """Words, and what its room takes out of sight."""
    if case.comment is not None:
        return True
    kind = kinds.kind_of(case.subject.kind)
    return kind is not None and kind.hides


def _says_another_thing(case: Case, read: str) -> bool:
    thing = kinds.still_there(case.subject)[1] if case.comment is None else None
    return thing is not None and kinds.mark(thing) != read


def _hold(case: Case) -> None:
    """Before anything else: who reports at the same time is in this case or opens the next, and of two cases about the same
    words the second sees what the first decided.
    """
    lock(case.subject, field="kind")


def _log(case: Case, by: Person, what: str, *, outcome: str = "", rule: str = "", words: str = "") -> None:
    CaseMove.objects.create(case=case, by=by, what=what, outcome=outcome, rule=rule, words=words)


def _follow(case: Case, by: Person) -> None:
    """What follows from how it stands now: for the words, and for their author."""
    if case.comment is not None:
        _show_or_hide(case.comment)
    blocked = case.stands and case.outcome == Case.Outcome.BLOCK
    if blocked and case.about is not None:
        Muting.objects.get_or_create(
            case=case, defaults={"person": case.about, "until": now() + Case.BLOCKED_FOR}
        )  # fmt: skip
    elif not blocked:
        Muting.objects.filter(case=case, lifted_at=None).update(lifted_at=now())


def _show_or_hide(comment: Comment) -> None:
    """Officers for safeguarding and moderators may decide about the same words: hidden by one of them they stay hidden, and
    what moderators still have to look at is not shown because of an officer.
    """
    comment.refresh_from_db(fields=["state"])
    cases = Case.objects.filter(comment=comment)
    if cases.hiding().exists():
        _move(comment, Comment.State.HIDDEN)
    elif not cases.waiting().filter(safeguarding=False).exists():
        _move(comment, Comment.State.PUBLISHED)


def _move(comment: Comment, to: str) -> None:
    """What its author has taken back stays gone. Words that nobody had seen are new to everybody."""
    if comment.state in (to, Comment.State.REMOVED):
        return
    advance(comment, to, field="state", hold_reason="")
    if to == Comment.State.PUBLISHED:
        bells.comment_posted.ring(by=comment.by, on=comment, comment=comment.pk)
