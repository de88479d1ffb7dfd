"""What somebody needs to know to check in at the site."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import signs
from projects import site_codes
from projects.models import SignUp, Transcript, WorkLog

register = template.Library()


@register.filter
def site_digits(signup: SignUp) -> str:
    """The four digits for the tablet at the site."""
    return site_codes.digits(event=signup.slot.event_id, person=signup.person.ref)


@register.simple_tag
def transcript_status(transcript: Transcript) -> SafeString:
    """Valid, replaced or withdrawn, as a word with a shape."""
    shape, tone = {
        Transcript.Standing.VALID: ("done", "good"),
        Transcript.Standing.REPLACED: ("need", "warn"),
        Transcript.Standing.WITHDRAWN: ("no", "bad"),
    }[Transcript.Standing(transcript.standing)]
    return signs.status(shape, str(Transcript.Standing(transcript.standing).label).capitalize(), tone)


@register.simple_tag
def work_status(work: WorkLog) -> SafeString:
    """How work between the dates stands."""
    shape, tone = {
        WorkLog.State.SUBMITTED: ("wait", ""),
        WorkLog.State.VERIFIED: ("done", "good"),
        WorkLog.State.ADJUSTED: ("done", "good"),
        WorkLog.State.REJECTED: ("no", ""),
    }[WorkLog.State(work.state)]
    words = work.get_state_display()
    if work.adoption_id and work.state == WorkLog.State.SUBMITTED:
        words = _("waits for the city")  # of a block nobody organizes anything
    return signs.status(shape, str(words).capitalize(), tone)
