"""Points around idea polls: a little for taking part, and thanks for an idea that the city takes up."""

import secrets

from django.db import transaction
from django.db.models import QuerySet

from core.when import local
from gamification.models import PointCause, Rule
from gamification.rules import ADOPTED, TOOK_PART
from ideas.models import Answer, Certification, Idea, IdeaPoll, PollVoter
from people.models import Person

from .ledger import record_cause, void_cause

UNSAID = ""
_dice = secrets.SystemRandom()
ADOPTS = (Idea.State.PLANNED, Idea.State.IN_PROGRESS, Idea.State.DONE)


def thank_voters(*, poll: IdeaPoll) -> int:
    """Points for everybody who took part in a poll that is frozen and not yet anonymous, and back from whose ballot was set aside
    since; returns for how many something changed now.

    Neither choices nor hours are in the record: each cause is dated to the close, and they are written in an order drawn
    here. Done again it finds who is missing.
    """
    label, closed = poll._meta.label_lower, poll.voting
    if closed is None:
        return 0
    causes = PointCause.objects.filter(rule=Rule.POLL, subject_type=label, subject_id=poll.pk)
    void = {
        "channel": PollVoter.Channel.ONLINE,
        "ballot__void_reason__gt": "",
    }  # who voted on paper after all took part
    stood = Certification.objects.in_force().filter(result__poll=poll).exists()
    taken = 0 if stood else _take_back(causes, PollVoter.objects.filter(poll=poll, **void))
    paid = causes.exclude(state=PointCause.State.VOID, void_reason=UNSAID).values("person")
    voters = PollVoter.objects.who_count().filter(poll=poll, person__in=Person.objects.real())
    rows = voters.exclude(person__in=paid).exclude(**void).select_related("person")
    people = [voter.person for voter in rows if voter.person]
    _dice.shuffle(people)
    day = local(closed.closes_at).date()
    for person in people:
        record_cause(
            person=person,
            rule=Rule.POLL,
            subject=poll,
            occurred_at=closed.closes_at,
            eligible=TOOK_PART,
            window=f"{day:%Y-%m}",
            params={"event": poll.question, "day": day.isoformat()},
        )
    return taken + len(people)


def _take_back(causes: QuerySet[PointCause], void: QuerySet[PollVoter]) -> int:
    """Only before anybody ever stood for a result, whatever is counted anew since: accounts are joined from then on, and one that
    was speaks for two marks on the roll. The ledger stays for ever, so it does not say why."""
    found = list(causes.exclude(state=PointCause.State.VOID).filter(person__in=void.values("person")))
    _dice.shuffle(found)
    for cause in found:
        void_cause(cause=cause, reason=UNSAID)
    return len(found)


@transaction.atomic
def forget_voters(*, poll: IdeaPoll) -> int:
    """The poll is anonymous now: points for it say the month from here on, and nothing that leads to the poll."""
    label = poll._meta.label_lower
    causes = PointCause.objects.select_for_update().filter(rule=Rule.POLL, subject_type=label, subject_id=poll.pk)
    for cause in (found := list(causes)):
        first = local(cause.occurred_at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        PointCause.objects.filter(pk=cause.pk).update(
            subject_type=cause._meta.label_lower,  # once per cause still: itself
            subject_id=cause.pk,
            occurred_at=first,
            recorded_at=first,
            params={"day": first.date().isoformat()},
        )
    return len(found)


def count_poll_again(*, person: Person, cause: PointCause) -> None:
    """The same for the account that is kept when two become one. The roll may say nothing any more, so the cause speaks."""
    named = cause.subject_type == IdeaPoll._meta.label_lower
    record_cause(
        person=person,
        rule=Rule.POLL,
        subject=IdeaPoll(pk=cause.subject_id) if named else cause,
        occurred_at=cause.occurred_at,
        eligible=cause.eligible,
        window=cause.window,
        params=cause.params,
    )


@transaction.atomic
def follow_idea(*, idea: Idea) -> None:
    """IDEA for its author while the city means to do it; once for an idea, and back when the city says no after all."""
    if idea.author is None or idea.by_the_city:
        return
    answer = idea.answers.filter(
        status__in=(Answer.Status.ACCEPTED, Answer.Status.PARTLY, Answer.Status.IN_PROGRESS, Answer.Status.DONE)
    ).first()
    if answer is not None and idea.state in ADOPTS:
        record_cause(
            person=idea.author,
            rule=Rule.IDEA,
            subject=idea,
            occurred_at=answer.published_at,
            eligible=ADOPTED,
            params={
                "event": str(idea.shown_title),
                "day": local(answer.published_at).date().isoformat(),
                "by": answer.department.name,
            },
        )
        return
    standing = PointCause.objects.filter(
        person=idea.author, rule=Rule.IDEA, subject_type=idea._meta.label_lower, subject_id=idea.pk
    )
    for cause in standing.exclude(state=PointCause.State.VOID).select_related("person"):
        void_cause(cause=cause, reason="The city will not do it after all.")
