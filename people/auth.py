"""How Django loads the login: with its Person in the same query, and no password ever."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class Backend(AuthenticationBackend):
    """Signing in happens with codes and passkeys only; a password never opens anything."""

    def authenticate(self, request, **credentials):
        return None

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
        return user if user is not None and self.user_can_authenticate(user) else None
