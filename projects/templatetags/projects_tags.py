"""How projects, events and places are put into words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.db.models import Count, Sum
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core import signs
from core.when import hours_span, moment_words
from people.models import Consent, Person
from people.naming import named
from projects.actions import can_dispute
from projects.models import Adoption, Attendance, Block, Category, Event, Project, ProjectRole, SignUp, Slot, WorkLog
from projects.reliability import careful_until

register = template.Library()


@register.filter
def leading(organizers: list[ProjectRole]) -> str:
    """The names of those who lead, as others see them."""
    return named(one.person for one in organizers if one.role != ProjectRole.Role.HELPER)


FEW = 3
MEETING = gettext_lazy("Meeting with the city")
KIND_SIGNS = {
    Category.CLEANUP: "bag",
    Category.PLANTING: "tree",
    Category.MENTORING: "book",
    Category.REPAIR: "wrench",
    Category.CARE: "bowl",
    Category.OTHER: "other",
}


# ── places in words ──


@register.simple_tag
def slot_status(slot: Slot) -> SafeString:
    """Places left in one task."""
    return _places([slot])


@register.simple_tag
def event_status(event: Event) -> SafeString:
    """How an event stands: over, cancelled, or the places of all its tasks together."""
    if event.status == Event.Status.CANCELLED:
        return signs.status("no", _("Cancelled"), "bad")
    if event.has_ended or event.status == Event.Status.CLOSED:
        return signs.status("done", _("Over"))
    if event.has_started:
        return signs.status("open", _("Going on now"))
    if event.joining_is_over:
        return signs.status("full", _("Joining is over"))
    return _places(list(event.slots.all()))


def _places(slots: list[Slot]) -> SafeString:
    if not slots:
        return signs.status("open", _("No sign-up needed"))
    any_number = any(slot.capacity is None for slot in slots)
    free = sum(max(slot.free or 0, 0) for slot in slots)
    waiting = sum(slot.waiting for slot in slots)
    if not free and not any_number:
        words = ngettext("Full, %(n)d waiting", "Full, %(n)d waiting", waiting) % {"n": waiting}
        return signs.status("full", words if waiting else _("Full"))
    missing = sum(max(slot.minimum_wanted - slot.seats_held, 0) for slot in slots)
    if missing:
        return signs.status("need", ngettext("Needs %(n)d more", "Needs %(n)d more", missing) % {"n": missing})
    if any_number:
        return signs.status("open", _("Everybody fits"))
    words = ngettext("%(n)d place left", "%(n)d places left", free) % {"n": free}
    return signs.status("few" if free <= FEW else "open", words)


@register.simple_tag
def consents_of(child: Person) -> list[tuple[Consent, str]]:
    """What guardians allow a child now: each yes, with the name of its project."""
    rows = list(Consent.objects.in_force().filter(minor=child).order_by("pk"))
    titles = dict(
        Project.objects.filter(pk__in=[row.project for row in rows if row.project]).values_list("pk", "title")
    )
    return [
        (row, titles.get(int(row.project), "") if row.project else str(_("All projects, for a year"))) for row in rows
    ]


@register.simple_tag
def signup_status(signup: SignUp) -> SafeString:
    """How my sign-up stands."""
    state = signup.state
    if signup.is_asked and not signup.slot.event.has_started:
        return signs.status("need", _("Please say whether you still come"), "warn")
    if state == SignUp.State.CONFIRMED:
        return signs.status("done", _("You have a place"), "good")
    if state == SignUp.State.WAITLISTED:
        return signs.status("wait", _("Waitlist, number %(n)d") % {"n": signup.place})
    if state == SignUp.State.OFFERED:
        until = moment_words(signup.offer_expires_at, signup.slot.event)
        return signs.status("need", _("A place is held for you until %(time)s") % {"time": until}, "warn")
    if state == SignUp.State.PENDING_CONSENT:
        return signs.status("need", _("A yes or a signature is missing"), "warn")
    if state == SignUp.State.PENDING_APPROVAL:
        return signs.status("wait", signup.get_state_display(), "warn")
    return signs.status("no", signup.get_state_display())


@register.simple_tag
def their_status(signup: SignUp) -> SafeString:
    """How somebody's sign-up stands, for those who organize."""
    if signup.is_asked:
        return signs.status("need", _("No answer yet"), "warn")
    if signup.state == SignUp.State.CONFIRMED:
        return signs.status("done", _("Has a place"), "good")
    if signup.state == SignUp.State.OFFERED:
        until = moment_words(signup.offer_expires_at, signup.slot.event)
        return signs.status("need", _("A place is held until %(time)s") % {"time": until}, "warn")
    if signup.state == SignUp.State.PENDING_APPROVAL:
        return signs.status("wait", _("Asks for a place"), "warn")
    return signup_status(signup)


@register.simple_tag
def my_signup(mine: dict[int, SignUp] | None, slot: Slot) -> SignUp | None:
    """My live sign-up for this slot, if there is one."""
    return (mine or {}).get(slot.pk)


