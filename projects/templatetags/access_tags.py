"""How somebody gets along at a project's place, in words."""

from django import template

from projects import access
from projects.models import Project

register = template.Library()
register.simple_tag(access.in_words, name="access_of")


@register.simple_tag
def spoken_at(project: Project) -> str:
    """The languages, each in its own name."""
    return access.spoken_in_words(project.languages)
