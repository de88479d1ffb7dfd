import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.refs


class Migration(migrations.Migration):
    dependencies = [("people", "0006_pictures_of_people")]

    operations = [
        migrations.CreateModel(
            "AddressChange",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("old_email", models.EmailField(max_length=254)),
                ("new_email", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                ("proven_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "code",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_change",
                        to="people.code",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="address_changes", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "FormerAddress",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "until",
                    models.DateTimeField(blank=True, help_text="Empty: it leads to the person for good.", null=True),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_addresses", to="people.person"
                    ),
                ),
            ],
        ),
    ]
