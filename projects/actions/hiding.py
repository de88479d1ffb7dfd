"""Out of everybody's sight, or back: as the decided cases about a project say."""

from django.db import transaction

from conversations.models import Case
from projects.models import Project

from .transitions import hold


@transaction.atomic
def hide_or_show(*, project: Project) -> None:
    """Beside its status, so that an appeal restores everything. Twice is once.

    Whoever has a place keeps it. Whoever waits stays in the queue, and is served again when it is back.
    """
    hold(project)
    hidden = Case.objects.filter(subject=project.subject_id, comment=None).hiding().exists()
    if hidden != project.hidden:
        Project.objects.filter(pk=project.pk).update(hidden=hidden)
        project.hidden = hidden
