"""At the gate, and on the roster: nobody is checked in whom the rules would not have let join. When in doubt, no."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from core.errors import RuleBroken
from people import births
from people.ages import GROWN_UP
from people.models import Consent, Credential, Guardianship, Person
from projects.models import Attendance, Event, Project, ProjectRole, SignUp

from . import terms

ADULTS_AT_LEAST, MINORS_PER_ADULT = 2, 6
HERE = Attendance.HERE


def must_be_safe(*, event: Event, person: Person, by: Person, at: datetime) -> None:
    """Asked at every check-in, whoever ticks. `at` is when they came."""
    if terms.is_barred(person, event.project_id):
        raise RuleBroken(
            gettext("%(name)s was taken out of this project. Only the city can change that, if they ask.")
            % {"name": person.public_name if person.is_minor else person.first_name},
            code="barred",
        )
    if unsigned := terms.unsigned_by(person, event.project):
        raise RuleBroken(
            gettext(
                "%(name)s has not signed “%(title)s” yet. They can do it on a phone, or on paper with the organizers."
            )
            % {"name": person.public_name if person.is_minor else person.first_name, "title": unsigned[0].title},
            code="unsigned",
        )
    _must_have_papers(event, person)
    young = person.is_minor and _must_be_looked_after(event, person, by, at)
    if (young or has_minors(event)) and len(checked_adults(event)) < ADULTS_AT_LEAST:
        raise RuleBroken(
            gettext(
                "One grown-up meets one young person here, so two leads need a current background check before anybody "
                "is checked in. Please call the city."
            )
            if event.project.risk == Project.Risk.ONE_TO_ONE
            else gettext(
                "Young people take part, so two grown-ups with a current background check must be on the list before "
                "anybody is checked in. Please call the city."
            ),
            code="two_adults",
        )


def _must_have_papers(event: Event, person: Person) -> None:
    """A paper that has ended since somebody got the place, or was withdrawn, counts no more."""
    tasks = event.slots.filter(signups__person=person, signups__state=SignUp.State.CONFIRMED).exclude(credentials="")
    for task in tasks:
        if missing := terms.missing_papers(person, task, event.local_start.date()):
            raise RuleBroken(
                gettext(
                    "For “%(task)s” the paper “%(what)s” has to hold today, and theirs does not. If there is a new one, "
                    "the city can write it down at once."
                )
                % {"task": task.name, "what": missing},
                code="credential_needed",
            )


def has_minors(event: Event) -> bool:
    """Somebody under 18 on that day has a place, or is here."""
    young = births.young(event.local_start.date(), "person")
    coming = SignUp.objects.filter(young, slot__event=event, state=SignUp.State.CONFIRMED)
    return coming.exists() or event.attendances.filter(young, state__in=HERE).exists()


def checked_adults(event: Event) -> QuerySet[Person]:
    """Grown-ups with a place, or who organize, whose background check holds on the day; one to one only those in charge."""
    day = event.local_start.date()
    current = Credential.objects.current(day).filter(kind=Credential.Kind.BACKGROUND).values("person")
    found = Person.objects.filter(adult=True, pk__in=current)
    if event.project.risk == Project.Risk.ONE_TO_ONE:
        return found.filter(pk__in=event.project.organizers.filter(role__in=ProjectRole.LEADS).values("person"))
    seated = SignUp.objects.filter(slot__event=event, state=SignUp.State.CONFIRMED).values("person")
    organizing = event.project.organizers.values("person")
    return found.filter(Q(pk__in=seated) | Q(pk__in=organizing))


def _must_be_looked_after(event: Event, person: Person, by: Person, at: datetime) -> bool:
    """False of somebody whose 18th birthday has come since they joined: they need nobody's yes."""
    age = births.ages([person], event.local_start.date(), by=by, why="check-in").get(person.pk)
    if age is None:
        raise RuleBroken(gettext("We don’t know how old they are, so they can’t take part."), code="under_age")
    if age >= GROWN_UP:
        terms.come_of_age(person)
        return False
    if not Consent.objects.covering(event.project_id, event.starts_at).filter(minor=person).exists():
        raise RuleBroken(gettext("There is no yes of a parent or guardian. Please call them."), code="no_consent")
    if age < event.project.alone_from:
        guardians = Guardianship.objects.in_force().filter(dependant=person).values("guardian")
        there = event.attendances.filter(person__in=guardians, state__in=HERE)
        if not there.exclude(state=Attendance.State.CHECKED_IN, out_at__lte=at).exists():
            raise RuleBroken(
                gettext("Check the parent or guardian in first: a child of this age stays with them."),
                code="guardian_needed",
            )
    return True


def left_alone(*, event: Event, guardian: Person) -> list[Attendance]:
    """Children of somebody who has just gone: here, too young to stay by themselves, and no other guardian is here."""
    here = event.attendances.filter(state=Attendance.State.CHECKED_IN, out_at__isnull=True)
    guards = Guardianship.objects.in_force().filter(dependant=OuterRef("person"))
    small = here.exclude(births.at_least(event.project.alone_from, event.local_start.date(), "person"))
    alone = small.filter(Exists(guards.filter(guardian=guardian)))
    return list(alone.exclude(Exists(guards.filter(guardian__in=here.values("person")))).order_by("person_id"))


@dataclass(frozen=True)
class Care:
    """How many young people there are for how many grown-ups, now."""

    minors: int
    minors_here: int
    adults_here: int
    checked: int

    @property
    def is_enough(self) -> bool:
        return self.adults_here * MINORS_PER_ADULT >= self.minors_here

    @property
    def may_start(self) -> bool:
        return self.checked >= ADULTS_AT_LEAST


def care_for(event: Event) -> Care | None:
    """None where nobody under 18 takes part."""
    coming = Person.objects.filter(signups__slot__event=event, signups__state=SignUp.State.CONFIRMED).distinct()
    here = event.attendances.filter(state__in=HERE).select_related("person")
    return care_among(event=event, coming=list(coming), here=[row.person for row in here if not row.has_gone])


def care_among(*, event: Event, coming: list[Person], here: list[Person]) -> Care | None:
    """The same for who has read the list: those with a place, and those who are here now."""
    minors, minors_here = sum(one.is_minor for one in coming), sum(one.is_minor for one in here)
    if not minors and not minors_here:
        return None
    return Care(minors, minors_here, sum(one.adult for one in here), checked_adults(event).count())


def young_words(*, people: list[Person], on: date, by: Person) -> dict[int, str]:
    """What the lead must know of each young person: age, and who looks after them."""
    minors = [person for person in people if person.is_minor]
    if not minors:
        return {}
    ages = births.ages(minors, on, by=by, why="roster")
    with_whom: dict[int, list[str]] = {}
    for row in Guardianship.objects.in_force().filter(dependant__in=minors).select_related("guardian").order_by("pk"):
        with_whom.setdefault(row.dependant_id, []).append(row.guardian.full_name)
    return {
        one.pk: gettext("%(age)s years, belongs to %(who)s")
        % {"age": ages.get(one.pk, "?"), "who": ", ".join(with_whom.get(one.pk, ["?"]))}
        for one in minors
    }
