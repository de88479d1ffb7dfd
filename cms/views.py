"""Search across the site, and pictures of pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page

from city.context import the_city
from core.alike import LETTERS, words_of
from core.doors import anyone, door
from files.sharing import picture

from . import sharing
from .models import HomePage, StoryIndexPage, StoryPage, TextPage
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


@door(anyone)
def page_picture(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """For those who pass the page on."""
    page = get_object_or_404(Page.objects.live().public().type(HomePage, StoryIndexPage, StoryPage, TextPage), pk=pk)
    front = page.specific_class is HomePage
    share = sharing.of_front_page(request, pk) if front else sharing.of_page(request, pk, page.title)
    return picture(request, share, version)
