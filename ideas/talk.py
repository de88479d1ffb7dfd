"""Polls and ideas as subjects: how they are found and named where people follow, talk and report."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversations.kinds import Kind, Named, register
from people.models import Person

from .models import Idea, IdeaPoll


def find_idea(person: Person | None, key: str) -> Idea | None:
    """By the poll's slug and the idea's number: `lamps/2026-014`."""
    slug, _stroke, ref = key.partition("/")
    found = Idea.objects.visible_to(person).filter(poll__in=IdeaPoll.objects.visible_to(person))
    return found.filter(poll__slug=slug, ref=ref).select_related("poll").first()


def public_ideas(subjects: Iterable[int]) -> QuerySet[Idea]:
    shown = Idea.objects.public().filter(poll__in=IdeaPoll.objects.public())
    return shown.filter(subject__in=subjects).select_related("poll")


def named_idea(idea: Idea) -> Named:
    return Named(idea.title, reverse("ideas:idea_page", args=[idea.poll.slug, idea.ref]))


def find_poll(person: Person | None, key: str) -> IdeaPoll | None:
    return IdeaPoll.objects.visible_to(person).filter(slug=key).first()


def public_polls(subjects: Iterable[int]) -> QuerySet[IdeaPoll]:
    return IdeaPoll.objects.public().filter(subject__in=subjects)


def named_poll(poll: IdeaPoll) -> Named:
    return Named(poll.question, reverse("ideas:poll_page", args=[poll.slug]))


def can_follow_idea(person: Person | None, idea: Idea) -> bool:
    """What everybody may see."""
    return person is not None and not idea.hidden and idea.state not in (Idea.State.DRAFT, Idea.State.PENDING)


def can_follow_poll(person: Person | None, poll: IdeaPoll) -> bool:
    """Once it is published."""
    return person is not None and poll.published_at is not None


def register_all() -> None:
    register(
        Kind("ideas.idea", _("Idea"), find=find_idea, public=public_ideas, named=named_idea, can_follow=can_follow_idea)
    )
    register(
        Kind(
            "ideas.ideapoll", _("Idea poll"), find=find_poll, public=public_polls, named=named_poll,
            can_follow=can_follow_poll,
        )
    )  # fmt: skip
