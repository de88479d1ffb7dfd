"""The doors of projects."""

from datetime import time, timedelta

from django.core import signing

from core.clock import now
from files.models import Picture
from people.actions import ask_consent, give_consent
from people.models import Person
from projects import answer_keys
from projects.actions import (
    add_need,
    bar_person,
    invite_co_lead,
    join_slot,
    leave_slot,
    open_calendar,
    open_kiosk,
    reject_project,
    reserve_team,
    sign_up_by_phone,
    start_series,
    write_to_people,
)
from projects.actions.check_in import PASS
from projects.models import (
    Attendance,
    BeforeAfter,
    Dispute,
    Event,
    LandPaper,
    MetricDefinition,
    SignUp,
    Transcript,
    WorkLog,
)
from projects.recurrence import weekly
from projects.site_codes import changing_code
from projects.transcript_pdf import can_print
from tests.builders import (
    make_adoption,
    make_agreement,
    make_block,
    make_child,
    make_event,
    make_hood,
    make_person,
    make_project,
    make_seat,
    make_slot,
)
from tests.doors_table import Scene, row
from tests.projects.proposals import REASON, make_submitted


def written(scene: Scene) -> dict:
    """The owner has written to those who have a place."""
    make_seat(scene.slot)
    return {"ref": write_to_people(by=scene.owner, event=scene.event, audience="coming", words="North gate.").ref}


def draft(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="draft").slug}


def waiting(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="submitted", submitted_at=now()).slug}


def active(scene: Scene) -> dict:
    return {"slug": scene.project.slug}


def calendar_address(scene: Scene) -> dict:
    """Of the owner."""
    open_calendar(by=scene.owner)
    return {"ref": scene.owner.calendar_addresses.latest("pk").ref}


