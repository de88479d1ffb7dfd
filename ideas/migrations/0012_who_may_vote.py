import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0011_corrections")]

    operations = [
        migrations.CreateModel(
            name="PollKey",
            fields=[
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ideas.ideapoll",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            "pollvoter",
            "proof",
            models.CharField(
                blank=True,
                help_text="Fingerprint of what a person proved besides; once in a poll.",
                max_length=64,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            "pollvoter", models.UniqueConstraint(fields=("poll", "proof"), name="one_voter_per_proof")
        ),
        migrations.AddConstraint(
            "pollvoter",
            models.CheckConstraint(
                condition=models.Q(("cut", False), ("proof", None), _connector="OR"), name="no_proof_after_the_cut"
            ),
        ),
    ]
