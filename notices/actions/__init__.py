"""Write letters, send them, and choose which ones to get."""

from .bouncing import note_bounce, read_report, send_test, try_again
from .choosing import choose_notices
from .digests import choose_digest, news_for, write_digests
from .sending import LEASE, retry_letters, send_due, send_letter
from .writing import post, post_to_all, render

__all__ = [
    "LEASE",
    "choose_digest",
    "choose_notices",
    "news_for",
    "note_bounce",
    "post",
    "post_to_all",
    "read_report",
    "render",
    "retry_letters",
    "send_due",
    "send_letter",
    "send_test",
    "try_again",
    "write_digests",
]
