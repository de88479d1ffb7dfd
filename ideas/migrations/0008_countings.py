"""Counts become rows of their own, with how far they are."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import core.clock

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_ranks_and_equal_shares")]

    operations = [
        migrations.AddField(
            "ideapoll",
            "counted_at",
            models.DateTimeField(blank=True, null=True, help_text="The first result stood; or there were no ideas."),
        ),
        migrations.CreateModel(
            "Counting",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ballots_csv", models.TextField(blank=True)),
                ("ideas_csv", models.TextField(blank=True)),
                ("rule_json", models.TextField(blank=True)),
                ("note", models.CharField(blank=True, max_length=500, help_text="Why there is a further count.")),
                ("ballots", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(default=core.clock.now)),
                (
                    "beat_at",
                    models.DateTimeField(blank=True, null=True, help_text="The last sign of life of whoever counts."),
                ),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("done", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("retry_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("recounted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "differs",
                    models.BooleanField(default=False, help_text="The last recount came to something else."),
                ),
                (
                    "after",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to="ideas.result",
                        help_text="Its ballots are counted again. Empty, and no file: the ballot box is read again.",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(on_delete=PROTECT, related_name="countings", to="ideas.ideapoll"),
                ),
                (
                    "result",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=PROTECT, related_name="counting", to="ideas.result"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["poll"], condition=Q(finished_at=None), name="one_count_at_a_time")
                ]
            },
        ),
    ]  # fmt: skip
