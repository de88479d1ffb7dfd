"""What conversations keep of a person, for export and erasure."""

from people.models import Person
from people.personal import delete_rows, register

from . import actions
from .models import Comment, Helpful


def wipe_words(person: Person) -> None:
    """Their words go; what others answered stays below an empty place."""
    Comment.objects.filter(by=person).update(words="", state=Comment.State.REMOVED, hold_reason="")


def take_back_helpful(person: Person) -> None:
    """Counts of what others said go down with it."""
    for row in Helpful.objects.filter(person=person).select_related("comment"):
        actions.find_no_longer_helpful(by=person, comment=row.comment)


def register_all() -> None:
    register("conversations.Subject", "person", keeps="what was reported stays with somebody without a name")
    register(
        "conversations.Follow",
        "person",
        columns=("subject__kind", "neighborhood__name", "category", "at"),
        erase=delete_rows("conversations.Follow", "person"),
    )
    register(
        "conversations.Comment",
        "by",
        columns=("subject__kind", "words", "label", "state", "helpful", "created_at"),
        keeps="others read and answered it; its author is a former member",
        texts=wipe_words,
    )
    register(
        "conversations.Helpful",
        "person",
        columns=("comment__words", "at"),
        erase=take_back_helpful,
    )
    register(
        "conversations.Mention",
        "person",
        columns=("comment__words",),
        erase=delete_rows("conversations.Mention", "person"),
    )
