"""What becomes of points, badges and thanks when two accounts turn out to be one person's."""

from collections.abc import Iterable

from django.utils.translation import gettext

from core.clock import now
from gamification.models import Award, PointCause, PointsAccount, Rule
from people.models import Person
from people.personal import JOINED, must_not_vouch

from .badges import evaluate_badges
from .ledger import void_cause
from .polls import count_poll_again
from .reconcile import reconcile_person


def join_points(kept: Person, gone: Person) -> None:
    """What the other account was paid is taken back, and every fact is counted anew for the one who is kept.

    The facts have moved by now, so the limit of a day or a week holds for both together.
    """
    theirs = PointCause.objects.filter(person=gone).exclude(state=PointCause.State.VOID)
    for cause in theirs.select_related("person").order_by("pk"):
        void_cause(cause=cause, reason=str(JOINED))
        if cause.rule == Rule.POLL:
            count_poll_again(person=kept, cause=cause)
    reconcile_person(person=kept)


def tell_of_points(kept: Person, gone: Person) -> Iterable[str]:
    must_not_vouch("gamification.Commendation", "person", "by", kept, gone)
    balances = dict(PointsAccount.objects.filter(person__in=(kept, gone)).values_list("person", "balance"))
    if balances.get(gone.pk):
        yield gettext(
            "Points are counted anew from all your hours: here %(mine)s, there %(theirs)s. Each day’s limit holds once."
        ) % {"mine": balances.get(kept.pk, 0), "theirs": balances[gone.pk]}


def join_awards(kept: Person, gone: Person) -> None:
    """Badges follow from the facts, so they come by themselves; those that somebody gave move."""
    held = set(Award.objects.filter(person=kept).values_list("badge", "period"))
    for award in Award.objects.filter(person=gone, withdrawn_at=None):
        if (award.badge, award.period) in held:
            Award.objects.filter(pk=award.pk).update(withdrawn_at=now(), withdrawn_reason=str(JOINED)[:300])
        else:
            Award.objects.filter(pk=award.pk).update(person=kept)
    evaluate_badges(person=kept)
