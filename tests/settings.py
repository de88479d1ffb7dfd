"""Engage's own settings in test mode, also for whoever calls pytest by hand."""

import os

os.environ.setdefault("ENGAGE_MODE", "test")

from engage.settings import *  # noqa: E402, F403
