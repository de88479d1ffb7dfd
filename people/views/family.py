"""My family: children I answer for, and the people I live with."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.clock import now
from core.doors import door
from core.errors import RuleBroken, show_refusal
from core.redirects import inside
from core.when import local
from people import actions, births
from people.forms import ChildForm, HouseholdForm
from people.models import HouseholdAsk, HouseholdMember, Person
from people.permissions import can_answer_household_ask, can_answer_photos, can_be_guardian, signed_in


@door(signed_in)
@never_cache
def family(request: HttpRequest) -> HttpResponse:
    """Everybody I sign up with, and who lives with me."""
    children = list(Person.objects.children_of(request.person))
    ages = births.ages(children, local(now()).date(), by=request.person, why="my family")
    homes = HouseholdMember.objects.homes().filter(person=request.person).values("household")
    others = Person.objects.filter(
        household_memberships__in=HouseholdMember.objects.homes().filter(household__in=homes)
    )
    page = {
        "children": [(child, ages.get(child.pk)) for child in children],
        "others": others.exclude(pk__in=[request.person.pk, *(child.pk for child in children)]).distinct(),
        "asks": HouseholdAsk.objects.filter(asker=request.person, answered_at__isnull=True, expires_at__gt=now()),
        "may_add": can_be_guardian(request.person),
    }
    return render(request, "people/family_page.html", page)


@door(signed_in, methods="GET POST")
@never_cache
def child_add(request: HttpRequest) -> HttpResponse:
    """First name and birth date; saved for next time."""
    form = ChildForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            child = actions.add_dependant(by=request.person, **form.cleaned_data)
            messages.success(request, gettext("%(name)s is on your list.") % {"name": child.first_name})
            return redirect("people:family")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return _form(request, "people/child_add.html", form)


@door(signed_in, methods="GET POST")
@never_cache
def child_remove(request: HttpRequest, ref: str) -> HttpResponse:
    """What goes and what stays; one press."""
    child = get_object_or_404(Person.objects.children_of(request.person), ref=ref)
    if request.method == "POST":
        try:
            actions.remove_dependant(by=request.person, dependant=child)
            messages.success(request, gettext("Removed."))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("people:family")
    return render(request, "people/child_remove.html", {"child": child})


@door(signed_in, methods="POST")
def photo_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """May pictures of me, or of my child, be public? Yes or no, changed at any time."""
    person = get_object_or_404(Person, ref=ref)
    if not can_answer_photos(request.person, person):
        raise Http404
    actions.answer_photos(by=request.person, person=person, allowed=request.POST.get("answer") == "yes")
    messages.success(request, gettext("Saved. You can change it at any time."))
    return redirect(inside(request.POST.get("next"), "/me/family/"))


@door(signed_in, methods="GET POST")
@never_cache
def household_ask(request: HttpRequest) -> HttpResponse:
    """Ask a grown-up by e-mail. The answer here is the same whether we know the address or not."""
    form = HouseholdForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_household(by=request.person, email=form.cleaned_data["email"])
            messages.success(request, gettext("We have written to this address. You live together once they say yes."))
            return redirect("people:family")
        except RuleBroken as refusal:
            form.add_error("email", str(refusal))
    return _form(request, "people/household_ask.html", form)


@door(signed_in, methods="GET POST")
@never_cache
def household_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes or no, by POST, from the letter; for whoever has the address it was sent to."""
    ask = get_object_or_404(HouseholdAsk.objects.select_related("asker__user"), ref=ref)
    if not can_answer_household_ask(request.person, ask):
        raise Http404
    if request.method == "POST":
        try:
            together = request.POST.get("together") == "yes"
            actions.answer_household_ask(by=request.person, ask=ask, together=together)
            messages.success(request, gettext("Thank you. Saved."))
            return redirect("people:family")
        except RuleBroken as refusal:
            return render(request, "people/household_answer.html", {"ask": ask, "refusal": str(refusal)}, status=422)
    return render(request, "people/household_answer.html", {"ask": ask}, status=200 if ask.is_open else 410)


@door(signed_in, methods="POST")
def household_leave(request: HttpRequest) -> HttpResponse:
    """I live somewhere else now."""
    actions.leave_household(by=request.person)
    messages.success(request, gettext("Saved."))
    return redirect("people:family")


def _form(request: HttpRequest, template: str, form: Any) -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.errors else 200)
