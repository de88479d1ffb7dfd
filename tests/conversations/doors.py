"""The doors of conversations."""

from tests.doors_table import row

ROWS = [
    row(
        "conversations:follow",
        data=lambda s: {"what": "projects.project", "key": s.project.slug},
        GET="in 404 404 404 404 404",
        POST="in 302 302 302 302 302",
    ),
    row("conversations:follow_list", GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
]
