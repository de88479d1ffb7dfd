"""The doors of gamification."""

from tests.doors_table import row

ROWS = [
    row("gamification:how_points_work", GET="200"),
    row("gamification:thanks_page", GET="200"),
    row("gamification:points_page", GET="in 200 200 200 200 200"),
    row("gamification:points_csv", GET="in 200 200 200 200 200"),
    row("gamification:super_user_page", GET="in 404 404 404 404 404", POST="in 404 404 404 404 404"),
    row("gamification:commendation_answer", lambda s: {"ref": "nobodys"}, POST="in 404 404 404 404 404"),
    row("people_to_thank", GET="in 403 403 200 403 200"),
    row("person_thank", lambda s: {"ref": "unseen"}, GET="in 403 403 404 403 404", POST="in 403 403 404 403 404"),
    row("standings", GET="in 403 403 200 403 200"),
    row("standing_decide", lambda s: {"pk": 0}, GET="in 403 403 404 403 404", POST="in 403 403 404 403 404"),
]
