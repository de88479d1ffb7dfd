"""What the city owes, by due date."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.doors import door
from ideas.models import Duty, HourOfficial
from people.permissions import official

from .found import page_of

FILTERS = (
    ("open", _("Not answered")),
    ("draft", _("Answered, not published")),
    ("mine", _("Mine")),
    ("done", _("Answered")),
)


@door(official)
def answers(request: HttpRequest) -> HttpResponse:
    """What the city owes, by due date."""
    which = request.GET.get("show", "open")
    rows = Duty.objects.with_what()
    if which == "done":
        rows = rows.filter(done_at__isnull=False).order_by("-done_at")
    elif which == "draft":
        rows = rows.unanswered().filter(idea__answer_draft__isnull=False)
    elif which == "mine":
        departments = request.person.role_grants.in_force().filter(department__isnull=False).values("department")
        rows = rows.unanswered().filter(
            Q(department__in=departments)
            | Q(idea__poll__owner=request.person)
            | Q(question__hour__in=HourOfficial.objects.filter(person=request.person).values("hour"))
        )
    else:
        rows = rows.unanswered()
    context = {"duties": page_of(request, rows), "show": which, "filters": FILTERS, "today": now()}
    return render(request, "ideas/office_answers.html", context)
