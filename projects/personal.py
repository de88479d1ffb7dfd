"""What projects keeps of a person, for export and erasure."""

from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from files.actions import remove_picture
from files.models import Picture
from people.models import Person
from people.personal import AUDIT, delete_clash, delete_rows, end_row, move_rows, register

from . import actions
from .models import (
    Adoption,
    Attendance,
    Barring,
    Broadcast,
    Claim,
    Dispute,
    ImpactEntry,
    Project,
    ProjectRole,
    QueueMove,
    Recap,
    RosterNote,
    SignUp,
    Teammate,
    Transcript,
    WorkLog,
)

WAITING = (Project.Status.SUBMITTED, Project.Status.NEEDS_CHANGES, *Project.PUBLIC)
OVER = (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED)


def hand_over(person: Person) -> None:
    """Drafts go. Nobody leaves a project alone that others count on."""
    led = Project.objects.filter(organizers__person=person, organizers__role=ProjectRole.Role.LEAD)
    for project in led.filter(status=Project.Status.DRAFT, transitions__isnull=True):
        actions.discard_draft(by=person, project=project)
    for project in led.filter(status__in=WAITING).exclude(status__in=OVER):
        said = gettext(
            "You lead “%(title)s”. Cancel it first, or ask the city to find another lead, so that nobody waits in vain."
        )
        raise RuleBroken(said % {"title": project.title}, code="leads")


def wipe_notes(person: Person) -> None:
    Attendance.objects.filter(person=person).update(note="")
    Dispute.objects.filter(attendance__person=person).update(words="")


def wipe_what_they_wrote(person: Person) -> None:
    """Their numbers stay in the sums, by somebody without a name; their words go."""
    ImpactEntry.objects.filter(person=person).update(note="")


def wipe_what_they_wrote_to_people(person: Person) -> None:
    """That it was written stays, for the limit of a day; the words go."""
    Broadcast.objects.filter(by=person).update(words="")


def wipe_thanks(person: Person) -> None:
    Recap.objects.filter(thanked_by=person).update(words="")


def withdraw_transcripts(person: Person) -> None:
    """Papers stay out in the world; what their page says from now on is that they were withdrawn."""
    kept = Transcript.objects.filter(person=person)
    kept.filter(withdrawn_at=None).update(withdrawn_at=now())
    kept.update(full_name="", initials="")


def give_seats_back(person: Person) -> None:
    """Live sign-ups end, so that others get the seat; old ones stay as numbers, without their words."""
    ahead = SignUp.objects.filter(person=person, state__in=SignUp.LIVE).select_related("slot__event")
    for signup in ahead:
        if not signup.slot.event.has_started:
            actions.leave_slot(by=person, signup=signup)
    SignUp.objects.filter(person=person).update(reason="", offer_token="", team_name="")
    QueueMove.objects.filter(signup__person=person).update(reason="")
    RosterNote.objects.filter(signup__person=person).delete()


def give_claims_back(person: Person) -> None:
    """Somebody else can bring it; what they once promised stays as a number."""
    Claim.objects.filter(person=person, given_back_at=None).update(given_back_at=now())


def wipe_barrings(person: Person) -> None:
    """The words about somebody go; that it happened stays with whoever did it."""
    Barring.objects.filter(person=person).update(reason="", appeal="", decision="")


def wipe_work(person: Person) -> None:
    """What counted stays as a number; the words and pictures go."""
    for picture in Picture.objects.filter(pk__in=WorkLog.objects.filter(person=person).values("picture")):
        remove_picture(picture=picture)
    WorkLog.objects.filter(person=person).update(words="", answer="", picture=None)


def give_blocks_up(person: Person) -> None:
    """What they look after is free again; what a team or the city said about it goes."""
    for adoption in Adoption.objects.filter(person=person, state=Adoption.State.LIVE):
        actions.give_up_block(by=person, adoption=adoption)
    Adoption.objects.filter(person=person).update(team="", reason="")


def leave_block_teams(person: Person) -> None:
    for mate in Teammate.objects.filter(person=person, left_at__isnull=True).select_related("adoption"):
        actions.leave_block_team(by=person, adoption=mate.adoption, person=person)


def register_blocks() -> None:
    register(
        "projects.Adoption",
        "person",
        columns=("block__title", "team", "since", "until", "state", "answered_on", "ended_at", "reason"),
        erase=give_blocks_up,
    )
    register(
        "projects.Teammate",
        "person",
        columns=("adoption__block__title", "adoption__team", "joined_at", "left_at"),
        erase=leave_block_teams,
        merge=move_rows("projects.Teammate", "person"),
    )
    register("projects.Teammate", "left_by", keeps=AUDIT)
    register("projects.Block", "listed_by", keeps=AUDIT)


