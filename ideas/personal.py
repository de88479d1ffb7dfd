"""What ideas keeps of a person, for export and erasure. Ballots are not exported: nobody can be made to show one."""

from people.models import Person
from people.personal import AUDIT, delete_clash, delete_rows, move_rows, register, stays

from .actions import forget_asker, forget_author, forget_voter
from .actions.joined_accounts import (
    end_asked,
    join_question_supports,
    join_supports,
    join_voters,
    tell_of_ideas,
    tell_of_votes,
)
from .models import DoubleVote, QuestionSupport, Support

OFFICE = "decided in office for the city: a public record"
TEXT = "the idea is part of a public poll; its author is a former member"


def let_supports_be_numbers(person: Person) -> None:
    Support.objects.filter(person=person).update(person=None)


def let_doubles_forget(person: Person) -> None:
    DoubleVote.objects.filter(kept_account=person).update(kept_account=None)


def let_question_supports_be_numbers(person: Person) -> None:
    QuestionSupport.objects.filter(person=person).update(person=None)


def register_all() -> None:
    register("ideas.IdeaPoll", "owner", keeps=OFFICE)
    register(
        "ideas.Idea",
        "author",
        columns=("poll__question", "ref", "title", "body", "on_behalf_of", "state", "submitted_at"),
        erase=lambda person: forget_author(person=person),  # the idea stays, as a former member's
        texts=lambda person: forget_author(person=person, remove_texts=True),
        says=tell_of_ideas,
    )
    register("ideas.IdeaRevision", "by", columns=("idea__ref", "title", "body", "at"), keeps=TEXT)
    register("ideas.Rewording", "by", keeps=OFFICE)
    register(
        "ideas.Support",
        "person",
        columns=("idea__title", "created_at"),
        erase=let_supports_be_numbers,
        merge=join_supports,
    )
    register(
        "ideas.PollVoter",
        "person",
        columns=(
            "poll__question",
            "channel",
            "at",
            "level",
            "network",
            "device",
            "set_aside_in__confirmed_at",
            "set_aside_in__objection",
        ),
        erase=lambda person: forget_voter(person=person),
        merge=join_voters,
        says=tell_of_votes,
    )
    register("ideas.MergeLink", "by", keeps=OFFICE)
    register(
        "ideas.MergeSuggestion",
        "by",
        columns=("idea__title", "other__title", "words", "answer", "said", "at"),
        erase=delete_rows("ideas.MergeSuggestion", "by"),
        merge=delete_clash("ideas.MergeSuggestion", "by"),
    )
    register("ideas.MergeSuggestion", "answered_by", keeps=OFFICE)
    register("ideas.Certification", "by", keeps=OFFICE)
    register("ideas.Certification", "second_by", keeps=OFFICE)
    register("ideas.Correction", "asked_by", keeps=OFFICE)
    register("ideas.Correction", "confirmed_by", keeps=OFFICE)
    register("ideas.Suspension", "asked_by", keeps=OFFICE)
    register("ideas.Suspension", "confirmed_by", keeps=OFFICE)
    register("ideas.Suspension", "lifted_by", keeps=OFFICE)
    for official in ("asked_by", "confirmed_by", "answered_by", "signed_by", "ended_by"):
        register("ideas.DoubleVote", official, keeps=OFFICE)
    register("ideas.DoubleVote", "kept_account", erase=let_doubles_forget)
    for account in ("one", "other"):
        register("ideas.DoubleVote", account, erase=lambda person: end_asked(person, person), merge=end_asked)
    register("ideas.PaperBatch", "entered_by", keeps=OFFICE)
    register("ideas.PaperBatch", "confirmed_by", keeps=OFFICE)
    register("ideas.RightSheet", "made_by", keeps=OFFICE)
    register("ideas.Answer", "by", keeps=OFFICE, merge=stays)
    register("ideas.AnswerDraft", "by", keeps=OFFICE, merge=move_rows("ideas.AnswerDraft", "by"))
    register("ideas.MovedUp", "by", keeps=OFFICE, merge=stays)
    register("ideas.IdeaProject", "by", keeps=AUDIT)
    register(
        "ideas.OutcomeListener",
        "person",
        columns=("poll__question",),
        erase=delete_rows("ideas.OutcomeListener", "person"),
        merge=delete_clash("ideas.OutcomeListener", "person"),
    )
    register(
        "ideas.OutcomeRefusal",
        "person",
        columns=("poll__question",),
        erase=delete_rows("ideas.OutcomeRefusal", "person"),
        merge=delete_clash("ideas.OutcomeRefusal", "person"),
    )
    register("ideas.LiveHour", "made_by", keeps=OFFICE)
    register("ideas.HourOfficial", "person", keeps=OFFICE, merge=delete_clash("ideas.HourOfficial", "person"))
    register(
        "ideas.Question",
        "person",
        columns=("hour__title", "text", "state", "answer", "asked_at"),
        erase=lambda person: forget_asker(person=person),  # the question stays, as a former member's
        texts=lambda person: forget_asker(person=person, remove_texts=True),
        merge=move_rows("ideas.Question", "person"),  # of two that wait in one hour, one stays a former member's
    )
    register("ideas.Question", "taken_by", keeps=OFFICE)
    register("ideas.Question", "answered_by", keeps=OFFICE)
    register(
        "ideas.QuestionSupport",
        "person",
        columns=("question__text", "created_at"),
        erase=let_question_supports_be_numbers,
        merge=join_question_supports,
    )
