import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0015_answer_drafts"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="serial",
            field=models.CharField(blank=True, help_text="As it stands on the sheet of paper.", max_length=12),
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                (
                    "sheets",
                    models.JSONField(
                        default=list, help_text="Each with serial, choices and spoiled; none once they are ballots."
                    ),
                ),
                (
                    "voters",
                    models.JSONField(
                        default=list,
                        help_text="Accounts of people who voted on paper; none once they are marked.",
                    ),
                ),
                ("ballots", models.PositiveSmallIntegerField(help_text="How many sheets, spoiled ones too.")),
                ("spoiled", models.PositiveSmallIntegerField()),
                (
                    "votes",
                    models.PositiveIntegerField(
                        help_text="Votes on all of them; where ideas are put in order, places given."
                    ),
                ),
                ("entered_at", models.DateTimeField(default=core.clock.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dropped_at",
                    models.DateTimeField(blank=True, help_text="Thrown away before it was confirmed.", null=True),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper_batches", to="ideas.ideapoll"
                    ),
                ),
            ],
        ),
        migrations.RemoveField("ballot", "batch"),
        migrations.AddField(
            model_name="ballot",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                help_text="Of a paper ballot.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made",
                to="ideas.paperbatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("serial", ""), _negated=True),
                fields=("poll", "serial"),
                name="one_ballot_per_sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch", None), ("serial", "")),
                    models.Q(("batch__isnull", False), ("voter", None), models.Q(("serial", ""), _negated=True)),
                    _connector="OR",
                ),
                name="paper_has_a_batch_and_no_voter",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.UniqueConstraint(fields=("poll", "n"), name="paper_batches_count_up"),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="paper_by_two_people",
            ),
        ),
    ]
