import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.refs


class Migration(migrations.Migration):
    dependencies = [("people", "0008_accounts_that_were_joined")]

    operations = [
        migrations.CreateModel(
            "FactorReset",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="factor_resets", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("person")), _negated=True),
                        name="nobody_resets_their_own_factor",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("stopped_at__isnull", True)),
                        fields=("person",),
                        name="one_reset_waits",
                    ),
                ]
            },
        ),
    ]
