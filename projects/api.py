"""Projects and their coming dates, for other programs: what everybody may read on the site, and nothing about people."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from city.models import Neighborhood
from core.api import ERRORS, After, Limit, PageOf, wrong_value

from .models import Category, Event, Project

router = Router(tags=["projects"])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(2200, 1, 1, tzinfo=UTC)  # beyond it a moment may have no local time
NAME = r"^[-a-zA-Z0-9_]+$"
Slug = Annotated[str | None, Query(pattern=NAME, max_length=80)]
Answer = Annotated[bool | None, Field(description="null: not checked")]


class ProjectOut(Schema):
    slug: str
    title: str
    summary: str
    language: str = Field(description="The language the people wrote in.")
    category: str | None
    neighborhood: str | None = Field(description="Its slug.")
    status: Literal["published", "active", "paused", "completed", "cancelled", "archived"]
    latitude: float | None
    longitude: float | None
    step_free: Answer
    seated: Answer
    toilet: Answer
    shade: Answer
    family_friendly: bool
    spoken: list[str]
    url: str

    @staticmethod
    def resolve_category(project: Project) -> str | None:
        return project.category or None

    @staticmethod
    def resolve_neighborhood(project: Project) -> str | None:
        return project.neighborhood.slug if project.neighborhood else None

    @staticmethod
    def resolve_spoken(project: Project) -> list[str]:
        return project.languages

    @staticmethod
    def resolve_url(project: Project, context: Any) -> str:
        return context["request"].build_absolute_uri(reverse("projects:project_page", args=[project.slug]))


class EventOut(Schema):
    id: int
    project: str = Field(description="The project's slug.")
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str = Field(description="The clock people live by there.")
    meeting_point: str
    capacity: int | None = Field(description="Places of all its tasks; null: any number.")
    free: int | None = Field(description="Places that are left; null: any number.")
    joinable: bool
    url: str

    @staticmethod
    def resolve_project(event: Event) -> str:
        return event.project.slug

    @staticmethod
    def resolve_capacity(event: Event) -> int | None:
        return _sum([slot.capacity for slot in event.slots.all()])

    @staticmethod
    def resolve_free(event: Event) -> int | None:
        return _sum([slot.free for slot in event.slots.all()])

    @staticmethod
    def resolve_joinable(event: Event) -> bool:
        return not event.joining_is_over

    @staticmethod
    def resolve_url(event: Event, context: Any) -> str:
        path = reverse("projects:event_page", args=[event.project.slug, event.pk])
        return context["request"].build_absolute_uri(path)


def _sum(numbers: list[int | None]) -> int | None:
    """None where any of them means any number, or there are none."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


@router.get("/projects", response={200: PageOf[ProjectOut], **ERRORS}, summary="Projects, the newest first")
def project_list(
    request: HttpRequest,
    neighborhood: Slug = None,
    category: Category | None = None,
    after: After = 0,
    limit: Limit = 50,
) -> Any:
    """Everything that was ever opened, also what is done."""
    rows = (
        Project.objects.public().select_related("neighborhood").defer("body", "neighborhood__boundary").order_by("-pk")
    )
    rows = _where(rows, "", neighborhood, category)
    found = list((rows.filter(pk__lt=after) if after else rows)[: limit + 1])
    return {"items": found[:limit], "next": str(found[limit - 1].pk) if len(found) > limit else None}


@router.get("/projects/{slug}", response={200: ProjectOut, **ERRORS}, summary="One project")
def project(request: HttpRequest, slug: str) -> Any:
    found = Project.objects.public().select_related("neighborhood").filter(slug=slug[:80]).first()
    if found is None:
        raise Http404
    return found


@router.get("/events", response={200: PageOf[EventOut], **ERRORS}, summary="Coming dates with their free places")
def event_list(
    request: HttpRequest,
    neighborhood: Slug = None,
    category: Category | None = None,
    project: Slug = None,
    starts_from: Annotated[
        AwareDatetime | None, Query(ge=EPOCH, le=FAR, description="Only dates that begin at this moment or later.")
    ] = None,
    after: Annotated[
        str, Query(pattern=r"^([0-9]{1,17}-[0-9]{1,18})?$", description="`next` of the page before.")
    ] = "",
    limit: Limit = 50,
) -> Any:
    """The soonest first: what people can still come to."""
    rows = _where(Event.objects.on_offer(), "project__", neighborhood, category)
    if project:
        if not Project.objects.public().filter(slug=project).exists():
            raise wrong_value("project", "No project has this slug.")
        rows = rows.filter(project__slug=project)
    if starts_from:
        rows = rows.filter(starts_at__gte=starts_from)
    if after:
        since, number = map(int, after.split("-"))
        moment = EPOCH + timedelta(microseconds=since)
        rows = rows.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, pk__gt=number), starts_at__gte=moment)
    found = list(rows[: limit + 1])
    return {"items": found[:limit], "next": _mark(found[limit - 1]) if len(found) > limit else None}


def _where(rows: Any, prefix: str, neighborhood: str | None, category: Category | None) -> Any:
    if neighborhood:
        if not Neighborhood.objects.filter(slug=neighborhood).exists():
            raise wrong_value("neighborhood", "No neighborhood has this slug.")
        rows = rows.filter(**{f"{prefix}neighborhood__slug": neighborhood})
    return rows.filter(**{f"{prefix}category": category}) if category else rows


def _mark(event: Event) -> str:
    return f"{(event.starts_at - EPOCH) // timedelta(microseconds=1)}-{event.pk}"
