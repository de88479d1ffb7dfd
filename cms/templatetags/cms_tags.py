"""Pictures of stories."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.shortcuts import get_rendition_or_not_found

register = template.Library()


@register.simple_tag
def story_picture(story) -> SafeString:
    """The editor's picture, or the site's own drawing, or nothing."""
    if story.picture is not None:
        ready = get_rendition_or_not_found(story.picture, "width-960|format-webp")
        src, width, height, alt = ready.url, ready.width, ready.height, story.picture.alt
    elif story.drawing:
        src, width, height, alt = static(f"engage/img/{story.drawing}"), 800, 600, story.drawing_alt
    else:
        return SafeString("")
    return format_html(
        '<img class="story__pic" src="{}" width="{}" height="{}" loading="lazy" alt="{}">', src, width, height, alt
    )
