"""While a poll is in review the city may propose other words for an idea. Its author sees the difference, and decides."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from ideas import bells, letter_links
from ideas.models import Idea, IdeaPoll, IdeaRevision, Rewording
from ideas.permissions import can_consent, can_manage, has_author
from people.closed import hold
from people.models import Person

from .ideas import idea_words

REASON = 10  # letters
OPEN_TO_CHANGE = (Idea.State.OPEN, Idea.State.NOT_ELIGIBLE)


@transaction.atomic
def propose_words(*, by: Person, idea: Idea, title: str, body: str, reason: str, seen: int) -> Rewording:
    """The author is asked; until they say yes the idea says what it said. `seen` is the version that the official read. What
    an official sent as the city's own is theirs to change: their yes is given with it."""
    idea = _in_review(idea)
    if not can_manage(by, idea.poll):
        raise NotAllowed()
    _can_be_asked(idea)
    title, body = idea_words(title, body)
    reason = kept(reason, 500)
    if len(reason) < REASON:
        raise RuleBroken(
            gettext("Say in a sentence why. Its author reads it, and with a yes everybody."), code="reason"
        )
    if (title, body) == (idea.title, idea.body):
        raise RuleBroken(gettext("These are the words that it has already."), code="same")
    if seen != idea.version:
        raise RuleBroken(
            gettext("The idea was changed while you wrote. Compare your words with what it says now."), code="stale"
        )
    if idea.rewordings.filter(answer=Rewording.Answer.NO, title=title, body=body).exists():
        raise RuleBroken(gettext("Its author has said no to these words."), code="refused")
    given = {"title": title, "body": body, "reason": reason, "of_version": idea.version, "by": by, "at": now()}
    try:
        with transaction.atomic():
            asked = Rewording.objects.create(idea=idea, **given)
    except IntegrityError:
        raise RuleBroken(
            gettext("Its author is being asked about other words already. Take those back first."), code="waits"
        ) from None
    bells.rewording_asked.ring(by=by, on=idea, idea=idea.pk, rewording=asked.pk)
    if idea.author_id == by.pk:
        agree_to_words(by=by, rewording=asked)
    return asked


@transaction.atomic
def agree_to_words(*, by: Person, rewording: Rewording) -> Idea:
    """Their yes changes the words. What they were before stays readable, with who changed them and why."""
    rewording = _asked(by, rewording)
    idea = rewording.idea
    if why := why_not_answered(rewording):
        raise RuleBroken(why, code="overtaken")
    revision = IdeaRevision.objects.create(
        idea=idea, n=idea.version, title=idea.title, body=idea.body, by=rewording.by, at=now()
    )
    Idea.objects.filter(pk=idea.pk).update(title=rewording.title, body=rewording.body, version=F("version") + 1)
    _answered(by, rewording, Rewording.Answer.YES, revision=revision)
    bells.idea_edited.ring(by=by, on=idea, idea=idea.pk, revision=revision.pk)
    idea.refresh_from_db()
    return idea


@transaction.atomic
def decline_words(*, by: Person, rewording: Rewording, said: str = "") -> None:
    """Their no: nothing changes, and whoever asked hears it."""
    _answered(by, _asked(by, rewording), Rewording.Answer.NO, said=kept(said, 500))


@transaction.atomic
def take_words_back(*, by: Person, rewording: Rewording) -> None:
    """The city does not ask any more. Twice is once."""
    idea = _held(rewording.idea)
    if not can_manage(by, idea.poll):
        raise NotAllowed()
    if Rewording.objects.waiting().filter(pk=rewording.pk).update(withdrawn_at=now()):
        bells.rewording_withdrawn.ring(by=by, on=idea, idea=idea.pk, rewording=rewording.pk)


def read_rewording_token(token: str) -> tuple[Rewording, Person]:
    """Raises RuleBroken if it is damaged, and NotAllowed if the idea is somebody else's."""
    found, person = letter_links.REWORDED.read(token)
    if not can_consent(person, found.idea):
        raise NotAllowed()
    return found, person


def why_not_asked(idea: Idea) -> str:
    """Why its author can't be asked now, as a sentence; "" if they can."""
    if not has_author(idea):
        return gettext("Whoever wrote this idea has left, so nobody can say yes: its words stay as they are.")
    if idea.hidden:
        return gettext("A moderator has to look at this idea first.")
    if idea.state not in OPEN_TO_CHANGE:
        return gettext("This idea can't be changed any more.")
    return ""


def why_not_answered(rewording: Rewording) -> str:
    """Why a yes or no would change nothing any more; "" while it waits."""
    if rewording.idea.poll.voting_has_begun:
        return gettext("Voting has begun. The words on the ballot stay as they are.")
    if rewording.idea.poll.state != "review":
        return gettext("The city can propose other words only between the time for ideas and the vote.")
    if rewording.is_overtaken:
        return gettext("Your idea was changed since you were asked, so this is not made. The city can ask anew.")
    return why_not_asked(rewording.idea)


def _can_be_asked(idea: Idea) -> None:
    if why := why_not_asked(idea):
        raise RuleBroken(why, code="state")


def _asked(by: Person, rewording: Rewording) -> Rewording:
    """The row as it is now, if this person may still answer it."""
    hold(by)
    idea = _in_review(rewording.idea)
    if not can_consent(by, idea):
        raise NotAllowed()
    _can_be_asked(idea)
    fresh = Rewording.objects.select_related("by").get(pk=rewording.pk)
    if fresh.withdrawn_at is not None:
        raise RuleBroken(gettext("The city took this back. Your words stay as they are."), code="withdrawn")
    if fresh.answer:
        raise RuleBroken(gettext("You have answered this already."), code="answered")
    fresh.idea = idea
    return fresh


def _answered(by: Person, rewording: Rewording, answer: str, **facts: object) -> None:
    Rewording.objects.filter(pk=rewording.pk).update(answer=answer, answered_at=now(), **facts)
    bells.rewording_answered.ring(by=by, on=rewording.idea, idea=rewording.idea_id, rewording=rewording.pk)


def _held(idea: Idea) -> Idea:
    """The poll's row and the idea's: voting can't begin between the look and the deed."""
    poll = IdeaPoll.objects.select_for_update().get(pk=idea.poll_id)
    idea = Idea.objects.select_for_update(of=("self",)).select_related("author").get(pk=idea.pk)
    idea.poll = poll
    return idea


def _in_review(idea: Idea) -> Idea:
    idea = _held(idea)
    if idea.poll.voting_has_begun:
        raise RuleBroken(gettext("Voting has begun. The words on the ballot stay as they are."), code="locked")
    if idea.poll.state != "review":
        raise RuleBroken(
            gettext("The city can propose other words only between the time for ideas and the vote."), code="phase"
        )
    return idea
