from django.db import migrations, models
from django.db.models import Count


def count(apps, _editor):
    """What was said before somebody counted."""
    comments = apps.get_model("conversations", "Comment").objects.filter(state="published", parent=None)
    ideas = apps.get_model("ideas", "Idea").objects
    for subject, number in comments.order_by().values_list("subject").annotate(n=Count("pk")).iterator():
        ideas.filter(subject=subject).update(said=number)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0023_talk_rests"),
        ("conversations", "0004_one_report_in_a_case"),
    ]

    operations = [
        migrations.AddField(
            "idea",
            "said",
            models.PositiveIntegerField(
                default=0,
                help_text="Counter: how many first words about it everybody may read, a moment after they were said.",
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("idea", "idea_by_support"),
        migrations.AddIndex("idea", models.Index(fields=["poll", "id"], name="idea_newest")),
        migrations.AddIndex("idea", models.Index(fields=["poll", "supports", "id"], name="idea_most_supported")),
        migrations.AddIndex("idea", models.Index(fields=["poll", "said", "id"], name="idea_most_discussed")),
    ]
