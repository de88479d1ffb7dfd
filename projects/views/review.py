"""The desk of officials, inside the back office: proposals that wait, and the page on which one is read and decided."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from city.context import the_city
from core.clock import now
from core.doors import door
from core.errors import RuleBroken
from core.when import day_words, local
from people.absence import away_now
from people.naming import named
from projects import actions, permissions, progress
from projects.actions.proposing import NEEDS_TWO_HOUSEHOLDS, has_two_households, unknown_households
from projects.actions.reviewing import first_approval, needs_two_officials
from projects.forms.propose import LAND_WORDS, RISK_WORDS
from projects.forms.review import DecisionForm
from projects.models import LandPaper, Project, ProjectRole

A_PAGE = 30


@door(permissions.reviewer)
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for me, then what waits for colleagues, then what was decided lately."""
    mine = Paginator(_for_list(Project.objects.waiting_for(request.person)), A_PAGE).get_page(request.GET.get("p"))
    unread = [
        project for project in _for_list(Project.objects.unread()) if permissions.can_review(request.person, project)
    ]
    others = Project.objects.waiting_for_review().exclude(
        pk__in=Project.objects.waiting_for(request.person).values("pk")
    )
    decided = Project.objects.exclude(status__in=(Project.Status.DRAFT, Project.Status.SUBMITTED))
    decided = decided.filter(submitted_at__isnull=False, review_due_on=None).order_by("-submitted_at")
    return render(
        request,
        "projects/admin/review_list.html",
        {
            "mine": mine,
            "waiting": [waiting(project) for project in mine],
            "unread": [waiting(project) for project in unread],
            "others": [waiting(project) for project in _for_list(others)[:A_PAGE]],
            "away": away_now(),
            "quiet": list(_for_list(Project.objects.quiet())[:A_PAGE]),
            "decided": [(project, progress.sign(project, for_city=True)) for project in _for_list(decided)[:10]],
            "header_title": gettext("Proposals"),
            "breadcrumbs_items": [_home(), {"url": "", "label": gettext("Proposals")}],
        },
    )


