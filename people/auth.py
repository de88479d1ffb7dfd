"""How Django loads the login: with its Person in the same query, and no password ever."""

from allauth.account.auth_backends import AuthenticationBackend

from core.rows import Rows

from .models import Person, User

# Every page of somebody signed in begins with this read, so it does not go through the ORM.
LOGIN = Rows(
    """
    SELECT {login}, {person}
    FROM people_user login JOIN people_person person ON person.id = login.person_id
    WHERE login.id = %s AND login.is_active
    """,
    login=User, person=Person,
)  # fmt: skip


class Backend(AuthenticationBackend):
    """Signing in happens with codes and passkeys only; a password never opens anything."""

    def authenticate(self, request, **credentials):
        return None

    def get_user(self, user_id):
        for user, user.person in LOGIN.find(user_id):
            if self.user_can_authenticate(user):
                return user
        return None
