"""What a live hour and its questions say of themselves."""

from django.utils.translation import gettext

from core.when import day_words, hour, local, moment_words, span_words
from ideas.models import LiveHour, Question


def hour_status(live: LiveHour) -> tuple[str, str, str]:
    """Shape, words and tone of its state."""
    return {
        "coming": ("wait", gettext("Coming"), ""),
        "asking": ("open", gettext("Collecting questions"), "good"),
        "live": ("open", gettext("Live now"), "good"),
        "over": ("done", gettext("Over"), ""),
    }[live.state_at()]


def hour_what_now(live: LiveHour) -> str:
    """What can be done, and until when, in one or two sentences."""
    state, ends = live.state_at(), hour(local(live.ends_at, live))
    if state == "coming":
        return gettext("You can ask from %(when)s on.") % {"when": moment_words(live.opens_at, live)}
    if state == "asking":
        return gettext("Ask now, and support what you want to know. The answers begin on %(when)s.") % {
            "when": moment_words(live.starts_at, live)
        }
    if state == "live":
        return gettext("Officials answer now, the most supported question first. You can ask until %(ends)s.") % {
            "ends": ends
        }
    return gettext("This hour is over. What was asked and answered stays here.")


def hour_when(live: LiveHour) -> str:
    return span_words(live.starts_at, live.ends_at, live)


def question_status(question: Question) -> tuple[str, str, str]:
    """Shape, words and tone of what became of it, for the record."""
    if question.state == Question.State.DECLINED:
        return "no", gettext("Not answered, with a reason"), ""
    if question.state == Question.State.ANSWERED:
        return "done", gettext("Answered"), "good"
    if question.taken_by_id is not None:
        return "few", gettext("Being answered now"), "good"
    owed = question.owed
    if owed is not None and owed.is_publicly_late:
        return "need", gettext("Answer late"), "bad"
    return "wait", gettext("Waits for its answer"), ""


def question_owed(question: Question) -> str:
    """Who answers by when, once the hour has left it open."""
    owed = question.owed
    if owed is None:
        return ""
    return gettext("%(office)s answers by %(day)s.") % {
        "office": owed.department.name,
        "day": day_words(local(owed.due_at, question.hour).date()),
    }
