"""Engage's own settings with one thing added: each answer says how many queries it took. Nothing is timed with them."""

from engage.settings import *  # noqa: F403
from engage.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.queries", *MIDDLEWARE]
