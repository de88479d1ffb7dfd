"""What the city owes for a week too long: a letter to who has to answer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.when import local
from ideas.models import Duty
from ideas.permissions import can_answer, can_answer_hour
from notices.links import button
from people.models import Person, Role, RoleGrant

from .writing import post

LATE = timedelta(days=7)
SHOWN = 10


@transaction.atomic
def tell_owners() -> int:
    """Who asked the poll's question, or their department once they work elsewhere, of answers that were due a week ago.

    One letter for all that was due on a day; told again nothing comes. Returns how many people owe something.
    """
    owed: dict[tuple[Person, date], list[Duty]] = defaultdict(list)
    officials = RoleGrant.objects.holders(Role.OFFICIAL)
    for duty in Duty.objects.unanswered().with_what().filter(due_at__lte=now() - LATE):
        for person in who_answers(duty, officials):
            owed[person, local(duty.due_at).date()].append(duty)
    for (person, day), duties in owed.items():
        post(
            kind="answers_overdue",
            to=person,
            event_key=f"overdue:{day}",
            context={
                "n": len(duties),
                "day": day,
                "things": [_words(duty) for duty in duties[:SHOWN]],
                "more": max(0, len(duties) - SHOWN),
                **button(_("See what is due"), "ideas_office:answers"),
            },
        )
    return len({person for person, _day in owed})


def who_answers(duty: Duty, officials: Sequence[Person]) -> list[Person]:
    """Who asked the question or led the hour; if none of them works for the city any more, whoever may answer it."""
    if duty.question is not None:
        hour = duty.question.hour
        mine = {hour.made_by_id, *hour.official_rows.values_list("person", flat=True)}
        return [person for person in officials if person.pk in mine] or [
            person for person in officials if can_answer_hour(person, hour)
        ]
    idea = duty.idea
    assert idea is not None  # one of the two, says the database
    return [person for person in officials if person.pk == idea.poll.owner_id] or [
        person for person in officials if can_answer(person, idea)
    ]


def _words(duty: Duty) -> str:
    return duty.question.text if duty.question is not None else str(duty.idea.shown_title) if duty.idea else ""
