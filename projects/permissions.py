"""Who may do what with projects, events and sign-ups. Pure questions; nobody means no."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from city.models import Department
from conversations.permissions import may_contact
from core.clock import now
from core.doors import with_second_factor
from people.models import Person, Role, RoleGrant
from people.permissions import editor, has_power, has_role, is_guardian, is_minor, official, same_household

from .models import (
    Adoption,
    Attendance,
    Barring,
    BeforeAfter,
    Event,
    Project,
    ProjectRole,
    ProjectTransition,
    SignUp,
    WorkLog,
)

REPORTS_FOR = timedelta(days=14)  # after the close
NEEDS_TWO_OFFICIALS = (Project.Risk.MINORS, Project.Risk.ONE_TO_ONE)


def leads(person: Person | None, project: Project) -> bool:
    """Lead or co-lead of this project."""
    return _has_role(person, project, *ProjectRole.LEADS)


def is_the_lead(person: Person | None, project: Project) -> bool:
    """The one who proposed it, or took it over."""
    return _has_role(person, project, ProjectRole.Role.LEAD)


def _has_role(person: Person | None, project: Project, *roles: str) -> bool:
    """Pages that have loaded the organizers (`organizers_of`) are answered from them: they ask ten times."""
    team = project.organizers.all() if project.team is None else project.team
    return person is not None and any(one.person_id == person.pk and one.role in roles for one in team)


@with_second_factor
def reviewer(person: Person | None) -> bool:
    """Reads proposals for the city."""
    return official(person) or has_role(person, Role.REVIEWER)


def can_change_answers(person: Person | None, project: Project) -> bool:
    """Its leads, as long as it lies with them."""
    return project.status in (Project.Status.DRAFT, Project.Status.NEEDS_CHANGES) and leads(person, project)


def can_answer_access(person: Person | None, project: Project) -> bool:
    """Its leads, from the city's yes on until it is over."""
    return project.status in (*Project.JOINABLE, Project.Status.PAUSED) and leads(person, project)


def can_send(person: Person | None, project: Project) -> bool:
    """The lead; a draft, or one that was given back."""
    return (
        project.status in (Project.Status.DRAFT, Project.Status.NEEDS_CHANGES)
        and is_the_lead(person, project)
        and not is_minor(person)
    )


def can_open(person: Person | None, project: Project) -> bool:
    """A Super User their own low-risk draft, without waiting for the city."""
    return (
        project.status == Project.Status.DRAFT
        and project.risk == Project.Risk.LOW
        and is_the_lead(person, project)
        and not is_minor(person)
        and has_power(person, "open_project")
    )


def can_appeal(person: Person | None, project: Project) -> bool:
    """The lead of a rejected project, once."""
    return (
        project.status == Project.Status.REJECTED
        and is_the_lead(person, project)
        and not project.transitions.filter(from_status=Project.Status.REJECTED).exists()
    )


def belongs_to(person: Person, project: Project) -> bool:
    """Organizes it, or lives with somebody who does."""
    organizers = project.organizers.select_related("person")
    return any(same_household(person, organizer.person) for organizer in organizers)


def refused_by(person: Person, project: Project) -> bool:
    """Said no to it before: the appeal is read by somebody else."""
    return ProjectTransition.objects.filter(project=project, to_status=Project.Status.REJECTED, actor=person).exists()


def can_review(person: Person | None, project: Project) -> bool:
    """Somebody of the city who has no part in it and has not rejected it before."""
    return (
        person is not None and reviewer(person) and not belongs_to(person, project) and not refused_by(person, project)
    )


def can_approve(person: Person | None, project: Project) -> bool:
    """Who may review it; where children or young people take part, officials only."""
    return can_review(person, project) and (project.risk not in NEEDS_TWO_OFFICIALS or official(person))


def can_note(person: Person | None, project: Project) -> bool:
    """Officials and reviewers who have no part in it, once it was sent."""
    return person is not None and reviewer(person) and not belongs_to(person, project) and bool(project.submitted_at)


def can_see_land_paper(person: Person | None, project: Project) -> bool:
    """Its leads; reviewers once it was sent."""
    return leads(person, project) or (reviewer(person) and bool(project.submitted_at))


