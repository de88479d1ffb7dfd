from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0024_meetings_with_residents")]

    operations = [
        migrations.AlterField(model_name="signup", name="reason", field=models.CharField(blank=True, max_length=500)),
    ]
