"""Projects, who organizes them, and every move they made."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from conversations.models import Subject
from core import clock
from files.models import Picture
from people.ages import ALONE_WITH_CONSENT, OWN_ACCOUNT
from people.models import AgreementVersion, AgreementVersionQuerySet, HouseholdMember, Person


class Category(models.TextChoices):
    CLEANUP = "cleanup", _("Clean-up")
    PLANTING = "planting", _("Planting")
    MENTORING = "mentoring", _("Mentoring")
    REPAIR = "repair", _("Repair")
    CARE = "care", _("Care")
    OTHER = "other", _("Something else")


class ProjectQuerySet(models.QuerySet):
    def public(self):
        """What every reader may see."""
        return self.filter(status__in=Project.PUBLIC, hidden=False)

    def visible_to(self, person: Person | None):
        """Public ones, one's own in any state, for officials all that was ever sent, for moderators what was hidden."""
        if person is None:
            return self.public()
        mine = Q(pk__in=ProjectRole.objects.filter(person=person).values("project"))
        if person.roles & {"official", "reviewer", "administrator"}:
            return self.filter(~Q(status=Project.Status.DRAFT) | mine)
        shown = Q(status__in=Project.PUBLIC)
        if not person.roles & {"moderator", "safeguarding"}:
            shown &= Q(hidden=False)
        return self.filter(shown | mine)

    def led_by(self, person: Person, also_co_leads: bool = False):
        """Those a person leads, in any state."""
        roles = ProjectRole.LEADS if also_co_leads else (ProjectRole.Role.LEAD,)
        return self.filter(pk__in=ProjectRole.objects.filter(person=person, role__in=roles).values("project"))

    def waiting_for_review(self):
        """What should be answered first comes first."""
        return self.filter(status=Project.Status.SUBMITTED).order_by("review_due_on", "submitted_at", "pk")

    def unread(self):
        """Opened by a Super User, and to be read afterwards: what should be read first comes first."""
        rows = self.filter(status__in=Project.READ_AFTERWARDS, review_due_on__isnull=False)
        return rows.order_by("review_due_on", "submitted_at", "pk")

    def quiet(self):
        """Open ones without a date for 90 days, behind or ahead: the longest quiet first."""
        from .events import Event  # which points to projects, so it comes after them

        since = clock.now() - Project.QUIET_AFTER
        dates = Event.objects.filter(project=OuterRef("pk"), ends_at__gt=since).exclude(status=Event.Status.CANCELLED)
        rows = self.filter(~Exists(dates), status__in=Project.JOINABLE, published_at__lte=since, department=None)
        return rows.order_by("published_at", "pk")

    def waiting_for(self, person: Person):
        """Those this official may decide: not their own or their household's, nor what they rejected or said yes to."""
        homes = HouseholdMember.objects.in_force().filter(person=person).values("household")
        family = HouseholdMember.objects.in_force().filter(household__in=homes).values("person")
        organized = ProjectRole.objects.filter(Q(person=person) | Q(person__in=family))
        decided = ProjectTransition.objects.filter(actor=person).filter(
            Q(to_status=Project.Status.REJECTED)
            | Q(
                from_status=Project.Status.SUBMITTED,
                to_status=Project.Status.SUBMITTED,
                at__gte=F("project__submitted_at"),
            )
        )
        return (
            self.waiting_for_review()
            .exclude(pk__in=organized.values("project"))
            .exclude(pk__in=decided.values("project"))
        )


