"""The digest of thousands who follow much: rows for it, and how long `send_digests` takes on a city grown large.

`python -m tests.bench.digests PEOPLE FOLLOWS` writes the rows; the measuring runs in the bench's own process.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .ground import Ground, finish, start

PEOPLE, FOLLOWS = 10_000, 20
QUICK_PEOPLE = 500
DATES, PROJECTS = 3_000, 500  # of a week's deeds


@dataclass(frozen=True)
class Digests:
    people: int
    letters: int
    seconds: float


def measure(ground: Ground, people: int, say: Callable[[str], None]) -> Digests:
    """One run of the command, for everybody at once, as after a week. Raises Broken if somebody got none."""
    say(f"{people:,} people follow {FOLLOWS} things each")
    finish(start(["-m", "tests.bench.digests", str(people), str(FOLLOWS)], ground.fills("large")))
    ground.sql("VACUUM ANALYZE", "large")
    begun = time.monotonic()
    process = start(["manage.py", "send_digests"], {**ground.product("large"), "PYTHONUNBUFFERED": "1"})
    for line in process.stdout or ():
        say(f"  {line.decode().strip()}")
    finish(process)
    seconds = time.monotonic() - begun
    letters = ground.sql("SELECT count(*) FROM notices_letter WHERE kind = 'digest'", "large")[0]
    return Digests(people, int(letters), seconds)


# ── rows ──


def main(people: int, follows: int) -> None:
    import django

    django.setup()
    from random import Random

    from city.models import CitySettings
    from cms.demo.grow import move_in
    from cms.demo.grow.rows import write
    from conversations.models import Follow
    from core.clock import now
    from notices.models import Digest

    noon_now(CitySettings)
    random = Random(11)
    what = things(random)
    week_ago = now() - timedelta(days=7)
    them = move_in(people, random)
    write(
        Follow(person=person, at=week_ago, **target)
        for person in them
        for target in random.sample(what, min(follows, len(what)))
    )
    tell_a_week(random)
    write(Digest(person=person, next_at=now(), heard_until=week_ago) for person in them)


def noon_now(settings: Any) -> None:
    """Nothing is written at night: let the city lie where it is day."""
    from core.clock import now

    hours = 12 - now().hour
    row = settings.objects.first()
    row.time_zone = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    row.save()


def things(random: Any) -> list[dict[str, Any]]:
    """Neighborhoods, kinds, projects and polls: what somebody can follow."""
    from city.models import Neighborhood
    from cms.demo.grow.rows import write
    from conversations.models import Subject
    from ideas.models import IdeaPoll
    from projects.models import Category, Project

    found: list[dict[str, Any]] = [{"neighborhood": hood} for hood in Neighborhood.objects.all()]
    found += [{"category": kind.value} for kind in Category]
    for model, rows in ((Project, Project.objects.public()), (IdeaPoll, IdeaPoll.objects.public())):
        chosen = list(rows.filter(subject=None).order_by("-pk")[:3000])
        subjects = write(Subject(kind=model._meta.label_lower) for _ in chosen)
        for thing, subject in zip(chosen, subjects, strict=True):
            thing.subject = subject
        model._default_manager.bulk_update(chosen, ["subject"], batch_size=500)
        found += [{"subject": subject} for subject in subjects]
    return found


def tell_a_week(random: Any) -> None:
    """Deeds of the last days: new dates, new projects."""
    from cms.demo.grow.rows import write
    from core.clock import now
    from people.models import Deed
    from people.system import SYSTEM
    from projects.models import Event, Project

    def some_time() -> Any:
        return now() - timedelta(minutes=random.randint(5, 7 * 24 * 60 - 5))

    dates = Event.objects.coming().filter(project__in=Project.objects.public()).order_by("-pk")[:DATES]
    projects = Project.objects.filter(status__in=Project.JOINABLE).order_by("-pk")[:PROJECTS]
    deeds = [("projects.event_scheduled", date, {"event": date.pk}) for date in dates]
    deeds += [("projects.project_approved", project, {"project": project.pk}) for project in projects]
    write(
        Deed(bell=bell, by=SYSTEM(), on=f"{thing._meta.label_lower}:{thing.pk}", ids=ids, at=some_time())
        for bell, thing, ids in deeds
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
    main(*map(int, sys.argv[1:]))
