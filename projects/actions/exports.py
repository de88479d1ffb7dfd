"""Names that leave the site as a file. Every time is written down."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed
from people.models import Person
from people.permissions import official
from projects import bells, desk
from projects.models import Event
from projects.permissions import can_export_roster


def export_roster(*, by: Person, event: Event, with_young: bool = False) -> list[list[Any]]:
    """The rows of the roster. Young people have no name in it, unless an official asks; the log says so."""
    with transaction.atomic():
        if not can_export_roster(by, event):
            raise NotAllowed
        if with_young and not official(by):
            raise NotAllowed(gettext("Young people’s names stay on the roster."))
        bells.roster_exported.ring(by=by, on=event, event=event.pk, young=with_young)
        return desk.roster_rows(event, with_young=with_young)
