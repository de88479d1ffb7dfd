import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_subjects_and_follows"),
        ("projects", "0033_dates_that_come_near"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="subject",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event",
                to="conversations.subject",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="subject",
            field=models.OneToOneField(
                blank=True,
                help_text="What people talk about, follow and report; made when it is needed first.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="project",
                to="conversations.subject",
            ),
        ),
    ]
