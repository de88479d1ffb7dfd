"""The doors of conversations."""

from conversations import actions
from tests.builders import make_person
from tests.conversations.builders import decided, reported
from tests.doors_table import Scene, row


def asked(scene: Scene) -> dict:
    """The owner has asked something."""
    return {"ref": actions.comment(by=scene.owner, thing=scene.project, words="Is there shade?").ref}


def asked_by_another(scene: Scene) -> dict:
    return {"ref": actions.comment(by=make_person("Bea"), thing=scene.project, words="Is there shade?").ref}


def waiting(scene: Scene) -> dict:
    """Somebody has reported what the owner asked."""
    asked = actions.comment(by=scene.owner, thing=scene.project, words="You are all idiots.")
    return {"ref": reported(asked).ref}


def hidden(scene: Scene) -> dict:
    """And a moderator has hidden it."""
    asked = actions.comment(by=scene.owner, thing=scene.project, words="You are all idiots.")
    return {"ref": decided(reported(asked)).ref}


ROWS = [
    row(
        "conversations:follow",
        data=lambda s: {"what": "projects.project", "key": s.project.slug},
        GET="in 404 404 404 404 404",
        POST="in 302 302 302 302 302",
    ),
    row("conversations:follow_list", GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
    row(
        "conversations:report",
        query="?what=projects.project&key=nothing",
        GET="in 404 404 404 404 404",
        POST="in 404 404 404 404 404",
    ),
    row("conversations:case_page", hidden, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("conversations:moderation", GET="200"),
    row("case_list", GET="in 403 403 403 403 200", POST="in 403 403 403 403 422"),
    row("case_desk", waiting, GET="in 403 403 403 403 200", POST="in 403 403 403 403 422"),
    row("safeguarding_list", GET="in 403 403 403 403 403", POST="in 403 403 403 403 403"),
    row("case_log", GET="in 403 403 403 403 200"),
    row("conversations:thread", asked, GET="200", POST="200 422 422 422 422 422"),
    row("conversations:comment_helpful", asked_by_another, POST="in 302 302 302 302 302"),
    row("conversations:comment_remove", asked, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
]
