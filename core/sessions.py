"""Who is signed in is kept in the database. Every page of theirs begins with this read, so it does not go through the ORM."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """Nothing for an unknown key or one whose time is over: then a new one is made with the first write."""
        at = timezone.now()  # noqa: TID251 - Django writes the end of a session by this clock
        with connection.cursor() as cursor:
            cursor.execute(FIND, [self.session_key, connection.ops.adapt_datetimefield_value(at)])
            found = cursor.fetchone()
        if found:
            return self.decode(found[0])
        self._session_key = None
        return {}