def can_archive(person: Person | None, project: Project) -> bool:
    """An official; the system a year after its end."""
    system = person is not None and person.kind == Person.Kind.SYSTEM
    return project.status == Project.Status.COMPLETED and (system or official(person))


def can_finish(person: Person | None, project: Project) -> bool:
    return project.status == Project.Status.ACTIVE and not project.is_civic and is_the_lead(person, project)


def can_pause(person: Person | None, project: Project) -> bool:
    return project.status in Project.JOINABLE and _in_charge(person, project)


def can_resume(person: Person | None, project: Project) -> bool:
    """Who may pause it; what nobody of the city has read goes on when somebody has."""
    return project.status == Project.Status.PAUSED and not project.is_unread and _in_charge(person, project)


def can_cancel(person: Person | None, project: Project) -> bool:
    running = (Project.Status.PUBLISHED, Project.Status.ACTIVE, Project.Status.PAUSED)
    return project.status in running and _in_charge(person, project)


def _in_charge(person: Person | None, project: Project) -> bool:
    """Of residents' projects; a department's meetings are called off one by one."""
    return not project.is_civic and (official(person) or is_the_lead(person, project))


# ── events, sign-ups, rosters ──


def organizes(person: Person | None, project: Project) -> bool:
    """Lead, co-lead or helper of this project."""
    return _has_role(person, project, *ProjectRole.Role)


def can_schedule(person: Person | None, project: Project) -> bool:
    """Set dates, change them, give places."""
    return leads(person, project)


def can_plan(person: Person | None, project: Project) -> bool:
    """One more date: its leads, while people can join it."""
    return project.takes_people and can_schedule(person, project)


def can_cancel_event(person: Person | None, event: Event) -> bool:
    """Its leads; an official too, when the city must."""
    return official(person) or leads(person, event.project)


def can_see_team(person: Person | None, project: Project) -> bool:
    """Those who organize it; officials."""
    return organizes(person, project) or official(person)


def can_manage_team(person: Person | None, project: Project) -> bool:
    """The lead; an official too, when a lead is gone."""
    return is_the_lead(person, project) or official(person)


def can_see_signup(person: Person | None, signup: SignUp) -> bool:
    """One's own and one's children's: what organizers need to know stands on the roster."""
    return person is not None and (
        signup.person_id == person.pk or (not signup.person.adult and is_guardian(person, signup.person))
    )


def taken_off(signup: SignUp) -> bool:
    """An organizer ended it: not the person or a guardian, nor the system."""
    by = signup.cancelled_by
    return by is not None and by.kind != Person.Kind.SYSTEM and not can_see_signup(by, signup)


def can_end_signup(person: Person | None, signup: SignUp) -> bool:
    """The person, or a lead who takes somebody off the list."""
    return can_see_signup(person, signup) or leads(person, signup.slot.event.project)


def can_answer(person: Person | None, signup: SignUp) -> bool:
    """Say yes or no to somebody who asked for a place: its leads, never to themselves."""
    return person is not None and person.pk != signup.person_id and leads(person, signup.slot.event.project)


def can_move_queue(person: Person | None, signup: SignUp) -> bool:
    """Put somebody to the front, with a reason: its leads, never themselves."""
    return can_answer(person, signup)


def can_keep_roster(person: Person | None, event: Event) -> bool:
    """See who comes, and tick them."""
    return organizes(person, event.project)


def can_write_to(person: Person | None, event: Event) -> bool:
    """Write to the people of a date: its leads, until a month after it; not while they are kept from writing."""
    return person is not None and event.can_be_written_about and leads(person, event.project) and may_contact(person)


def can_close(person: Person | None, event: Event) -> bool:
    """Settle the list: its leads, and the system when nobody did for a week."""
    return person is not None and (person.kind == Person.Kind.SYSTEM or leads(person, event.project))


def can_mark_absent(person: Person | None, event: Event) -> bool:
    """Write down that somebody did not come: its leads. Helpers tick who is there."""
    return leads(person, event.project)


def can_reopen(person: Person | None, event: Event) -> bool:
    """An official who has no part in it; a list that is closed."""
    closed = event.status == Event.Status.CLOSED
    return person is not None and closed and official(person) and not belongs_to(person, event.project)


