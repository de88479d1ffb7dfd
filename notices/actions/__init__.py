"""Write letters, send them, and choose which ones to get."""

from .choosing import choose_notices
from .digests import choose_digest, news_for, write_digests
from .sending import LEASE, send_due, send_letter
from .writing import post, post_to_all, render

__all__ = [
    "LEASE",
    "choose_digest",
    "choose_notices",
    "news_for",
    "post",
    "post_to_all",
    "render",
    "send_due",
    "send_letter",
    "write_digests",
]
