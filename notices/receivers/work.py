"""Work between the dates: told to those who verify it, and then to who did it."""

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import link
from people.deeds import hears
from people.models import Deed
from projects import bells
from projects.models import WorkLog
from projects.permissions import LEADS, can_decide_work


def work_of(deed: Deed) -> WorkLog:
    return WorkLog.objects.select_related("project", "person__user").get(pk=deed.ids["work"])


@hears(bells.work_logged)
def ask_to_verify(deed: Deed) -> None:
    """The leads, but for those of the same household."""
    work = work_of(deed)
    if work.state != WorkLog.State.SUBMITTED:
        return
    for role in work.project.organizers.filter(role__in=LEADS).select_related("person__user"):
        if can_decide_work(role.person, work):
            post(
                kind="work_logged",
                to=role.person,
                event_key=f"work:{work.pk}:logged",
                context={
                    "work": work,
                    "project": work.project,
                    "who": work.person.public_name,
                    "button_url": link("projects:work_decide", work.project.slug, work.pk),
                    "button_label": _("Look at it"),
                },
            )


@hears(bells.work_decided)
def tell_what_counts(deed: Deed) -> None:
    """What was verified, and why if it is less."""
    work = work_of(deed)
    post(
        kind="work_decided",
        to=work.person,
        event_key=f"work:{work.pk}:decided",
        context={
            "work": work,
            "project": work.project,
            "button_url": link("people:me"),
            "button_label": _("See my page"),
        },
    )
