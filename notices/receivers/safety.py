"""Somebody taken out of a project, and papers that end: told to those who have a word in it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.words import listed
from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import AgreementVersion, Credential, Deed, Person, Role, RoleGrant
from projects import bells
from projects.actions import who_signs
from projects.models import Barring, Event
from projects.permissions import can_decide_barring

from .proposals import organizers


def barring_of(deed: Deed) -> Barring:
    return Barring.objects.select_related("person__user", "project").get(pk=deed.ids["barring"])


def tell(barring: Barring, kind: str, to: Person, label: Any) -> None:
    post(
        kind=kind,
        to=to,
        event_key=f"barring:{barring.ref}:{kind}",
        context={
            "barring": barring,
            "project": barring.project,
            **button(label, "projects:barring_page", ref=barring.ref),
        },
    )


@hears(bells.person_barred)
def tell_the_person(deed: Deed) -> None:
    tell(barring_of(deed), "person_barred", barring_of(deed).person, _("Read it, or ask the city"))


@hears(bells.barring_appealed)
def ask_the_officials(deed: Deed) -> None:
    barring = barring_of(deed)
    for official in RoleGrant.objects.holders(Role.OFFICIAL):
        if barring.decided_at is None and can_decide_barring(official, barring):
            tell(barring, "barring_appealed", official, _("Read and decide"))


@hears(bells.barring_decided)
def tell_both_sides(deed: Deed) -> None:
    barring = barring_of(deed)
    for person in (barring.person, *organizers(barring.project)):
        tell(barring, "barring_decided", person, _("Read the decision"))


@hears(bells.wording_begins)
def ask_to_sign_again(deed: Deed) -> None:
    """One letter for everybody who signs, for themselves and their children, as long as it is still asked for."""
    version = AgreementVersion.objects.in_force().filter(pk=deed.ids["version"]).first()
    for person, signups in who_signs(version).items() if version else ():
        children = {one.person.first_name: None for one in signups if one.person_id != person.pk}
        post(
            kind="wording_begins",
            to=person,
            event_key=f"agreement:{version.pk}:begins",
            context={
                "version": version,
                "events": list(dict.fromkeys(one.slot.event for one in signups))[:10],
                "children": listed(children),
                "myself": any(one.person_id == person.pk for one in signups),
                **button(_("Read and sign"), "projects:agreement_sign", pk=version.pk),
            },
        )


@hears(bells.credential_ends)
def tell_the_lead(deed: Deed) -> None:
    """A paper ends before a date that needs it. What was renewed meanwhile is not written about."""
    credential = Credential.objects.select_related("person").get(pk=deed.ids["credential"])
    event = Event.objects.select_related("project").get(pk=deed.ids["event"])
    day = event.local_start.date()
    if Credential.objects.current(day).filter(person=credential.person, kind=credential.kind).exists():
        return
    for lead in organizers(event.project):
        post(
            kind="credential_ends",
            to=lead,
            event_key=f"credential:{credential.pk}:{event.pk}:{deed.ids['days']}",
            context={
                "credential": credential,
                "holder": credential.person,
                "event": event,
                **button(_("See the date"), "projects:event_page", slug=event.project.slug, pk=event.pk),
            },
            good_until=event.starts_at,
        )
