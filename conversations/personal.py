"""What conversations keep of a person, for export and erasure."""

from people.models import Person
from people.personal import delete_clash, delete_rows, move_rows, register, stays

from . import actions, bells
from .models import Comment, Helpful


def wipe_words(person: Person) -> None:
    """Their words go, also out of letters that have not left; what others answered stays below an empty place."""
    mine = Comment.objects.filter(by=person)
    shown = list(mine.exclude(state=Comment.State.REMOVED).order_by("pk"))
    mine.update(words="", state=Comment.State.REMOVED, hold_reason="")
    for comment in shown:
        bells.comment_removed.ring(by=person, on=comment, comment=comment.pk)


CASE = "what was reported and decided stays, so that it can be looked at again; by somebody without a name"


def take_back_helpful(person: Person) -> None:
    """Counts of what others said go down with it."""
    for row in Helpful.objects.filter(person=person).select_related("comment"):
        actions.find_no_longer_helpful(by=person, comment=row.comment)


def find_helpful_once(kept: Person, gone: Person) -> None:
    """One person finds a comment helpful once, and it counts once."""
    twice = Helpful.objects.filter(person=kept).values("comment")
    for row in Helpful.objects.filter(person=gone, comment__in=twice).select_related("comment"):
        actions.find_no_longer_helpful(by=gone, comment=row.comment)
    Helpful.objects.filter(person=gone).update(person=kept)


def register_all() -> None:
    register(
        "conversations.Subject",
        "person",
        keeps="what was reported stays with somebody without a name",
        merge=move_rows("conversations.Subject", "person"),
    )
    register(
        "conversations.Follow",
        "person",
        columns=("subject__kind", "neighborhood__name", "category", "at"),
        erase=delete_rows("conversations.Follow", "person"),
        merge=delete_clash("conversations.Follow", "person"),
    )
    register(
        "conversations.Comment",
        "by",
        columns=("subject__kind", "words", "label", "state", "helpful", "created_at"),
        keeps="others read and answered it; its author is a former member",
        texts=wipe_words,
        merge=move_rows("conversations.Comment", "by"),
    )
    register(
        "conversations.Helpful",
        "person",
        columns=("comment__words", "at"),
        erase=take_back_helpful,
        merge=find_helpful_once,
    )
    register(
        "conversations.Mention",
        "person",
        columns=("comment__words",),
        erase=delete_rows("conversations.Mention", "person"),
        merge=delete_clash("conversations.Mention", "person"),
    )
    for model, field in (("Case", "about"), ("Case", "decided_by"), ("Case", "appeal_by"), ("Muting", "person")):
        register(f"conversations.{model}", field, keeps=CASE)
    register("conversations.CaseMove", "by", keeps=CASE, merge=stays)  # the database lets nobody change the log
    register(
        "conversations.Report",
        "by",
        columns=("subject__kind", "reason", "words", "state", "at"),
        keeps=CASE,
        merge=move_rows("conversations.Report", "by"),
    )
