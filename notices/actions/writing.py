"""Write letters into the outbox. Here alone it is asked what somebody wants to hear, and how."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from city.context import the_city, zone
from core import clock, queue
from core.refs import new_ref
from notices import texting
from notices.families import about_whom, readers
from notices.kinds import CATEGORIES, KINDS, TEXTED, Category
from notices.links import link
from notices.models import How, Instants, Letter, Muted, Phone, Preference
from notices.quiet import leaves_at
from notices.stopping import about_of, token_of
from people.models import Person

Attachment = tuple[str, str, str]  # name, media type, text


@transaction.atomic
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
    without an address, or who chose not to hear of it, get none: None. Who chose the digest gets a line of the next one.
    `good_until` is for what nobody needs later. At night what can wait waits (see quiet.py).
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
    category = KINDS[kind].category
    how = Preference.objects.chosen(category, [to]).get(to.pk, category.default) if to else How.AT_ONCE
    about = about_of(category, context) if to else ""
    if how == How.OFF or (to and to.pk in muted(about, [to])):
        return None
    language = language or (to.language if to else "") or settings.LANGUAGE_CODE
    in_digest = how == How.DIGEST
    if due_at is None:
        due_at = clock.now() if lane == Letter.Lane.FAST else leaves_at(category, context, good_until)
    ref = new_ref()
    given = {"person": to, **(foot(category, lambda one: token_of(ref, one), about) if to else {}), **context}
    words = (render_line if in_digest else render)(kind, language, given)
    letter, written = Letter.objects.get_or_create(
        address=address,
        event_key=event_key,
        defaults={
            "ref": ref,
            "person": to,
            "kind": kind,
            "about": about,
            "lane": Letter.Lane.DIGEST if in_digest else lane,
            "language": language,
            "due_at": due_at,
            "good_until": good_until,
            "attachments": [] if in_digest else [list(attachment) for attachment in attachments],
            **words,
        },
    )
    if written and not in_digest and to and category.limited and not one_more(to, letter.due_at):
        line = render_line(kind, language, given)
        Letter.objects.filter(pk=letter.pk).update(lane=Letter.Lane.DIGEST, attachments=[], **line)
        letter.refresh_from_db()
    elif written and not in_digest and letter.due_at <= clock.now():
        transaction.on_commit(lambda: queue.hurry("notices.tasks.send_letter", letter.pk))
    if written and to and kind in TEXTED and texting.is_on():
        text_too(letter, given)
    return letter


def text_too(letter: Letter, given: Mapping[str, Any]) -> None:
    """The same in one sentence to their phone, if they gave a number; at night only what is about a date within hours."""
    phone = Phone.objects.filter(person=letter.person, confirmed_at__isnull=False).first()
    if phone is None:
        return
    ref = new_ref()
    with translation.override(letter.language):
        words = _plain(f"emails/{letter.kind}.sms.txt", {"city": the_city(), **given}).strip()
        target = str(given.get("button_url", ""))
        text = texting.fit(words, str(link("notices:short", ref=ref)) if target else "")
    if words:
        Letter.objects.get_or_create(
            address=phone.number,
            event_key=letter.event_key,
            defaults={
                "ref": ref,
                "channel": Letter.Channel.TEXT,
                "person": letter.person,
                "kind": letter.kind,
                "lane": letter.lane,
                "language": letter.language,
                "subject": letter.subject,
                "text": text,
                "link": target,
                "due_at": leaves_at(CATEGORIES["changes"], given, letter.good_until),
                "good_until": letter.good_until,
            },
        )


def one_more(person: Person, leaves: datetime) -> bool:
    """Count one more letter that leaves at once, and say whether it is within the limit of the day on which it leaves."""
    day, mine = leaves.astimezone(zone()).date(), Instants.objects.filter(person=person)
    Instants.objects.get_or_create(person=person, defaults={"day": day})
    return bool(
        mine.filter(day__lt=day).update(day=day, count=1)
        or mine.filter(day=day, count__lt=Instants.AT_MOST).update(count=F("count") + 1)
    )


def _post_to_guardians(child: Person, *, context: Mapping[str, Any], **letter: Any) -> Letter | None:
    """What a child would get goes to whoever answers for it, and says whom it is about."""
    letters = [
        post(to=guardian, context={**context, **about_whom(guardian, [child]), "person": guardian}, **letter)
        for guardian in readers(child)
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

    Thousands take a moment and leave with the next round. Who has the letter already gets no second one, and each
    one's choice is respected as in `post`.
    """
    people, category = list(people), KINDS[kind].category
    about = about_of(category, context)
    quiet = muted(about, people)
    chosen, due_at = Preference.objects.chosen(category, people), leaves_at(category, context, good_until)
    written: dict[tuple[str, bool], dict[str, str]] = {}
    name, token, token_one = (f"0-{new_ref()}-0" for _ in range(3))  # to be filled in; nobody can have written them

    def words_for(person: Person, ref: str, in_digest: bool) -> dict[str, str]:
        language = person.language or settings.LANGUAGE_CODE
        if (language, in_digest) not in written:
            marks = foot(category, lambda one: token_one if one else token, about)
            nameless = {**marks, **context, "person": {"first_name": name}}
            written[language, in_digest] = (render_line if in_digest else render)(kind, language, nameless)
        words, tokens = written[language, in_digest], {token: token_of(ref), token_one: token_of(ref, about)}
        return {
            "subject": words["subject"],
            "text": filled(words["text"], {**tokens, name: person.first_name}),
            "html": filled(words["html"], {**tokens, name: escape(person.first_name)}),
            "link": words["link"],
        }

    letters = []
    for person in people:
        how = chosen.get(person.pk, category.default)
        if not (address := person.email.strip().lower()) or how == How.OFF or person.pk in quiet:
            continue
        in_digest, ref = how == How.DIGEST, new_ref()
        letters.append(
            Letter(
                ref=ref,
                person=person,
                address=address,
                event_key=event_key,
                kind=kind,
                about=about,
                lane=Letter.Lane.DIGEST if in_digest else Letter.Lane.NORMAL,
                language=person.language or settings.LANGUAGE_CODE,
                due_at=due_at,
                good_until=good_until,
                **words_for(person, ref, in_digest),
            )
        )
    before = Letter.objects.filter(event_key=event_key).count()
    Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)
    there = set(Letter.objects.filter(event_key=event_key).values_list("ref", flat=True))
    for letter in letters if category.limited else ():
        at_once = letter.ref in there and letter.lane != Letter.Lane.DIGEST
        if at_once and letter.person and not one_more(letter.person, due_at):
            line = words_for(letter.person, letter.ref, True)
            Letter.objects.filter(ref=letter.ref).update(lane=Letter.Lane.DIGEST, **line)
    transaction.on_commit(lambda: queue.hurry("notices.tasks.send_due"))
    return len(there) - before


