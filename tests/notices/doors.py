"""The doors of notices: what is new, and the demo's mailbox."""

from notices.models import Letter
from tests.doors_table import Scene, row


def letter(scene: Scene) -> dict:
    words = {
        "address": "somebody@mail.example",
        "event_key": "door",
        "subject": "Hello",
        "text": "Hello Ana,",
        "kind": "code",
    }
    return {"ref": Letter.objects.create(**words).ref}


ROWS = [
    row("notices:news_page", GET="in 200 200 200 200 200"),
    row("notices:digest_choose", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"every": "hour"}),
    row("demo:mailbox", GET="200"),
    row("demo:letter", letter, GET="200"),
]
