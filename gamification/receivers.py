"""What this room does when it hears of the rooms below. Facts are read as they are when the echo arrives."""

from ideas import bells as ideas
from ideas.models import Idea
from people.deeds import hears
from people.models import Deed
from projects import bells as projects
from projects.models import Attendance, AttendanceRevision, BeforeAfter, Event, WorkLog

from .actions import follow_attendance, follow_event, follow_idea, follow_pairs, follow_work


@hears(projects.attendance_confirmed)
def points_for_coming(deed: Deed) -> None:
    """Somebody saw them there."""
    row = Attendance.objects.select_related("person", "event", "verified_by").get(pk=deed.ids["attendance"])
    follow_attendance(attendance=row)


@hears(projects.attendance_revised)
def points_follow_the_correction(deed: Deed) -> None:
    """Hours were corrected after the close: the old points go back, the new ones come, with the reason."""
    row = Attendance.objects.select_related("person", "event", "verified_by").get(pk=deed.ids["attendance"])
    revision = AttendanceRevision.objects.filter(pk=deed.ids.get("revision")).select_related("by").first()
    note = f"{revision.by.public_name}: {revision.reason}" if revision else ""
    follow_attendance(attendance=row, note=note)


@hears(projects.event_closed)
def points_start_to_count(deed: Deed) -> None:
    """The list is settled: what was on its way counts."""
    follow_event(event=Event.objects.select_related("project").get(pk=deed.ids["event"]))


@hears(projects.work_decided)
def points_for_work(deed: Deed) -> None:
    """An organizer verified work between the dates."""
    work = WorkLog.objects.for_page().get(pk=deed.ids["work"])
    follow_work(work=work)


@hears(projects.pair_published, projects.pair_refused)
def points_for_pictures(deed: Deed) -> None:
    """Somebody of the city looked at them; public ones count, until they are so no more."""
    pair = BeforeAfter.objects.select_related("event").filter(pk=deed.ids["pair"]).first()
    if pair:  # else it was taken away meanwhile, which rings too
        follow_pairs(event=pair.event, note=pair.reason)


@hears(projects.pair_removed)
def points_go_with_the_pictures(deed: Deed) -> None:
    """The organizers took them away."""
    follow_pairs(event=Event.objects.get(pk=deed.ids["event"]))


@hears(ideas.idea_answered, ideas.idea_done)
def points_for_ideas(deed: Deed) -> None:
    """The city takes up an idea, or says no after all."""
    follow_idea(idea=Idea.objects.select_related("author").get(pk=deed.ids["idea"]))
