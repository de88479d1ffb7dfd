"""The ideas of a poll on the map, and the same ones as a list with the same numbers; and as a file for other maps."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from city.context import the_city
from city.map import the_map
from core import again
from core.doors import anyone, door
from ideas import map_marks, on_the_map
from ideas.clusters import read_path, write_path
from ideas.models import Idea, IdeaPoll

PAGE = 30


@door(anyone)
def idea_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a point of their own first; the others stand beside the name of their neighborhood. `at`: a cell of the map,
    and the list of just what is in it."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person).for_pages(), slug=slug)
    city, hoods = the_map(), the_city(request).hoods
    part = on_the_map.part_of(city, poll, read_path(request.GET.get("at", "")))
    page = Paginator(part.keys, PAGE).get_page(request.GET.get("page"))
    shown = Idea.objects.standing().for_lists().in_bulk([*page, *part.alone])
    drawing = map_marks.Drawing(city, part)
    at = f"at={write_path(part.path)}" if part.path else ""
    context = {
        "poll": poll,
        "ideas": [shown[pk] for pk in page if pk in shown],
        "first": page.start_index(),
        "map": None if city.is_empty else drawing,
        "marks": map_marks.marks(drawing, poll.slug, shown, hoods),
        "here": map_marks.near(len(part.keys), part.hood, hoods) if part.path else "",
        "unplaced": part.unplaced,
        "next_url": f"?{at}{'&' if at else ''}page={page.next_page_number()}" if page.has_next() else "",
        "first_url": f"?{at}" if page.has_previous() else "",
    }
    return render(request, "ideas/idea_map.html", context)


@door(anyone)
def idea_points(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a point of their own, as GeoJSON. While people vote it says nothing of supports, as the ballot doesn't."""
    poll = get_object_or_404(IdeaPoll.objects.public().prefetch_related("phases"), slug=slug)
    mark, write = on_the_map.points(poll, supports=poll.tells_supports)
    response = again.answer(request, fingerprint=mark, build=write, content_type="application/geo+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
