"""Every result so far gets the count it came from."""

import secrets

from django.db import migrations
from django.db.models import F


def write_past_counts(apps, schema_editor):
    Result, Counting = apps.get_model("ideas", "Result"), apps.get_model("ideas", "Counting")
    IdeaPoll = apps.get_model("ideas", "IdeaPoll")
    for result in Result.objects.only("poll", "n", "computed_at", "ballots_sha256", "note").order_by("pk"):
        Counting.objects.create(
            poll_id=result.poll_id,
            result_id=result.pk,
            note=result.note,
            ballots_csv="" if result.ballots_sha256 else ballots_of(apps, result.poll_id),
            begun_at=result.computed_at,
            finished_at=result.computed_at,
            recounted_at=result.computed_at,
        )
    IdeaPoll.objects.filter(frozen_at__isnull=False).update(counted_at=F("frozen_at"))


def ballots_of(apps, poll):
    """Of a poll too small to publish its ballots: they are in the database only."""
    rows = ["serial,ref,value"]
    for ballot in apps.get_model("ideas", "Ballot").objects.filter(poll=poll, spoiled=False, void_reason=""):
        serial = secrets.token_hex(8)
        lines = ballot.lines.order_by("idea__ref").values_list("idea__ref", "value")
        rows += [f"{serial},{ref},{value}" for ref, value in lines] or [f"{serial},,"]
    return "\n".join(rows) + "\n"


class Migration(migrations.Migration):
    dependencies = [("ideas", "0008_countings")]

    operations = [migrations.RunPython(write_past_counts, migrations.RunPython.noop)]
