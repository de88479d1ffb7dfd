"""Signs of a wave of made-up accounts, from the voter roll alone: when, from where and with what first ballots came, never whose
they are nor what is on them.

No group of fewer than ten is told, and each number is rounded down to tens: so two looks say next to nothing of who came between,
and nobody finds the few by subtraction. A sign is no proof, and nothing follows from it by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median_low

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext, ngettext

from core.when import moment_words

from .models import IdeaPoll, PollVoter

ENOUGH = 10
ROWS = 5  # of a sign, the largest groups
NEW_FOR = timedelta(days=3)  # so long an account is new
# From where on a group stands out.
TIMES_THE_USUAL_MINUTE = 5
OF_ONE_NETWORK = 10  # per cent
OF_ONE_DEVICE = 60
OF_NEW_ACCOUNTS = 33


@dataclass(frozen=True)
class Sign:
    """One thing to look at: what would be normal, what was found, and the largest groups as words."""

    name: str
    normal: str
    found: str
    stands_out: bool = False
    groups: list[tuple[str, str]] = field(default_factory=list)


def told(n: int) -> str:
    """As it may be read: never fewer than ten, never the very number."""
    tens = n // ENOUGH * ENOUGH
    return gettext("%(n)s or more") % {"n": tens} if tens else gettext("fewer than ten")


def first_ballots(poll: IdeaPoll) -> QuerySet[PollVoter]:
    """Those on the site; who voted on paper is marked with the batch."""
    return PollVoter.objects.filter(poll=poll, channel=PollVoter.Channel.ONLINE)


def signs(poll: IdeaPoll) -> list[Sign]:
    """Nothing before ten people have voted on the site."""
    if first_ballots(poll).count() < ENOUGH:
        return []
    return [_minutes(poll), _networks(poll), _devices(poll), _new_accounts(poll)]


def _minutes(poll: IdeaPoll) -> Sign:
    by_minute = first_ballots(poll).exclude(at=None).annotate(minute=TruncMinute("at"))
    rows = list(by_minute.values_list("minute").annotate(n=Count("pk")).order_by("-n", "minute"))
    usual = median_low([n for _minute, n in rows]) if rows else 0
    large = [(moment_words(minute, poll), n) for minute, n in rows if n >= ENOUGH]
    high = max(ENOUGH, TIMES_THE_USUAL_MINUTE * usual)
    return _sign(
        gettext("Many in one minute"),
        gettext(
            "Normal: after a letter, in a hall, or on the last evening many come at once, for many minutes. A wave fills a "
            "few minutes, each at least %(times)s times as full as the usual one."
        )
        % {"times": TIMES_THE_USUAL_MINUTE},
        large,
        [n >= high for _minute, n in large],
        gettext("No minute had ten first ballots."),
        lambda n: ngettext("%(n)s minute was far fuller than usual.", "%(n)s minutes were far fuller than usual.", n),
    )


def _networks(poll: IdeaPoll) -> Sign:
    return _alike(
        poll,
        "network",
        OF_ONE_NETWORK,
        gettext("From one network"),
        gettext(
            "Normal: a school, a library and the phones of one provider share a network. Up to %(share)s in a hundred first "
            "ballots from one is nothing special."
        )
        % {"share": OF_ONE_NETWORK},
        gettext("One network"),
        gettext("From no network came ten first ballots."),
        lambda n: ngettext(
            "%(n)s network sent an unusual share of all.", "%(n)s networks sent an unusual share of all.", n
        ),
    )


def _devices(poll: IdeaPoll) -> Sign:
    return _alike(
        poll,
        "device",
        OF_ONE_DEVICE,
        gettext("With one kind of device"),
        gettext(
            "Normal: phones of one make with the newest software all look alike. Up to %(share)s in a hundred first ballots with "
            "one kind is nothing special."
        )
        % {"share": OF_ONE_DEVICE},
        gettext("One kind of device"),
        gettext("No kind of device sent ten first ballots."),
        lambda n: ngettext("%(n)s kind of device sent most of all.", "%(n)s kinds of device sent most of all.", n),
    )


def _alike(
    poll: IdeaPoll,
    mark: str,
    share: int,
    name: str,
    normal: str,
    group: str,
    nothing: str,
    found: Callable[[int], str],
) -> Sign:
    marked = first_ballots(poll).exclude(**{mark: ""})
    sizes = list(marked.values_list(mark).annotate(n=Count("pk")).order_by("-n").values_list("n", flat=True))
    if not sizes and not first_ballots(poll).filter(person__isnull=False).exists():
        return Sign(name, normal, gettext("Nothing is known about it: people voted without their names."))
    if not sizes:
        return Sign(name, normal, gettext("Nothing is known about it. It is wiped when the result is certified."))
    large = [(group, n) for n in sizes if n >= ENOUGH]
    return _sign(name, normal, large, [100 * n > share * sum(sizes) for _group, n in large], nothing, found)


def _new_accounts(poll: IdeaPoll) -> Sign:
    name = gettext("From new accounts")
    normal = gettext(
        "Normal: people join in order to vote. Up to %(share)s in a hundred first ballots from accounts of less than three days is "
        "nothing special."
    ) % {"share": OF_NEW_ACCOUNTS}
    known = first_ballots(poll).filter(person__isnull=False)
    new, number = known.filter(person__user__date_joined__gt=F("at") - NEW_FOR).count(), known.count()
    if not number:
        return Sign(name, normal, gettext("Nothing is known about it: people voted without their names."))
    large = [(gettext("Accounts of less than three days"), new)] if new >= ENOUGH else []
    return _sign(
        name,
        normal,
        large,
        [100 * n > OF_NEW_ACCOUNTS * number for _group, n in large],
        gettext("Fewer than ten first ballots came from new accounts."),
        lambda _n: gettext("An unusual share came from new accounts."),
    )


def _sign(
    name: str,
    normal: str,
    large: Sequence[tuple[str, int]],
    high: Sequence[bool],
    nothing: str,
    found: Callable[[int], str],
) -> Sign:
    n = sum(high)
    if n:
        said = found(n) % {"n": n} if "%(n)s" in found(n) else found(n)
    else:
        said = gettext("Nothing stands out.") if large else nothing
    groups = [(group, told(size)) for group, size in large[:ROWS]]
    return Sign(name, normal, said, bool(n), groups)
