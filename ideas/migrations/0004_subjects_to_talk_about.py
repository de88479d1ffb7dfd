import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_subjects_and_follows"),
        ("ideas", "0003_index_of_suspended_ideas"),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="subject",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="idea",
                to="conversations.subject",
            ),
        ),
        migrations.AddField(
            model_name="ideapoll",
            name="subject",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="poll",
                to="conversations.subject",
            ),
        ),
    ]
