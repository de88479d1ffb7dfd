"""Ideas from the first word to the ballot: sent, supported, edited, taken back, looked at by the city."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from city.models import Department
from conversations.actions import subject_of
from conversations.actions.reports import many_say_so, open_case
from conversations.models import Case
from conversations.permissions import may_contact
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from files.actions import remove_picture
from files.models import Picture
from ideas import bells
from ideas.models import RANKED_AT_MOST, Idea, IdeaPoll, IdeaRevision, MergeLink, Rewording, Support
from ideas.permissions import (
    can_edit_idea,
    can_enter_for_others,
    can_manage,
    first_waits,
    has_confirmed_email,
    takes_ideas_of,
)
from ideas.places import Place, nowhere
from people.closed import hold
from people.models import Person
from people.permissions import official
from people.system import SYSTEM

from .merges import bring_back

TITLE, BODY = 120, 4000
A_DAY = 3
TYPING_ERRORS = timedelta(hours=24)


@transaction.atomic
def submit_idea(
    *,
    by: Person,
    poll: IdeaPoll,
    title: str,
    body: str,
    category: str = "other",
    place: Place = nowhere,
    on_behalf_of: str = "",
    picture: Picture | None = None,
    language: str = "",
) -> Idea:
    """A new idea, to be read by everybody at once, or where the poll says so of a new account once a moderator has looked.
    What an official enters is marked as the city's own.
    """
    hold(by)
    poll = _taking_ideas(by, poll)
    if not has_confirmed_email(by):
        raise NotAllowed(gettext("Sign in with your e-mail to send an idea."))
    _may_write(by)
    title, body, on_behalf_of = *idea_words(title, body), kept(on_behalf_of, 120)
    if on_behalf_of and not can_enter_for_others(by):
        raise NotAllowed(gettext("Only officials and those who lead a project enter ideas for others."))
    _has_room(poll)
    by_the_city = official(by)
    if not by_the_city:
        _has_ideas_left(by, poll)
    waits = first_waits(by, poll)
    idea = Idea.objects.create(
        poll=poll,
        ref=_next_ref(poll),
        title=title,
        body=body,
        language=language or by.language,
        author=by,
        by_the_city=by_the_city,
        on_behalf_of=on_behalf_of,
        category=category,
        neighborhood=place.neighborhood or poll.neighborhood,
        latitude=place.latitude,
        longitude=place.longitude,
        picture=picture,
        submitted_at=now(),
        hidden=waits,
        hold_reason=Idea.Hold.FIRST if waits else "",
    )
    if waits:
        open_case(by=SYSTEM(), subject=subject_of(thing=idea), comment=None, about=by)
    (bells.idea_held if waits else bells.idea_submitted).ring(by=by, on=idea, idea=idea.pk)
    return idea


@transaction.atomic
def edit_idea(*, by: Person, idea: Idea, title: str, body: str, language: str = "") -> Idea:
    """Freely until somebody else supports it; then 24 hours for typing errors, with the old words kept for all to see."""
    poll = _taking_ideas(by, idea.poll)
    idea = Idea.objects.select_for_update().get(pk=idea.pk, poll=poll)
    if not can_edit_idea(by, idea):
        raise NotAllowed()
    _may_write(by)
    if idea.state != Idea.State.OPEN:
        raise RuleBroken(gettext("This idea can't be changed any more."), code="state")
    first = idea.support_rows.exclude(person=by).order_by("created_at").values_list("created_at", flat=True).first()
    if first and now() > first + TYPING_ERRORS:
        raise RuleBroken(
            gettext("Others support this idea as it is. Write a comment instead of changing it."), code="supported"
        )
    title, body = idea_words(title, body)
    if language:
        Idea.objects.filter(pk=idea.pk).update(language=language)
        idea.language = language
    if (title, body) == (idea.title, idea.body):
        return idea
    revision = IdeaRevision.objects.create(idea=idea, n=idea.version, title=idea.title, body=idea.body, by=by, at=now())
    Idea.objects.filter(pk=idea.pk).update(title=title, body=body, version=F("version") + 1)
    bells.idea_edited.ring(by=by, on=idea, idea=idea.pk, revision=revision.pk)
    idea.refresh_from_db()
    return idea


@transaction.atomic
def support_idea(*, by: Person, idea: Idea) -> bool:
    """“I like this”, once. True if it is new; a second tap changes nothing."""
    hold(by)
    _may_support(by, idea)
    try:
        with transaction.atomic():
            Support.objects.create(idea=idea, person=by)
    except IntegrityError:
        return False
    Idea.objects.filter(pk=idea.pk).update(supports=F("supports") + 1)
    return True


@transaction.atomic
def unsupport_idea(*, by: Person, idea: Idea) -> bool:
    """Take it back. True if there was something to take back."""
    _may_support(by, idea)
    gone, _rows = Support.objects.filter(idea=idea, person=by).delete()
    if gone:
        Idea.objects.filter(pk=idea.pk).update(supports=F("supports") - 1)
    return bool(gone)


@transaction.atomic
def withdraw_idea(*, by: Person, idea: Idea, reason: str = "") -> None:
    """Its author takes it back, until voting begins. Its page stays, with the reason."""
    poll = _before_voting(idea.poll)
    idea = Idea.objects.select_for_update().get(pk=idea.pk, poll=poll)
    if not can_edit_idea(by, idea):
        raise NotAllowed()
    advance(idea, Idea.State.WITHDRAWN, field="state", state_reason=kept(reason, 500), withdrawn_at=now())
    for link in MergeLink.objects.merges().filter(kept=idea).select_related("duplicate"):
        bring_back(by=by, link=link)  # what led here has nowhere to lead to
    bells.idea_withdrawn.ring(by=by, on=idea, idea=idea.pk)


@transaction.atomic
def review_idea(
    *,
    by: Person,
    idea: Idea,
    feasible: bool,
    cost: int | None = None,
    reason: str = "",
    category: str = "",
    department: Department | None = None,
) -> None:
    """The city says before the vote whether an idea is possible, what it costs, and whose matter it is if not the poll's."""
    poll = _before_voting(idea.poll)
    idea = Idea.objects.select_for_update().get(pk=idea.pk, poll=poll)
    if not can_manage(by, poll):
        raise NotAllowed()
    if not feasible and len(reason.strip()) < 10:
        raise RuleBroken(gettext("Say in a sentence why it is not possible."), code="reason")
    if cost is not None and cost < 0:
        raise RuleBroken(gettext("A cost can't be less than nothing."), code="cost")
    wanted = Idea.State.OPEN if feasible else Idea.State.NOT_ELIGIBLE
    facts = {
        "cost": cost,
        "category": category or idea.category,
        "department": department,
        "state_reason": kept(reason, 500),
    }
    if idea.state == wanted:
        Idea.objects.filter(pk=idea.pk).update(**facts)
    else:
        if feasible:
            _has_room(poll)
        advance(idea, wanted, field="state", **facts)
    bells.idea_reviewed.ring(by=by, on=idea, idea=idea.pk)


