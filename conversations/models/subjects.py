"""What can be talked about, followed or reported; and who follows what."""

from django.db import models
from django.db.models import Q

from city.models import Neighborhood
from core import clock
from people.models import Person


class Subject(models.Model):
    """Whatever can be talked about, followed or reported owns one of these, so that nothing here needs to know what it is.

    A room's thing points to it one-to-one; somebody as the subject of a report is reached by `person`.
    """

    PERSON = "people.person"

    kind = models.CharField(max_length=40, help_text="The label of its owner: projects.project.")
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="subject")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="people.person", person__isnull=False)
                | ~Q(kind="people.person") & Q(person__isnull=True),
                name="subject_is_a_person_or_owned",
            ),
        ]


class FollowQuerySet(models.QuerySet):
    def of(self, person: Person):
        """What somebody follows, the newest first."""
        return self.filter(person=person).select_related("subject", "neighborhood").order_by("-pk")

    def older_than(self, key: int):
        """For the next page of a list; 0 for the first."""
        return self.filter(pk__lt=key) if key else self

    def subjects_of(self, person: Person):
        """The keys of the subjects somebody follows."""
        return self.filter(person=person, subject__isnull=False).values("subject")


class Follow(models.Model):
    """Somebody wants to hear what happens with one thing, in one neighborhood, or of one kind. Nobody else is shown it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follows")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    neighborhood = models.ForeignKey(Neighborhood, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=12, blank=True, help_text="The key of a kind of project.")
    at = models.DateTimeField(default=clock.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False, neighborhood__isnull=True, category="")
                | Q(subject__isnull=True, neighborhood__isnull=False, category="")
                | Q(subject__isnull=True, neighborhood__isnull=True) & ~Q(category=""),
                name="follow_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "subject"], condition=Q(subject__isnull=False), name="subject_followed_once"
            ),
            models.UniqueConstraint(
                fields=["person", "neighborhood"],
                condition=Q(neighborhood__isnull=False),
                name="neighborhood_followed_once",
            ),
            models.UniqueConstraint(
                fields=["person", "category"], condition=~Q(category=""), name="category_followed_once"
            ),
        ]
