"""Agreements signed on paper: an organizer who saw it writes it down, and a place that waited for it only is theirs."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people import actions as people
from people.models import AgreementVersion, Person
from projects.models import Event, Project, Tick
from projects.permissions import can_witness

from .family import settle
from .terms import unsigned_by


def record_paper(
    *, by: Person, event: Event, person: Person, signer: Person, versions: Collection[int], typed_name: str
) -> None:
    """Everything that this person still had to sign here, signed on paper in one go. `signer` is they, or a guardian."""
    with transaction.atomic():
        if not can_witness(by, event, person):
            raise NotAllowed
        write_down(by=by, project=event.project, person=person, signer=signer, versions=versions, typed_name=typed_name)
        settle(by=by, person=person)


def write_down(
    *, by: Person, project: Project, person: Person, signer: Person, versions: Collection[int], typed_name: str
) -> None:
    """Call it where it is clear that `by` may. `versions` are the wordings that stand on the paper."""
    left: list[AgreementVersion] = unsigned_by(person, project)
    if not {version.pk for version in left} <= set(versions):
        raise RuleBroken(gettext("There is a new wording now. Please read that one."), code="old")
    for version in left:
        people.sign_on_paper(by=by, signer=signer, person=person, version=version, typed_name=typed_name)


def came_at(event: Event, person: Person) -> datetime | None:
    """When somebody was ticked who could not be checked in: from a phone, perhaps hours ago."""
    late = event.ticks.filter(person=person, deed=Tick.Deed.IN, outcome=Tick.Outcome.REFUSED)
    return late.order_by("pressed_at").values_list("pressed_at", flat=True).first()
