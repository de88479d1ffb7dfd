"""To ask, to answer, to find something helpful, to take one's words back."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from conversations import bells, kinds, mentions
from conversations.models import Comment, Follow, Helpful, Mention, Subject
from conversations.permissions import can_find_helpful, can_follow, can_remove, can_write, is_new
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.lifecycle import advance
from core.lines import kept
from core.refs import new_ref
from people.closed import hold
from people.models import Person
from people.system import SYSTEM

from .reports import open_case
from .subjects import subject_of

HOUR, NEW_IN_AN_HOUR = timedelta(hours=1), 10
KEY_LETTERS = 16


@transaction.atomic
def comment(
    *, by: Person, thing: Any, words: str, answer_to: Comment | None = None, label: str = "", key: str = ""
) -> Comment:
    """Say something on a subject, or answer to what was said. Who writes follows the subject from now on.

    The same `key` again is the same words again: the second press of a button changes nothing.
    """
    hold(by)  # of ten in an hour, the eleventh doesn't slip through beside the tenth
    talk = kinds.kind_for(thing).talk
    if talk is not None and (why := talk.rests(thing)):
        raise RuleBroken(why, code="rests")
    if not can_write(by, thing):
        raise NotAllowed(gettext("You can’t write here."))
    words = kept(words, Comment.WORDS)
    if not words:
        raise RuleBroken(gettext("Write what you want to ask or say."), code="words")
    said = Comment.objects.filter(by=by, key=key[:KEY_LETTERS]).first() if key else None
    if said is not None:
        return said
    subject, voice = subject_of(thing=thing), kinds.kind_for(thing).voice(by, thing)
    new = voice.voice == Comment.Voice.RESIDENT and is_new(by)
    if new and Comment.objects.filter(by=by, created_at__gt=now() - HOUR).count() >= NEW_IN_AN_HOUR:
        raise TooOften(gettext("That is a lot to read at once."), code="comments", minutes=60)
    held = new and mentions.LINK.search(words)
    row = Comment.objects.create(
        subject=subject, parent=_answered(answer_to, subject), by=by, words=words, key=key[:KEY_LETTERS] or new_ref(),
        label=_label(label, thing, answer_to), voice=voice.voice, department=voice.department,
        state=Comment.State.HELD if held else Comment.State.PUBLISHED,
        hold_reason=Comment.Hold.NEW_WITH_LINK if held else "",
    )  # fmt: skip
    Mention.objects.bulk_create(
        [Mention(comment=row, person=each) for each in mentions.mentioned(words, row.begins, by)]
    )
    if can_follow(by, thing):
        Follow.objects.get_or_create(person=by, subject=subject)
    if held:
        open_case(by=SYSTEM(), subject=subject, comment=row, about=by)
    (bells.comment_held if held else bells.comment_posted).ring(by=by, on=row, comment=row.pk)
    return row


@transaction.atomic
def find_helpful(*, by: Person, comment: Comment) -> None:
    """Once for each person; again is harmless."""
    if not can_find_helpful(by, comment):
        raise NotAllowed
    try:
        with transaction.atomic():
            Helpful.objects.create(comment=comment, person=by)
    except IntegrityError:
        return
    Comment.objects.filter(pk=comment.pk).update(helpful=F("helpful") + 1)


@transaction.atomic
def find_no_longer_helpful(*, by: Person, comment: Comment) -> None:
    """Taken back with the same press."""
    gone, _each = Helpful.objects.filter(comment=comment, person=by).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(helpful=F("helpful") - 1)


@transaction.atomic
def remove(*, by: Person, comment: Comment) -> None:
    """Take one's own words back. What others answered stays, below an empty place."""
    if not can_remove(by, comment):
        raise NotAllowed
    advance(comment, Comment.State.REMOVED, field="state", hold_reason="")
    bells.comment_removed.ring(by=by, on=comment, comment=comment.pk)


def _answered(answer_to: Comment | None, subject: Subject) -> Comment | None:
    """Two levels: who answers to an answer answers to what it began with."""
    if answer_to is None:
        return None
    thread = answer_to.begins
    if thread.subject_id != subject.pk or not thread.is_shown:
        raise RuleBroken(gettext("This can’t be answered any more."), code="gone")
    return thread


def _label(label: str, thing: Any, answer_to: Comment | None) -> str:
    talk = kinds.kind_for(thing).talk
    return label if talk and answer_to is None and label in talk.labels else ""
