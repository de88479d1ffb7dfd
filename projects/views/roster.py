"""The roster: one page for an organizer's phone in the park. Every press is one deed, and twice is harmless."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Exists, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted
from core.clock import now
from core.doors import door
from core.errors import NotAllowed, RuleBroken, show_refusal
from core.when import local
from people.models import Person
from people.permissions import signed_in
from projects import actions, quick
from projects.forms.roster import LetInForm, ReviseForm, WalkInForm
from projects.forms.ticks import read_ticks
from projects.models import Attendance, Dispute, Event, RosterNote, SignUp, Tick
from projects.permissions import can_close, can_keep_roster, can_revise, can_write_to, leads

from .pages import organizers_of
from .veils import veil

HERE, ABSENT = Attendance.HERE, Attendance.ABSENT
SHOWN_OF_PERSON = ("ref", "first_name", "last_name", "adult", "kind")


@dataclass
class Line:
    """Somebody on the list: how they come to be on it, and how they stand."""

    person: Person
    signup: SignUp | None = None
    row: Attendance | None = None
    organizer: bool = False
    first_time: bool = False
    waiting: bool = False
    young: str = ""  # of somebody under 18: age, and who looks after them
    note: RosterNote | None = None
    no_pictures: bool = False
    state: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.state = self.row.state if self.row else Attendance.State.EXPECTED

    @property
    def heads(self) -> int:
        return self.signup.party if self.signup else 1

    @property
    def has_place(self) -> bool:
        return self.signup is not None and self.signup.state == SignUp.State.CONFIRMED


@door(signed_in)
@never_cache
def event_roster(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event, has_misfits, has_notes, has_papers = _roster(request, slug, pk)
    lines = _lines(event)
    _tell_the_lead(request.person, event, lines, has_notes)
    wanted = request.GET.get("q", "").strip()
    shown = [line for line in lines if wanted.lower() in line.person.full_name.lower()]
    here = [line for line in lines if line.state in HERE]
    misfits = _misfits(event, lines) if has_misfits else []
    veil(request.person, event.project, *(one.person for one in misfits))
    page = {
        "event": event,
        "project": event.project,
        "q": wanted,
        "missing": [line for line in shown if line.state not in (*HERE, *ABSENT) and not line.waiting],
        "queue": [line for line in shown if line.state not in (*HERE, *ABSENT) and line.waiting],
        "here": [line for line in shown if line.state in HERE],
        "absent": [line for line in shown if line.state in ABSENT],
        "not_here": [line for line in shown if line.row and line.state not in HERE],
        "missing_count": sum(line.heads for line in lines if line.state not in (*HERE, *ABSENT) and not line.waiting),
        "has_parties": any(line.heads > 1 for line in lines),
        "here_count": sum(line.heads for line in here),
        "all_count": sum(line.heads for line in lines if not line.waiting or line.state in HERE),
        "can_close": can_close(request.person, event),
        "can_write": can_write_to(request.person, event),
        "ticking": event.status == Event.Status.SCHEDULED and _open(event),
        "me": request.person,
        "care": actions.care_among(
            event=event,
            coming=[line.person for line in lines if line.has_place],
            here=[line.person for line in here if line.row and not line.row.has_gone],
        ),
        "misfits": misfits,
        "waiting": {line.person.pk for line in lines if line.waiting},
        "drawn_at": now(),
        "asked": [line.row.dispute for line in lines if line.row and _is_asked(line.row)],
        "papers": _papers(request.person, event, lines) if has_papers else set(),
    }
    return render(request, "projects/event_roster.html", page)


@door(signed_in, methods="POST")
def event_tick(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One press on the roster: the button's name is the deed, its value the person."""
    event = event_of(request, slug, pk)
    for deed in Tick.Deed.values:
        if deed in request.POST:
            person = get_object_or_404(Person, ref=posted.text(request, deed))
            done = actions.tick(by=request.person, event=event, person=person, deed=deed)
            if done.outcome != Tick.Outcome.DONE:
                messages.error(request, done.words)
    return _back(request, event)


