"""request.person: who asks, looked up only for those who bring a session."""

from django.conf import settings

from .models import Person


def person(get_response):
    """`request.person` is the Person or None. Without a session cookie nothing is read."""

    def middleware(request):
        request.person = who(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        return get_response(request)

    return middleware


def who(request) -> Person | None:
    found = request.user.person if request.user.is_authenticated else None
    return found if found is None or found.kind != Person.Kind.ERASED else None