def render(kind: str, language: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text and HTML of a letter in a language."""
    with translation.override(language):
        words = _words(kind, context)
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"emails/{kind}.txt", words)).strip() + "\n"
        return {
            "subject": words["subject"][:250],
            "text": text,
            "html": render_to_string(f"emails/{kind}.html", words),
            "link": "",
        }


def render_subject(kind: str, context: Mapping[str, Any]) -> str:
    """The subject alone, in the language of the page: it names the letter to who looks at all of them."""
    return str(_words(kind, context)["subject"])


def render_line(kind: str, language: str, context: Mapping[str, Any]) -> dict[str, str]:
    """The same as a line of a digest: the subject, where the letter's button leads, and the reason at its foot."""
    with translation.override(language):
        words = _words(kind, context)
        foot = _plain(f"emails/{kind}.txt", words).rpartition("\n--\n")[2].strip()
        return {
            "subject": words["subject"][:250],
            "text": foot.partition("\n")[0],
            "html": "",
            "link": str(words.get("button_url", "")),
        }


def filled(words: str, values: Mapping[str, str]) -> str:
    """With what is this very letter's own in place of its marks."""
    for mark, value in values.items():
        words = words.replace(mark, value)
    return words


def muted(about: str, people: Iterable[Person]) -> set[int]:
    """Who of them wants no letters about this poll."""
    what, _mark, key = about.partition("-")
    if what != "poll":
        return set()
    return set(Muted.objects.filter(poll=int(key), person__in=people).values_list("person", flat=True))


def foot(category: Category, token: Callable[[str], str], about: str = "") -> dict[str, Any]:
    """Links to choose which letters one gets, and to stop those like this one, or those about the same thing alone."""
    found = {"settings_url": link("notices:choose")}
    if category.can_be_off:
        found["unsubscribe_url"] = link("notices:stop", token=token(""))
        if about:
            found["stop_poll_url" if about.startswith("poll-") else "stop_one_url"] = link(
                "notices:stop", token=token(about)
            )
    return found


def _words(kind: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """What every template of a letter gets, and its subject."""
    words = {"city": the_city(), "site_url": settings.SITE_URL, **context}
    subject = " ".join(_plain(f"emails/{kind}.subject.txt", words).split())
    if child := words.get("for_child"):
        subject = f"{child.first_name}: {subject}"
    elif words.get("together"):
        subject = f"{words['together']}: {subject}"
    return {**words, "subject": subject}


def _plain(name: str, words: Mapping[str, Any]) -> str:
    """A text template: an apostrophe stays one."""
    return Engine.get_default().get_template(name).render(Context(dict(words), autoescape=False))
