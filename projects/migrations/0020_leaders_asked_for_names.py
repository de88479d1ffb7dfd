from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0019_silent_places_of_series")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="names_asked_at",
            field=models.DateTimeField(
                blank=True, help_text="When the leader of a team was reminded of places without a name.", null=True
            ),
        ),
    ]