@door(signed_in, methods="POST")
def event_sync(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Presses that a phone kept while it was without network, as JSON; for each the answer says what came of it."""
    event = event_of(request, slug, pk)
    ticks = read_ticks(request.body)
    if ticks is None:
        return JsonResponse({"problem": gettext("We could not read what your phone sent.")}, status=400)
    people = {person.ref: person for person in Person.objects.filter(ref__in={tick.person for tick in ticks})}
    said = []
    for kept in ticks:
        answer = {"id": str(kept.uuid), "outcome": "refused", "words": gettext("We don’t know this person.")}
        if person := people.get(kept.person):
            answer["name"] = person.public_name if person.is_minor else person.full_name
            try:
                done = actions.tick(
                    by=request.person, event=event, person=person, deed=kept.deed, at=kept.at, uuid=kept.uuid
                )
                answer |= {"outcome": done.outcome, "words": done.words}
            except RuleBroken as refusal:
                answer["words"] = str(refusal)
        said.append(answer)
    return JsonResponse({"ticks": said})


@door(signed_in, methods="POST")
def attendance_confirm(request: HttpRequest, slug: str, pk: int, ref: str) -> HttpResponse:
    """Say that an organizer was there: a co-lead, an official, or somebody who was checked in oneself."""
    rows = Attendance.objects.select_related("event__project", "person")
    row = get_object_or_404(rows, event__project__slug=slug, event=pk, person__ref=ref)
    if not Event.objects.visible_to(request.person).filter(pk=pk).exists():
        raise Http404
    try:
        actions.confirm_attendance(by=request.person, attendance=row)
        messages.success(request, gettext("Thank you. It is confirmed."))
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    if can_keep_roster(request.person, row.event):
        return redirect("projects:event_roster", slug=slug, pk=pk)
    return redirect("projects:event_page", slug=slug, pk=pk)


@door(signed_in, methods="GET POST")
@never_cache
def event_walk_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody came without signing up; or `who` waited for a place, and there is room all the same."""
    event = event_of(request, slug, pk)
    if "who" in request.GET:
        return _let_in(request, event, get_object_or_404(Person, ref=request.GET["who"]))
    papers = list(event.project.agreements)
    form = WalkInForm(request.POST if request.method == "POST" else None, papers=papers)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                actions.add_walk_in(by=request.person, event=event, **form.words)
                messages.success(request, gettext("%(name)s is here.") % {"name": form.cleaned_data["first_name"]})
                return redirect("projects:event_roster", slug=slug, pk=pk)
            except RuleBroken as refusal:
                show_refusal(
                    form, refusal, crowded="reason", bad_address="email", name="first_name", not_adult="adult",
                    unsigned="typed_name",
                )  # fmt: skip
    return render(request, "projects/event_walk_in.html", {"event": event, "form": form}, status=status)


def _let_in(request: HttpRequest, event: Event, who: Person) -> HttpResponse:
    if not event.slots.filter(signups__person=who).exists():
        raise Http404
    veil(request.person, event.project, who)
    form = LetInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.check_in(by=request.person, event=event, person=who, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("%(name)s is here.") % {"name": who.public_name})
            return redirect("projects:event_roster", slug=event.project.slug, pk=event.pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    page = {"event": event, "form": form, "who": who}
    return render(request, "projects/event_walk_in.html", page, status=422 if form.is_bound else 200)


@door(signed_in, methods="GET POST")
@never_cache
def event_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """First what closing writes, then the press."""
    event = event_of(request, slug, pk)
    if request.method == "POST":
        try:
            actions.close_event(by=request.person, event=event)
            messages.success(request, gettext("The list is closed. Everybody who came has their hours."))
            return redirect("projects:event_recap", slug=slug, pk=pk)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("projects:event_roster", slug=slug, pk=pk)
    lines = _lines(event)
    page = {
        "event": event,
        "came": [line for line in lines if line.state in HERE],
        "unknown": [
            line for line in lines if line.state == Attendance.State.EXPECTED and line.signup and not line.waiting
        ],
        "absent": [line for line in lines if line.state in ABSENT],
    }
    return render(request, "projects/event_close.html", page)


@door(signed_in, methods="GET POST")
@never_cache
def attendance_revise(request: HttpRequest, slug: str, pk: int, ref: str) -> HttpResponse:
    """Put hours right after the close, with a reason."""
    rows = Attendance.objects.select_related("event__project", "person")
    row = get_object_or_404(rows, event__project__slug=slug, event=pk, person__ref=ref)
    if not can_revise(request.person, row):
        raise Http404
    veil(request.person, row.event.project, row.person)
    form = ReviseForm(
        request.POST if request.method == "POST" else None, initial={"state": row.state, "minutes": row.minutes}
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            found = form.cleaned_data
            try:
                actions.revise_attendance(
                    by=request.person, attendance=row, state=found["state"],
                    minutes_spent=found["minutes"], reason=found["reason"],
                )  # fmt: skip
                messages.success(request, gettext("Saved. They get a letter with your reason."))
                return redirect("projects:event_roster", slug=slug, pk=pk)
            except RuleBroken as refusal:
                show_refusal(form, refusal, reason_needed="reason", too_long="minutes", day_full="minutes")
    page = {"event": row.event, "row": row, "form": form, "revisions": row.revisions.select_related("by").order_by("n")}
    return render(request, "projects/attendance_revise.html", page, status=status)


def event_of(request: HttpRequest, slug: str, pk: int) -> Event:
    return _roster(request, slug, pk).event


def _roster(request: HttpRequest, slug: str, pk: int) -> quick.Roster:
    """What one may not keep the roster of does not exist."""
    found = quick.roster(slug, pk, now())
    if found:
        organizers_of(found.event.project)
    if not found or not can_keep_roster(request.person, found.event):
        raise Http404
    return found


def _tell_the_lead(reader: Person, event: Event, lines: list[Line], has_notes: bool) -> None:
    """Who is under 18 is known by name to the leads only; notes are shown to them on the day only."""
    if not leads(reader, event.project):
        veil(reader, event.project, *(line.person for line in lines))
        return
    young = actions.young_words(people=[line.person for line in lines], on=event.local_start.date(), by=reader)
    today = has_notes and local(now(), event).date() == event.local_start.date()
    notes = {note.signup_id: note for note in RosterNote.objects.filter(signup__slot__event=event)} if today else {}
    for line in lines:
        line.young = young.get(line.person.pk, "")
        line.note = notes.get(line.signup.pk) if line.signup else None


def _is_asked(row: Attendance) -> bool:
    """They say that the list is not right, and nobody has answered."""
    return hasattr(row, "dispute") and row.dispute.outcome == Dispute.Outcome.OPEN


def _papers(reader: Person, event: Event, lines: list[Line]) -> set[int]:
    """Who has something left to sign that this reader may write down. Of young people only the leads know the name."""
    leading = leads(reader, event.project)
    known = [line.person.pk for line in lines if line.person.pk != reader.pk and (leading or not line.person.is_minor)]
    return actions.have_unsigned(known, event.project)


def _open(event: Event) -> bool:
    return event.check_in_open or event.has_ended


def _misfits(event: Event, lines: list[Line]) -> list[Tick]:
    """Presses that came too late to count, as long as the list says something else about that person."""
    stands = {line.person.pk: line.state for line in lines}
    says = {Tick.Deed.IN: HERE, Tick.Deed.OUT: HERE, Tick.Deed.ABSENT: ABSENT, Tick.Deed.EXCUSED: ABSENT}
    late = event.ticks.filter(outcome=Tick.Outcome.REFUSED).select_related("person", "by").order_by("-pressed_at")[:50]
    return [tick for tick in late if stands.get(tick.person_id) not in says.get(Tick.Deed(tick.deed), ())]


def _back(request: HttpRequest, event: Event) -> HttpResponse:
    where = reverse("projects:event_roster", args=[event.project.slug, event.pk])
    wanted = request.POST.get("q", "").strip()
    return redirect(f"{where}?{urlencode({'q': wanted})}" if wanted else where)


def _lines(event: Event) -> list[Line]:
    """Everybody on the list by name: who has a place, who waits, who organizes, who walked in. Three queries."""
    rows = {row.person_id: row for row in event.attendances.select_related("dispute")}
    lines: dict[int, Line] = {}
    states = (SignUp.State.CONFIRMED, SignUp.State.OFFERED, SignUp.State.WAITLISTED, SignUp.State.EXPIRED)
    been = Attendance.objects.filter(state__in=Attendance.VERIFIED).exclude(event=event)
    shy = Person.objects.not_on_pictures()
    signups = (
        SignUp.objects.filter(slot__event=event, state__in=states)
        .annotate(
            task=F("slot__name"),
            been=Exists(been.filter(person=OuterRef("person"))),
            hidden=Exists(shy.filter(pk=OuterRef("person"))),
        )
        .select_related("person")
        .only("person_id", "party", "state", *(f"person__{name}" for name in SHOWN_OF_PERSON))
    )
    for signup in signups.order_by("state", "pk"):
        waiting = signup.state != SignUp.State.CONFIRMED
        if waiting and (event.status == Event.Status.CLOSED or signup.person_id in lines):
            continue
        row = rows.get(signup.person_id)
        found = Line(signup.person, signup, row, first_time=not signup.been, waiting=waiting, no_pictures=signup.hidden)
        lines[signup.person_id] = found
    for role in organizers_of(event.project):
        line = lines.setdefault(role.person_id, Line(role.person, None, rows.get(role.person_id)))
        line.organizer, line.first_time = True, False
    if others := rows.keys() - lines.keys():
        there = Person.objects.filter(pk__in=others).annotate(
            been=Exists(been.filter(person=OuterRef("pk"))), hidden=Exists(shy.filter(pk=OuterRef("pk")))
        )
        for person in there:
            row = rows[person.pk]
            lines[person.pk] = Line(person, None, row, first_time=not person.been, no_pictures=person.hidden)
    for line in lines.values():
        if line.row:
            line.row.person = line.person
    return sorted(lines.values(), key=lambda line: (line.waiting, line.person.full_name.lower(), line.person.pk))
