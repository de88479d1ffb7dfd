"""The length of each file of a count, kept by the database itself."""

from django.db import migrations, models
from django.db.models.functions import Length

FILES = ("ballots_csv", "ideas_csv", "rule_json", "outcome_json", "recount_py", "poll_pb")


class Migration(migrations.Migration):
    dependencies = [("ideas", "0001_polls_ideas_ballots_answers")]

    operations = [
        migrations.AddField(
            "result",
            f"{name}_length",
            models.GeneratedField(expression=Length(name), output_field=models.IntegerField(), db_persist=True),
        )
        for name in FILES
    ]
