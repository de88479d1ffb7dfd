"""Believable facts for every letter, so that its real templates can be looked at without anybody's letter being read."""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace as Sample
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department
from conversations.models import Comment
from core.clock import now
from core.when import moment_words
from ideas.models import Answer, Idea, IdeaPoll, LiveHour, Phase, Question
from people.models import AgreementVersion, Credential, Person
from projects.models import Event, Project, SignUp, Slot

from .kinds import CATEGORIES, KINDS
from .links import button, link

WORDS = "Thank you for the offer. We looked at it together on site, and this is what we found."


def facts(kind: str) -> Mapping[str, Any]:
    """What the templates of a letter get. Nothing is stored, nobody is real."""
    found = {**_people(), **_date(), **_office(), **_poll(), **_hours(), **SPECIAL.get(kind, {})}
    if kind in ADDRESS_ALONE:
        return found | {"person": None}
    stop = {"unsubscribe_url": link("notices:choose")} if KINDS[kind].category.can_be_off else {}
    if KINDS[kind].category in (CATEGORIES["polls"], CATEGORIES["votes"]):
        stop["stop_poll_url"] = link("notices:choose")
    if kind == "digest":
        found["lines"] = [*found["lines"], _moved(found["poll"])]
    if kind == "follow_news":
        stop["stop_one_url"] = link("notices:choose")
    return {**found, **button(_("See it"), "projects:find"), "settings_url": link("notices:choose"), **stop}


def _people() -> dict[str, Any]:
    amal, jonas = Person(first_name="Amal", last_name="Haddad"), Person(first_name="Jonas", last_name="Weber")
    return {
        "person": amal,
        "first_name": "Amal",
        "asker": jonas,
        "minor": Person(first_name="Noa"),
        "minor_name": "Noa",
        "official": jonas,
        "holder": jonas,
        "proposer": jonas,
        "person_asked": jonas,
        "who": "Jonas W.",
        "by_whom": "Jonas W.",
        "canceller": "Jonas W.",
        "pauser": "Jonas W.",
        "lead_name": "Jonas W.",
        "digits": "123456",
        "writer": "Jonas W.",
        "broadcast": Sample(words=WORDS),
        "comment": Sample(words=WORDS),
        "case": Sample(appeal_words=WORDS, words=WORDS, get_rule_display=_("Be kind")),
        "title": "Creek clean-up",
        "former": "amal@old.example",
        "kept": "amal@mail.example",
        "new_email": "amal@mail.example",
    }


def _date() -> dict[str, Any]:
    start = (now() + timedelta(days=5)).replace(hour=8, minute=0, second=0, microsecond=0)
    project = Project(
        title="Creek clean-up", slug="creek-clean-up", summary="We take the litter out of Elm Creek.",
        bring="Boots and gloves", access="No steps", review_due_on=start.date(), outcome_number=12, wanted_unit="bags",
        outcome_report="The creek runs free again.",
    )  # fmt: skip
    event = Event(
        project=project, title=project.title, starts_at=start, ends_at=start + timedelta(hours=2),
        meeting_point="The footbridge at Elm Creek",
    )  # fmt: skip
    slot = Slot(event=event, name="Litter pickers", capacity=12)
    signup = SignUp(
        slot=slot, person=Person(first_name="Amal", adult=True), party=2, team_name="Elm Street Runners",
        reason="The bank is too steep for so many.",
    )  # fmt: skip
    return {
        "project": project, "event": event, "slot": slot, "signup": signup, "events": [event], "now": [event], "ended": [],
        "series": Sample(title=project.title), "until": "18:00", "place_in_queue": 2, "free": 1, "places": 2, "which": "week",
        "team_link": link("projects:find"), "reason": WORDS, "why_cancelled": _("Weather"), "next_event": event,
        "next_url": link("projects:find"), "where": project, "again": False, "still_waiting": True, "what": "joined",
        "credential": Credential(kind="first_aid", expires_on=start.date()), "version": AgreementVersion(title="Tools"),
        "myself": True, "children": "", "barring": Sample(reason=WORDS, decision=WORDS, lifted_at=None),
    }  # fmt: skip


