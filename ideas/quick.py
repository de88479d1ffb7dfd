"""The three reads of casting a ballot as SQL of our own.

A whole city votes in the last hour. Here the ORM's own work, building each statement anew, cost more than the database's:
2.4 of 9 milliseconds for one ballot. Only what casting needs is read; everything else goes the ordinary way.
"""

from collections.abc import Collection

from django.db import connection

from people.models import Person

from .bearers import Bearer
from .models import Ballot, IdeaPoll, Phase, PollVoter

VOTING_PHASE = """
    SELECT v.id, v.poll_id, v.kind, v.opens_at, v.closes_at, p.zone, p.published_at, p.config_locked_at, p.frozen_at,
           p.suspended_at, p.suspended_reason, p.ballot_type, p.votes_per_ballot, p.max_per_idea, p.min_choices,
           p.eligibility_level, k.key AS poll_key
    FROM ideas_phase v JOIN ideas_ideapoll p ON p.id = v.poll_id LEFT JOIN ideas_pollkey k ON k.poll_id = v.poll_id
    WHERE v.poll_id = %s AND v.kind = 'voting'
"""
OF_THE_POLL = (
    "zone", "published_at", "config_locked_at", "frozen_at", "suspended_at", "suspended_reason", "ballot_type",
    "votes_per_ballot", "max_per_idea", "min_choices", "eligibility_level",
)  # fmt: skip
OWN_BALLOT = """
    SELECT b.id, b.poll_id, b.voter_id, b.revision, b.client_key, b.cast_at, b.void_reason, r.wants_outcome,
           r.level
    FROM ideas_ballot b JOIN ideas_pollvoter r ON r.id = b.voter_id
    WHERE r.poll_id = %s AND r.{key} = %s
"""
ON_BALLOT = """
    SELECT id, ref, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END
    FROM ideas_idea WHERE poll_id = %s AND state = 'on_ballot' AND (suspended_at IS NOT NULL{chosen})
"""


def voting_phase(poll_id: int) -> Phase | None:
    """The voting phase with what its poll says about casting, and as `poll_key` the key of its fingerprints. Of the poll's
    moments only whether they are set may be used."""
    for phase in Phase.objects.raw(VOTING_PHASE, [poll_id]):
        phase.poll = IdeaPoll(pk=poll_id, **{name: getattr(phase, name) for name in OF_THE_POLL})
        return phase
    return None


OF_A_PERSON, OF_A_BEARER = OWN_BALLOT.format(key="person_id"), OWN_BALLOT.format(key="eligibility_hash")


def own_ballot_locked(poll_id: int, voter: Person | Bearer) -> Ballot | None:
    """Ballot and mark on the roll in one statement that locks both, so that what it reads is the newest."""
    lock = " FOR UPDATE OF b, r" if connection.vendor == "postgresql" else ""
    own = (OF_A_BEARER, voter.key) if isinstance(voter, Bearer) else (OF_A_PERSON, voter.pk)
    for ballot in Ballot.objects.raw(own[0] + lock, [poll_id, own[1]]):
        wants_outcome, level = bool(ballot.wants_outcome), int(ballot.level)  # type: ignore[attr-defined]
        ballot.voter = PollVoter(pk=ballot.voter_id, poll_id=poll_id, wants_outcome=wants_outcome, level=level)
        return ballot
    return None


def ideas_on_ballot(poll_id: int, refs: Collection[str]) -> dict[str, tuple[int, bool]]:
    """Of these references: key, and whether it is suspended; and every suspended idea besides."""
    chosen = f" OR ref IN ({', '.join(['%s'] * len(refs))})" if refs else ""
    with connection.cursor() as cursor:
        cursor.execute(ON_BALLOT.format(chosen=chosen), [poll_id, *refs])
        return {ref: (pk, bool(suspended)) for pk, ref, suspended in cursor.fetchall()}
