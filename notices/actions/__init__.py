"""Write letters, send them, and choose which ones to get."""

from .choosing import choose_notices
from .sending import LEASE, send_due, send_letter
from .writing import post, post_to_all, render

__all__ = ["LEASE", "choose_notices", "post", "post_to_all", "render", "send_due", "send_letter"]
