"""Second factors that were lost: in the back office, and the way to stop it from the letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from people import actions
from people.forms import LostFactorForm
from people.models import FactorReset
from people.permissions import administrator

SHOWN = 50


@door(administrator, methods="GET POST")
def factor_list(request: HttpRequest) -> HttpResponse:
    """Ask for one; what waits, and what was."""
    form = LostFactorForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_factor_reset(by=request.person, **form.cleaned_data)
            messages.success(request, gettext("Noted. They get a letter now, and it happens after a day."))
            return redirect("factor_list")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    rows = FactorReset.objects.select_related("person", "asked_by").order_by("-pk")[:SHOWN]
    page = {"form": form, "rows": rows}
    return render(request, "people/factors_admin.html", page, status=422 if form.errors else 200)


@door(administrator, methods="POST")
def factor_stop_office(request: HttpRequest, ref: str) -> HttpResponse:
    """An administrator stops it."""
    reset = get_object_or_404(FactorReset.objects.select_related("person"), ref=ref)
    try:
        actions.stop_factor_reset(reset=reset, by=request.person)
        messages.success(request, gettext("Stopped."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("factor_list")


@door(anyone, methods="GET POST")
def factor_stop(request: HttpRequest, key: str) -> HttpResponse:
    """From the letter: it was not me."""
    reset = actions.reset_of(key)
    if reset is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            actions.stop_factor_reset(reset=reset)
            reset.refresh_from_db()
        except RuleBroken as broken:
            refusal = str(broken)
    page = {"reset": reset, "refusal": refusal}
    return render(request, "people/factor_stop.html", page, status=422 if refusal else 200)
