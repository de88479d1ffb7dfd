"""Who may do what with what people talk about. Nobody means no."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from core.clock import now
from core.doors import with_second_factor
from people.models import Person, Role, RoleGrant, User
from people.permissions import has_role

from . import kinds
from .models import Case, CaseQuerySet, Comment, Muting, Report


def can_follow(person: Person | None, thing: Any) -> bool:
    """Anybody with an account, what its room lets them see."""
    if person is None:
        return False
    kind = kinds.kind_of(thing._meta.label_lower)
    return kind is not None and kind.can_follow(person, thing)


def can_write(person: Person | None, thing: Any) -> bool:
    """Whoever its room lets take part in it, and nobody keeps from writing."""
    return person is not None and kinds.kind_for(thing).can_write(person, thing) and may_contact(person)


def may_contact(person: Person) -> bool:
    """Not while they are kept from writing, nor while an officer for safeguarding has to look at them."""
    if Muting.objects.filter(person=person, lifted_at=None, until__gt=now()).exists():
        return False
    return not Case.objects.filter(about=person, safeguarding=True, state=Case.State.OPEN).exists()


def is_new(person: Person) -> bool:
    """An account of less than three days; who has none of their own is as new."""
    return not User.objects.filter(person=person, date_joined__lte=now() - Comment.NEW_FOR).exists()


def can_find_helpful(person: Person | None, comment: Comment) -> bool:
    """Everybody with an account, what others said; never an official's words."""
    if person is None or person.pk == comment.by_id or not comment.may_be_liked:
        return False
    kind, thing = kinds.thing_of(comment.subject)
    return kind.can_see(person, thing)


def can_remove(person: Person | None, comment: Comment) -> bool:
    """Their author."""
    return person is not None and person.pk == comment.by_id and comment.state != Comment.State.REMOVED


def can_report(person: Person | None, thing: Any) -> bool:
    """Everybody with an account, what they may see."""
    return person is not None and kinds.kind_for(thing).can_see(person, thing)


@with_second_factor
def moderator(person: Person | None) -> bool:
    """Looks at what was reported."""
    return has_role(person, *Case.MODERATORS)


@with_second_factor
def safeguarding_officer(person: Person | None) -> bool:
    """Looks at what concerns the safety of children and of people who need protection. Nobody else does."""
    return has_role(person, Role.SAFEGUARDING)


@with_second_factor
def decides(person: Person | None) -> bool:
    """One of both."""
    return moderator(person) or safeguarding_officer(person)


@with_second_factor
def reads_the_log(person: Person | None) -> bool:
    """Auditors, and whoever decides themselves."""
    return has_role(person, Role.AUDITOR, *Case.MODERATORS)


def cases_for(person: Person) -> CaseQuerySet:
    """What somebody of the city may look at: moderators all but safeguarding, its officers that alone.

    Nobody their own matter: what is about them or their household, what belongs to something that one of these answers for,
    and what they reported themselves, unless nobody else is there to decide it.
    """
    family = [person.pk, *Person.objects.living_with(person).values_list("pk", flat=True)]
    told = Exists(Report.objects.filter(case=OuterRef("pk"), by=person))
    mine = Q(pk=None)
    for safeguarding, roles in ((False, Case.MODERATORS), (True, frozenset((Role.SAFEGUARDING,)))):
        if person.roles & roles:
            mine |= Q(safeguarding=safeguarding) & (~Q(told) | ~Q(_others(roles, family)))
    rows = Case.objects.filter(mine).exclude(about__in=family)
    for subjects in kinds.of_people(family):
        rows = rows.exclude(subject__in=subjects)
    return rows


def _others(roles: frozenset[str], family: list[int]) -> Exists:
    """Somebody else with one of these roles who neither reported it nor decided it already."""
    reporters = Report.objects.filter(case=OuterRef(OuterRef("pk"))).values("by")
    grants = RoleGrant.objects.in_force().filter(role__in=roles).exclude(person__in=family)
    for one in ("about", "decided_by"):
        grants = grants.exclude(person=Coalesce(OuterRef(one), 0))
    return Exists(grants.exclude(person__in=reporters))


def can_decide(person: Person | None, case: Case) -> bool:
    """A moderator, or for safeguarding its officer; never in their own matter, see `cases_for`."""
    if person is None or not (safeguarding_officer(person) if case.safeguarding else moderator(person)):
        return False
    return cases_for(person).filter(pk=case.pk).exists()


def can_decide_appeal(person: Person | None, case: Case) -> bool:
    """Somebody else than who decided first."""
    return person is not None and can_decide(person, case) and person.pk != case.decided_by_id


def can_appeal(person: Person | None, case: Case) -> bool:
    """Whom the decision is about, once."""
    return person is not None and person.pk == case.about_id and case.can_be_appealed
