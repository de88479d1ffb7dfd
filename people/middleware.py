"""request.person: who asks, looked up only for those who bring a session."""

from django.conf import settings

from .models import User


def person(get_response):
    """`request.person` is the Person or None. Without a session cookie nothing is read."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            request.person = user.person if isinstance(user, User) or user.is_authenticated else None
        else:
            request.person = None
        return get_response(request)

    return middleware
