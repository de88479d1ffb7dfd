"""Counters and ballots agree with their rows; what was published is what is stored."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce

from conversations.models import Case
from core.clock import now
from core.health import checkup
from people.models import Delivery

from .models import (
    SILENT,
    Ballot,
    BallotLine,
    Certification,
    Counting,
    DoubleVote,
    Duty,
    Idea,
    IdeaPoll,
    LiveHour,
    MergeLink,
    PaperBatch,
    PollKey,
    PollVoter,
    Question,
    QuestionSupport,
    Result,
    Support,
    VotingRight,
)  # fmt: skip

LATE = timedelta(minutes=15)


@checkup("supports", "Each idea's number of supports is the number of its supporters.")
def supports() -> Iterator[str]:
    counted = dict(Support.objects.order_by().values_list("idea").annotate(n=Count("pk")))
    for pk, written in Idea.objects.values_list("pk", "supports").order_by("pk").iterator(chunk_size=5000):
        if written != counted.get(pk, 0):
            yield f"Idea {pk} says {written} supports; there are {counted.get(pk, 0)}."


@checkup("said", "Each idea's number of first words is the number of those that everybody may read.")
def said() -> Iterator[str]:
    if Delivery.objects.filter(receiver__startswith="ideas.receivers.", done_at=None).exists():
        return  # somebody speaks just now; what doesn't arrive at all is another question
    wrong = Idea.objects.with_words().exclude(said=F("words")).order_by("pk")
    for pk, written, words in wrong.values_list("pk", "said", "words"):
        yield f"Idea {pk} says {written} first words; there are {words}."


@checkup("ballots", "No ballot holds more votes than its poll gives, or votes for another poll.")
def ballots() -> Iterator[str]:
    lines = BallotLine.objects.order_by()
    for poll, most, votes in (
        lines.values("ballot")
        .annotate(votes=Sum("value"))
        .filter(votes__gt=F("ballot__poll__votes_per_ballot"), ballot__poll__ballot_type__in=("approve", "points"))
        .values_list("ballot__poll", "ballot__poll__votes_per_ballot", "votes")
    ):
        yield f"A ballot of poll {poll} holds {votes} votes of {most}."
    if n := lines.exclude(ballot__poll=F("idea__poll")).count():
        yield f"{n} lines vote for an idea of another poll."


@checkup("paper", "Each confirmed batch of paper ballots has the sheets and votes that two people counted.")
def paper() -> Iterator[str]:
    votes = Choose(
        When(poll__ballot_type="rank", then=Count("made__lines")),
        default=Sum("made__lines__value"),
        output_field=IntegerField(),
    )
    made = PaperBatch.objects.counted().annotate(
        sheets_n=Count("made", distinct=True), spoiled_n=Count("made", filter=Q(made__spoiled=True), distinct=True),
        votes_n=Coalesce(votes, 0),
    )  # fmt: skip
    for batch in made.exclude(sheets_n=F("ballots"), spoiled_n=F("spoiled"), votes_n=F("votes")).order_by("pk"):
        yield f"Batch {batch.n} of paper ballots of poll {batch.poll_id} is not what was counted."


@checkup("voters", "Whoever a poll has cut loose can't be told any more.")
def voters() -> Iterator[str]:
    if n := PollVoter.objects.filter(poll__cut_at__isnull=False, cut=False).count():
        yield f"{n} voters of polls that were made anonymous still have a name."
    certified = Certification.objects.in_force().values("result__poll")
    if n := PollVoter.objects.filter(poll__in=certified).exclude(network="", device="").count():
        yield f"{n} voters of certified polls still bear marks of where they voted from."
    if n := PollKey.objects.filter(poll__cut_at__isnull=False).count():
        yield f"{n} polls that were made anonymous still have the key of their voters' fingerprints."


@checkup("doubles", "A ballot is set aside as a second vote if, and only if, two officials decided so.")
def doubles() -> Iterator[str]:
    kept = DoubleVote.objects.filter(poll__cut_at=None)
    void = Ballot.objects.filter(voter=OuterRef("set_aside"), void_reason=OuterRef("reason"))
    for poll in kept.in_force().exclude(Exists(void)).values_list("poll", flat=True):
        yield f"A ballot of poll {poll} counts, though two officials set it aside."
    decided = Exists(kept.in_force().filter(set_aside=OuterRef("set_aside")))
    for poll in kept.filter(Exists(void)).exclude(decided).values_list("poll", flat=True):
        yield f"A ballot of poll {poll} is set aside, though no two officials say so."
    told = Q(kept__isnull=False) | Q(one__isnull=False) | Q(set_aside__isnull=False) | ~Q(objection="") | ~Q(answer="")
    if n := DoubleVote.objects.filter(told, poll__cut_at__isnull=False).count():
        yield f"{n} double votes of polls that were made anonymous still lead to somebody."


@checkup("codes", "Of each poll with codes as many are used as voters are on its roll.")
def codes() -> Iterator[str]:
    used = dict(VotingRight.objects.order_by().filter(used=True).values_list("poll").annotate(n=Count("pk")))
    rolls = PollVoter.objects.order_by().filter(eligibility_hash__isnull=False)
    # Of accounts that were closed since:
    rolls = rolls.exclude(channel=PollVoter.Channel.PAPER)
    rolls = rolls.exclude(pk__in=DoubleVote.objects.in_force().filter(set_aside__isnull=False).values("set_aside"))
    voted = dict(rolls.values_list("poll").annotate(n=Count("pk")))
    for poll in sorted(used.keys() | voted.keys()):
        if used.get(poll, 0) != voted.get(poll, 0):
            yield f"Poll {poll} has {used.get(poll, 0)} used codes and {voted.get(poll, 0)} voters with one."


@checkup("held-ideas", "Every idea that waits for a moderator's look is on their list.")
def held_ideas() -> Iterator[str]:
    rows = Case.objects.filter(subject=OuterRef("subject"), comment=None)
    listed = rows.filter(Q(state=Case.State.OPEN) | Q(decided_at__gt=now() - LATE))
    held = Idea.objects.exclude(hold_reason="").exclude(Exists(listed))
    for pk in held.values_list("pk", flat=True):
        yield f"Idea {pk} waits, and nobody is asked to look."


@checkup("counts", "Every poll is counted after its close, and its published files are unchanged.")
def counts() -> Iterator[str]:
    late = IdeaPoll.objects.filter(
        frozen_at__isnull=True, published_at__isnull=False, suspended_at__isnull=True,
        phases__kind="voting", phases__closes_at__lt=now() - LATE,
    )  # fmt: skip
    for slug in late.values_list("slug", flat=True):
        yield f"The poll {slug} closed more than 15 minutes ago and is not counted. Does the worker run?"
    for slug in IdeaPoll.objects.stopped(timedelta(days=7)).values_list("slug", flat=True):
        yield f"The poll {slug} was suspended when it closed a week ago. Let it go on, or declare its voting void."
    for counting in Counting.objects.unfinished().filter(begun_at__lt=now() - LATE).select_related("poll"):
        if counting.error:
            yield f"The count of poll {counting.poll.slug} failed and is tried again: {counting.error}"
        elif counting.beat_at is None or counting.beat_at < now() - SILENT:
            yield f"Nobody counts the poll {counting.poll.slug}, which waits since {counting.begun_at:%F %R}. Does the worker run?"
    for poll in IdeaPoll.objects.filter(
        counted_at__isnull=False, cut_at=None, countings__in=Counting.objects.given_up()
    ).distinct():
        if poll.newest_result is not None and (failed := poll.newest_result.count_given_up):
            yield f"The last count of poll {poll.slug} could not be made, and its result may lack ballots: {failed.error}"
    published = Result.objects.exclude(ballots_csv="").exclude(ballots_sha256="")
    for result in published.only("poll_id", "n", "ballots_csv", "ballots_sha256").iterator(chunk_size=5):
        if hashlib.sha256(result.ballots_csv.encode()).hexdigest() != result.ballots_sha256:
            yield f"The ballots file of poll {result.poll_id}, count {result.n}, is not the one that was published."


@checkup("merges", "What was merged leads to another idea, and what stands for itself does not.")
def merges() -> Iterator[str]:
    leading = MergeLink.objects.merges()
    for pk in (
        Idea.objects.filter(state=Idea.State.MERGED)
        .exclude(pk__in=leading.values("duplicate"))
        .values_list("pk", flat=True)
    ):
        yield f"Idea {pk} was merged, and leads nowhere."
    for pk in leading.exclude(duplicate__state=Idea.State.MERGED).values_list("duplicate", flat=True):
        yield f"Idea {pk} leads to another one, and is not merged."


@checkup("questions", "Each question's number of supports is the number of its supporters.")
def questions() -> Iterator[str]:
    counted = dict(QuestionSupport.objects.order_by().values_list("question").annotate(n=Count("pk")))
    for pk, written in Question.objects.values_list("pk", "supports").order_by("pk").iterator(chunk_size=5000):
        if written != counted.get(pk, 0):
            yield f"Question {pk} says {written} supports; there are {counted.get(pk, 0)}."


@checkup("hours", "What a live hour left open is owed, and what is answered is not.")
def hours() -> Iterator[str]:
    for slug in LiveHour.objects.to_close().filter(ends_at__lt=now() - LATE).values_list("slug", flat=True):
        yield f"The live hour {slug} ended more than 15 minutes ago and is not closed. Does the worker run?"
    for pk in Question.objects.open().filter(hour__closed_at__isnull=False, duty=None).values_list("pk", flat=True):
        yield f"Question {pk} was left open by its hour, and nobody owes an answer."
    for pk in Duty.objects.filter(done_at=None, question__state__in=Question.SETTLED).values_list(
        "question", flat=True
    ):
        yield f"Question {pk} is answered, and still owed."
