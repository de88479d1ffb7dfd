"""Say that one is away, and who stands in."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from people.absence import today
from people.models import Absence, Person
from people.permissions import administrator, staff

LONGEST = timedelta(days=366)


@transaction.atomic
def plan_absence(*, by: Person, person: Person, deputy: Person, first_day: date, last_day: date) -> Absence:
    """Duties of somebody who is away go to a colleague. An administrator may do it for who fell ill."""
    if not staff(by) or (by.pk != person.pk and not administrator(by)):
        raise NotAllowed
    lock(person, field="kind")
    if deputy.pk == person.pk or not deputy.roles:
        raise RuleBroken(gettext("Choose a colleague who works for the city."), code="deputy")
    if last_day < first_day:
        raise RuleBroken(gettext("The last day is before the first one."), code="ends_early")
    if last_day < today() or last_day - first_day > LONGEST:
        raise RuleBroken(gettext("Choose days that are ahead, a year at most."), code="days")
    same_days = Absence.objects.filter(first_day__lte=last_day, last_day__gte=first_day)
    if same_days.filter(person=person).exists():
        raise RuleBroken(gettext("These days are planned as away already."), code="twice")
    if same_days.filter(person=deputy).exists():
        said = gettext("%(name)s is away in these days too. Choose somebody else.")
        raise RuleBroken(said % {"name": deputy.full_name}, code="deputy_away")
    return Absence.objects.create(person=person, deputy=deputy, first_day=first_day, last_day=last_day, by=by)


@transaction.atomic
def end_absence(*, by: Person, absence: Absence) -> None:
    """Back early, or not away after all."""
    if not staff(by) or (by.pk != absence.person_id and not administrator(by)):
        raise NotAllowed
    lock(absence.person, field="kind")
    if absence.first_day >= today():
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk).update(last_day=today() - timedelta(days=1))
