import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce

import core.clock
import core.refs


def date_what_is_there(apps, schema_editor):
    """The best that is known of rows from before."""
    apps.get_model("projects", "Event").objects.update(changed_at=Coalesce(F("closed_at"), F("created_at")))
    signups = apps.get_model("projects", "SignUp").objects
    signups.update(changed_at=Coalesce(F("cancelled_at"), F("answered_at"), F("approved_at"), F("created_at")))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_pictures_of_people"),
        ("projects", "0034_subjects_to_talk_about"),
    ]

    operations = [
        migrations.AddField(
            "event",
            "changed_at",
            models.DateTimeField(default=core.clock.now, help_text="Since when calendars show it as it is."),
        ),
        migrations.AddField(
            "signup",
            "changed_at",
            models.DateTimeField(default=core.clock.now, help_text="Since when it is in this state."),
        ),
        migrations.RunPython(date_what_is_there, migrations.RunPython.noop),
        migrations.CreateModel(
            "CalendarAddress",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                (
                    "read_on",
                    models.DateField(blank=True, help_text="The last day on which a calendar asked.", null=True),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_addresses",
                        to="people.person",
                    ),
                ),
            ],
        ),
    ]
