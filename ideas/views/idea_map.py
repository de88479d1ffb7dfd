"""The ideas of a poll on the map, and the same ones as a list with the same numbers; and as a file for other maps."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from city.context import the_city
from city.map import the_map
from core import again
from core.doors import anyone, door
from ideas import map_marks, on_the_map
from ideas.clusters import read_path, split, within, write_path
from ideas.models import Idea, IdeaPoll

PAGE = 30


@door(anyone)
def idea_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a point of their own first; the others stand beside the name of their neighborhood. `at`: a cell of the map,
    and the list of just what is in it."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person).for_pages(), slug=slug)
    rows, city, hoods = on_the_map.points(poll), the_map(), the_city(request).hoods
    base, spots = on_the_map.frame_of(city, poll), on_the_map.spots(city, rows)
    path = read_path(request.GET.get("at", ""))
    here = within(base, path, spots)
    if not here:
        path, here = (), spots
    keys = [spot.key for spot in here] if path else [pk for pk, *_rest in rows]
    inside = split(base, path, here) if path else ()
    part = map_marks.Part(city, base.opened(inside), inside, here, keys, {pk: hood for pk, *_point, hood in rows})
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    shown = Idea.objects.standing().for_lists().in_bulk([*page, *part.alone])
    at = f"at={write_path(path)}&" if path else ""
    context = {
        "poll": poll,
        "ideas": [shown[pk] for pk in page if pk in shown],
        "first": page.start_index(),
        "part": None if city.is_empty else part,
        "marks": map_marks.drawn(part, poll, shown, hoods),
        "here": map_marks.near(part, here, hoods) if path else "",
        "unplaced": 0 if path else len(rows) - len(spots),
        "next_url": f"?{at}page={page.next_page_number()}" if page.has_next() else "",
        "first_url": f"?{at.rstrip('&')}" if page.has_previous() else "",
    }
    return render(request, "ideas/idea_map.html", context)


@door(anyone)
def idea_points(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as GeoJSON. While people vote it says nothing of supports, as the ballot doesn't."""
    poll = get_object_or_404(IdeaPoll.objects.public().prefetch_related("phases"), slug=slug)
    supports = poll.state_at() != "voting"
    mark = on_the_map.fingerprint(poll)
    response = again.answer(
        request,
        fingerprint=f"{mark}-{int(supports)}",
        build=lambda: on_the_map.geojson(poll, mark, supports=supports),
        content_type="application/geo+json",
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
