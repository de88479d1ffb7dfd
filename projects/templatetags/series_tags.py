"""How repeating dates are put into words."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from core.when import day_words, hour, span_words
from projects import recurrence
from projects.actions import Later, Step
from projects.models import Event, Series

register = template.Library()


@register.simple_tag
def series_words(series: Series) -> str:
    """ "Every week on Saturday, 9:00–11:30, until Sat 27 Mar"."""
    return _words(series.rule, f"{hour(series.begins)}–{hour(series.ends)}", series.until)


@register.simple_tag
def later_words(later: Later) -> str:
    """The same of what is asked for."""
    return _words(later.rule, f"{hour(later.begins)}–{hour(later.ends)}", later.until)


def _words(rule: str, hours: str, until: date) -> str:
    return _("%(often)s, %(hours)s, until %(day)s") % {
        "often": recurrence.words(rule), "hours": hours, "day": day_words(until),
    }  # fmt: skip


@register.simple_tag
def step_words(step: Step) -> str:
    """What a change does to one date."""
    if step.does == "moves":
        return _("Becomes %(when)s") % {"when": span_words(step.starts_at, step.ends_at, step.event)}
    if step.does == "ends":
        return _("Is cancelled")
    if step.does == "task":
        return _("The task changes")
    if step.does == "stays":
        return _("Stays as it is")
    if step.event.status != Event.Status.SCHEDULED:
        return _("Was cancelled, and stays so")
    return _("Was changed by hand, and stays as it is")