def register_transcripts() -> None:
    register(
        "projects.WorkLog",
        "person",
        columns=(
            "project__title",
            "adoption__block__title",
            "day",
            "minutes",
            "words",
            "state",
            "counted",
            "answer",
        ),  # fmt: skip
        erase=wipe_work,
        merge=move_rows("projects.WorkLog", "person"),
    )
    register("projects.WorkLog", "decided_by", keeps=AUDIT, merge=move_rows("projects.WorkLog", "decided_by"))
    register(
        "projects.Transcript",
        "person",
        columns=("number", "since", "until", "minutes", "full_name", "issued_at", "replaced_at", "withdrawn_at"),
        erase=withdraw_transcripts,
    )


def register_all() -> None:
    register_transcripts()
    register_blocks()
    register(
        "projects.CalendarAddress",
        "person",
        columns=("made_at", "read_on"),
        erase=delete_rows("projects.CalendarAddress", "person"),
    )
    register(
        "projects.ProjectRole",
        "person",
        columns=("project__title", "role"),
        erase=hand_over,
        merge=actions.join_roles,
        says=actions.tell_of_roles,
    )
    register("projects.ProjectTransition", "actor", columns=("project__title", "to_status", "at"), keeps=AUDIT)
    register("projects.ProjectNote", "by", keeps=AUDIT)
    register("projects.LandPaper", "by", keeps=AUDIT)
    register(
        "projects.Broadcast",
        "by",
        columns=("event__title", "audience", "words", "at"),
        erase=wipe_what_they_wrote_to_people,
        merge=move_rows("projects.Broadcast", "by"),
    )
    register(
        "projects.Recipient",
        "person",
        columns=("broadcast__event__title", "broadcast__words", "broadcast__at"),
        erase=delete_rows("projects.Recipient", "person"),
        merge=delete_clash("projects.Recipient", "person"),
    )
    register("projects.Reopening", "by", keeps=AUDIT)
    register(
        "projects.SignUp",
        "person",
        columns=(
            "slot__event__title",
            "slot__event__starts_at",
            "slot__name",
            "party",
            "team_name",
            "state",
            "reason",
            "created_at",
            "roster_note__contact_name",
            "roster_note__contact_phone",
            "roster_note__needs",
        ),
        erase=give_seats_back,
        merge=actions.join_signups,
        says=actions.tell_of_signups,
    )
    register("projects.SignUp", "cancelled_by", keeps=AUDIT)
    register(
        "projects.Claim",
        "person",
        columns=("need__event__title", "need__item", "amount", "made_at", "given_back_at"),
        erase=give_claims_back,
        merge=move_rows("projects.Claim", "person", clash=end_row("given_back_at")),
    )
    register("projects.QueueMove", "by", keeps=AUDIT)
    register(
        "projects.Attendance",
        "person",
        columns=("event__title", "event__starts_at", "state", "minutes", "note", "dispute__words", "dispute__answer"),
        erase=wipe_notes,
        merge=actions.join_attendances,
        says=actions.tell_of_hours,
    )
    register("projects.Attendance", "verified_by", keeps=AUDIT, merge=move_rows("projects.Attendance", "verified_by"))
    register("projects.AttendanceRevision", "by", keeps=AUDIT)
    register("projects.Kiosk", "by", keeps=AUDIT)
    register("projects.Tick", "person", columns=("event__title", "deed", "pressed_at"), keeps=AUDIT)
    register("projects.Tick", "by", keeps=AUDIT)
    register("projects.Dispute", "decided_by", keeps=AUDIT)
    register(
        "projects.ImpactEntry",
        "person",
        columns=("event__title", "metric__name", "amount", "state", "counted", "reported_at"),
        erase=wipe_what_they_wrote,
        merge=move_rows("projects.ImpactEntry", "person"),
    )
    register("projects.ImpactEntry", "decided_by", keeps=AUDIT)
    register("projects.ImpactTotal", "by", keeps=AUDIT)
    register(
        "projects.BeforeAfter",
        "added_by",
        columns=("event__title", "state", "added_at"),
        keeps=AUDIT,
        merge=move_rows("projects.BeforeAfter", "added_by"),
    )
    register("projects.BeforeAfter", "decided_by", keeps=AUDIT, merge=move_rows("projects.BeforeAfter", "decided_by"))
    register("projects.Recap", "thanked_by", columns=("event__title", "words", "shared_at"), erase=wipe_thanks)
    register("projects.Recap", "shared_by", keeps=AUDIT)
    register(
        "projects.Barring",
        "person",
        columns=("project__title", "reason", "at", "appeal", "decision", "lifted_at"),
        erase=wipe_barrings,
        merge=move_rows("projects.Barring", "person", clash=end_row("lifted_at")),
    )
    register("projects.Barring", "by", keeps=AUDIT)
    register("projects.Barring", "decided_by", keeps=AUDIT)
