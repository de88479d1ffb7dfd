"""A resident writes down a project, answer by answer, and sends it to the city."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from city.context import the_city
from city.models import Neighborhood
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.refs import new_ref
from people.models import HouseholdMember, Person
from people.permissions import same_household, signed_in
from projects import access, bells, permissions
from projects.models import Project, ProjectRole, ProjectTransition

from .transitions import hold, move

ANSWERS = frozenset(
    [
        "category",
        "title",
        "summary",
        "body",
        "neighborhood",
        "place",
        "latitude",
        "longitude",
        "picture",
        "wanted",
        "wanted_number",
        "wanted_unit",
        "bring",
        "access",
        "step_free",
        "seated",
        "toilet",
        "shade",
        "spoken",
        "family_friendly",
        "risk",
        "land",
        "language",
    ]
)
ACCESS = frozenset((*access.FIELDS, "spoken", "access"))  # what may still change when everybody reads it
OPEN_SUBMISSIONS = 3
REVIEW_DAYS = 5
REASON_LETTERS = 40
RESERVED_SLUGS = frozenset(("propose", "new", "mine"))
NEEDS_TWO_HOUSEHOLDS = (Project.Risk.MINORS, Project.Risk.ONE_TO_ONE)


@transaction.atomic
def propose_project(*, by: Person, once: str = "", **answers: object) -> Project:
    """Start a draft that only its lead sees. The same `once` (a new reference) again gives the same draft: a double click."""
    if not signed_in(by):
        raise NotAllowed
    slug = f"draft-{once or new_ref()}"
    if once and (same := Project.objects.filter(slug=slug).first()):
        return save_answers(by=by, project=same, **answers)
    project = Project(slug=slug, language=by.language, **_known(answers))
    project.save()
    ProjectRole.objects.create(project=project, person=by, role=ProjectRole.Role.LEAD)
    return project


@transaction.atomic
def create_draft_from(
    *,
    by: Person,
    lead: Person,
    title: str,
    summary: str = "",
    body: str = "",
    neighborhood: Neighborhood | None = None,
    category: str = "",
) -> Project:
    """An idea that won becomes a draft in the hands of the one who will lead it."""
    if not permissions.reviewer(by):
        raise NotAllowed
    return propose_project(
        by=lead, title=title, summary=summary, body=body, neighborhood=neighborhood, category=category
    )


@transaction.atomic
def save_answers(*, by: Person, project: Project, **answers: object) -> Project:
    """Keep what was answered on one page; the rest stays as it is."""
    hold(project)
    if not permissions.can_change_answers(by, project):
        if permissions.leads(by, project):
            raise RuleBroken(
                gettext(
                    "The city has your project now, so it can't be changed here. Look at its page to see how it stands."
                ),
                code="not_a_draft",
            )
        raise NotAllowed
    known = _known(answers)
    for name, value in known.items():
        setattr(project, name, value)
    project.save(update_fields=list(known))
    return project


@transaction.atomic
def answer_access(*, by: Person, project: Project, **answers: object) -> Project:
    """Who leads it has looked: steps, seats, toilet, shade, languages. As long as people can still come."""
    hold(project)
    if not permissions.can_answer_access(by, project):
        raise NotAllowed
    unknown = set(answers) - ACCESS
    if unknown:
        raise TypeError(f"access has no answer called {', '.join(sorted(unknown))}")
    for name, value in answers.items():
        setattr(project, name, value)
    project.save(update_fields=list(answers))
    bells.access_answered.ring(by=by, on=project, project=project.pk)
    return project


def _known(answers: dict[str, object]) -> dict[str, object]:
    unknown = set(answers) - ANSWERS
    if unknown:
        raise TypeError(f"a project has no answer called {', '.join(sorted(unknown))}")
    return answers


@transaction.atomic
def discard_draft(*, by: Person, project: Project) -> None:
    """Throw a draft away that was never sent: nobody but its lead has seen it."""
    hold(project)
    if not permissions.is_the_lead(by, project):
        raise NotAllowed
    if project.status != Project.Status.DRAFT or project.transitions.exists():
        raise RuleBroken(gettext("Only a draft that was never sent can be thrown away."), code="not_a_draft")
    project.delete()


def has_two_households(project: Project) -> bool:
    """Two organizers who do not live together; unknown counts as different."""
    people = _in_charge(project)
    return any(not same_household(one, other) for one in people for other in people if one.pk < other.pk)


def unknown_households(project: Project) -> list[Person]:
    """Organizers who count as a household of their own because nobody has said with whom they live."""
    people = _in_charge(project)
    known = HouseholdMember.objects.homes().filter(person__in=people).values_list("person", flat=True)
    return [person for person in people if person.pk not in set(known)]


def _in_charge(project: Project) -> list[Person]:
    leads = project.organizers.filter(role__in=ProjectRole.LEADS).select_related("person")
    return [lead.person for lead in leads.order_by("pk")]


def missing(project: Project) -> list[tuple[str, str]]:
    """What is still to be answered before it can be sent: (page, sentence)."""
    asked = (
        ("what", project.category, gettext("Choose the kind of project")),
        ("what", len(project.title.strip()) >= 5, gettext("Give your project a name, in 5 letters or more")),
        (
            "what",
            len(project.summary.strip()) >= 20,
            gettext("Say in a sentence what people will do, in 20 letters or more"),
        ),
        ("where", project.neighborhood_id, gettext("Choose the neighborhood")),
        ("where", len(project.place.strip()) >= 10, gettext("Say where people meet, in 10 letters or more")),
        (
            "goal",
            len(project.wanted.strip()) >= 10,
            gettext("Say what will be better afterwards, in 10 letters or more"),
        ),
        ("goal", project.wanted_number, gettext("Write how many, as a number above 0")),
        ("goal", project.wanted_unit.strip(), gettext("Say what you count, for example “bags”")),
    )
    return [(page, sentence) for page, answer, sentence in asked if not answer]


@transaction.atomic
def submit_project(*, by: Person, project: Project) -> ProjectTransition:
    """Send it to the city, or send it back changed. The city answers within five working days."""
    Person.objects.select_for_update().get(pk=by.pk)  # two tabs can't both be the third submission
    hold(project)
    if project.status == Project.Status.SUBMITTED and permissions.is_the_lead(by, project):
        raise RuleBroken(gettext("You have sent this project already."), code="sent_already")
    if not permissions.can_send(by, project):
        raise (
            NotAllowed(gettext("Only the person who leads a project can send it."))
            if permissions.leads(by, project)
            else NotAllowed
        )
    _check_it_may_be_sent(by, project)
    return _send(by, project)


@transaction.atomic
def open_project(*, by: Person, project: Project) -> ProjectTransition:
    """An active Super User opens a low-risk project at once; the city reads it within five working days after that."""
    Person.objects.select_for_update().get(pk=by.pk)
    hold(project)
    if not permissions.can_open(by, project):
        raise NotAllowed(
            gettext("Send it to the city: only Super Users open a project at once, and only a low-risk one.")
        )
    _check_it_may_be_sent(by, project)
    _name_the_address(project)
    transition = move(
        project=project,
        to=Project.Status.PUBLISHED,
        by=by,
        submitted_at=now(),
        published_at=now(),
        review_due_on=_due(),
    )
    bells.project_opened.ring(by=by, on=project, project=project.pk, transition=transition.pk)
    return transition


@transaction.atomic
def appeal_rejection(*, by: Person, project: Project, reason: str) -> ProjectTransition:
    """Ask for a second look, once; somebody else will read it."""
    hold(project)
    if not permissions.can_appeal(by, project):
        if permissions.is_the_lead(by, project):
            raise RuleBroken(
                gettext("You can ask for a second look once, after a project was rejected."), code="no_appeal"
            )
        raise NotAllowed
    if len(reason.strip()) < REASON_LETTERS:
        raise RuleBroken(gettext("Say in 40 letters or more why the city should look again."), code="short_reason")
    return _send(by, project, reason.strip())


def _check_it_may_be_sent(by: Person, project: Project) -> None:
    if not by.email:
        raise RuleBroken(
            gettext("Sign in with your e-mail address first, so that the city can answer you."), code="no_email"
        )
    if gaps := missing(project):
        raise RuleBroken(gaps[0][1], code="incomplete")
    mine = Project.objects.led_by(by)
    if mine.waiting_for_review().count() + mine.unread().count() >= OPEN_SUBMISSIONS:
        raise RuleBroken(
            gettext(
                "The city is reading three of your projects. Send the next one when one of them is answered; this one stays saved."
            ),
            code="too_many",
        )
    if project.risk in NEEDS_TWO_HOUSEHOLDS and not has_two_households(project):
        raise RuleBroken(
            gettext(
                "A project with children or young people needs a second organizer from another household. Invite one first; your answers stay saved."
            ),
            code="one_household",
        )


def _send(by: Person, project: Project, reason: str = "") -> ProjectTransition:
    if project.slug.startswith("draft-"):
        _name_the_address(project)
    transition = move(
        project=project,
        to=Project.Status.SUBMITTED,
        by=by,
        reason=reason,
        submitted_at=now(),
        review_due_on=_due(),
    )
    bells.project_submitted.ring(by=by, on=project, project=project.pk)
    return transition


def _due() -> date:
    """Until when the city reads what it gets now."""
    return working_days_after(now().astimezone(ZoneInfo(the_city().time_zone)).date(), REVIEW_DAYS)


def _name_the_address(project: Project) -> None:
    """From its name, once: later it stays, because letters and posters carry it."""
    base = slugify(project.title)[:60].strip("-") or "project"
    tries = [base] if base not in RESERVED_SLUGS and not base.startswith("draft-") else []
    tries += [f"{base}-{n}" for n in range(2, 10)] + [f"{base}-{new_ref(6)}"]
    taken = set(Project.objects.filter(slug__in=tries).values_list("slug", flat=True))
    for slug in tries:
        if slug in taken:
            continue
        try:
            with transaction.atomic():
                Project.objects.filter(pk=project.pk).update(slug=slug)
        except IntegrityError:
            continue  # somebody else took it this very moment
        project.slug = slug
        return


def working_days_after(day: date, count: int) -> date:
    """The date that many days after, Saturdays and Sundays left out."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
