"""Blocks that somebody looks after: a receipt, reminders, the question before the end, and the end."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person
from projects import bells
from projects.models import Adoption

State = Adoption.State


def adoption_of(deed: Deed) -> Adoption:
    found = Adoption.objects.with_care().select_related("block__neighborhood", "person__user")
    return found.get(pk=deed.ids["adoption"])


def tell(adoption: Adoption, kind: str, about: str, label: Any, *, mate: Person | None = None, **context: Any) -> None:
    """To whoever adopted it (or one of the team), once about each thing.

    Its button leads to their page of the block, or to the public one.
    """
    page = "projects:block_care" if adoption.goes_on else "projects:block_page"
    post(
        kind=kind,
        to=mate or adoption.person,
        event_key=f"adoption:{adoption.pk}:{about}",
        context={
            "adoption": adoption,
            "mate": mate,
            "the_block": adoption.block,
            **button(label, page, adoption.block.slug),
            **context,
        },
    )


@hears(bells.block_adopted)
def confirm(deed: Deed) -> None:
    """What they agreed to, and where they write down what they did."""
    adoption = adoption_of(deed)
    if adoption.goes_on:
        tell(adoption, "block_adopted", "adopted", _("See your block"))


@hears(bells.care_reminded)
def remind(deed: Deed) -> None:
    """It is time, it is late, or: do you still do it? Who has cared or answered since hears nothing."""
    adoption, told = adoption_of(deed), deed.ids["told"]
    if adoption.goes_on and adoption.told == told and adoption.told_for == adoption.due_on:
        label = _("Yes, I still do") if told == Adoption.Told.ASKED else _("Write down care")
        tell(adoption, "block_care", f"{told}:{adoption.due_on}", label, told=told)


@hears(bells.renewal_asked)
def ask_to_renew(deed: Deed) -> None:
    """Thirty days before the end."""
    adoption = adoption_of(deed)
    if adoption.can_be_renewed:
        tell(adoption, "block_renewal", f"renewal:{adoption.until}", _("Yes, I go on"))


@hears(bells.adoption_ended)
def say_that_it_ended(deed: Deed) -> None:
    """Who gave it up knows; their team does not."""
    adoption = adoption_of(deed)
    for each in () if adoption.goes_on else adoption.teammates.select_related("person__user"):
        tell(adoption, "block_ended", "ended", _("See the block"), mate=each.person)
    if adoption.state in (State.SILENT, State.OVER, State.TAKEN_BACK):
        tell(adoption, "block_ended", "ended", _("See the block"))
