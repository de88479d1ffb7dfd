from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0019_codes")]

    operations = [
        migrations.AddField(
            "votingright",
            "area",
            models.CharField(blank=True, default="", help_text="As the register calls it.", max_length=60),
            preserve_default=False,
        ),
    ]
