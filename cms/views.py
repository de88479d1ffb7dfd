"""Search across the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from city.context import the_city
from core.alike import LETTERS, words_of
from core.doors import anyone, door

from .search import search


@door(anyone)
def search_page(request: HttpRequest) -> HttpResponse:
    """What stands in names and short texts, in groups; nothing typed is an empty field."""
    city = the_city(request)
    typed = " ".join(request.GET.get("q", "").split())
    found, guessed = search(typed, request.person, city)
    page = {
        "city": city,
        "typed": typed[:LETTERS],
        "cut": len(typed) > LETTERS,
        "asked": bool(words_of(typed)),
        "found": found,
        "guessed": guessed,
        "section": "find",
    }
    return render(request, "cms/search_page.html", page)
