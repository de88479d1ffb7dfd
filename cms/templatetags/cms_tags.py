"""The front page's parts, and pictures of stories."""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms import front

register = template.Library()
BOARD = "board"


@register.simple_tag(takes_context=True)
def front_sections(context: Context) -> SafeString:
    """All blocks but the board. A preview is drawn afresh."""
    page, request = context["page"], context.get("request")

    def draw() -> str:
        blocks = (block for block in page.body if block.block_type != BOARD)
        return "".join(str(block.render_as_block(context.flatten())) for block in blocks)

    return SafeString(draw()) if getattr(request, "is_preview", False) else front.kept(page, draw)


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
