"""How old one must be for what. Of a grown-up's birth date nothing is kept: only that it shows one."""

from datetime import date
from enum import Enum

from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.when import local

OWN_ACCOUNT = 13  # younger children are on a guardian's list only
ALONE_WITH_CONSENT = 16
GROWN_UP = 18


class Band(Enum):
    """How somebody of an age may take part."""

    CHILD = "child"  # under 13: a guardian's dependant, with the guardian present
    YOUNG = "young"  # 13 to 15: a guardian's yes, and the guardian present or a project made for minors
    TEEN = "teen"  # 16 and 17: a guardian's yes
    GROWN_UP = "grown_up"


def band_of(age: int) -> Band:
    """By full years on the day of the event."""
    for least, band in ((GROWN_UP, Band.GROWN_UP), (ALONE_WITH_CONSENT, Band.TEEN), (OWN_ACCOUNT, Band.YOUNG)):
        if age >= least:
            return band
    return Band.CHILD


def years(day: date, today: date) -> int:
    """Full years on a local date."""
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def must_be_old_enough(*, adult: bool, birth_day: date | None) -> bool:
    """Whether they are grown up. Raise RuleBroken (`too_young` below 13, or `no_age` when neither was said)."""
    if birth_day is None:
        if not adult:
            raise RuleBroken(gettext("Please tick “I am 18 or older”, or give your birth date."), code="no_age")
        return True
    age = years(birth_day, local(now()).date())
    if not 0 <= age <= 120:
        raise RuleBroken(gettext("This birth date can’t be right. Please look at the year."), code="no_age")
    if age < OWN_ACCOUNT:
        raise RuleBroken(
            gettext(
                "Thank you for wanting to take part! Until you are 13, a parent or guardian signs you up, under "
                "“My family” on their own page, and comes along. We have kept nothing you typed."
            ),
            code="too_young",
        )
    return age >= GROWN_UP
