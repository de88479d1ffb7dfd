"""The doors of notices: the demo's mailbox."""

from tests.doors_table import row

ROWS = [
    row("demo:mailbox", GET="200"),
    row("demo:letter", lambda s: {"ref": "none"}, GET="404"),
]
