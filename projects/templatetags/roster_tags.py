"""The roster: sixty people on a phone in the park. Its lines are plain strings put together, as elsewhere in long lists."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conversations.models import Subject
from core import signs
from core.when import hour, local, time_spent
from people.models import Person
from projects.models import Attendance, Event, RosterNote, Tick
from projects.permissions import can_mark_absent

register = template.Library()
State = Attendance.State
HERE, ABSENT = Attendance.HERE, Attendance.ABSENT


@register.simple_tag(takes_context=True)
def roster_lines(context: Context, lines: list[Any]) -> SafeString:
    """Everybody on a list that is still open, each with the presses that fit; of the page: event, ticking, me, papers."""
    event, me, ticking, papers = context["event"], context["me"], context["ticking"], context["papers"]
    leading = can_mark_absent(me, event)
    return SafeString("".join(_line(line, event, me.pk, ticking, papers, leading) for line in lines))


def _line(line: Any, event: Event, me: int, ticking: bool, papers: set[int], leading: bool) -> str:
    person, name = line.person, escape(line.person.full_name)
    presses = ""
    if ticking:
        drawn = "".join(
            _press(*press, get_language()) % (person.ref, name) for press in _presses(line, event, me, leading)
        )
        if person.pk in papers and line.state not in (*HERE, *ABSENT):
            drawn += _paper(event, person.ref, name)
        presses = drawn if line.state in ABSENT else f'<span class="stack">{drawn}</span>'
    return (
        f'<li class="person{" is-here" if line.state in HERE else ""}" id="p-{person.ref}" data-heads="{line.heads}">'
        f'<p class="person__name" dir="auto">{name}{_notes(line, me)}{roster_status(line, event)}</p>'
        f"{presses}</li>"
    )


@register.simple_tag(takes_context=True)
def settled_lines(context: Context, lines: list[Any]) -> SafeString:
    """Everybody on a closed list, with the way to confirm or to put right; of the page: event, me, can_close, csrf_token."""
    event, me, can_close = context["event"], context["me"], context["can_close"]
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    return SafeString("".join(_settled(line, event, me.pk, can_close, token) for line in lines))


def _settled(line: Any, event: Event, me: int, can_close: bool, token: str) -> str:
    person, name, press = line.person, escape(line.person.full_name), ""
    where = (event.project.slug, event.pk, person.ref)
    if line.row and person.pk != me and line.state == State.CHECKED_IN:
        label = _label(_("Confirm"), name)
        action = reverse("projects:attendance_confirm", args=where)
        press = f'<form method="post" action="{action}">{token}<button class="btn">{label}</button></form>'
    elif line.row and person.pk != me and can_close:
        label = _label(_("Put right"), name)
        press = f'<a class="btn btn--line" href="{reverse("projects:attendance_revise", args=where)}">{label}</a>'
    note = f'<span class="person__note">{escape(roster_note(line))}{_report(person, me)}</span>'
    return f'<li class="person"><p class="person__name" dir="auto">{name}{note}{roster_status(line, event)}</p>{press}</li>'


def _label(words: str, name: str) -> str:
    """What a button says, and to whoever hears it about whom; `name` is escaped already."""
    return f'{escape(words)}<span class="vh"> {name}</span>'


def _report(person: Person, me: int) -> str:
    """The way to say that something was wrong with somebody."""
    if person.pk == me:
        return ""
    where = f"{reverse('conversations:report')}?what={Subject.PERSON}&amp;key={person.ref}"
    words = escape(_("Report"))
    return f' <a class="person__report" href="{where}">{words}<span class="vh">: {escape(person.full_name)}</span></a>'


def _notes(line: Any, me: int) -> str:
    notes = [escape(roster_note(line)) + _report(line.person, me)]
    if line.young:
        notes.append(escape(line.young))
    if line.note:
        notes += _needs(line.note)
    return "".join(f'<span class="person__note">{each}</span>' for each in notes)


def _needs(note: RosterNote) -> Iterator[SafeString]:
    if note.needs:
        yield format_html("<b>{}</b>", note.needs)
    if note.contact_phone or note.contact_name:
        yield format_html(
            '{} {} <a href="tel:{}" dir="ltr">{}</a>',
            _("In an emergency:"), note.contact_name, note.contact_phone, note.contact_phone,
        )  # fmt: skip


def _presses(line: Any, event: Event, me: int, leading: bool) -> Iterator[tuple[str, str]]:
    """Deed and look of each button."""
    if line.state == State.CHECKED_IN:
        if line.row.verified_by_id is None and line.person.pk != me:
            yield Tick.Deed.IN, "confirm"
        yield Tick.Deed.UNDO, "undo"
        if not line.row.out_at and not event.has_ended:
            yield Tick.Deed.OUT, "out"
    elif line.state in ABSENT:
        yield Tick.Deed.UNDO, "undo"
    else:
        yield Tick.Deed.IN, "check_in" if event.check_in_open else "came"
        if event.has_ended and line.signup and not line.waiting:
            if leading:
                yield Tick.Deed.ABSENT, "absent"
            yield Tick.Deed.EXCUSED, "excused"


def _paper(event: Event, ref: str, name: str) -> str:
    """The way to the page that takes a signature on paper."""
    where = reverse("projects:paper_record", args=[event.project.slug, event.pk, ref])
    label = _label(_("Signed on paper"), name)
    return f'<a class="btn btn--text" href="{where}">{label}</a>'


@lru_cache(maxsize=128)
def _press(deed: str, look: str, language: str | None) -> str:
    """A button whose value (the person's reference) and name are still to be filled in."""
    extra, sign, words = {
        "confirm": ("", "", _("Confirm")),
        "undo": (" btn--line", "undo", _("Undo")),
        "out": (" btn--text", "", _("Goes home")),
        "check_in": ("", "", _("Check in")),
        "came": ("", "", _("Came")),
        "absent": (" btn--text", "", _("Did not come")),
        "excused": (" btn--text", "", _("Told us before")),
    }[look]
    label = f"{signs.icon(sign)} {escape(words)}" if sign else escape(words)
    label = label.replace("%", "%%")
    return f'<button class="btn{extra}" name="{deed}" value="%s">{label}<span class="vh"> %s</span></button>'


def roster_note(line: Any) -> str:
    """What an organizer should know about somebody on the list."""
    notes = []
    if line.organizer:
        notes.append(_("organizes this"))
    if line.signup:
        notes.append(line.signup.task)
        if line.signup.party > 1:
            notes.append(_("party of %(n)d") % {"n": line.signup.party})
    elif line.row and not line.organizer:
        notes.append(_("walk-in"))
    if line.waiting:
        notes.append(_("from the waitlist") if line.state in HERE else _("waits for a place"))
    if line.no_pictures:
        notes.append(_("no pictures"))
    if line.first_time and line.state == State.EXPECTED:
        notes.append(_("first time: say hello!"))
    return capfirst(", ".join(notes))


def roster_status(line: Any, event: Event) -> SafeString:
    """How somebody on the list stands."""
    row = line.row
    if line.state == State.CHECKED_IN:
        if row.verified_by_id is None:
            return signs.status("need", _("Has to be confirmed by somebody else"), "warn")
        if row.out_at:
            return signs.status("done", _("Here until %(time)s") % {"time": hour(local(row.out_at, event))}, "good")
        return signs.status("done", _("Here since %(time)s") % {"time": hour(local(row.in_at, event))}, "good")
    if line.state in Attendance.VERIFIED:
        return signs.status("done", time_spent(row.minutes), "good")
    if line.state == State.PRESENT:
        return signs.status("done", str(row.get_state_display()).capitalize(), "good")
    if line.state in (*ABSENT, State.UNKNOWN):
        return signs.status("no", str(row.get_state_display()).capitalize())
    return SafeString("")
