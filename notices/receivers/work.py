"""Work between the dates: told to those who verify it, and then to who did it."""

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import button
from people.absence import there
from people.deeds import hears
from people.models import Deed, Person, Role, RoleGrant
from projects import bells
from projects.models import WorkLog
from projects.permissions import can_decide_work

from .proposals import organizers


def work_of(deed: Deed) -> WorkLog:
    return WorkLog.objects.for_page().select_related("person__user").get(pk=deed.ids["work"])


def verifiers(work: WorkLog) -> list[Person]:
    """The leads of a project; for a block who listed it, or else the officials. Nobody of the same household."""
    if work.project:
        return [lead for lead in organizers(work.project) if can_decide_work(lead, work)]
    lister = there([work.where.listed_by])  # type: ignore[union-attr]
    return [one for one in lister if can_decide_work(one, work)] or [
        one for one in there(RoleGrant.objects.holders(Role.OFFICIAL)) if can_decide_work(one, work)
    ]


@hears(bells.work_logged)
def ask_to_verify(deed: Deed) -> None:
    """Those who may verify it."""
    work = work_of(deed)
    if work.state != WorkLog.State.SUBMITTED:
        return
    for person in verifiers(work):
        post(
            kind="work_logged",
            to=person,
            event_key=f"work:{work.pk}:logged",
            context={
                "work": work,
                "where": work.where,
                "who": work.person.public_name,
                **button(_("Look at it"), "projects:work_decide", work.where.slug, work.pk),
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
        context={"work": work, "where": work.where, **button(_("See my page"), "people:me")},
    )
