"""Among officials: notes about a project."""

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects import permissions
from projects.models import Project, ProjectNote

NOTE_LIMIT = 2000


@transaction.atomic
def add_note(*, by: Person, project: Project, text: str) -> ProjectNote:
    """For colleagues only. Who organizes the project, or lives with somebody who does, takes no part in it."""
    if not permissions.can_note(by, project):
        raise NotAllowed
    text = text.strip()
    if not text:
        raise RuleBroken(gettext("Write the note first."), code="no_note")
    if len(text) > NOTE_LIMIT:
        raise RuleBroken(gettext("Keep the note under 2,000 letters."), code="long_note")
    return ProjectNote.objects.create(project=project, by=by, text=text)
