"""Whether the owner of the land says yes, and the paper that says so."""

from typing import IO

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from files.pictures import Upload, clean
from people.models import Person
from projects import permissions
from projects.models import LandPaper, Project

from .transitions import hold

WIDTH = 1600
OVER = (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED)


def set_land(*, by: Person, project: Project, land: str, paper: Upload | IO[bytes] | None = None) -> Project:
    """How far the permission is, with a photo of the document if there is one. A new photo takes the old one's place."""
    if not permissions.leads(by, project):
        raise NotAllowed
    if land not in Project.Land.values:
        raise RuleBroken(gettext("Say whether somebody has to allow it"), code="land")
    photo = clean(paper, (WIDTH,)) if paper else None  # half a second: before the transaction
    with transaction.atomic():
        hold(project)
        if project.status in OVER:
            raise RuleBroken(gettext("This project is over."), code="over")
        if land == Project.Land.NONE:
            LandPaper.objects.filter(project=project).delete()
        elif photo is not None:
            shown = {"webp": photo.largest, "width": photo.width, "height": photo.height, "by": by, "at": now()}
            LandPaper.objects.update_or_create(project=project, defaults=shown)
        project.land = land
        project.save(update_fields=["land"])
    return project
