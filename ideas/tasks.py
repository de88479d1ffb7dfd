"""What time asks of polls. Phases never wait for a task: they follow from their dates when they are read."""

import logging
from datetime import timedelta

from celery import shared_task

from core import queue
from core.clock import now
from core.errors import RuleBroken
from people.models import Person

from . import actions
from .models import STOPPED_FOR, Counting, DoneCheck, IdeaPoll, LiveHour, PollVoter, Result

log = logging.getLogger(__name__)

SMALL = 1000  # ballots: counted in a moment, so nobody is sent for
AT_ONCE = timedelta(seconds=30)  # so long a count that was sent for may take to begin


@shared_task(name="ideas.tasks.follow_the_clock")
def follow_the_clock() -> int:
    """Every 20 seconds. Writes down what is on a ballot that has opened, freezes polls closed for a minute, sends for whoever
    counts, and makes duties of what a live hour left open. Twice: nothing happens. Late: the ballot follows its rule without
    it, and nobody can vote or ask after the close."""
    done = 0
    for poll in IdeaPoll.objects.to_open():
        done += actions.open_voting(poll=poll)
    for poll in IdeaPoll.objects.to_freeze():
        done += freeze(poll.pk)
    for hour in LiveHour.objects.to_close():
        done += actions.close_hour(hour=hour)
    for pk in Counting.objects.waiting().filter(begun_at__lte=now() - AT_ONCE).values_list("pk", flat=True):
        queue.hurry("ideas.tasks.count", pk)
    return done


@shared_task(name="ideas.tasks.freeze")
def freeze(poll_id: int) -> int:
    """For one poll, and counts it if it is small. Twice: the second finds it frozen. Late: the file is the same."""
    try:
        counting = actions.freeze_poll(poll=IdeaPoll.objects.get(pk=poll_id))
    except RuleBroken:
        return 0  # it was extended meanwhile; the clock comes by again
    if counting is not None and counting.ballots <= SMALL:
        actions.count_frozen(counting=counting)
    return 1


@shared_task(name="ideas.tasks.count", time_limit=6 * 3600, soft_time_limit=6 * 3600 - 60)
def count(counting_id: int) -> int:
    """Right after a freeze, a lot or a correction. Twice: the second finds somebody counting, or the result. Late: the
    clock sends again. Equal shares of a large city take minutes."""
    return actions.count_frozen(counting=Counting.objects.get(pk=counting_id)) is not None


@shared_task(name="ideas.tasks.confirm_who_can")
def confirm_who_can(poll_id: int) -> int:
    """Right after voters were asked for more: who has it already need do nothing. One by one, so that nobody waits for it.
    Twice: they are confirmed. Late, or never: the page of the ballot has a button that does the same."""
    poll, done = IdeaPoll.objects.get(pk=poll_id), 0
    waiting = PollVoter.objects.unconfirmed().filter(poll=poll, person__isnull=False).order_by("pk")
    for person in Person.objects.filter(pk__in=list(waiting.values_list("person", flat=True))).select_related("user"):
        try:
            done += actions.confirm_ballot(by=person, poll=poll, received_at=now())
        except RuleBroken:
            continue  # they have yet to show it
    return done


@shared_task(name="ideas.tasks.cut")
def cut() -> int:
    """Every hour. Wipes who took part where the time has come, and ends what nobody let go on. Twice: nothing more to do.
    Late: a little later."""
    for poll in IdeaPoll.objects.stopped(STOPPED_FOR):
        actions.give_up(poll=poll)
    return sum(actions.cut_poll(poll=poll) for poll in IdeaPoll.objects.to_cut())


@shared_task(name="ideas.tasks.recount", time_limit=6 * 3600)
def recount() -> int:
    """Every night. Counts the newest result of each poll again until its ballots are anonymous; returns how many differ. A
    difference rings. Afterwards the health check compares the files with their fingerprints."""
    different = 0
    for poll in IdeaPoll.objects.filter(counted_at__isnull=False, cut_at=None):
        result = Result.objects.filter(poll=poll).order_by("-n").first()
        if result is not None and not actions.recount_poll(result=result):
            log.error("The recount of poll %s differs from its result %s.", poll.pk, result.n)
            different += 1
    return different


@shared_task(name="ideas.tasks.ask_whether_done")
def ask_whether_done() -> int:
    """Every morning: the two questions, four weeks after an idea was called done. Twice: each round is asked once. Late: the
    weeks for answers begin then."""
    due = DoneCheck.objects.filter(asked_at=None, due_at__lte=now()).order_by("pk")
    return sum(actions.ask_whether_done(check=check) for check in due)
