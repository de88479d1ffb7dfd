"""One letter with everything that is new: what somebody follows, and what waits for their digest by choice or over the limit."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils import translation
from django.utils.translation import gettext

from city import context
from conversations import kinds
from conversations.models import Comment, Follow
from core import queue
from core.clock import now
from core.errors import RuleBroken
from core.refs import new_ref
from ideas.models import Idea
from notices.kinds import CATEGORIES
from notices.links import link
from notices.models import Digest, How, Letter, Preference
from notices.news import Following, Found, Line, News, following, gather, line_of
from notices.stopping import token_of
from people.models import Person
from projects import offer_time

from .writing import foot, render

KIND = "digest"
NEWS = "follow_news"  # a line of what they follow that was over the limit
AT_MOST = 12  # lines; the page has them all
BATCH = 250
SETTLED = timedelta(minutes=1)  # a deed younger than this may not be committed yet
FARTHEST = timedelta(days=31)  # after a longer silence, the last month
ON_THE_PAGE = timedelta(days=14)

Say = Callable[[str], Any]


def choose_digest(*, by: Person, every: str, weekday: int, hour: int) -> Digest:
    """How often, on which day and at which hour. What they have heard of stays heard."""
    if every not in Digest.Every or weekday not in range(7) or hour not in Digest.HOURS:
        raise RuleBroken(gettext("Please choose a day, and an hour from 8:00 to 20:00."), code="hour")
    plan = Digest.objects.filter(person=by).first() or Digest(person=by, heard_until=now() - FARTHEST)
    plan.every, plan.weekday, plan.hour = every, weekday, hour
    plan.next_at = plan.next_after(now(), context.zone())
    plan.save()
    return plan


def write_digests(*, say: Say = lambda words: None) -> int:
    """For everybody whose time has come: by day, one on a day at most, none where nothing is new. Returns how many letters.

    Whoever missed some gets one about all of it. Two at the same time share the work.
    """
    if offer_time.is_quiet(now(), context.zone()):
        return 0
    make_plans()
    total = Digest.objects.due().count()
    oldest = Digest.objects.due().order_by("heard_until").values_list("heard_until", flat=True).first()
    if oldest is None:
        return 0
    until = now() - SETTLED
    news = gather(max(oldest, until - FARTHEST), until)
    done, written, begun, words = 0, 0, time.monotonic(), Words()
    while True:
        batch, letters = _write(news, words)
        if not batch:
            break
        done, written = done + batch, written + letters
        say(progress(done, total, time.monotonic() - begun))
    transaction.on_commit(lambda: queue.hurry("notices.tasks.send_due"))
    return written


def progress(done: int, total: int, seconds: float) -> str:
    left = seconds / done * max(0, total - done)
    return f"{done:,} of {max(done, total):,}, about {left:.0f} s left"


def make_plans() -> int:
    """For those who follow something, whose idea somebody supports, or for whom a line waits, and have no plan yet: the
    usual one, from that moment on.
    """
    waiting = Letter.objects.unsent().filter(lane=Letter.Lane.DIGEST, person__digest=None)
    follows = Follow.objects.filter(person__digest=None)
    liked = Idea.objects.public().filter(author__isnull=False, author__digest=None, supports__gt=0)
    since = dict(liked.values_list("author").annotate(Min("submitted_at")).order_by())
    since |= dict(waiting.values_list("person").annotate(Min("created_at")).order_by())
    since |= dict(follows.values_list("person").annotate(Min("at")).order_by())
    plans = [
        Digest(person_id=person, next_at=Digest().next_after(begun, context.zone()), heard_until=begun)
        for person, begun in sorted(since.items())
    ]
    Digest.objects.bulk_create(plans, batch_size=500, ignore_conflicts=True)
    return len(plans)


@transaction.atomic
def _write(news: News, words: "Words") -> tuple[int, int]:
    """The next few hundred: how many were looked at, and how many letters came of it. Who is busy with them keeps them."""
    plans = list(
        Digest.objects.due().select_for_update(skip_locked=True, of=("self",)).select_related("person__user")[:BATCH]
    )
    people = [plan.person_id for plan in plans]
    today = f"digest:{now().astimezone(context.zone()):%Y%m%d}"
    had = set(Letter.objects.filter(person__in=people, event_key=today).values_list("person", flat=True))
    choice = Preference.objects.chosen(CATEGORIES["follow"], people)
    follows, waiting = following(people), _waiting(people)
    letters: list[Letter] = []
    heard, at = [], now()
    for plan in plans:
        plan.next_at = plan.next_after(at, context.zone())
        if plan.person_id in had:  # today's came late: this one waits for the next day
            continue
        if not plan.person.email:
            continue
        own = waiting[plan.person_id]
        found, how = [], choice.get(plan.person_id, How.DIGEST)
        if how == How.DIGEST:
            found = lines_for(plan, follows, news)
        if how != How.AT_ONCE:  # theirs moves with their letters
            heard.append(plan)
        if own or found:
            letters.append(words.letter(plan.person, one_for_each(own), found, today))
    written = _keep(letters)
    lost = {letter.person_id for letter in letters} - written
    for plan in heard:
        if plan.person_id not in lost:
            plan.heard_until = news.until
    told = [line.pk for person in written for line in waiting[person]]
    Letter.objects.filter(pk__in=told).update(sent_at=at)
    Digest.objects.bulk_update(plans, ["next_at", "heard_until"], batch_size=BATCH)
    return len(plans), len(written)


def _keep(letters: list[Letter]) -> set[int]:
    """Whose letters are in the outbox now. An address that had today's already, as somebody else's, gets no second one."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    kept = Letter.objects.filter(ref__in=[letter.ref for letter in letters]).values_list("person", flat=True)
    return {person for person in kept if person}


