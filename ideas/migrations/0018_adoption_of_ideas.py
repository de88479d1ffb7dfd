import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0002_city_settings"),
        ("ideas", "0017_turnout"),
        ("people", "0009_second_factors_that_were_lost"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mergelink",
            name="merge_says_why",
        ),
        migrations.AddField(
            model_name="idea",
            name="department",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose matter it is, where that is not the poll's own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="city.department",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mergelink",
            name="adopted",
            field=models.BooleanField(
                default=False, help_text="The one was withdrawn, and somebody else took it up as the other."
            ),
        ),
        migrations.AlterField(
            model_name="mergelink",
            name="reason",
            field=models.CharField(
                blank=True, help_text="Why they are the same; empty where one was adopted.", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="mergelink",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), ("adopted", True), _connector="OR"),
                name="merge_says_why",
            ),
        ),
    ]
