"""A series that changes, or ends: one letter to each person, with all their dates."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.calendar import File, invitation
from notices.families import about_whom, readers
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person
from projects import bells
from projects.models import Event, Series, SignUp


@hears(bells.series_changed)
def tell_of_the_new_dates(deed: Deed) -> None:
    """Dates as they are now, and those that fell out; only to people who are on one of them."""
    series = Series.objects.select_related("project").get(pk=deed.ids["series"])
    signups = [*_on(deed.ids["changed"]), *_freed(deed)]
    for reader, theirs in _by_reader(signups).items():
        events = list({signup.slot.event: None for signup in theirs})
        post(
            kind="series_changed",
            to=reader,
            event_key=f"series:{series.pk}:changed:{deed.pk}",
            context={
                "person": reader,
                "series": series,
                "project": series.project,
                "now": [event for event in events if event.status == Event.Status.SCHEDULED],
                "ended": [event for event in events if event.status == Event.Status.CANCELLED],
                "soonest": min(events, key=lambda event: event.starts_at),  # whose night it is
                **about_whom(reader, [signup.person for signup in theirs]),
                **_button(series),
            },
            attachments=_invitations(reader, theirs),
            good_until=max(event.ends_at for event in events),
        )


def _button(series: Series) -> dict[str, Any]:
    return button(_("See the project"), "projects:project_page", slug=series.project.slug)


def _on(events: list[int]) -> list[SignUp]:
    """Those with a seat or in the queue of a date that changed and is still ahead."""
    rows = SignUp.objects.live().filter(slot__event__in=events, slot__event__status=Event.Status.SCHEDULED)
    return _with_dates(rows)


def _freed(deed: Deed) -> list[SignUp]:
    """Those whom the cancellation of a date took off its list in the same moment."""
    rows = SignUp.objects.filter(
        slot__event__in=deed.ids["ended"],
        state=SignUp.State.CANCELLED,
        cancelled_by=deed.by_id,
        cancelled_at__range=(deed.at - timedelta(minutes=1), deed.at),
        reason="",
    )
    return _with_dates(rows)


def _with_dates(rows: Any) -> list[SignUp]:
    return list(rows.select_related("person__user", "slot__event__project").order_by("slot__event__starts_at", "pk"))


def _by_reader(signups: list[SignUp]) -> dict[Person, list[SignUp]]:
    found: dict[Person, list[SignUp]] = {}
    for signup in signups:
        for reader in readers(signup.person):
            found.setdefault(reader, []).append(signup)
    return found


def _invitations(reader: Person, theirs: list[SignUp]) -> list[File]:
    """One for each date that is in their calendar: an invitation is about one date, and a program follows it by that."""
    dates = {signup.slot.event: None for signup in theirs if signup.holds_seats or not signup.is_live}
    files = [invitation(event, reader) for event in dates]
    return [(f"event-{n}.ics", media_type, text) for n, (_name, media_type, text) in enumerate(files, 1)]
