"""How far a proposal or project is, in words: for its own page, for "What I proposed", for the review page."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from city.context import the_city
from core.signs import status
from core.when import day_words, local, moment_words

from .models import Project, ProjectTransition

S = Project.Status


class Stop(NamedTuple):
    name: str
    note: str | SafeString = ""
    state: str = "ahead"  # done, now, end or ahead


def sign(project: Project, for_city: bool = False) -> SafeString:
    """One state in a few words, with its shape; `for_city` speaks to officials instead of the proposer."""
    words = {
        S.DRAFT: ("open", gettext("Draft, not sent"), ""),
        S.SUBMITTED: ("few", gettext("With the %(office)s") % {"office": office(project)}, ""),
        S.NEEDS_CHANGES: ("wait", gettext("With the proposer"), "")
        if for_city
        else ("need", gettext("Your turn"), "warn"),
        S.REJECTED: ("no", gettext("Not possible"), "bad"),
        S.PUBLISHED: ("open", gettext("Open to join"), "good"),
        S.ACTIVE: ("few", gettext("Under way"), "good"),
        S.PAUSED: ("wait", gettext("Paused"), "warn"),
        S.COMPLETED: ("done", gettext("Done"), "good"),
        S.CANCELLED: ("no", gettext("Cancelled"), ""),
        S.ARCHIVED: ("done", gettext("Done"), "good"),
    }
    return status(*words[S(project.status)])


def rows(project: Project) -> list[ProjectTransition]:
    """Its moves in their order, with the people; from the prefetch where there is one."""
    if "transitions" in getattr(project, "_prefetched_objects_cache", {}):
        return list(project.transitions.all())
    return list(project.transitions.select_related("actor", "department"))


def office(project: Project) -> str:
    """Who has it: the department that decided last, before that the city's office for residents."""
    decided = [row.department.name for row in rows(project) if row.department]
    return decided[-1] if decided else the_city().office


def short_day(row: ProjectTransition) -> str:
    """ "20 Nov": a stop on the line of a phone has no room for the weekday."""
    return date_format(local(row.at, the_city()), "j M")


def on_day(row: ProjectTransition) -> str:
    return day_words(local(row.at, the_city()).date())


def note(project: Project) -> str:
    """The sentence that says what happens next, or what somebody waits for."""
    moves = rows(project)
    if project.status == S.SUBMITTED and project.review_due_on:
        if moves and moves[-1].from_status == S.SUBMITTED:
            return gettext(
                "One official has said yes. Because children take part, a second one reads it too, by %(day)s."
            ) % {"day": day_words(project.review_due_on)}
        return gettext("The %(office)s reads it and answers by %(day)s. That is 5 working days.") % {
            "office": office(project), "day": day_words(project.review_due_on),
        }  # fmt: skip
    if project.status in (S.NEEDS_CHANGES, S.REJECTED, S.PAUSED, S.CANCELLED) and moves:
        last = moves[-1]
        return f"“{last.reason}” {last.actor.full_name}, {on_day(last)}."
    if project.status == S.DRAFT:
        return gettext("Only you see it. Go on when you like.")
    if project.status in (S.COMPLETED, S.ARCHIVED):
        return outcome(project)
    if project.is_unread and project.review_due_on:
        return gettext("Everybody can see it and join. The %(office)s reads it by %(day)s.") % {
            "office": office(project), "day": day_words(project.review_due_on),
        }  # fmt: skip
    return gettext("Everybody can see it and join.")


def outcome(project: Project) -> str:
    """ "48 of 60 bags"; without a goal only the number."""
    if project.outcome_number is None:
        return ""
    if project.wanted_number:
        return gettext("%(done)s of %(wanted)s %(unit)s") % {
            "done": project.outcome_number, "wanted": project.wanted_number, "unit": project.wanted_unit,
        }  # fmt: skip
    return f"{project.outcome_number} {project.wanted_unit}".strip()


