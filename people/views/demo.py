"""One tap to be somebody, in a demo only: the addresses are printed when it starts."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from core.doors import anyone, door
from core.redirects import inside
from people.demo import PLACES, demo_person
from people.factors import DEMO as DEMO_FACTOR


@door(anyone)
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's resident, organizer, official, editor or administrator."""
    key = request.GET.get("key", "")
    if not (settings.DEMO and settings.DEMO_SECRET and constant_time_compare(key, settings.DEMO_SECRET)):
        raise Http404
    if role not in PLACES:
        raise Http404
    person = demo_person(role)
    where = inside(request.GET.get("next"), PLACES[role])
    response = perform_login(request, person.user, redirect_url=where)
    request.session[DEMO_FACTOR] = person.pk
    return response
