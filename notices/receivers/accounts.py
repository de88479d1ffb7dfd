"""Letters about an account itself: somebody could be taking it over."""

from django.utils.translation import gettext_lazy as _

from core.when import day_words, local
from notices.actions import post
from notices.links import button
from notices.models import Letter
from people.actions import stop_key
from people.bells import accounts_joined, address_changed
from people.deeds import hears
from people.models import AddressChange, Deed, FormerAddress


@hears(address_changed)
def tell_the_old_address(deed: Deed) -> None:
    """Where the account is, and for a week the way back. Nothing when it was taken back meanwhile."""
    change = AddressChange.objects.select_related("person").filter(pk=deed.ids["change"]).first()
    if change is None or change.changed_at is None or not change.can_be_stopped:
        return
    until = change.changed_at + AddressChange.STOP_WITHIN
    post(
        kind="address_changed",
        to=change.person,
        address=change.old_email,
        event_key=f"address:{change.ref}:changed",
        lane=Letter.Lane.FAST,
        good_until=until,
        context={
            "new_email": change.new_email,
            "until": day_words(local(until)),
            **button(_("It was not me"), "people:address_stop", key=stop_key(change)),
        },
    )


@hears(accounts_joined)
def tell_both_addresses(deed: Deed) -> None:
    """That they are one person's from now on."""
    former = FormerAddress.objects.select_related("person__user").filter(pk=deed.ids["former"]).first()
    if former is None:
        return
    for address in (former.email, former.person.email):
        post(
            kind="accounts_joined",
            to=former.person,
            address=address,
            event_key=f"joined:{deed.pk}",
            context={"former": former.email, "kept": former.person.email, **button(_("See my page"), "people:me")},
        )
