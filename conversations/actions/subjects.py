"""The subject of a thing, made when it is needed first."""

from typing import Any

from django.db import transaction

from conversations.models import Subject
from people.models import Person


@transaction.atomic
def subject_of(*, thing: Any) -> Subject:
    """What this thing is talked about, followed and reported as. Of two that ask at once, both get the same one."""
    if isinstance(thing, Person):
        return Subject.objects.get_or_create(person=thing, defaults={"kind": Subject.PERSON})[0]
    if thing.subject_id is None:
        made = Subject.objects.create(kind=thing._meta.label_lower)
        if not type(thing)._default_manager.filter(pk=thing.pk, subject=None).update(subject=made):
            made.delete()
        thing.refresh_from_db(fields=["subject"])
    return thing.subject
