"""Every deed of idea polls that a person could name."""

from .answers import answer_idea, close_the_loop, mark_in_progress, start_project
from .ballots import Cast, cast_ballot, forget_voter, in_order, remove_ballot
from .certification import certify_result, record_lot, sign_override
from .counts import count_frozen, recount_poll
from .freeze import cut_poll, freeze_poll
from .ideas import (
    edit_idea,
    forget_author,
    hide_or_show,
    review_idea,
    submit_idea,
    support_idea,
    unsupport_idea,
    withdraw_idea,
)
from .polls import change_poll, create_poll, discard_poll, extend_voting, open_voting, publish_poll
from .suspensions import confirm_suspension, declare_void, give_up, resume, suspend

__all__ = [
    "Cast",
    "answer_idea",
    "cast_ballot",
    "certify_result",
    "change_poll",
    "close_the_loop",
    "confirm_suspension",
    "count_frozen",
    "create_poll",
    "cut_poll",
    "declare_void",
    "discard_poll",
    "edit_idea",
    "extend_voting",
    "forget_author",
    "forget_voter",
    "freeze_poll",
    "give_up",
    "hide_or_show",
    "in_order",
    "mark_in_progress",
    "open_voting",
    "publish_poll",
    "record_lot",
    "recount_poll",
    "remove_ballot",
    "resume",
    "review_idea",
    "sign_override",
    "start_project",
    "submit_idea",
    "support_idea",
    "suspend",
    "unsupport_idea",
    "withdraw_idea",
]
