"""Each ballot asks which ideas are suspended: without reading all that are on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0002_length_of_files")]

    operations = [
        migrations.AddIndex(
            "idea",
            models.Index(fields=["poll"], condition=models.Q(suspended_at__isnull=False), name="idea_suspended"),
        )
    ]
