"""Sign-ups that are no place yet, and tasks that somebody waits for: looked for each minute, and few among many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0020_leaders_asked_for_names")]

    operations = [
        migrations.AddIndex(
            "signup",
            models.Index(
                condition=models.Q(state__in=["offered", "pending_consent", "waitlisted", "pending_approval"]),
                fields=["slot"],
                name="signup_unsettled",
            ),
        ),
        migrations.AddIndex(
            "slot", models.Index(condition=models.Q(waiting__gt=0), fields=["event"], name="slot_waited_for")
        ),
    ]
