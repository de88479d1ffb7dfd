import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_roles_codes_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="people.person",
                    ),
                ),
                ("address", models.EmailField(max_length=254)),
                ("event_key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "codes and links somebody waits for"), (1, "letters")], default=1
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("attachments", models.JSONField(blank=True, default=list, help_text="[[name, media type, text], …]")),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                ("due_at", models.DateTimeField(default=core.clock.now)),
                (
                    "good_until",
                    models.DateTimeField(blank=True, help_text="Nobody needs it later: a code, an offer.", null=True),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["lane", "due_at"], name="letter_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("address", "event_key"), name="one_letter_per_happening")
                ],
            },
        ),
    ]
