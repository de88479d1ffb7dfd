"""The officials' desk for what came of it: pictures before everybody sees them, what the city counts, past hours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core import sheets
from core.doors import door
from core.errors import RuleBroken, show_refusal
from people.permissions import official
from projects import actions, past_hours
from projects.forms.metrics import MetricForm
from projects.forms.recap import PictureRefusedForm
from projects.models import BeforeAfter, MetricDefinition
from projects.permissions import can_decide_pair, can_import_hours, moderator


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
        "faces": actions.may_show_faces(pair.event),
        "said_no": actions.said_no_to_pictures(pair.event),
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
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    page = {"form": form, "metric": metric, "page_title": gettext("Numbers")}
    return render(request, "projects/admin/metric_edit.html", page, status=422 if form.is_bound else 200)


@door(can_import_hours, methods="GET POST")
def hours_import(request: HttpRequest) -> HttpResponse:
    """A file, what it would do, and the press. The file travels with the form: nothing is kept before the press."""
    page = {"columns": past_hours.COLUMNS, "page_title": gettext("Past hours"), "done": False}
    if request.method != "POST":
        return render(request, "projects/admin/hours_import.html", page)
    deed = request.POST.get("deed", "")
    try:
        text = _text(request)
        done = deed == "import"
        lines = (actions.import_hours if done else actions.preview_hours)(by=request.person, text=text)
    except RuleBroken as refusal:
        return render(request, "projects/admin/hours_import.html", {**page, "refusal": str(refusal)}, status=422)
    bad = [line for line in lines if line.state == past_hours.BAD]
    if deed == "bad":
        return _file_of(bad)
    good = [line for line in lines if line.state == past_hours.GOOD]
    page |= {
        "lines": lines, "text": text, "done": done, "good": len(good), "bad": len(bad),
        "there": len(lines) - len(good) - len(bad), "minutes": sum(line.minutes for line in good),
    }  # fmt: skip
    return render(request, "projects/admin/hours_import.html", page)


def _text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None and not request.POST.get("text"):
        raise RuleBroken(gettext("Choose the file first."), code="no_file")
    if upload is None:
        return request.POST["text"]
    return past_hours.decoded(upload.read(past_hours.BYTES_AT_MOST + 1))


def _file_of(lines: list[past_hours.Line]) -> HttpResponse:
    """The lines that were not taken, as they came, with the reason behind each."""
    names = list(lines[0].cells) if lines else list(past_hours.COLUMNS)
    rows = [[*(line.cells.get(name, "") for name in names), line.number, line.reason] for line in lines]
    return sheets.download("not-taken", [*names, "line", "reason"], rows)
