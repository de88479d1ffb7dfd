"""What somebody needs to know to check in at the site."""

from django import template

from projects import site_codes
from projects.models import SignUp

register = template.Library()


@register.filter
def site_digits(signup: SignUp) -> str:
    """The four digits for the tablet at the site."""
    return site_codes.digits(event=signup.slot.event_id, person=signup.person.ref)
