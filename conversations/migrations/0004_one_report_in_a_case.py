"""One report of each person in a case, so that a second reason can still be one of safeguarding."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_reports_and_cases")]

    operations = [
        migrations.RemoveConstraint(model_name="report", name="one_open_report_on_words"),
        migrations.RemoveConstraint(model_name="report", name="one_open_report_on_a_subject"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("by", "case"), name="one_report_in_a_case"),
        ),
    ]
