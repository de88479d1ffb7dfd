"""What people do with projects, by name."""

from .completing import cancel_project, complete_project, pause_project, resume_project
from .proposing import (
    accept_co_lead,
    appeal_rejection,
    create_draft_from,
    discard_draft,
    propose_project,
    save_answers,
    submit_project,
)
from .reviewing import approve_project, reject_project, request_changes

__all__ = [
    "accept_co_lead",
    "appeal_rejection",
    "approve_project",
    "cancel_project",
    "complete_project",
    "create_draft_from",
    "discard_draft",
    "pause_project",
    "propose_project",
    "reject_project",
    "request_changes",
    "resume_project",
    "save_answers",
    "submit_project",
]
