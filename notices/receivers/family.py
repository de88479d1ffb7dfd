"""Letters between people who live together."""

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import link
from people.bells import household_asked
from people.deeds import hears
from people.models import Deed, HouseholdAsk, User


@hears(household_asked)
def ask_about_the_household(deed: Deed) -> None:
    """To the address, known or not; whoever has an account reads it in their language."""
    ask = HouseholdAsk.objects.select_related("asker").filter(pk=deed.ids["ask"]).first()
    if ask is None or not ask.is_open:
        return
    known = User.objects.filter(email=ask.email, is_active=True).select_related("person").first()
    post(
        kind="household_asked",
        to=None,
        address=ask.email,
        event_key=f"household:{ask.ref}",
        language=known.person.language if known and known.person else ask.language,
        good_until=ask.expires_at,
        context={
            "asker": ask.asker,
            "button_url": link("people:household_answer", ref=ask.ref),
            "button_label": _("Answer"),
        },
    )
