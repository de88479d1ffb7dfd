"""Things for a date: its leads say what is needed, who comes says what they bring."""

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext, ngettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.locks import lock
from people.models import Person
from projects.models import Claim, Event, Need
from projects.permissions import can_schedule, is_coming

NEEDS_AT_MOST = 40


@transaction.atomic
def add_need(
    *, by: Person, event: Event, item: str, wanted: int, source: str = Need.Source.BRING, later: bool = False
) -> Need:
    """One more thing on the list of a date ahead; `later`: on all later ones of its series too, where it is missing."""
    _must_plan(by, event)
    item = kept(item, 80)
    if not item:
        raise RuleBroken(gettext("Say what is needed, for example “Wheelbarrows”."), code="item")
    _check(wanted)
    if source not in Need.Source.values:
        raise RuleBroken(gettext("Choose who brings it."), code="source")
    if event.needs.filter(dropped_at=None).count() >= NEEDS_AT_MOST:
        raise RuleBroken(gettext("A list can have 40 things at most."), code="item")
    try:
        with transaction.atomic():
            need = Need.objects.create(event=event, item=item, wanted=wanted, source=source)
    except IntegrityError:
        raise RuleBroken(gettext("This is on the list already. Change its number there."), code="item") from None
    if later and event.series:
        dates = event.series.events.coming().filter(starts_at__gt=event.starts_at)
        same = [Need(event=date, item=item, wanted=wanted, source=source) for date in dates]
        Need.objects.bulk_create(same, ignore_conflicts=True)
    return need


def change_need(*, by: Person, need: Need, wanted: int) -> Need:
    """Another number. What is promised beyond it stays promised: people can bring more."""
    _must_plan(by, need.event)
    _check(wanted)
    with transaction.atomic():
        lock(need, field="wanted")
        if not Need.objects.filter(pk=need.pk, dropped_at=None).update(wanted=wanted):
            raise _gone()
    need.wanted = wanted
    return need


def drop_need(*, by: Person, need: Need) -> list[Person]:
    """Off the list. Returns who had promised it, so that the lead can tell them."""
    _must_plan(by, need.event)
    with transaction.atomic():
        lock(need, field="wanted")
        promised = [claim.person for claim in need.claims.counted().select_related("person").order_by("pk")]
        Need.objects.filter(pk=need.pk, dropped_at=None).update(dropped_at=now())
    return promised


def claim_need(*, by: Person, need: Need, amount: int) -> Claim:
    """Promise to bring so many; a second time changes the number. Never more than is still needed."""
    with transaction.atomic():
        lock(need, field="wanted")
        need = Need.objects.select_related("event__project").get(pk=need.pk)
        if need.dropped_at or need.source != Need.Source.BRING:
            raise _gone()
        _must_be_ahead(need.event)
        if not is_coming(by, need.event):
            raise RuleBroken(gettext("Join this date first, then say what you bring."), code="no_place")
        others = need.claims.counted().exclude(person=by).aggregate(n=Sum("amount"))["n"] or 0
        left = max(0, need.wanted - others)
        if not left:
            raise RuleBroken(gettext("Others bring all of it already. Thank you!"), code="amount")
        if not 1 <= amount <= left:
            said = ngettext("%(n)d is still needed.", "From 1 to %(n)d are still needed.", left)
            raise RuleBroken(said % {"n": left}, code="amount")
        claim, made = Claim.objects.get_or_create(need=need, person=by, given_back_at=None, defaults={"amount": amount})
        if not made:
            Claim.objects.filter(pk=claim.pk).update(amount=amount)
        return claim


def give_back_claim(*, by: Person, need: Need) -> None:
    """I can't bring it after all. A second press changes nothing."""
    Claim.objects.filter(need=need, person=by, given_back_at=None).update(given_back_at=now())


def _must_plan(by: Person, event: Event) -> None:
    if not can_schedule(by, event.project):
        raise NotAllowed
    _must_be_ahead(event)


def _must_be_ahead(event: Event) -> None:
    if not event.can_change:
        raise RuleBroken(gettext("This date is not ahead any more."), code="not_ahead")


def _check(wanted: int) -> None:
    if not 1 <= wanted <= Need.AT_MOST:
        raise RuleBroken(gettext("How many: a number from 1 to 999."), code="wanted")


def _gone() -> RuleBroken:
    return RuleBroken(gettext("This is not needed any more."), code="gone")
