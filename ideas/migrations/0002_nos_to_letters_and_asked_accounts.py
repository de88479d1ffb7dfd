"""A no to letters is kept where a ballot becomes a code's; a case of a second ballot names accounts, and no vote, while it waits."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce, Now


def end_what_waits(apps, schema_editor):
    """It named votes. Who still wants it asks again; of what was taken back no vote is named any more."""
    rows = apps.get_model("ideas", "DoubleVote").objects.filter(confirmed_at=None)
    rows.update(ended_at=Coalesce(F("ended_at"), Now()), kept=None, set_aside=None, kept_account=None)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0001_polls_and_what_belongs_to_them"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutcomeRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.ideapoll"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "person"), name="refuses_once_per_poll")],
            },
        ),
        migrations.AddField(
            model_name="doublevote",
            name="one",
            field=models.ForeignKey(
                blank=True,
                help_text="While it waits: of the two accounts that with the lower number.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="doublevote",
            name="other",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AlterField(
            model_name="doublevote",
            name="kept_account",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose it was when it was set aside: they decide nothing here, also once they took that ballot back.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.RunPython(end_what_waits, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="doublevote",
            constraint=models.UniqueConstraint(fields=("poll", "one", "other"), name="two_accounts_asked_about_once"),
        ),
        migrations.AddConstraint(
            model_name="doublevote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("one", None), ("other", None)),
                    models.Q(
                        ("confirmed_at", None),
                        ("ended_at", None),
                        ("kept", None),
                        ("kept_account", None),
                        ("one__lt", models.F("other")),
                        ("set_aside", None),
                    ),
                    _connector="OR",
                ),
                name="double_vote_names_accounts_or_marks",
            ),
        ),
        migrations.AddConstraint(
            model_name="doublevote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", False),
                    models.Q(("kept", None), ("kept_account", None), ("set_aside", None)),
                    _connector="OR",
                ),
                name="double_vote_that_waits_tells_of_no_vote",
            ),
        ),
    ]
