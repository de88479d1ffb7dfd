"""The doors of projects."""

from core.clock import now
from tests.builders import make_project, make_seat
from tests.doors_table import Scene, row


def draft(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="draft").slug}


def waiting(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="submitted", submitted_at=now()).slug}


def active(scene: Scene) -> dict:
    return {"slug": scene.project.slug}


def event(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": scene.event.pk}


def slot(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": scene.slot.pk}


def seat(scene: Scene) -> dict:
    """A seat of the owner (who leads another project: this one)."""
    return {"ref": make_seat(scene.slot, scene.owner).ref}


def guest(scene: Scene) -> dict:
    """Somebody else on the roster of the owner's event."""
    seat = make_seat(scene.slot)
    return {"slug": scene.project.slug, "pk": scene.event.pk, "ref": seat.ref}


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
    row("review_project", waiting, GET="in 403 403 200 403 200", POST="in 403 403 200 403 200"),
    row("projects:find", GET="200"),
    row("projects:event_page", event, GET="200"),
    row("projects:event_calendar", event, GET="200"),
    row("projects:event_schedule", active, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_change", event, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_cancel", event, GET="in 404 200 200 404 200", POST="in 404 422 422 404 422"),
    row("projects:event_roster", event, GET="in 404 200 404 404 404"),
    row("projects:event_tick", event, POST="in 404 302 404 404 404"),
    row("projects:event_walk_in", event, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_close", event, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
    row("projects:attendance_confirm", guest, POST="in 404 404 404 404 404"),
    row("projects:attendance_revise", guest, GET="in 404 404 404 404 404", POST="in 404 404 404 404 404"),
    row("projects:slot_add", event, POST="in 404 422 404 404 404"),
    row("projects:slot_capacity", slot, POST="in 404 302 404 404 404"),
    row("projects:slot_join", slot, GET="200", POST="422 302 302 302 302 302"),
    row("projects:signup_page", seat, GET="404 404 200 404 404 404"),
    row("projects:signup_leave", seat, POST="in 404 302 404 404 404"),
    row("projects:signup_shrink", seat, POST="in 404 302 404 404 404"),
    row("projects:signup_undo", seat, POST="in 404 422 404 404 404"),
    row("projects:offer_accept", seat, POST="404 404 302 404 404 404"),
    row("projects:offer_decline", seat, POST="404 404 422 404 404 404"),
]
