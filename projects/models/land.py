"""The owner's yes on paper: a photo that only the team and reviewers see."""

from django.db import models

from core import clock
from people.models import Person

from .projects import Project


class LandPaper(models.Model):
    """One photo for each project. It stands in the database: stored files have addresses that anybody may open."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="land_paper")
    webp = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
