"""Polls and ideas as subjects: how they are found and named where people follow, talk and report."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.kinds import Kind, Named, Talk, Voice, register
from conversations.models import Comment
from core.when import moment_words
from people.models import Person
from people.offices import office_of

from .models import Idea, IdeaPoll, Question


def find_idea(person: Person | None, key: str) -> Idea | None:
    """By the poll's slug and the idea's number: `lamps/2026-014`."""
    slug, _stroke, ref = key.partition("/")
    found = Idea.objects.visible_to(person).filter(poll__in=IdeaPoll.objects.visible_to(person))
    return found.filter(poll__slug=slug, ref=ref).select_related("poll").first()


def public_ideas(subjects: Iterable[int]) -> QuerySet[Idea]:
    shown = Idea.objects.public().filter(poll__in=IdeaPoll.objects.public())
    return shown.filter(subject__in=subjects).select_related("poll")


def named_idea(idea: Idea) -> Named:
    return Named(str(idea.shown_title), reverse("ideas:idea_page", args=[idea.poll.slug, idea.ref]))


def ideas_of(subjects: Iterable[int]) -> QuerySet[Idea]:
    return Idea.objects.select_related("poll").filter(subject__in=subjects)


def key_of_idea(idea: Idea) -> str:
    return f"{idea.poll.slug}/{idea.ref}"


def can_see_idea(person: Person | None, idea: Idea) -> bool:
    seen = Idea.objects.visible_to(person).filter(poll__in=IdeaPoll.objects.visible_to(person))
    return seen.filter(pk=idea.pk).exists()


def can_write_about_idea(person: Person | None, idea: Idea) -> bool:
    """Everybody with an account, as long as everybody may read it."""
    return person is not None and can_follow_idea(person, idea) and not idea.is_gone and can_see_idea(None, idea)


def voice(person: Person, idea: Idea) -> Voice:
    """Officials speak for their office."""
    office = office_of(person)
    return Voice(Comment.Voice.OFFICIAL, office.department) if office else Voice()


def people_of_idea(idea: Idea) -> list[Person]:
    return [idea.author] if idea.author else []


def text_of_idea(idea: Idea) -> str:
    return f"{idea.title}\n\n{idea.body}"


def earlier_words(idea: Idea, since: datetime) -> list[str]:
    """What it said at that moment and later, the newest first; not what it says now."""
    rows = idea.revisions.filter(at__gt=since).order_by("-n")
    return [f"{row.title}\n\n{row.body}" for row in rows]


def people_of_poll(poll: IdeaPoll) -> list[Person]:
    return [poll.owner]


def talk_page_of_idea(idea: Idea) -> str:
    return reverse("ideas:idea_talk", args=[idea.poll.slug, idea.ref])


def rests_while_people_vote(idea: Idea) -> str:
    """Where the poll says so: from the opening to the close, for the city as well."""
    poll = idea.poll
    if not poll.talk_rests or poll.state_at() != "voting" or poll.voting is None:
        return ""
    return gettext("While people vote the discussion rests. It goes on %(when)s; what was said can be read.") % {
        "when": moment_words(poll.voting.closes_at, poll)
    }


DISCUSSION = Talk(
    title=_("Discussion"),
    lead=_("Ask, or say what speaks for this idea or against it. The city answers questions here."),
    ask=_("Say something about this idea"),
    empty=_("Nobody has said anything yet. What do you think of it?"),
    page=talk_page_of_idea,
    rests=rests_while_people_vote,
    labels=(Comment.Label.QUESTION, Comment.Label.FOR, Comment.Label.AGAINST),
)


def find_poll(person: Person | None, key: str) -> IdeaPoll | None:
    return IdeaPoll.objects.visible_to(person).filter(slug=key).first()


def public_polls(subjects: Iterable[int]) -> QuerySet[IdeaPoll]:
    return IdeaPoll.objects.public().filter(subject__in=subjects)


def named_poll(poll: IdeaPoll) -> Named:
    return Named(poll.question, reverse("ideas:poll_page", args=[poll.slug]))


def can_follow_idea(person: Person | None, idea: Idea) -> bool:
    """What everybody may see."""
    return person is not None and not idea.hidden


def polls_of(subjects: Iterable[int]) -> QuerySet[IdeaPoll]:
    return IdeaPoll.objects.filter(subject__in=subjects)


def key_of_poll(poll: IdeaPoll) -> str:
    return poll.slug


def can_see_poll(person: Person | None, poll: IdeaPoll) -> bool:
    return IdeaPoll.objects.visible_to(person).filter(pk=poll.pk).exists()


def can_follow_poll(person: Person | None, poll: IdeaPoll) -> bool:
    """Once it is published."""
    return person is not None and poll.published_at is not None


def find_question(person: Person | None, key: str) -> Question | None:
    return Question.objects.visible_to(person).filter(ref=key).select_related("hour").first()


def public_questions(subjects: Iterable[int]) -> QuerySet[Question]:
    return Question.objects.public().filter(subject__in=subjects).select_related("hour")


def named_question(question: Question) -> Named:
    return Named(question.text, f"{reverse('ideas:hour_page', args=[question.hour.slug])}#q-{question.ref}")


def questions_of(subjects: Iterable[int]) -> QuerySet[Question]:
    return Question.objects.select_related("hour", "person").filter(subject__in=subjects)


def key_of_question(question: Question) -> str:
    return question.ref


def can_see_question(person: Person | None, question: Question) -> bool:
    return Question.objects.visible_to(person).filter(pk=question.pk).exists()


def people_of_question(question: Question) -> list[Person]:
    return [question.person] if question.person else []


def text_of_question(question: Question) -> str:
    return question.text


def register_all() -> None:
    register(
        Kind(
            "ideas.idea", _("Idea"), find=find_idea, public=public_ideas, named=named_idea, those=ideas_of, key=key_of_idea,
            can_follow=can_follow_idea, can_see=can_see_idea, can_write=can_write_about_idea, voice=voice,
            people=people_of_idea, whose="idea__author", text=text_of_idea, before=earlier_words, hides=True, talk=DISCUSSION,
        )
    )  # fmt: skip
    register(
        Kind(
            "ideas.ideapoll", _("Idea poll"), find=find_poll, public=public_polls, named=named_poll, those=polls_of,
            key=key_of_poll, can_follow=can_follow_poll, can_see=can_see_poll, people=people_of_poll,
            whose="poll__owner",
        )
    )  # fmt: skip
    register(
        Kind(
            "ideas.question", _("Question in a live hour"), find=find_question, public=public_questions,
            named=named_question, those=questions_of, key=key_of_question, can_see=can_see_question,
            people=people_of_question, whose="question__person", text=text_of_question, hides=True,
        )
    )  # fmt: skip
