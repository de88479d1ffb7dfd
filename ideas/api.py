"""Polls, their ideas, what the city answers, and the counts, for other programs: what everybody may read, and no residents."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from city.models import Neighborhood
from core.api import ERRORS, After, Limit, PageOf, wrong_value
from core.sheets import download

from .models import Answer, Certification, DoubleVote, Idea, IdeaPoll, Result

router = Router(tags=["polls"])
Slug = Annotated[str | None, Query(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]
Form = Annotated[Literal["json", "csv"], Query(alias="format", description="csv: the same rows for a spreadsheet.")]
SHEET = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


class PhaseOut(Schema):
    kind: Literal["proposing", "review", "voting"]
    opens_at: datetime
    closes_at: datetime


class PollOut(Schema):
    slug: str
    question: str
    intro: str
    department: str
    neighborhood: str | None = Field(description="Its slug; null: the whole city.")
    now: Literal["coming", "proposing", "review", "voting", "over"]
    suspended: bool
    void: bool
    zone: str = Field(description="The clock its dates are told by.")
    phases: list[PhaseOut]
    ballot_type: Literal["approve", "points", "rank"]
    count_rule: Literal["most", "budget_greedy", "irv", "schulze", "equal_shares"]
    votes_per_ballot: int
    max_per_idea: int
    budget_total: int | None = Field(description="Whole currency units; null: nothing is spent.")
    winners_k: int | None
    min_support_to_pass: int | None
    counted_at: datetime | None
    certified_at: datetime | None = Field(description="An official stands for the newest count since then.")
    geojson: str = Field(description="Where its ideas with a point on the map are, all of them, as GeoJSON.")
    url: str

    @staticmethod
    def resolve_department(poll: IdeaPoll) -> str:
        return poll.department.name

    @staticmethod
    def resolve_neighborhood(poll: IdeaPoll) -> str | None:
        return poll.neighborhood.slug if poll.neighborhood else None

    @staticmethod
    def resolve_now(poll: IdeaPoll) -> str:
        return poll.state_at()

    @staticmethod
    def resolve_suspended(poll: IdeaPoll) -> bool:
        return poll.suspended_at is not None

    @staticmethod
    def resolve_void(poll: IdeaPoll) -> bool:
        return poll.voided_at is not None

    @staticmethod
    def resolve_phases(poll: IdeaPoll) -> list[Any]:
        return sorted(poll.phase_by_kind.values(), key=lambda phase: phase.opens_at)

    @staticmethod
    def resolve_geojson(poll: IdeaPoll, context: Any) -> str:
        return _address(context["request"], "ideas:idea_points", poll.slug)

    @staticmethod
    def resolve_url(poll: IdeaPoll, context: Any) -> str:
        return _address(context["request"], "ideas:poll_page", poll.slug)


class IdeaOut(Schema):
    ref: str = Field(description="Its number in the poll, as in the files of the count.")
    title: str
    body: str
    language: str = Field(description="The language the people wrote in.")
    category: str
    neighborhood: str | None = Field(description="Its slug.")
    latitude: float | None
    longitude: float | None
    cost: int | None = Field(description="Whole currency units; null: not known.")
    state: str
    suspended: bool
    supports: int | None = Field(description="How many people; null: not told while people vote.")
    submitted_at: datetime | None
    url: str

    @staticmethod
    def resolve_neighborhood(idea: Idea) -> str | None:
        return idea.neighborhood.slug if idea.neighborhood else None

    @staticmethod
    def resolve_supports(idea: Idea) -> int | None:
        return idea.supports if idea.poll.tells_supports else None

    @staticmethod
    def resolve_suspended(idea: Idea) -> bool:
        return idea.suspended_at is not None

    @staticmethod
    def resolve_url(idea: Idea, context: Any) -> str:
        return _address(context["request"], "ideas:idea_page", idea.poll.slug, idea.ref)


class AnswerOut(Schema):
    id: int
    poll: str = Field(description="The poll's slug.")
    ref: str = Field(description="The idea's number in the poll.")
    n: int = Field(description="1 is the first answer to this idea; the newest holds.")
    status: Literal["accepted", "partly", "checking", "in_progress", "done", "not_possible"]
    reason: str
    next_step: str
    due_on: date | None
    department: str
    published_at: datetime
    url: str

    @staticmethod
    def resolve_poll(answer: Answer) -> str:
        return answer.idea.poll.slug

    @staticmethod
    def resolve_ref(answer: Answer) -> str:
        return answer.idea.ref

    @staticmethod
    def resolve_department(answer: Answer) -> str:
        return answer.department.name

    @staticmethod
    def resolve_url(answer: Answer, context: Any) -> str:
        return _address(context["request"], "ideas:idea_page", answer.idea.poll.slug, answer.idea.ref)


class ResultOut(Schema):
    n: int = Field(description="A lot or a correction makes a further count; the last one holds.")
    computed_at: datetime
    certified_at: datetime | None
    note: str = Field(description="Why there is a further count.")
    engine_version: str
    ballots_sha256: str = Field(description="Of ballots.csv; empty where fewer than ten people voted.")
    outcome: dict[str, Any] = Field(description="outcome.json, as recount.py prints it.")
    set_aside: list[str] = Field(
        description="Why each ballot was set aside that somebody cast with a second account; outcome.totals.voided counts them."
    )
    files: dict[str, str] = Field(description="Where each file of the count is.")
    url: str

    @staticmethod
    def resolve_files(result: Result, context: Any) -> dict[str, str]:
        slug, request = result.poll.slug, context["request"]
        return {name: _address(request, "ideas:poll_file", slug, result.n, name) for name in result.file_sizes}

    @staticmethod
    def resolve_url(result: Result, context: Any) -> str:
        return _address(context["request"], "ideas:older_results", result.poll.slug, result.n)


class LineOut(Schema):
    """One idea in one count: a row of the spreadsheet."""

    n: int
    ref: str
    rank: int | None
    state: str
    votes: int | None
    ballots: int
    cost: int | None


@router.get(
    "/polls", response={200: PageOf[PollOut], **ERRORS}, summary="Idea polls, the newest first", openapi_extra=SHEET
)
def poll_list(
    request: HttpRequest, neighborhood: Slug = None, after: After = 0, limit: Limit = 50, form: Form = "json"
) -> Any:
    """Everything that was ever published."""
    rows = _polls()
    if neighborhood:
        if not Neighborhood.objects.filter(slug=neighborhood).exists():
            raise wrong_value("neighborhood", "No neighborhood has this slug.")
        rows = rows.filter(neighborhood__slug=neighborhood)
    return _page(request, rows, after, limit, form, PollOut)


@router.get("/polls/{slug}", response={200: PollOut, **ERRORS}, summary="One poll")
def poll(request: HttpRequest, slug: str) -> Any:
    return _poll(slug)


@router.get(
    "/polls/{slug}/ideas", response={200: PageOf[IdeaOut], **ERRORS}, summary="Its ideas, the newest first", openapi_extra=SHEET
)  # fmt: skip
def idea_list(request: HttpRequest, slug: str, after: After = 0, limit: Limit = 50, form: Form = "json") -> Any:
    """Without what was withdrawn, merged into another one, or is hidden."""
    rows = Idea.objects.filter(poll=_poll(slug)).standing().select_related("neighborhood")
    rows = rows.defer("neighborhood__boundary").prefetch_related("poll__phases")
    return _page(request, rows, after, limit, form, IdeaOut)


@router.get(
    "/polls/{slug}/results", response={200: list[ResultOut], **ERRORS}, summary="Its counts, the newest first", openapi_extra=SHEET
)  # fmt: skip
def result_list(request: HttpRequest, slug: str, form: Form = "json") -> Any:
    """Empty until the ballots are counted. As csv: a row for each idea of each count."""
    certified = Certification.objects.in_force().filter(result=OuterRef("pk")).values("at")
    rows = _poll(slug).results.without_files().select_related("poll").annotate(certified_at=Subquery(certified))
    counts = list(rows.order_by("-n"))
    cases = DoubleVote.objects.filter(poll__slug=slug).ever_in_force().only("reason", "confirmed_at", "ended_at")
    for each in counts:
        each.set_aside = [case.reason for case in cases if case.was_in_force_at(each.computed_at)]
    if form == "json":
        return counts
    lines = [LineOut(n=each.n, **line) for each in counts for line in each.outcome["ideas"]]
    return _sheet("results", LineOut, lines)


@router.get(
    "/answers", response={200: PageOf[AnswerOut], **ERRORS}, summary="What the city answers, the newest first", openapi_extra=SHEET
)  # fmt: skip
def answer_list(
    request: HttpRequest, poll: Slug = None, after: After = 0, limit: Limit = 50, form: Form = "json"
) -> Any:
    """A later answer to the same idea is a row of its own."""
    rows = Answer.objects.filter(idea__in=Idea.objects.public(), idea__poll__in=IdeaPoll.objects.public())
    if poll:
        if not IdeaPoll.objects.public().filter(slug=poll).exists():
            raise wrong_value("poll", "No poll has this slug.")
        rows = rows.filter(idea__poll__slug=poll)
    return _page(request, rows.select_related("idea__poll", "department"), after, limit, form, AnswerOut)


def _polls() -> Any:
    certified = Certification.objects.in_force().of_the_newest_count().filter(result__poll=OuterRef("pk")).values("at")
    return IdeaPoll.objects.public().for_pages().annotate(certified_at=Subquery(certified))


def _poll(slug: str) -> IdeaPoll:
    found = _polls().filter(slug=slug[:80]).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, rows: Any, after: int, limit: int, form: str, schema: type[Schema]) -> Any:
    rows = rows.order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: limit + 1])
    following = str(found[limit - 1].pk) if len(found) > limit else None
    if form == "json":
        return {"items": found[:limit], "next": following}
    said = [schema.model_validate(row, context={"request": request}) for row in found[:limit]]
    answer = _sheet("page", schema, said)
    if following:
        query = request.GET.copy()
        query["after"] = following
        answer["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return answer


def _sheet(name: str, schema: type[Schema], rows: Iterable[Schema]) -> HttpResponse:
    """What is more than a value has no place in a cell; the JSON has it."""
    told = [row.model_dump(mode="json") for row in rows]
    head = [field for field in schema.model_fields if field != "phases"]
    return download(name, head, ([row[field] for field in head] for row in told))


def _address(request: HttpRequest, name: str, *args: object) -> str:
    return request.build_absolute_uri(reverse(name, args=args))
