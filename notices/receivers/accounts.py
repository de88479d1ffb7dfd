"""Letters about an account itself: somebody could be taking it over."""

from django.utils.translation import gettext_lazy as _

from core.when import day_words, local, moment_words
from notices.actions import forget_phone, move_letters, post
from notices.links import button
from notices.models import Letter
from people.actions import reset_key, stop_key
from people.bells import (
    accounts_joined,
    address_changed,
    address_stopped,
    factor_reset_asked,
    factor_reset_done,
    factor_reset_stopped,
)
from people.deeds import hears
from people.models import AddressChange, Deed, FactorReset, FormerAddress


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


@hears(address_changed, address_stopped)
def letters_follow(deed: Deed) -> None:
    """What waits goes to the address of now. What somebody else gave as a number meanwhile is forgotten."""
    change = AddressChange.objects.select_related("person__user").filter(pk=deed.ids["change"]).first()
    if change is None:
        return
    move_letters(person=change.person)
    if change.stopped_at and change.changed_at:
        forget_phone(by=change.person, since=change.changed_at)


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
            context={
                "former": former.email,
                "kept": former.person.email,
                **button(_("See which addresses lead there"), "people:address_change"),
            },
        )


@hears(factor_reset_asked)
def tell_of_the_lost_factor(deed: Deed) -> None:
    """At once, with the way to stop it. Nothing when it is over by now."""
    reset = FactorReset.objects.select_related("person__user").get(pk=deed.ids["reset"])
    if reset.is_waiting:
        post(
            kind="factor_reset_asked",
            to=reset.person,
            event_key=f"factor:{reset.ref}:asked",
            lane=Letter.Lane.FAST,
            good_until=reset.due_at,
            context={
                "until": moment_words(local(reset.due_at)),
                **button(_("Stop it"), "people:factor_stop", key=reset_key(reset)),
            },
        )


@hears(factor_reset_done)
def tell_that_the_factor_is_off(deed: Deed) -> None:
    """And what to do with the next sign-in."""
    reset = FactorReset.objects.select_related("person__user").get(pk=deed.ids["reset"])
    post(
        kind="factor_reset_done",
        to=reset.person,
        event_key=f"factor:{reset.ref}:done",
        lane=Letter.Lane.FAST,
        context=button(_("Sign in"), "people:sign_in"),
    )


@hears(factor_reset_stopped)
def tell_who_asked_that_it_was_stopped(deed: Deed) -> None:
    """Maybe it was somebody else who came to them. Not to an administrator who stopped what they had asked for themselves."""
    reset = FactorReset.objects.select_related("person", "asked_by__user").get(pk=deed.ids["reset"])
    if deed.by_id != reset.asked_by_id:
        post(
            kind="factor_reset_stopped",
            to=reset.asked_by,
            event_key=f"factor:{reset.ref}:stopped",
            context={"holder": reset.person, **button(_("See how it stands"), "factor_list")},
        )