def event(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": scene.event.pk}


def slot(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": scene.slot.pk}


def needed(scene: Scene) -> dict:
    """A thing on the list of the owner's date."""
    need = add_need(by=scene.owner, event=scene.event, item="Wheelbarrows", wanted=2)
    return {"slug": scene.project.slug, "pk": need.pk}


def seat(scene: Scene) -> dict:
    """A seat of the owner (who leads another project: this one)."""
    return {"ref": make_seat(scene.slot, scene.owner).ref}


def repeating(scene: Scene) -> dict:
    """The first date of a series."""
    day = (now() + timedelta(days=3)).date()
    series = start_series(
        by=scene.owner, project=scene.project, rule=weekly(day), first_day=day, begins=time(9), ends=time(11),
        until=day + timedelta(weeks=3), zone="Europe/Amsterdam", meeting_point="Blue sign", slots=[{"name": "Helpers"}],
    )  # fmt: skip
    return {"slug": scene.project.slug, "pk": series.events.order_by("starts_at")[0].pk}


def its_series(scene: Scene) -> dict:
    first = Event.objects.get(pk=repeating(scene)["pk"])
    return {"slug": scene.project.slug, "pk": first.series_id}


def past(scene: Scene) -> Event:
    """A date of the owner's project that is over, with its list still open."""
    return make_event(scene.project, starts_in=timedelta(days=-1))


def past_event(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": past(scene).pk}


def came(event: Event, **fields) -> dict:
    row = Attendance.objects.create(event=event, person=make_person("Bea"), **fields)
    return {"slug": event.project.slug, "pk": event.pk, "ref": row.person.ref}


def here(scene: Scene) -> dict:
    """Somebody who was ticked as here, and nobody has confirmed it."""
    return came(past(scene), state=Attendance.State.CHECKED_IN)


def counted(scene: Scene) -> dict:
    """Somebody's hours on a list that is closed."""
    event = past(scene)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CLOSED)
    return came(
        event, state=Attendance.State.ATTENDED, minutes=120, evidence=3, verified_by=scene.owner, verified_at=now()
    )


def left(scene: Scene) -> dict:
    """A seat that the owner gave back a moment ago."""
    seat = make_seat(scene.slot, scene.owner)
    leave_slot(by=scene.owner, signup=seat)
    return {"ref": seat.ref}


def offered(scene: Scene) -> dict:
    """The owner waited, and has the offer of a place."""
    seated = make_seat(make_slot(scene.event, capacity=1))
    waiting = join_slot(by=scene.owner, slot=seated.slot)
    leave_slot(by=seated.person, signup=seated)
    return {"ref": waiting.ref}


def asked_for_a_place(scene: Scene) -> dict:
    """Somebody asked for a place in a task of the owner's project."""
    return {"ref": join_slot(by=make_person("Bea"), slot=make_slot(scene.event, needs_yes=True)).ref}


def waits(scene: Scene) -> dict:
    """Somebody waits for a place in a task of the owner's project."""
    full = make_seat(make_slot(scene.event, capacity=1)).slot
    return {"ref": join_slot(by=make_person("Bea"), slot=full).ref}


def team(scene: Scene) -> dict:
    """The link that the leader of a team shares."""
    leader = reserve_team(by=make_person("Bea"), slot=make_slot(scene.event, capacity=25), name="Class 7b", heads=20)
    return {"ref": leader.ref, "key": answer_keys.key_of(leader, answer_keys.TEAM)}


def its_token(scene: Scene) -> dict:
    """What the letter about the offer carries: with it, nobody needs to sign in."""
    return {"token": SignUp.objects.exclude(offer_token="").get(person=scene.owner).offer_token}


def paused(scene: Scene) -> dict:
    return {"slug": make_project(scene.owner, status="paused").slug}


def rejected(scene: Scene) -> dict:
    project = make_submitted(scene.owner)
    reject_project(by=make_person("Mia", role="official"), project=project, reason=REASON)
    return {"slug": project.slug}


def invitation(scene: Scene) -> dict:
    """The link by which a lead asks somebody to lead with them."""
    return {"token": invite_co_lead(by=scene.owner, project=scene.project)}


def going_on(scene: Scene) -> Event:
    """A date of the owner's project that began a moment ago."""
    return make_event(scene.project, starts_in=timedelta(minutes=-5))


def its_code(scene: Scene) -> dict:
    """The code on the owner's screen."""
    event = going_on(scene)
    return {"pk": event.pk, "code": changing_code(event=event.pk, organizer=scene.owner.pk, at=now())}


def scanned(scene: Scene) -> dict:
    """What the page that the code opens gives to a phone."""
    event = Event.objects.latest("pk")
    return {"ticket": signing.dumps([event.pk, scene.owner.pk, 0, now().timestamp()], salt=PASS)}


def arrived(scene: Scene) -> dict:
    """The owner has checked in."""
    event = going_on(scene)
    Attendance.objects.create(event=event, person=scene.owner, state=Attendance.State.CHECKED_IN, in_at=now())
    return {"pk": event.pk}


def tablet(scene: Scene) -> dict:
    """One that the owner put up at the site."""
    return {"ref": open_kiosk(by=scene.owner, event=going_on(scene)).ref}


def missed(scene: Scene, person: Person) -> Attendance:
    """A list of the owner's project is closed, and says that somebody did not come."""
    event = past(scene)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CLOSED, closed_at=now())
    state = Attendance.State.NO_SHOW
    return Attendance.objects.create(
        event=event, person=person, state=state, verified_by=make_person("Tom"), verified_at=now()
    )


def my_absence(scene: Scene) -> dict:
    return {"pk": missed(scene, scene.owner).event_id}


def asked(scene: Scene) -> dict:
    """Somebody says that they came."""
    row = missed(scene, make_person("Bea"))
    Dispute.objects.create(attendance=row, words="I was there from nine o'clock.")
    return {"slug": row.event.project.slug, "pk": row.event_id, "ref": row.person.ref}


def settled(scene: Scene) -> Event:
    """A date of the owner's project that is over, with its list closed."""
    event = past(scene)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CLOSED, closed_at=now())
    return event


