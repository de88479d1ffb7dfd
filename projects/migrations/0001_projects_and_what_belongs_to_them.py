"""One file for the forty that led here; a database that has them all needs nothing of it (docs/decisions/migrations-folded.md)."""

import core.clock
import core.refs
import core.tables
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import functools
import projects.models.transcripts
from django.db import migrations, models


METRICS = (  # category, key, name, unit, most for one person
    ("cleanup", "bags", "Bags of litter", "bags", 30),
    ("cleanup", "weight", "Litter by weight", "kg", 200),
    ("planting", "trees", "Trees planted", "trees", 50),
    ("repair", "path", "Path mended", "m", 100),
    ("mentoring", "sessions", "Mentoring sessions", "sessions", 4),
    ("care", "meals", "Meals served", "meals", 100),
)


def lay_metrics(apps, schema_editor):
    definition = apps.get_model("projects", "MetricDefinition")
    for position, (category, key, name, unit, most) in enumerate(METRICS, start=1):
        definition.objects.create(
            category=category, key=key, name=name, unit=unit, max_per_person=most, position=position * 10
        )


class Migration(migrations.Migration):
    replaces = [
        ("projects", "0001_projects_events_signups_attendance"),
        ("projects", "0002_kiosks"),
        ("projects", "0003_dates_that_repeat"),
        ("projects", "0004_ticks"),
        ("projects", "0005_closing_times_and_rain_days"),
        ("projects", "0006_disputes"),
        ("projects", "0007_what_came_of_it"),
        ("projects", "0008_the_organizers_yes"),
        ("projects", "0009_handing_over_the_lead"),
        ("projects", "0010_people_and_papers"),
        ("projects", "0011_notes_among_colleagues"),
        ("projects", "0012_transcripts"),
        ("projects", "0013_places_that_go_on"),
        ("projects", "0014_teams_with_names"),
        ("projects", "0015_a_paper_for_the_land"),
        ("projects", "0016_work_between_dates"),
        ("projects", "0017_lists_opened_again"),
        ("projects", "0018_work_in_transcripts"),
        ("projects", "0019_silent_places_of_series"),
        ("projects", "0020_leaders_asked_for_names"),
        ("projects", "0021_what_the_clock_looks_for"),
        ("projects", "0022_blocks_that_somebody_looks_after"),
        ("projects", "0023_young_faces_with_a_yes"),
        ("projects", "0024_meetings_with_residents"),
        ("projects", "0025_whole_reasons"),
        ("projects", "0026_minimum_that_fits"),
        ("projects", "0027_ages_shown"),
        ("projects", "0028_teams_that_look_after_blocks"),
        ("projects", "0029_hours_that_somebody_saw"),
        ("projects", "0030_moves_along_the_map"),
        ("projects", "0031_things_for_a_date"),
        ("projects", "0032_several_papers_for_a_task"),
        ("projects", "0033_dates_that_come_near"),
        ("projects", "0034_subjects_to_talk_about"),
        ("projects", "0035_dates_in_calendars"),
        ("projects", "0036_access_answered"),
        ("projects", "0037_letters_of_organizers"),
        ("projects", "0038_hidden_by_a_decision"),
        ("projects", "0039_kinds_in_a_neighborhood"),
        ("projects", "0040_names_that_only_a_date_has"),
    ]

    initial = True

    dependencies = [
        ("city", "0002_city_settings"),
        ("conversations", "0004_one_report_in_a_case"),
        ("files", "0001_pictures"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        ("summary", models.CharField(blank=True, max_length=300)),
                        ("body", models.TextField(blank=True, max_length=5000)),
                        (
                            "language",
                            models.CharField(
                                default="en", help_text="The language the people wrote in.", max_length=10
                            ),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="city.neighborhood",
                            ),
                        ),
                        (
                            "department",
                            models.OneToOneField(
                                blank=True,
                                help_text="Whose meetings with residents these are: not a project of residents, and nothing is earned here.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="city.department",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, help_text="Where people meet, in words.", max_length=250),
                        ),
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
                                blank=True,
                                help_text="The outcome wanted: “bags of litter out of the creek”.",
                                max_length=200,
                            ),
                        ),
                        ("wanted_number", models.PositiveIntegerField(blank=True, null=True)),
                        ("wanted_unit", models.CharField(blank=True, max_length=30)),
                        ("bring", models.CharField(blank=True, max_length=300)),
                        (
                            "access",
                            models.CharField(
                                blank=True,
                                help_text="Steps, toilet, shade, seats; “not checked” is an answer.",
                                max_length=300,
                            ),
                        ),
                        ("step_free", models.BooleanField(blank=True, null=True)),
                        ("seated", models.BooleanField(blank=True, null=True)),
                        ("toilet", models.BooleanField(blank=True, null=True)),
                        ("shade", models.BooleanField(blank=True, null=True)),
                        (
                            "spoken",
                            models.CharField(
                                blank=True,
                                help_text="Languages in which people are helped along: codes with commas between.",
                                max_length=100,
                            ),
                        ),
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
                        (
                            "hidden",
                            models.BooleanField(
                                default=False,
                                help_text="By the decision of a case: seen by those who organize it, and by the city.",
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
                        (
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                help_text="What people talk about, follow and report; made when it is needed first.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="project",
                                to="conversations.subject",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["status", "submitted_at"], name="projects_pr_status_8d35cf_idx"),
                            models.Index(
                                fields=["neighborhood", "category", "status"], name="projects_pr_neighbo_13adc0_idx"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProjectRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="organizers",
                                to="projects.project",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="project_roles",
                                to="people.person",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("lead", "lead"), ("co_lead", "co-lead"), ("helper", "helper")], max_length=8
                            ),
                        ),
                        ("since", models.DateTimeField(default=core.clock.now)),
                        (
                            "lead_offered_at",
                            models.DateTimeField(
                                blank=True, help_text="Asked to take the lead, not answered yet.", null=True
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "person"), name="one_role_per_project"),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "lead")), fields=("project",), name="one_lead_per_project"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProjectTransition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="transitions",
                                to="projects.project",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("from_status", models.F("to_status")),
                                        ("to_status__in", ["submitted", "published", "active", "paused", "completed"]),
                                    ),
                                    models.Q(("from_status", "draft"), ("to_status__in", ["submitted", "published"])),
                                    models.Q(
                                        ("from_status", "submitted"),
                                        ("to_status__in", ["published", "needs_changes", "rejected"]),
                                    ),
                                    models.Q(("from_status", "needs_changes"), ("to_status__in", ["submitted"])),
                                    models.Q(("from_status", "rejected"), ("to_status__in", ["submitted"])),
                                    models.Q(
                                        ("from_status", "published"),
                                        ("to_status__in", ["active", "paused", "cancelled"]),
                                    ),
                                    models.Q(
                                        ("from_status", "active"),
                                        ("to_status__in", ["paused", "completed", "cancelled"]),
                                    ),
                                    models.Q(("from_status", "paused"), ("to_status__in", ["active", "cancelled"])),
                                    models.Q(("from_status", "completed"), ("to_status__in", ["archived"])),
                                    _connector="OR",
                                ),
                                name="project_moves_along_the_map",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("to_status__in", ["needs_changes", "rejected"]), _negated=True),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Length("reason"), 40
                                    ),
                                    _connector="OR",
                                ),
                                name="project_given_back_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="projects.project",
                            ),
                        ),
                        ("title", models.CharField(max_length=120)),
                        (
                            "rule",
                            models.CharField(
                                help_text="RRULE without start and end, such as FREQ=WEEKLY;BYDAY=SA.", max_length=120
                            ),
                        ),
                        ("first_day", models.DateField()),
                        ("begins", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField(help_text="How long each date lasts.")),
                        ("until", models.DateField(help_text="The last day on which there may be a date.")),
                        (
                            "zone",
                            models.CharField(help_text="IANA name; the wall clock people live by.", max_length=40),
                        ),
                        ("meeting_point", models.CharField(max_length=250)),
                        (
                            "closes_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Hours before each date after which nobody joins.", null=True
                            ),
                        ),
                        (
                            "releases",
                            models.BooleanField(
                                default=False,
                                help_text="On each new date, places of people who don't say that they still come go on.",
                            ),
                        ),
                        (
                            "tasks",
                            models.JSONField(
                                default=list,
                                help_text="The tasks of each new date: name, places, and what else is known.",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "verbose_name_plural": "series",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("first_day"))),
                                name="series_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                name="series_date_within_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="projects.project",
                            ),
                        ),
                        ("title", models.CharField(max_length=120)),
                        (
                            "own_name",
                            models.BooleanField(
                                default=False,
                                help_text="Its name is not its project's; search looks for what is written nearly so among these.",
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "zone",
                            models.CharField(
                                default="Europe/Amsterdam",
                                help_text="IANA name; the wall clock people live by.",
                                max_length=40,
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
                        (
                            "releases",
                            models.BooleanField(
                                default=False,
                                help_text="Places of people who don't say that they still come go to those who wait.",
                            ),
                        ),
                        (
                            "rsvp_closes_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Nobody joins after it; empty: people join until it begins.",
                                null=True,
                            ),
                        ),
                        (
                            "rain_day",
                            models.DateField(
                                blank=True,
                                help_text="The day to which the weather moves it, at the same hours.",
                                null=True,
                            ),
                        ),
                        (
                            "interpreter_until",
                            models.DateField(
                                blank=True,
                                help_text="The last day on which somebody can ask for an interpreter.",
                                null=True,
                            ),
                        ),
                        (
                            "instead_of",
                            models.OneToOneField(
                                blank=True,
                                help_text="The date that the weather made impossible.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instead",
                                to="projects.event",
                            ),
                        ),
                        ("ics_sequence", models.PositiveIntegerField(default=0)),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=core.clock.now, help_text="Since when calendars show it as it is."
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="projects.series",
                            ),
                        ),
                        (
                            "recurrence_id",
                            models.DateField(
                                blank=True,
                                help_text="The day of its series that it stands for, on whatever day it is now.",
                                null=True,
                            ),
                        ),
                        (
                            "detached",
                            models.BooleanField(
                                default=False, help_text="Changed by hand: changes of the series leave it alone."
                            ),
                        ),
                        (
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event",
                                to="conversations.subject",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["status", "starts_at", "id"], name="projects_ev_status_360e17_idx"),
                            models.Index(fields=["project", "starts_at"], name="projects_ev_project_81e40c_idx"),
                            models.Index(fields=["closed_at"], name="event_closed_at"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="event_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "recurrence_id"), name="one_date_per_day_of_a_series"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "credentials",
                            models.CharField(
                                blank=True,
                                help_text="Kinds that somebody must have shown to take this on, with commas between.",
                                max_length=80,
                            ),
                        ),
                        (
                            "effort",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "light"), (2, "some effort"), (3, "hard work")], default=1
                            ),
                        ),
                        (
                            "needs_yes",
                            models.BooleanField(
                                default=False, help_text="People ask, and have a place with the organizer's yes."
                            ),
                        ),
                        ("seats_held", models.PositiveIntegerField(default=0)),
                        (
                            "waiting",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Live waitlisted sign-ups, for lists; the queue itself is the truth.",
                            ),
                        ),
                        ("version", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("waiting__gt", 0)), fields=["event"], name="slot_waited_for"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity__isnull", True),
                                    ("seats_held__lte", models.F("capacity")),
                                    _connector="OR",
                                ),
                                name="slot_never_oversold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats_held__gte", 0)), name="slot_seats_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity__isnull", True),
                                    ("minimum_wanted__lte", models.F("capacity")),
                                    _connector="OR",
                                ),
                                name="slot_minimum_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("effort__gte", 1), ("effort__lte", 3)),
                                name="slot_effort_one_to_three",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "waitlist_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Since when they wait, or asked: their place in the queue.",
                                null=True,
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(
                                blank=True, help_text="When an organizer said yes, where that is needed.", null=True
                            ),
                        ),
                        (
                            "age_shown",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The task's lowest age, which they have shown to reach. Their birth date is not kept.",
                                null=True,
                            ),
                        ),
                        ("offer_token", models.CharField(blank=True, max_length=43)),
                        ("offer_expires_at", models.DateTimeField(blank=True, null=True)),
                        ("offers_missed", models.PositiveSmallIntegerField(default=0)),
                        (
                            "asked_at",
                            models.DateTimeField(
                                blank=True, help_text="When we asked whether they still come.", null=True
                            ),
                        ),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, help_text="When they last said that they come.", null=True
                            ),
                        ),
                        (
                            "told_free",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many places were free when we last said that the whole party does not fit.",
                                null=True,
                            ),
                        ),
                        (
                            "team_name",
                            models.CharField(
                                blank=True, help_text="Of the team that this person leads here.", max_length=60
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                help_text="The leader's sign-up, whose seat this was before it had a name.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="projects.signup",
                            ),
                        ),
                        (
                            "names_asked_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the leader of a team was reminded of places without a name.",
                                null=True,
                            ),
                        ),
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
                        (
                            "late",
                            models.BooleanField(default=False, help_text="Cancelled less than 24 h before the start."),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "changed_at",
                            models.DateTimeField(default=core.clock.now, help_text="Since when it is in this state."),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["slot", "state", "waitlist_at", "id"], name="projects_si_slot_id_a97d61_idx"
                            ),
                            models.Index(fields=["person", "state"], name="projects_si_person__a50e8a_idx"),
                            models.Index(
                                condition=models.Q(("state", "offered")),
                                fields=["offer_expires_at"],
                                name="signup_open_offers",
                            ),
                            models.Index(
                                condition=models.Q(("state", "pending_consent")),
                                fields=["offer_expires_at"],
                                name="signup_open_consents",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["offered", "pending_consent", "waitlisted", "pending_approval"])
                                ),
                                fields=["slot"],
                                name="signup_unsettled",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["confirmed", "pending_consent", "offered", "waitlisted", "pending_approval"],
                                    )
                                ),
                                fields=("slot", "person"),
                                name="one_live_signup_per_slot",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__lte", models.F("party"))), name="signup_seats_within_party"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("party__gte", 1)), name="signup_party_at_least_one"
                            ),
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
                                    models.Q(
                                        ("offer_expires_at__isnull", False),
                                        models.Q(("offer_token", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="offered_has_an_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "signup",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roster_note",
                                to="projects.signup",
                            ),
                        ),
                        ("contact_name", models.CharField(blank=True, max_length=80)),
                        ("contact_phone", models.CharField(blank=True, max_length=30)),
                        ("needs", models.CharField(blank=True, max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name="Barring",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="barrings",
                                to="projects.project",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="barrings", to="people.person"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField(default=core.clock.now)),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        ("appeal", models.CharField(blank=True, max_length=1000)),
                        ("appealed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decision", models.CharField(blank=True, max_length=500)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=("project", "person"),
                                name="one_barring_in_force",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "signup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="queue_moves",
                                to="projects.signup",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("from_place", models.PositiveIntegerField()),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="projects.event",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="people.person",
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
                                    ("present", "was there"),
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
                            models.CheckConstraint(
                                condition=models.Q(("minutes__lte", 720)), name="at_most_12_hours_an_event"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes", 0),
                                    models.Q(
                                        ("evidence__gte", 2),
                                        ("evidence__isnull", False),
                                        ("state__in", ["attended", "partial"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="hours_were_seen_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "no_show"), _negated=True),
                                    ("verified_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="absence_says_who_wrote_it_down",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="projects.attendance",
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
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(max_length=120)),
                        (
                            "neighborhood",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="city.neighborhood"
                            ),
                        ),
                        ("place", models.CharField(help_text="Where it begins and ends, in words.", max_length=250)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("care", models.TextField(help_text="What there is to do.", max_length=1000)),
                        (
                            "picture",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.picture",
                            ),
                        ),
                        ("every_weeks", models.PositiveSmallIntegerField(default=4)),
                        ("months", models.PositiveSmallIntegerField(default=12)),
                        ("offered", models.BooleanField(default=True, help_text="May be adopted when it is free.")),
                        (
                            "listed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("every_weeks__range", (1, 26))),
                                name="block_rhythm_of_1_to_26_weeks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("months__range", (1, 36))), name="block_term_of_1_to_36_months"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Adoption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "block",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adoptions",
                                to="projects.block",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adoptions",
                                to="people.person",
                            ),
                        ),
                        ("team", models.CharField(blank=True, help_text="Shown instead of the person.", max_length=60)),
                        ("every_weeks", models.PositiveSmallIntegerField()),
                        ("since", models.DateField()),
                        ("until", models.DateField(help_text="The first day on which it is free again.")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("live", "goes on"),
                                    ("given_up", "given up"),
                                    ("silent", "ended: we heard nothing any more"),
                                    ("over", "the term is over"),
                                    ("taken_back", "ended by the city"),
                                ],
                                default="live",
                                max_length=10,
                            ),
                        ),
                        (
                            "answered_on",
                            models.DateField(blank=True, help_text="Said that they still look after it.", null=True),
                        ),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "nothing"),
                                    ("due", "it is time"),
                                    ("overdue", "it is late"),
                                    ("asked", "whether they still look after it"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        (
                            "told_for",
                            models.DateField(
                                blank=True, help_text="The due day that the last reminder was about.", null=True
                            ),
                        ),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "renewal_asked_for",
                            models.DateField(blank=True, help_text="The last day they were asked about.", null=True),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, help_text="The city's words when it ended it.", max_length=300
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "live")),
                                fields=("block",),
                                name="one_live_adoption_of_a_block",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("since"))),
                                name="adoption_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "live")),
                                    models.Q(models.Q(("state", "live"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="adoption_that_goes_on_has_no_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Teammate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "adoption",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mates",
                                to="projects.adoption",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("joined_at", models.DateTimeField(default=core.clock.now)),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                help_text="Themselves, or who took them off the team.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("adoption", "person"), name="teammate_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="teammate_who_left_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Broadcast",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="broadcasts",
                                to="projects.event",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("coming", "Those who have a place"),
                                    ("waiting", "Those on the waitlist"),
                                    ("came", "Those who were there"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField(max_length=1500)),
                        ("day", models.DateField()),
                        ("n", models.PositiveSmallIntegerField()),
                        (
                            "key",
                            models.CharField(
                                default=core.refs.new_ref,
                                help_text="From the form, so that two presses write once.",
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                        (
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="broadcast",
                                to="conversations.subject",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "day", "n"), name="broadcasts_of_a_day_count_up"),
                            models.CheckConstraint(
                                condition=models.Q(("n__gte", 1), ("n__lte", 3)), name="three_broadcasts_a_day"
                            ),
                            models.UniqueConstraint(fields=("by", "key"), name="broadcast_written_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "broadcast",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="projects.broadcast",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("broadcast", "person"), name="broadcast_got_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_addresses",
                                to="people.person",
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "read_on",
                            models.DateField(
                                blank=True, help_text="The last day on which a calendar asked.", null=True
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Dispute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "attendance",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dispute",
                                to="projects.attendance",
                            ),
                        ),
                        ("words", models.CharField(max_length=500)),
                        ("asked_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("open", "asked"), ("put_right", "put right"), ("kept", "stays as it is")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "open"),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="decided_dispute_says_by_whom",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MetricDefinition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                        ("key", models.SlugField(max_length=30)),
                        ("name", models.CharField(max_length=60)),
                        ("unit", models.CharField(max_length=20)),
                        (
                            "min",
                            models.PositiveIntegerField(
                                default=1, help_text="The smallest number that one person can report."
                            ),
                        ),
                        (
                            "max_per_person",
                            models.PositiveIntegerField(
                                help_text="More than this has to be confirmed with a note.",
                                validators=[django.core.validators.MinValueValidator(1)],
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "offered",
                            models.BooleanField(
                                default=True, help_text="Asked for from now on; old numbers stay either way."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("category", "key"), name="one_metric_per_key"),
                            models.CheckConstraint(
                                condition=models.Q(("max_per_person__gte", models.F("min"))),
                                name="metric_max_not_below_min",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_entries",
                                to="projects.event",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="projects.metricdefinition",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_entries",
                                to="people.person",
                            ),
                        ),
                        ("amount", models.PositiveIntegerField(help_text="As reported.")),
                        (
                            "state",
                            models.CharField(
                                choices=[("reported", "waits for the lead"), ("approved", "counted")],
                                default="reported",
                                max_length=10,
                            ),
                        ),
                        (
                            "counted",
                            models.PositiveIntegerField(
                                blank=True, help_text="As approved; 0 when it was a mistake.", null=True
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, help_text="Why an unusual number is right.", max_length=300),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("reported_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "metric", "person"), name="one_entry_per_person_and_metric"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted__isnull", True), ("state", "reported")),
                                    models.Q(
                                        ("counted__isnull", False), ("decided_by__isnull", False), ("state", "approved")
                                    ),
                                    _connector="OR",
                                ),
                                name="approved_entry_has_a_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactTotal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_totals",
                                to="projects.event",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="totals",
                                to="projects.metricdefinition",
                            ),
                        ),
                        ("from_entries", models.PositiveIntegerField(default=0)),
                        (
                            "unattributed",
                            models.PositiveIntegerField(default=0, help_text="What nobody wrote down by name."),
                        ),
                        ("total", models.PositiveIntegerField(default=0)),
                        (
                            "unusual",
                            models.BooleanField(
                                default=False, help_text="Far more than usual: shown once a note says why."
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, help_text="Why an unusual number is right.", max_length=300),
                        ),
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
                            models.UniqueConstraint(fields=("event", "metric"), name="one_total_per_event_and_metric"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("from_entries"), "+", models.F("unattributed")
                                        ),
                                    )
                                ),
                                name="total_is_entries_and_the_rest",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BeforeAfter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="projects.event"
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.picture",
                            ),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.picture",
                            ),
                        ),
                        (
                            "young_face",
                            models.BooleanField(default=False, help_text="A young person's face can be recognised."),
                        ),
                        (
                            "cleared_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When every guardian of the young people who were there had said yes.",
                                null=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "somebody of the city looks at it"),
                                    ("published", "public"),
                                    ("refused", "not shown"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["state", "added_at"], name="projects_be_state_e989a2_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("young_face", False),
                                    ("cleared_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="public_young_face_was_allowed_by_guardians",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        models.Q(("decided_by", models.F("added_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="public_pair_was_seen_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="recap", to="projects.event"
                            ),
                        ),
                        ("words", models.TextField(blank=True, max_length=600)),
                        (
                            "thanked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("shared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "shared_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("shared_at__isnull", True), ("shared_by__isnull", False), _connector="OR"
                                ),
                                name="shared_recap_has_a_sender",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LandPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="land_paper",
                                to="projects.project",
                            ),
                        ),
                        ("webp", models.BinaryField()),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="projects.event"
                            ),
                        ),
                        ("item", models.CharField(max_length=80)),
                        ("wanted", models.PositiveSmallIntegerField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("bring", "people bring it"),
                                    ("project", "the project has it"),
                                    ("city", "the city brings it"),
                                ],
                                default="bring",
                                max_length=8,
                            ),
                        ),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("wanted__gte", 1), ("wanted__lte", 999)), name="need_wants_1_to_999"
                            ),
                            models.UniqueConstraint(
                                models.F("event"),
                                django.db.models.functions.text.Lower("item"),
                                condition=models.Q(("dropped_at", None)),
                                name="a_thing_is_needed_once_for_each_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="projects.need"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="people.person"
                            ),
                        ),
                        ("amount", models.PositiveSmallIntegerField()),
                        ("made_at", models.DateTimeField(default=core.clock.now)),
                        ("given_back_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 1)), name="claim_is_for_something"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("given_back_at", None)),
                                fields=("need", "person"),
                                name="one_claim_per_need_and_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProjectNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="projects.project"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000)),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="projects.event",
                            ),
                        ),
                        (
                            "which",
                            models.CharField(
                                choices=[("week", "a week before"), ("soon", "two hours before")], max_length=4
                            ),
                        ),
                        ("starts_at", models.DateTimeField(help_text="The start as it was then.")),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "which", "starts_at"), name="one_reminder_for_each_start"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reopening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopenings",
                                to="projects.event",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Kiosk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="kiosks", to="projects.event"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("guesses", models.PositiveSmallIntegerField(default=0, help_text="Wrong PINs.")),
                        (
                            "misses",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Wrong codes since the last right one."
                            ),
                        ),
                        (
                            "rests_until",
                            models.DateTimeField(blank=True, help_text="After too many wrong codes.", null=True),
                        ),
                        ("opened_at", models.DateTimeField(default=core.clock.now)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("guesses__lte", 5)), name="kiosk_at_most_5_guesses"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("misses__lte", 10)), name="kiosk_at_most_10_misses"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tick",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(unique=True)),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="projects.event"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "deed",
                            models.CharField(
                                choices=[
                                    ("in", "here"),
                                    ("undo", "not here"),
                                    ("out", "went home"),
                                    ("absent", "did not come"),
                                    ("excused", "excused"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "pressed_at",
                            models.DateTimeField(
                                help_text="By the phone's clock, within check-in and not in the future."
                            ),
                        ),
                        ("arrived_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("done", "done"),
                                    ("overtaken", "somebody pressed later"),
                                    ("refused", "did not fit"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                blank=True, help_text="Why it did not fit, for the organizer.", max_length=300
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["event", "person", "pressed_at"], name="projects_ti_event_i_483cca_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work",
                                to="projects.project",
                            ),
                        ),
                        (
                            "adoption",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work",
                                to="projects.adoption",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="work", to="people.person"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=500)),
                        (
                            "picture",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.picture",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "waits for an organizer"),
                                    ("verified", "verified"),
                                    ("adjusted", "verified with another time"),
                                    ("rejected", "not counted"),
                                ],
                                default="submitted",
                                max_length=10,
                            ),
                        ),
                        ("counted", models.PositiveSmallIntegerField(default=0)),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "day"], name="projects_wo_person__eb9cb4_idx"),
                            models.Index(fields=["project", "state"], name="projects_wo_project_85dabe_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("adoption__isnull", True), ("project__isnull", False)),
                                    models.Q(("adoption__isnull", False), ("project__isnull", True)),
                                    _connector="OR",
                                ),
                                name="work_for_a_project_or_a_block",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("counted__lte", 240), ("minutes__lte", 240)),
                                name="work_at_most_4_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted", 0), ("state__in", ["submitted", "rejected"])),
                                    ("state__in", ["verified", "adjusted"]),
                                    _connector="OR",
                                ),
                                name="work_counts_only_when_verified",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "submitted"),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        models.Q(("decided_by", models.F("person")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="nobody_verifies_their_own_work",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transcript",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(default=projects.models.transcripts.new_number, max_length=9, unique=True),
                        ),
                        (
                            "token",
                            models.CharField(
                                default=functools.partial(core.refs.new_ref, *(24,)), max_length=24, unique=True
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transcripts",
                                to="people.person",
                            ),
                        ),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                        ("minutes", models.PositiveIntegerField()),
                        ("initials", models.CharField(max_length=10)),
                        (
                            "full_name",
                            models.CharField(blank=True, help_text="Only if the holder ticked it.", max_length=150),
                        ),
                        ("issued_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "replaced_at",
                            models.DateTimeField(blank=True, help_text="When a line of it was corrected.", null=True),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="projects.transcript",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))),
                                name="transcript_ends_after_it_starts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TranscriptLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "transcript",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="projects.transcript",
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.attendance",
                            ),
                        ),
                        (
                            "work",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.worklog",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("title", models.CharField(max_length=150)),
                        ("minutes", models.PositiveIntegerField()),
                        ("verified_by", models.CharField(max_length=100)),
                    ],
                    options={
                        "ordering": ["day", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transcript", "attendance"), name="a_coming_once_in_a_transcript"
                            ),
                            models.UniqueConstraint(fields=("transcript", "work"), name="work_once_in_a_transcript"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("attendance__isnull", False), ("work__isnull", True)),
                                    models.Q(("attendance__isnull", True), ("work__isnull", False)),
                                    _connector="OR",
                                ),
                                name="transcript_line_of_one_thing",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(lay_metrics, migrations.RunPython.noop),
    ]
