"""What somebody of the city has begun to answer."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock

PROTECT = django.db.models.deletion.PROTECT
STATUS = [
    ("accepted", "We will do it"),
    ("partly", "We will do a part of it"),
    ("checking", "We are checking"),
    ("in_progress", "Work has begun"),
    ("done", "Done"),
    ("not_possible", "Not possible"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0014_merges_of_ideas"),
    ]

    operations = [
        migrations.CreateModel(
            "AnswerDraft",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(blank=True, choices=STATUS, max_length=12)),
                ("reason", models.TextField(blank=True, max_length=4000)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=core.clock.now)),
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_draft", to="ideas.idea"
                    ),
                ),
                ("department", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, to="city.department")),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.person")),
            ],
        ),
    ]
