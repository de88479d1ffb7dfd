"""Signing in and joining: an address, a code, and for newcomers a name."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from core.doors import anyone, door
from core.errors import RuleBroken
from core.redirects import inside
from people import actions, intents, kept
from people.forms import AddressForm, CodeForm, NameForm
from people.models import Code

PROOF = "people.proof"  # in the session: a right code of an address we did not know


@door(anyone, methods="GET POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One page for people we know and for newcomers."""
    next_url = inside(request.POST.get("next") or request.GET.get("next"))
    if request.person:
        return redirect(next_url or "people:me")
    form = AddressForm(request.POST if "email" in request.POST else None, initial={"email": request.GET.get("email")})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return to_code(actions.ask_code(email=form.cleaned_data["email"], next_url=next_url))
            except RuleBroken as refusal:
                form.add_error("email", str(refusal))
    page = {
        "form": form,
        "next": next_url,
        "kept": request.GET.get("kept"),
        "typed": request.session.session_key and kept.held(request),
    }
    return render(request, "people/sign_in.html", page, status=status)


@door(anyone, methods="GET POST")
def code_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Type the six digits."""
    code = get_object_or_404(Code.objects.exclude(intent=actions.NEW_ADDRESS), ref=ref)
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return enter(request, code, actions.redeem_code(ref=ref, digits=form.cleaned_data["code"]))
            except actions.NameNeeded as new:
                request.session[PROOF] = new.proof
                return redirect("people:introduce")
            except RuleBroken as refusal:
                form.add_error("code", str(refusal))
    elif code.used_at and request.person:
        return redirect(code.next_url or "people:me")
    page = {"form": form, "code": code, "words": intents.words_of(code.intent, code.intent_data)}
    return render(request, "people/code_page.html", page, status=status)


@door(anyone, methods="POST")
def code_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a new code for the same purpose."""
    old = get_object_or_404(Code.objects.exclude(intent=actions.NEW_ADDRESS), ref=ref)
    try:
        code = actions.ask_code(
            email=old.email, first_name=old.first_name, adult=old.adult,
            intent=old.intent, intent_data=old.intent_data, next_url=old.next_url,
        )  # fmt: skip
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("people:code_page", ref=ref)
    messages.success(request, gettext("A new code is on its way. The newest letter counts."))
    return to_code(code)


@door(anyone, methods="GET POST")
def introduce(request: HttpRequest) -> HttpResponse:
    """Newcomers say their first name and that they are grown up."""
    proof = request.session.get(PROOF) if request.session.session_key else None
    if not proof:
        return redirect("people:sign_in")
    form = NameForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                done = actions.introduce(proof=proof, **form.cleaned_data)
                del request.session[PROOF]
                return enter(request, None, done)
            except RuleBroken as refusal:
                if refusal.code == "too_young":
                    request.session.flush()
                    return render(request, "people/too_young.html", {"reason": str(refusal)}, status=403)
                form.add_error(None, str(refusal))
    return render(request, "people/introduce.html", {"form": form}, status=status)


def to_code(code: Code) -> HttpResponse:
    return redirect("people:code_page", ref=code.ref)


def enter(request: HttpRequest, code: Code | None, done: "actions.Redeemed") -> HttpResponse:
    """Start the session (its key is new from here on), by way of the second factor where one is set up."""
    person, result = done
    path = (code.next_url if code else "") if isinstance(result, RuleBroken) else result
    if isinstance(result, RuleBroken):
        messages.error(request, str(result))
    user = person.user
    record_authentication(request, user, method="code", email=user.email)
    return perform_login(request, user, redirect_url=inside(path, reverse("people:me")), email=user.email)
