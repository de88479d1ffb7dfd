"""Which stop an idea has reached."""

from django.conf import settings
from django.utils.translation import get_language, gettext

from core.when import day_words
from ideas.models import Answer, Idea, IdeaPoll

from .pieces import month, stop


def language_of(thing: Idea | IdeaPoll) -> str:
    """The language of its words, "" where it is the page's. What stands in place of hidden words is the page's."""
    hidden = isinstance(thing, Idea) and thing.hidden
    return "" if hidden or thing.language == get_language() else thing.language


def language_words(thing: Idea | IdeaPoll) -> str:
    """The label of an idea or a question in another language than the page; nothing is translated."""
    code = language_of(thing)
    return gettext("Language: %(name)s") % {"name": dict(settings.LANGUAGES).get(code, code)} if code else ""


def stops_of(idea: Idea) -> list[dict[str, str]]:
    """Idea, chosen, answer, work, done: what is passed, where it stands, where it ended."""
    state, answer = idea.state, idea.newest_answer
    poll = idea.poll
    voting = poll.voting
    chosen_on = month(voting.closes_at, poll) if voting else ""
    stops = [stop(gettext("Idea"), month(idea.submitted_at, poll), "done")]
    ended = {
        Idea.State.WITHDRAWN: gettext("Withdrawn"),
        Idea.State.MERGED: gettext("Merged"),
        Idea.State.NOT_ELIGIBLE: gettext("Not possible"),
    }
    if state in ended:
        return [*stops, stop(ended[Idea.State(state)], "", "end")]
    if state == Idea.State.OPEN:
        stops[0]["state"] = "now"
        return [
            *stops,
            *(stop(name) for name in (gettext("Vote"), gettext("Answer"), gettext("Work"), gettext("Done"))),
        ]
    if state in (Idea.State.ON_BALLOT, Idea.State.TIE_PENDING):
        at = stop(gettext("Vote") if state == Idea.State.ON_BALLOT else gettext("Tie"), gettext("now"), "now")
        if state == Idea.State.ON_BALLOT and poll.state_at() == "over":
            if poll.voided_at:
                return [*stops, stop(gettext("Void"), chosen_on, "end")]
            at = stop(gettext("Voted on"), chosen_on, "now")  # what came of it says the certificate
        return [
            *stops,
            at,
            *(stop(n) for n in (gettext("Answer"), gettext("Work"), gettext("Done"))),
        ]
    said = month(answer.published_at, poll) if answer else ""
    if state == Idea.State.NOT_SELECTED:
        return [*stops, stop(gettext("Not chosen"), chosen_on, "end" if not answer else "done")] + (
            [stop(gettext("Answer"), said, "end")] if answer else []
        )
    stops.append(
        stop(gettext("Voted on"), chosen_on, "done")
        if state == Idea.State.DROPPED
        else stop(gettext("Chosen"), chosen_on, "done")
    )
    if state == Idea.State.DROPPED:
        return [*stops, stop(gettext("Answer"), said, "end")]
    here = {Idea.State.SELECTED: 0, Idea.State.PLANNED: 1, Idea.State.IN_PROGRESS: 1, Idea.State.DONE: 3}[
        Idea.State(state)
    ]
    by, promise = gettext("by"), idea.promise
    due = f"{by} {day_words(promise.due_on)}" if promise and promise.due_on else ""
    ahead = [(gettext("Answer"), said), (gettext("Work"), due), (gettext("Done"), month(idea.done_at, poll))]
    for n, (name, note) in enumerate(ahead):
        stops.append(stop(name, note, "done" if n < here else "now" if n == here else ""))
    return stops


def idea_status(idea: Idea) -> tuple[str, str, str]:
    """Shape, words and tone for `{% status %}`."""
    State = Idea.State
    if idea.hold_reason and idea.state == State.OPEN:
        return "wait", gettext("Being read"), ""
    return {
        State.OPEN: ("open", gettext("Open"), ""),
        State.WITHDRAWN: ("no", gettext("Withdrawn"), ""),
        State.MERGED: ("no", gettext("Merged"), ""),
        State.NOT_ELIGIBLE: ("no", gettext("Not possible"), "bad"),
        State.ON_BALLOT: ("few", gettext("On the ballot"), ""),
        State.SELECTED: ("done", gettext("Won"), "good"),
        State.NOT_SELECTED: ("no", gettext("Not chosen"), ""),
        State.TIE_PENDING: ("tie", gettext("Tie"), "warn"),
        State.PLANNED: ("few", gettext("Planned"), ""),
        State.IN_PROGRESS: ("few", gettext("In progress"), ""),
        State.DONE: ("done", gettext("Done"), "good"),
        State.DROPPED: ("no", gettext("Not possible"), "bad"),
    }[State(idea.state)]


def answer_words(answer: Answer) -> str:
    return str(Answer.Status(answer.status).label)
