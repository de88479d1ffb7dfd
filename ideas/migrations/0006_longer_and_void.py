from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_first_ideas_wait")]

    operations = [
        migrations.AddField(
            "ideapoll",
            "voided_at",
            models.DateTimeField(blank=True, null=True, help_text="The voting is void: nothing is counted, ever."),
        ),
        migrations.AddField(
            "ideapoll",
            "voided_reason",
            models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            "ideapoll",
            "extensions",
            models.JSONField(blank=True, default=list, help_text="Each with at, was, until and note."),
        ),
        migrations.AddField(
            "suspension",
            "ends",
            models.BooleanField(default=False, help_text="Of a suspended poll that has closed: the voting is void."),
        ),
        migrations.AddConstraint(
            "suspension",
            models.CheckConstraint(condition=Q(ends=False) | Q(idea__isnull=True), name="only_a_poll_is_void"),
        ),
    ]
