"""A seat, a place in the queue, an offer: each is told to the one who has it."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.when import moment_words
from notices.actions import post
from notices.calendar import calendar_file
from notices.links import link
from notices.models import Letter
from people.deeds import hears
from people.models import Deed
from projects import answer_keys, bells
from projects.actions import names_due
from projects.models import SignUp

from .proposals import organizers

moment = lazy(moment_words, str)


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
        "button_url": link("projects:signup_page", ref=signup.ref),
        "button_label": label,
    }


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
        post(
            kind="waitlisted",
            to=signup.person,
            event_key=f"signup:{signup.pk}:waitlisted",
            context={**facts(signup), "place_in_queue": place_in_queue(signup)},
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
    context = {**facts(signup, _("Say yes or no")), "asker": signup.person.public_name}
    context["button_url"] = link("projects:event_ahead", slug=context["project"].slug, pk=context["event"].pk)
    for lead in organizers(context["project"]):
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
    post(
        kind="seat_confirmed",
        to=signup.person,
        event_key=f"signup:{signup.pk}:confirmed",
        context=facts(signup, _("See my place, or free it")),
        attachments=[calendar_file(signup.slot.event)],
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
    context = facts(signup, _("Take the place"))
    context["button_url"] = link("projects:signup_page", ref=signup.ref, query={"offer": signup.offer_token})
    context["until"] = moment(until, signup.slot.event) if held else ""
    post(
        kind="seat_offered",
        to=signup.person,
        event_key=f"signup:{signup.pk}:offered:{deed.pk}",
        context=context,
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
    context = facts(signup, _("Say whether you come"))
    context["button_url"] = link("projects:signup_still", ref=signup.ref, query={"key": answer_keys.key_of(signup)})
    again = deed.bell == bells.still_coming_reminded.name
    post(
        kind="still_coming",
        to=signup.person,
        event_key=f"signup:{signup.pk}:still:{'again' if again else 'first'}",
        context={**context, "again": again},
        good_until=signup.slot.event.starts_at,
    )


@hears(bells.seat_released)
def tell_of_the_released_place(deed: Deed) -> None:
    signup = signup_of(deed)
    post(
        kind="seat_released",
        to=signup.person,
        event_key=f"signup:{signup.pk}:released",
        context=facts(signup, _("See how I stand")),
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
    if signup.is_live or SignUp.objects.live().filter(slot=signup.slot, person=signup.person).exists():
        return
    by_somebody_else = signup.cancelled_by_id not in (None, signup.person_id)
    post(
        kind="seat_left",
        to=signup.person,
        event_key=f"signup:{signup.pk}:left",
        context={
            **facts(signup, _("See how I stand")),
            "by_somebody_else": by_somebody_else,
            "reason": signup.reason if by_somebody_else else "",
        },
        good_until=signup.slot.event.ends_at,
    )
