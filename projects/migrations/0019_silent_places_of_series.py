from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0018_work_in_transcripts")]

    operations = [
        migrations.AddField(
            model_name="series",
            name="releases",
            field=models.BooleanField(
                default=False,
                help_text="On each new date, places of people who don't say that they still come go on.",
            ),
        ),
    ]
