"""What time asks of polls. Phases never wait for a task: they follow from their dates when they are read."""

import logging

from celery import shared_task

from core.clock import now
from core.errors import RuleBroken

from . import actions
from .models import FREEZE_AFTER, STOPPED_FOR, IdeaPoll, Result

log = logging.getLogger(__name__)


@shared_task(name="ideas.tasks.follow_the_clock")
def follow_the_clock() -> int:
    """Every 20 seconds. Writes down what is on a ballot that has opened, freezes polls closed for a minute. Twice: nothing
    happens. Late: the ballot follows its rule without it, and nobody can vote after the close anyway."""
    done = 0
    for poll in IdeaPoll.objects.to_open():
        done += actions.open_voting(poll=poll)
    for poll in IdeaPoll.objects.to_freeze():
        done += freeze(poll.pk)
    return done


@shared_task(name="ideas.tasks.freeze")
def freeze(poll_id: int) -> int:
    """For one poll. Twice: the second finds it frozen. Late: the file is the same."""
    try:
        actions.freeze_poll(poll=IdeaPoll.objects.get(pk=poll_id))
    except RuleBroken:
        return 0  # it was extended meanwhile; the clock comes by again
    return 1


@shared_task(name="ideas.tasks.cut")
def cut() -> int:
    """Every hour. Wipes who took part where the time has come, and ends what nobody let go on. Twice: nothing more to do.
    Late: a little later."""
    for poll in IdeaPoll.objects.stopped(STOPPED_FOR):
        actions.give_up(poll=poll)
    return sum(actions.cut_poll(poll=poll) for poll in IdeaPoll.objects.to_cut())


@shared_task(name="ideas.tasks.recount")
def recount() -> int:
    """Every night. Counts the newest result of each frozen poll again; returns how many differ. A difference rings."""
    different = 0
    for poll in IdeaPoll.objects.filter(frozen_at__isnull=False, frozen_at__lte=now() - FREEZE_AFTER):
        result = Result.objects.filter(poll=poll).order_by("-n").first()
        if result is not None and not actions.recount_poll(result=result):
            log.error("The recount of poll %s differs from its result %s.", poll.pk, result.n)
            different += 1
    return different
