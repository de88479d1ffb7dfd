import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0013_places_that_go_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="team",
            field=models.ForeignKey(
                blank=True,
                help_text="The leader's sign-up, whose seat this was before it had a name.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="projects.signup",
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="team_name",
            field=models.CharField(blank=True, help_text="Of the team that this person leads here.", max_length=60),
        ),
    ]
