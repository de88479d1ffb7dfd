import core.clock
import core.refs
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0002_city_settings"),
        ("conversations", "0001_subjects_and_follows"),
        ("people", "0006_pictures_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                ("words", models.TextField(max_length=2000)),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        choices=[("question", "Question"), ("for", "In favor"), ("against", "Against")],
                        max_length=10,
                    ),
                ),
                (
                    "voice",
                    models.CharField(
                        blank=True,
                        choices=[("", "resident"), ("organizer", "organizer"), ("official", "the city")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("published", "everybody can read it"),
                            ("held", "waits until somebody has looked"),
                            ("hidden", "hidden by a moderator"),
                            ("removed", "taken back"),
                        ],
                        default="published",
                        max_length=10,
                    ),
                ),
                (
                    "hold_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "Your account is new and there is a link in it."),
                            ("reports", "Several people reported it."),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "helpful",
                    models.PositiveIntegerField(default=0, help_text="Counter kept in the transaction of each press."),
                ),
                (
                    "key",
                    models.CharField(
                        default=core.refs.new_ref,
                        help_text="From the form, so that two presses write once.",
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="people.person"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        help_text="For which an official spoke.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.department",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="conversations.comment",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="conversations.subject"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Helpful",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=core.clock.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helpfuls", to="conversations.comment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="conversations.comment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("parent__isnull", True)), fields=["subject", "helpful"], name="comment_begun"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["by", "created_at"], name="comments_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="comment_written_once"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", True), ("label", ""), _connector="OR"), name="answer_has_no_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("voice", "official"), _negated=True), ("helpful", 0), _connector="OR"),
                name="officials_words_are_not_liked_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("voice", "official"), ("department__isnull", True), _connector="OR"),
                name="only_officials_speak_for_an_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True),
                    models.Q(("hold_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="held_comment_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpful",
            constraint=models.UniqueConstraint(fields=("comment", "person"), name="helpful_once"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("comment", "person"), name="mentioned_once"),
        ),
    ]
