"""Somebody else takes up an idea that its author took back. Supports carry over only where their givers say so."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from files.models import Picture
from ideas import bells
from ideas.models import Idea, IdeaPoll, MergeLink
from ideas.permissions import first_waits
from ideas.places import Place
from people.models import Person
from people.system import SYSTEM

from .ideas import submit_idea


@transaction.atomic
def adopt_idea(*, by: Person, idea: Idea) -> Idea:
    """Within 7 days, and while ideas are collected: a new idea with the same words and picture, theirs from
    then on. The rules for a new
    idea hold. Whoever supported the old one is asked."""
    poll = IdeaPoll.objects.select_for_update().get(pk=idea.poll_id)
    idea.refresh_from_db()
    if idea.author_id == by.pk:
        raise RuleBroken(
            gettext("You took this idea back yourself. Send it as a new one if you want it again."), code="own"
        )
    if not idea.is_up_for_adoption:
        raise RuleBroken(gettext("This idea can’t be taken up any more."), code="state")
    if MergeLink.objects.in_force().filter(duplicate=idea).exists():
        raise RuleBroken(gettext("Somebody has taken up this idea already."), code="taken")
    if first_waits(by, poll):
        raise RuleBroken(gettext("Your account is new. Send an idea of your own first."), code="new")
    where = Place(idea.neighborhood, idea.latitude, idea.longitude)
    mine = submit_idea(
        by=by, poll=poll, title=idea.title, body=idea.body, category=idea.category, place=where, language=idea.language,
        picture=_picture_of(idea),
    )  # fmt: skip
    link = MergeLink.objects.create(duplicate=idea, kept=mine, by=SYSTEM(), at=now(), adopted=True)
    bells.idea_adopted.ring(by=by, on=mine, idea=mine.pk, merge=link.pk)
    return mine


def _picture_of(idea: Idea) -> Picture | None:
    """The same one, with its description, held until the new idea has it. If whoever took it takes it away later, it is gone
    from both."""
    return Picture.objects.select_for_update().filter(pk=idea.picture_id).first() if idea.picture_id else None
