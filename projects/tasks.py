"""What the clock does for events. The actions do the same first in every deed, so a sleeping worker holds no seat."""

import logging

from celery import shared_task

from . import actions

log = logging.getLogger(__name__)


@shared_task(name="projects.tasks.serve_queues")
def serve_queues() -> int:
    """Every minute: lapses overdue offers, offers free places on. Twice changes nothing; late, the next deed was first."""
    return actions.expire_offers()


@shared_task(name="projects.tasks.ask_who_comes")
def ask_who_comes() -> int:
    """Every ten minutes: “Still coming?” at 48 h, again at 24 h; at 18 h silent places go on where the organizer wants it.

    Twice finds nobody left to ask; late, people are asked later and still have six hours to answer.
    """
    return actions.ask_who_comes() + actions.remind_who_comes() + actions.release_unanswered()


@shared_task(name="projects.tasks.remind_of_dates")
def remind_of_dates() -> int:
    """Every ten minutes: a week and two hours before a date, whoever has a place is reminded of it.

    Twice finds nobody left to remind; late by more than a day (of the two hours: half an hour before the start) it stays unsaid.
    """
    return actions.remind_of_dates()


@shared_task(name="projects.tasks.release_unnamed")
def release_unnamed() -> int:
    """Every ten minutes: places of teams without a name, asked for at 96 h and given on 72 h before the start.

    Twice finds none; late, they go on later, and who was to be asked within the last day is not asked any more.
    """
    return actions.ask_for_names() + actions.release_unnamed()


@shared_task(name="projects.tasks.announce_wordings")
def announce_wordings() -> int:
    """Every ten minutes: who has a coming place hears of a wording that has begun. Twice finds none; late, they hear late."""
    return actions.announce_wordings()


@shared_task(name="projects.tasks.end_waiting")
def end_waiting() -> int:
    """Every minute: whoever still waits when an event starts is off its list. Twice or late changes nothing."""
    return actions.expire_waiting()


@shared_task(name="projects.tasks.close_overdue_lists")
def close_overdue_lists() -> int:
    """Every hour: lists nobody settled in seven days. Twice finds nothing; late closes a little later."""
    return actions.close_overdue()


@shared_task(name="projects.tasks.fill_series")
def fill_series() -> int:
    """Every hour: dates of series, eight weeks ahead. Twice makes none twice; late makes those that are still ahead."""
    return actions.fill_series()


@shared_task(name="projects.tasks.archive_old")
def archive_old() -> int:
    """Every night: projects finished a year ago. Twice finds none; late archives them later."""
    return actions.archive_old()


@shared_task(name="projects.tasks.recount_seats")
def recount_seats() -> list[int]:
    """Every night: slots whose counters are not what their sign-ups say. Reports them in the log, changes nothing."""
    wrong = actions.miscounted_slots()
    if wrong:
        log.error("The counters of these slots are wrong: %s", wrong)
    return wrong


@shared_task(name="projects.tasks.share_overdue_recaps")
def share_overdue_recaps() -> int:
    """Every hour: "what we did together" that no lead sent within a day. Twice finds nothing; late sends it late."""
    return actions.share_overdue()


@shared_task(name="projects.tasks.forget_notes")
def forget_notes() -> int:
    """Every hour: notes for the roster, seven days after the date. Twice finds nothing; late forgets a little later."""
    return actions.forget_notes()


@shared_task(name="projects.tasks.warn_of_ending_credentials")
def warn_of_ending_credentials() -> int:
    """Every morning: leads hear of papers that end before a date that needs them. Twice tells nobody twice; late, a day later."""
    return actions.warn_of_ending_credentials()


@shared_task(name="projects.tasks.follow_blocks")
def follow_blocks() -> int:
    """Every morning: care that is due, silence, terms that end. Twice says nothing twice; late says it a day later."""
    return actions.follow_blocks()
