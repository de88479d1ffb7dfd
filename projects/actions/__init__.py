"""What people do with projects, by name."""

from .check_in import CHECK_IN, ask_to_check_in, check_in_here, finish_check_in, go_home, site_pass
from .completing import cancel_project, complete_project, pause_project, resume_project
from .disputes import can_dispute, decide_dispute, dispute_absence
from .events import SlotWords, add_slot, cancel_event, change_event, schedule_event, set_capacity, told, words_of
from .invitations import accept_co_lead, invite_co_lead, invited_to
from .kiosk import check_in_at_kiosk, close_kiosk, initials, open_kiosk, unlock_kiosk
from .offers import accept_offer, decline_offer, expire_offers, expire_waiting, promote_waitlist
from .proposing import (
    appeal_rejection,
    create_draft_from,
    discard_draft,
    propose_project,
    save_answers,
    submit_project,
)
from .queue import miscounted as miscounted_slots
from .reviewing import approve_project, reject_project, request_changes
from .roster import (
    add_walk_in,
    check_in,
    check_out,
    close_event,
    close_overdue,
    confirm_attendance,
    mark_absent,
    revise_attendance,
    undo_check_in,
)
from .seats import JOIN, PARTY_AT_MOST, ask_to_join, can_undo, join_slot, leave_slot, shrink_party, undo_leave
from .series import fill_series, start_series
from .series_later import Later, Step, change_later, end_series, plan_end, plan_later
from .slots import change_slot
from .ticks import tick

__all__ = [
    "change_slot",
    "told",
    "words_of",
    "CHECK_IN",
    "JOIN",
    "PARTY_AT_MOST",
    "Later",
    "SlotWords",
    "Step",
    "accept_co_lead",
    "accept_offer",
    "add_slot",
    "add_walk_in",
    "appeal_rejection",
    "approve_project",
    "ask_to_check_in",
    "ask_to_join",
    "can_dispute",
    "can_undo",
    "cancel_event",
    "cancel_project",
    "change_event",
    "change_later",
    "check_in",
    "check_in_at_kiosk",
    "check_in_here",
    "check_out",
    "close_event",
    "close_kiosk",
    "close_overdue",
    "complete_project",
    "confirm_attendance",
    "create_draft_from",
    "decide_dispute",
    "decline_offer",
    "discard_draft",
    "dispute_absence",
    "end_series",
    "expire_offers",
    "expire_waiting",
    "fill_series",
    "finish_check_in",
    "go_home",
    "initials",
    "invite_co_lead",
    "invited_to",
    "join_slot",
    "leave_slot",
    "mark_absent",
    "miscounted_slots",
    "open_kiosk",
    "pause_project",
    "plan_end",
    "plan_later",
    "promote_waitlist",
    "propose_project",
    "reject_project",
    "request_changes",
    "resume_project",
    "revise_attendance",
    "save_answers",
    "schedule_event",
    "set_capacity",
    "shrink_party",
    "site_pass",
    "start_series",
    "submit_project",
    "tick",
    "undo_check_in",
    "undo_leave",
    "unlock_kiosk",
]
