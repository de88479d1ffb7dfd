import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_questions_and_answers"),
        ("people", "0006_pictures_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("safeguarding", models.BooleanField(default=False, help_text="For the officers of that name only.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits"),
                            ("decided", "decided"),
                            ("appealed", "appealed"),
                            ("closed", "decided for good"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=core.clock.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "Leave it"),
                            ("hide", "Hide it"),
                            ("warn", "Leave it, and warn"),
                            ("block", "No writing for 30 days, and words are hidden"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "It insults or threatens somebody"),
                            ("hate", "It is against a group of people"),
                            ("private", "It tells something private of somebody"),
                            ("spam", "It is advertising, or a trick"),
                            ("danger", "It is dangerous or against the law"),
                            ("off_topic", "It does not belong here"),
                            ("safeguarding", "A child or somebody who needs protection may be in danger"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("appeal", models.TextField(blank=True, max_length=1000)),
                ("appealed_at", models.DateTimeField(blank=True, null=True)),
                ("overturned", models.BooleanField(blank=True, null=True)),
                ("appeal_words", models.TextField(blank=True, max_length=1000)),
                ("appeal_decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose words, project or conduct it is: told of the decision, and never the one who decides.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_about",
                        to="people.person",
                    ),
                ),
                (
                    "appeal_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="conversations.comment",
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
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="conversations.subject"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("reported", "reported"),
                            ("decided", "decided"),
                            ("appealed", "appealed"),
                            ("upheld", "the decision stands"),
                            ("overturned", "the decision was taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "Leave it"),
                            ("hide", "Hide it"),
                            ("warn", "Leave it, and warn"),
                            ("block", "No writing for 30 days, and words are hidden"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "It insults or threatens somebody"),
                            ("hate", "It is against a group of people"),
                            ("private", "It tells something private of somebody"),
                            ("spam", "It is advertising, or a trick"),
                            ("danger", "It is dangerous or against the law"),
                            ("off_topic", "It does not belong here"),
                            ("safeguarding", "A child or somebody who needs protection may be in danger"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="conversations.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Muting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="muting", to="conversations.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mutings", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "It insults or threatens somebody"),
                            ("hate", "It is against a group of people"),
                            ("private", "It tells something private of somebody"),
                            ("spam", "It is advertising, or a trick"),
                            ("danger", "It is dangerous or against the law"),
                            ("off_topic", "It does not belong here"),
                            ("safeguarding", "A child or somebody who needs protection may be in danger"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "waits"), ("upheld", "was right"), ("refused", "was not right")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="people.person"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="conversations.case"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="conversations.comment",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="conversations.subject"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "opened_at"], name="cases_by_age"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("comment__isnull", False), ("state", "open")),
                fields=("comment", "safeguarding"),
                name="one_open_case_for_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("comment__isnull", True), ("state", "open")),
                fields=("subject", "safeguarding"),
                name="one_open_case_for_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="decided_case_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appeal_by__isnull", True),
                    models.Q(("appeal_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="appeal_is_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("about__isnull", True),
                    models.Q(("decided_by", models.F("about")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_decides_their_own_case",
            ),
        ),
        migrations.AddIndex(
            model_name="muting",
            index=models.Index(fields=["person", "until"], name="mutings_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("comment__isnull", False), ("state", "open")),
                fields=("by", "comment"),
                name="one_open_report_on_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("comment__isnull", True), ("state", "open")),
                fields=("by", "subject"),
                name="one_open_report_on_a_subject",
            ),
        ),
    ]
