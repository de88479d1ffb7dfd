"""Every cause says in a sentence why it earned what it earned."""

from datetime import date

from django.utils.translation import gettext as _

from core.when import day_words, time_spent

from .models import LedgerEntry, PointCause, Rule
from .rules import ADOPTED, COMING, EVENT_CAP, PER_QUARTER_HOUR, REPORT, TOOK_PART, WORKING


def title(cause: PointCause) -> str:
    """What happened, and on which day."""
    event, day = cause.params.get("event", ""), day_words(_day(cause))
    if cause.rule == Rule.NEW:
        return _("Your first time out: %(event)s, %(day)s") % {"event": event, "day": day}
    if cause.rule == Rule.POLL:
        return _("You took part in a poll: %(poll)s") % {"poll": event} if event else _("You took part in a poll")
    if cause.rule == Rule.IDEA:
        return _("Your idea: %(idea)s, %(day)s") % {"idea": event, "day": day}
    return _("%(event)s, %(day)s") % {"event": event, "day": day}


def why(cause: PointCause, granted: int) -> str:
    """How the number came about: "10 for coming and 12 for 1 h. Verified by Ana R." """
    if cause.state == PointCause.State.VOID:
        return _("Does not count any more.")
    if not cause.counts_for_points:
        return _("Kept for the city's numbers. People who work for the city get no points.")
    if cause.rule == Rule.NEW:
        return _("Once, for coming the first time.")
    if cause.rule == Rule.STEW:
        return _why_work(cause, granted)
    if cause.rule == Rule.REP:
        return _why_pictures(cause)
    if cause.rule == Rule.POLL:
        return _why_poll(cause, granted)
    if cause.rule == Rule.IDEA:
        return _("%(points)s because %(department)s takes it up.") % {
            "points": ADOPTED,
            "department": cause.params.get("by", ""),
        }
    minutes = cause.params.get("minutes", 0)
    parts = {
        "coming": COMING,
        "time": PER_QUARTER_HOUR * (minutes // 15),
        "hours": time_spent(minutes),
        "by": _ended(cause.params.get("by", "")),
    }
    words = _("%(coming)s for coming and %(time)s for %(hours)s. Verified by %(by)s") % parts
    if parts["coming"] + parts["time"] > EVENT_CAP:
        words += " " + _("One event counts %(cap)s at most.") % {"cap": EVENT_CAP}
    if cause.state == PointCause.State.LIVE and granted < cause.eligible:
        words += " " + _("Counted %(granted)s: the day's limit of 70 was reached.") % {"granted": granted}
    return words


def _why_work(cause: PointCause, granted: int) -> str:
    minutes = cause.params.get("minutes", 0)
    words = _("%(working)s for work between the dates and %(time)s for %(hours)s. Verified by %(by)s") % {
        "working": WORKING,
        "time": PER_QUARTER_HOUR * (minutes // 15),
        "hours": time_spent(minutes),
        "by": _ended(cause.params.get("by", "")),
    }
    if not granted:
        words += " " + _("Counted 0: two a week count.")
    return words


def _why_pictures(cause: PointCause) -> str:
    people, by = cause.params.get("people", 1), _ended(cause.params.get("by", ""))
    if people == 1:
        return _("%(report)s for before and after, in pictures. Looked at by %(by)s") % {"report": REPORT, "by": by}
    return _("%(report)s for before and after, in pictures, shared by %(n)s people. Looked at by %(by)s") % {
        "report": REPORT,
        "n": people,
        "by": by,
    }


def _why_poll(cause: PointCause, granted: int) -> str:
    words = _("%(points)s for taking part. How you voted is written nowhere.") % {"points": TOOK_PART}
    if not granted:
        words += " " + _("Counted 0: four a month count.")
    if not cause.params.get("event"):
        words += " " + _("The poll is anonymous now, so its name is gone from here, too.")
    return words


def taken_back(entry: LedgerEntry) -> str:
    """Why points went back, and what can be done about it."""
    reason = entry.note or _("The facts were corrected.")
    return _("Taken back: %(reason)s Not right? You have 30 days to say so.") % {"reason": _ended(reason)}


def _day(cause: PointCause) -> date:
    return date.fromisoformat(cause.params["day"]) if cause.params.get("day") else cause.occurred_at.date()


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
