"""How Django loads the login: with its Person in the same query, and no password ever."""

from allauth.account.auth_backends import AuthenticationBackend

from core.rows import Rows

from .models import Person, User

# Every page of somebody signed in begins with this read, so it does not go through the ORM, and it tells
# whether there are roles to ask for: most people never had one.
LOGIN = Rows(
    """
    SELECT {login}, {person}, EXISTS (SELECT 1 FROM people_rolegrant role WHERE role.person_id = person.id)
    FROM people_user login LEFT JOIN people_person person ON person.id = login.person_id
    WHERE login.id = %s AND login.is_active
    """,
    login=User, person=Person,
)  # fmt: skip


class Backend(AuthenticationBackend):
    """Signing in happens with codes and passkeys only; a password never opens anything."""

    def authenticate(self, request, **credentials):
        return None

    def get_user(self, user_id):
        for user, person, had_roles in LOGIN.find(user_id):
            user.person = person if user.person_id else None
            if not had_roles:
                person.roles = frozenset()
            if self.user_can_authenticate(user):
                return user
        return None