@door(permissions.reviewer, methods="GET POST")
def review_project(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the proposer wrote, what happened so far, and the decision."""
    project = _sent(slug)
    form = DecisionForm(project, request.POST or None, initial={"seen": _last(project)})
    refusal = ""
    if form.is_bound and form.is_valid():
        try:
            said = DECISIONS[request.POST.get("decision", "")](request, project, form)
            messages.success(request, f"{said} {_still_waiting(request)}")
            return redirect("review_list")
        except KeyError:
            refusal = gettext("Choose one of the three buttons.")
        except RuleBroken as broken:
            refusal = str(broken)
            project.refresh_from_db()
    status = 422 if form.is_bound else 200
    return render(request, "projects/admin/review_page.html", _page(request, project, form, refusal), status=status)


def _approve(request: HttpRequest, project: Project, form: DecisionForm) -> str:
    given = form.cleaned_data
    actions.approve_project(
        by=request.person, project=project, checklist=form.checklist(), reason=given["reason"], seen=given["seen"]
    )
    if project.status == Project.Status.PUBLISHED:
        return gettext("“%(title)s” is open to everybody now.") % {"title": project.title}
    return gettext("Your yes to “%(title)s” is noted. A second official must say yes too.") % {"title": project.title}


def _read(request: HttpRequest, project: Project, form: DecisionForm) -> str:
    given = form.cleaned_data
    actions.read_opened(
        by=request.person, project=project, checklist=form.checklist(), reason=given["reason"], seen=given["seen"]
    )
    return gettext("“%(title)s” is read, and stays open.") % {"title": project.title}


def _ask(request: HttpRequest, project: Project, form: DecisionForm) -> str:
    given = form.cleaned_data
    actions.request_changes(by=request.person, project=project, reason=given["reason"], seen=given["seen"])
    return gettext("“%(title)s” is back with its proposer, with your reason.") % {"title": project.title}


def _reject(request: HttpRequest, project: Project, form: DecisionForm) -> str:
    given = form.cleaned_data
    actions.reject_project(by=request.person, project=project, reason=given["reason"], seen=given["seen"])
    return gettext("“%(title)s” is rejected. The proposer gets your reason.") % {"title": project.title}


@door(permissions.reviewer, methods="POST")
def review_note(request: HttpRequest, slug: str) -> HttpResponse:
    """A note for colleagues, below the proposal."""
    project = _sent(slug)
    text = request.POST.get("text", "")
    try:
        actions.add_note(by=request.person, project=project, text=text)
        return redirect(reverse("review_project", args=[slug]) + "#notes")
    except RuleBroken as refusal:
        form = DecisionForm(project, None, initial={"seen": _last(project)})
        page = _page(request, project, form, "") | {"note_refusal": str(refusal), "note_typed": text}
        return render(request, "projects/admin/review_page.html", page, status=422)


@door(permissions.reviewer, methods="POST")
def review_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a finished project away."""
    try:
        actions.archive_project(by=request.person, project=_sent(slug))
        messages.success(request, gettext("The project is in the archive. Its page stays."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("review_project", slug)


def _sent(slug: str) -> Project:
    """What residents keep as a draft is nobody's business."""
    sent = Project.objects.filter(submitted_at__isnull=False).exclude(status=Project.Status.DRAFT)
    return get_object_or_404(sent.select_related("neighborhood", "picture"), slug=slug)


DECISIONS: dict[str, Callable[[HttpRequest, Project, DecisionForm], str]] = {
    "approve": _approve,
    "read": _read,
    "change": _ask,
    "reject": _reject,
}


def _still_waiting(request: HttpRequest) -> str:
    count = Project.objects.waiting_for(request.person).count()
    if not count:
        return gettext("Nothing else waits for you.")
    return ngettext("One more waits for you.", "%(n)s more wait for you.", count) % {"n": count}


def _last(project: Project) -> int | None:
    return project.transitions.order_by("at", "pk").values_list("pk", flat=True).last()


def _home() -> dict[str, str]:
    return {"url": reverse("wagtailadmin_home"), "label": gettext("Home")}


def _for_list(projects: Any) -> Any:
    return projects.select_related("neighborhood").prefetch_related(
        "organizers__person", "transitions__actor", "transitions__department"
    )


def today() -> date:
    return local(now(), the_city()).date()


def waiting(project: Project) -> dict[str, Any]:
    """One line of the list: who, since when, until when, and what is special about it."""
    moves = progress.rows(project)
    late = (today() - project.review_due_on).days if project.review_due_on else 0
    age = (today() - local(project.submitted_at, the_city()).date()).days if project.submitted_at else 0
    return {
        "project": project,
        "lead": next((each.person for each in project.organizers.all() if each.role == ProjectRole.Role.LEAD), None),
        "age": gettext("sent today") if not age else ngettext("%(n)s day", "%(n)s days", age) % {"n": age},
        "is_late": late > 0,
        "due": ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        if late > 0
        else gettext("by %(day)s") % {"day": day_words(project.review_due_on)},
        "special": _special(project, moves),
    }


def _special(project: Project, moves: list[Any]) -> str:
    if project.is_unread:
        return gettext("open already")
    if moves and moves[-1].from_status == Project.Status.SUBMITTED:
        return gettext("second yes needed")
    if moves and moves[-1].from_status == Project.Status.REJECTED:
        return gettext("second look")
    if moves and moves[-1].from_status == Project.Status.NEEDS_CHANGES:
        return gettext("changed")
    return gettext("two officials") if needs_two_officials(project) else ""


def _page(request: HttpRequest, project: Project, form: DecisionForm, refusal: str) -> dict[str, Any]:
    open_now = project.status == Project.Status.SUBMITTED or project.is_unread
    may = open_now and permissions.can_review(request.person, project)
    first = first_approval(project)
    said_yes = first is not None and first.actor_id == request.person.pk
    organizers = list(project.organizers.select_related("person__neighborhood"))
    return {
        "project": project,
        "form": form,
        "checks": [bound for bound in form if bound.name.startswith("check_")],
        "refusal": refusal,
        "may": may and not said_yes,
        "may_approve": permissions.can_approve(request.person, project),
        "why_not": "" if may and not said_yes else _why_not(request, project, said_yes),
        "waiting": waiting(project) if open_now else None,
        "sign": progress.sign(project, for_city=True),
        "stops": progress.timeline(project),
        "first": first,
        "organizers": organizers,
        "led_before": Project.objects.public().filter(organizers__person__in=[each.person for each in organizers if each.role == "lead"]).exclude(pk=project.pk).count(),
        "hints": _hints(project),
        "can_pause": permissions.can_pause(request.person, project),
        "can_cancel": permissions.can_cancel(request.person, project),
        "can_archive": permissions.can_archive(request.person, project),
        "can_note": permissions.can_note(request.person, project),
        "notes": project.notes.select_related("by"),
        "risk": RISK_WORDS[project.risk],
        "land": LAND_WORDS[project.land],
        "has_paper": LandPaper.objects.filter(project=project).exists(),
        "header_title": project.title,
        "breadcrumbs_items": [
            _home(),
            {"url": reverse("review_list"), "label": gettext("Proposals")},
            {"url": "", "label": project.title},
        ],
    }  # fmt: skip


def _why_not(request: HttpRequest, project: Project, said_yes: bool) -> str:
    """Why there are no buttons here."""
    if project.status != Project.Status.SUBMITTED and not project.is_unread:
        moves = progress.rows(project)
        if not moves:
            return ""
        return gettext("Nothing to decide: %(who)s was here on %(day)s, and the project is “%(status)s” now.") % {
            "who": moves[-1].actor.full_name, "day": progress.on_day(moves[-1]), "status": project.get_status_display(),
        }  # fmt: skip
    if said_yes:
        return gettext("You have said yes. Because children or young people take part, a second official decides.")
    if permissions.belongs_to(request.person, project):
        return gettext("You organize this project or live with somebody who does, so a colleague decides.")
    return gettext("You rejected this project before. The second look is a colleague's.")


def _hints(project: Project) -> list[str]:
    """What a careful reader would notice."""
    found = []
    if project.is_quiet:
        found.append(gettext("No date for 90 days, and none is planned."))
    if needs_two_officials(project):
        found.append(gettext("Children or young people take part: two officials must say yes."))
    if not has_two_households(project):
        found.append(gettext("Only one household organizes it. A second organizer would help when somebody is ill."))
    elif project.risk in NEEDS_TWO_HOUSEHOLDS and (people := unknown_households(project)):
        found.append(
            gettext("Nobody has confirmed with whom they live: %(names)s. They count as different households.")
            % {"names": named(people)}
        )
    if project.land == Project.Land.ASKED:
        found.append(gettext("The owner of the land has been asked and has not answered yet."))
    if project.step_free is None:
        found.append(gettext("Nobody has checked for steps yet."))
    return found
