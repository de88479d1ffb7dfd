import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("city", "0002_city_settings"),
        ("people", "0006_pictures_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="The label of its owner: projects.project.", max_length=40)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subject",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(blank=True, help_text="The key of a kind of project.", max_length=12)),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="city.neighborhood",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="people.person"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="conversations.subject",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "people.person"), ("person__isnull", False)),
                    models.Q(models.Q(("kind", "people.person"), _negated=True), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="subject_is_a_person_or_owned",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", ""), ("neighborhood__isnull", True), ("subject__isnull", False)),
                    models.Q(("category", ""), ("neighborhood__isnull", False), ("subject__isnull", True)),
                    models.Q(
                        ("neighborhood__isnull", True),
                        ("subject__isnull", True),
                        models.Q(("category", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="follow_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject__isnull", False)),
                fields=("person", "subject"),
                name="subject_followed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("neighborhood__isnull", False)),
                fields=("person", "neighborhood"),
                name="neighborhood_followed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category", ""), _negated=True),
                fields=("person", "category"),
                name="category_followed_once",
            ),
        ),
    ]
