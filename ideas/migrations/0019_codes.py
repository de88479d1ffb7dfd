import django.db.models.deletion
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("ideas", "0018_adoption_of_ideas")]

    operations = [
        migrations.CreateModel(
            name="RightSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="right_sheets", to="ideas.ideapoll"
                    ),
                ),
            ],
            options={
                "ordering": ["n"],
                "constraints": [models.UniqueConstraint(fields=("poll", "n"), name="one_sheet_of_a_number")],
            },
        ),
        migrations.CreateModel(
            name="VotingRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("used", models.BooleanField(default=False)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voting_rights", to="ideas.ideapoll"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rights", to="ideas.rightsheet"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "fingerprint"), name="one_right_per_fingerprint"),
                    models.UniqueConstraint(fields=("sheet", "n"), name="one_right_of_a_number"),
                ],
            },
        ),
    ]
