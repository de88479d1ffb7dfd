"""Work between the dates: my own page of it, and the one on which an organizer verifies it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.clock import now
from core.doors import door
from core.errors import RuleBroken, show_refusal
from core.when import local
from files.actions import take_picture
from people.models import Person
from people.permissions import official, signed_in
from projects import actions
from projects.forms.work import DecideWorkForm, WorkForm
from projects.models import Adoption, WorkLog
from projects.permissions import can_decide_work, open_to_work_of


@door(signed_in, methods="GET POST")
@never_cache
def my_work(request: HttpRequest) -> HttpResponse:
    """Write down what I did, and see what became of it."""
    projects = open_to_work_of(request.person)
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WorkForm(*files, projects=projects, initial={"day": local(now()).date(), "minutes_spent": 60})
    if form.is_bound and form.is_valid():
        try:
            write_down(form, by=request.person)
            messages.success(request, gettext("Thank you. An organizer looks at it, then it counts."))
            return redirect("projects:my_work")
        except RuleBroken as refusal:
            show_refusal(form, refusal, minutes="minutes_spent")
    page = {
        "form": form,
        "projects": projects,
        "mine": request.person.work.for_page().order_by("-day", "-pk")[:50],
        "blocks": Adoption.objects.live().cared_for_by(request.person).select_related("block"),
        "waiting": _waiting_for(request.person),
    }
    return render(request, "projects/my_work.html", page, status=422 if form.is_bound else 200)


@door(signed_in, methods="GET POST")
@never_cache
def work_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """For an organizer of that project, or an official for a block; never of the same household."""
    work = get_object_or_404(WorkLog.objects.for_page(), pk=pk)
    if work.where.slug != slug or not can_decide_work(request.person, work):
        raise Http404
    form = DecideWorkForm(request.POST if request.method == "POST" else None, work=work)
    if form.is_bound and form.is_valid():
        try:
            actions.decide_work(by=request.person, work=work, **form.cleaned_data)
            messages.success(request, gettext("Saved. They get a letter."))
            return redirect("projects:my_work")
        except RuleBroken as refusal:
            show_refusal(form, refusal, reason_needed="answer")
    return render(
        request, "projects/work_decide.html", {"work": work, "form": form}, status=422 if form.is_bound else 200
    )


def write_down(form: WorkForm, *, by: Person, **about: Any) -> None:
    """What somebody did, with the picture if there is one."""
    given = form.cleaned_data
    upload = given.pop("picture")
    picture = take_picture(upload=upload, alt=given["words"]) if upload else None
    actions.log_work(by=by, picture=picture, **about, **given)


def _waiting_for(person: Person) -> list[WorkLog]:
    for_me = Q(project__organizers__person=person)
    if official(person):
        for_me |= Q(adoption__isnull=False)
    rows = WorkLog.objects.for_page().filter(for_me, state=WorkLog.State.SUBMITTED).order_by("pk")[:50]
    return [work for work in rows if can_decide_work(person, work)]
