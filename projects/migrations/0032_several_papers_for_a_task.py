from django.db import migrations, models


def rename(apps, schema_editor):
    """The tasks that later dates of a series begin with."""
    for series in apps.get_model("projects", "Series").objects.all():
        for task in series.tasks:
            task["credentials"] = task.pop("credential", "")
        series.save(update_fields=["tasks"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0031_things_for_a_date")]

    operations = [
        migrations.RenameField("slot", "credential", "credentials"),
        migrations.AlterField(
            "slot",
            "credentials",
            models.CharField(
                blank=True,
                help_text="Kinds that somebody must have shown to take this on, with commas between.",
                max_length=80,
            ),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
