from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0006_longer_and_void")]

    operations = [
        migrations.AlterField(
            "ideapoll",
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
        migrations.AlterField(
            "ideapoll",
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
        migrations.AddField(
            "ideapoll",
            "share_test",
            models.BooleanField(default=False, help_text="Equal shares: large ideas need more support."),
        ),
        migrations.RemoveConstraint("ideapoll", "budget_poll_has_a_budget"),
        migrations.AddConstraint(
            "ideapoll",
            models.CheckConstraint(
                condition=models.Q(("count_rule__in", ("budget_greedy", "equal_shares")), _negated=True)
                | models.Q(("budget_total__isnull", False)),
                name="budget_poll_has_a_budget",
            ),
        ),
    ]
