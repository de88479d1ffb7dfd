from django.db import migrations, models
from django.db.models import F


def mark(apps, schema_editor):
    """Dates have a copy of their project's name, or one of their own."""
    dates = apps.get_model("projects", "Event").objects.using(schema_editor.connection.alias)
    dates.exclude(title=F("project__title")).update(own_name=True)


class Migration(migrations.Migration):
    dependencies = [("projects", "0039_kinds_in_a_neighborhood")]

    operations = [
        migrations.AddField(
            "event",
            "own_name",
            models.BooleanField(
                default=False,
                help_text="Its name is not its project's; search looks for what is written nearly so among these.",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
