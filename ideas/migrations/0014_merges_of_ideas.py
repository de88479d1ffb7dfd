import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0013_done_checks"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.CreateModel(
            name="MergeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                (
                    "only_noted",
                    models.BooleanField(default=False, help_text="Found while people vote: a note, and both stay."),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "co_author_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the author of the duplicate wanted to be named beside the other.",
                        null=True,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "duplicate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads_to", to="ideas.idea"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="led_here", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("only_noted", False), ("undone_at", None)),
                        fields=("duplicate",),
                        name="idea_leads_to_one_other",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("only_noted", True), ("undone_at", None)),
                        fields=("duplicate", "kept"),
                        name="ideas_noted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate", models.F("kept")), _negated=True), name="idea_leads_elsewhere"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="merge_says_why"),
                ],
            },
        ),
    ]
