"""Write letters into the outbox, and send what is due."""

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from city.context import the_city
from core import clock, queue
from people.models import Person

from .courier import Courier, LetterRefused, MailAway, server_is_away
from .models import Letter

LEASE = timedelta(seconds=45)  # longer than a courier's deadline: after it the sender must be dead
AWAY_DELAYS = (5, 10, 20, 40, 60)  # seconds: the server's trouble is not the letter's fault
REFUSED_DELAYS = (60, 300, 1800, 7200, 21600)
SECRET_KINDS = frozenset({"code"})  # what they say is nobody's business once they are sent

NAME = "\ue000"  # stands for a name until it is filled in; no keyboard writes it

Attachment = tuple[str, str, str]  # name, media type, text


def post(
    *,
    kind: str,
    to: Person | None,
    address: str = "",
    event_key: str,
    context: Mapping[str, Any],
    lane: int = Letter.Lane.NORMAL,
    due_at: datetime | None = None,
    good_until: datetime | None = None,
    language: str = "",
    attachments: Sequence[Attachment] = (),
) -> Letter | None:
    """Write a letter from templates/emails/<kind>.* in the person's language; it leaves soon after the commit.

    A second post about the same happening to the same address changes nothing and returns the first letter. People
    without an address get none: None. `good_until` is for what nobody needs later.
    """
    address = (address or (to.email if to else "")).strip().lower()
    if not address and to is not None and to.kind == Person.Kind.DEPENDANT:
        return _post_to_guardians(
            to, kind=kind, event_key=event_key, context=context, lane=lane, due_at=due_at, good_until=good_until,
            attachments=attachments,
        )  # fmt: skip
    if not address:
        return None
    there = Letter.objects.filter(address=address, event_key=event_key).first()
    if there:
        return there
    language = language or (to.language if to else "") or settings.LANGUAGE_CODE
    letter, written = Letter.objects.get_or_create(
        address=address,
        event_key=event_key,
        defaults={
            "person": to,
            "kind": kind,
            "lane": lane,
            "language": language,
            "due_at": due_at or clock.now(),
            "good_until": good_until,
            "attachments": [list(attachment) for attachment in attachments],
            **render(kind, language, {"person": to, **context}),
        },
    )
    if written and letter.due_at <= clock.now():
        transaction.on_commit(lambda: queue.hurry("notices.tasks.send_letter", letter.pk))
    return letter


def _post_to_guardians(child: Person, *, context: Mapping[str, Any], **letter: Any) -> Letter | None:
    """What a child would get goes to whoever answers for it, and says whom it is about."""
    guardians = Person.objects.filter(guardianships__dependant=child, guardianships__ended_at__isnull=True)
    letters = [
        post(to=guardian, context={**context, "for_child": child, "person": guardian}, **letter)
        for guardian in guardians.select_related("user").order_by("pk")
    ]
    return next((found for found in letters if found), None)


def post_to_all(
    *,
    kind: str,
    people: Iterable[Person],
    event_key: str,
    context: Mapping[str, Any],
    good_until: datetime | None = None,
) -> int:
    """The same letter to many: written once for each language, with each one's name filled in. Returns how many are new.

    Thousands take a moment and leave with the next round. Who has the letter already gets no second one.
    """
    written: dict[str, dict[str, str]] = {}
    letters = []
    for person in people:
        if not (address := person.email.strip().lower()):
            continue
        language = person.language or settings.LANGUAGE_CODE
        if language not in written:
            written[language] = render(kind, language, {**context, "person": {"first_name": NAME}})
        words = written[language]
        letters.append(
            Letter(
                person=person,
                address=address,
                event_key=event_key,
                kind=kind,
                language=language,
                good_until=good_until,
                subject=words["subject"],
                text=words["text"].replace(NAME, person.first_name),
                html=words["html"].replace(NAME, escape(person.first_name)),
            )
        )
    before = Letter.objects.filter(event_key=event_key).count()
    Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)
    transaction.on_commit(lambda: queue.hurry("notices.tasks.send_due"))
    return Letter.objects.filter(event_key=event_key).count() - before


def render(kind: str, language: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text and HTML of a letter in a language."""
    with translation.override(language):
        words = {"city": the_city(), "site_url": settings.SITE_URL, **context}
        subject = " ".join(_plain(f"emails/{kind}.subject.txt", words).split())
        if child := words.get("for_child"):
            subject = f"{child.first_name}: {subject}"
        elif words.get("together"):
            subject = f"{words['together']}: {subject}"
        words["subject"] = subject
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"emails/{kind}.txt", words)).strip() + "\n"
        return {"subject": subject[:250], "text": text, "html": render_to_string(f"emails/{kind}.html", words)}


def _plain(name: str, words: Mapping[str, Any]) -> str:
    """A text template: an apostrophe stays one."""
    return Engine.get_default().get_template(name).render(Context(dict(words), autoescape=False))


def send_letter(*, pk: int) -> bool:
    """Send one letter now if it is due and nobody else is at it. True if it left."""
    letter = Letter.objects.due().filter(pk=pk).first()
    if letter is None or server_is_away() or not _claim(letter):
        return False
    with Courier() as courier:
        try:
            return _send(letter, courier)
        except MailAway:
            return False


def send_due(*, limit: int = 500, seconds: float = 15.0) -> int:
    """Send what is due, codes first, until the time is over or the server is away. Returns how many left.

    One letter finds out that the server is away; the others keep their turn.
    """
    until, sent = time.monotonic() + seconds, 0
    with Courier() as courier:
        for letter in Letter.objects.due()[:limit]:
            if time.monotonic() > until:
                break
            if _claim(letter):
                try:
                    sent += _send(letter, courier)
                except MailAway:
                    break
    return sent


def _claim(letter: Letter) -> bool:
    """Only one sender gets it: the guarded UPDATE counts the attempt, and moves the letter behind the lease."""
    lease = clock.now() + LEASE
    mine = Letter.objects.filter(pk=letter.pk, sent_at__isnull=True, attempts=letter.attempts).update(
        attempts=letter.attempts + 1, due_at=lease
    )
    if mine:
        letter.attempts, letter.due_at = letter.attempts + 1, lease
    return bool(mine)


def _send(letter: Letter, courier: Courier) -> bool:
    """Carry a claimed letter, and write down what came of it. Raises MailAway."""
    try:
        courier.carry(letter)
    except LetterRefused as problem:
        _put_back(letter, str(problem), REFUSED_DELAYS)
        return False
    except MailAway as problem:
        _put_back(letter, str(problem), AWAY_DELAYS)
        raise
    secret = {"text": "", "html": ""} if settings.PRODUCTION and letter.kind in SECRET_KINDS else {}
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), problem="", **secret)
    return True


def _put_back(letter: Letter, problem: str, delays: tuple[int, ...]) -> None:
    """It waits longer each time; whoever claimed it meanwhile keeps it."""
    wait = timedelta(seconds=delays[min(letter.attempts, len(delays)) - 1])
    Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, sent_at__isnull=True).update(
        due_at=clock.now() + wait, problem=problem
    )