def lines_for(plan: Digest, follows: Following, news: News) -> list[Found]:
    """What is new of what they follow since they last heard. That voting ends is told while there is another digest to come."""
    soon = timedelta(days=7) if plan.every == Digest.Every.WEEK else timedelta(hours=48)
    return follows.lines(plan.person, news, plan.heard_until, closes_within=soon, supports=True)


def _waiting(people: list[int]) -> Mapping[int, list[Letter]]:
    """Lines that were meant for one person, the newest first."""
    found = defaultdict(list)
    rows = Letter.objects.unsent().filter(lane=Letter.Lane.DIGEST, person__in=people)
    for row in rows.order_by("-created_at", "-pk"):
        found[row.person_id].append(row)
    return found


def one_for_each(own: list[Letter]) -> list[Letter]:
    """One line for a thing, its newest."""
    found: dict[str, Letter] = {}
    for line in own:
        found.setdefault(line.link if line.kind == NEWS else line.ref, line)
    return list(found.values())


class Words:
    """Letters in each one's language; a line that many read is put into words once."""

    def __init__(self) -> None:
        self.line: Callable[[str, Found], Line] = cache(lambda language, found: line_of(found))

    def letter(self, person: Person, own: list[Letter], found: list[Found], key: str) -> Letter:
        language, ref = person.language, new_ref()
        with translation.override(language):
            lines = [line_of_letter(each) for each in own[:AT_MOST]]
            for each in found[: AT_MOST - len(lines)]:
                stop = str(link("notices:stop", token=token_of(ref, each.about))) if each.about else ""
                lines.append(replace(self.line(language, each), stop_url=stop))
        more = len(own) + len(found) - len(lines)
        given = {
            **foot(CATEGORIES["follow"], lambda one: token_of(ref, one)),
            "person": person,
            "lines": lines,
            "others": len(lines) + more - 1,
            "more": more,
            "more_url": link("notices:news_page"),
        }
        return Letter(
            ref=ref, person=person, address=person.email.strip().lower(), event_key=key, kind=KIND, language=language,
            **render(KIND, language, given),
        )  # fmt: skip


def line_of_letter(letter: Letter) -> Line:
    """What would have been a letter of its own."""
    return Line(title=letter.subject, state="", url=letter.link, reason=letter.text)


def still_to_read(person: Person, letters: Iterable[Letter]) -> list[Letter]:
    """Without those about words that are gone, or that are on something that is hidden now."""
    said = {row.ref: row.event_key.split(":")[1] for row in letters if row.event_key.startswith("comment:")}
    keys = set(said.values())
    rows = Comment.objects.published().filter(Q(ref__in=keys) | Q(pk__in=filter(str.isdecimal, keys)))
    shown: set[str] = set()
    seen: dict[int, bool] = {}
    for comment in rows.select_related("subject") if keys else ():
        if comment.subject_id not in seen:
            kind, thing = kinds.thing_of(comment.subject)
            seen[comment.subject_id] = kind.can_see(person, thing)
        if seen[comment.subject_id]:
            shown |= {comment.ref, str(comment.pk)}
    return [row for row in letters if row.ref not in said or said[row.ref] in shown]


def news_for(*, person: Person) -> list[Line]:
    """Everything of two weeks for the page, the newest first: what waits or was told, and what they follow."""
    since, until = now() - ON_THE_PAGE, now()
    own = Letter.objects.filter(person=person, lane=Letter.Lane.DIGEST, created_at__gt=since).exclude(kind=NEWS)
    lines: list[tuple[datetime, Line]] = [(row.created_at, line_of_letter(row)) for row in still_to_read(person, own)]
    follows = following([person.pk])
    if follows.follows or Idea.objects.public().filter(author=person, supports__gt=0).exists():
        found = follows.lines(person, gather(since, until), since, supports=True)
        lines += [(one.at, line_of(one)) for one in found]
    return [line for _at, line in sorted(lines, key=lambda pair: pair[0], reverse=True)]
