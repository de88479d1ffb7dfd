"""Why a result is counted anew, and which two people stand for it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import core.clock

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("ideas", "0010_live_hours")]

    operations = [
        migrations.CreateModel(
            "Correction",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                ("cost", models.PositiveIntegerField(blank=True, null=True, help_text="What the idea costs.")),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dropped_at",
                    models.DateTimeField(blank=True, null=True, help_text="Taken back before anybody confirmed it."),
                ),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="ideas.result", help_text="The result that was wrong."
                    ),
                ),
                ("asked_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.person")),
                (
                    "confirmed_by",
                    models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "counting",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=PROTECT, related_name="correction", to="ideas.counting"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to="ideas.idea",
                        help_text="Empty: the box is read again.",
                    ),
                ),
                ("poll", models.ForeignKey(on_delete=PROTECT, related_name="corrections", to="ideas.ideapoll")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="corrected_by_two_people"
                    ),
                    models.CheckConstraint(
                        condition=Q(idea=None, cost=None) | Q(idea__isnull=False, cost__isnull=False),
                        name="a_cost_has_its_idea",
                    ),
                    models.UniqueConstraint(
                        fields=["poll"], condition=Q(confirmed_at=None, dropped_at=None), name="one_correction_waits"
                    ),
                ]
            },
        ),
    ]  # fmt: skip