def _office() -> dict[str, Any]:
    day = now().date() + timedelta(days=30)
    block = Sample(title="Mill Lane, 1 to 30", place="Mill Lane", care=_("Pick up litter"), term=_("year"))
    adoption = Sample(until=day, due_on=day, answer_by=day, rhythm=_("every month"), state="over", reason="")
    return {
        "transition": Sample(reason=WORDS, department=None), "office": "Parks Office", "the_block": block, "adoption": adoption,
        "told": "due", "trust": "", "goes_on": True, "commendation": Sample(citation=WORDS),
        "row": Sample(idea=None, reason=WORDS, lifted_note=WORDS, override_reason=WORDS, asked_by=Person(first_name="Jonas"),
                      by=Person(first_name="Jonas")),
    }  # fmt: skip


def _poll() -> dict[str, Any]:
    poll = IdeaPoll(question="What does Elm Street need?", slug="elm-street")
    idea = Idea(poll=poll, title="A bench in the shade", ref="2026-001")
    answer = Sample(
        get_status_display=Answer.Status("accepted").label, reason=WORDS, next_step=WORDS, due_on=now().date(),
        department=Sample(name="Parks Office"),
    )  # fmt: skip
    line = Sample(
        title=idea.title, status=answer.get_status_display, state=answer.get_status_display, url=link("projects:find"),
        reason=_("You follow it"), place="Elm Park", day=now().date(), more="", stop_url=link("notices:choose"),
    )  # fmt: skip
    return {
        "poll": poll, "idea": idea, "answer": answer, "chosen": [idea], "voters": 214, "usable": 5, "closes_at": now() + timedelta(days=3),
        "opens_at": now() + timedelta(days=3), "agreed": True,
        "voting": Sample(closes_at=now() + timedelta(days=3)), "outcome": "12 benches", "note": WORDS,
        "raised_at": now(), "level_name": _("A confirmed e-mail address and phone number"),
        "line": line, "lines": [line], "kept": Idea(poll=poll, title="Benches along the creek", ref="2026-002"),
        "offered": True, **_live_hour(),
    }  # fmt: skip


def _moved(poll: IdeaPoll) -> Sample:
    return Sample(
        title=poll.question, state=lazy(_another_date, str)(), url=link("projects:find"), reason=_("You follow this poll."),
        place="", day=None, more="", stop_url=link("notices:choose"),
    )  # fmt: skip


def _another_date() -> str:
    given = {"phase": Phase.Kind.PROPOSING.label, "when": moment_words(now() + timedelta(days=3))}
    return gettext("Another date: “%(phase)s” ends on %(when)s.") % given


def _live_hour() -> dict[str, Any]:
    hour = LiveHour(
        title="Ask the Parks Office", slug="ask-the-parks-office", department=Department(name="Parks Office")
    )
    question = Question(hour=hour, text="When do the lamps at the footbridge come?", state="answered", answer=WORDS)
    return {"hour": hour, "question": question}


def _hours() -> dict[str, Any]:
    return {
        "others": 11, "given": 1440, "minutes": 120, "points": 20, "badges": False, "totals": [], "thanks": WORDS,
        "revision": Sample(reason=WORDS, old_minutes=120, new_minutes=90), "dispute": Sample(words=WORDS, answer=WORDS),
        "work": Sample(words=WORDS, day=now().date(), minutes=90, counted=90, answer="", state="verified"),
    }  # fmt: skip


ADDRESS_ALONE = frozenset({"code"})  # these know no person, have no button and no choice

# What has another meaning in one letter than in all others.
SPECIAL: dict[str, dict[str, Any]] = {
    "join_to_answer": {"asker": "Jonas W."},
    "talk_held": {"words": WORDS, "why": Comment.Hold.REPORTS.label},
    "answer_reopened": {"said": 12, "no": 5, "day": now()},
    "answers_overdue": {
        "n": 2,
        "day": now().date(),
        "more": 0,
        "things": ["Lamps along the creek path", "A second bench"],
    },
    "cases_waiting": {"n": 3, "since": now()},
    "phase_moved": {
        "phase": Phase.Kind.PROPOSING.label,
        "moved": {"was": now(), "until": now() - timedelta(days=2), "note": "The hall is free two days earlier."},
    },
    "idea_moved_up": {"other": Sample(title="Lamps along the creek path")},
    "suggestion_answered": {"agreed": False},
    "report_answered": {"came_of_it": "away"},
}
