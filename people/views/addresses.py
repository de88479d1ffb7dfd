"""Another e-mail for my account, and the way back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from core.doors import anyone, door
from core.errors import RuleBroken
from people import actions, factors
from people.forms import CodeForm, NewAddressForm
from people.permissions import signed_in


@door(signed_in, methods="GET POST")
def address_change(request: HttpRequest) -> HttpResponse:
    """Name the new address; or, with `?join`, the one of my other account: a code goes there either way."""
    if factors.is_set_up(request.user) and not factors.shown(request):
        return redirect(f"{reverse('people:second_step')}?{urlencode({'next': request.get_full_path()})}")
    form = NewAddressForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            change = actions.ask_address(by=request.person, email=form.cleaned_data["email"])
            return redirect("people:address_code", ref=change.ref)
        except RuleBroken as refusal:
            form.add_error("email", str(refusal))
    former = request.person.former_addresses.for_good()
    page = {"form": form, "join": "join" in request.GET, "former": former}
    return render(request, "people/address_change.html", page, status=422 if form.errors else 200)


@door(signed_in, methods="GET POST")
def address_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Type the six digits from the new address."""
    change = get_object_or_404(request.person.address_changes.select_related("code", "person"), ref=ref)
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            change = actions.prove_address(by=request.person, change=change, digits=form.cleaned_data["code"])
            if change.changed_at:
                messages.success(
                    request, gettext("From now on you sign in with %(email)s.") % {"email": change.new_email}
                )
                return redirect("people:settings")
            return redirect("people:accounts_join", ref=ref)
        except RuleBroken as refusal:
            form.add_error("code", str(refusal))
    page = {"form": form, "change": change}
    return render(request, "people/address_code.html", page, status=422 if form.errors else 200)


@door(signed_in, methods="GET POST")
def accounts_join(request: HttpRequest, ref: str) -> HttpResponse:
    """First what will happen, then the press."""
    change = get_object_or_404(request.person.address_changes.select_related("code", "person"), ref=ref)
    if not change.is_proven:
        return redirect("people:address_change")
    page: dict[str, Any] = {"change": change, "tick": request.method == "POST"}
    try:
        if request.method == "POST" and request.POST.get("sure"):
            actions.join_accounts(by=request.person, change=change)
            said = gettext("Both accounts are one now. %(email)s leads here too.")
            messages.success(request, said % {"email": change.new_email})
            return redirect("people:me")
        page["sentences"] = actions.plan_join(by=request.person, change=change)
    except RuleBroken as refusal:
        page |= {"refusal": str(refusal), "tick": False}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/accounts_join.html", page, status=status)


@door(signed_in, methods="POST")
def address_leave(request: HttpRequest, pk: int) -> HttpResponse:
    address = get_object_or_404(request.person.former_addresses.for_good(), pk=pk)
    actions.leave_address(by=request.person, address=address)
    logout(request)
    said = gettext("%(email)s leads nowhere any more. Everybody is signed out; sign in again.")
    messages.success(request, said % {"email": address.email})
    return redirect("people:sign_in")


@door(signed_in, methods="POST")
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of my devices out: it is with the next page that is opened there."""
    actions.end_session(by=request.person, pk=pk)
    messages.success(request, gettext("Signed out there."))
    return redirect("usersessions_list")


@door(anyone, methods="GET POST")
def address_stop(request: HttpRequest, key: str) -> HttpResponse:
    """From the letter to the old address: it was not me."""
    change = actions.change_of(key)
    if change is None:
        raise Http404
    done, refusal = False, ""
    if request.method == "POST":
        try:
            actions.stop_address(key=key)
            logout(request)
            done = True
        except RuleBroken as broken:
            refusal = str(broken)
    page = {"change": change, "done": done, "refusal": refusal}
    return render(request, "people/address_stop.html", page, status=422 if refusal else 200)
