import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_family_consent_credentials"),
        ("projects", "0009_handing_over_the_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Barring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(default=core.clock.now)),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("appeal", models.CharField(blank=True, max_length=1000)),
                ("appealed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.CharField(blank=True, max_length=500)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RosterNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_name", models.CharField(blank=True, max_length=80)),
                ("contact_phone", models.CharField(blank=True, max_length=30)),
                ("needs", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name="slot",
            name="credential",
            field=models.CharField(
                blank=True,
                choices=[
                    ("background", "Background check"),
                    ("first_aid", "First aid"),
                    ("tools", "Power tools"),
                    ("water", "Water rescue"),
                    ("driving", "Driving others"),
                ],
                help_text="What somebody must have shown to take this on.",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("state", "pending_consent")),
                fields=["offer_expires_at"],
                name="signup_open_consents",
            ),
        ),
        migrations.AddField(
            model_name="barring",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="barring",
            name="decided_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="barring",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="barrings", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="barring",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="barrings", to="projects.project"
            ),
        ),
        migrations.AddField(
            model_name="rosternote",
            name="signup",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="roster_note", to="projects.signup"
            ),
        ),
        migrations.AddConstraint(
            model_name="barring",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("project", "person"),
                name="one_barring_in_force",
            ),
        ),
    ]
