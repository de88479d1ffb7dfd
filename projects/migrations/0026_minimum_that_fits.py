from django.db import migrations, models
from django.db.models import F, Q


def fit(apps, schema_editor):
    """Nobody needs more people than there are places."""
    slots = apps.get_model("projects", "Slot").objects
    slots.filter(minimum_wanted__gt=F("capacity")).update(minimum_wanted=F("capacity"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0025_whole_reasons")]

    operations = [
        migrations.RunPython(fit, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(minimum_wanted__lte=F("capacity")), name="slot_minimum_fits"
            ),
        ),
    ]
