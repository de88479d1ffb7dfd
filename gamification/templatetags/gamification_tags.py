"""Points, badges and thanks for pages of any room."""

from django import template

from gamification import reads
from gamification.models import Commendation
from people.models import Person, Standing

register = template.Library()


@register.inclusion_tag("gamification/_my_points.html")
def my_points(person: Person) -> dict:
    """The newest entries with their reasons, for oneself."""
    return {"lines": reads.lines_of(person, limit=5), "count": reads.entry_count(person)}


@register.inclusion_tag("gamification/_my_badges.html")
def my_badges(person: Person) -> dict:
    """Badges held, and what is still ahead, for oneself."""
    return {"badges": reads.badges_of(person, with_ahead=True)}


@register.inclusion_tag("gamification/_my_thanks.html")
def my_thanks(person: Person) -> dict:
    """Thanks that wait for an answer or were given, and an invitation to be a Super User."""
    rows = person.commendations.exclude(consent=Commendation.Consent.DECLINED).select_related("by")
    return {
        "commendations": rows,
        "standing": Standing.objects.filter(person=person, status__in=("invited", "accepted")).first(),
    }
