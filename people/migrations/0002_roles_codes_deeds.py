import core.clock
import core.refs
import django.db.models.deletion
import secrets
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("people", "0001_people_and_logins"),
        ("usersessions", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BirthDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="birth_date", to="people.person"
                    ),
                ),
                ("day", models.DateField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("nonce", models.CharField(default=secrets.token_urlsafe, max_length=43)),
                ("first_name", models.CharField(blank=True, max_length=60)),
                ("adult", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "intent",
                    models.CharField(
                        blank=True, help_text="What happens with the code; see people.intents.", max_length=40
                    ),
                ),
                ("intent_data", models.JSONField(blank=True, default=dict)),
                ("next_url", models.CharField(blank=True, max_length=500)),
                ("guesses", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["email", "created_at"], name="people_code_email_26db3d_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("guesses__lte", 5)), name="code_at_most_5_guesses")
                ],
            },
        ),
        migrations.CreateModel(
            name="Guesses",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("last_at", models.DateTimeField(default=core.clock.now)),
                ("count", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("count__lte", 5)), name="guesses_at_most_5_in_a_row")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="household_memberships",
                        to="people.person",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "until",
                    models.DateTimeField(blank=True, help_text="A party of one sign-up counts for 90 days.", null=True),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("household", "person"), name="household_member_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="role_grants", to="people.person"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("moderator", "moderator"),
                            ("official", "official"),
                            ("reviewer", "reviewer"),
                            ("clerk", "clerk"),
                            ("auditor", "auditor"),
                            ("safeguarding", "safeguarding officer"),
                            ("editor", "editor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="city.department"
                    ),
                ),
                ("starts_at", models.DateTimeField(default=core.clock.now)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("person", "role", "department"),
                        name="one_open_grant_per_department",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("department__isnull", True), ("ends_at__isnull", True)),
                        fields=("person", "role"),
                        name="one_open_grant_per_role",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="people.person"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("accepted", "accepted"),
                            ("active", "active"),
                            ("at_risk", "at risk"),
                            ("alumni", "alumni"),
                            ("suspended", "suspended"),
                            ("declined", "declined"),
                            ("refused", "refused"),
                            ("revoked", "revoked"),
                            ("stepped_down", "stepped down"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="StandingTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="people.standing"
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=12)),
                ("to_status", models.CharField(max_length=12)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bell", models.CharField(max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("on", models.CharField(help_text="What it was done on, as text: projects.signup:12", max_length=80)),
                ("ids", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["on", "at"], name="people_deed_on_7361fe_idx"),
                    models.Index(fields=["bell", "at"], name="people_deed_bell_cae39b_idx"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="people.deed"
                    ),
                ),
                ("receiver", models.CharField(max_length=120)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["done_at"], name="delivery_pending"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("deed", "receiver"), name="one_delivery_per_receiver")],
            },
        ),
    ]
