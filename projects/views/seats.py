"""Join a slot, and the page of one's own sign-up: place in the queue, calendar, leave, undo, offers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.clock import now
from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from people.ages import years
from people.models import ConsentAsk, Person
from people.permissions import signed_in
from projects import actions, needs, quick, sharing
from projects.forms.consents import GuardianForm
from projects.forms.seats import JoinForm, NewcomerForm, NoteForm, ShrinkForm
from projects.models import QueueMove, RosterNote, SignUp, Slot
from projects.permissions import can_see_signup, taken_off


@door(anyone, methods="GET POST")
@never_cache
def slot_join(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One press for people who are signed in; a short form and a code for everybody else."""
    slot = slot_of(slug, pk)
    form_class = JoinForm if request.person else NewcomerForm
    form = form_class(request.POST if request.method == "POST" else None, slot=slot, children=_children(request))
    if request.person and not form.is_bound and (mine := _mine(request, slot)):
        return redirect("projects:signup_page", ref=mine.ref)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _ask(slot, form) if isinstance(form, NewcomerForm) else _join(request, slot, form)
            except RuleBroken as refusal:
                if refusal.code == "joined_already" and (mine := _mine(request, slot)):
                    return redirect("projects:signup_page", ref=mine.ref)
                show_refusal(form, refusal, too_young="birth_day", birth_date_needed="birth_day", bad_address="email")
    return render(request, "projects/slot_join.html", {"slot": slot, "form": form}, status=status)


def _children(request: HttpRequest) -> list[Person]:
    """Asked for only where they can matter: one press for oneself looks nobody up."""
    wanted = request.method == "GET" or "family" in request.POST
    return list(Person.objects.children_of(request.person)) if request.person and wanted else []


def slot_of(slug: str, pk: int) -> Slot:
    """Of a public project: nobody's roles have to be asked for what can be joined."""
    found = quick.slot(pk, now())
    if found is None or found[0].event.project.slug != slug or not found[0].event.is_public:
        raise Http404
    return found[0]


def _mine(request: HttpRequest, slot: Slot) -> SignUp | None:
    return SignUp.objects.live().filter(slot=slot, person=request.person).first()


def _join(request: HttpRequest, slot: Slot, form: JoinForm) -> HttpResponse:
    age = years(form.birth_day, slot.event.local_start.date()) if form.birth_day else None
    if form.children:
        signups = actions.join_family(by=request.person, slot=slot, children=form.children, myself=form.myself, age=age)
        return redirect("projects:signup_page", ref=signups[0].ref)
    signup = actions.join_slot(by=request.person, slot=slot, party=form.party, seats=form.seats, age=age)
    return redirect("projects:signup_page", ref=signup.ref)


def _ask(slot: Slot, form: NewcomerForm) -> HttpResponse:
    found = form.cleaned_data
    code = actions.ask_to_join(
        slot=slot, first_name=found["first_name"], email=found["email"], party=form.party, seats=form.seats,
        adult=found.get("adult", False), birth_day=form.birth_day,
    )  # fmt: skip
    return redirect("people:code_page", ref=code.ref)


# ── one's own sign-up ──


@door(anyone)
@never_cache
def signup_page(request: HttpRequest, ref: str) -> HttpResponse:
    """How I stand. The link in a letter about an offer opens it without signing in, for this offer only."""
    signup, token = _signup(request, ref)
    return _page(request, signup, token)


@door(anyone, methods="POST")
def offer_accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Only by POST: programs that look into letters follow links."""
    return _answer_offer(request, ref, actions.accept_offer, gettext("You have a place."))


@door(anyone, methods="POST")
def offer_decline(request: HttpRequest, ref: str) -> HttpResponse:
    done = gettext("Thank you for telling us. The place goes to the next person.")
    return _answer_offer(request, ref, actions.decline_offer, done)


def _answer_offer(request: HttpRequest, ref: str, answer: Callable[..., Any], done: str) -> HttpResponse:
    signup, _token = _signup(request, ref)
    try:
        answer(by=signup.person, signup=signup, token=request.POST.get("token", ""))
    except RuleBroken as refusal:
        return _refused(request, signup, refusal)
    if not request.person:
        page = {"signup": _fresh(ref), "accepted": answer is actions.accept_offer}
        return render(request, "projects/offer_done.html", page)
    messages.success(request, done)
    return redirect("projects:signup_page", ref=ref)


@door(signed_in, methods="POST")
def signup_leave(request: HttpRequest, ref: str) -> HttpResponse:
    """Can't make it: one press, with undo on the next page."""
    signup = _own(request, ref)
    try:
        actions.leave_slot(by=request.person, signup=signup)
    except RuleBroken as refusal:
        return _refused(request, signup, refusal)
    return redirect("projects:signup_page", ref=ref)


