"""Engage's own settings in test mode, also for whoever calls pytest by hand; each xdist worker has its own folder."""

import os
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEST_DATA = Path(__file__).resolve().parent.parent / "var" / "test"

os.environ["ENGAGE_MODE"] = "test"
os.environ["ENGAGE_DATA"] = str(TEST_DATA / f"data-{WORKER}")  # a worker inherits its starter's otherwise

from engage.settings import *  # noqa: E402, F403
