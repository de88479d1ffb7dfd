"""What notices keeps of a person, for export and erasure."""

from django.db.models import Q

from people.models import Person
from people.personal import delete_clash, delete_rows, register

from .models import Letter

CHOICES = {  # one row for a person, or for a person and a category or poll
    "notices.Phone": ("number", "confirmed_at"),
    "notices.Instants": ("day", "count"),
    "notices.Preference": ("category", "how"),
    "notices.Muted": ("poll",),
    "notices.Digest": ("every", "weekday", "hour", "next_at", "heard_until"),
}


def burn_letters(person: Person) -> None:
    """Letters to them, also those to their address alone: codes of the time before they joined."""
    Letter.objects.filter(Q(person=person) | Q(address__iexact=person.email or "-")).delete()


def register_all() -> None:
    register(
        "notices.Letter",
        "person",
        columns=("address", "kind", "subject", "text", "created_at", "sent_at"),
        erase=burn_letters,
    )
    for model, columns in CHOICES.items():
        register(
            model,
            "person",
            columns=columns,
            erase=delete_rows(model, "person"),
            merge=delete_clash(model, "person"),
        )
