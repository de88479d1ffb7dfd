"""The second step of people who work for the city."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.doors import door
from core.redirects import inside
from people import factors
from people.permissions import signed_in


@door(signed_in)
def second_step(request: HttpRequest) -> HttpResponse:
    """Show it, set it up, or (once that is done) go back to where it was asked for."""
    if "next" in request.GET:
        request.session[factors.BACK] = inside(request.GET["next"])
    if factors.shown(request):
        return redirect(request.session.pop(factors.BACK, "") or "people:me")
    if factors.is_set_up(request.user):
        query = urlencode({"next": reverse("people:second_step")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    return render(request, "people/second_step.html")