def settled_event(scene: Scene) -> dict:
    return {"slug": scene.project.slug, "pk": settled(scene).pk}


def was_there(scene: Scene) -> dict:
    """A date at which the owner was seen."""
    found = settled_event(scene)
    Attendance.objects.create(
        event_id=found["pk"], person=scene.owner, state=Attendance.State.ATTENDED, verified_by=make_person("Bea")
    )
    return found


def pictures(scene: Scene) -> BeforeAfter:
    before, after = (Picture.objects.create(file=f"{n}.webp", width=9, height=6, alt=n) for n in ("before", "after"))
    return BeforeAfter.objects.create(event=settled(scene), before=before, after=after, added_by=scene.owner)


def pair(scene: Scene) -> dict:
    made = pictures(scene)
    return {"slug": scene.project.slug, "pk": made.event_id, "pair": made.pk}


def metric(scene: Scene) -> dict:
    return {"pk": MetricDefinition.objects.earliest("pk").pk}


def called(scene: Scene) -> dict:
    """Somebody without e-mail, signed up by the owner."""
    signup = sign_up_by_phone(by=scene.owner, slot=scene.slot, first_name="Rosa", adult=True)
    return {"slug": scene.project.slug, "pk": scene.event.pk, "ref": signup.ref}


def a_participant(scene: Scene) -> dict:
    return {**active(scene), "ref": make_person("Bea").ref}


def barred(scene: Scene) -> dict:
    """The owner took somebody out of the project."""
    reason = "Shouted at the others again and again."
    return {"ref": bar_person(by=scene.owner, project=scene.project, person=make_person("Bea"), reason=reason).ref}


def child_seat(scene: Scene) -> dict:
    """A place of the owner's child."""
    return {"ref": make_seat(scene.slot, make_child(scene.owner)).ref}


def yes(scene: Scene) -> dict:
    """The owner allows a child to take part."""
    return {"pk": give_consent(by=scene.owner, minor=make_child(scene.owner)).pk}


def young_seat(scene: Scene) -> dict:
    """The owner is under 18, and waits for a guardian's yes."""
    Person.objects.filter(pk=scene.owner.pk).update(adult=False)
    return {"ref": make_seat(scene.slot, scene.owner).ref}


def letter(scene: Scene) -> dict:
    """A young person asks a grown-up who has no account."""
    kim = make_person("Kim", adult=False)
    return {"token": ask_consent(by=kim, email="guardian@mail.example", project=scene.project.pk).token}


def paper(scene: Scene) -> Transcript:
    """A proof of hours of the owner."""
    day = now().date()
    return Transcript.objects.create(person=scene.owner, since=day, until=day, minutes=60, initials="A. T.")


def work(scene: Scene) -> dict:
    """Somebody wrote down what they did for the owner's project."""
    log = WorkLog.objects.create(
        project=scene.project, person=make_person("Bea"), day=now().date(), minutes=60, words="Watered the oaks."
    )
    return {"slug": scene.project.slug, "pk": log.pk}


def block(scene: Scene) -> dict:
    return {"slug": make_block().slug}


def kept(scene: Scene) -> dict:
    """A block that the owner looks after."""
    return {"slug": make_adoption(scene.owner).block.slug}


def kept_by_a_team(scene: Scene) -> dict:
    """The link that the owner shares with a team."""
    adoption = make_adoption(scene.owner, team="Class 7b")
    return {"slug": adoption.block.slug, "key": answer_keys.key_of(adoption, answer_keys.BLOCK)}


PAPER = 200 if can_print() else 302  # a file, or the way to the page that prints


