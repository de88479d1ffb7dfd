from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_addresses_that_change")]

    operations = [
        migrations.AddField(
            "addresschange",
            "joined_at",
            models.DateTimeField(blank=True, help_text="The account of that address is part of this one.", null=True),
        ),
    ]
