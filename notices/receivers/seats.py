"""A seat, a place in the queue, an offer: each is told to the one who has it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.when import moment_words
from notices.actions import post
from notices.calendar import File, invitation
from notices.families import about_whom, readers
from notices.links import button, link
from notices.models import Letter
from people.deeds import hears
from people.models import Deed, Person, hash_of
from projects import answer_keys, bells
from projects.actions import names_due
from projects.models import Event, SignUp, SignUpQuerySet
from projects.permissions import taken_off

from .proposals import organizers

moment = lazy(moment_words, str)
SAME_MOMENT = timedelta(minutes=1)  # what one deed did to a whole family


def signup_of(deed: Deed) -> SignUp:
    found = SignUp.objects.select_related("person__user", "slot__event__project")
    return found.get(pk=deed.ids["signup"])


SEE = _("See my place")


def facts(signup: SignUp, label: Any = SEE) -> dict[str, Any]:
    """What every letter about a sign-up needs."""
    return {
        "signup": signup,
        "slot": signup.slot,
        "event": signup.slot.event,
        "project": signup.slot.event.project,
        **button(label, "projects:signup_page", ref=signup.ref),
    }


def no_files(reader: Person) -> list[File]:
    return []


def tell(
    signup: SignUp,
    kind: str,
    *,
    key: Callable[[SignUp], str] = lambda one: "",
    context: Callable[[SignUp], dict[str, Any]],
    same: Iterable[SignUp],
    files: Callable[[Person], list[File]] = no_files,
    event_key: str = "",
    **letter: Any,
) -> None:
    """To whoever reads this person's letters. Of one family, those who have the `same` news are one letter.

    It is written about the first of them, names them all, and leads to each one's page. `event_key`: that of a happening
    of which each reader hears once, whoever of the family is on the list by then.
    """
    found = list(same)
    for reader in readers(signup.person):
        children = set(
            Person.objects.children_of(reader).filter(kind=Person.Kind.DEPENDANT).values_list("pk", flat=True)
        )
        family = [one for one in found if one.person_id in {reader.pk, *children}]
        if signup not in family:
            family = [signup]
        first, *others = family
        words = {"person": reader, **context(first)}
        words |= about_whom(reader, [one.person for one in family])
        if others:
            pages = [(one.person.first_name, context(one)["button_url"]) for one in others]
            words["each"] = [(name, url) for name, url in pages if url != words["button_url"]]
        happening = event_key or f"signup:{_whose(family)}:{key(first)}"
        post(kind=kind, to=reader, event_key=happening, context=words, attachments=files(reader), **letter)


def _whose(family: list[SignUp]) -> str:
    """Part of a letter's key. Others together are another letter, so that nobody's news is lost."""
    first, *others = (str(one.pk) for one in family)
    return f"{first}+{hash_of('+'.join(others))[:16]}" if others else first


def at_once(signup: SignUp, moment: str, **alike: Any) -> SignUpQuerySet:
    """The sign-ups at this date that are as this one since the same moment: a field, compared to the minute."""
    at = getattr(signup, moment)
    near = {f"{moment}__range": (at - SAME_MOMENT, at + SAME_MOMENT)}
    found = SignUp.objects.filter(slot__event=signup.slot.event_id, state=signup.state, **near, **alike)
    return found.select_related("person__user", "slot__event__project").order_by("pk")


def joined_with(signup: SignUp) -> SignUpQuerySet:
    """Whoever joined the same task in the same step, and stands as they do."""
    return at_once(signup, "created_at", slot=signup.slot)


def place_in_queue(signup: SignUp) -> int:
    """1 is next."""
    queue = SignUp.objects.queue().filter(slot=signup.slot).values_list("pk", flat=True)
    return list(queue).index(signup.pk) + 1


@hears(bells.slot_joined, bells.signup_approved)
def tell_of_the_seat_or_the_queue(deed: Deed) -> None:
    """A seat, or a number in the queue; whoever has left again meanwhile hears nothing."""
    signup = signup_of(deed)
    if signup.state == SignUp.State.CONFIRMED:
        confirm_seat(signup)
    elif signup.state == SignUp.State.WAITLISTED:
        tell(
            signup,
            "waitlisted",
            key=lambda one: "waitlisted",
            context=lambda one: {**facts(one), "place_in_queue": place_in_queue(one)},
            same=joined_with(signup),
            good_until=signup.slot.event.ends_at,
        )


@hears(bells.slot_joined)
def tell_of_the_question(deed: Deed) -> None:
    """Where the organizers say yes first: a receipt for whoever asked, and the question to the leads."""
    signup = signup_of(deed)
    if signup.state != SignUp.State.PENDING_APPROVAL:
        return
    until = signup.slot.event.starts_at
    post(
        kind="join_asked",
        to=signup.person,
        event_key=f"signup:{signup.pk}:asked",
        context=facts(signup),
        good_until=until,
    )
    event = signup.slot.event
    look = button(_("Say yes or no"), "projects:event_ahead", slug=event.project.slug, pk=event.pk)
    context = {**facts(signup), "asker": signup.person.public_name, **look}
    for lead in organizers(event.project):
        post(kind="join_to_answer", to=lead, event_key=f"signup:{signup.pk}:asks", context=context, good_until=until)


@hears(bells.signup_refused)
def tell_of_the_no(deed: Deed) -> None:
    signup = signup_of(deed)
    if signup.state != SignUp.State.REFUSED:
        return
    post(
        kind="join_refused",
        to=signup.person,
        event_key=f"signup:{signup.pk}:refused",
        context=facts(signup, _("See how it stands")),
        good_until=signup.slot.event.ends_at,
    )


@hears(bells.offer_accepted)
def tell_of_the_accepted_place(deed: Deed) -> None:
    signup = signup_of(deed)
    if signup.state == SignUp.State.CONFIRMED:
        confirm_seat(signup)


def confirm_seat(signup: SignUp) -> None:
    """The same letter whichever way the seat came, with the date as a calendar file."""
    tell(
        signup,
        "seat_confirmed",
        key=lambda one: "confirmed",
        context=lambda one: facts(one, _("See my place, or free it")),
        same=joined_with(signup),
        files=lambda reader: [invitation(signup.slot.event, reader)],
        good_until=signup.slot.event.ends_at,
    )


@hears(bells.seat_offered)
def tell_of_the_offer(deed: Deed) -> None:
    """A place is held, or (shortly before the start) free for the first who takes it. Old offers are not written about."""
    signup = signup_of(deed)
    held = signup.state == SignUp.State.OFFERED
    first_come = signup.state == SignUp.State.WAITLISTED and signup.offer_token
    until = (held and signup.offer_expires_at) or signup.slot.event.starts_at
    if not (held or first_come) or until <= now():
        return
    if held:
        same = at_once(signup, "offer_expires_at")
    else:
        same = SignUp.objects.queue().filter(slot=signup.slot).exclude(offer_token="")
        same = same.select_related("person__user", "slot__event__project")

    def context(one: SignUp) -> dict[str, Any]:
        take = button(_("Take the place"), "projects:signup_page", ref=one.ref, query={"offer": one.offer_token})
        return {**facts(one), "until": moment(until, signup.slot.event) if held else "", **take}

    tell(
        signup,
        "seat_offered",
        key=lambda one: f"offered:{one.offer_expires_at or deed.at:%Y%m%d%H%M}",
        context=context,
        same=same,
        lane=Letter.Lane.FAST,
        good_until=until,
    )


@hears(bells.offer_lapsed)
def tell_of_the_lapsed_offer(deed: Deed) -> None:
    """Back at the end of the queue, or (the second time) off it."""
    signup = signup_of(deed)
    waiting = signup.state == SignUp.State.WAITLISTED
    if not waiting and signup.state != SignUp.State.REMOVED:
        return
    post(
        kind="offer_lapsed",
        to=signup.person,
        event_key=f"signup:{signup.pk}:lapsed:{signup.offers_missed}",
        context={
            **facts(signup),
            "still_waiting": waiting,
            "place_in_queue": place_in_queue(signup) if waiting else 0,
        },
        good_until=signup.slot.event.ends_at,
    )


@hears(bells.still_coming_asked, bells.still_coming_reminded)
def ask_whether_they_come(deed: Deed) -> None:
    """48 hours before, and once more. Who has answered meanwhile hears nothing."""
    signup = signup_of(deed)
    if not signup.is_asked or signup.slot.event.has_started:
        return
    key = answer_keys.key_of(signup)
    say = button(_("Say whether you come"), "projects:signup_still", ref=signup.ref, query={"key": key})
    again = deed.bell == bells.still_coming_reminded.name
    post(
        kind="still_coming",
        to=signup.person,
        event_key=f"signup:{signup.pk}:still:{'again' if again else 'first'}",
        context={**facts(signup), "again": again, **say},
        good_until=signup.slot.event.starts_at,
    )


@hears(bells.seat_released)
def tell_of_the_released_place(deed: Deed) -> None:
    signup = signup_of(deed)
    tell(
        signup,
        "seat_released",
        key=lambda one: "released",
        context=lambda one: facts(one, _("See how I stand")),
        same=[signup],
        files=lambda reader: _taken_out(signup.slot.event, reader),
        good_until=signup.slot.event.ends_at,
    )


@hears(bells.party_skipped)
def tell_of_too_few_places(deed: Deed) -> None:
    """They may come with fewer people. By the time of the letter it may have changed."""
    signup = signup_of(deed)
    free = signup.slot.free
    if signup.state != SignUp.State.WAITLISTED or not free or free >= signup.seats:
        return
    post(
        kind="party_skipped",
        to=signup.person,
        event_key=f"signup:{signup.pk}:too-large:{free}",
        context={**facts(signup), "free": free},
        good_until=signup.slot.event.starts_at,
    )


@hears(bells.names_asked)
def ask_for_names(deed: Deed) -> None:
    signup = signup_of(deed)
    if signup.state != SignUp.State.CONFIRMED or not signup.unnamed:
        return
    due = names_due(signup)
    post(
        kind="team_names",
        to=signup.person,
        event_key=f"signup:{signup.pk}:names",
        context={
            **facts(signup, _("See my team")),
            "places": signup.unnamed,
            "until": moment(due, signup.slot.event),
            "team_link": link("projects:team_join", ref=signup.ref, key=answer_keys.key_of(signup, answer_keys.TEAM)),
        },
        good_until=due,
    )


@hears(bells.team_trimmed)
def tell_of_the_places_without_a_name(deed: Deed) -> None:
    signup = signup_of(deed)
    post(
        kind="team_trimmed",
        to=signup.person,
        event_key=f"signup:{signup.pk}:trimmed",
        context={**facts(signup), "places": deed.ids["places"]},
        good_until=signup.slot.event.starts_at,
    )


@hears(bells.slot_left)
def tell_of_the_freed_place(deed: Deed) -> None:
    """A receipt for whoever left; the reason for whoever was taken off the list. Not for those who are back already."""
    signup = signup_of(deed)
    back = SignUp.objects.live().filter(slot=OuterRef("slot"), person=OuterRef("person"))
    if signup.state != SignUp.State.CANCELLED or signup.cancelled_at is None:
        return
    gone = at_once(signup, "cancelled_at", cancelled_by=signup.cancelled_by).exclude(Exists(back))
    if signup not in gone:
        return

    def context(one: SignUp) -> dict[str, Any]:
        return {**facts(one, _("See how I stand")), "taken_off": taken_off(one), "reason": one.reason}

    tell(
        signup,
        "seat_left",
        key=lambda one: "left",
        context=context,
        same=gone,
        files=lambda reader: _taken_out(signup.slot.event, reader),
        good_until=signup.slot.event.ends_at,
    )


def _taken_out(event: Event, reader: Person) -> list[File]:
    """The end of the invitation, unless somebody of the family still comes or waits."""
    children = Person.objects.children_of(reader).order_by().values("pk")
    family = SignUp.objects.live().filter(Q(person=reader) | Q(person__in=children), slot__event=event)
    return [] if family.exists() or not reader.email else [invitation(event, reader, free=True)]
