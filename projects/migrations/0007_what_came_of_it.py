import core.clock
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
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


def thanked_already(apps, schema_editor):
    """Dates closed until now were thanked for at their close; nobody gets that letter again."""
    event, recap, person = (
        apps.get_model(*name) for name in (("projects", "Event"), ("projects", "Recap"), ("people", "Person"))
    )
    closed = list(event.objects.filter(status="closed", closed_at__isnull=False).values_list("pk", "closed_at"))
    if closed:
        site = person.objects.get_or_create(ref="system", defaults={"kind": "system", "first_name": "Engage"})[0]
        rows = [recap(event_id=pk, shared_at=at, shared_by=site) for pk, at in closed]
        recap.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_pictures"),
        ("people", "0002_roles_codes_deeds"),
        ("projects", "0006_disputes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MetricDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.PositiveIntegerField(default=1, help_text="The smallest number that one person can report."),
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
                    models.BooleanField(default=True, help_text="Asked for from now on; old numbers stay either way."),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("category", "key"), name="one_metric_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(("max_per_person__gte", models.F("min"))), name="metric_max_not_below_min"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BeforeAfter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "young_face",
                    models.BooleanField(default=False, help_text="A young person's face can be recognised."),
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
                ("added_at", models.DateTimeField(default=core.clock.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="projects.event"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["state", "added_at"], name="projects_be_state_e989a2_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True), ("young_face", False), _connector="OR"
                        ),
                        name="no_public_pair_with_a_young_face",
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
            name="ImpactTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_entries", models.PositiveIntegerField(default=0)),
                ("unattributed", models.PositiveIntegerField(default=0, help_text="What nobody wrote down by name.")),
                ("total", models.PositiveIntegerField(default=0)),
                (
                    "unusual",
                    models.BooleanField(default=False, help_text="Far more than usual: shown once a note says why."),
                ),
                ("note", models.CharField(blank=True, help_text="Why an unusual number is right.", max_length=300)),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impact_totals", to="projects.event"
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
            name="ImpactEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("note", models.CharField(blank=True, help_text="Why an unusual number is right.", max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reported_at", models.DateTimeField(default=core.clock.now)),
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
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impact_entries", to="projects.event"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impact_entries", to="people.person"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "metric", "person"), name="one_entry_per_person_and_metric"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counted__isnull", True), ("state", "reported")),
                            models.Q(("counted__isnull", False), ("decided_by__isnull", False), ("state", "approved")),
                            _connector="OR",
                        ),
                        name="approved_entry_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=600)),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recap", to="projects.event"
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shared_at__isnull", True), ("shared_by__isnull", False), _connector="OR"),
                        name="shared_recap_has_a_sender",
                    )
                ],
            },
        ),
        migrations.RunPython(lay_metrics, migrations.RunPython.noop),
        migrations.RunPython(thanked_already, migrations.RunPython.noop),
    ]
