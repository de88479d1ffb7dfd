"""Deeds of this room: the ledger, badges, thanks, and who becomes a Super User."""

from .badges import award_badge, evaluate_badges, withdraw_badge
from .ledger import record_cause, settle, verify_account, void_cause
from .polls import ADOPTS, follow_idea, forget_voters, thank_voters
from .recognition import answer_commendation, commend
from .reconcile import follow_attendance, follow_event, follow_pairs, follow_work, reconcile_person
from .standing import (
    accept_invitation,
    confirm_super_user,
    decline_invitation,
    invite_super_user,
    look_for_super_users,
    refuse_super_user,
)

__all__ = [
    "ADOPTS",
    "accept_invitation",
    "answer_commendation",
    "award_badge",
    "commend",
    "confirm_super_user",
    "decline_invitation",
    "evaluate_badges",
    "follow_attendance",
    "follow_event",
    "follow_idea",
    "follow_pairs",
    "follow_work",
    "forget_voters",
    "invite_super_user",
    "look_for_super_users",
    "reconcile_person",
    "record_cause",
    "refuse_super_user",
    "settle",
    "thank_voters",
    "verify_account",
    "void_cause",
    "withdraw_badge",
]
