"""The pages on which people talk: a page of first words with their answers, and one thread with all of them."""

from dataclasses import dataclass, field

from core import paths
from people.models import Person

from .models import Comment, Helpful, Subject
from .permissions import can_remove

NEWEST, HELPFUL = "", "helpful"
PAGE, ANSWERS, IN_A_THREAD = 20, 3, 100


@dataclass
class Said:
    """One comment as this reader sees it, with what is shown of its answers."""

    row: Comment
    shown: bool
    mine: bool
    helpful: bool = False  # to this reader
    may_like: bool = False
    may_remove: bool = False
    answers: list["Said"] = field(default_factory=list)
    more: int = 0  # answers that the thread's own page shows

    @property
    def waits(self) -> bool:
        """Neither the organizers nor the city have answered: their answers are always among those that are shown."""
        voices = {self.row.voice, *(answer.row.voice for answer in self.answers if answer.row.is_shown)}
        return self.row.is_shown and voices == {Comment.Voice.RESIDENT}


@dataclass
class Page:
    rows: list[Said]
    next: str = ""


def first_words(subject: Subject | None, person: Person | None, order: str, after: str) -> Page:
    """Twenty, each with the first of its answers."""
    if subject is None:
        return Page([])
    rows = Comment.objects.begun(subject, person)
    helpful, pk = _cursor(after)
    found = rows.most_helpful((helpful, pk) if pk else None) if order == HELPFUL else rows.newest(pk)
    page, more = found[:PAGE], found[PAGE:]
    last = page[-1] if page else None
    answers = _answers(page, person)
    liked = _liked([*page, *answers], person)
    said = _as_seen(page, person, liked)
    _place(said, answers, person, liked)
    return Page(said, f"{last.helpful}-{last.pk}" if more and last else "")


def thread(first: Comment, person: Person | None, after: str = "") -> tuple[Said, str]:
    """What it began with, and a hundred answers."""
    _count, pk = _cursor(after)
    shown = Comment.objects.filter(parent=first).shown_to(person).with_people()
    leading = shown.exclude(voice=Comment.Voice.RESIDENT)
    rows = list(leading.in_order()) if not pk else []
    others = list(shown.filter(voice=Comment.Voice.RESIDENT, pk__gt=pk).order_by("pk")[: IN_A_THREAD + 1])
    page = others[:IN_A_THREAD]
    everything = [first, *rows, *page]
    said, *answers = _as_seen(everything, person, _liked(everything, person))
    said.answers = answers
    return said, f"0-{page[-1].pk}" if len(others) > IN_A_THREAD else ""


def _answers(parents: list[Comment], person: Person | None) -> list[Comment]:
    """Below all of them, in one query; one more than shown tells that there are more."""
    rows = Comment.objects.shown_to(person).with_people()
    return list(rows.first_of_each(parents, ANSWERS + 1).in_order()) if parents else []


def _place(said: list[Said], answers: list[Comment], person: Person | None, liked: set[int]) -> None:
    below: dict[int, list[Comment]] = {}
    for row in answers:
        below.setdefault(row.parent_id or 0, []).append(row)
    for each in said:
        mine = below.get(each.row.pk, [])
        of_residents = [row for row in mine if row.voice == Comment.Voice.RESIDENT]
        each.more = max(len(of_residents) - ANSWERS, 0)
        drop = {row.pk for row in of_residents[ANSWERS:]}
        each.answers = _as_seen([row for row in mine if row.pk not in drop], person, liked)


def _liked(rows: list[Comment], person: Person | None) -> set[int]:
    """Which of them this reader has found helpful."""
    if person is None:
        return set()
    return set(Helpful.objects.filter(person=person, comment__in=rows).values_list("comment", flat=True))


def _as_seen(rows: list[Comment], person: Person | None, liked: set[int]) -> list[Said]:
    return [
        Said(
            row,
            shown=row.is_shown
            or (person is not None and row.by_id == person.pk and row.state != Comment.State.REMOVED),
            mine=person is not None and row.by_id == person.pk,
            helpful=row.pk in liked,
            may_like=person is not None and row.by_id != person.pk and row.may_be_liked,
            may_remove=can_remove(person, row),
        )
        for row in rows
    ]


def _cursor(after: str) -> tuple[int, int]:
    """Two whole numbers from a link; nonsense begins at the beginning."""
    parts = after.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 11 for part in parts):
        return 0, 0
    return int(parts[0]), int(parts[1])


def newest_of_the_city(subject_id: int | None) -> Comment | None:
    """The newest answer of an official or an organizer, for the top of a thing's own page."""
    if subject_id is None:
        return None
    rows = Comment.objects.published().filter(subject=subject_id, parent__state=Comment.State.PUBLISHED)
    return (
        rows.exclude(voice=Comment.Voice.RESIDENT).select_related("by", "department", "parent").order_by("-pk").first()
    )


def count(subject_id: int | None) -> int:
    """How many first words everybody may read."""
    return Comment.objects.published().filter(subject=subject_id, parent=None).count() if subject_id else 0


def thread_path(comment: Comment) -> str:
    """Its place on the page of its thread."""
    return f"{paths.prefix()}/talk/{comment.begins.ref}/#c-{comment.ref}"