@transaction.atomic
def hide_or_show(*, idea: Idea) -> None:
    """Out of sight, or back: as the decided cases about it say, and before a vote also while several people report it, or
    while it is the first of a new account and nobody has looked.

    Beside its state, so that showing it again restores everything. A hold takes nothing off a ballot. Twice is once.
    """
    poll = IdeaPoll.objects.select_for_update().get(pk=idea.poll_id)  # voting can't begin between the look and the deed
    idea.refresh_from_db()
    assert idea.subject is not None
    decided = Case.objects.filter(subject=idea.subject, comment=None).hiding().exists()
    can_be_held = idea.state == Idea.State.OPEN and not idea.by_the_city and not poll.voting_has_begun
    held = _why_held(idea) if can_be_held and not decided else ""
    if idea.hidden and not decided and not held:
        show(idea=idea)
    elif decided or held:
        fresh = held and not idea.hidden
        Idea.objects.filter(pk=idea.pk).update(hidden=True, hold_reason=held)
        if fresh:
            bells.idea_held.ring(by=SYSTEM(), on=idea, idea=idea.pk)


def _why_held(idea: Idea) -> str:
    assert idea.subject is not None
    if many_say_so(idea.subject):
        return Idea.Hold.REPORTS
    unread = Case.objects.waiting().filter(subject=idea.subject, comment=None, safeguarding=False)
    return Idea.Hold.FIRST if idea.hold_reason == Idea.Hold.FIRST and unread.exists() else ""


@transaction.atomic
def show(*, idea: Idea) -> None:
    """Everybody reads it again; one that had waited from its first hour is new to them."""
    author = idea.author or SYSTEM()
    Idea.objects.filter(pk=idea.pk).update(hidden=False, hold_reason="")
    if idea.hold_reason:
        bells.idea_shown.ring(by=SYSTEM(), on=idea, idea=idea.pk)
    if idea.hold_reason == Idea.Hold.FIRST:
        bells.idea_submitted.ring(by=author, on=idea, idea=idea.pk)


