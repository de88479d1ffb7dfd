"""Blocks that somebody looks after: listed by the city, adopted by one person or team, free again when they go."""

from collections.abc import Callable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from core.refs import new_ref
from files.actions import remove_picture
from people.models import Person
from people.system import SYSTEM
from projects import bells
from projects.models import Adoption, Block, Teammate
from projects.models.blocks import today
from projects.permissions import can_adopt, can_care, can_keep_block, can_list_blocks, can_take_block_back

from .hours import REASON_LETTERS

TEAM_AT_MOST = 25  # besides whoever adopted it
AT_MOST = 3  # blocks for one person; more than that nobody keeps up, and others want one too
State, Told = Adoption.State, Adoption.Told
STEPS = (Told.DUE, Told.OVERDUE, Told.ASKED)


@transaction.atomic
def list_block(*, by: Person, block: Block | None = None, **words: Any) -> Block:
    """Offer a block, or change what is said about it. Who looks after it keeps the rhythm and term they agreed to."""
    if not can_list_blocks(by):
        raise NotAllowed
    if block is not None:
        old = block.picture if "picture" in words else None
        Block.objects.filter(pk=block.pk).update(**words)
        if old:
            remove_picture(picture=old)
        block.refresh_from_db()
        return block
    base = slugify(words["title"])[:60].strip("-") or "block"
    slug = f"{base}-{new_ref(6)}" if Block.objects.filter(slug=base).exists() else base
    return Block.objects.create(slug=slug, listed_by=by, **words)


def adopt_block(*, by: Person, block: Block, agreed: bool, team: str = "") -> Adoption:
    """Take a free block on, for oneself or for a team that one answers for."""
    if not can_adopt(by):
        raise NotAllowed(gettext("Grown-ups adopt a block. You can help somebody who does."))
    if not agreed:
        raise RuleBroken(gettext("Please agree to the rhythm first."), code="agreed")
    with transaction.atomic():
        lock(by, field="kind")
        lock(block, field="every_weeks")
        block = Block.objects.get(pk=block.pk)
        if not block.offered:
            raise RuleBroken(gettext("This block is not on offer any more."), code="not_offered")
        for over in block.adoptions.filter(state=State.LIVE, until__lte=today()):
            _end(over, State.OVER, by=SYSTEM())
        if block.adoptions.live().exists():
            raise RuleBroken(
                gettext("Somebody was faster: this block has just been adopted. Others are free."), code="taken"
            )
        if by.adoptions.live().count() >= AT_MOST:
            raise RuleBroken(
                gettext("You look after %(n)d blocks already. Give one up first.") % {"n": AT_MOST}, code="enough"
            )
        adoption = Adoption.objects.create(
            block=block, person=by, team=kept(team, 60), every_weeks=block.every_weeks, since=today(),
            until=today() + relativedelta(months=block.months),
        )  # fmt: skip
        bells.block_adopted.ring(by=by, on=adoption, adoption=adoption.pk)
        return adoption


def give_up_block(*, by: Person, adoption: Adoption) -> None:
    """One press. Somebody else can take it on at once; what was done stays done."""
    with transaction.atomic():
        adoption = _held(adoption)
        if not can_keep_block(by, adoption):
            raise NotAllowed
        _end(adoption, State.GIVEN_UP, by=by)


def take_block_back(*, by: Person, adoption: Adoption, reason: str) -> None:
    """The city ends it; the person reads why."""
    if not can_take_block_back(by, adoption):
        raise NotAllowed
    if len(reason.strip()) < REASON_LETTERS:
        raise RuleBroken(gettext("Please say why, in a few words. They read it."), code="reason")
    with transaction.atomic():
        _end(_held(adoption), State.TAKEN_BACK, by=by, reason=kept(reason, 300))


def say_still_here(*, by: Person, adoption: Adoption) -> Adoption:
    """“Yes, I still look after it”: the rhythm begins anew. Twice is harmless."""
    with transaction.atomic():
        adoption = must_go_on(by=by, adoption=adoption)
        if adoption.waits_for_an_answer:
            Adoption.objects.filter(pk=adoption.pk).update(answered_on=today())
            bells.keeper_answered.ring(by=by, on=adoption, adoption=adoption.pk)
            return _held(adoption)
        return adoption


def renew_adoption(*, by: Person, adoption: Adoption) -> Adoption:
    """Another term, in the last 30 days of this one. A second press finds nothing to renew."""
    with transaction.atomic():
        adoption = must_go_on(by=by, adoption=adoption)
        if not adoption.can_be_renewed:
            raise RuleBroken(
                gettext("You can renew in the last 30 days of your term. Yours goes on for longer."), code="early"
            )
        until = adoption.until + relativedelta(months=adoption.block.months)
        Adoption.objects.filter(pk=adoption.pk).update(until=until)
        bells.adoption_renewed.ring(by=by, on=adoption, adoption=adoption.pk)
        return _held(adoption)


