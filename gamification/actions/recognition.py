"""An official thanks one person in writing; that person says who may read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from gamification import bells
from gamification.models import Commendation
from gamification.permissions import can_answer_commendation, can_commend
from people.models import Person

from .badges import award_badge, withdraw_badge

SHORTEST = 50


@transaction.atomic
def commend(*, by: Person, person: Person, citation: str) -> Commendation:
    """Thank somebody for what they did. Nobody else sees it until the person says so.

    Raises RuleBroken when the citation is too short, or the person asked not to be thanked.
    """
    if person.thanks == Person.Thanks.NOT_AT_ALL:
        raise RuleBroken(_("%(name)s asked not to be thanked.") % {"name": person.first_name}, code="not_at_all")
    if not can_commend(by, person):
        raise NotAllowed(_("Officials thank residents, but not themselves or their household."))
    citation = citation.strip()
    if len(citation) < SHORTEST:
        raise RuleBroken(
            _("Say in %(n)s letters or more what they did, and for whom.") % {"n": SHORTEST}, code="too_short"
        )
    commendation = Commendation.objects.create(person=person, by=by, citation=citation)
    award_badge(person=person, badge="city_commendation", period=str(now().year), by=by)
    bells.commended.ring(by=by, on=commendation, commendation=commendation.pk)
    return commendation


@transaction.atomic
def answer_commendation(*, by: Person, commendation: Commendation, consent: str) -> None:
    """“Keep it private”, “you may show it”, or “no, thank you”: then the badge goes too."""
    if not can_answer_commendation(by, commendation):
        raise NotAllowed
    advance(commendation, consent, field="consent", answered_at=now())
    year = commendation.at.year
    left = Commendation.objects.filter(person=by, at__year=year).exclude(consent=Commendation.Consent.DECLINED)
    if consent == Commendation.Consent.DECLINED and not left.exists():
        withdraw_badge(person=by, badge="city_commendation", period=str(year), reason="Declined by the person.")
