from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual


class Migration(migrations.Migration):
    dependencies = [("projects", "0029_hours_that_somebody_saw")]

    operations = [
        migrations.AddConstraint(
            model_name="projecttransition",
            constraint=models.CheckConstraint(
                condition=Q(
                    from_status=F("to_status"),
                    to_status__in=["submitted", "published", "active", "paused", "completed"],
                )
                | Q(from_status="draft", to_status__in=["submitted", "published"])
                | Q(from_status="submitted", to_status__in=["published", "needs_changes", "rejected"])
                | Q(from_status="needs_changes", to_status__in=["submitted"])
                | Q(from_status="rejected", to_status__in=["submitted"])
                | Q(from_status="published", to_status__in=["active", "paused", "cancelled"])
                | Q(from_status="active", to_status__in=["paused", "completed", "cancelled"])
                | Q(from_status="paused", to_status__in=["active", "cancelled"])
                | Q(from_status="completed", to_status__in=["archived"]),
                name="project_moves_along_the_map",
            ),
        ),
        migrations.AddConstraint(
            model_name="projecttransition",
            constraint=models.CheckConstraint(
                condition=~Q(to_status__in=["needs_changes", "rejected"]) | Q(GreaterThanOrEqual(Length("reason"), 40)),
                name="project_given_back_says_why",
            ),
        ),
    ]
