"""What this room does when it hears of projects."""

from people.deeds import hears
from people.models import Deed
from projects import bells as projects
from projects.models import Project

from .actions import close_the_loop, mark_in_progress


@hears(projects.project_approved, projects.project_opened)
def work_begins(deed: Deed) -> None:
    """The project of an idea may begin."""
    mark_in_progress(project=Project.objects.get(pk=deed.ids["project"]))


@hears(projects.project_completed)
def the_loop_closes(deed: Deed) -> None:
    """The outcome goes back to the idea. Heard twice, the idea is done already."""
    close_the_loop(by=deed.by, project=Project.objects.get(pk=deed.ids["project"]))
