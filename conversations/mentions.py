"""What words point to: an address, and who is meant by “@Ana”: only people who speak in this thread already, and never
somebody under 18.
"""

import re

from django.db.models import Q

from people.births import minors
from people.models import Person

from .models import Comment

AT = re.compile(r"(?<![\w@])@(\w[\w'’\-]{0,58})")
AT_MOST = 5
# Whatever could become a link, and more: what a new account sends waits for it, and until its author is known it is not shown.
LINK = re.compile(r"\[[^\]\n]*\]\([^)\s]+\)|(?:https?://|www\.)\S*", re.IGNORECASE)


def mentioned(words: str, thread: Comment, by: Person) -> list[Person]:
    """The first few, each once."""
    names = {name.casefold() for name in AT.findall(words)}
    if not names:
        return []
    speak = Comment.objects.published().filter(Q(pk=thread.pk) | Q(parent=thread)).exclude(minors("by"))
    people = Person.objects.real().filter(pk__in=speak.values("by")).exclude(pk=by.pk).order_by("pk")
    return [person for person in people if person.first_name.casefold() in names][:AT_MOST]
