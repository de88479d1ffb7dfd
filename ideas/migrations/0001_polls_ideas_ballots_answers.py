import core.clock
import core.refs
import django.db.models.deletion
import ideas.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("projects", "0001_projects_events_signups_attendance"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdeaPoll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("question", models.CharField(max_length=160)),
                ("intro", models.TextField(blank=True, max_length=2000)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("department", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department")),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole city.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="city.neighborhood",
                    ),
                ),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                (
                    "ballot_type",
                    models.CharField(
                        choices=[("approve", "choose up to a number of ideas"), ("points", "spread points")],
                        default="approve",
                        max_length=10,
                    ),
                ),
                (
                    "count_rule",
                    models.CharField(
                        choices=[("most", "most votes"), ("budget_greedy", "most votes within the budget")],
                        default="most",
                        max_length=16,
                    ),
                ),
                ("votes_per_ballot", models.PositiveSmallIntegerField(default=5)),
                ("max_per_idea", models.PositiveSmallIntegerField(default=1)),
                ("min_choices", models.PositiveSmallIntegerField(default=1)),
                ("budget_total", models.PositiveIntegerField(blank=True, help_text="Whole currency units.", null=True)),
                ("stop_at_first_misfit", models.BooleanField(default=False)),
                ("winners_k", models.PositiveSmallIntegerField(blank=True, default=3, null=True)),
                ("min_support_to_pass", models.PositiveIntegerField(blank=True, null=True)),
                ("ideas_per_resident", models.PositiveSmallIntegerField(default=3)),
                ("eligibility_level", models.PositiveSmallIntegerField(default=1, help_text="1: e-mail confirmed.")),
                (
                    "results_visibility",
                    models.CharField(
                        choices=[("nobody", "nobody before the close"), ("turnout", "only how many voted")],
                        default="nobody",
                        max_length=10,
                    ),
                ),
                ("answer_days", models.PositiveSmallIntegerField(default=30)),
                ("next_idea_n", models.PositiveIntegerField(default=1)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("config_locked_at", models.DateTimeField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("cut_at", models.DateTimeField(blank=True, null=True)),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("suspended_reason", models.CharField(blank=True, max_length=500)),
                (
                    "late_refusals",
                    models.PositiveIntegerField(default=0, help_text="In time, but not through before the freeze."),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("votes_per_ballot__gte", 1)), name="poll_at_least_one_vote"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_per_idea__gte", 1), ("max_per_idea__lte", models.F("votes_per_ballot"))
                        ),
                        name="poll_max_per_idea_within_votes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count_rule", "budget_greedy"), _negated=True),
                            ("budget_total__isnull", False),
                            _connector="OR",
                        ),
                        name="budget_poll_has_a_budget",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="ideas.ideapoll"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("proposing", "Ideas"), ("review", "Review"), ("voting", "Voting")], max_length=10
                    ),
                ),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["opens_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "kind"), name="one_phase_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="phase_closes_after_it_opens"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="ideas.ideapoll"
                    ),
                ),
                ("ref", models.CharField(help_text="2026-014: shown, and unique in its poll.", max_length=12)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(max_length=4000)),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="people.person",
                    ),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=120)),
                (
                    "by_the_city",
                    models.BooleanField(
                        default=False, help_text="Entered by an official: shown as “Proposed by the city”."
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("cleanup", "Clean-up"),
                            ("planting", "Planting"),
                            ("mentoring", "Mentoring"),
                            ("repair", "Repair"),
                            ("care", "Care"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                (
                    "neighborhood",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="city.neighborhood"
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("cost", models.PositiveIntegerField(blank=True, help_text="Whole currency units.", null=True)),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="files.picture"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("pending", "being read"),
                            ("open", "open"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "merged"),
                            ("not_eligible", "not possible"),
                            ("on_ballot", "on the ballot"),
                            ("selected", "chosen"),
                            ("not_selected", "not chosen"),
                            ("tie_pending", "tie"),
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("done", "done"),
                            ("dropped", "not possible"),
                        ],
                        default="open",
                        max_length=14,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=500)),
                ("hidden", models.BooleanField(default=False)),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("suspended_reason", models.CharField(blank=True, max_length=500)),
                (
                    "supports",
                    models.PositiveIntegerField(
                        default=0, help_text="Counter kept in the transaction of each support."
                    ),
                ),
                ("submitted_at", models.DateTimeField(default=core.clock.now)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "shuffle",
                    models.PositiveIntegerField(
                        default=ideas.models.shuffled, editable=False, help_text="Its place in the random order."
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["poll", "state"], name="ideas_idea_poll_id_1de9e2_idx"),
                    models.Index(fields=["poll", "shuffle"], name="idea_in_random_order"),
                    models.Index(fields=["poll", "supports"], name="idea_by_support"),
                ],
                "constraints": [models.UniqueConstraint(fields=("poll", "ref"), name="idea_ref_once_per_poll")],
            },
        ),
        migrations.CreateModel(
            name="IdeaRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="ideas.idea"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "n"), name="idea_revisions_count_up")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="support_rows", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="people.person",
                    ),
                ),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "person"), name="one_support_per_person")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PollVoter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voters", to="ideas.ideapoll"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("eligibility_hash", models.CharField(blank=True, max_length=64, null=True)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "channel",
                    models.CharField(
                        choices=[("online", "online"), ("paper", "paper")], default="online", max_length=6
                    ),
                ),
                ("wants_outcome", models.BooleanField(default=True)),
                ("at", models.DateTimeField(default=core.clock.now, null=True)),
                ("cut", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "person"), name="one_voter_per_person"),
                    models.UniqueConstraint(fields=("poll", "eligibility_hash"), name="one_voter_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at__isnull", True),
                                ("cut", True),
                                ("eligibility_hash__isnull", True),
                                ("person__isnull", True),
                            ),
                            models.Q(("cut", False), ("eligibility_hash__isnull", True), ("person__isnull", False)),
                            models.Q(("cut", False), ("eligibility_hash__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="voter_has_one_key_until_the_cut",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="ideas.ideapoll"
                    ),
                ),
                (
                    "voter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballot",
                        to="ideas.pollvoter",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("client_key", models.CharField(blank=True, max_length=36)),
                ("cast_at", models.DateTimeField(null=True)),
                ("batch", models.CharField(blank=True, max_length=40)),
                ("spoiled", models.BooleanField(default=False)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["poll"], name="ideas_ballo_poll_id_423776_idx")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="BallotLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ideas.ballot"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.idea"),
                ),
                ("value", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ballot", "idea"), name="one_line_per_idea"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1), ("value__lte", 100)),
                        name="ballot_value_between_1_and_100",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="ideas.ideapoll"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("ballots_csv", models.TextField(blank=True, help_text="Empty under 10 ballots: totals only.")),
                ("ballots_sha256", models.CharField(blank=True, max_length=64)),
                ("ideas_csv", models.TextField()),
                ("rule_json", models.TextField()),
                ("poll_pb", models.TextField(blank=True)),
                ("outcome_json", models.TextField()),
                ("engine_version", models.CharField(max_length=80)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why there is a further row: the lot, or the correction.", max_length=500
                    ),
                ),
                (
                    "recount_py",
                    models.TextField(
                        blank=True, help_text="The script of that day, so that it can still be run years later."
                    ),
                ),
                ("computed_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "n"), name="results_count_up")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certification", to="ideas.result"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
                ("override_reason", models.TextField(blank=True)),
                (
                    "second_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by__isnull", True),
                            models.Q(("second_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="override_signed_by_two_people",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="ideas.ideapoll"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the poll.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="ideas.idea",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
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
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="ideas.idea"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("accepted", "We will do it"),
                            ("partly", "We will do a part of it"),
                            ("checking", "We are checking"),
                            ("in_progress", "Work has begun"),
                            ("done", "Done"),
                            ("not_possible", "Not possible"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("department", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("published_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "ordering": ["n"],
                "constraints": [models.UniqueConstraint(fields=("idea", "n"), name="answers_count_up")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duty", to="ideas.idea"
                    ),
                ),
                ("department", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department")),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_n", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["done_at", "due_at"], name="ideas_duty_done_at_5f35ab_idx")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="IdeaProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="idea_project", to="ideas.idea"
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="OutcomeListener",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listeners", to="ideas.ideapoll"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "person"), name="listens_once_per_poll")],
                "indexes": [],
            },
        ),
    ]