def can_revise(person: Person | None, attendance: Attendance) -> bool:
    """Put hours right after the close: a lead or an official who `may_witness`."""
    return (
        person is not None
        and not attendance.event.project.is_civic
        and (official(person) or leads(person, attendance.event.project))
        and may_witness(person, attendance.person, attendance.event)
    )


def can_vouch(person: Person | None, attendance: Attendance) -> bool:
    """Say that somebody was there: never for oneself, one's own household, or who brought one along in a team.

    A lead or an official for anybody; for an organizer also a grown-up who was checked in by somebody else at the event.
    """
    return person is not None and bool(vouched_for(person, attendance.event, [attendance]))


def vouched_for(person: Person, event: Event, rows: list[Attendance]) -> list[Attendance]:
    """Of these rows of one list those that `can_vouch` allows; the same few queries for one and for many."""
    if not rows:
        return []
    own = {person.pk, *Person.objects.living_with(person).values_list("pk", flat=True)}
    own.update(
        SignUp.objects.filter(slot__event=event, person=person, team__isnull=False).values_list(
            "team__person", flat=True
        )
    )
    others = [row for row in rows if row.person_id not in own]
    if not others or official(person) or leads(person, event.project):
        return others
    led = [row for row in others if organizes(row.person, event.project)]
    return led if led and person.adult and _was_seen(person, event) else []


def may_witness(person: Person, whom: Person, event: Event) -> bool:
    """Not oneself, nobody of the own household, and not who brought one along in a team."""
    if same_household(person, whom):
        return False
    return not SignUp.objects.filter(slot__event=event, person=person, team__person=whom).exists()


def _was_seen(person: Person, event: Event) -> bool:
    enough = Attendance.Evidence.CODE
    seen = event.attendances.filter(person=person, state__in=Attendance.HERE, verified_by__isnull=False)
    return seen.filter(evidence__gte=enough).exists()


# ── what came of it ──


def can_tell(person: Person | None, event: Event) -> bool:
    """Numbers, pictures and thanks of a date that is over: its leads."""
    return event.status == Event.Status.CLOSED and not event.project.is_civic and leads(person, event.project)


def can_report(person: Person | None, event: Event) -> bool:
    """Whoever was there says what they did, until two weeks after the close."""
    if event.project.is_civic:
        return False
    if event.closed_at and now() - event.closed_at > REPORTS_FOR:
        return False
    return person is not None and event.attendances.filter(person=person, state__in=Attendance.HERE).exists()


@with_second_factor
def moderator(person: Person | None) -> bool:
    """Looks at pictures before everybody does."""
    return official(person) or has_role(person, Role.MODERATOR)


def can_decide_pair(person: Person | None, pair: BeforeAfter) -> bool:
    """Somebody of the city who has no part in the project."""
    return (
        person is not None
        and moderator(person)
        and pair.added_by_id != person.pk
        and not belongs_to(person, pair.event.project)
    )


def can_define_metrics(person: Person | None) -> bool:
    """What is counted is the city's to say."""
    return official(person)


def can_invite(person: Person | None, department: Department) -> bool:
    """An official of that department, or one of no department in particular."""
    return person is not None and official(person) and department in departments_of(person)


def departments_of(person: Person) -> list[Department]:
    """In whose name somebody may act: their own departments; all, if the city gave them none."""
    grants = RoleGrant.objects.in_force().filter(person=person, role__in=(Role.OFFICIAL, Role.ADMINISTRATOR))
    own = Department.objects.filter(pk__in=grants.values("department"))
    return list(own if own.exists() else Department.objects.all())


# ── the organizer's desk ──


def can_sign_up_others(person: Person | None, event: Event) -> bool:
    """For people who call because they have no e-mail: those who keep the roster."""
    return can_keep_roster(person, event)


def can_witness(person: Person | None, event: Event, whom: Person) -> bool:
    """Write down what somebody on the list signed on paper: those who keep it; of a young person its leads, who know the name."""
    if not can_keep_roster(person, event) or (is_minor(whom) and not leads(person, event.project)):
        return False
    signed_up = SignUp.objects.filter(slot__event=event, person=whom).exists()
    return signed_up or organizes(whom, event.project) or event.attendances.filter(person=whom).exists()


