"""Projects and their dates as subjects: how they are found and named where people follow, talk and report."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversations.kinds import Kind, Named, Talk, Voice, register, register_categories
from conversations.models import Comment
from core.posted import whole
from core.when import moment_words
from people.models import Person
from people.offices import office_of

from .models import Barring, Broadcast, Category, Event, Project, ProjectRole
from .permissions import leads, organizes


def find(person: Person | None, key: str) -> Project | None:
    """Nobody talks about a draft, not even who writes it: it can be thrown away."""
    return _seen(person).filter(slug=key).first()


def _seen(person: Person | None) -> QuerySet[Project]:
    return Project.objects.visible_to(person).exclude(status=Project.Status.DRAFT)


def public(subjects: Iterable[int]) -> QuerySet[Project]:
    return Project.objects.public().filter(subject__in=subjects)


def named(project: Project) -> Named:
    return Named(str(project), reverse("projects:project_page", args=[project.slug]))


def can_follow(person: Person | None, project: Project) -> bool:
    """What everybody may see."""
    return person is not None and project.is_public


def those(subjects: Iterable[int]) -> QuerySet[Project]:
    return Project.objects.filter(subject__in=subjects)


def key(project: Project) -> str:
    return project.slug


def can_see(person: Person | None, project: Project) -> bool:
    return _seen(person).filter(pk=project.pk).exists()


def can_write(person: Person | None, project: Project) -> bool:
    """Everybody with an account, as long as it is public; nobody who was taken out of it."""
    if person is None or not project.is_public or project.status == Project.Status.ARCHIVED:
        return False
    return not _barred(person, project)


def _barred(person: Person, project: Project) -> bool:
    return Barring.objects.filter(project=project, person=person, lifted_at=None).exists()


def voice(person: Person, project: Project) -> Voice:
    """Organizers and officials speak as what they are."""
    if organizes(person, project) and not project.is_civic:
        return Voice(Comment.Voice.ORGANIZER)
    office = office_of(person)
    return Voice(Comment.Voice.OFFICIAL, office.department) if office else Voice()


def people(project: Project) -> list[Person]:
    """Who organizes it, the lead first."""
    roles = project.organizers.select_related("person").order_by("pk")
    return [one.person for one in sorted(roles, key=lambda one: one.role != ProjectRole.Role.LEAD)]


def find_event(person: Person | None, key: str) -> Event | None:
    """By its project's name and its number: `creek-clean-up/12`."""
    slug, _stroke, pk = key.partition("/")
    found = _seen_events(person).select_related("project")
    return found.filter(project__slug=slug, pk=whole(pk)).first()


def _seen_events(person: Person | None) -> QuerySet[Event]:
    return Event.objects.visible_to(person).exclude(status=Event.Status.DRAFT)


def public_events(subjects: Iterable[int]) -> QuerySet[Event]:
    return Event.objects.public().filter(subject__in=subjects).select_related("project")


def named_event(event: Event) -> Named:
    words = f"{event.title}, {moment_words(event.starts_at, event)}"
    return Named(words, reverse("projects:event_page", args=[event.project.slug, event.pk]))


def events_of(subjects: Iterable[int]) -> QuerySet[Event]:
    return Event.objects.select_related("project").filter(subject__in=subjects)


def key_of_event(event: Event) -> str:
    return f"{event.project.slug}/{event.pk}"


def can_see_event(person: Person | None, event: Event) -> bool:
    return _seen_events(person).filter(pk=event.pk).exists()


def people_of_event(event: Event) -> list[Person]:
    return people(event.project)


def talk_page(project: Project) -> str:
    return reverse("projects:project_questions", args=[project.slug])


QUESTIONS = Talk(
    title=_("Questions and answers"),
    lead=_("The organizers and the city answer here, for everybody to read."),
    ask=_("Ask a question"),
    empty=_("Nobody has asked anything yet. What would you like to know before you come?"),
    page=talk_page,
    asks=True,
)


# ── what organizers write to the people of a date: only those talk about it ──


def find_broadcast(person: Person | None, key: str) -> Broadcast | None:
    return Broadcast.objects.visible_to(person).filter(ref=key).first() if person else None


def no_broadcasts(subjects: Iterable[int]) -> QuerySet[Broadcast]:
    """None of them is for everybody."""
    return Broadcast.objects.none()


def named_broadcast(broadcast: Broadcast) -> Named:
    event = broadcast.event
    return Named(event.title, reverse("projects:event_page", args=[event.project.slug, event.pk]))


def broadcasts_of(subjects: Iterable[int]) -> QuerySet[Broadcast]:
    return Broadcast.objects.select_related("event__project", "by").filter(subject__in=subjects)


def broadcast_key(broadcast: Broadcast) -> str:
    return broadcast.ref


def can_see_broadcast(person: Person | None, broadcast: Broadcast) -> bool:
    return person is not None and Broadcast.objects.visible_to(person).filter(pk=broadcast.pk).exists()


def can_answer_broadcast(person: Person | None, broadcast: Broadcast) -> bool:
    """Whoever sees it, until a month after the date; nobody who was taken out of the project."""
    event = broadcast.event
    if person is None or not event.can_be_written_about or not can_see_broadcast(person, broadcast):
        return False
    return not _barred(person, event.project)


def voice_on_broadcast(person: Person, broadcast: Broadcast) -> Voice:
    return Voice(Comment.Voice.ORGANIZER) if leads(person, broadcast.event.project) else Voice()


def people_of_broadcast(broadcast: Broadcast) -> list[Person]:
    return [broadcast.by]


def broadcast_page(broadcast: Broadcast) -> str:
    return reverse("projects:broadcast_page", args=[broadcast.ref])


ANSWERS = Talk(
    title=_("Message from the organizers"),
    lead=_("Only those who got it, and the organizers, read this page."),
    ask=_("Answer or ask"),
    empty=_("Nobody has answered yet."),
    page=broadcast_page,
    hint=_("The organizers read it, and all who got the message."),
    top="projects/_broadcast.html",
)


def register_all() -> None:
    register(
        Kind(
            "projects.broadcast", _("Message from the organizers"), find=find_broadcast, public=no_broadcasts,
            named=named_broadcast, those=broadcasts_of, key=broadcast_key, can_see=can_see_broadcast,
            can_write=can_answer_broadcast, voice=voice_on_broadcast, people=people_of_broadcast,
            whose="broadcast__event__project__organizers__person", talk=ANSWERS,
        )
    )  # fmt: skip
    register(
        Kind(
            "projects.project", _("Project"), find=find, public=public, named=named, those=those, key=key,
            can_follow=can_follow, can_see=can_see, can_write=can_write, voice=voice, people=people,
            whose="project__organizers__person", hides=True, talk=QUESTIONS,
        )
    )  # fmt: skip
    register(
        Kind(
            "projects.event", _("Date"), find=find_event, public=public_events, named=named_event, those=events_of,
            key=key_of_event, can_see=can_see_event, people=people_of_event,
            whose="event__project__organizers__person",
        )
    )  # fmt: skip
    register_categories({kind.value: kind.label for kind in Category})
