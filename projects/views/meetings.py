"""The officials' desk for meetings with residents: those ahead, and a form for the next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from city.context import the_city
from core.doors import door
from core.errors import RuleBroken
from people.permissions import official
from projects import actions
from projects.forms.meetings import MeetingForm
from projects.models import Event
from projects.permissions import departments_of

from .events import field_of


@door(official, methods="GET POST")
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What is ahead, and the form."""
    form = MeetingForm(request.POST if request.method == "POST" else None, departments=departments_of(request.person))
    if form.is_bound and form.is_valid():
        try:
            actions.plan_meeting(by=request.person, zone=the_city(request).time_zone, **form.meeting())
            messages.success(request, gettext("The meeting is planned. People can join now."))
            return redirect("meeting_list")
        except RuleBroken as refusal:
            form.add_error({"title": "title", "capacity": "places"}.get(refusal.code, field_of(refusal)), str(refusal))
    ahead = Event.objects.coming().filter(project__department__isnull=False)
    page = {
        "form": form,
        "meetings": ahead.select_related("project__department").prefetch_related("slots"),
        "page_title": gettext("Meetings"),
    }
    return render(request, "projects/admin/meeting_list.html", page, status=422 if form.is_bound else 200)