def can_answer_for(person: Person | None, signup: SignUp) -> bool:
    """Say yes or no for somebody whom no letter reaches."""
    return not signup.person.email and can_keep_roster(person, signup.slot.event)


def can_see_people(person: Person | None, project: Project) -> bool:
    """Who came and who comes, over all dates: its leads."""
    return leads(person, project)


def is_coming(person: Person | None, event: Event) -> bool:
    """Has a place on this date, or organizes it."""
    seats = SignUp.objects.filter(slot__event=event, person=person, state=SignUp.State.CONFIRMED)
    return person is not None and (seats.exists() or _has_role(person, event.project, *ProjectRole.Role.values))


def can_export_roster(person: Person | None, event: Event) -> bool:
    """Take the list along as a file: its leads, and officials."""
    return leads(person, event.project) or official(person)


def can_import_hours(person: Person | None) -> bool:
    """Write down hours of the time before this site."""
    return official(person)


def can_bar(person: Person | None, project: Project, whom: Person) -> bool:
    """Its leads; never one of those who organize it, nor somebody of their own household."""
    return (
        person is not None
        and leads(person, project)
        and not organizes(whom, project)
        and not same_household(person, whom)
    )


def can_appeal_barring(person: Person | None, barring: Barring) -> bool:
    """The person, or a guardian."""
    return person is not None and (person.pk == barring.person_id or is_guardian(person, barring.person))


def can_decide_barring(person: Person | None, barring: Barring) -> bool:
    """An official without a part in the project, and not of the person's household."""
    return (
        person is not None
        and official(person)
        and not belongs_to(person, barring.project)
        and not same_household(person, barring.person)
    )


def can_see_barring(person: Person | None, barring: Barring) -> bool:
    """Those who have a word in it."""
    return can_appeal_barring(person, barring) or can_decide_barring(person, barring) or leads(person, barring.project)


# ── work between the dates ──


def can_log_work(person: Person | None, project: Project | None) -> bool:
    """Whoever organizes it, or has had a part in one of its dates, while it runs."""
    return person is not None and project is not None and open_to_work_of(person).filter(pk=project.pk).exists()


def open_to_work_of(person: Person) -> QuerySet[Project]:
    """The projects of which that is true."""
    came = Attendance.objects.filter(person=person, state__in=Attendance.VERIFIED).values("event__project")
    seats = SignUp.objects.filter(person=person, state=SignUp.State.CONFIRMED).values("slot__event__project")
    mine = Q(organizers__person=person) | Q(pk__in=came) | Q(pk__in=seats)
    return Project.objects.filter(mine, status__in=Project.JOINABLE, department=None).distinct().order_by("title")


def can_decide_work(person: Person | None, work: WorkLog) -> bool:
    """An organizer of that project; for a block an official outside its team. Never for oneself or one's own household."""
    if person is None or same_household(person, work.person):
        return False
    if work.project is not None:
        return organizes(person, work.project)
    return official(person) and work.adoption is not None and not can_care(person, work.adoption)


# ── blocks that somebody looks after ──


@with_second_factor
def can_list_blocks(person: Person | None) -> bool:
    """Officials and editors."""
    return official(person) or editor(person)


def can_adopt(person: Person | None) -> bool:
    """Grown-ups with an account."""
    return person is not None and person.kind == Person.Kind.RESIDENT and person.adult


def can_keep_block(person: Person | None, adoption: Adoption) -> bool:
    """Who adopted it: answers, renews, gives it up, takes people off the team."""
    return person is not None and person.pk == adoption.person_id


def can_care(person: Person | None, adoption: Adoption) -> bool:
    """Write down care: who adopted it, and their team."""
    return can_keep_block(person, adoption) or (
        person is not None and adoption.mates.filter(person=person, left_at__isnull=True).exists()
    )


def can_take_block_back(person: Person | None, adoption: Adoption) -> bool:
    """An official, not of the same household."""
    return person is not None and official(person) and not same_household(person, adoption.person)
