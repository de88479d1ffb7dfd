"""Organizers write to the people of a date: the words, a look at the letter and at who gets it, then it leaves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from conversations.views.talk import talk_page
from core.doors import door
from core.errors import RuleBroken, show_refusal
from people.models import Person
from people.permissions import signed_in
from projects import actions, writing
from projects.forms.broadcasts import BroadcastForm
from projects.models import Broadcast, Event
from projects.permissions import can_write_to


@door(signed_in, methods="GET POST")
@never_cache
def event_write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """First press: how the letter looks and who gets it. Second press: it leaves."""
    event = get_object_or_404(Event.objects.select_related("project"), pk=pk, project__slug=slug)
    if not can_write_to(request.person, event):
        raise Http404
    lists = writing.readers_by_audience(event, request.person)
    form = BroadcastForm(request.POST if request.method == "POST" else None, lists=lists)
    preview = None
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        if "send" in request.POST:
            try:
                broadcast = actions.write_to_people(by=request.person, event=event, **form.cleaned_data)
                messages.success(request, _sent(broadcast))
                return redirect("projects:broadcast_page", ref=broadcast.ref)
            except RuleBroken as refusal:
                show_refusal(form, refusal)
        else:
            preview = lists[form.cleaned_data["audience"]]
    page = {
        "event": event, "project": event.project, "form": form, "lists": lists, "preview": preview, "by": request.person,
        "written": event.broadcasts.select_related("by").order_by("-pk"),
    }  # fmt: skip
    return render(request, "projects/event_write.html", page, status=422 if form.errors else 200)


def _sent(broadcast: Broadcast) -> str:
    people = Person.objects.filter(pk__in=broadcast.recipients.values("person")).select_related("user")
    n = writing.Readers.of(list(people)).count
    return ngettext("Sent to %(n)s person.", "Sent to %(n)s people.", n) % {"n": n}


@door(signed_in, methods="GET POST")
@never_cache
def broadcast_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The words again, and what is answered, for those they went to."""
    return talk_page(request, get_object_or_404(Broadcast.objects.visible_to(request.person), ref=ref))
