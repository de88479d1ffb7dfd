"""How the city keeps its word: answers by department and quarter. Every figure stands with its number; nobody is ranked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import Q

from city.models import Department
from core.clock import now
from core.when import local

from .models import Answer, Duty, Idea, IdeaPoll

FEWEST = 5  # ideas; below that a figure would speak of single officials
YES = (Answer.Status.ACCEPTED, Answer.Status.PARTLY, Answer.Status.IN_PROGRESS, Answer.Status.DONE)


@dataclass(frozen=True)
class Owed:
    """One idea whose answer is due or given."""

    poll: IdeaPoll
    due_at: datetime
    done_at: datetime | None
    asked_at: datetime  # when the time for the answer began
    accepted: bool
    done: bool

    @property
    def in_time(self) -> bool:
        return self.done_at is not None and self.done_at <= self.due_at

    @property
    def days(self) -> int | None:
        """Whole days from the question to the answer, begun days count."""
        return None if self.done_at is None else max(0, ceil((self.done_at - self.asked_at) / timedelta(days=1)))


@dataclass(frozen=True)
class Figure:
    """So many per cent of n; None when n is too small to say."""

    part: int
    n: int

    @property
    def percent(self) -> int | None:
        return None if self.n < FEWEST else round(100 * self.part / self.n)


@dataclass(frozen=True)
class Row:
    """A department in a quarter. Without figures where it had fewer than `FEWEST` ideas."""

    department: Department
    polls: list[IdeaPoll]
    ideas: int
    in_time: Figure
    answered: int
    median: int | None
    ninetieth: int | None
    accepted: Figure
    done: Figure

    @property
    def shown(self) -> bool:
        return self.ideas >= FEWEST


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int
    rows: list[Row]


def quarters(newest: int = 8) -> list[Quarter]:
    """The newest first, each with its departments by name. An idea belongs to the quarter in which its answer was due; what
    is neither due nor answered is nowhere yet. It counts for the department that signed the answer, and for the one that owes
    it while there is none."""
    owed: Any = (
        Duty.objects.filter(Q(done_at__isnull=False) | Q(due_at__lt=now()), idea__isnull=False)
        .order_by("pk")
        .values_list("idea", "idea__poll", "idea__state", "department", "due_at", "done_at", named=True)
    )
    polls, departments = IdeaPoll.objects.in_bulk({duty.idea__poll for duty in owed}), Department.objects.in_bulk()
    answers: dict[int, list[Any]] = defaultdict(list)
    for answer in Answer.objects.order_by("idea", "n").values_list(
        "idea", "status", "department", "published_at", named=True
    ):
        answers[answer.idea].append(answer)
    found: dict[tuple[int, int], dict[Department, list[Owed]]] = defaultdict(lambda: defaultdict(list))
    for duty in owed:
        due, given = local(duty.due_at), answers.get(duty.idea, [])
        found[due.year, (due.month + 2) // 3][departments[_whose(duty, given)]].append(
            _owed(duty, polls[duty.idea__poll], given[-1].status if given else "")  # the last one wins
        )
    return [
        Quarter(year, number, list(_rows(found[year, number]))) for year, number in sorted(found, reverse=True)[:newest]
    ]


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least so many per cent do not exceed (the nearest-rank percentile)."""
    return sorted(values)[ceil(percent * len(values) / 100) - 1] if values else None


def _whose(duty: Any, given: list[Any]) -> int:
    """Of several answers the one that was in the end due."""
    return next((each.department for each in given if each.published_at == duty.done_at), duty.department)


def _owed(duty: Any, poll: IdeaPoll, status: str) -> Owed:
    return Owed(
        poll=poll,
        due_at=duty.due_at,
        done_at=duty.done_at,
        asked_at=duty.due_at - timedelta(days=poll.answer_days),
        accepted=status in YES,
        done=duty.idea__state == Idea.State.DONE,
    )


def _rows(by_department: dict[Department, list[Owed]]) -> Iterator[Row]:
    for department, owed in sorted(by_department.items(), key=lambda pair: pair[0].name):
        days = [each.days for each in owed if each.days is not None]
        yes = [each for each in owed if each.accepted]
        few = len(days) < FEWEST
        yield Row(
            department=department,
            polls=list(dict.fromkeys(each.poll for each in owed)),
            ideas=len(owed),
            in_time=Figure(sum(each.in_time for each in owed), len(owed)),
            answered=len(days),
            median=None if few else nearest_rank(days, 50),
            ninetieth=None if few else nearest_rank(days, 90),
            accepted=Figure(len(yes), len(days)),
            done=Figure(sum(each.done for each in yes), len(yes)),
        )
