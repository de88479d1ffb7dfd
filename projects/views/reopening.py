"""Officials open a settled list again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions, permissions
from projects.forms.reopening import ReopenForm
from projects.models import Event


@door(signed_in, methods="GET POST")
def event_reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A reason, then the organizers go on."""
    events = Event.objects.visible_to(request.person).select_related("project")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    if not permissions.can_reopen(request.person, event):
        raise Http404
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.reopen_event(by=request.person, event=event, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("The list is open again. Its organizers get a letter."))
            return redirect("projects:event_page", slug=slug, pk=pk)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    page = {"event": event, "project": event.project, "form": form}
    return render(request, "projects/event_reopen.html", page, status=422 if form.is_bound else 200)
