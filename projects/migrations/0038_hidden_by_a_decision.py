from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0037_letters_of_organizers"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="hidden",
            field=models.BooleanField(
                default=False, help_text="By the decision of a case: seen by those who organize it, and by the city."
            ),
        ),
    ]
