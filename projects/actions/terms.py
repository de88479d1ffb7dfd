"""What has to be there before a place is somebody's: age, guardian, consent, signatures, papers. When in doubt, no.

Ages count on the local date of the event. `must_be_allowed` refuses what can't be; `state_for` says whether something can
still come (a yes, a signature), for which a place is held for a while.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.when import local
from people import births
from people.ages import GROWN_UP, Band, band_of
from people.models import AgreementVersion, Consent, Credential, Guardianship, Person, Signature
from projects.models import Barring, Project, SignUp, Slot

HOLD, LATEST = timedelta(hours=72), timedelta(hours=12)  # before the start
State = SignUp.State


def unsigned_by(person: Person, project: Project) -> list[AgreementVersion]:
    """What this person has to sign for this project now."""
    return list(project.agreements.unsigned_by(person))


def have_unsigned(people: Collection[int], project: Project) -> set[int]:
    """Which of these people have something left to sign for it. One query where nothing is asked, else two."""
    asked = list(project.agreements.values_list("pk", flat=True))
    if not asked:
        return set()
    signed = Signature.objects.filter(version__in=asked, person__in=people).values_list("person")
    complete = signed.annotate(n=Count("pk")).filter(n=len(asked)).values_list("person", flat=True)
    return set(people) - set(complete)


def has_consent(person: Person, slot: Slot) -> bool:
    """A guardian's yes that still holds on the day."""
    event = slot.event
    return Consent.objects.covering(event.project_id, event.starts_at).filter(minor=person).exists()


def must_be_allowed(
    *, by: Person, person: Person, slot: Slot, age: int | None = None, coming: Collection[int] = ()
) -> Band:
    """Refuse what no signature can mend. `coming` are those who join in the same step; `age` was shown just now."""
    known = slot.known_of(person)
    if known.barred if known else is_barred(person, slot.event.project_id):
        raise RuleBroken(
            gettext("The organizers have asked you not to take part in this project. Look into your letters."),
            code="barred",
        )
    if person.adult and not slot.min_age and not slot.credentials:
        return Band.GROWN_UP
    _must_have_papers(person, slot)
    if age is None or not person.adult:
        day = slot.event.local_start.date()
        age = births.ages([person], day, by=by, why="joining").get(person.pk)
    must_be_of_age(slot, age)
    if person.adult:
        return Band.GROWN_UP
    return _must_be_guarded(person, slot, age, coming)


def state_for(
    *, by: Person, person: Person, slot: Slot, age: int | None = None, coming: Collection[int] = ()
) -> tuple[str, datetime | None]:
    """Confirmed; or held until when, while a yes or a signature is missing. Raises what `must_be_allowed` does."""
    band = must_be_allowed(by=by, person=person, slot=slot, age=age, coming=coming)
    known = slot.known_of(person)
    unsigned = known.unsigned if known else bool(unsigned_by(person, slot.event.project))
    if not unsigned and (band == Band.GROWN_UP or has_consent(person, slot)):
        return State.CONFIRMED, None
    until = min(now() + HOLD, slot.event.starts_at - LATEST)
    if until <= now():
        raise RuleBroken(
            gettext("It begins too soon to wait for a signature. Sign first, then join.")
            if band == Band.GROWN_UP
            else gettext("It begins too soon to wait for your parent’s or guardian’s yes. Ask them to sign you up."),
            code="too_late_for_consent",
        )
    return State.PENDING_CONSENT, until


def is_barred(person: Person, project: int) -> bool:
    """Was taken out of it, and nobody has changed that."""
    return Barring.objects.filter(project=project, person=person, lifted_at__isnull=True).exists()


def _must_have_papers(person: Person, slot: Slot) -> None:
    missing = missing_papers(person, slot, slot.event.local_start.date())
    if not missing:
        return
    raise RuleBroken(
        gettext("For this task the city must have seen your paper “%(what)s”, and it must hold on that day. Other tasks may suit you.")
        % {"what": missing},
        code="credential_needed",
    )  # fmt: skip


def missing_papers(person: Person, slot: Slot, day: date) -> str:
    """In words: which credentials of this task they have none of that counts on that day."""
    if not slot.kinds:
        return ""
    held = set(Credential.objects.current(day).filter(person=person).values_list("kind", flat=True))
    return Credential.in_words(kind for kind in slot.kinds if kind not in held)


def must_be_of_age(slot: Slot, age: int | None) -> None:
    """An unknown birth date never satisfies anything."""
    if slot.min_age and age is None:
        raise RuleBroken(
            gettext("This task is for people aged %(age)d and over. Please give your birth date.")
            % {"age": slot.min_age},
            code="birth_date_needed",
        )
    if slot.min_age and age is not None and age < slot.min_age:
        raise RuleBroken(
            gettext("This task is for people aged %(age)d and over. Other tasks may suit you.") % {"age": slot.min_age},
            code="too_young",
        )


def _must_be_guarded(person: Person, slot: Slot, age: int | None, coming: Collection[int]) -> Band:
    if age is None:
        raise RuleBroken(
            gettext("You need to be 18 to join by yourself. A parent or guardian can sign you up under “My family”."),
            code="under_age",
        )
    band = band_of(age)
    if band == Band.GROWN_UP:
        _grow_up(person, slot)
        return band
    if band == Band.CHILD and person.kind != Person.Kind.DEPENDANT:
        raise RuleBroken(
            gettext("Until you are 13, a parent or guardian signs you up, and comes along."), code="under_age"
        )
    if age < slot.event.project.alone_from and not guardian_comes(person, slot, coming):
        raise RuleBroken(
            gettext("Until 16, a parent or guardian has to come along. They need a place on this date first.")
            if band == Band.YOUNG
            else gettext("A child under 13 comes with a parent or guardian. They need a place on this date first."),
            code="guardian_needed",
        )
    return band


def _grow_up(person: Person, slot: Slot) -> None:
    """18 on the day: a dependant goes on with an address of their own, an account becomes a grown-up's on the birthday."""
    if person.kind == Person.Kind.DEPENDANT:
        raise RuleBroken(
            gettext("%(name)s is 18 by then, and signs up with their own e-mail.") % {"name": person.first_name},
            code="grown_up",
        )
    come_of_age(person)


def come_of_age(person: Person) -> None:
    """From the birthday on, an account is a grown-up's."""
    today = births.ages([person], local(now()).date(), by=person, why="joining").get(person.pk, 0)
    if today >= GROWN_UP and person.kind == Person.Kind.RESIDENT:
        Person.objects.filter(pk=person.pk).update(adult=True)
        person.adult = True


def guardian_comes(person: Person, slot: Slot, coming: Collection[int] = ()) -> bool:
    """A guardian joins in the same step, or has a place at the event, or organizes it."""
    guardians = Guardianship.objects.in_force().filter(dependant=person)
    seated = SignUp.objects.filter(
        slot__event=slot.event_id, state__in=(State.CONFIRMED, State.PENDING_CONSENT), person=OuterRef("guardian")
    )
    organizes = slot.event.project.organizers.filter(person=OuterRef("guardian"))
    return guardians.filter(Q(guardian__in=list(coming)) | Exists(seated) | Exists(organizes)).exists()
