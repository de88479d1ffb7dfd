"""Echoes of deeds arrive; accounts are what they should be."""

from collections.abc import Iterator
from datetime import timedelta

from core.clock import now
from core.health import checkup

from . import deeds
from .models import AgreementVersion, Delivery, Person, User, hash_of

LATE = timedelta(minutes=2)


@checkup("echoes", "What was done has been heard by everybody who must hear it.")
def echoes() -> Iterator[str]:
    waiting = Delivery.objects.filter(done_at__isnull=True)
    late = waiting.filter(deed__at__lt=now() - LATE, attempts=0).count()
    if late:
        yield f"{late} deliveries wait for longer than 2 minutes. Does the worker run?"
    for receiver, bell, problem in (
        waiting.filter(attempts__gt=0).values_list("receiver", "deed__bell", "problem").order_by("pk")
    ):
        yield f"{receiver} could not hear {bell}: {problem}"
    known = {name for receivers in deeds._receivers.values() for name in receivers}
    for name in sorted(set(waiting.order_by().values_list("receiver", flat=True).distinct()) - known):
        yield f"Deliveries wait for {name}, which this release does not have."


@checkup("logins", "Every login that can enter belongs to somebody, and has no password.")
def logins() -> Iterator[str]:
    if n := User.objects.filter(is_active=True, person__isnull=True).count():
        yield f"{n} logins belong to nobody."
    if n := User.objects.filter(is_active=True).exclude(password__startswith="!").exclude(password="").count():
        yield f"{n} logins have a password; only codes and keys may open the door."
    if n := User.objects.filter(is_active=True, person__kind=Person.Kind.ERASED).count():
        yield f"{n} erased people can still sign in."


@checkup("signatures", "Every signature holds the hash of the words that were signed, and no wording has changed.")
def signatures() -> Iterator[str]:
    for version in AgreementVersion.objects.order_by("pk").iterator():
        if hash_of(version.text) != version.hash:
            yield f"The words of agreement {version.pk} have changed since they were published."
        if n := version.signatures.exclude(text_hash=version.hash).count():
            yield f"{n} signatures of agreement {version.pk} are for other words."