def join_block_team(*, by: Person, adoption: Adoption) -> None:
    """Help to look after a block that was adopted for a team. Twice is harmless; who was taken off it stays off."""
    if not can_adopt(by):
        raise NotAllowed(gettext("Grown-ups join a team that looks after a block."))
    with transaction.atomic():
        adoption = _held(adoption)
        if not adoption.goes_on or not adoption.team:
            raise RuleBroken(gettext("This team does not look after the block any more."), code="ended")
        if can_care(by, adoption):
            return
        if adoption.teammates.count() >= TEAM_AT_MOST:
            raise RuleBroken(gettext("This team is full: it has %(n)d people.") % {"n": TEAM_AT_MOST}, code="full")
        mate, made = Teammate.objects.get_or_create(adoption=adoption, person=by)
        if not made and mate.left_by_id != by.pk:
            raise RuleBroken(gettext("You were taken off this team. Please talk to whoever leads it."), code="off")
        Teammate.objects.filter(pk=mate.pk).update(left_at=None, left_by=None)
        bells.block_team_joined.ring(by=by, on=adoption, adoption=adoption.pk)


def leave_block_team(*, by: Person, adoption: Adoption, person: Person) -> None:
    """Oneself, or taken off by whoever adopted it. What they did stays theirs. Twice is harmless."""
    with transaction.atomic():
        adoption = _held(adoption)
        if by.pk != person.pk and not can_keep_block(by, adoption):
            raise NotAllowed
        left = adoption.mates.filter(person=person, left_at__isnull=True).update(left_at=now(), left_by=by)
        if left:
            bells.block_team_left.ring(by=by, on=adoption, adoption=adoption.pk)


def follow_blocks() -> int:
    """Say what is due, ask who is silent, end what is over. Returns how many adoptions something happened to."""
    going = Adoption.objects.filter(state=State.LIVE).with_care().select_related("block")
    return sum(_follow(adoption) for adoption in going.order_by("pk") if _has_news(adoption))


def must_go_on(*, by: Person, adoption: Adoption, may: Callable[[Person, Adoption], bool] = can_keep_block) -> Adoption:
    """Held, theirs, and not over: raises RuleBroken when it has ended."""
    adoption = _held(adoption)
    if not may(by, adoption):
        raise NotAllowed
    if not adoption.goes_on:
        raise RuleBroken(gettext("You don’t look after this block any more."), code="ended")
    return adoption


def _has_news(adoption: Adoption) -> bool:
    return bool(adoption.until <= today() or _is_silent(adoption) or _step(adoption) or _asks_to_renew(adoption))


def _follow(found: Adoption) -> bool:
    """Once more under the lock: somebody may have cared, answered or renewed a moment ago."""
    with transaction.atomic():
        adoption = _held(found)
        if adoption.state != State.LIVE:
            return False
        if adoption.until <= today():
            _end(adoption, State.OVER, by=SYSTEM())
            return True
        if _is_silent(adoption):
            _end(adoption, State.SILENT, by=SYSTEM())
            return True
        return _remind(adoption) | _ask_to_renew(adoption)


def _step(adoption: Adoption) -> str:
    """What should be said now about the care that is due, if it was not said yet. A sleeping worker skips steps."""
    starts = (adoption.due_on, adoption.due_on + Adoption.OVERDUE_AFTER, adoption.asked_from)
    reached = sum(start <= today() for start in starts)
    said = STEPS.index(Told(adoption.told)) + 1 if adoption.told and adoption.told_for == adoption.due_on else 0
    return STEPS[reached - 1] if reached > said else ""


def _is_silent(adoption: Adoption) -> bool:
    return adoption.answer_by is not None and adoption.answer_by < today()


def _asks_to_renew(adoption: Adoption) -> bool:
    return adoption.can_be_renewed and adoption.renewal_asked_for != adoption.until


def _remind(adoption: Adoption) -> bool:
    if not (step := _step(adoption)):
        return False
    Adoption.objects.filter(pk=adoption.pk).update(told=step, told_for=adoption.due_on, told_at=now())
    bells.care_reminded.ring(by=SYSTEM(), on=adoption, adoption=adoption.pk, told=step)
    return True


def _ask_to_renew(adoption: Adoption) -> bool:
    if not _asks_to_renew(adoption):
        return False
    Adoption.objects.filter(pk=adoption.pk).update(renewal_asked_for=adoption.until)
    bells.renewal_asked.ring(by=SYSTEM(), on=adoption, adoption=adoption.pk)
    return True


def _end(adoption: Adoption, to: str, *, by: Person, reason: str = "") -> None:
    advance(adoption, to, field="state", ended_at=now(), reason=reason)
    bells.adoption_ended.ring(by=by, on=adoption, adoption=adoption.pk)


def _held(adoption: Adoption) -> Adoption:
    """As it is now, and nobody else changes it until the transaction ends."""
    lock(adoption, field="every_weeks")
    return Adoption.objects.with_care().select_related("block", "person").get(pk=adoption.pk)
