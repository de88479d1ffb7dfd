import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_roles_codes_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("site", "everything on this site"),
                            ("category", "one kind of project"),
                            ("project", "one project"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="The category's key, or the project's number.", max_length=80
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(max_length=20000)),
                ("hash", models.CharField(max_length=64)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "needs_guardian",
                    models.BooleanField(default=True, help_text="For somebody under 18 a guardian signs."),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BirthDateReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=40)),
                ("day", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="birth_date_readings",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.CharField(
                        blank=True, help_text="The project's number; empty means all for a year.", max_length=20
                    ),
                ),
                ("given_at", models.DateTimeField(default=core.clock.now)),
                ("until", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents_given", to="people.person"
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsentAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=40, unique=True)),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("project", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("allowed", models.BooleanField(blank=True, null=True)),
                (
                    "minor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consent_asks", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("background", "Background check"),
                            ("first_aid", "First aid"),
                            ("tools", "Power tools"),
                            ("water", "Water rescue"),
                            ("driving", "Driving others"),
                        ],
                        max_length=12,
                    ),
                ),
                ("issued_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=core.clock.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="people.person"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=core.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dependant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guardians", to="people.person"
                    ),
                ),
                (
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guardianships", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HouseholdAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=10)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="household_asks", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(default=core.clock.now)),
                ("text_hash", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="people.person"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="people.agreementversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(fields=["scope", "about", "valid_from"], name="people_agre_scope_95d7d3_idx"),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", ""), ("scope", "site")),
                    models.Q(models.Q(("scope", "site"), _negated=True), models.Q(("about", ""), _negated=True)),
                    _connector="OR",
                ),
                name="agreement_says_about_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                fields=("scope", "about", "valid_from"), name="agreement_versions_follow_each_other"
            ),
        ),
        migrations.AddConstraint(
            model_name="birthdatereading",
            constraint=models.UniqueConstraint(
                fields=("person", "by", "why", "day"), name="birth_date_read_once_a_day_for_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("minor", "guardian", "project"),
                name="one_open_consent_per_guardian",
            ),
        ),
        migrations.AddIndex(
            model_name="credential",
            index=models.Index(fields=["kind", "expires_on"], name="people_cred_kind_8aeceb_idx"),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("issued_on"))), name="credential_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("guardian", "dependant"),
                name="one_guardianship_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=models.Q(("guardian", models.F("dependant")), _negated=True),
                name="nobody_is_their_own_guardian",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("version", "person"), name="one_signature_per_version"),
        ),
    ]
