"""Projects and their dates as subjects: how they are found and named where people follow, talk and report."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversations.kinds import Kind, Named, register, register_categories
from people.models import Person

from .models import Category, Project


def find(person: Person | None, key: str) -> Project | None:
    return Project.objects.visible_to(person).filter(slug=key).first()


def public(subjects: Iterable[int]) -> QuerySet[Project]:
    return Project.objects.public().filter(subject__in=subjects)


def named(project: Project) -> Named:
    return Named(str(project), reverse("projects:project_page", args=[project.slug]))


def can_follow(person: Person | None, project: Project) -> bool:
    """What everybody may see."""
    return person is not None and project.is_public


def register_all() -> None:
    register(Kind("projects.project", _("Project"), find=find, public=public, named=named, can_follow=can_follow))
    register_categories({kind.value: kind.label for kind in Category})
