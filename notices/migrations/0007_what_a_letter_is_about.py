from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_muted_polls")]

    operations = [
        migrations.AddField(
            "letter",
            "about",
            models.CharField(
                blank=True,
                default="",
                help_text="The one thing that a link in it stops (stopping.py).",
                max_length=40,
            ),
            preserve_default=False,
        ),
    ]
