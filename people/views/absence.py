"""Who is away: each official for themselves, seen by all who work for the city."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people import actions
from people.absence import today
from people.forms.absence import AbsenceForm
from people.models import Absence
from people.permissions import administrator, staff


@door(staff, methods="GET POST")
def absence_list(request: HttpRequest) -> HttpResponse:
    """My days away, and everybody's."""
    form = AbsenceForm(request.person, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        try:
            actions.plan_absence(by=request.person, person=request.person, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Noted. Your colleague stands in on these days."))
            return redirect("absence_list")
    rows = Absence.objects.coming(today()).select_related("person", "deputy")
    page = {"form": form, "rows": rows, "may_all": administrator(request.person)}
    return render(request, "people/absence_admin.html", page, status=422 if form.errors else 200)


@door(staff, methods="POST")
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back again."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    try:
        actions.end_absence(by=request.person, absence=absence)
        messages.success(request, gettext("Welcome back. Duties come to their own desk again."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("absence_list")
