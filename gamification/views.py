"""A person's points with every reason, how points work, thanks, and the invitation to be a Super User."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import sheets
from core.doors import anyone, door
from core.errors import RuleBroken
from people.models import Person, Standing
from people.permissions import signed_in

from . import actions, reads, rules
from .badges import BADGES
from .eligibility import checks
from .models import Commendation, Rule


@door(signed_in)
def points_page(request: HttpRequest) -> HttpResponse:
    """Why do I have 214? Every entry, nothing hidden; `?rule=ATT` shows one kind."""
    lines = reads.lines_of(request.person)
    kinds = sorted({(line.rule, Rule(line.rule).label) for line in lines})
    wanted = request.GET.get("rule", "")
    balance = reads.balance_of(request.person)
    context = {
        "lines": [line for line in lines if not wanted or line.rule == wanted],
        "kinds": kinds,
        "wanted": wanted,
        "balance": balance,
        **reads.level_words(balance),
    }
    return render(request, "gamification/points_page.html", context)


@door(signed_in)
def points_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    rows = (
        [line.at.date().isoformat(), line.title, line.why, line.amount, line.coming or ""]
        for line in reads.lines_of(request.person)
    )
    return sheets.download("points", ["date", "what", "why", "points", "on its way"], rows)


@door(anyone)
def how_points_work(request: HttpRequest) -> HttpResponse:
    """The rules, the caps, and how to say that something is not right."""
    return render(request, "gamification/how_points_work.html", {"rules": rules, "levels": _levels(), "badges": BADGES})


def _levels() -> list[tuple[Any, int]]:
    return [(reads.LEVEL_NAMES[name], start) for name, start in rules.LEVELS]


@door(anyone)
def thanks_page(request: HttpRequest) -> HttpResponse:
    """Thanks that people chose to show."""
    shown = Commendation.objects.filter(consent=Commendation.Consent.PUBLIC, person__in=Person.objects.not_minors())
    rows = shown.select_related("person", "by")[:50]
    return render(request, "gamification/thanks_page.html", {"commendations": rows})


@door(signed_in, methods="POST")
def commendation_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Private, public, or no thank you."""
    commendation = get_object_or_404(Commendation, ref=ref, person=request.person)
    try:
        actions.answer_commendation(
            by=request.person, commendation=commendation, consent=request.POST.get("consent", "")
        )
        messages.success(request, _("Thank you. We do as you say."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("people:me")


@door(signed_in, methods="GET POST")
def super_user_page(request: HttpRequest) -> HttpResponse:
    """The invitation: what it is, the charter, the facts it stands on; yes or no."""
    standing = get_object_or_404(Standing, person=request.person)
    if request.method == "POST":
        answer = actions.accept_invitation if request.POST.get("answer") == "yes" else actions.decline_invitation
        try:
            answer(by=request.person, standing=standing)
            return redirect("gamification:super_user_page")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
    return render(
        request, "gamification/super_user_page.html", {"standing": standing, "checks": checks(request.person)}
    )