@register.simple_tag
def project_status(project: Project) -> SafeString:
    """A project that is not simply open says so."""
    shape = {
        Project.Status.COMPLETED: ("done", "good"),
        Project.Status.ARCHIVED: ("done", "good"),
        Project.Status.CANCELLED: ("no", "bad"),
        Project.Status.PAUSED: ("wait", "warn"),
    }.get(Project.Status(project.status))
    if shape is None:
        return SafeString("")
    return signs.status(shape[0], str(project.get_status_display()).capitalize(), shape[1])


@register.simple_tag
def block_status(block: Block) -> SafeString:
    """Free, or whose name is on the sign."""
    if block.keeper is None:
        return signs.status("open", _("Free"), "good")
    return signs.status(
        "done", format_html("<span>{} <bdi>{}</bdi></span>", _("Looked after by"), block.keeper.looked_after_by)
    )


@register.simple_tag
def kind(project: Project) -> SafeString:
    """The pictogram of a project's kind and its name."""
    if project.is_civic:
        return SafeString(f"{signs.icon('msg')} {MEETING}")
    return _kind(project.category, get_language()) if project.category else SafeString("")


@lru_cache(maxsize=64)
def _kind(category: str, language: str | None) -> SafeString:
    found = Category(category)
    return SafeString(f"{signs.icon(KIND_SIGNS[found])} {found.label}")


@register.inclusion_tag("projects/_queue_link.html")
def queue_link(event: Event) -> dict[str, Any]:
    """For organizers: how many ask and wait, with the way there."""
    signups = SignUp.objects.filter(slot__event=event)
    return {"event": event, "asking": signups.asking().count(), "waiting": signups.queue().count()}


# ── a date in a list ──


class Row(NamedTuple):
    """All that a line about a date says. As long as nothing of it changes, it is drawn once for everybody."""

    language: str | None
    slug: str
    pk: int
    title: str
    starts: datetime
    zone: str
    hours: str
    hood: SafeString
    place: str
    away: str
    status: SafeString
    number: int
    is_full: bool
    why: tuple[str, ...]
    tags: tuple[str, ...]


@register.simple_tag
def event_row(
    event: Event, number: int = 0, tags: bool = False, why: Iterable[str] = (), hood_here: Any = None
) -> SafeString:
    """One date; `number` on the map, `why` it is shown, `hood_here`: the page is about a neighborhood, which no row repeats."""
    project = event.project
    row = Row(
        get_language(), project.slug, event.pk, event.title, event.starts_at, event.zone, hours_span(event),
        SafeString("") if hood_here else signs.hood(project.neighborhood), event.meeting_point, event.away,
        event_status(event), number, bool(number) and event.is_full, tuple(why), tuple(_tags(project)) if tags else (),
    )  # fmt: skip
    return _row(row)


@lru_cache(maxsize=1024)
def _row(row: Row) -> SafeString:
    return SafeString(render_to_string("projects/_event_row.html", {"row": row}))


def _tags(project: Project) -> Iterator[str]:
    if project.category:
        yield kind(project)
    for has, sign, words in (
        (project.family_friendly, "family", _("Family")),
        (project.step_free, "ramp", _("Step-free")),
        (project.seated, "seat", _("Seated work")),
    ):
        if has:
            yield SafeString(f"{signs.icon(sign)} {words}")


# ── the pieces of My page ──


@register.inclusion_tag("projects/_my_commitments.html")
def my_commitments(person: Person) -> dict[str, Any]:
    """What I said I'd come to, soonest first."""
    signups = list(SignUp.objects.ahead_of(person)[:20])
    return {"signups": signups[:5], "later": signups[5:], "leading": list(Event.objects.led_by(person)[:10])}


@register.inclusion_tag("projects/_my_hours.html")
def my_hours(person: Person) -> dict[str, Any]:
    """My verified hours, newest first, with who saw me there."""
    came = Attendance.objects.filter(person=person, state__in=Attendance.VERIFIED)
    newest = came.select_related("event__project", "verified_by").order_by("-in_at", "-pk")
    sums = came.aggregate(minutes=Sum("minutes"), times=Count("pk"))
    missed = Attendance.objects.filter(person=person, state=Attendance.State.NO_SHOW, event__status=Event.Status.CLOSED)
    return {
        "rows": newest[:20],
        "minutes": sums["minutes"] or 0,
        "times": sums["times"],
        "worked": sum(person.work.filter(state__in=WorkLog.COUNTS).values_list("counted", flat=True)),
        "missed": [row for row in missed.select_related("event").order_by("-pk")[:5] if can_dispute(row)],
        "careful_until": careful_until(person),
    }


@register.inclusion_tag("projects/_my_blocks.html")
def my_blocks(person: Person) -> dict[str, Any]:
    """Blocks I look after, alone or in a team, and when it is time again."""
    live = Adoption.objects.live().cared_for_by(person)
    return {"adoptions": list(live.with_care().select_related("block__neighborhood").order_by("pk"))}
