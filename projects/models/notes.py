"""What officials note for each other about a project."""

from django.db import models

from core import clock
from people.models import Person

from .projects import Project


class ProjectNote(models.Model):
    """A note among colleagues of the city. No page outside the back office shows it, and no letter carries it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
