"""The doors of notices: what people choose, what is new, and the demo's mailbox."""

from notices.models import Letter
from notices.stopping import token_of
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


def link(scene: Scene) -> dict:
    words = {"address": "ana@mail.example", "event_key": "stop", "subject": "Thanks", "text": "x", "kind": "thanks"}
    return {"token": token_of(Letter.objects.create(person=scene.owner, **words).ref)}


ROWS = [
    row("notices:news_page", GET="in 200 200 200 200 200"),
    row("notices:digest_choose", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"every": "hour"}),
    row("notices:choose", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"thanks": "often"}),
    row("notices:try_again", POST="in 302 302 302 302 302"),
    row("notices:phone", POST="in 422 422 422 422 422", data={"do": "ask", "number": "none"}),
    row("notices:short", lambda s: {"ref": "unknown"}, GET="404"),
    row("notices:stop", link, GET="200", POST="200"),
    row("outbox", GET="in 403 403 403 403 200"),
    row("outbox_retry", POST="in 403 403 403 403 302"),
    row("outbox_test", POST="in 403 403 403 403 302"),
    row("letter_preview", lambda s: {"kind": "thanks"}, GET="in 403 403 403 403 200"),
    row("letter_preview_html", lambda s: {"kind": "thanks"}, GET="in 403 403 403 403 200"),
    row("demo:mailbox", GET="200"),
    row("demo:letter", letter, GET="200"),
]
