"""Teams: reserve places, share the link, and put a name to a place."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from people.ages import years
from people.permissions import signed_in
from projects import actions, answer_keys
from projects.forms.seats import JoinForm, NewcomerForm, TeamForm
from projects.models import SignUp

from .seats import slot_of


@door(signed_in, methods="GET POST")
@never_cache
def team_reserve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How many, and what you are called."""
    slot = slot_of(slug, pk)
    form = TeamForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                signup = actions.reserve_team(by=request.person, slot=slot, **form.cleaned_data)
                return redirect("projects:signup_page", ref=signup.ref)
            except RuleBroken as refusal:
                show_refusal(form, refusal, team_name="name", team_size="heads")
    return render(request, "projects/team_reserve.html", {"slot": slot, "form": form}, status=status)


@door(anyone, methods="GET POST")
@never_cache
def team_join(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """The link that a leader shares."""
    teams = SignUp.objects.exclude(team_name="").select_related("slot__event__project__neighborhood", "person")
    team = get_object_or_404(teams, ref=ref)
    if not answer_keys.fits(key, team, answer_keys.TEAM) or not team.slot.event.is_public:
        raise Http404
    form_class = JoinForm if request.person else NewcomerForm
    form = form_class(request.POST if request.method == "POST" else None, slot=team.slot)
    for each in ("party", "small"):
        form.fields.pop(each, None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _take(request, team, form)
            except RuleBroken as refusal:
                show_refusal(form, refusal, too_young="birth_day", birth_date_needed="birth_day")
    return render(request, "projects/team_join.html", {"team": team, "slot": team.slot, "form": form}, status=status)


def _take(request: HttpRequest, team: SignUp, form: JoinForm) -> HttpResponse:
    if isinstance(form, NewcomerForm):
        found = form.cleaned_data
        code = actions.ask_to_join_team(
            team=team, first_name=found["first_name"], email=found["email"],
            adult=found.get("adult", False), birth_day=form.birth_day,
        )  # fmt: skip
        return redirect("people:code_page", ref=code.ref)
    age = years(form.birth_day, team.slot.event.local_start.date()) if form.birth_day else None
    signup = actions.join_team(by=request.person, team=team, age=age)
    messages.success(request, gettext("You have a place in this team."))
    return redirect("projects:signup_page", ref=signup.ref)
