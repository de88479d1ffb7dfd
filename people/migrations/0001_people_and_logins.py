import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("city", "0001_neighborhoods_and_departments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, editable=False, max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resident", "resident"),
                            ("dependant", "dependant"),
                            ("walk_in", "walk-in"),
                            ("system", "the system"),
                            ("erased", "former member"),
                        ],
                        default="resident",
                        max_length=12,
                    ),
                ),
                ("first_name", models.CharField(max_length=60)),
                ("last_name", models.CharField(blank=True, max_length=80)),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="city.neighborhood"
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "adult",
                    models.BooleanField(default=False, help_text="Said “18 or older”, or the birth date shows it."),
                ),
                (
                    "thanks",
                    models.CharField(
                        choices=[
                            ("private", "A private note"),
                            ("in_person", "In person"),
                            ("public", "In public"),
                            ("not_at_all", "Not at all"),
                        ],
                        default="private",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["neighborhood"], name="people_pers_neighbo_d59a9b_idx")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user",
                        to="people.person",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(default=core.clock.now)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_superuser", False)), name="nobody_is_above_the_rules"
                    )
                ],
                "indexes": [],
            },
        ),
    ]
