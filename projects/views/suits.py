"""What suits me: only for the person who looks, worked out anew each time and kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from city.context import the_city
from core.doors import door
from people.permissions import signed_in
from projects.suits import for_person


@door(signed_in)
def for_me(request: HttpRequest) -> HttpResponse:
    city = the_city(request)
    lines = for_person(request.person, {hood.pk: hood for hood in city.hoods})
    return render(request, "projects/for_me.html", {"city": city, "lines": lines, "section": "find"})