def short_line(project: Project) -> list[Stop]:
    """Four stops for a list."""
    moves = rows(project)
    if project.status == S.DRAFT:
        return [
            Stop(gettext("Draft"), "", "now"),
            Stop(gettext("Reading")),
            Stop(gettext("Answer")),
            Stop(gettext("Open to join")),
        ]
    sent = next((row for row in moves if row.to_status == S.SUBMITTED), None)
    last = moves[-1] if moves else None
    first = Stop(gettext("Sent"), short_day(sent) if sent else "", "done")
    when = short_day(last) if last else ""
    read = Stop(gettext("Reading"), "", "done")
    to_come = Stop(gettext("Open to join"))
    if project.status == S.SUBMITTED:
        by = gettext("by %(day)s") % {"day": day_words(project.review_due_on)} if project.review_due_on else ""
        return [first, Stop(gettext("Reading"), gettext("now"), "now"), Stop(gettext("Answer"), by), to_come]
    if project.status == S.NEEDS_CHANGES:
        return [first, read._replace(note=when), Stop(gettext("Change"), gettext("now"), "now"), to_come]
    if project.status == S.REJECTED:
        return [first, read, Stop(gettext("Not possible"), when, "end")]
    opened = next((row for row in moves if row.to_status == S.PUBLISHED), None)
    unread = opened is not None and opened.from_status == S.DRAFT
    first = Stop(gettext("Draft"), "", "done") if unread else first
    yes = Stop(gettext("Opened") if unread else gettext("Approved"), short_day(opened) if opened else "", "done")
    ends = {
        S.PUBLISHED: [Stop(gettext("Open to join"), gettext("now"), "now"), Stop(gettext("Done"))],
        S.ACTIVE: [Stop(gettext("Under way"), gettext("now"), "now"), Stop(gettext("Done"))],
        S.PAUSED: [Stop(gettext("Paused"), when, "now"), Stop(gettext("Done"))],
        S.COMPLETED: [Stop(gettext("Under way"), "", "done"), Stop(gettext("Done"), when, "done")],
        S.ARCHIVED: [Stop(gettext("Under way"), "", "done"), Stop(gettext("Done"), when, "done")],
        S.CANCELLED: [Stop(gettext("Cancelled"), when, "end")],
    }
    return [first, yes, *ends[S(project.status)]]


def timeline(project: Project) -> list[Stop]:
    """Every move with who, when and why, then what is still ahead."""
    moves = rows(project)
    stops = [Stop(_named(row), _when_and_why(row), "done") for row in moves]
    if stops and project.status in (S.REJECTED, S.CANCELLED):
        stops[-1] = stops[-1]._replace(state="end")
    if project.status == S.SUBMITTED:
        by = gettext("by %(day)s") % {"day": day_words(project.review_due_on)} if project.review_due_on else ""
        stops.append(Stop(gettext("The %(office)s reads it") % {"office": office(project)}, by, "now"))
    if project.status == S.NEEDS_CHANGES:
        stops.append(Stop(gettext("You change it and send it again"), "", "now"))
    if project.status in (S.SUBMITTED, S.NEEDS_CHANGES):
        stops.append(Stop(gettext("Open to join")))
    return stops


def _named(row: ProjectTransition) -> str:
    who = row.actor.full_name
    if row.department:
        who = f"{who}, {row.department.name}"
    if row.from_status == row.to_status == S.SUBMITTED:
        return gettext("First of two officials says yes: %(who)s") % {"who": who}
    if row.from_status == row.to_status:
        return gettext("Read by %(who)s") % {"who": who}
    if row.to_status == S.SUBMITTED:
        words = {
            S.DRAFT: gettext("Sent by %(who)s"),
            S.NEEDS_CHANGES: gettext("Changed and sent again by %(who)s"),
            S.REJECTED: gettext("Second look asked for by %(who)s"),
        }
        return words[S(row.from_status)] % {"who": who}
    if row.to_status == S.ACTIVE:
        return gettext("Goes on") if row.from_status == S.PAUSED else gettext("First date set")
    if row.from_status == S.DRAFT:
        return gettext("Opened by %(who)s, a Super User") % {"who": who}
    words = {
        S.NEEDS_CHANGES: gettext("Change asked for by %(who)s"),
        S.PUBLISHED: gettext("Approved by %(who)s"),
        S.REJECTED: gettext("Rejected by %(who)s"),
        S.PAUSED: gettext("Paused by %(who)s"),
        S.COMPLETED: gettext("Finished by %(who)s"),
        S.CANCELLED: gettext("Cancelled by %(who)s"),
        S.ARCHIVED: gettext("Put into the archive"),
    }
    return words[S(row.to_status)] % {"who": who}


def _when_and_why(row: ProjectTransition) -> SafeString:
    moment = moment_words(row.at, the_city())
    if not row.reason:
        return format_html("{}", moment)
    return format_html('{}<br><span dir="auto">“{}”</span>', moment, row.reason)
