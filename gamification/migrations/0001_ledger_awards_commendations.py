import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_roles_codes_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="PointsAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points_account", to="people.person"
                    ),
                ),
                ("balance", models.IntegerField(default=0)),
                ("last_entry_id", models.BigIntegerField(default=0)),
                ("version", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="balance_not_negative")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PointCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="point_causes", to="people.person"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("ATT", "verified attendance"),
                            ("NEW", "first time out"),
                            ("LEAD", "led an event"),
                            ("PROP", "project published"),
                            ("DONE", "project completed"),
                            ("POLL", "took part in an idea poll"),
                            ("IDEA", "idea adopted"),
                            ("COMM", "commendation"),
                        ],
                        max_length=4,
                    ),
                ),
                ("rule_version", models.PositiveSmallIntegerField(default=1)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("occurred_at", models.DateTimeField()),
                (
                    "window",
                    models.CharField(
                        blank=True, help_text="What the cap is counted over: the local day for ATT.", max_length=10
                    ),
                ),
                ("eligible", models.PositiveIntegerField(help_text="Points before caps.")),
                (
                    "state",
                    models.CharField(
                        choices=[("provisional", "on its way"), ("live", "counts"), ("void", "does not count")],
                        default="live",
                        max_length=12,
                    ),
                ),
                (
                    "counts_for_points",
                    models.BooleanField(
                        default=True, help_text="False for officials and staff: recorded for impact only."
                    ),
                ),
                (
                    "params",
                    models.JSONField(default=dict, help_text="What the sentence needs: event, minutes, who verified."),
                ),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["person", "rule", "window", "occurred_at", "id"], name="gamificatio_person__7ca066_idx"
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="gamificatio_subject_409688_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "rule", "subject_type", "subject_id"), name="once_per_cause"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger", to="people.person"
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="gamification.pointcause",
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
                ("amount", models.IntegerField()),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="gamification.ledgerentry",
                    ),
                ),
                ("posted_at", models.DateTimeField(default=core.clock.now)),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("batch", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "id"], name="gamificatio_person__137a65_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="ledger_amount_not_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledger_originals_positive_reversals_negative",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", True)),
                        fields=("cause", "revision"),
                        name="ledger_one_entry_per_revision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="people.person"
                    ),
                ),
                ("badge", models.CharField(help_text="Key in gamification.badges.", max_length=30)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("params", models.JSONField(blank=True, default=dict)),
                ("awarded_at", models.DateTimeField(default=core.clock.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "badge", "period"), name="one_award_per_badge_and_period")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Commendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commendations", to="people.person"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("citation", models.TextField(max_length=2000)),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("private", "private"),
                            ("public", "public"),
                            ("declined", "declined"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True), name="nobody_commends_themselves"
                    )
                ],
                "indexes": [],
            },
        ),
    ]