class Project(models.Model):
    """Something residents do together in a neighborhood."""

    team: "list[ProjectRole] | None" = None  # only where a page has read who organizes it
    followed, questions = False, 0  # by the reader of the page, and asked; only where a page has looked

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("being read")
        NEEDS_CHANGES = "needs_changes", _("needs changes")
        REJECTED = "rejected", _("not possible")
        PUBLISHED = "published", _("open")
        ACTIVE = "active", _("under way")
        PAUSED = "paused", _("paused")
        COMPLETED = "completed", _("done")
        CANCELLED = "cancelled", _("cancelled")
        ARCHIVED = "archived", _("archived")

    MOVES = {
        Status.DRAFT: (Status.SUBMITTED, Status.PUBLISHED),  # a Super User's is read afterwards
        Status.SUBMITTED: (Status.PUBLISHED, Status.NEEDS_CHANGES, Status.REJECTED),
        Status.NEEDS_CHANGES: (Status.SUBMITTED,),
        Status.REJECTED: (Status.SUBMITTED,),
        Status.PUBLISHED: (Status.ACTIVE, Status.PAUSED, Status.CANCELLED),
        Status.ACTIVE: (Status.PAUSED, Status.COMPLETED, Status.CANCELLED),
        Status.PAUSED: (Status.ACTIVE, Status.CANCELLED),
        Status.COMPLETED: (Status.ARCHIVED,),
    }
    QUIET_AFTER = timedelta(days=90)
    READ_AFTERWARDS = (Status.PUBLISHED, Status.ACTIVE, Status.PAUSED, Status.COMPLETED)
    JOINABLE = (Status.PUBLISHED, Status.ACTIVE)
    PUBLIC = (Status.PUBLISHED, Status.ACTIVE, Status.PAUSED, Status.COMPLETED, Status.CANCELLED, Status.ARCHIVED)

    class Risk(models.TextChoices):
        LOW = "low", _("low")
        TOOLS = "tools", _("tools")
        MINORS = "minors", _("minors take part")
        ONE_TO_ONE = "one_to_one", _("one to one")

    class Land(models.TextChoices):
        NONE = "none", _("not needed")
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True, max_length=5000)
    language = models.CharField(max_length=10, default="en", help_text="The language the people wrote in.")
    category = models.CharField(max_length=12, choices=Category, blank=True)
    neighborhood = models.ForeignKey(Neighborhood, null=True, blank=True, on_delete=models.PROTECT)
    department = models.OneToOneField(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings",
        help_text="Whose meetings with residents these are: not a project of residents, and nothing is earned here.",
    )  # fmt: skip
    place = models.CharField(max_length=250, blank=True, help_text="Where people meet, in words.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL)
    wanted = models.CharField(
        max_length=200, blank=True, help_text="The outcome wanted: “bags of litter out of the creek”."
    )
    wanted_number = models.PositiveIntegerField(null=True, blank=True)
    wanted_unit = models.CharField(max_length=30, blank=True)
    bring = models.CharField(max_length=300, blank=True)
    access = models.CharField(
        max_length=300, blank=True, help_text="Steps, toilet, shade, seats; “not checked” is an answer."
    )
    step_free = models.BooleanField(null=True, blank=True)
    seated = models.BooleanField(null=True, blank=True)
    toilet = models.BooleanField(null=True, blank=True)
    shade = models.BooleanField(null=True, blank=True)
    spoken = models.CharField(
        max_length=100, blank=True, help_text="Languages in which people are helped along: codes with commas between."
    )
    family_friendly = models.BooleanField(default=False)
    risk = models.CharField(max_length=12, choices=Risk, default=Risk.LOW)
    land = models.CharField(max_length=8, choices=Land, default=Land.NONE)
    status = models.CharField(max_length=14, choices=Status, default=Status.DRAFT)
    hidden = models.BooleanField(
        default=False, help_text="By the decision of a case: seen by those who organize it, and by the city."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    outcome_number = models.PositiveIntegerField(null=True, blank=True)
    outcome_report = models.TextField(blank=True, max_length=5000)
    outcome_picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.OneToOneField(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="project",
        help_text="What people talk about, follow and report; made when it is needed first.",
    )  # fmt: skip
    created_at = models.DateTimeField(default=clock.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "submitted_at"]),
            models.Index(fields=["neighborhood", "category", "status"]),
        ]

    def __str__(self) -> str:
        return self.title or str(_("A project without a name"))

    @property
    def is_quiet(self) -> bool:
        """Nothing has happened for 90 days, and nothing is planned."""
        return type(self).objects.quiet().filter(pk=self.pk).exists()

    @property
    def agreements(self) -> AgreementVersionQuerySet:
        """What everybody signs for it now, in the words that are in force."""
        things = {"category": self.category, "project": str(self.pk)}
        return AgreementVersion.objects.about(things).in_force().order_by("pk")

    @property
    def languages(self) -> list[str]:
        """Codes of what is spoken there."""
        return self.spoken.split(",") if self.spoken else []

    @property
    def is_unread(self) -> bool:
        """Open to everybody, and nobody of the city has read it yet."""
        return self.status in self.READ_AFTERWARDS and self.review_due_on is not None

    @property
    def is_public(self) -> bool:
        """Everybody may see it: what `public()` says of many."""
        return self.status in self.PUBLIC and not self.hidden

    @property
    def takes_people(self) -> bool:
        """Whoever is new can still join its dates."""
        return self.status in self.JOINABLE and not self.hidden

    @property
    def is_civic(self) -> bool:
        """A department's meetings with residents."""
        return self.department_id is not None

    @property
    def alone_from(self) -> int:
        """From what age somebody comes without a guardian, who says yes all the same."""
        return OWN_ACCOUNT if self.risk == self.Risk.MINORS else ALONE_WITH_CONSENT


class ProjectRole(models.Model):
    """Who organizes a project. This, and no role of the city, is what "organizer" means."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_LEAD = "co_lead", _("co-lead")
        HELPER = "helper", _("helper")

    LEADS = (Role.LEAD, Role.CO_LEAD)

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="organizers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="project_roles")
    role = models.CharField(max_length=8, choices=Role)
    since = models.DateTimeField(default=clock.now)
    lead_offered_at = models.DateTimeField(null=True, blank=True, help_text="Asked to take the lead, not answered yet.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="one_role_per_project"),
            models.UniqueConstraint(fields=["project"], condition=Q(role="lead"), name="one_lead_per_project"),
        ]


def _along_the_map() -> Q:
    """From a state to one that may follow, or to itself: the first of two yeses, or what was read afterwards."""
    read = (Project.Status.SUBMITTED, *Project.READ_AFTERWARDS)
    allowed = Q(from_status=F("to_status"), to_status__in=[status.value for status in read])
    for here, then in Project.MOVES.items():
        allowed |= Q(from_status=here.value, to_status__in=[status.value for status in then])
    return allowed


class ProjectTransition(models.Model):
    """Every move of a project: who, from where, to where, why, when. Shown to the proposer as a timeline."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transitions")
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=14, choices=Project.Status, blank=True)
    to_status = models.CharField(max_length=14, choices=Project.Status)
    reason = models.TextField(blank=True)
    checklist = models.JSONField(default=dict, blank=True, help_text="What the reviewer looked at before deciding.")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_along_the_map(), name="project_moves_along_the_map"),
            models.CheckConstraint(
                condition=~Q(to_status__in=["needs_changes", "rejected"]) | Q(GreaterThanOrEqual(Length("reason"), 40)),
                name="project_given_back_says_why",
            ),
        ]
