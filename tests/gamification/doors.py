"""The doors of gamification."""

from datetime import timedelta

from core.clock import now
from gamification.models import Commendation
from people.models import Standing
from projects.models import Attendance, Event
from tests.builders import make_event, make_person
from tests.doors_table import Scene, row


def seen(scene: Scene) -> dict:
    """Somebody came, and an organizer saw them."""
    event = make_event(starts_in=timedelta(days=-1), status=Event.Status.CLOSED)
    Attendance.objects.create(
        event=event, person=scene.owner, state=Attendance.State.ATTENDED, minutes=60, evidence=3,
        verified_by=make_person("Tom"), verified_at=now(),
    )  # fmt: skip
    return {"ref": scene.owner.ref}


def thanked(scene: Scene) -> dict:
    return {"ref": Commendation.objects.create(person=scene.owner, by=make_person("Mia"), citation="x" * 60).ref}


def invited(scene: Scene) -> dict:
    Standing.objects.create(person=scene.owner, status=Standing.Status.INVITED)
    return {}


def accepted(scene: Scene) -> dict:
    return {"pk": Standing.objects.create(person=scene.owner, status=Standing.Status.ACCEPTED).pk}


ROWS = [
    row("gamification:how_points_work", GET="200"),
    row("gamification:thanks_page", GET="200"),
    row("gamification:points_page", GET="in 200 200 200 200 200"),
    row("gamification:points_csv", GET="in 200 200 200 200 200"),
    row(
        "gamification:super_user_page",
        invited,
        GET="in 404 200 404 404 404",
        POST="in 404 302 404 404 404",
        data={"answer": "yes"},
    ),
    row("gamification:commendation_answer", thanked, POST="in 404 302 404 404 404", data={"consent": "public"}),
    row("people_to_thank", GET="in 403 403 200 403 200"),
    row(
        "person_thank",
        seen,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"citation": "Too short."},
    ),
    row("standings", GET="in 403 403 200 403 200"),
    row(
        "standing_decide",
        accepted,
        GET="in 403 403 200 403 200",
        POST="in 403 403 302 403 302",
        data={"decision": "confirm"},
    ),
]
