import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_family_consent_credentials"),
        ("projects", "0012_transcripts"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="releases",
            field=models.BooleanField(
                default=False, help_text="Places of people who don't say that they still come go to those who wait."
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="answered_at",
            field=models.DateTimeField(blank=True, help_text="When they last said that they come.", null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="asked_at",
            field=models.DateTimeField(blank=True, help_text="When we asked whether they still come.", null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="told_free",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many places were free when we last said that the whole party does not fit.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="QueueMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("from_place", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "signup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="queue_moves", to="projects.signup"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
