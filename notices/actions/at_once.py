"""News of what somebody follows in letters of their own, for those who want them at once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from city import context
from core.clock import now
from ideas.models import Idea, IdeaPoll
from notices.kinds import CATEGORIES
from notices.models import Digest, How, Preference
from notices.news import Found, News, following, gather
from people.models import Person
from projects import offer_time

from .digests import FARTHEST, NEWS, SETTLED, Words, make_plans
from .writing import post

BATCH = 50  # people, each with a letter for each thing


def tell_at_once() -> int:
    """By day: one letter for each thing with news since its reader last heard; returns how many people were looked at.

    `heard_until` of the digest is the mark: whoever changes between the two hears nothing twice and misses nothing.
    `post` keeps to three a day, and puts the rest into the digest.
    """
    if not _want_it().exists() or offer_time.is_quiet(now(), context.zone()):
        return 0
    make_plans()
    until = now() - SETTLED
    oldest = _to_tell(until).values_list("heard_until", flat=True).first()
    if oldest is None:
        return 0
    news, words, told = gather(max(oldest, until - FARTHEST), until), Words(), 0
    while batch := _tell(news, words):
        told += batch
    return told


def _want_it() -> QuerySet[Preference]:
    return Preference.objects.filter(category=CATEGORIES["follow"].key, how=How.AT_ONCE)


def _to_tell(until: datetime) -> QuerySet[Digest]:
    """Whoever heard of everything until then, from another worker too, is not among them."""
    wanted = _want_it().values("person")
    return Digest.objects.filter(person__in=wanted, heard_until__lt=until).order_by("heard_until", "pk")


@transaction.atomic
def _tell(news: News, words: Words) -> int:
    """The next few: how many. Who is busy with them keeps them."""
    rows = _to_tell(news.until).select_for_update(skip_locked=True, of=("self",))
    plans = list(rows.select_related("person__user")[:BATCH])
    follows = following([plan.person_id for plan in plans])
    for plan in plans:
        for found in follows.lines(plan.person, news, plan.heard_until):
            post(kind=NEWS, to=plan.person, event_key=_key(found), context=_context(plan.person, found, words))
    Digest.objects.filter(pk__in=[plan.pk for plan in plans]).update(heard_until=news.until)
    return len(plans)


def _key(found: Found) -> str:
    """The thing and its newest moment."""
    what, pk = found.item.key
    return f"follow:{what}:{pk}:{found.at:%Y%m%d%H%M%S%f}"


def _context(person: Person, found: Found, words: Words) -> dict[str, Any]:
    line, thing = words.line(person.language, found), found.item.thing
    clock = {IdeaPoll: "poll", Idea: "idea"}.get(type(thing))  # whose night it is
    return {
        "line": line,
        "about": found.about,
        "button_label": gettext_lazy("See it"),
        "button_url": line.url,
        **({clock: thing} if clock else {}),
    }
