"""Who comes on the voter roll, and what they have shown for it. Nothing here knows what anybody chose."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_noop

from core.errors import NotAllowed, RuleBroken
from ideas import eligibility, fingerprints
from ideas.bearers import Bearer
from ideas.models import IdeaPoll, PollVoter, VotingRight
from ideas.permissions import can_vote, has_confirmed_email
from people.closed import hold
from people.models import Person

TAKEN = gettext_noop("Somebody else voted here with the same phone number. Each number votes once.")


def check_right(*, by: Person | Bearer, poll: IdeaPoll) -> None:
    """Raises NotAllowed. What a bearer holds stays locked, so that nobody takes it back meanwhile."""
    if isinstance(by, Bearer):
        right = VotingRight.objects.select_for_update().filter(poll=poll.pk, fingerprint=by.right, revoked_at=None)
        if not by.may_vote_in(poll) or right.first() is None:
            raise NotAllowed(gettext("This code can’t be used any more. Ask the office named below."))
    elif not can_vote(by, poll):
        sign_in = gettext("Sign in with your e-mail to vote in this poll.")
        raise NotAllowed(hindrance(by, poll) if has_confirmed_email(by) else sign_in)


def on_the_roll(*, by: Person | Bearer, poll: IdeaPoll, marks: dict[str, str]) -> PollVoter:
    """`marks`: where a person's first ballot comes from. Who holds a code or a line of the register leaves none."""
    if isinstance(by, Bearer):
        VotingRight.objects.filter(poll=poll, fingerprint=by.right).update(used=True)
        return PollVoter.objects.create(poll=poll, eligibility_hash=by.key, level=by.level, wants_outcome=False)
    hold(by)  # two accounts that are being joined are one voter
    if fingerprints.has_left(poll=poll, person=by):
        raise RuleBroken(
            gettext(
                "Somebody with this e-mail address voted on paper, or their ballot was set aside. A person votes once."
            ),
            code="paper",
        )
    proof = fingerprints.of_proof(poll=poll, person=by)
    return PollVoter.objects.create(poll=poll, person=by, level=poll.eligibility_level, proof=proof, **marks)


def confirm_mark(*, by: Person, voter: PollVoter, poll: IdeaPoll) -> None:
    """Somebody who may vote shows what the poll asks for since they voted: their mark rises to it. Raises RuleBroken."""
    proof = fingerprints.of_proof(poll=poll, person=by)
    try:
        with transaction.atomic():
            PollVoter.objects.filter(pk=voter.pk).update(level=poll.eligibility_level, proof=proof)
    except IntegrityError:
        raise RuleBroken(gettext(TAKEN), code="taken") from None


def hindrance(person: Person | Bearer | None, poll: IdeaPoll) -> str:
    """Why somebody who is signed in can't vote, and what to do. "" if they can."""
    if isinstance(person, Bearer):
        return ""  # looked at when the code was typed, and again with each save
    if person is not None and can_vote(person, poll):
        return gettext(TAKEN) if fingerprints.is_taken(poll=poll, person=person) else ""
    asked = eligibility.level(poll.eligibility_level)
    if asked and not asked.by_code and not has_confirmed_email(person):
        asked = eligibility.level(1)
    return str(asked.missing) if asked else gettext("Nobody can vote in this poll here.")
