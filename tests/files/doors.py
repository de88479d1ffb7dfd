"""The doors of files."""

from tests.doors_table import row

ROWS = [row("files:picture", lambda s: {"name": "none.webp"}, GET="404")]