@transaction.atomic
def forget_author(*, person: Person, remove_texts: bool = False) -> None:
    """Somebody leaves: the author becomes a former member, supports stay as numbers. Their words go only if they ask."""
    mine = Idea.objects.filter(author=person)
    asked = Rewording.objects.filter(idea__in=mine)
    asked.waiting().update(withdrawn_at=now())  # nobody is left who could say yes
    asked.update(said="")
    if remove_texts:
        asked.delete()
        IdeaRevision.objects.filter(idea__in=mine).delete()
        for picture in Picture.objects.filter(pk__in=mine.values("picture")):
            remove_picture(picture=picture)
        mine.filter(state=Idea.State.WITHDRAWN).update(state_reason="", withdrawn_at=None)
        mine.update(title=gettext("Removed"), body=gettext("Its author removed these words."))
    mine.update(author=None, on_behalf_of="", latitude=None, longitude=None)
    IdeaRevision.objects.filter(by=person).update(by=None)
    Support.objects.filter(person=person).update(person=None)


def _taking_ideas(by: Person, poll: IdeaPoll) -> IdeaPoll:
    """The poll's row, held: voting can't begin between the look and the deed. In a draft its officials put down their own."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if not takes_ideas_of(by, poll):
        raise RuleBroken(_not_proposing(poll), code="phase")
    return poll


def _has_room(poll: IdeaPoll) -> None:
    """The poll's row is held: two can't take the last place."""
    if poll.ranks and poll.ideas.filter(state=Idea.State.OPEN).count() >= RANKED_AT_MOST:
        raise RuleBroken(
            gettext("This poll has %(n)s ideas, as many as people can put in order. Support one of them instead.")
            % {"n": RANKED_AT_MOST},
            code="full",
        )


def _has_ideas_left(by: Person, poll: IdeaPoll) -> None:
    """A resident: so many within a day, and so many in one poll."""
    if Idea.objects.filter(author=by, submitted_at__gt=now() - timedelta(days=1)).count() >= A_DAY:
        raise RuleBroken(
            gettext("You have sent %(n)s ideas within a day, and that is the limit. Please come back tomorrow.")
            % {"n": A_DAY},
            code="a_day",
        )
    mine = poll.ideas.filter(author=by).exclude(state=Idea.State.WITHDRAWN).count()
    if mine >= poll.ideas_per_resident:
        raise RuleBroken(
            gettext("You have sent %(n)s ideas, and that is the limit in this poll. You can take one back first.")
            % {"n": mine},
            code="limit",
        )


def _next_ref(poll: IdeaPoll) -> str:
    """The poll's row is held: no number is given twice."""
    IdeaPoll.objects.filter(pk=poll.pk).update(next_idea_n=F("next_idea_n") + 1)
    return f"{now().astimezone(poll.tz).year}-{poll.next_idea_n:03}"


def _not_proposing(poll: IdeaPoll) -> str:
    if poll.state == "suspended":
        return gettext("This poll is suspended: %(reason)s") % {"reason": poll.suspended_reason}
    if poll.state in ("draft", "coming"):
        return gettext("This poll does not take ideas yet.")
    return gettext("The time for ideas is over in this poll.")


def _before_voting(poll: IdeaPoll) -> IdeaPoll:
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if poll.voting_has_begun:
        raise RuleBroken(
            gettext("Voting has begun. What is on the ballot stays; the city can only suspend it."), code="locked"
        )
    return poll


def _may_support(by: Person, idea: Idea) -> None:
    if not has_confirmed_email(by):
        raise NotAllowed(gettext("Sign in with your e-mail to support an idea."))
    if idea.poll.state != "proposing":
        raise RuleBroken(_not_proposing(idea.poll), code="phase")
    if idea.state != Idea.State.OPEN or idea.hidden:
        raise RuleBroken(gettext("This idea can't be supported now."), code="state")


def _may_write(by: Person) -> None:
    """Whom a case keeps from writing writes no ideas either."""
    if not may_contact(by):
        raise NotAllowed(gettext("You can’t write here."))


def idea_words(title: str, body: str) -> tuple[str, str]:
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    if not title:
        raise RuleBroken(gettext("Give your idea a name."), code="title")
    if len(title) > TITLE:
        raise RuleBroken(gettext("The name is too long: at most %(n)s letters.") % {"n": TITLE}, code="title_long")
    if not body:
        raise RuleBroken(gettext("Say in a few sentences what should be done."), code="body")
    if len(body) > BODY:
        raise RuleBroken(
            gettext("Your text has %(here)s letters, and there is room for %(most)s. Please shorten it.")
            % {"here": len(body), "most": BODY},
            code="body_long",
        )
    return title, body
