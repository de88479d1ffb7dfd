from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_subjects_to_talk_about")]

    operations = [
        migrations.AddField("ideapoll", "first_ideas_wait", models.BooleanField(default=False)),
        migrations.AddField(
            "idea",
            "hold_reason",
            models.CharField(
                blank=True,
                choices=[
                    ("first", "Your account is new, and this is your first idea."),
                    ("reports", "Several people reported it."),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "idea",
            models.CheckConstraint(
                condition=models.Q(("hold_reason", ""), ("hidden", True), _connector="OR"), name="held_idea_is_hidden"
            ),
        ),
        # Nothing was ever a draft, or waited as a state: what is held stands beside its state.
        migrations.AlterField(
            "idea",
            "state",
            models.CharField(
                choices=[
                    ("open", "open"),
                    ("withdrawn", "withdrawn"),
                    ("merged", "merged"),
                    ("not_eligible", "not possible"),
                    ("on_ballot", "on the ballot"),
                    ("selected", "chosen"),
                    ("not_selected", "not chosen"),
                    ("tie_pending", "tie"),
                    ("planned", "planned"),
                    ("in_progress", "in progress"),
                    ("done", "done"),
                    ("dropped", "not possible"),
                ],
                default="open",
                max_length=14,
            ),
        ),
    ]
