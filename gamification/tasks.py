"""Nightly: what a lost bell missed, whether the sums hold, and who may be invited."""

import logging

from celery import shared_task
from django.db.models import Q

from ideas.models import Idea, IdeaPoll
from people.models import Person
from projects.models import BeforeAfter

from . import actions
from .models import PointCause, PointsAccount, Rule

log = logging.getLogger(__name__)


@shared_task(name="gamification.tasks.reconcile")
def reconcile() -> int:
    """Every night. Twice or late changes nothing: it writes only what is missing."""
    shown = BeforeAfter.objects.values("added_by")
    adopted = Idea.objects.filter(state__in=actions.ADOPTS, author__isnull=False).values("author")
    came = Q(attendances__isnull=False) | Q(work__isnull=False)
    people = Person.objects.filter(came | Q(pk__in=shown) | Q(pk__in=adopted)).distinct()
    for person in people.iterator():
        actions.reconcile_person(person=person)
    return people.count()


@shared_task(name="gamification.tasks.thank_voters")
def thank_voters() -> int:
    """Every night: points for who took part in polls that closed, until the poll is anonymous; then they forget which poll it
    was. Twice or late changes nothing."""
    done = sum(
        actions.thank_voters(poll=poll) for poll in IdeaPoll.objects.filter(frozen_at__isnull=False, cut_at=None)
    )
    named = PointCause.objects.filter(rule=Rule.POLL, subject_type=IdeaPoll._meta.label_lower).values("subject_id")
    for poll in IdeaPoll.objects.filter(cut_at__isnull=False, pk__in=named):
        done += actions.forget_voters(poll=poll)
    return done


@shared_task(name="gamification.tasks.verify_accounts")
def verify_accounts() -> int:
    """Every night: how many cached balances differ from their ledger. Anything but 0 is an alarm in the log."""
    wrong = [
        a.person_id
        for a in PointsAccount.objects.select_related("person").iterator()
        if actions.verify_account(person=a.person)
    ]
    if wrong:
        log.error("Balances differ from the ledger for people %s", wrong)
    return len(wrong)


@shared_task(name="gamification.tasks.look_for_super_users")
def look_for_super_users() -> int:
    """Every night. Twice: the second finds everybody already asked."""
    return len(actions.look_for_super_users())
