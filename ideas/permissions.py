"""Who may do what with polls and ideas. Nobody means no, and no role skips a phase."""

from django.db.models import QuerySet

from conversations.permissions import is_new, moderator
from core.doors import with_second_factor
from people.models import Person, Role, RoleGrant
from people.permissions import administrator, has_role, official
from projects.models import ProjectRole

from . import eligibility
from .models import Idea, IdeaPoll, LiveHour


def can_run_polls(person: Person | None) -> bool:
    """Open new polls."""
    return official(person)


def can_manage(person: Person | None, poll: IdeaPoll) -> bool:
    """The official who owns the poll, others of its department, and administrators."""
    if person is None or not official(person):
        return False
    return person.pk == poll.owner_id or administrator(person) or _of_department(person, poll.department_id)


@with_second_factor
def looks_for_waves(person: Person | None) -> bool:
    """Officials, auditors and administrators."""
    return has_role(person, Role.OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR)


def reads_all_signs(person: Person | None) -> bool:
    """Of every poll; who runs one comes there from its desk."""
    return has_role(person, Role.AUDITOR, Role.ADMINISTRATOR)


def can_see_signs(person: Person | None, poll: IdeaPoll) -> bool:
    """Of a wave of made-up accounts: who runs the poll, and auditors."""
    return can_manage(person, poll) or reads_all_signs(person)


def can_merge(person: Person | None, poll: IdeaPoll) -> bool:
    """Bring together what asks for the same: who runs the poll, and moderators."""
    return can_manage(person, poll) or moderator(person)


def can_answer(person: Person | None, idea: Idea) -> bool:
    """Who runs the poll, or works in the department that owes the answer."""
    if person is None or not official(person):
        return False
    duty = getattr(idea, "duty", None)
    return can_manage(person, idea.poll) or (duty is not None and _of_department(person, duty.department_id))


def can_answer_hour(person: Person | None, hour: LiveHour) -> bool:
    """Who is named on its page, who made it, others of its department, and administrators."""
    if person is None or not official(person):
        return False
    if administrator(person) or person.pk == hour.made_by_id or _of_department(person, hour.department_id):
        return True
    return hour.official_rows.filter(person=person).exists()


def who_may_answer() -> QuerySet[Person]:
    """In a live hour: whoever works for the city as an official now, by name."""
    grants = RoleGrant.objects.in_force().filter(role__in=(Role.OFFICIAL, Role.ADMINISTRATOR))
    return Person.objects.filter(pk__in=grants.values("person")).order_by("first_name", "last_name", "pk")


def _of_department(person: Person, department_id: int) -> bool:
    grants = person.role_grants.in_force().filter(role=Role.OFFICIAL)
    return any(grant.department_id in (None, department_id) for grant in grants)


def has_confirmed_email(person: Person | None) -> bool:
    """Somebody with a login that answered to a code: what proposing, supporting and voting at level 1 ask for."""
    return person is not None and person.kind == Person.Kind.RESIDENT and bool(person.email)


def can_vote(person: Person | None, poll: IdeaPoll) -> bool:
    """Whoever has the poll's level of eligibility. Working for the city neither helps nor hinders."""
    level = eligibility.level(poll.eligibility_level)
    if person is None or level is None or level.by_code or not has_confirmed_email(person):
        return False
    return level.proof is None or bool(level.proof(person))


def can_support(person: Person | None, poll: IdeaPoll) -> bool:
    """While ideas are collected and the poll is not suspended. The idea itself must be open, too."""
    return poll.state == "proposing" and has_confirmed_email(person)


def takes_ideas_of(person: Person | None, poll: IdeaPoll) -> bool:
    """From everybody while ideas are collected; before it is public from those who run it."""
    return poll.state == "proposing" or (poll.state == "draft" and can_manage(person, poll))


def can_edit_idea(person: Person | None, idea: Idea) -> bool:
    return person is not None and idea.author_id == person.pk


def has_author(idea: Idea) -> bool:
    """Somebody who can be asked: not a former member."""
    return idea.author is not None and idea.author.kind != Person.Kind.ERASED


def can_consent(person: Person | None, idea: Idea) -> bool:
    """Say yes or no to other words: its author, by an e-mail that still reaches them."""
    return can_edit_idea(person, idea) and has_confirmed_email(person)


def can_suggest_merge(person: Person | None, idea: Idea) -> bool:
    """Say that another idea asks for the same: its author, before the vote."""
    return can_edit_idea(person, idea) and idea.poll.state in ("proposing", "review")


def can_enter_for_others(person: Person | None) -> bool:
    """An idea of a group, or of somebody without internet: officials, and whoever leads a project."""
    return person is not None and (official(person) or _leads_a_project(person))


def _leads_a_project(person: Person) -> bool:
    return ProjectRole.objects.filter(person=person, role__in=ProjectRole.LEADS).exists()


def first_waits(person: Person | None, poll: IdeaPoll) -> bool:
    """Whether a moderator reads what they send before others can: their account is new, and nothing of theirs is public."""
    if person is None or not poll.first_ideas_wait or official(person):
        return False
    return is_new(person) and not Idea.objects.public().filter(author=person).exists()


def can_read_hidden(person: Person | None, idea: Idea) -> bool:
    """Its author, and those of the city who decide about it."""
    return can_edit_idea(person, idea) or has_role(person, "official", "moderator", "administrator", "safeguarding")


def can_start_project(person: Person | None, idea: Idea) -> bool:
    """The author, somebody who leads a project already, or an official; once for each idea."""
    if person is None or idea.state not in Idea.CHOSEN or hasattr(idea, "idea_project"):
        return False
    if idea.author_id == person.pk or official(person):
        return True
    return has_confirmed_email(person) and _leads_a_project(person)
