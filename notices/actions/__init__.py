"""Write letters, send them, and choose which ones to get."""

from .at_once import tell_at_once
from .bouncing import hear_service, note_bounce, read_report, send_test, try_again
from .choosing import choose_notices, stopped_with
from .digests import choose_digest, news_for, write_digests
from .moderators import tell_moderators
from .muting import follow_of, hear_again, mute, poll_of, stop_following
from .owing import tell_owners, who_answers
from .phones import ask_phone, confirm_phone, forget_phone, send_test_text
from .sending import LEASE, move_letters, retry_letters, send_due, send_letter
from .writing import post, post_to_all, render, render_subject

__all__ = [
    "LEASE",
    "ask_phone",
    "choose_digest",
    "choose_notices",
    "confirm_phone",
    "follow_of",
    "forget_phone",
    "hear_again",
    "hear_service",
    "move_letters",
    "mute",
    "news_for",
    "note_bounce",
    "poll_of",
    "post",
    "post_to_all",
    "read_report",
    "render",
    "render_subject",
    "retry_letters",
    "send_due",
    "send_letter",
    "send_test",
    "send_test_text",
    "stop_following",
    "stopped_with",
    "tell_at_once",
    "tell_moderators",
    "tell_owners",
    "try_again",
    "write_digests",
    "who_answers",
]
