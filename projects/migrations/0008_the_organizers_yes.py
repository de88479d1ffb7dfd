from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_what_came_of_it"),
    ]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="needs_yes",
            field=models.BooleanField(
                default=False, help_text="People ask, and have a place with the organizer's yes."
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="approved_at",
            field=models.DateTimeField(
                blank=True, help_text="When an organizer said yes, where that is needed.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="signup",
            name="waitlist_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when they wait, or asked: their place in the queue.", null=True
            ),
        ),
    ]
