"""What waits for moderators: one letter a day, however much is reported."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversations.models import Case
from conversations.permissions import cases_for
from core.clock import now
from core.when import local
from notices.links import button
from people.models import RoleGrant

from .writing import post


@transaction.atomic
def tell_moderators() -> int:
    """Each of them, of what they may decide, at the first report of a day, or in the morning if something is left; again on
    the same day nothing. Returns how many have something to decide.
    """
    day, deciding = local(now()).date(), 0
    for person in RoleGrant.objects.holders(*Case.MODERATORS):
        waiting = cases_for(person).filter(safeguarding=False).waiting()
        oldest = waiting.first()
        if oldest is not None:
            post(
                kind="cases_waiting",
                to=person,
                event_key=f"moderation:{day}",
                context={
                    "n": waiting.count(), "since": oldest.opened_at, **button(_("Read and decide"), "case_list"),
                },
            )  # fmt: skip
            deciding += 1
    return deciding
