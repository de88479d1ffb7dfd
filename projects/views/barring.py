"""Somebody is taken out of a project: the lead says why, the person may ask the city, an official decides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import door
from core.errors import RuleBroken
from people.models import Person
from people.permissions import signed_in
from projects import actions
from projects.models import Barring, Project
from projects.permissions import can_appeal_barring, can_bar, can_decide_barring, can_see_barring


@door(signed_in, methods="GET POST")
@never_cache
def person_bar(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """For the leads: why, and one press."""
    project = get_object_or_404(Project, slug=slug)
    person = get_object_or_404(Person.objects.real(), ref=ref)
    if not can_bar(request.person, project, person):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            barring = actions.bar_person(
                by=request.person, project=project, person=person, reason=request.POST.get("reason", "")
            )
            messages.success(request, gettext("They have a letter with your reason. Their places are free again."))
            return redirect("projects:barring_page", ref=barring.ref)
        except RuleBroken as broken:
            refusal = str(broken)
    page = {"project": project, "whom": person, "refusal": refusal, "reason": request.POST.get("reason", "")}
    return render(request, "projects/person_bar.html", page, status=422 if refusal else 200)


@door(signed_in, methods="GET POST")
@never_cache
def barring_page(request: HttpRequest, ref: str) -> HttpResponse:
    """How it stands: the reason, the appeal, the decision. Who may say the next word finds the form."""
    barring = get_object_or_404(Barring.objects.select_related("project", "person", "by", "decided_by"), ref=ref)
    if not can_see_barring(request.person, barring):
        raise Http404
    refusal, words = "", request.POST.get("words", "")
    if request.method == "POST":
        try:
            if "appeal" in request.POST:
                actions.appeal_barring(by=request.person, barring=barring, words=words)
            else:
                actions.decide_barring(by=request.person, barring=barring, lift="lift" in request.POST, words=words)
            messages.success(request, gettext("Saved."))
            return redirect("projects:barring_page", ref=ref)
        except RuleBroken as broken:
            refusal = str(broken)
    page = {
        "barring": barring,
        "refusal": refusal,
        "words": words,
        "may_appeal": can_appeal_barring(request.person, barring) and not barring.appealed_at,
        "may_decide": can_decide_barring(request.person, barring) and barring.appealed_at and not barring.decided_at,
    }
    return render(request, "projects/barring_page.html", page, status=422 if refusal else 200)
