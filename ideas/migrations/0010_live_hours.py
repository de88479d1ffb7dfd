import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0002_city_settings"),
        ("conversations", "0004_one_report_in_a_case"),
        ("ideas", "0009_past_counts"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.AlterField(
            model_name="duty",
            name="idea",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="duty", to="ideas.idea"
            ),
        ),
        migrations.CreateModel(
            name="HourOfficial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LiveHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("intro", models.TextField(blank=True, max_length=1000)),
                ("place", models.CharField(blank=True, help_text="Empty: only on the site.", max_length=120)),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                ("opens_at", models.DateTimeField(help_text="From here on people ask and support.")),
                ("starts_at", models.DateTimeField(help_text="From here on officials answer.")),
                ("ends_at", models.DateTimeField(help_text="Nobody asks from here on.")),
                ("answer_days", models.PositiveSmallIntegerField(default=14)),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, help_text="When the unanswered became duties.", null=True),
                ),
                ("changed_at", models.DateTimeField(default=core.clock.now)),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, help_text="How often its dates changed, for calendars."),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                ("department", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole city.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="city.neighborhood",
                    ),
                ),
                (
                    "officials",
                    models.ManyToManyField(related_name="live_hours", through="ideas.HourOfficial", to="people.person"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="hourofficial",
            name="hour",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="official_rows", to="ideas.livehour"
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("text", models.TextField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("answered", "answered"),
                            ("declined", "declined"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "supports",
                    models.PositiveIntegerField(
                        default=0, help_text="Counter kept in the transaction of each support."
                    ),
                ),
                ("hidden", models.BooleanField(default=False)),
                (
                    "hold_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "Your account is new and there is a link in it."),
                            ("reports", "Several people reported it."),
                        ],
                        max_length=10,
                    ),
                ),
                ("out_of_order", models.BooleanField(default=False, help_text="Taken while others had the turn.")),
                ("answer", models.TextField(blank=True, help_text="Of a declined one the reason.", max_length=2000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "hour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="ideas.livehour"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question",
                        to="conversations.subject",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="duty",
            name="question",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty",
                to="ideas.question",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("idea__isnull", False), ("question__isnull", True)),
                    models.Q(("idea__isnull", True), ("question__isnull", False)),
                    _connector="OR",
                ),
                name="duty_is_of_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="questionsupport",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="questionsupport",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="support_rows", to="ideas.question"
            ),
        ),
        migrations.AddIndex(
            model_name="livehour",
            index=models.Index(fields=["ends_at"], name="hour_by_end"),
        ),
        migrations.AddConstraint(
            model_name="livehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at__lte", models.F("starts_at")), ("starts_at__lt", models.F("ends_at"))),
                name="hour_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="hourofficial",
            constraint=models.UniqueConstraint(fields=("hour", "person"), name="answers_once_in_an_hour"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["hour", "state", "supports"], name="question_in_turn"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("hour", "person"), name="one_open_question_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("state__in", ("asked", "withdrawn")),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state__in", ("answered", "declined")),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="settled_question_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="question_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("hidden", True), ("hold_reason", ""), _connector="OR"),
                name="held_question_is_hidden",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionsupport",
            constraint=models.UniqueConstraint(fields=("question", "person"), name="one_question_support_per_person"),
        ),
    ]
