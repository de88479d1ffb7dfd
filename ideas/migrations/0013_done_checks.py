"""Whether what is called done is done, asked of those who wanted to hear of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import core.clock


class Migration(migrations.Migration):
    dependencies = [("ideas", "0012_who_may_vote")]

    operations = [
        migrations.CreateModel(
            "DoneCheck",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(db_index=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_at", models.DateTimeField(blank=True, null=True, help_text="When too many had said no.")),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="done_checks", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(asked_at__isnull=True), fields=("idea",), name="one_check_ahead_for_an_idea"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "DoneReply",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_done", models.BooleanField()),
                ("again", models.BooleanField(help_text="Whether they would take part again.")),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "check_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="ideas.donecheck"
                    ),
                ),
                (
                    "listener",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.outcomelistener"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("check_round", "listener"), name="replies_once_to_a_check"),
                ],
            },
        ),
    ]