@door(signed_in, methods="POST")
def signup_undo(request: HttpRequest, ref: str) -> HttpResponse:
    signup = _own(request, ref)
    try:
        again = actions.undo_leave(by=request.person, signup=signup)
    except RuleBroken as refusal:
        if refusal.code == "joined_already" and (mine := _mine(request, signup.slot)):
            return redirect("projects:signup_page", ref=mine.ref)
        return _refused(request, signup, refusal)
    return redirect("projects:signup_page", ref=again.ref)


@door(signed_in, methods="POST")
def signup_shrink(request: HttpRequest, ref: str) -> HttpResponse:
    """Come with fewer people."""
    signup = _own(request, ref)
    form = ShrinkForm(request.POST)
    try:
        if form.is_valid():
            actions.shrink_party(by=request.person, signup=signup, party=form.cleaned_data["party"])
            messages.success(request, gettext("Saved."))
    except RuleBroken as refusal:
        return _refused(request, signup, refusal)
    return redirect("projects:signup_page", ref=ref)


@door(signed_in, methods="POST")
def signup_note(request: HttpRequest, ref: str) -> HttpResponse:
    """For the lead's eyes, on the day."""
    signup = _own(request, ref)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.write_note(by=request.person, signup=signup, **form.cleaned_data)
        messages.success(request, gettext("Saved. Only the lead sees it, on the day."))
        return redirect("projects:signup_page", ref=ref)
    return _page(request, signup, "", status=422, note=form)


def _fresh(ref: str) -> SignUp:
    found = SignUp.objects.select_related("slot__event__project__neighborhood", "person").with_place()
    return get_object_or_404(found, ref=ref)


def _own(request: HttpRequest, ref: str) -> SignUp:
    signup = _fresh(ref)
    if not can_see_signup(request.person, signup):
        raise Http404
    return signup


def _signup(request: HttpRequest, ref: str) -> tuple[SignUp, str]:
    """Mine, or the one whose offer's token the letter carried."""
    signup = _fresh(ref)
    token = request.POST.get("token") or request.GET.get("offer") or ""
    if can_see_signup(request.person, signup):
        return signup, signup.offer_token
    if request.person is None and token:
        return signup, token
    raise Http404


def _page(
    request: HttpRequest,
    signup: SignUp,
    token: str,
    *,
    refusal: str = "",
    status: int = 200,
    note: NoteForm | None = None,
) -> HttpResponse:
    if request.person is None:
        known = bool(signup.offer_token) and constant_time_compare(signup.offer_token, token)
        page = {"signup": signup, "token": token if known else "", "refusal": refusal}
        return render(request, "projects/offer_page.html", page, status=status if known or refusal else 410)
    page = {
        "signup": signup,
        "mine": request.person.pk == signup.person_id,
        **(waiting_for(request.person, signup) if signup.state == SignUp.State.PENDING_CONSENT else {}),
        "note": note or NoteForm(initial=_noted(signup)),
        "family": SignUp.objects.of_family(request.person, signup),
        "event": signup.slot.event,
        "project": signup.slot.event.project,
        "refusal": refusal,
        "rush": signup.state == SignUp.State.WAITLISTED and bool(signup.offer_token),
        "taken_off": taken_off(signup),
        "can_undo": actions.can_undo(signup),
        "fewer": range(1, signup.party),
        "moves": _moves(signup),
    }
    event = signup.slot.event
    if event.project.is_public and event.status != event.Status.DRAFT:
        page["share"] = sharing.of_event(request, event)
    if page["mine"] and signup.state == SignUp.State.CONFIRMED and not event.has_started:
        page |= {"needs": needs.of(event, request.person), "coming": True}
    return render(request, "projects/signup_page.html", page, status=status)


def _noted(signup: SignUp) -> dict:
    found = RosterNote.objects.filter(signup=signup).first()
    return (
        {"needs": found.needs, "contact_name": found.contact_name, "contact_phone": found.contact_phone}
        if found
        else {}
    )


def waiting_for(person: Person, signup: SignUp) -> dict:
    """What is missing before the place is theirs."""
    child = signup.person.is_minor
    return {
        "unsigned": actions.unsigned_by(signup.person, signup.slot.event.project),
        "consent_missing": child and not actions.has_consent(signup.person, signup.slot),
        "is_guardian": child and person.pk != signup.person_id,
        "ask_form": GuardianForm() if child and person.pk == signup.person_id else None,
        "asked": ConsentAsk.objects.filter(minor=signup.person, answered_at__isnull=True, expires_at__gt=now()),
    }


def _moves(signup: SignUp) -> list[QueueMove]:
    """Who waits reads when somebody was put first by hand, and why."""
    if signup.state != SignUp.State.WAITLISTED:
        return []
    return list(QueueMove.objects.filter(signup__slot=signup.slot_id))


def _refused(request: HttpRequest, signup: SignUp, refusal: RuleBroken) -> HttpResponse:
    """A polite page with the sentence, showing how things stand now."""
    return _page(request, _fresh(signup.ref), signup.offer_token, refusal=str(refusal), status=422)
