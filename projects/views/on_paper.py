"""One page at the gate: somebody has signed on paper, an organizer saw it, and they are checked in with the same press."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import door
from core.errors import RuleBroken
from people.models import Person
from people.permissions import signed_in
from projects import actions
from projects.forms.on_paper import PaperForm
from projects.models import Attendance, Event, Tick
from projects.permissions import can_witness


@door(signed_in, methods="GET POST")
@never_cache
def paper_record(request: HttpRequest, slug: str, pk: int, ref: str) -> HttpResponse:
    events = Event.objects.exclude(status=Event.Status.DRAFT).select_related("project")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    person = get_object_or_404(Person, ref=ref)
    if not can_witness(request.person, event, person):
        raise Http404
    papers = actions.unsigned_by(person, event.project)
    if not papers:
        return _on(request, event, person)
    guardians = _guardians(person) if person.is_minor else None
    form = PaperForm(request.POST if request.method == "POST" else None, papers=papers, guardians=guardians)
    if form.is_bound and form.is_valid():
        given = form.words
        signer = next((one for one in guardians or () if one.ref == given.pop("signer", "")), person)
        try:
            actions.record_paper(by=request.person, event=event, person=person, signer=signer, **given)
            return _on(request, event, person)
        except RuleBroken as refusal:
            form.add_error("typed_name" if refusal.code in form.fields else None, str(refusal))
    page = {"event": event, "whose": person, "papers": papers, "form": form, "ticking": _is_on(event)}
    page |= {"guardians": guardians}
    return render(request, "projects/paper_record.html", page, status=422 if form.is_bound else 200)


def _guardians(child: Person) -> list[Person]:
    return list(Person.objects.filter(guardianships__dependant=child, guardianships__ended_at=None).order_by("pk"))


def _is_on(event: Event) -> bool:
    return event.status == Event.Status.SCHEDULED and (event.check_in_open or event.has_ended)


def _on(request: HttpRequest, event: Event, person: Person) -> HttpResponse:
    """Nothing is missing any more: checked in, as of a tick that was refused for it."""
    words: dict[str, Any] = {"name": person.first_name}
    if not _is_on(event):
        messages.success(request, gettext("Thank you. The signature is saved."))
        back = "projects:event_roster" if event.has_started else "projects:event_ahead"
        return redirect(back, slug=event.project.slug, pk=event.pk)
    if not event.attendances.filter(person=person).exclude(state=Attendance.State.EXPECTED).exists():
        at = actions.came_at(event, person)
        done = actions.tick(by=request.person, event=event, person=person, deed=Tick.Deed.IN, at=at)
        if done.outcome == Tick.Outcome.DONE:
            messages.success(request, gettext("%(name)s is here.") % words)
        else:
            messages.error(request, done.words)
    return redirect("projects:event_roster", slug=event.project.slug, pk=event.pk)
