"""Tables and rows of the bare project; prints as JSON what the bench has to know. `python -m tests.bench.bare.fill`"""

import json
import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.bare.settings")

PAGES = 50  # items with 50 comments
TEXT = "People of all ages pass here every day, and nothing is there for them. We asked along the street.\n\n" * 2


def main(items: int, visitors: int) -> None:
    import django

    django.setup()

    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from ..sessions import cookies_of
    from .models import Comment, Item, Kind, Vote

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Kind, Item, Comment, Vote):
            editor.create_model(model)
    now = timezone.now()
    kinds = Kind.objects.bulk_create([Kind(name=name) for name in ("Clean-up", "Planting", "Repair", "Care", "Other")])
    users = User.objects.bulk_create([User(username=f"visitor{n}", password=f"!{n}") for n in range(visitors)])
    rows = Item.objects.bulk_create(
        [
            Item(
                kind=kinds[n % 5],
                author=users[n % visitors],
                title=f"A bench on Mill Lane {n}",
                text=TEXT,
                at=now - timedelta(minutes=n),
            )
            for n in range(items)
        ],
        batch_size=2000,
    )
    Comment.objects.bulk_create(
        [
            Comment(item=item, author=users[(n + k) % visitors], text=TEXT, at=now - timedelta(minutes=k))
            for n, item in enumerate(rows[:PAGES])
            for k in range(50)
        ],
        batch_size=2000,
    )
    told = {
        "pages": {"list": ["/"], "page": [f"/{item.pk}/" for item in rows[:PAGES]]},
        "reader": cookies_of(users[:1])[0],
        "writes": {
            "vote": [
                {"path": f"/{rows[n % PAGES].pk}/vote/", "fields": [], "cookies": cookies}
                for n, cookies in enumerate(cookies_of(users))
            ]
        },
        "tables": {"vote": "bare_vote"},
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
