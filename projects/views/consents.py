"""A guardian's yes: asked for by letter, given by POST, taken back in one press."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import anyone, door
from core.errors import RuleBroken
from people import actions as people
from people.models import Consent, ConsentAsk, Person
from people.permissions import can_revoke_consent, is_guardian, is_minor, signed_in
from projects import actions
from projects.forms.consents import GuardianForm, YesForm
from projects.models import Project, SignUp


@door(anyone, methods="GET POST")
@never_cache
def consent_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the letter. Only a POST answers: programs that look into letters follow links."""
    ask = get_object_or_404(ConsentAsk.objects.select_related("minor"), token=token)
    project = get_object_or_404(Project, pk=ask.project)
    versions = [one for one in actions.unsigned_by(ask.minor, project) if one.needs_guardian]
    data = request.POST if request.method == "POST" and request.POST.get("answer") == "yes" else None
    form = YesForm(data, versions=[one.pk for one in versions])
    page = {"ask": ask, "project": project, "versions": versions, "form": form, "signups": _ahead(ask.minor, project)}
    try:
        if request.method == "POST" and data is None:
            actions.answer_letter(token=token, allowed=False)
            return render(request, "projects/consent_done.html", {**page, "allowed": False})
        if form.is_bound and form.is_valid():
            found = form.cleaned_data
            actions.answer_letter(
                token=token, allowed=True, typed_name=found["typed_name"],
                for_the_year=found["scope"] == "year", versions=[int(pk) for pk in found["versions"]],
                photos=found["photos"],
            )  # fmt: skip
            return render(request, "projects/consent_done.html", {**page, "allowed": True})
    except RuleBroken as refusal:
        form.add_error(None, str(refusal)) if form.is_bound else page.update(refusal=str(refusal))
    status = 422 if request.method == "POST" else (200 if ask.is_open else 410)
    return render(request, "projects/consent_answer.html", page, status=status)


def _ahead(minor: Person, project: Project):
    signups = SignUp.objects.filter(person=minor, state=SignUp.State.PENDING_CONSENT, slot__event__project=project)
    return signups.select_related("slot__event").order_by("slot__event__starts_at")


@door(signed_in, methods="POST")
def consent_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """A young person writes to a parent or guardian."""
    signup = get_object_or_404(SignUp.objects.select_related("slot__event"), ref=ref, person=request.person)
    if not is_minor(request.person):
        raise Http404
    form = GuardianForm(request.POST)
    try:
        if not form.is_valid():
            raise RuleBroken(gettext("This doesn’t look like an e-mail address. Example: amal@mail.example"))
        people.ask_consent(by=request.person, email=form.cleaned_data["email"], project=signup.slot.event.project_id)
        messages.success(request, gettext("We have written to them. The place is yours once they say yes."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:signup_page", ref=ref)


@door(signed_in, methods="POST")
def consent_give(request: HttpRequest, ref: str) -> HttpResponse:
    """A guardian allows: the project of this sign-up, or (by the child's own page) a whole year."""
    signup = SignUp.objects.select_related("person", "slot__event").filter(ref=ref).first()
    child = signup.person if signup else get_object_or_404(Person, ref=ref)
    if not is_guardian(request.person, child):
        raise Http404
    actions.allow(by=request.person, minor=child, project=signup.slot.event.project_id if signup else None)
    messages.success(request, gettext("Saved. You can take it back at any time."))
    return redirect("projects:signup_page", ref=ref) if signup else redirect("people:family")


@door(signed_in, methods="POST")
def consent_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a yes back: coming places are freed in the same moment."""
    consent = get_object_or_404(Consent.objects.select_related("minor"), pk=pk)
    if not can_revoke_consent(request.person, consent):
        raise Http404
    try:
        ended = actions.take_back(by=request.person, consent=consent)
        messages.success(
            request,
            gettext("Taken back. The places on coming dates are free again, and the organizers know.")
            if ended
            else gettext("Taken back."),
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("people:family")
