"""Every deed of idea polls that a person could name."""

from .adoption import adopt_idea
from .answers import answer_idea, close_the_loop, mark_in_progress, save_answer_draft, start_project
from .ballots import Cast, cast_ballot, forget_voter, remove_ballot
from .certification import announce_lot, certify_result, record_lot, sign_override
from .choices import in_order, too_few_words
from .corrections import ask_correction, confirm_correction, drop_correction
from .counts import count_frozen, recount_poll
from .doubles import (
    answer_objection,
    ask_double,
    confirm_doubles,
    drop_answer,
    drop_double,
    object_to_double,
    sign_answer,
)
from .freeze import cut_poll, freeze_poll
from .hours import change_hour, close_hour, make_hour
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
from .levels import bring_along, confirm_ballot, confirm_ballots, raise_level
from .merges import (
    become_co_author,
    decline_suggestion,
    merge_ideas,
    note_alike,
    suggest_merge,
    support_kept,
    undo_merge,
)
from .next_up import draw_next, waits_for_a_lot
from .outcomes import ask_whether_done, plan_check, reply_whether_done
from .paper import Recount, Sheet, Totals, confirm_batch, drop_batch, enter_batch
from .polls import change_poll, create_poll, discard_poll, extend_voting, open_voting, publish_poll
from .questions import (
    answer_question,
    ask_question,
    decline_question,
    forget_asker,
    hide_or_show_question,
    put_back_question,
    support_question,
    take_question,
    unsupport_question,
    withdraw_question,
)
from .rewordings import agree_to_words, decline_words, propose_words, take_words_back
from .rights import hear_outcome, make_codes, open_with_code, open_with_register, revoke_codes, take_register
from .roll import hindrance
from .said import count_said
from .suspensions import confirm_suspension, declare_void, give_up, resume, suspend

__all__ = [
    "Cast",
    "Recount",
    "Sheet",
    "Totals",
    "adopt_idea",
    "agree_to_words",
    "announce_lot",
    "answer_idea",
    "answer_objection",
    "answer_question",
    "ask_correction",
    "ask_double",
    "ask_question",
    "ask_whether_done",
    "become_co_author",
    "bring_along",
    "cast_ballot",
    "certify_result",
    "change_hour",
    "change_poll",
    "close_hour",
    "close_the_loop",
    "confirm_ballot",
    "confirm_ballots",
    "confirm_batch",
    "confirm_correction",
    "confirm_doubles",
    "confirm_suspension",
    "count_said",
    "count_frozen",
    "create_poll",
    "cut_poll",
    "declare_void",
    "decline_question",
    "decline_suggestion",
    "decline_words",
    "discard_poll",
    "draw_next",
    "drop_answer",
    "drop_batch",
    "drop_correction",
    "drop_double",
    "edit_idea",
    "enter_batch",
    "extend_voting",
    "forget_asker",
    "forget_author",
    "forget_voter",
    "freeze_poll",
    "give_up",
    "hear_outcome",
    "hide_or_show",
    "hide_or_show_question",
    "hindrance",
    "in_order",
    "make_codes",
    "make_hour",
    "mark_in_progress",
    "merge_ideas",
    "note_alike",
    "object_to_double",
    "open_voting",
    "open_with_code",
    "open_with_register",
    "plan_check",
    "propose_words",
    "publish_poll",
    "put_back_question",
    "raise_level",
    "record_lot",
    "recount_poll",
    "remove_ballot",
    "reply_whether_done",
    "resume",
    "review_idea",
    "revoke_codes",
    "save_answer_draft",
    "sign_answer",
    "sign_override",
    "start_project",
    "submit_idea",
    "suggest_merge",
    "support_idea",
    "support_kept",
    "support_question",
    "suspend",
    "take_question",
    "take_register",
    "take_words_back",
    "too_few_words",
    "undo_merge",
    "unsupport_idea",
    "unsupport_question",
    "waits_for_a_lot",
    "withdraw_idea",
    "withdraw_question",
]
