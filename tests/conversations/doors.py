"""The doors of conversations."""

from conversations import actions
from tests.builders import make_person
from tests.doors_table import Scene, row


def asked(scene: Scene) -> dict:
    """The owner has asked something."""
    return {"ref": actions.comment(by=scene.owner, thing=scene.project, words="Is there shade?").ref}


def asked_by_another(scene: Scene) -> dict:
    return {"ref": actions.comment(by=make_person("Bea"), thing=scene.project, words="Is there shade?").ref}


ROWS = [
    row(
        "conversations:follow",
        data=lambda s: {"what": "projects.project", "key": s.project.slug},
        GET="in 404 404 404 404 404",
        POST="in 302 302 302 302 302",
    ),
    row("conversations:follow_list", GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
    row("conversations:thread", asked, GET="200", POST="200 422 422 422 422 422"),
    row("conversations:comment_helpful", asked_by_another, POST="in 302 302 302 302 302"),
    row("conversations:comment_remove", asked, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
]
