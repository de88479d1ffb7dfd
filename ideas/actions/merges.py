"""Ideas that ask for the same: brought together before the vote, with everybody's consent; a note while people vote."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept as whole
from ideas import bells, letter_links
from ideas.models import Idea, IdeaPoll, MergeLink, MergeSuggestion, Support, last_kept
from ideas.permissions import can_edit_idea, can_merge, has_confirmed_email
from people.closed import hold
from people.models import Person

REASON = 10  # letters
SUGGESTED_AT_MOST = 5  # of one idea, waiting for an answer


@transaction.atomic
def merge_ideas(*, by: Person, duplicate: Idea, kept: Idea, reason: str) -> MergeLink:
    """The duplicate leads to the other from now on, or to the one that the other leads to. No support moves: whoever supports
    the duplicate is asked, and its author may be named beside the other."""
    poll = _held(by, duplicate)
    named = kept.pk
    if poll.voting_has_begun:
        raise RuleBroken(
            gettext("Voting has begun, so nothing is merged any more. A note can stand on both."), code="locked"
        )
    duplicate, kept = _both(poll, duplicate, kept)
    kept, _depth = last_kept(kept)
    reason = _reason(reason)
    if kept.pk == duplicate.pk:
        raise RuleBroken(gettext("This would lead in a circle: that idea already leads to this one."), code="circle")
    for idea in (duplicate, kept):
        if idea.state != Idea.State.OPEN or idea.hidden:
            raise RuleBroken(
                gettext("“%(title)s” is not open any more, so it can’t be merged.") % {"title": idea.shown_title},
                code="state",
            )
    link = MergeLink.objects.create(duplicate=duplicate, kept=kept, reason=reason, by=by, at=now())
    advance(duplicate, Idea.State.MERGED, field="state", state_reason=reason)
    bells.idea_merged.ring(by=by, on=duplicate, idea=duplicate.pk, merge=link.pk)
    _follow_suggestions(by, duplicate, (named, kept.pk))
    return link


@transaction.atomic
def note_alike(*, by: Person, duplicate: Idea, kept: Idea, reason: str) -> MergeLink:
    """While people vote both stay on the ballot, and the pages of both say that they ask for the same."""
    poll = _held(by, duplicate)
    if not poll.voting_has_begun:
        raise RuleBroken(gettext("Voting has not begun: they can still be merged."), code="early")
    duplicate, kept = _both(poll, duplicate, kept)
    reason, pair = _reason(reason), (duplicate.pk, kept.pk)
    if MergeLink.objects.in_force().filter(duplicate__in=pair, kept__in=pair).exists():
        raise RuleBroken(gettext("The note stands on both pages already."), code="noted")
    link = MergeLink.objects.create(duplicate=duplicate, kept=kept, reason=reason, by=by, at=now(), only_noted=True)
    bells.ideas_noted.ring(by=by, on=duplicate, idea=duplicate.pk, merge=link.pk)
    _follow_suggestions(by, duplicate, (kept.pk,))
    return link


@transaction.atomic
def suggest_merge(*, by: Person, idea: Idea, other: Idea, words: str = "") -> MergeSuggestion:
    """An author says that their idea asks for the same as another. Nothing is merged by it: who runs the poll looks at both."""
    hold(by)
    poll = IdeaPoll.objects.select_for_update().get(pk=idea.poll_id)
    idea.refresh_from_db()
    if not can_edit_idea(by, idea):
        raise NotAllowed()
    if poll.voting_has_begun or poll.state not in ("proposing", "review"):
        raise RuleBroken(gettext("Ideas are brought together only before voting begins."), code="phase")
    idea, other = _both(poll, idea, other)
    for one in (idea, other):
        if one.state != Idea.State.OPEN or one.hidden:
            raise RuleBroken(
                gettext("“%(title)s” is not open any more, so it can’t be merged.") % {"title": one.shown_title},
                code="other",
            )
    if MergeSuggestion.objects.filter(idea=idea, other=other, by=by).exists():
        raise RuleBroken(gettext("You have said this already."), code="other")
    if MergeSuggestion.objects.waiting().filter(idea=idea).count() >= SUGGESTED_AT_MOST:
        raise RuleBroken(
            gettext("The city looks at %(n)s ideas that you named. Wait for its answer.") % {"n": SUGGESTED_AT_MOST},
            code="other",
        )
    found = MergeSuggestion.objects.create(idea=idea, other=other, by=by, words=whole(words, 500), at=now())
    bells.merge_suggested.ring(by=by, on=idea, idea=idea.pk, suggestion=found.pk)
    return found


@transaction.atomic
def decline_suggestion(*, by: Person, suggestion: MergeSuggestion, said: str) -> None:
    """They are not the same. Whoever said so hears why."""
    _held(by, suggestion.idea)
    said = whole(said, 500)
    if len(said) < REASON:
        raise RuleBroken(gettext("Say in a sentence why not. Whoever suggested it reads it."), code="reason")
    if not _answer(by, suggestion, MergeSuggestion.Answer.NO, said):
        raise RuleBroken(gettext("This is answered already."), code="answered")


def _follow_suggestions(by: Person, duplicate: Idea, kept: Iterable[int]) -> None:
    """Whoever said so of these two has their answer."""
    for suggestion in MergeSuggestion.objects.filter(answer="").of_pair([duplicate.pk], kept).select_related("idea"):
        _answer(by, suggestion, MergeSuggestion.Answer.YES)


def _answer(by: Person, suggestion: MergeSuggestion, answer: str, said: str = "") -> bool:
    facts = {"answer": answer, "said": said, "answered_by": by, "answered_at": now()}
    if not MergeSuggestion.objects.filter(pk=suggestion.pk, answer="").update(**facts):
        return False
    bells.suggestion_answered.ring(by=by, on=suggestion.idea, idea=suggestion.idea_id, suggestion=suggestion.pk)
    return True


@transaction.atomic
def undo_merge(*, by: Person, link: MergeLink) -> None:
    """Within 14 days and before the vote: the idea stands for itself again. What people did meanwhile stays done."""
    poll = _held(by, link.duplicate)
    link = MergeLink.objects.select_for_update().select_related("duplicate", "kept__poll").get(pk=link.pk)
    if link.undone_at is not None or link.only_noted:
        raise RuleBroken(gettext("This is undone already."), code="undone")
    if poll.voting_has_begun:
        raise RuleBroken(gettext("Voting has begun. What was merged stays so."), code="locked")
    if not link.can_be_undone:
        raise RuleBroken(gettext("More than 14 days have passed. What was merged stays so."), code="late")
    bring_back(by=by, link=link)


@transaction.atomic
def bring_back(*, by: Person, link: MergeLink) -> None:
    """The duplicate is an idea of its own again."""
    MergeLink.objects.filter(pk=link.pk).update(undone_at=now())
    advance(link.duplicate, Idea.State.OPEN, field="state", state_reason="")
    bells.merge_undone.ring(by=by, on=link.duplicate, idea=link.duplicate_id, merge=link.pk)


@transaction.atomic
def support_kept(*, by: Person, link: MergeLink) -> bool:
    """A supporter of the duplicate supports the other, too. True if it is new. Until voting begins: it was asked for then."""
    hold(by)
    if not has_confirmed_email(by):
        raise NotAllowed(gettext("Sign in with your e-mail to support an idea."))
    kept = _still_asked(link)
    if not Support.objects.filter(idea=link.duplicate_id, person=by).exists():
        raise NotAllowed()
    try:
        with transaction.atomic():
            Support.objects.create(idea=kept, person=by)
    except IntegrityError:
        return False
    Idea.objects.filter(pk=kept.pk).update(supports=F("supports") + 1)
    return True


@transaction.atomic
def become_co_author(*, by: Person, link: MergeLink) -> None:
    """The author of the duplicate is named beside the author of the other. Twice is once."""
    hold(by)
    _still_asked(link)
    if not link.offers_co_authorship(by):
        raise NotAllowed()
    MergeLink.objects.filter(pk=link.pk, co_author_at=None).update(co_author_at=now())


def read_token(token: str) -> tuple[MergeLink, Person]:
    """Raises RuleBroken if it is damaged, or the 30 days are over."""
    link, person = letter_links.MERGED.read(token)
    if now() >= link.at + MergeLink.GOOD_FOR:
        raise RuleBroken(gettext("This link was good for 30 days. Sign in to support the idea."), code="too_old")
    # Undone and merged again, nobody is written to twice: the letter they have speaks of the merge in force.
    in_force = MergeLink.objects.leading().select_related("duplicate__poll", "kept__poll")
    return in_force.filter(duplicate=link.duplicate, kept=link.kept).first() or link, person


def _still_asked(link: MergeLink) -> Idea:
    """The idea that it leads to in the end, while people can still say yes: in review, too, since whoever is asked on the last day
    of collecting has the same 30 days. Nobody else supports anything then."""
    poll = IdeaPoll.objects.select_for_update().get(pk=link.duplicate.poll_id)
    link.refresh_from_db()
    if link.undone_at is not None:
        raise RuleBroken(
            gettext("The two ideas stand each for itself again. Your support is where it was."), code="undone"
        )
    kept, _depth = last_kept(link.kept)
    if poll.voting_has_begun or poll.suspended_at is not None or kept.state != Idea.State.OPEN or kept.hidden:
        raise RuleBroken(gettext("This idea can't be supported now."), code="state")
    return kept


def _held(by: Person, idea: Idea) -> IdeaPoll:
    """The poll's row: two merges in one poll wait for each other, so no circle can come about."""
    poll = IdeaPoll.objects.select_for_update().get(pk=idea.poll_id)
    if not can_merge(by, poll):
        raise NotAllowed()
    return poll


def _both(poll: IdeaPoll, duplicate: Idea, kept: Idea) -> tuple[Idea, Idea]:
    if kept.poll_id != poll.pk:
        raise RuleBroken(gettext("Both ideas must be of this poll."), code="kept")
    if kept.pk == duplicate.pk:
        raise RuleBroken(gettext("That is this idea. Take the number of the other one."), code="kept")
    rows = Idea.objects.select_for_update(of=("self",)).select_related("poll").in_bulk([duplicate.pk, kept.pk])
    return rows[duplicate.pk], rows[kept.pk]


def _reason(reason: str) -> str:
    reason = whole(reason, 500)
    if len(reason) < REASON:
        raise RuleBroken(gettext("Say in a sentence why they are the same. Everybody reads it."), code="reason")
    return reason
