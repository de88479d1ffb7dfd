"""People check themselves in at the site: they scan the code that changes on an organizer's screen."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from people.actions import ask_code
from people.models import Code, Person
from projects import site_codes
from projects.models import Attendance, Event, SignUp

from .events import locked
from .hours import Evidence, State
from .roster import arrive, go

CHECK_IN = "projects.check_in"  # the intent kept with the code of somebody who is not signed in
PASS = "projects.site_pass"
# What the rules of safety say to organizers is not for a tablet that others look at, or for a young person alone.
FOR_ORGANIZERS = ("barred", "credential_needed", "two_adults", "under_age", "no_consent", "guardian_needed")
PASS_LIFE = timedelta(minutes=10)  # from the scan to the press


def site_pass(*, event: Event, code: str, person: Person | None) -> str:
    """Scanned in time: from now on there are ten minutes to press the button. Good for this one person only.

    For somebody who is not signed in it is good for whoever gives their address on that page.
    """
    must_be_open_now(event)
    shower = site_codes.shown_by(event=event.pk, organizers=_organizers(event), code=code, at=now())
    if shower is None:
        raise RuleBroken(
            gettext(
                "This code is too old: it changes every minute. Scan the one that the organizer’s screen shows now."
            ),
            code="old_code",
        )
    return signing.dumps([event.pk, shower, person.pk if person else 0, now().timestamp()], salt=PASS)


def check_in_here(*, by: Person, event: Event, ticket: str) -> Attendance:
    """I'm here. Twice is harmless."""
    shower, at = _read(ticket, event, by)
    return come_in(by=by, event=event, shower=shower, at=at)


def ask_to_check_in(*, event: Event, ticket: str, email: str) -> Code:
    """For people who are not signed in: the letter's code checks them in, as of the moment of their scan."""
    shower, at = _read(ticket, event, None)
    data = {"event": event.pk, "shower": shower, "at": at.timestamp()}
    return ask_code(email=email, intent=CHECK_IN, intent_data=data)


def finish_check_in(*, by: Person, event: Event, shower: int, at: datetime) -> Attendance:
    """The letter's code was typed."""
    return come_in(by=by, event=event, shower=shower, at=at)


def go_home(*, by: Person, event: Event) -> Attendance:
    """I leave before the end, and say so myself. Twice is harmless: the first time counts."""
    with transaction.atomic():
        event = locked(event)
        row = Attendance.objects.filter(event=event, person=by).select_related("person").first()
        if row is None or row.state != State.CHECKED_IN or event.status != Event.Status.SCHEDULED:
            raise RuleBroken(gettext("You are not checked in, so there is nothing to end."), code="not_here")
        if row.out_at is None:
            go(row, event, at=min(now(), event.closes_at))
        return row


def come_in(*, by: Person, event: Event, shower: int, at: datetime) -> Attendance:
    with transaction.atomic():
        event = locked(event)
        must_be_open_now(event, at)
        witness = Person.objects.filter(pk=shower, project_roles__project=event.project).first()
        if witness is None:
            raise _unknown()
        row = _own_row(event, by)
        if row.state in (State.NO_SHOW, State.EXCUSED, State.UNKNOWN):
            raise RuleBroken(
                gettext("The organizers’ list says that you did not come. Please talk to them: they can put it right."),
                code="said_absent",
            )
        try:
            return arrive(row, event, seen_by=witness, evidence=Evidence.CODE, at=at)
        except RuleBroken as refusal:
            if refusal.code not in FOR_ORGANIZERS:
                raise
            raise RuleBroken(
                gettext("The organizers have to look at something first. Please talk to them: they check you in."),
                code=refusal.code,
            ) from None


def _organizers(event: Event) -> list[int]:
    return list(event.project.organizers.order_by("pk").values_list("person", flat=True))


def must_be_open_now(event: Event, at: datetime | None = None) -> None:
    """From 60 minutes before the start to 30 minutes after the end, counted at the moment of the scan."""
    if event.status == Event.Status.CANCELLED:
        raise RuleBroken(gettext("This date was cancelled."), code="cancelled")
    if event.status != Event.Status.SCHEDULED:
        raise RuleBroken(
            gettext("The list of this date is closed. If you were there, the organizers can put it right."),
            code="closed",
        )
    if not event.opens_at <= (at or now()) <= event.closes_at:
        raise RuleBroken(
            gettext("Check-in is open from %(since)s to %(until)s on the day itself.")
            % {"since": event.check_in_from, "until": event.check_in_until},
            code="not_open",
        )


def _own_row(event: Event, person: Person) -> Attendance:
    """Who has a place, organizes, or is on the list already; everybody else is welcomed by the organizers."""
    found = Attendance.objects.filter(event=event, person=person).select_related("person").first()
    if found:
        return found
    signups = SignUp.objects.filter(slot__event=event, person=person)
    confirmed = signups.filter(state=SignUp.State.CONFIRMED).first()
    if confirmed is None and not event.project.organizers.filter(person=person).exists():
        if signups.filter(state__in=SignUp.LIVE).exists():
            raise RuleBroken(
                gettext("You stand on the waitlist. Ask the organizers whether there is room: they check you in."),
                code="waiting",
            )
        raise RuleBroken(
            gettext("You are not on the list of this date. Tell the organizers your name: they add you in a moment."),
            code="not_on_the_list",
        )
    row, _made = Attendance.objects.get_or_create(event=event, person=person, defaults={"signup": confirmed})
    return row


def _read(ticket: str, event: Event, by: Person | None) -> tuple[int, datetime]:
    """Whose screen it was, and when."""
    try:
        pk, shower, person, stamp = signing.loads(ticket, salt=PASS)
    except (signing.BadSignature, ValueError, TypeError):
        raise _unknown() from None
    at = datetime.fromtimestamp(stamp, tz=now().tzinfo)
    if pk != event.pk or person not in (0, by.pk if by else 0):
        raise _unknown()
    if now() - at > PASS_LIFE:
        raise RuleBroken(gettext("That took more than ten minutes. Please scan the code again."), code="old_code")
    return shower, at


def _unknown() -> RuleBroken:
    return RuleBroken(gettext("This code is not right. Please scan it again."), code="old_code")
