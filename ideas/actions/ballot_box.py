"""When people of the city may change what lies in the ballot box: by sheets of paper, or by setting a second ballot aside."""

from collections.abc import Callable

from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from ideas import locks
from ideas.models import Certification, IdeaPoll
from ideas.permissions import can_manage
from people.models import Person
from people.permissions import administrator


def open_box(*, by: Person, poll: IdeaPoll, lock: Callable[[int], None] = locks.share) -> IdeaPoll:
    """The poll's row, held: from the beginning of the vote until an official stands for the count."""
    lock(poll.pk)
    poll = IdeaPoll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    if not (can_manage(by, poll) or administrator(by)):
        raise NotAllowed()
    if poll.state in ("suspended", "void"):
        raise RuleBroken(
            gettext("This poll is suspended, or void. No ballots are entered or set aside now."), code="suspended"
        )
    if not poll.voting_has_begun:
        raise RuleBroken(gettext("Voting has not begun."), code="early")
    if poll.cut_at is not None:  # who voted on the site nobody could tell, so somebody could vote twice
        raise RuleBroken(
            gettext("Nobody can tell any more who voted. No ballots are entered or set aside now."), code="cut"
        )
    if stands(poll):
        raise RuleBroken(
            gettext("The result is certified, or somebody has just asked for it. Its ballots stay as they are."),
            code="certified",
        )
    return poll


def stands(poll: IdeaPoll) -> bool:
    """Somebody stands for the newest count, or has asked a second official to."""
    return Certification.objects.of_the_newest_count().filter(result__poll=poll).exists()
