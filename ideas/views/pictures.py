"""Pictures of polls and ideas, for those who pass them on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.doors import anyone, door
from files.sharing import picture
from ideas import sharing
from ideas.models import Idea, IdeaPoll


@door(anyone)
def poll_picture(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    return picture(request, sharing.of_poll(request, poll), version)


@door(anyone)
def idea_picture(request: HttpRequest, slug: str, ref: str, version: str) -> HttpResponse:
    ideas = Idea.objects.visible_to(None).filter(poll__in=IdeaPoll.objects.public())
    ideas = ideas.select_related("poll", "neighborhood").prefetch_related("poll__phases")
    idea = get_object_or_404(ideas, poll__slug=slug, ref=ref)
    return picture(request, sharing.of_idea(request, idea), version)
