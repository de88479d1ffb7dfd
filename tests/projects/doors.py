"""The doors of projects."""

from core.clock import now
from tests.builders import make_project
from tests.doors_table import Scene, row


def draft(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="draft").slug}


def waiting(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="submitted", submitted_at=now()).slug}


def active(scene: Scene) -> dict:
    return {"slug": scene.project.slug}


LEAD_ONLY = "in 404 200 404 404 404"

ROWS = [
    row("projects:project_propose", GET="in 200 200 200 200 200", POST="in 200 200 200 200 200"),
    row("projects:propose_step", lambda s: {**draft(s), "step": "where"}, GET=LEAD_ONLY, POST="in 404 200 404 404 404"),
    row("projects:draft_discard", draft, GET=LEAD_ONLY, POST="in 404 302 404 404 404"),
    row(
        "projects:lead_with", lambda s: {"token": "forged"}, GET="in 404 404 404 404 404", POST="in 404 404 404 404 404"
    ),
    row("projects:project_page", active, GET="200"),
    row("projects:project_appeal", active, GET="in 404 302 404 404 404", POST="in 404 302 404 404 404"),
    row("projects:project_finish", active, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:project_resume", active, POST="in 302 302 302 302 302"),
    row(
        "projects:project_stop",
        lambda s: {**active(s), "how": "pause"},
        GET="in 404 200 200 404 200",
        POST="in 404 200 200 404 200",
    ),
    row("review_list", GET="in 403 403 200 403 200"),
    row("review_project", waiting, GET="in 403 403 200 403 200", POST="in 403 403 422 403 422"),
]
