"""The ideas of a poll on the map, and the same ones as a list with the same numbers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from city.map import the_map
from core.doors import anyone, door
from ideas.models import Idea, IdeaPoll

PAGE = 30


@door(anyone)
def idea_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a point of their own first; the others stand beside the name of their neighborhood."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person).for_pages(), slug=slug)
    ideas = Idea.objects.filter(poll=poll).standing().for_lists().by_place()
    page = Paginator(ideas, PAGE).get_page(request.GET.get("page"))
    pins = [(n, idea, False) for n, idea in enumerate(page, page.start_index())]
    context = {
        "poll": poll,
        "ideas": page,
        "first": page.start_index(),
        "map": the_map().with_pins(pins),
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "first_url": "?" if page.has_previous() else "",
    }
    return render(request, "ideas/idea_map.html", context)
