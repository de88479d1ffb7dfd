"""The doors of notices: the demo's mailbox."""

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
    row("demo:mailbox", GET="200"),
    row("demo:letter", letter, GET="200"),
]
