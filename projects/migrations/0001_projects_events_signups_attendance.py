import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0002_city_settings"),
        ("files", "0001_pictures"),
        ("people", "0002_roles_codes_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("body", models.TextField(blank=True, max_length=5000)),
                (
                    "language",
                    models.CharField(default="en", help_text="The language the people wrote in.", max_length=10),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cleanup", "Clean-up"),
                            ("planting", "Planting"),
                            ("mentoring", "Mentoring"),
                            ("repair", "Repair"),
                            ("care", "Care"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="city.neighborhood"
                    ),
                ),
                ("place", models.CharField(blank=True, help_text="Where people meet, in words.", max_length=250)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="files.picture"
                    ),
                ),
                (
                    "wanted",
                    models.CharField(
                        blank=True, help_text="The outcome wanted: “bags of litter out of the creek”.", max_length=200
                    ),
                ),
                ("wanted_number", models.PositiveIntegerField(blank=True, null=True)),
                ("wanted_unit", models.CharField(blank=True, max_length=30)),
                ("bring", models.CharField(blank=True, max_length=300)),
                (
                    "access",
                    models.CharField(
                        blank=True, help_text="Steps, toilet, shade, seats; “not checked” is an answer.", max_length=300
                    ),
                ),
                ("step_free", models.BooleanField(blank=True, null=True)),
                ("family_friendly", models.BooleanField(default=False)),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("low", "low"),
                            ("tools", "tools"),
                            ("minors", "minors take part"),
                            ("one_to_one", "one to one"),
                        ],
                        default="low",
                        max_length=12,
                    ),
                ),
                (
                    "land",
                    models.CharField(
                        choices=[("none", "not needed"), ("asked", "asked"), ("granted", "granted")],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "being read"),
                            ("needs_changes", "needs changes"),
                            ("rejected", "not possible"),
                            ("published", "open"),
                            ("active", "under way"),
                            ("paused", "paused"),
                            ("completed", "done"),
                            ("cancelled", "cancelled"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=14,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("review_due_on", models.DateField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome_number", models.PositiveIntegerField(blank=True, null=True)),
                ("outcome_report", models.TextField(blank=True, max_length=5000)),
                (
                    "outcome_picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.picture",
                    ),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "submitted_at"], name="projects_pr_status_8d35cf_idx"),
                    models.Index(fields=["neighborhood", "status"], name="projects_pr_neighbo_cf7fa6_idx"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ProjectRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="organizers", to="projects.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="project_roles", to="people.person"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "lead"), ("co_lead", "co-lead"), ("helper", "helper")], max_length=8
                    ),
                ),
                ("since", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "person"), name="one_role_per_project")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ProjectTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="transitions", to="projects.project"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "being read"),
                            ("needs_changes", "needs changes"),
                            ("rejected", "not possible"),
                            ("published", "open"),
                            ("active", "under way"),
                            ("paused", "paused"),
                            ("completed", "done"),
                            ("cancelled", "cancelled"),
                            ("archived", "archived"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "being read"),
                            ("needs_changes", "needs changes"),
                            ("rejected", "not possible"),
                            ("published", "open"),
                            ("active", "under way"),
                            ("paused", "paused"),
                            ("completed", "done"),
                            ("cancelled", "cancelled"),
                            ("archived", "archived"),
                        ],
                        max_length=14,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "checklist",
                    models.JSONField(
                        blank=True, default=dict, help_text="What the reviewer looked at before deciding."
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="city.department"
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="projects.project"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Amsterdam", help_text="IANA name; the wall clock people live by.", max_length=40
                    ),
                ),
                ("meeting_point", models.CharField(max_length=250)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("scheduled", "planned"),
                            ("cancelled", "cancelled"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("weather", "the weather"),
                            ("organizer", "the organizer can't come"),
                            ("safety", "safety"),
                            ("low_signups", "too few people"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("cancel_note", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("ics_sequence", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "starts_at", "id"], name="projects_ev_status_360e17_idx"),
                    models.Index(fields=["project", "starts_at"], name="projects_ev_project_81e40c_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="projects.event"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=250)),
                ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                ("minimum_wanted", models.PositiveIntegerField(default=0)),
                ("min_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("effort", models.PositiveSmallIntegerField(default=1)),
                ("seats_held", models.PositiveIntegerField(default=0)),
                (
                    "waiting",
                    models.PositiveIntegerField(
                        default=0, help_text="Live waitlisted sign-ups, for lists; the queue itself is the truth."
                    ),
                ),
                ("version", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__isnull", True), ("seats_held__lte", models.F("capacity")), _connector="OR"
                        ),
                        name="slot_never_oversold",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats_held__gte", 0)), name="slot_seats_not_negative"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signups", to="projects.slot"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signups", to="people.person"
                    ),
                ),
                ("party", models.PositiveSmallIntegerField(default=1, help_text="Heads, the person included.")),
                ("seats", models.PositiveSmallIntegerField(default=1, help_text="Heads that use a seat.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "You're in"),
                            ("waitlisted", "Waitlist"),
                            ("offered", "A place is held for you"),
                            ("pending_consent", "Waiting for consent"),
                            ("pending_approval", "Waiting for the organizer"),
                            ("cancelled", "Can't make it"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("removed", "Removed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("waitlist_at", models.DateTimeField(blank=True, null=True)),
                ("offer_token", models.CharField(blank=True, max_length=43)),
                ("offer_expires_at", models.DateTimeField(blank=True, null=True)),
                ("offers_missed", models.PositiveSmallIntegerField(default=0)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("late", models.BooleanField(default=False, help_text="Cancelled less than 24 h before the start.")),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["slot", "state", "waitlist_at", "id"], name="projects_si_slot_id_a97d61_idx"),
                    models.Index(fields=["person", "state"], name="projects_si_person__a50e8a_idx"),
                    models.Index(
                        condition=models.Q(("state", "offered")), fields=["offer_expires_at"], name="signup_open_offers"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["confirmed", "pending_consent", "offered", "waitlisted", "pending_approval"])
                        ),
                        fields=("slot", "person"),
                        name="one_live_signup_per_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__lte", models.F("party"))), name="signup_seats_within_party"
                    ),
                    models.CheckConstraint(condition=models.Q(("party__gte", 1)), name="signup_party_at_least_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waitlisted"), _negated=True),
                            ("waitlist_at__isnull", False),
                            _connector="OR",
                        ),
                        name="waitlisted_has_a_place_in_the_queue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offered"), _negated=True),
                            models.Q(("offer_expires_at__isnull", False), models.Q(("offer_token", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="offered_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="projects.event"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="people.person"
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="projects.signup",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("checked_in", "here"),
                            ("attended", "came"),
                            ("partial", "came for a part"),
                            ("no_show", "did not come"),
                            ("excused", "excused"),
                            ("unknown", "not known"),
                        ],
                        default="expected",
                        max_length=10,
                    ),
                ),
                (
                    "evidence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "own claim"),
                            (1, "printed code or place"),
                            (2, "changing code or kiosk"),
                            (3, "organizer's roster"),
                            (4, "an official"),
                        ],
                        null=True,
                    ),
                ),
                ("in_at", models.DateTimeField(blank=True, null=True)),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        default=0, help_text="Verified minutes, in quarter hours; 0 until verified."
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "state"], name="projects_at_person__697ada_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "person"), name="one_attendance_per_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["attended", "partial"]), _negated=True),
                            models.Q(
                                ("verified_by__isnull", False),
                                models.Q(("verified_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_verifies_themselves",
                    ),
                    models.CheckConstraint(condition=models.Q(("minutes__lte", 720)), name="at_most_12_hours_an_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="projects.attendance"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("old_state", models.CharField(max_length=10)),
                ("new_state", models.CharField(max_length=10)),
                ("old_minutes", models.PositiveIntegerField()),
                ("new_minutes", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attendance", "n"), name="attendance_revisions_count_up")
                ],
                "indexes": [],
            },
        ),
    ]
