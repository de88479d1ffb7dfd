"""No more letters about one thing: a poll is muted, and what is followed is followed no more."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from city.models import Neighborhood
from conversations import actions as talk
from conversations.models import Follow, Subject
from core.clock import now
from core.errors import RuleBroken
from ideas.models import IdeaPoll
from notices.models import Letter, Muted
from people.models import Person


def poll_of(*, about: str) -> IdeaPoll | None:
    """The poll of a link that stops letters about one."""
    what, _mark, key = about.partition("-")
    return IdeaPoll.objects.filter(pk=key).first() if what == "poll" else None


def follow_of(*, by: Person, about: str) -> Follow:
    """What they follow, or followed: then a row that is not stored. Raises RuleBroken if there is no such thing any more."""
    what, _mark, key = about.partition("-")
    if what == "kind":
        found: dict[str, Any] = {"category": key}
    else:
        name, rows = ("subject", Subject.objects) if what == "subject" else ("neighborhood", Neighborhood.objects)
        thing = rows.filter(pk=key).first() if what in ("subject", "place") else None
        if thing is None:
            raise RuleBroken(gettext("This is not there any more, so no letters about it come."), code="gone")
        found = {name: thing}
    return Follow.objects.filter(person=by, **found).first() or Follow(person=by, **found)


@transaction.atomic
def mute(*, by: Person, poll: IdeaPoll) -> None:
    """No more letters about this poll but those they have a right to, nor what waits already; nor do they follow it. Twice
    is once.
    """
    Muted.objects.get_or_create(person=by, poll=poll)
    _take_back(by, f"poll-{poll.pk}", f"subject-{poll.subject_id}")
    if followed := Follow.objects.filter(person=by, subject=poll.subject_id).exclude(subject=None).first():
        talk.stop(by=by, follow=followed)


@transaction.atomic
def stop_following(*, by: Person, about: str) -> Follow:
    """They follow it no more, and no letter about it that waits leaves. Raises RuleBroken if it is not there any more."""
    follow = follow_of(by=by, about=about)
    _take_back(by, about)
    if follow.pk:
        talk.stop(by=by, follow=follow)
    return follow


def _take_back(person: Person, *about: str) -> None:
    Letter.objects.unsent().filter(person=person, about__in=about).update(good_until=now())


@transaction.atomic
def hear_again(*, by: Person, poll: IdeaPoll) -> None:
    """Letters about it come as for any other poll."""
    Muted.objects.filter(person=by, poll=poll).delete()
