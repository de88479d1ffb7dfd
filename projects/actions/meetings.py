"""A department meets residents: an event with places and a queue like any other, at which nothing is earned."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from city.models import Department
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people.models import Person
from projects.models import Category, Event, Project, ProjectRole
from projects.permissions import can_invite

from .events import schedule_event


def plan_meeting(
    *,
    by: Person,
    department: Department,
    title: str,
    about: str,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    meeting_point: str,
    places: int | None = None,
) -> Event:
    """Invite residents. Who plans it organizes the department's meetings from then on: list, changes, calling off."""
    if not can_invite(by, department):
        raise NotAllowed
    if not title.strip():
        raise RuleBroken(gettext("Say who meets whom, for example “Coffee with the mayor”."), code="title")
    with transaction.atomic():
        home = _home(department)
        lead = home.organizers.filter(role=ProjectRole.Role.LEAD).exists()
        ProjectRole.objects.get_or_create(
            project=home, person=by, defaults={"role": ProjectRole.Role.CO_LEAD if lead else ProjectRole.Role.LEAD}
        )
        return schedule_event(
            by=by, project=home, title=kept(title, 120), starts_at=starts_at, ends_at=ends_at, zone=zone, meeting_point=meeting_point,
            slots=[{"name": gettext("Take part"), "note": about, "capacity": places}],
        )  # fmt: skip


def _home(department: Department) -> Project:
    """Where a department's meetings stand, made with the first one."""
    given = {
        "slug": f"meetings-{slugify(department.slug)}",
        "title": gettext("Meetings with %(department)s") % {"department": department},
        "summary": gettext("Meet the people who work for you, ask, and say what you think."),
        "category": Category.OTHER,
        "status": Project.Status.PUBLISHED,
        "published_at": now(),
    }
    try:
        return Project.objects.get_or_create(department=department, defaults=given)[0]
    except IntegrityError:
        raise RuleBroken(gettext("Somebody just did the same. Press the button again."), code="twice") from None
