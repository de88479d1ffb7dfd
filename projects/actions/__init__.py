"""What people do with projects, by name."""

from .adopting import (
    adopt_block,
    follow_blocks,
    give_up_block,
    join_block_team,
    leave_block_team,
    list_block,
    renew_adoption,
    say_still_here,
    take_block_back,
)
from .asking import approve_signup, refuse_signup
from .barring import appeal_barring, bar_person, decide_barring
from .broadcasts import write_to_people
from .calendars import close_calendar, close_calendars, mark_read, open_calendar
from .check_in import CHECK_IN, ask_to_check_in, check_in_here, finish_check_in, go_home, site_pass
from .completing import archive_old, archive_project, cancel_project, complete_project, pause_project, resume_project
from .disputes import can_dispute, decide_dispute, dispute_absence
from .drafts import announce_event, discard_event
from .events import SlotWords, add_slot, cancel_event, change_event, schedule_event, set_capacity, told, words_of
from .exports import export_roster
from .family import allow, answer_letter, free_unallowed, join_family, sign, take_back
from .hiding import hide_or_show
from .hours import confirm_attendance, revise_attendance
from .impact import approve_entry, define_metric, report_amount, set_unattributed
from .invitations import accept_co_lead, invite_co_lead, invited_as, invited_to
from .kiosk import check_in_at_kiosk, close_kiosk, initials, open_kiosk, unlock_kiosk
from .land import set_land
from .meetings import plan_meeting
from .merging import join_attendances, join_roles, join_signups, tell_of_hours, tell_of_roles, tell_of_signups
from .moving import move_to_front
from .needs import add_need, change_need, claim_need, drop_need, give_back_claim
from .notes import add_note
from .offers import accept_offer, decline_offer, expire_offers, expire_waiting, promote_waitlist
from .on_paper import came_at, record_paper
from .pairs import add_pair, hide_faces_of, may_show_faces, publish_pair, refuse_pair, remove_pair, said_no_to_pictures
from .papers import warn_of_ending_credentials
from .past_hours import import_hours, preview_hours
from .phone import accept_by_phone, leave_by_phone, sign_up_by_phone
from .proposing import (
    answer_access,
    appeal_rejection,
    create_draft_from,
    discard_draft,
    open_project,
    propose_project,
    save_answers,
    submit_project,
)
from .queue import miscounted as miscounted_slots
from .recaps import save_thanks, share_overdue, share_recap
from .reminding import remind_of_dates
from .reopening import reopen_event
from .reviewing import approve_project, read_opened, reject_project, request_changes
from .roster import (
    add_walk_in,
    check_in,
    check_out,
    close_event,
    close_overdue,
    mark_absent,
    undo_check_in,
)
from .roster_notes import forget_notes, write_note
from .safety import care_among, care_for, young_words
from .seats import JOIN, PARTY_AT_MOST, ask_to_join, can_undo, join_slot, leave_slot, shrink_party, undo_leave
from .series import fill_series, start_series
from .series_later import Later, Step, change_later, end_series, plan_end, plan_later
from .slots import change_slot, plan_slot
from .still_coming import ask_who_comes, release_unanswered, remind_who_comes, say_still_coming, set_release
from .team import answer_lead, leave_team, offer_lead, remove_from_team
from .teams import (
    JOIN_TEAM,
    TEAM_AT_MOST,
    ask_for_names,
    ask_to_join_team,
    join_team,
    must_have_a_place_left,
    names_due,
    release_unnamed,
    reserve_team,
)
from .terms import has_consent, have_unsigned, unsigned_by
from .ticks import tick
from .transcripts import issue_transcript, withdraw_transcript
from .wordings import announce_wordings, who_signs
from .work import decide_work, log_work

