import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0024_words_about_ideas"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoubleVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(help_text="Everybody reads it: how it was proved, and no names.", max_length=300),
                ),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The ballot is void since then; alike for all that became void together.",
                        null=True,
                    ),
                ),
                ("objection", models.TextField(blank=True, max_length=1000)),
                ("objected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "even_if_seen",
                    models.BooleanField(
                        default=False,
                        help_text="The voter wants it counted although two public counts then show what they chose.",
                    ),
                ),
                (
                    "accepted",
                    models.BooleanField(blank=True, help_text="What the answer says to the objection.", null=True),
                ),
                ("answer", models.TextField(blank=True, help_text="For the voter alone.", max_length=1000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, help_text="The second official signed the answer.", null=True),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Taken back, lifted, or the ballot is gone or void for another reason.",
                        null=True,
                    ),
                ),
                (
                    "kept_account",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose it was when somebody asked: they decide nothing here, also once they took that ballot back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who took it back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose ballot stands.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="ideas.pollvoter",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="doubles", to="ideas.ideapoll"
                    ),
                ),
                (
                    "set_aside",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="set_aside_in",
                        to="ideas.pollvoter",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("set_aside",),
                        name="one_double_vote_case_per_ballot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kept", None),
                            ("set_aside", None),
                            models.Q(("kept", models.F("set_aside")), _negated=True),
                            _connector="OR",
                        ),
                        name="double_vote_of_two_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="double_vote_by_two_officials",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="double_vote_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("objected_at", None), ("confirmed_at__isnull", False), _connector="OR"),
                        name="objection_after_the_fact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("answered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="objection_answered_by_two_officials",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(("accepted__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_settled_by_somebody",
                    ),
                ],
            },
        ),
    ]