def papered(scene: Scene) -> dict:
    """A project whose leads photographed the owner's yes."""
    project = make_project(scene.owner, status="active", submitted_at=now(), land="granted")
    LandPaper.objects.create(project=project, webp=b"RIFF", width=1, height=1, by=scene.owner)
    return {"slug": project.slug}


def shut(scene: Scene) -> dict:
    """A date whose list is closed, for its own address."""
    found = past_event(scene)
    Event.objects.filter(pk=found["pk"]).update(status=Event.Status.CLOSED)
    return found


def unsigned(scene: Scene) -> dict:
    """Somebody on the list who has not signed what is asked."""
    found = past_event(scene)
    make_agreement()
    person = make_seat(make_slot(Event.objects.get(pk=found["pk"]))).person
    return {**found, "ref": person.ref}


LEAD_ONLY = "in 404 200 404 404 404"

ROWS = [
    row("projects:project_picture", lambda s: {"slug": s.project.slug, "version": "old"}, GET="302"),
    row("projects:event_picture", lambda s: {"slug": s.project.slug, "pk": s.event.pk, "version": "old"}, GET="302"),
    row("projects:neighborhoods_picture", lambda s: {"version": "old"}, GET="302"),
    row(
        "projects:event_write",
        lambda s: {"slug": make_seat(s.slot).slot.event.project.slug, "pk": s.event.pk},
        GET="in 404 200 404 404 404",
        POST="in 404 422 404 404 404",
        data={"words": ""},
    ),
    row("projects:broadcast_page", written, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row(
        "projects:project_propose", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"title": "Lamps"}
    ),
    row(
        "projects:propose_step",
        lambda s: {**draft(s), "step": "where"},
        GET=LEAD_ONLY,
        POST="in 404 422 404 404 404",
        data={"place": ""},
    ),
    row("projects:draft_discard", draft, GET=LEAD_ONLY, POST="in 404 302 404 404 404"),
    row("projects:lead_with", invitation, GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
    row("projects:project_page", active, GET="200"),
    row("projects:project_questions", active, GET="200", POST="200 422 422 422 422 422"),
    row("projects:project_appeal", rejected, GET=LEAD_ONLY, POST="in 404 422 404 404 404", data={"reason": "No."}),
    row("projects:event_reopen", shut, GET="in 404 404 200 404 200", POST="in 404 404 422 404 422"),
    row("projects:project_access", active, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:project_land", active, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:land_paper", papered, GET="in 404 200 200 404 200"),
    row("projects:project_team", active, GET="in 404 200 200 404 200", POST="in 404 422 422 404 422"),
    row("projects:project_finish", active, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:project_resume", paused, POST="in 404 302 302 404 302"),
    row(
        "projects:project_stop",
        lambda s: {**active(s), "how": "pause"},
        GET="in 404 200 200 404 200",
        POST="in 404 422 422 404 422",
        data={"reason": "No."},
    ),
    row("review_list", GET="in 403 403 200 403 200"),
    row(
        "review_project",
        waiting,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"decision": "reject"},
    ),
    row("projects:signup_note", seat, POST="in 404 302 404 404 404"),
    row("projects:person_bar", a_participant, GET=LEAD_ONLY, POST="in 404 422 404 404 404", data={"reason": "No."}),
    row(
        "projects:barring_page",
        barred,
        GET="in 404 200 200 404 200",
        POST="in 404 422 422 404 422",
        data={"words": "No."},
    ),
    row("projects:consent_answer", letter, GET="200", POST="422", data={"answer": "yes"}),
    row("projects:consent_give", child_seat, POST="in 404 302 404 404 404"),
    row("projects:consent_revoke", yes, POST="in 404 302 404 404 404"),
    row("projects:consent_ask", young_seat, POST="in 404 302 404 404 404"),
    row("agreement_list", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422", data={"title": "Rules"}),
    row(
        "projects:agreement_sign",
        lambda s: {"pk": make_agreement().pk},
        GET="in 200 200 200 200 200",
        POST="in 422 422 422 422 422",
    ),
    row("review_note", waiting, POST="in 403 403 422 403 422"),
    row("review_archive", waiting, POST="in 403 403 302 403 302"),
    row("projects:find", GET="200"),
    row("projects:event_page", event, GET="200"),
    row("projects:event_calendar", event, GET="200"),
    row("projects:event_schedule", active, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_change", event, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_draft", event, POST="in 404 302 404 404 404"),
    row("projects:event_cancel", event, GET="in 404 200 200 404 200", POST="in 404 422 422 404 422"),
    row("projects:series_change", repeating, GET=LEAD_ONLY, POST="in 404 422 404 404 404", data={"day": ""}),
    row("projects:series_end", repeating, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:series_calendar", its_series, GET="200"),
    row("projects:event_roster", past_event, GET="in 404 200 404 404 404"),
    row("projects:event_tick", past_event, POST="in 404 302 404 404 404"),
    row("projects:event_sync", past_event, POST="in 404 400 404 404 404"),
    row("projects:event_walk_in", past_event, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:event_close", past_event, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
    row("projects:attendance_confirm", here, POST="in 404 302 302 404 302"),
    row("projects:paper_record", unsigned, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:attendance_revise", counted, GET="in 404 200 200 404 200", POST="in 404 422 422 404 422"),
    row("projects:event_code", past_event, GET=LEAD_ONLY),
    row("projects:here", its_code, GET="200", POST="422 422 302 422 422 422", data=scanned),
    row("projects:here_page", arrived, GET=LEAD_ONLY),
    row("projects:go_home", arrived, POST="in 404 302 404 404 404"),
    row("projects:event_kiosk", event, GET=LEAD_ONLY, POST="in 404 302 404 404 404"),
    row("projects:kiosk", tablet, GET="200", POST="422", data={"pin": ""}),
    row("projects:absence_page", my_absence, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:dispute_decide", asked, GET="in 404 200 200 404 200", POST="in 404 422 422 404 422"),
    row("projects:my_work", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422"),
    row("projects:work_decide", work, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:block_list", GET="200"),
    row("projects:block_page", kept, GET="200"),
    row("projects:block_adopt", block, GET="in 200 200 200 200 200", POST="in 422 422 422 422 422"),
    row("projects:block_care", kept, GET=LEAD_ONLY, POST="in 404 422 404 404 404", data={"words": ""}),
    row("projects:block_answer", lambda s: {**kept(s), "deed": "give-up"}, POST="in 404 302 404 404 404"),
    row("projects:block_team", kept_by_a_team, GET="in 200 302 200 200 200", POST="in 302 302 302 302 302"),
    row("block_desk", GET="in 403 403 200 200 200"),
    row("block_new", GET="in 403 403 200 200 200", POST="in 403 403 422 422 422"),
    row("block_edit", block, GET="in 403 403 200 200 200", POST="in 403 403 422 422 422"),
    row("block_take_back", kept, GET="in 403 403 200 404 200", POST="in 403 403 422 404 422"),
    row("projects:transcript_list", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422"),
    row("projects:transcript_page", lambda s: {"number": paper(s).number}, GET=LEAD_ONLY),
    row("projects:transcript_file", lambda s: {"number": paper(s).number}, GET=f"in 404 {PAPER} 404 404 404"),
    row("projects:transcript_withdraw", lambda s: {"number": paper(s).number}, POST="in 404 302 404 404 404"),
    row("transcript_verify", lambda s: {"token": paper(s).token}, GET="200"),
    row("projects:slot_add", event, POST="in 404 422 404 404 404"),
    row("projects:slot_change", slot, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("projects:slot_capacity", slot, POST="in 404 302 404 404 404"),
    row("projects:slot_join", slot, GET="200", POST="422 302 302 302 302 302"),
    row("projects:signup_page", seat, GET="404 404 200 404 404 404"),
    row("projects:signup_leave", seat, POST="in 404 302 404 404 404"),
    row("projects:signup_shrink", seat, POST="in 404 302 404 404 404"),
    row("projects:signup_undo", left, POST="in 404 302 404 404 404"),
    row("projects:event_releases", event, POST="in 404 302 404 404 404", data={"on": "yes"}),
    row(
        "projects:signup_still",
        seat,
        GET="404 404 200 404 404 404",
        POST="404 404 302 404 404 404",
        data={"answer": "yes"},
    ),
    row("projects:signup_front", waits, POST="in 404 422 404 404 404"),
    row("projects:team_reserve", slot, GET="in 200 200 200 200 200", POST="in 422 422 422 422 422"),
    row("projects:team_join", team, GET="200", POST="422 302 302 302 302 302"),
    row("projects:signup_approve", asked_for_a_place, POST="in 404 302 404 404 404"),
    row("projects:signup_refuse", asked_for_a_place, POST="in 404 422 404 404 404"),
    row("projects:offer_accept", offered, POST="200 404 302 404 404 404", data=its_token),
    row("projects:offer_decline", offered, POST="200 404 302 404 404 404", data=its_token),
    row(
        "projects:event_recap",
        settled_event,
        GET=LEAD_ONLY,
        POST="in 404 422 404 404 404",
        data={"deed": "thanks", "words": "x" * 601},
    ),
    row("projects:pair_add", settled_event, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:pair_remove", pair, POST="in 404 302 404 404 404"),
    row("projects:event_report", was_there, GET=LEAD_ONLY, POST="in 404 302 404 404 404"),
    row("pair_list", GET="in 403 403 200 403 200"),
    row(
        "pair_decide",
        lambda s: {"pk": pictures(s).pk},
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"decision": "refuse"},
    ),
    row("metric_list", GET="in 403 403 200 403 200"),
    row("metric_new", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422"),
    row("metric_edit", metric, GET="in 403 403 200 403 200", POST="in 403 403 422 403 422"),
    row("projects:neighborhood_list", GET="200"),
    row(
        "projects:neighborhood_picture",
        lambda s: {"slug": make_hood("Elm Park").slug, "version": "old"},
        GET="302",
    ),
    row("projects:neighborhood_calendar", lambda s: {"slug": s.project.neighborhood.slug}, GET="200"),
    row("projects:project_feed", GET="200"),
    row("projects:event_feed", GET="200"),
    row("projects:project_calendar", active, GET="200"),
    row("projects:my_calendar", GET="in 200 200 200 200 200", POST="in 200 200 200 200 200"),
    row("projects:calendar_close", calendar_address, POST="in 404 302 404 404 404"),
    row("own_calendar", lambda s: {"token": open_calendar(by=s.owner)}, GET="200"),
    row("projects:neighborhood_page", lambda s: {"slug": make_hood("Elm Park").slug}, GET="200"),
    row("projects:for_me", GET="in 200 200 200 200 200"),
    row("projects:desk", GET="in 200 200 200 200 200"),
    row("projects:project_people", active, GET=LEAD_ONLY),
    row("projects:project_poster", active, GET="200"),
    row("projects:event_poster", event, GET="200"),
    row("projects:event_ahead", event, GET=LEAD_ONLY),
    row("projects:event_sheet", event, GET=LEAD_ONLY),
    row("projects:event_needs", event, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:event_packing", event, GET=LEAD_ONLY),
    row("projects:need_change", needed, POST="in 404 422 404 404 404"),
    row("projects:need_claim", needed, POST="in 302 302 302 302 302"),
    row("projects:roster_file", event, POST="in 404 200 200 404 200"),
    row("projects:phone_join", event, GET=LEAD_ONLY, POST="in 404 422 404 404 404"),
    row("projects:phone_answer", called, POST="in 404 302 404 404 404"),
    row("meeting_list", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422"),
    row("hours_import", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422"),
]
