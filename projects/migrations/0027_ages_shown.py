from django.db import migrations, models


def whoever_is_on_a_list_has_shown_it(apps, schema_editor):
    """Nobody came onto the list of a task with a lowest age without showing that they have it."""
    slots = apps.get_model("projects", "Slot").objects.filter(min_age__isnull=False)
    signups = apps.get_model("projects", "SignUp").objects
    for pk, age in slots.values_list("pk", "min_age"):
        signups.filter(slot=pk).update(age_shown=age)


class Migration(migrations.Migration):
    dependencies = [("projects", "0026_minimum_that_fits")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="age_shown",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="The task's lowest age, which they have shown to reach. Their birth date is not kept.",
                null=True,
            ),
        ),
        migrations.RunPython(whoever_is_on_a_list_has_shown_it, migrations.RunPython.noop),
    ]