__all__ = [
    "write_to_people",
    "answer_access",
    "give_back_claim",
    "drop_need",
    "claim_need",
    "change_need",
    "add_need",
    "adopt_block",
    "follow_blocks",
    "give_up_block",
    "join_attendances",
    "join_block_team",
    "leave_block_team",
    "list_block",
    "renew_adoption",
    "say_still_here",
    "take_block_back",
    "remind_of_dates",
    "reopen_event",
    "set_land",
    "CHECK_IN",
    "JOIN",
    "JOIN_TEAM",
    "PARTY_AT_MOST",
    "TEAM_AT_MOST",
    "Later",
    "SlotWords",
    "Step",
    "accept_by_phone",
    "accept_co_lead",
    "accept_offer",
    "add_note",
    "add_pair",
    "add_slot",
    "add_walk_in",
    "allow",
    "announce_event",
    "announce_wordings",
    "answer_lead",
    "answer_letter",
    "appeal_barring",
    "appeal_rejection",
    "approve_entry",
    "approve_project",
    "approve_signup",
    "archive_old",
    "archive_project",
    "ask_to_check_in",
    "ask_to_join",
    "ask_for_names",
    "ask_to_join_team",
    "ask_who_comes",
    "bar_person",
    "came_at",
    "can_dispute",
    "can_undo",
    "cancel_event",
    "cancel_project",
    "care_among",
    "care_for",
    "change_event",
    "change_later",
    "change_slot",
    "check_in",
    "check_in_at_kiosk",
    "check_in_here",
    "check_out",
    "close_calendar",
    "close_calendars",
    "close_event",
    "close_kiosk",
    "close_overdue",
    "complete_project",
    "confirm_attendance",
    "create_draft_from",
    "decide_barring",
    "decide_dispute",
    "decide_work",
    "decline_offer",
    "define_metric",
    "discard_draft",
    "discard_event",
    "dispute_absence",
    "end_series",
    "expire_offers",
    "expire_waiting",
    "export_roster",
    "fill_series",
    "finish_check_in",
    "free_unallowed",
    "forget_notes",
    "go_home",
    "has_consent",
    "have_unsigned",
    "hide_faces_of",
    "hide_or_show",
    "import_hours",
    "initials",
    "invite_co_lead",
    "invited_as",
    "invited_to",
    "issue_transcript",
    "join_family",
    "join_roles",
    "join_signups",
    "join_slot",
    "join_team",
    "leave_by_phone",
    "leave_slot",
    "leave_team",
    "log_work",
    "mark_absent",
    "may_show_faces",
    "mark_read",
    "miscounted_slots",
    "move_to_front",
    "must_have_a_place_left",
    "names_due",
    "offer_lead",
    "open_calendar",
    "open_kiosk",
    "open_project",
    "pause_project",
    "plan_end",
    "plan_later",
    "plan_meeting",
    "plan_slot",
    "preview_hours",
    "promote_waitlist",
    "propose_project",
    "publish_pair",
    "read_opened",
    "record_paper",
    "refuse_pair",
    "refuse_signup",
    "reject_project",
    "release_unanswered",
    "release_unnamed",
    "remind_who_comes",
    "remove_from_team",
    "remove_pair",
    "report_amount",
    "request_changes",
    "reserve_team",
    "resume_project",
    "revise_attendance",
    "said_no_to_pictures",
    "save_answers",
    "save_thanks",
    "say_still_coming",
    "schedule_event",
    "set_capacity",
    "set_release",
    "set_unattributed",
    "share_overdue",
    "share_recap",
    "shrink_party",
    "sign",
    "sign_up_by_phone",
    "site_pass",
    "start_series",
    "submit_project",
    "take_back",
    "tick",
    "tell_of_hours",
    "tell_of_roles",
    "tell_of_signups",
    "told",
    "undo_check_in",
    "undo_leave",
    "unlock_kiosk",
    "unsigned_by",
    "warn_of_ending_credentials",
    "who_signs",
    "withdraw_transcript",
    "words_of",
    "write_note",
    "young_words",
]
