"""A resident's one-question pages: kept after each, check answers, send."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.doors import door
from core.errors import RuleBroken
from core.html import tiny_markdown
from core.paths import prefix
from core.refs import ALPHABET, new_ref
from files.actions import take_picture
from people.permissions import signed_in
from projects import actions, permissions
from projects.access import FIELDS, in_words, spoken_in_words
from projects.actions.proposing import ANSWERS, NEEDS_TWO_HOUSEHOLDS, has_two_households, missing
from projects.forms.access import shown as access_shown
from projects.forms.fields import Point
from projects.forms.propose import LAND_WORDS, RISK_WORDS, GoalForm, PictureForm, WhatForm, WhereForm, WhoForm
from projects.models import Project
from projects.progress import Stop, rows

from .invitations import invitation_url


class Step(NamedTuple):
    name: Any  # on the line
    question: Any
    form: type[Form] | None


STEPS = {
    "what": Step(_("What"), _("What do you want to do?"), WhatForm),
    "where": Step(_("Where"), _("Where will people meet?"), WhereForm),
    "goal": Step(_("Goal"), _("What do you want to reach?"), GoalForm),
    "picture": Step(_("Picture"), _("Do you have a picture?"), PictureForm),
    "who": Step(_("Who"), _("Who can come?"), WhoForm),
    "check": Step(_("Check"), _("Check your answers"), None),
}
ORDER = list(STEPS)


@door(signed_in, methods="GET POST")
def project_propose(request: HttpRequest) -> HttpResponse:
    """The first question. A draft exists from its answer on."""
    form = WhatForm(request.POST or None)
    once = _reference(request.POST.get("once", ""))
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.propose_project(by=request.person, once=once, **form.answers())
            return redirect("projects:propose_step", project.slug, "where")
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    drafts = Project.objects.filter(status=Project.Status.DRAFT).led_by(request.person).order_by("-pk")[:3]
    context = {"form": form, "once": once, "drafts": [] if form.is_bound else drafts, "facts": ()}
    return _page(request, "what", context)


def _reference(given: str) -> str:
    """The one our page gave, or a new one."""
    return given if len(given) == 12 and set(given) <= set(ALPHABET) else new_ref()


@door(signed_in, methods="GET POST")
def propose_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    if slug.startswith("draft-") and not Project.objects.filter(slug=slug).exists():
        messages.info(request, gettext("This draft was sent, or thrown away. What you proposed stands on this page."))
        return redirect(prefix() + "/me/")
    project = _own(request, slug)
    if not permissions.can_change_answers(request.person, project):
        messages.info(request, gettext("It is sent, so its answers can't be changed here now."))
        return redirect("projects:project_page", project.slug)
    if step == "check":
        return _check(request, project)
    if step == "picture":
        return _picture(request, project)
    form: Any = STEPS[step].form(request.POST or None, initial=_initial(request, project))  # type: ignore[misc]
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_answers(by=request.person, project=project, **form.answers())
            return _go_on(request, project, step)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return _page(request, step, {"form": form, "project": project, "facts": _facts(project)})


def _picture(request: HttpRequest, project: Project) -> HttpResponse:
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PictureForm(*data, has_picture=project.picture is not None)
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["picture"]:
                picture = take_picture(upload=form.cleaned_data["picture"], alt=form.cleaned_data["alt"])
                actions.save_answers(by=request.person, project=project, picture=picture)
            elif form.cleaned_data.get("remove"):
                actions.save_answers(by=request.person, project=project, picture=None)
            return _go_on(request, project, "picture")
        except RuleBroken as refusal:
            form.add_error("picture", str(refusal))
    return _page(request, "picture", {"form": form, "project": project, "facts": _facts(project)})


def _check(request: HttpRequest, project: Project) -> HttpResponse:
    refusal = ""
    gaps = missing(project)
    if request.method == "POST":
        try:
            if "open" in request.POST:
                actions.open_project(by=request.person, project=project)
                messages.success(request, gettext("It is open to everybody now. Set the first date."))
            else:
                actions.submit_project(by=request.person, project=project)
                messages.success(request, gettext("Sent. The city has your project now."))
            return redirect("projects:project_page", project.slug)
        except RuleBroken as broken:
            refusal = str(broken)
    last = rows(project)[-1:]
    return _page(
        request,
        "check",
        {
            "project": project,
            "gaps": gaps,
            "refusal": "" if gaps else refusal,
            "asked": last[0] if project.status == Project.Status.NEEDS_CHANGES and last else None,
            "parts": _parts(project),
            "may_send": permissions.can_send(request.person, project),
            "may_open": permissions.can_open(request.person, project),
            "co_leads": [each.person for each in project.organizers.select_related("person") if each.role == "co_lead"],
            "one_household": not has_two_households(project),
            "needs_co_lead": project.risk in NEEDS_TWO_HOUSEHOLDS and not has_two_households(project),
            "invitation": invitation_url(request, project),
            "steps_next": _steps_next(project),
        },
        status=422 if refusal else 200,
    )


def _steps_next(project: Project) -> list[str]:
    return [
        gettext("Somebody at the city reads it and answers within 5 working days. You get a letter."),
        gettext("If something must change, they say what, and you send it again."),
        gettext("Once approved it is open to everybody, and you set the first date."),
    ]


@door(signed_in, methods="GET POST")
def draft_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks once, then throws the draft away."""
    project = _own(request, slug)
    if request.method == "POST":
        try:
            actions.discard_draft(by=request.person, project=project)
            messages.success(request, gettext("The draft is gone."))
            return redirect(prefix() + "/me/")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:project_page", project.slug)
    return render(request, "projects/propose_discard.html", {"project": project, "section": "me"})


