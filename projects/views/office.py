"""The officials' desk for what came of it: pictures before everybody sees them, and what the city counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import official
from projects import actions
from projects.forms.metrics import MetricForm
from projects.forms.recap import PictureRefusedForm
from projects.models import BeforeAfter, MetricDefinition
from projects.permissions import can_decide_pair, moderator


@door(moderator)
def pair_list(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, oldest first, and what was decided lately."""
    pairs = BeforeAfter.objects.select_related(
        "event__project__neighborhood", "added_by", "decided_by", "before", "after"
    )
    decided = pairs.exclude(state=BeforeAfter.State.WAITING).order_by("-decided_at")[:20]
    page = {"waiting": pairs.waiting(), "decided": decided, "page_title": gettext("Pictures")}
    return render(request, "projects/admin/pair_list.html", page)


@door(moderator, methods="GET POST")
def pair_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Both pictures large, what they say in words, who added them; and the decision."""
    pairs = BeforeAfter.objects.select_related("event__project", "added_by", "decided_by", "before", "after")
    pair = get_object_or_404(pairs, pk=pk)
    decision = request.POST.get("decision", "")
    form = PictureRefusedForm(request.POST if decision == "refuse" else None)
    refusal = ""
    try:
        if request.method == "POST" and decision == "publish":
            actions.publish_pair(by=request.person, pair=pair)
            messages.success(request, gettext("Everybody can see it now."))
            return redirect("pair_list")
        if form.is_bound and form.is_valid():
            actions.refuse_pair(by=request.person, pair=pair, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("Refused. The pictures are removed, the organizers read your reason."))
            return redirect("pair_list")
    except RuleBroken as broken:
        refusal = str(broken)
    page = {
        "pair": pair,
        "form": form,
        "refusal": refusal,
        "may": can_decide_pair(request.person, pair),
        "open": pair.state != BeforeAfter.State.REFUSED,
        "page_title": gettext("Pictures"),
    }
    return render(request, "projects/admin/pair_decide.html", page, status=422 if request.method == "POST" else 200)


@door(official)
def metric_list(request: HttpRequest) -> HttpResponse:
    """What is counted, by kind of project."""
    page = {
        "metrics": MetricDefinition.objects.order_by("category", "position", "pk"),
        "page_title": gettext("Numbers"),
    }
    return render(request, "projects/admin/metric_list.html", page)


@door(official, methods="GET POST")
def metric_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add something that is counted, or change it."""
    metric = get_object_or_404(MetricDefinition, pk=pk) if pk else None
    # Only what the form has read is given to the action; the form itself saves nothing.
    form = MetricForm(request.POST if request.method == "POST" else None, instance=metric)
    if form.is_bound and form.is_valid():
        try:
            actions.define_metric(by=request.person, metric=metric, **form.cleaned_data)
            messages.success(request, gettext("Saved."))
            return redirect("metric_list")
        except RuleBroken as broken:
            form.add_error(broken.code if broken.code in form.fields else None, str(broken))
    page = {"form": form, "metric": metric, "page_title": gettext("Numbers")}
    return render(request, "projects/admin/metric_edit.html", page, status=422 if form.is_bound else 200)
