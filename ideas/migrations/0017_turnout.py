"""How many could vote, and where support came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0016_paper_batches")]

    operations = [
        migrations.AddField(
            "ideapoll",
            "eligible_total",
            models.PositiveIntegerField(
                blank=True, null=True, help_text="How many people may vote, where it is known."
            ),
        ),
        migrations.AddField(
            "counting",
            "hoods",
            models.JSONField(blank=True, default=dict, help_text="Support by neighborhood, of the first count."),
        ),
    ]
