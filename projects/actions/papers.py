"""Credentials that end before a date that needs them: the lead hears it 30 and 7 days before. Nothing is cancelled."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from core.clock import now
from people.models import Credential, Deed
from people.system import SYSTEM
from projects import bells
from projects.models import Event, SignUp

DAYS = (7, 30)


def warn_of_ending_credentials() -> int:
    """Each credential, date and distance once. Returns how many were told now."""
    today, told = now().date(), 0
    ending = Credential.objects.current(today).filter(expires_on__lte=today + timedelta(days=max(DAYS)))
    for credential in ending.order_by("pk"):
        days = next(near for near in DAYS if credential.expires_on <= today + timedelta(days=near))
        for event in _touched(credential):
            told += _tell(credential, event, days)
    return told


def _touched(credential: Credential) -> list[Event]:
    """Coming dates after its last day where this person is in a task that needs it, or that need it for young people."""
    mine = SignUp.objects.holding().filter(person=credential.person_id)
    needs = Q(slots__signups__in=mine, slots__credentials__contains=credential.kind)
    if credential.kind == Credential.Kind.BACKGROUND:
        young = Q(slots__signups__person__adult=False, slots__signups__state=SignUp.State.CONFIRMED)
        here = Q(slots__signups__in=mine) | Q(project__organizers__person=credential.person_id)
        needs |= Q(pk__in=Event.objects.filter(here).values("pk")) & young
    ahead = Event.objects.coming().filter(starts_at__date__gt=credential.expires_on)
    return list(ahead.filter(needs).distinct())


@transaction.atomic
def _tell(credential: Credential, event: Event, days: int) -> bool:
    ids = {"credential": credential.pk, "event": event.pk, "days": days}
    if Deed.objects.filter(bell=bells.credential_ends.name, ids=ids).exists():
        return False
    bells.credential_ends.ring(by=SYSTEM(), on=credential, **ids)
    return True