def _own(request: HttpRequest, slug: str) -> Project:
    mine = Project.objects.led_by(request.person, also_co_leads=True)
    return get_object_or_404(mine.select_related("neighborhood", "picture"), slug=slug)


def _go_on(request: HttpRequest, project: Project, step: str) -> HttpResponse:
    """To the next question, or back to the check page if one came from there."""
    following = "check" if request.GET.get("then") == "check" else ORDER[ORDER.index(step) + 1]
    return redirect("projects:propose_step", project.slug, following)


def _initial(request: HttpRequest, project: Project) -> dict[str, Any]:
    """What is there already. A question nobody has answered yet has no answer chosen beforehand."""
    answers = {name: getattr(project, name) for name in ANSWERS if name != "picture"}
    answers["neighborhood"] = project.neighborhood_id
    answers["point"] = Point.shown(project)
    answers |= access_shown(project)
    if not project.neighborhood_id:
        del answers["land"]
    known = project.access or project.bring or any(getattr(project, field) is not None for field in FIELDS)
    if not (request.GET.get("then") == "check" or known):
        for name in ("risk", *FIELDS):
            del answers[name]
    return {name: value for name, value in answers.items() if value not in (None, "", [])}


def _page(request: HttpRequest, step: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    here = ORDER.index(step)
    form, project = context.get("form"), context.get("project")
    if form is not None and form.is_bound and not form.is_valid():
        status = 422
    before = ORDER[here - 1] if here else ""
    return render(
        request,
        f"projects/propose_{step if step in ('check', 'picture', 'goal') else 'step'}.html",
        {
            **context,
            "section": "me",
            "question": STEPS[step].question,
            "stops": _line(here, project),
            "step_number": here + 1,
            "step_count": len(ORDER),
            "then_check": request.GET.get("then") == "check",
            "back_url": reverse("projects:propose_step", args=(project.slug, before)) if project and before else "",
            "back_name": STEPS[before].name if before else "",
        },
        status=status,
    )


def _line(here: int, project: Project | None) -> list[Stop]:
    """A page counts as done once nothing is missing on it; one that may stay empty, once nothing is missing anywhere."""
    now = gettext("step %(n)s of %(of)s") % {"n": here + 1, "of": len(ORDER)}
    gaps = {page for page, _sentence in missing(project)} if project else set()
    undone = gaps | ({"who"} | (set() if project and project.picture else {"picture"}) if gaps else set())
    return [
        Stop(str(step.name), now, "now")
        if n == here
        else Stop(str(step.name), "", "done" if n < here and page not in undone else "ahead")
        for n, (page, step) in enumerate(STEPS.items())
    ]


def _facts(project: Project) -> list[tuple[str, Any]]:
    """Saved so far, beside each question."""
    goal = f"{project.wanted_number} {project.wanted_unit}" if project.wanted_number else ""
    return [
        (gettext("Name"), project.title),
        (gettext("Kind"), project.get_category_display() if project.category else ""),
        (gettext("Area"), project.neighborhood),
        (gettext("Meet"), project.place),
        (gettext("Goal"), goal),
        (gettext("Picture"), gettext("One picture") if project.picture else ""),
    ]


def _rich(text: str) -> Any:
    return format_html('<div class="rich">{}</div>', tiny_markdown(text)) if text else ""


def _parts(project: Project) -> list[dict[str, Any]]:
    """All answers by page, for checking."""
    facts = {
        "what": [
            (gettext("Kind"), project.get_category_display() if project.category else ""),
            (gettext("Name"), project.title),
            (gettext("In short"), project.summary),
            (gettext("More"), _rich(project.body)),
        ],
        "where": [
            (gettext("Area"), project.neighborhood or ""),
            (gettext("Meet"), project.place),
            (gettext("Point on the map"), Point.shown(project)),
            (gettext("Allowed"), LAND_WORDS[project.land]),
        ],
        "goal": [
            (gettext("Better"), project.wanted),
            (gettext("How many"), f"{project.wanted_number or ''} {project.wanted_unit}".strip()),
        ],
        "picture": [(gettext("Picture"), project.picture.alt if project.picture else gettext("None"))],
        "who": [
            (gettext("Who"), RISK_WORDS[project.risk]),
            (gettext("Families"), gettext("Small children can come along") if project.family_friendly else ""),
            (gettext("Access"), in_words(project)),
            (gettext("Languages"), spoken_in_words(project.languages)),
            (gettext("The place"), project.access),
            (gettext("Bring"), project.bring),
        ],
    }
    return [{"step": step, "name": STEPS[step].name, "facts": rows_} for step, rows_ in facts.items()]
