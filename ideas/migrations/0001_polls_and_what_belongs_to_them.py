"""One file for the twenty-seven that led here; a database that has them all needs nothing of it (docs/decisions/migrations-folded.md)."""

import core.clock
import core.refs
import core.tables
import django.db.models.deletion
import django.db.models.functions.text
import ideas.models.ideas
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ideas", "0001_polls_ideas_ballots_answers"),
        ("ideas", "0002_length_of_files"),
        ("ideas", "0003_index_of_suspended_ideas"),
        ("ideas", "0004_subjects_to_talk_about"),
        ("ideas", "0005_first_ideas_wait"),
        ("ideas", "0006_longer_and_void"),
        ("ideas", "0007_ranks_and_equal_shares"),
        ("ideas", "0008_countings"),
        ("ideas", "0009_past_counts"),
        ("ideas", "0010_live_hours"),
        ("ideas", "0011_corrections"),
        ("ideas", "0012_who_may_vote"),
        ("ideas", "0013_done_checks"),
        ("ideas", "0014_merges_of_ideas"),
        ("ideas", "0015_answer_drafts"),
        ("ideas", "0016_paper_batches"),
        ("ideas", "0017_turnout"),
        ("ideas", "0018_adoption_of_ideas"),
        ("ideas", "0019_codes"),
        ("ideas", "0020_area_of_a_right"),
        ("ideas", "0021_born_of_a_right"),
        ("ideas", "0022_next_moves_up"),
        ("ideas", "0023_talk_rests"),
        ("ideas", "0024_words_about_ideas"),
        ("ideas", "0025_double_votes"),
        ("ideas", "0026_what_authors_are_asked"),
        ("ideas", "0027_raised_levels_and_signs"),
    ]

    initial = True

    dependencies = [
        ("city", "0002_city_settings"),
        ("conversations", "0004_one_report_in_a_case"),
        ("files", "0001_pictures"),
        ("people", "0009_second_factors_that_were_lost"),
        ("projects", "0001_projects_and_what_belongs_to_them"),
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name="LiveHour",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("title", models.CharField(max_length=120)),
                        ("intro", models.TextField(blank=True, max_length=1000)),
                        (
                            "department",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department"),
                        ),
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
                        ("place", models.CharField(blank=True, help_text="Empty: only on the site.", max_length=120)),
                        ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                        ("opens_at", models.DateTimeField(help_text="From here on people ask and support.")),
                        ("starts_at", models.DateTimeField(help_text="From here on officials answer.")),
                        ("ends_at", models.DateTimeField(help_text="Nobody asks from here on.")),
                        ("answer_days", models.PositiveSmallIntegerField(default=14)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, help_text="When the unanswered became duties.", null=True),
                        ),
                        ("changed_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "sequence",
                            models.PositiveIntegerField(
                                default=0, help_text="How often its dates changed, for calendars."
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "officials",
                            models.ManyToManyField(
                                related_name="live_hours", through="ideas.HourOfficial", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["ends_at"], name="hour_by_end")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens_at__lte", models.F("starts_at")), ("starts_at__lt", models.F("ends_at"))
                                ),
                                name="hour_dates_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HourOfficial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "hour",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="official_rows",
                                to="ideas.livehour",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("hour", "person"), name="answers_once_in_an_hour")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        (
                            "hour",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="ideas.livehour",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="people.person",
                            ),
                        ),
                        ("text", models.TextField(max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "asked"),
                                    ("answered", "answered"),
                                    ("declined", "declined"),
                                    ("withdrawn", "taken back"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        (
                            "supports",
                            models.PositiveIntegerField(
                                default=0, help_text="Counter kept in the transaction of each support."
                            ),
                        ),
                        ("hidden", models.BooleanField(default=False)),
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
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="question",
                                to="conversations.subject",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "out_of_order",
                            models.BooleanField(default=False, help_text="Taken while others had the turn."),
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
                            "answer",
                            models.TextField(blank=True, help_text="Of a declined one the reason.", max_length=2000),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("asked_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["hour", "state", "supports"], name="question_in_turn")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("hour", "person"),
                                name="one_open_question_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("state__in", ("asked", "withdrawn")),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("state__in", ("answered", "declined")),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="settled_question_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="question_asks_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hidden", True), ("hold_reason", ""), _connector="OR"),
                                name="held_question_is_hidden",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionSupport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="support_rows",
                                to="ideas.question",
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
                        ("created_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "person"), name="one_question_support_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdeaPoll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="poll",
                                to="conversations.subject",
                            ),
                        ),
                        ("question", models.CharField(max_length=160)),
                        ("intro", models.TextField(blank=True, max_length=2000)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department"),
                        ),
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
                                choices=[
                                    ("approve", "choose up to a number of ideas"),
                                    ("points", "spread points"),
                                    ("rank", "put ideas in order"),
                                ],
                                default="approve",
                                max_length=10,
                            ),
                        ),
                        (
                            "count_rule",
                            models.CharField(
                                choices=[
                                    ("most", "most votes"),
                                    ("budget_greedy", "most votes within the budget"),
                                    ("equal_shares", "equal shares of the budget"),
                                    ("irv", "instant run-off: one winner"),
                                    ("schulze", "two by two: several winners (Schulze)"),
                                ],
                                default="most",
                                max_length=16,
                            ),
                        ),
                        ("votes_per_ballot", models.PositiveSmallIntegerField(default=5)),
                        ("max_per_idea", models.PositiveSmallIntegerField(default=1)),
                        ("min_choices", models.PositiveSmallIntegerField(default=1)),
                        (
                            "budget_total",
                            models.PositiveIntegerField(blank=True, help_text="Whole currency units.", null=True),
                        ),
                        ("stop_at_first_misfit", models.BooleanField(default=False)),
                        (
                            "share_test",
                            models.BooleanField(
                                default=False, help_text="Equal shares: large ideas need more support."
                            ),
                        ),
                        (
                            "next_moves_up",
                            models.BooleanField(
                                default=False,
                                help_text="Where a chosen idea turns out not to be possible, the next one takes its place.",
                            ),
                        ),
                        ("winners_k", models.PositiveSmallIntegerField(blank=True, default=3, null=True)),
                        ("min_support_to_pass", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "eligible_total",
                            models.PositiveIntegerField(
                                blank=True, help_text="How many people may vote, where it is known.", null=True
                            ),
                        ),
                        ("ideas_per_resident", models.PositiveSmallIntegerField(default=3)),
                        ("first_ideas_wait", models.BooleanField(default=False)),
                        (
                            "eligibility_level",
                            models.PositiveSmallIntegerField(default=1, help_text="1: e-mail confirmed."),
                        ),
                        (
                            "talk_rests",
                            models.BooleanField(
                                default=False, help_text="Nobody discusses the ideas while people vote."
                            ),
                        ),
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
                        (
                            "counted_at",
                            models.DateTimeField(
                                blank=True, help_text="The first result stood; or there were no ideas.", null=True
                            ),
                        ),
                        ("cut_at", models.DateTimeField(blank=True, null=True)),
                        ("suspended_at", models.DateTimeField(blank=True, null=True)),
                        ("suspended_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "voided_at",
                            models.DateTimeField(
                                blank=True, help_text="The voting is void: nothing is counted, ever.", null=True
                            ),
                        ),
                        ("voided_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "extensions",
                            models.JSONField(blank=True, default=list, help_text="Each with at, was, until and note."),
                        ),
                        (
                            "raises",
                            models.JSONField(
                                blank=True, default=list, help_text="Of the level: each with at, was, level and note."
                            ),
                        ),
                        (
                            "late_refusals",
                            models.PositiveIntegerField(
                                default=0, help_text="In time, but not through before the freeze."
                            ),
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
                                    models.Q(("count_rule__in", ("budget_greedy", "equal_shares")), _negated=True),
                                    ("budget_total__isnull", False),
                                    _connector="OR",
                                ),
                                name="budget_poll_has_a_budget",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="ideas.ideapoll"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("proposing", "Ideas"), ("review", "Review"), ("voting", "Voting")],
                                max_length=10,
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
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="phase_closes_after_it_opens",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Idea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="city.neighborhood",
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
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whose matter it is, where that is not the poll's own.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.department",
                            ),
                        ),
                        ("hidden", models.BooleanField(default=False)),
                        (
                            "hold_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "Your account is new, and this is your first idea."),
                                    ("reports", "Several people reported it."),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("suspended_at", models.DateTimeField(blank=True, null=True)),
                        ("suspended_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "supports",
                            models.PositiveIntegerField(
                                default=0, help_text="Counter kept in the transaction of each support."
                            ),
                        ),
                        (
                            "said",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Counter: how many first words about it everybody may read, a moment after they were said.",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(default=core.clock.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "subject",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="idea",
                                to="conversations.subject",
                            ),
                        ),
                        (
                            "shuffle",
                            models.PositiveIntegerField(
                                default=ideas.models.ideas.shuffled,
                                editable=False,
                                help_text="Its place in the random order.",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["poll", "state"], name="ideas_idea_poll_id_1de9e2_idx"),
                            models.Index(fields=["poll", "shuffle"], name="idea_in_random_order"),
                            models.Index(fields=["poll", "id"], name="idea_newest"),
                            models.Index(fields=["poll", "supports", "id"], name="idea_most_supported"),
                            models.Index(fields=["poll", "said", "id"], name="idea_most_discussed"),
                            models.Index(
                                condition=models.Q(("suspended_at__isnull", False)),
                                fields=["poll"],
                                name="idea_suspended",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "ref"), name="idea_ref_once_per_poll"),
                            models.CheckConstraint(
                                condition=models.Q(("hold_reason", ""), ("hidden", True), _connector="OR"),
                                name="held_idea_is_hidden",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdeaRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("idea", "n"), name="idea_revisions_count_up")],
                    },
                ),
                migrations.CreateModel(
                    name="Support",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="support_rows",
                                to="ideas.idea",
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
                        "constraints": [
                            models.UniqueConstraint(fields=("idea", "person"), name="one_support_per_person")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "department",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department"),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="AnswerDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answer_draft",
                                to="ideas.idea",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                blank=True,
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
                        ("reason", models.TextField(blank=True, max_length=4000)),
                        ("next_step", models.CharField(blank=True, max_length=300)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="city.department"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("saved_at", models.DateTimeField(default=core.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duty",
                                to="ideas.idea",
                            ),
                        ),
                        (
                            "question",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duty",
                                to="ideas.question",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="city.department"),
                        ),
                        ("due_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("reopened_n", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["done_at", "due_at"], name="ideas_duty_done_at_5f35ab_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("idea__isnull", False), ("question__isnull", True)),
                                    models.Q(("idea__isnull", True), ("question__isnull", False)),
                                    _connector="OR",
                                ),
                                name="duty_is_of_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdeaProject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="idea_project",
                                to="ideas.idea",
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
                ),
                migrations.CreateModel(
                    name="OutcomeListener",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(default=core.refs.new_ref, max_length=16, unique=True)),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="listeners",
                                to="ideas.ideapoll",
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
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "person"), name="listens_once_per_poll")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper_batches",
                                to="ideas.ideapoll",
                            ),
                        ),
                        ("n", models.PositiveIntegerField()),
                        (
                            "sheets",
                            models.JSONField(
                                default=list,
                                help_text="Each with serial, choices and spoiled; none once they are ballots.",
                            ),
                        ),
                        (
                            "voters",
                            models.JSONField(
                                default=list,
                                help_text="Accounts of people who voted on paper; none once they are marked.",
                            ),
                        ),
                        ("ballots", models.PositiveSmallIntegerField(help_text="How many sheets, spoiled ones too.")),
                        ("spoiled", models.PositiveSmallIntegerField()),
                        (
                            "votes",
                            models.PositiveIntegerField(
                                help_text="Votes on all of them; where ideas are put in order, places given."
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=core.clock.now)),
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
                            "dropped_at",
                            models.DateTimeField(
                                blank=True, help_text="Thrown away before it was confirmed.", null=True
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "n"), name="paper_batches_count_up"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="paper_by_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PollVoter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "proof",
                            models.CharField(
                                blank=True,
                                help_text="Fingerprint of what a person proved besides; once in a poll.",
                                max_length=64,
                                null=True,
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                default=1, help_text="What was shown; below the poll's it is not confirmed."
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("online", "online"), ("paper", "paper")], default="online", max_length=6
                            ),
                        ),
                        ("wants_outcome", models.BooleanField(default=True)),
                        ("at", models.DateTimeField(default=core.clock.now, null=True)),
                        ("cut", models.BooleanField(default=False)),
                        (
                            "network",
                            models.CharField(
                                blank=True,
                                help_text="Keyed fingerprint of where the first ballot came from; wiped early.",
                                max_length=32,
                            ),
                        ),
                        (
                            "device",
                            models.CharField(blank=True, help_text="The same of the kind of device.", max_length=32),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cut", False), models.Q(("device", ""), ("network", "")), _connector="OR"
                                ),
                                name="no_signs_after_the_cut",
                            ),
                            models.UniqueConstraint(fields=("poll", "person"), name="one_voter_per_person"),
                            models.UniqueConstraint(fields=("poll", "eligibility_hash"), name="one_voter_per_key"),
                            models.UniqueConstraint(fields=("poll", "proof"), name="one_voter_per_proof"),
                            models.CheckConstraint(
                                condition=models.Q(("cut", False), ("proof", None), _connector="OR"),
                                name="no_proof_after_the_cut",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("at__isnull", True),
                                        ("cut", True),
                                        ("eligibility_hash__isnull", True),
                                        ("person__isnull", True),
                                    ),
                                    models.Q(
                                        ("cut", False), ("eligibility_hash__isnull", True), ("person__isnull", False)
                                    ),
                                    models.Q(
                                        ("cut", False), ("eligibility_hash__isnull", False), ("person__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="voter_has_one_key_until_the_cut",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PollKey",
                    fields=[
                        (
                            "poll",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ideas.ideapoll",
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                help_text="Of a paper ballot.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made",
                                to="ideas.paperbatch",
                            ),
                        ),
                        (
                            "serial",
                            models.CharField(
                                blank=True, help_text="As it stands on the sheet of paper.", max_length=12
                            ),
                        ),
                        ("spoiled", models.BooleanField(default=False)),
                        ("void_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["poll"], name="ideas_ballo_poll_id_423776_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("serial", ""), _negated=True),
                                fields=("poll", "serial"),
                                name="one_ballot_per_sheet",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("batch", None), ("serial", "")),
                                    models.Q(
                                        ("batch__isnull", False),
                                        ("voter", None),
                                        models.Q(("serial", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_has_a_batch_and_no_voter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BallotLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ballot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ideas.ballot"
                            ),
                        ),
                        (
                            "idea",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.idea"
                            ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                blank=True,
                                help_text="Why there is a further row: the lot, or the correction.",
                                max_length=500,
                            ),
                        ),
                        (
                            "recount_py",
                            models.TextField(
                                blank=True, help_text="The script of that day, so that it can still be run years later."
                            ),
                        ),
                        ("computed_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "ballots_csv_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("ballots_csv"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        (
                            "ideas_csv_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("ideas_csv"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        (
                            "rule_json_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("rule_json"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        (
                            "outcome_json_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("outcome_json"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        (
                            "recount_py_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("recount_py"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        (
                            "poll_pb_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length("poll_pb"),
                                output_field=models.IntegerField(),
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("poll", "n"), name="results_count_up")],
                    },
                ),
                migrations.CreateModel(
                    name="Certification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certification",
                                to="ideas.result",
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
                    },
                ),
                migrations.CreateModel(
                    name="Counting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="countings",
                                to="ideas.ideapoll",
                            ),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its ballots are counted again. Empty, and no file: the ballot box is read again.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ideas.result",
                            ),
                        ),
                        ("ballots_csv", models.TextField(blank=True)),
                        ("ideas_csv", models.TextField(blank=True)),
                        ("rule_json", models.TextField(blank=True)),
                        (
                            "note",
                            models.CharField(blank=True, help_text="Why there is a further count.", max_length=500),
                        ),
                        ("ballots", models.PositiveIntegerField(default=0)),
                        (
                            "hoods",
                            models.JSONField(
                                blank=True, default=dict, help_text="Support by neighborhood, of the first count."
                            ),
                        ),
                        ("begun_at", models.DateTimeField(default=core.clock.now)),
                        (
                            "beat_at",
                            models.DateTimeField(
                                blank=True, help_text="The last sign of life of whoever counts.", null=True
                            ),
                        ),
                        ("stage", models.CharField(blank=True, max_length=20)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("retry_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "result",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counting",
                                to="ideas.result",
                            ),
                        ),
                        ("recounted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "differs",
                            models.BooleanField(default=False, help_text="The last recount came to something else."),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("finished_at", None)), fields=("poll",), name="one_count_at_a_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="ideas.ideapoll",
                            ),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                help_text="The result that was wrong.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ideas.result",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        (
                            "idea",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the box is read again.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ideas.idea",
                            ),
                        ),
                        ("cost", models.PositiveIntegerField(blank=True, help_text="What the idea costs.", null=True)),
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
                            "dropped_at",
                            models.DateTimeField(
                                blank=True, help_text="Taken back before anybody confirmed it.", null=True
                            ),
                        ),
                        (
                            "counting",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="correction",
                                to="ideas.counting",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="corrected_by_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cost", None), ("idea", None)),
                                    models.Q(("cost__isnull", False), ("idea__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_cost_has_its_idea",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed_at", None), ("dropped_at", None)),
                                fields=("poll",),
                                name="one_correction_waits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DoubleVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="doubles", to="ideas.ideapoll"
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
                            "reason",
                            models.CharField(
                                help_text="Everybody reads it: how it was proved, and no names.", max_length=300
                            ),
                        ),
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
                            models.BooleanField(
                                blank=True, help_text="What the answer says to the objection.", null=True
                            ),
                        ),
                        ("answer", models.TextField(blank=True, help_text="For the voter alone.", max_length=1000)),
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
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                        (
                            "settled_at",
                            models.DateTimeField(
                                blank=True, help_text="The second official signed the answer.", null=True
                            ),
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
                                condition=models.Q(
                                    ("objected_at", None), ("confirmed_at__isnull", False), _connector="OR"
                                ),
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
                migrations.CreateModel(
                    name="MergeLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duplicate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="leads_to", to="ideas.idea"
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="led_here", to="ideas.idea"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Why they are the same; empty where one was adopted.",
                                max_length=500,
                            ),
                        ),
                        (
                            "only_noted",
                            models.BooleanField(
                                default=False, help_text="Found while people vote: a note, and both stay."
                            ),
                        ),
                        (
                            "adopted",
                            models.BooleanField(
                                default=False,
                                help_text="The one was withdrawn, and somebody else took it up as the other.",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                        (
                            "co_author_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the author of the duplicate wanted to be named beside the other.",
                                null=True,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("only_noted", False), ("undone_at", None)),
                                fields=("duplicate",),
                                name="idea_leads_to_one_other",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("only_noted", True), ("undone_at", None)),
                                fields=("duplicate", "kept"),
                                name="ideas_noted_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("duplicate", models.F("kept")), _negated=True),
                                name="idea_leads_elsewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), ("adopted", True), _connector="OR"
                                ),
                                name="merge_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergeSuggestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="said_alike", to="ideas.idea"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="said_like_it",
                                to="ideas.idea",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                blank=True, help_text="Why, if its author said so. Officials read it.", max_length=500
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                        ("answer", models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3)),
                        (
                            "said",
                            models.CharField(
                                blank=True, help_text="What the city says to its author with a no.", max_length=500
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
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("idea", "other", "by"), name="two_ideas_suggested_once"),
                            models.CheckConstraint(
                                condition=models.Q(("idea", models.F("other")), _negated=True),
                                name="suggestion_names_another_idea",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "no"), _negated=True),
                                    models.Q(("said", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="no_to_a_suggestion_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="moved_up", to="ideas.idea"
                            ),
                        ),
                        (
                            "instead_of",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="followed_by", to="ideas.idea"
                            ),
                        ),
                        (
                            "lot",
                            models.JSONField(
                                blank=True,
                                help_text="Where several were next: members, method, witnesses and at.",
                                null=True,
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
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("idea", models.F("instead_of")), _negated=True),
                                name="moves_up_for_another",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DoneCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="done_checks", to="ideas.idea"
                            ),
                        ),
                        ("due_at", models.DateTimeField(db_index=True)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reopened_at",
                            models.DateTimeField(blank=True, help_text="When too many had said no.", null=True),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("asked_at__isnull", True)),
                                fields=("idea",),
                                name="one_check_ahead_for_an_idea",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DoneReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="ideas.donecheck",
                            ),
                        ),
                        (
                            "listener",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ideas.outcomelistener",
                            ),
                        ),
                        ("is_done", models.BooleanField()),
                        ("again", models.BooleanField(help_text="Whether they would take part again.")),
                        ("at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("check_round", "listener"), name="replies_once_to_a_check")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rewording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "idea",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rewordings", to="ideas.idea"
                            ),
                        ),
                        ("title", models.CharField(max_length=120)),
                        ("body", models.TextField(max_length=4000)),
                        ("reason", models.CharField(max_length=500)),
                        (
                            "of_version",
                            models.PositiveIntegerField(
                                help_text="Of the idea: another one since, and nobody can say yes any more."
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("at", models.DateTimeField(default=core.clock.now)),
                        ("answer", models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "said",
                            models.CharField(
                                blank=True, help_text="What the author says to a no. Officials read it.", max_length=500
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                blank=True, help_text="The city took it back, or the author left.", null=True
                            ),
                        ),
                        (
                            "revision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                to="ideas.idearevision",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", ""), ("withdrawn_at", None)),
                                fields=("idea",),
                                name="one_rewording_waits_per_idea",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer", "yes"), ("revision", None), _connector="OR"),
                                name="words_change_only_with_consent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="right_sheets",
                                to="ideas.ideapoll",
                            ),
                        ),
                        ("n", models.PositiveSmallIntegerField()),
                        ("note", models.CharField(blank=True, max_length=120)),
                        ("size", models.PositiveIntegerField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        "ordering": ["n"],
                        "constraints": [models.UniqueConstraint(fields=("poll", "n"), name="one_sheet_of_a_number")],
                    },
                ),
                migrations.CreateModel(
                    name="VotingRight",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="voting_rights",
                                to="ideas.ideapoll",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rights",
                                to="ideas.rightsheet",
                            ),
                        ),
                        ("n", models.PositiveIntegerField()),
                        ("fingerprint", models.CharField(max_length=64)),
                        (
                            "born",
                            models.CharField(
                                blank=True,
                                help_text="Fingerprint of the day of birth that a register asks for.",
                                max_length=64,
                            ),
                        ),
                        ("area", models.CharField(blank=True, help_text="As the register calls it.", max_length=60)),
                        ("used", models.BooleanField(default=False)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "fingerprint"), name="one_right_per_fingerprint"),
                            models.UniqueConstraint(fields=("sheet", "n"), name="one_right_of_a_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suspension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="ideas.ideapoll",
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
                        (
                            "ends",
                            models.BooleanField(
                                default=False, help_text="Of a suspended poll that has closed: the voting is void."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends", False), ("idea__isnull", True), _connector="OR"),
                                name="only_a_poll_is_void",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
