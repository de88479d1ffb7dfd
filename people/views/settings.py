"""Settings: how the site looks in this browser, and what the city knows about me."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info, gettext
from django.views.decorators.csrf import csrf_exempt

from core import paths
from core.context import TEXT_SIZES, THEMES
from core.doors import anyone, door
from core.errors import RuleBroken
from core.redirects import inside
from people import actions
from people.forms import ProfileForm
from people.permissions import signed_in

YEAR = 60 * 60 * 24 * 365


@door(anyone)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Everybody's face of the site; and for people with an account, themselves."""
    return render(request, "people/settings_page.html", page(request))


# Whoever makes a browser post here can change its colors and nothing else. Without the mark of a form, readers of the
# settings get no cookie before they choose one.
@door(anyone, methods="POST")
@csrf_exempt
def face_save(request: HttpRequest) -> HttpResponse:
    """Language, theme and text size, kept in this browser only."""
    language = request.POST.get("language", "")
    where = inside(request.POST.get("next"), "/settings/")
    if language in dict(settings.LANGUAGES):
        where = inside(paths.in_language(where, language), "/settings/")
    response = redirect(where)
    for name, known in (("theme", THEMES), ("text", TEXT_SIZES)):
        if request.POST.get(name) in known:
            keep(response, name, request.POST[name])
        else:
            response.delete_cookie(name)
    return response


def keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)


@door(signed_in, methods="POST")
def profile_save(request: HttpRequest) -> HttpResponse:
    """Name, neighborhood, language of letters, thanks."""
    form = profile_form(request, request.POST)
    if form.is_valid():
        try:
            actions.set_profile(by=request.person, person=request.person, **form.cleaned_data)
            messages.success(request, gettext("Saved."))
            return redirect("people:settings")
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    return render(request, "people/settings_page.html", page(request, form), status=422)


def page(request: HttpRequest, form: ProfileForm | None = None) -> dict:
    return {
        "form": form or (profile_form(request) if request.person else None),
        "next": inside(request.GET.get("next")),
    }


def profile_form(request: HttpRequest, data=None) -> ProfileForm:
    names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    return ProfileForm(data, instance=request.person, languages=names)
