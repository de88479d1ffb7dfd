"""What the lead must know on the day: whom to call, allergies, needs. Nobody else sees it, and it deletes itself."""

from datetime import timedelta

from django.db import transaction

from core.clock import now
from core.errors import NotAllowed
from core.lines import kept
from people.models import Person
from projects.models import RosterNote, SignUp
from projects.permissions import can_see_signup

KEPT = timedelta(days=7)


@transaction.atomic
def write_note(*, by: Person, signup: SignUp, contact_name: str = "", contact_phone: str = "", needs: str = "") -> None:
    """For one's own place, or a child's. All empty: nothing is kept."""
    if not can_see_signup(by, signup):
        raise NotAllowed
    words = {
        "contact_name": kept(contact_name, 80),
        "contact_phone": kept(contact_phone, 30),
        "needs": kept(needs, 300),
    }
    if any(words.values()):
        RosterNote.objects.update_or_create(signup=signup, defaults=words)
    else:
        RosterNote.objects.filter(signup=signup).delete()


def forget_notes() -> int:
    """Those of dates that ended seven days ago. Returns how many went."""
    gone, _by_table = RosterNote.objects.filter(signup__slot__event__ends_at__lte=now() - KEPT).delete()
    return gone
