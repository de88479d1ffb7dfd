"""Who may vote, level by level. This room knows the confirmed e-mail; a room above adds the proof that it keeps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person

from .models import IdeaPoll

Words = str | Promise


@dataclass(frozen=True)
class Level:
    """What a poll asks of those who vote beyond a confirmed e-mail, and how it says so."""

    n: int
    name: Words  # for the official who chooses
    who: Words  # for everybody: who may vote
    missing: Words  # for who can't yet: what to do
    button: Words = ""
    url: Callable[[IdeaPoll], str] | None = None  # where one does it
    waits: Words = _("Your ballot does not count yet.")  # who voted before it was asked for; may name `until`
    proof: Callable[[Person], str] | None = None  # what only they have, "" for nobody; it votes once in a poll
    by_code: bool = False  # or by a register: then nobody needs an account, and none helps
    offered: Callable[[], bool] = lambda: True


_levels: dict[int, Level] = {}


def register(level: Level) -> None:
    """Called in `AppConfig.ready()`."""
    _levels[level.n] = level


def level(n: int) -> Level | None:
    """None if nobody here knows it: then nobody may vote."""
    return _levels.get(n)


def offered() -> list[Level]:
    """Those an official may choose here and now, the easiest first."""
    return [_levels[n] for n in sorted(_levels) if _levels[n].offered()]


register(
    Level(
        n=1,
        name=_("A confirmed e-mail address"),
        who=_("Everybody with a confirmed e-mail address. People who work for the city vote once, like anybody."),
        missing=_("It asks for a confirmed e-mail address. Add yours in your settings, then come back."),
    )
)
register(
    Level(
        n=3,
        name=_("A code on paper, from a letter or handed out"),
        who=_(
            "Everybody who got a code from the city, with or without an account. One code, one ballot. People who work "
            "for the city vote once, like anybody."
        ),
        missing=_("To vote, type the code that the city gave you. You need no account."),
        waits=_("Your ballot does not count yet: type your code by %(until)s."),
        button=_("Type my code"),
        url=lambda poll: reverse("ideas:code_page", args=[poll.slug]),
        by_code=True,
    )
)
register(
    Level(
        n=4,
        name=_("A line in a register that the city takes in for this poll"),
        who=_(
            "Everybody in the register of this poll, with or without an account. Each votes once, people who work for "
            "the city like anybody."
        ),
        missing=_("To vote, show that you are in the register. You need no account."),
        waits=_("Your ballot does not count yet: show that you are in the register by %(until)s."),
        button=_("Show that I may vote"),
        url=lambda poll: reverse("ideas:code_page", args=[poll.slug]),
        by_code=True,
    )
)
