from django.db import migrations, models

ANSWER = {"blank": True, "null": True}


class Migration(migrations.Migration):
    dependencies = [("projects", "0035_dates_in_calendars")]

    operations = [
        migrations.AddField("project", "seated", models.BooleanField(**ANSWER)),
        migrations.AddField("project", "toilet", models.BooleanField(**ANSWER)),
        migrations.AddField("project", "shade", models.BooleanField(**ANSWER)),
        migrations.AddField(
            "project",
            "spoken",
            models.CharField(
                blank=True,
                help_text="Languages in which people are helped along: codes with commas between.",
                max_length=100,
            ),
        ),
        migrations.AddField(
            "event",
            "interpreter_until",
            models.DateField(help_text="The last day on which somebody can ask for an interpreter.", **ANSWER),
        ),
    ]
