"""My page, put together from what each room knows about me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.doors import door
from people.permissions import signed_in, staff


@door(signed_in)
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "people/me_page.html", {"person": request.person, "works_here": staff(request.person)})
