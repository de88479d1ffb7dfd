"""Every kind of letter belongs to one category: what a person chooses about, and what nobody can switch off.

A new letter gets its line in KINDS. `post()` alone asks what somebody chose; whoever writes a letter never does.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import How


@dataclass(frozen=True)
class Category:
    """Letters that belong together for the one who gets them."""

    key: str
    title: Any
    holds: Any
    default: str = How.AT_ONCE
    choices: tuple[str, ...] = (How.AT_ONCE, How.DIGEST, How.OFF)
    fixed: Any = ""  # why there is no choice
    at_night: bool = False  # somebody waits for it
    limited: bool = False  # three letters a day, the rest in the digest

    @property
    def is_fixed(self) -> bool:
        return len(self.choices) == 1

    @property
    def can_be_off(self) -> bool:
        return How.OFF in self.choices


ONLY_AT_ONCE = (How.AT_ONCE,)

CATEGORIES = {
    category.key: category
    for category in (
        Category(
            "service",
            _("Your account, and decisions about you"),
            _(
                "Sign-in codes, questions of your family, decisions about your project or your hours, and the city’s answer to "
                "your idea."
            ),
            choices=ONLY_AT_ONCE,
            fixed=_("You asked for these yourself, or you have a right to hear them."),
            at_night=True,
        ),
        Category(
            "seats",
            _("Your places"),
            _("Your place is confirmed, a place came free for you, you are asked whether you come, the block you look after."),
            choices=ONLY_AT_ONCE,
            fixed=_("Without them you could lose a place, and others count on you."),
            at_night=True,
        ),
        Category(
            "changes",
            _("Changes of your dates"),
            _("A date has a new time or place, or is cancelled; what organizers write to your children."),
            choices=ONLY_AT_ONCE,
            fixed=_("Nobody should stand before a closed gate."),
        ),
        Category(
            "reminders",
            _("Reminders"),
            _("A date of yours comes near."),
            choices=(How.AT_ONCE, How.OFF),
        ),
        Category(
            "messages",
            _("Messages from organizers"),
            _("Somebody who organizes a date writes to everybody on its list."),
        ),
        Category(
            "talk",
            _("Replies and mentions"),
            _("Somebody answers you, or writes your name. Three letters a day at most, the rest is in the digest."),
            limited=True,
        ),
        Category(
            "questions",
            _("Questions to you"),
            _(
                "Somebody asks about your project or your idea, or answers your message. Three letters a day at most, the rest "
                "is in the digest."
            ),
            limited=True,
        ),
        Category(
            "follow",
            _("What you follow"),
            _(
                "News of projects, ideas, polls and neighborhoods that you follow. At once means three letters a day at most."
            ),
            default=How.DIGEST,
            limited=True,
        ),
        Category(
            "votes",
            _("Voting opens"),
            _(
                "People can vote in a poll of your neighborhood or of the whole city, whether you follow it or not. Three letters "
                "a day at most, the rest is in the digest."
            ),
            default=How.OFF,
            choices=(How.AT_ONCE, How.OFF),
            limited=True,
        ),
        Category(
            "polls",
            _("Polls you took part in"),
            _("The result, what the city makes of it, and what came of it in the end."),
        ),
        Category(
            "thanks",
            _("Thanks"),
            _("What you did together on a date, and thanks from the city."),
        ),
        Category(
            "office",
            _("What waits for you as organizer or official"),
            _("Somebody asks for a place, work waits to be verified, a proposal waits to be read, the team changes."),
            choices=(How.AT_ONCE, How.DIGEST),
            fixed=_("Other people wait for you, so it can’t be switched off."),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One letter: templates/emails/<name>.*"""

    name: str
    category: Category


def _of(category: str, *names: str) -> dict[str, Kind]:
    return {name: Kind(name, CATEGORIES[category]) for name in names}


KINDS: dict[str, Kind] = {
    **_of(
        "service",
        "code",
        "absence_noted",
        "accounts_joined",
        "appeal_decided",
        "address_changed",
        "factor_reset_asked",
        "factor_reset_done",
        "factor_reset_stopped",
        "barring_decided",
        "case_decided",
        "changes_requested",
        "consent_asked",
        "consent_ended",
        "consent_refused",
        "dispute_kept",
        "hours_changed",
        "household_asked",
        "idea_answered",
        "idea_merged",
        "idea_moved_up",
        "idea_shown",
        "level_raised",
        "merge_undone",
        "person_barred",
        "phase_moved",
        "project_approved",
        "project_rejected",
        "proposal_sent",
        "question_answered",
        "report_answered",
        "resumed",
        "rewording_asked",
        "suggestion_answered",
        "super_user_confirmed",
        "super_user_invited",
        "super_user_refused",
        "test_letter",
        "suspended",
        "talk_held",
        "voting_extended",
        "wording_begins",
        "work_decided",
    ),
    **_of(
        "seats",
        "block_adopted",
        "block_care",
        "block_ended",
        "block_renewal",
        "consent_lapsed",
        "join_asked",
        "join_refused",
        "offer_lapsed",
        "party_skipped",
        "place_held",
        "seat_confirmed",
        "seat_left",
        "seat_offered",
        "seat_released",
        "still_coming",
        "team_names",
        "team_trimmed",
        "waitlisted",
    ),
    **_of("changes", "event_cancelled", "event_changed", "organizers_copy", "series_changed"),
    **_of("reminders", "date_reminder"),
    **_of("messages", "organizers_write"),
    **_of("follow", "digest", "follow_news", "supported_idea_withdrawn"),
    **_of("talk", "talk_answer", "talk_mention"),
    **_of("questions", "message_answered", "talk_question"),
    **_of("votes", "voting_opened"),
    **_of(
        "polls",
        "adoption_asked",
        "done_asked",
        "idea_done",
        "idea_started",
        "merge_asked",
        "poll_answered",
        "poll_result",
        "supported_idea_answered",
    ),
    **_of("thanks", "commended", "thanks"),
    **_of(
        "office",
        "absence_disputed",
        "answer_reopened",
        "answers_overdue",
        "barring_appealed",
        "case_waiting",
        "cases_waiting",
        "correction_waiting",
        "credential_ends",
        "join_to_answer",
        "list_reopened",
        "project_cancelled",
        "project_paused",
        "proposal_waiting",
        "recount_differs",
        "rewording_answered",
        "signature_waiting",
        "super_user_waiting",
        "suspension_waiting",
        "team_changed",
        "work_logged",
    ),
}


# Kinds that may also come as a text message, in the words of templates/emails/<kind>.sms.txt.
TEXTED = frozenset({"date_reminder", "event_cancelled", "event_changed", "seat_offered", "series_changed"})


def in_use() -> list[Category]:
    """Categories that some letter belongs to, in the order of the page."""
    used = {kind.category.key for kind in KINDS.values()}
    return [category for key, category in CATEGORIES.items() if key in used]
