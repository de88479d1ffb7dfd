"""Thanks from officials, and the way to becoming a Super User. Points and badges have no letters of their own."""

from django.utils.translation import gettext_lazy as _

from gamification import bells
from gamification.models import Commendation
from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import Deed, Role, RoleGrant, Standing
from people.permissions import same_household


@hears(bells.commended)
def tell_of_the_thanks(deed: Deed) -> None:
    """The words themselves; whether anybody else sees them is the person's choice."""
    commendation = Commendation.objects.select_related("person__user", "by").get(pk=deed.ids["commendation"])
    if commendation.consent == Commendation.Consent.DECLINED:
        return
    post(
        kind="commended",
        to=commendation.person,
        event_key=f"commendation:{commendation.pk}",
        context={
            "commendation": commendation,
            "official": commendation.by,
            **button(_("Choose who may see it"), "people:me"),
        },
    )


def standing_of(deed: Deed) -> Standing:
    return Standing.objects.select_related("person__user").get(pk=deed.ids["standing"])


@hears(bells.super_user_invited)
def ask_the_person(deed: Deed) -> None:
    standing = standing_of(deed)
    if standing.status == Standing.Status.INVITED:
        tell(standing, deed, "super_user_invited", _("Say yes or no"))


@hears(bells.super_user_accepted)
def ask_the_officials(deed: Deed) -> None:
    """Those who may confirm: not the person's own household."""
    standing = standing_of(deed)
    if standing.status != Standing.Status.ACCEPTED:
        return
    for official in RoleGrant.objects.holders(Role.OFFICIAL):
        if not same_household(official, standing.person):
            post(
                kind="super_user_waiting",
                to=official,
                event_key=f"standing:{standing.pk}:waiting:{deed.pk}",
                context={"person_asked": standing.person, **button(_("Decide"), "wagtailadmin_home")},
            )


@hears(bells.super_user_confirmed)
def tell_of_the_confirmation(deed: Deed) -> None:
    standing = standing_of(deed)
    if standing.status == Standing.Status.ACTIVE:
        tell(standing, deed, "super_user_confirmed", _("See my page"))


@hears(bells.super_user_refused)
def tell_of_the_refusal(deed: Deed) -> None:
    """With the reason that the official wrote."""
    standing = standing_of(deed)
    if standing.status == Standing.Status.REFUSED:
        tell(standing, deed, "super_user_refused", _("See my page"))


def tell(standing: Standing, deed: Deed, kind: str, label: object) -> None:
    move = standing.transitions.order_by("pk").last()
    post(
        kind=kind,
        to=standing.person,
        event_key=f"standing:{standing.pk}:{kind}:{deed.pk}",
        context={"reason": move.reason if move else "", **button(label, "people:me")},
    )
