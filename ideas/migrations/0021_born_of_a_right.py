from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0020_area_of_a_right")]

    operations = [
        migrations.AddField(
            "votingright",
            "born",
            models.CharField(
                blank=True,
                default="",
                help_text="Fingerprint of the day of birth that a register asks for.",
                max_length=64,
            ),
            preserve_default=False,
        ),
    ]
