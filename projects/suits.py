"""What suits somebody among the coming dates, and why: nothing is weighed, each line says its reasons, the soonest first."""

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from conversations.models import Follow
from people.models import Person

from .models import Attendance, Category, Event, SignUp

MOST = 20


class Line(NamedTuple):
    event: Event
    why: list[str]


class Liking(NamedTuple):
    """What is known of somebody that could be a reason."""

    subjects: set[int]
    hoods: set[int]
    kinds: set[str]
    done: set[int]  # projects
    done_kinds: set[str]
    home: int | None

    @classmethod
    def of(cls, person: Person) -> "Liking":
        follows = list(Follow.objects.filter(person=person).values_list("subject", "neighborhood", "category"))
        came = Attendance.objects.filter(person=person, state__in=Attendance.CAME)
        done = set(came.values_list("event__project", "event__project__category").distinct())
        return cls(
            {subject for subject, _hood, _kind in follows if subject},
            {hood for _subject, hood, _kind in follows if hood},
            {kind for _subject, _hood, kind in follows if kind},
            {project for project, _kind in done},
            {kind for _project, kind in done if kind and kind != Category.OTHER},
            person.neighborhood_id,
        )

    def among(self) -> Q:
        hoods = self.hoods | ({self.home} if self.home else set())
        return (
            Q(project__subject__in=self.subjects)
            | Q(project__in=self.done)
            | Q(project__neighborhood__in=hoods)
            | Q(project__category__in=self.kinds | self.done_kinds, project__department=None)
        )

    def reasons(self, event: Event, hoods: dict[int, Any]) -> list[str]:
        project = event.project
        place, kind = hoods.get(project.neighborhood_id or 0), project.get_category_display()
        said = (
            (project.subject_id in self.subjects, gettext("You follow this project")),
            (project.pk in self.done, gettext("You were there before")),
            (project.neighborhood_id in self.hoods, gettext("You follow %(name)s") % {"name": place}),
            (
                bool(self.home) and project.neighborhood_id == self.home and self.home not in self.hoods,
                gettext("In your neighborhood"),
            ),
            (project.category in self.kinds, gettext("You follow %(name)s") % {"name": kind}),
            (
                project.category in self.done_kinds and project.pk not in self.done,
                gettext("You did this before: %(kind)s") % {"kind": kind},
            ),
        )
        return [words for is_so, words in said if is_so]


def for_person(person: Person, hoods: dict[int, Any]) -> list[Line]:
    """Dates with a reason that they have not joined yet."""
    liking = Liking.of(person)
    mine = SignUp.objects.live().filter(person=person, slot__event=OuterRef("pk"))
    events = list(Event.objects.on_offer().filter(liking.among()).filter(~Exists(mine))[:MOST])
    for event in events:
        event.project.neighborhood = hoods.get(event.project.neighborhood_id)
    return [Line(event, liking.reasons(event, hoods)) for event in events]
