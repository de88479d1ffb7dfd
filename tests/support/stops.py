"""Every page of the story with somebody who may see it: what the walks through the site visit.

A stop finds its page in the database that is there, the demo's or a test's. What only exists for moments (a place held for
somebody, a proposal on its way) is made by `lay`, through the same actions as in real life.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from city.map import the_map
from cms.demo.art import describe, draw
from conversations.actions import appeal_case, comment, decide_case, find_helpful, follow, remove, report
from conversations.models import Comment
from core.clock import now
from core.when import local
from files.actions import take_picture
from files.models import Picture
from gamification.models import Commendation
from ideas import actions as idea_actions
from ideas import letter_links, on_the_map
from ideas.clusters import write_path
from ideas.models import (
    DoneCheck,
    DoubleVote,
    Idea,
    IdeaPoll,
    LiveHour,
    MergeLink,
    OutcomeListener,
    PollVoter,
    Question,
    Rewording,
)
from ideas.registers import Entry
from notices.models import Letter
from notices.stopping import token_of
from people import actions as people_actions
from people.deeds import deliver_all
from people.demo import demo_person
from people.groups import follow_roles
from people.models import Person, RoleGrant, Standing
from people.system import SYSTEM
from projects import actions, answer_keys, bells, site_codes
from projects.models import Adoption, Attendance, BeforeAfter, Block, Event, Project, ProjectRole, SignUp, Slot
from projects.recurrence import weekly
from tests.builders import (
    make_adoption,
    make_agreement,
    make_block,
    make_child,
    make_department,
    make_event,
    make_hood,
    make_person,
    make_project,
    make_seat,
    make_slot,
)
from tests.ideas.builders import frozen, make_idea, make_ideas, make_poll, opened, vote
from tests.ideas.hours import make_hour, make_question, stand
from tests.projects.proposals import REASON, make_draft, make_submitted

OFFICE = "/admin/"
ONE_LANGUAGE = (OFFICE, "/demo/", "/styleguide/", "/verify/")


@dataclass(frozen=True)
class Stop:
    """One page: its name in reports, who looks, where it is."""

    name: str
    person: Person | None
    path: str

    @property
    def in_the_office(self) -> bool:
        """Wagtail draws the frame of these, and needs JavaScript and its own policy."""
        return self.path.startswith(OFFICE)

    @property
    def has_languages(self) -> bool:
        return not self.path.startswith(ONE_LANGUAGE)


# ---- what is there


def lay() -> None:
    """One of everything, on any database."""
    lead = make_person("Ana")
    slot = make_slot(make_event(make_project(lead, status="active")), capacity=1)
    seated = actions.join_slot(by=make_person("Bea"), slot=slot)
    actions.join_slot(by=make_person("Cy"), slot=slot)
    actions.join_slot(by=make_person("Dag"), slot=slot)
    actions.leave_slot(by=seated.person, signup=seated)
    make_slot(make_event(make_project(lead, status="active")), capacity=8)
    running = make_slot(make_event(make_project(lead, status="active"), starts_in=timedelta(minutes=-30)))
    for name in ("Eli", "Fay", "Gus"):
        make_held(running, name)
    closed = make_event(make_project(lead, status="active"), starts_in=timedelta(hours=-30))
    guest = make_held(make_slot(closed), "Amal").person
    actions.check_in(by=lead, event=closed, person=guest)
    actions.close_event(by=lead, event=closed)
    actions.add_pair(
        by=lead, event=closed, before=_drawn("creek_before"), after=_drawn("creek_after"), young_face=False
    )
    make_block()
    kept = make_adoption(make_person("Ruth"))
    actions.log_work(
        by=kept.person, adoption=kept, day=local(now()).date(), minutes_spent=60, words="Swept the steps and the drain."
    )
    day = (now() + timedelta(days=20)).date()
    actions.start_series(
        by=lead, project=make_project(lead, status="active"), rule=weekly(day), first_day=day, begins=time(9),
        ends=time(11), until=day + timedelta(weeks=4), zone="Europe/Amsterdam", meeting_point="Blue sign",
        slots=[{"name": "Helpers"}],
    )  # fmt: skip
    make_draft(lead)
    waits = make_submitted(lead)
    back = make_submitted(lead)
    official = make_official()
    actions.request_changes(by=official, project=back, reason=REASON)
    refused = make_submitted(lead)
    actions.reject_project(by=official, project=refused, reason=REASON)
    assert waits.pk
    Standing.objects.create(person=guest, status=Standing.Status.INVITED)
    Standing.objects.create(person=make_person("Hal"), status=Standing.Status.ACCEPTED)
    lay_polls(lead)
    deliver_all()


def _drawn(kind: str) -> Picture:
    upload = SimpleUploadedFile("drawing.webp", draw(kind, size=(480, 300)), content_type="image/webp")
    return take_picture(upload=upload, alt=describe(kind))


def make_official() -> Person:
    """Somebody of the city with rights in the back office."""
    person = make_person("Noor", role="official")
    follow_roles(person)
    return person


def make_held(slot: Slot, name: str) -> SignUp:
    """A seat taken before the event began."""
    return make_seat(slot, make_person(name))


def lay_polls(author: Person) -> None:
    make_department()
    proposing = make_poll("proposing")
    kept = make_idea(proposing, "Lamps at the footbridge", author=author)
    idea_actions.edit_idea(
        by=author, idea=kept, title="Lamps at the footbridge", body="Twelve lamps that dim at eleven."
    )
    alike, other = (make_idea(proposing, f"Light at the footbridge {n}", author=make_person("Dora")) for n in range(2))
    idea_actions.support_idea(by=make_person("Bea"), idea=alike)
    why = "Both ask for light at the footbridge."
    same = make_idea(proposing, "Lamps for the footbridge", author=author)
    idea_actions.suggest_merge(by=author, idea=same, other=kept, words=why)
    gone = make_idea(proposing, "A raft on the creek", author=author)
    idea_actions.withdraw_idea(by=author, idea=gone, reason="The water is too low.")
    idea_actions.merge_ideas(by=proposing.owner, duplicate=other, kept=alike, reason=why)
    idea_actions.merge_ideas(by=proposing.owner, duplicate=alike, kept=kept, reason=why)
    looked_at = make_idea(make_poll("review"), "Lamps at the steps", author=author)
    words = {"title": "Two lamps at the steps", "body": "They dim at eleven.", "reason": "So that all see how many."}
    idea_actions.propose_words(by=looked_at.poll.owner, idea=looked_at, seen=1, **words)
    voting = make_poll("voting")
    make_ideas(voting, 7)
    until = opened(voting).phases.get(kind="voting").closes_at + timedelta(days=1)
    idea_actions.extend_voting(by=voting.owner, poll=voting, closes_at=until, note="The site was away for a day.")
    sheet = idea_actions.Sheet("1", {"2026-001": 1})
    idea_actions.enter_batch(by=voting.owner, poll=voting, sheets=[sheet], totals=idea_actions.Totals(1, 0, 1))
    lay_doubles(voting)
    points = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(points, 3)
    opened(points)
    in_order: dict[str, Any] = {"ballot_type": "rank", "count_rule": "schulze", "winners_k": 1, "votes_per_ballot": 3}
    ranked, compared = make_poll("voting", **in_order), make_poll("voting", **in_order)
    for poll in (ranked, compared):
        make_ideas(poll, 3)
        vote(opened(poll), author, choices={"2026-002": 1, "2026-001": 2})
    frozen(compared)
    by_code = make_poll("voting", eligibility_level=3)
    make_ideas(by_code, 3)
    idea_actions.make_codes(by=by_code.owner, poll=opened(by_code), number=2, note="Elm Park, by post")
    by_register = make_poll("voting", eligibility_level=4)
    make_ideas(by_register, 2)
    idea_actions.take_register(
        by=by_register.owner, poll=opened(by_register), lines={"7": Entry(date(1980, 4, 13), "Elm Park")}
    )
    asks_more = make_poll("voting")
    make_ideas(asks_more, 2)
    vote(opened(asks_more), author, ["2026-001"])
    why = "Many ballots came from accounts that look made up."
    idea_actions.raise_level(by=asks_more.owner, poll=asks_more, level=3, note=why)
    tied = make_poll("voting", winners_k=1)
    make_ideas(tied, 3)
    for refs in (["2026-001"], ["2026-002"], ["2026-001", "2026-002"]):
        vote(opened(tied), refs=refs)
    frozen(tied)
    lay_hours(author)
    idea_actions.certify_result(by=tied.owner, poll=tied, override_reason="Both of the tied ideas will be built.")


def lay_doubles(poll: IdeaPoll) -> None:
    """Second ballots of one person: one waits for the second official, one is set aside, to one somebody objects."""
    second = make_person("Mei", role="administrator")
    for n in range(3):
        pair = [make_person(f"Twin {n}"), make_person(f"Twice {n}")]
        for person in pair:
            vote(poll, person, ["2026-001"])
        case = idea_actions.ask_double(
            by=poll.owner, poll=poll, addresses=(pair[0].email, pair[1].email),
            reason="Both accounts were opened with the same letter to the same door.",
        )  # fmt: skip
        if n:
            idea_actions.confirm_doubles(by=second, poll=poll, cases=[case.pk])
        if n == 2:
            idea_actions.object_to_double(
                by=pair[1], poll=poll, words="My sister lives here too, and we are two people."
            )


def lay_hours(author: Person) -> None:
    """One that collects, one that goes on with everything in it, one that left a question open."""
    make_question(make_hour("asking"), person=author)
    for over in (False, True):
        hour = make_hour("live")
        official = hour.made_by
        mine = make_question(hour, "When do the lamps at the footbridge come?", person=author)
        declined, early, _open = (make_question(hour) for _n in range(3))
        idea_actions.support_question(by=make_person("Bea"), question=mine)
        reason = "This is about one neighbor, and we do not talk about people here."
        idea_actions.decline_question(by=official, question=declined, reason=reason)
        idea_actions.answer_question(by=official, question=early, answer="In March, all twelve of them.")
        if over:
            idea_actions.close_hour(hour=stand(hour, "over"))
        else:
            idea_actions.take_question(by=official, question=mine)


# ---- the way


def lead_of(project: Project) -> Person:
    return project.organizers.get(role=ProjectRole.Role.LEAD).person


def event_path(name: str, event: Event, **more: Any) -> str:
    return reverse(f"projects:{name}", kwargs={"slug": event.project.slug, "pk": event.pk, **more})


def stops() -> Iterator[Stop]:
    """All of them, in the order of the story."""
    for part in (
        reading,
        joining,
        blocks,
        proposing,
        organizing,
        mine,
        talking,
        polls,
        accounts,
        mail,
        office,
        mistakes,
    ):
        yield from part()


def reading() -> Iterator[Stop]:
    for name, path in {
        "home": "/",
        "find": "/find/",
        "find-nothing": "/find/?q=zzzz",
        "how-points-work": "/points/",
        "how-the-city-answers": "/answers/",
        "thanks": "/thanks/",
        "polls": "/polls/",
        "settings-reader": "/settings/",
        "news": "/news/",
        "help": "/help/",
        "feeds": "/feeds/",
        "styleguide": "/styleguide/",
    }.items():
        yield Stop(name, None, path)
    for name in ("ruths-oaks", "herons"):
        from wagtail.models import Page

        if Page.objects.live().filter(slug=name).exists():
            yield Stop(f"story-{name}", None, f"/news/{name}/")
    for status in ("active", "completed", "paused", "cancelled"):
        for project in Project.objects.filter(status=status).order_by("pk")[:1]:
            yield Stop(f"project-{status}", None, reverse("projects:project_page", args=[project.slug]))
    for status in ("scheduled", "closed", "cancelled"):
        for event in Event.objects.filter(status=status, project__status__in=Project.PUBLIC).order_by("pk")[:1]:
            yield Stop(f"event-{status}", None, event_path("event_page", event))


def joining() -> Iterator[Stop]:
    slot = open_slot()
    path = reverse("projects:slot_join", args=[slot.event.project.slug, slot.pk])
    yield Stop("join-newcomer", None, path)
    yield Stop("join-known", make_person("Ivo"), path)
    code = actions.ask_to_join(slot=slot, first_name="Kim", email="kim@mail.example", party=1, adult=True)
    yield Stop("code", None, reverse("people:code_page", args=[code.ref]))
    for state in (SignUp.State.CONFIRMED, SignUp.State.WAITLISTED, SignUp.State.OFFERED, SignUp.State.CANCELLED):
        signup = (
            SignUp.objects.filter(state=state, slot__event__starts_at__gt=now(), person__user__isnull=False)
            .order_by("slot__event__starts_at")
            .first()
        )
        if signup:
            yield Stop(f"signup-{state}", signup.person, reverse("projects:signup_page", args=[signup.ref]))
        if signup and state == SignUp.State.OFFERED:
            page = reverse("projects:signup_page", args=[signup.ref])
            yield Stop("offer-from-the-letter", None, f"{page}?offer={signup.offer_token}")


def blocks() -> Iterator[Stop]:
    """A free block and one that somebody looks after, who is asked everything at once."""
    yield Stop("blocks", None, "/blocks/")
    free = Block.objects.with_keeper().filter(taken=False, offered=True).order_by("pk")[0]
    kept = Adoption.objects.live().order_by("pk")[0]
    yield Stop("block-free", None, reverse("projects:block_page", args=[free.slug]))
    yield Stop("block-kept", None, reverse("projects:block_page", args=[kept.block.slug]))
    yield Stop("block-adopt", make_person("Ivy"), reverse("projects:block_adopt", args=[free.slug]))
    yield Stop("block-taken", make_person("Ivy"), reverse("projects:block_adopt", args=[kept.block.slug]))
    yield Stop("block-care", kept.person, reverse("projects:block_care", args=[kept.block.slug]))
    team = make_adoption(make_person("Tea"), team="The Harbor Choir")
    key = answer_keys.key_of(team, answer_keys.BLOCK)
    yield Stop("block-team", make_person("Ivy"), reverse("projects:block_team", args=[team.block.slug, key]))
    actions.join_block_team(by=make_person("Uma"), adoption=team)
    yield Stop("block-care-team", team.person, reverse("projects:block_care", args=[team.block.slug]))
    silent = make_adoption(make_person("Sil"))
    day = local(now()).date()
    Adoption.objects.filter(pk=silent.pk).update(
        since=day - timedelta(days=350), until=day + timedelta(days=15), told=Adoption.Told.ASKED, told_at=now(),
        told_for=day - timedelta(days=350) + timedelta(weeks=silent.every_weeks),
    )  # fmt: skip
    yield Stop("block-asked", silent.person, reverse("projects:block_care", args=[silent.block.slug]))
    yield Stop("me-keeper", silent.person, "/me/")


def open_slot() -> Slot:
    coming = Event.objects.public().filter(
        status="scheduled", starts_at__gt=now() + timedelta(days=2), project__status="active"
    )
    return next(event.open_slot for event in coming.order_by("starts_at") if event.open_slot)


def proposing() -> Iterator[Stop]:
    draft = Project.objects.filter(status="draft").latest("pk")
    lead = lead_of(draft)
    yield Stop("propose", lead, "/projects/propose/")
    for step in ("where", "goal", "picture", "who", "check"):
        yield Stop(f"propose-{step}", lead, reverse("projects:propose_step", args=[draft.slug, step]))
    yield Stop("propose-discard", lead, reverse("projects:draft_discard", args=[draft.slug]))
    for status in ("submitted", "needs_changes", "rejected"):
        project = Project.objects.filter(status=status).earliest("pk")
        yield Stop(
            f"proposal-{status}", lead_of(project), reverse("projects:project_page", kwargs={"slug": project.slug})
        )
    yield Stop("appeal", lead_of(project), reverse("projects:project_appeal", args=[project.slug]))


def organizing() -> Iterator[Stop]:
    ahead = open_slot().event
    lead = lead_of(ahead.project)
    slug = ahead.project.slug
    yield Stop("project-lead", lead, reverse("projects:project_page", args=[slug]))
    yield Stop("event-lead", lead, event_path("event_page", ahead))
    yield Stop("schedule", lead, reverse("projects:event_schedule", args=[slug]))
    yield Stop("event-change", lead, event_path("event_change", ahead))
    yield Stop("desk-of-the-organizer", lead, reverse("projects:desk"))
    yield Stop("desk-empty", make_person("Newc"), reverse("projects:desk"))
    yield Stop("people-of-the-project", lead, reverse("projects:project_people", args=[slug]))
    yield Stop("neighborhoods", None, reverse("projects:neighborhood_list"))
    yield Stop("poster-project", None, reverse("projects:project_poster", args=[slug]))
    for name in ("poster", "ahead", "sheet"):
        yield Stop(f"event-{name}", lead, event_path(f"event_{name}", ahead))
    yield Stop("phone-join", lead, event_path("phone_join", ahead))
    yield Stop("event-cancel", lead, event_path("event_cancel", ahead))
    task = ahead.slots.order_by("pk")[0]
    yield Stop("task-change", lead, reverse("projects:slot_change", args=[slug, task.pk]))
    for repeating in Event.objects.filter(series__isnull=False, status="scheduled", starts_at__gt=now()).order_by("pk")[
        :1
    ]:
        lead_there = lead_of(repeating.project)
        yield Stop("series-change", lead_there, event_path("series_change", repeating))
        yield Stop("series-end", lead_there, event_path("series_end", repeating))
    yield Stop("access", lead, reverse("projects:project_access", args=[slug]))
    yield Stop("land", lead, reverse("projects:project_land", args=[slug]))
    yield Stop("team", lead, reverse("projects:project_team", args=[slug]))
    yield Stop("pause", lead, reverse("projects:project_stop", args=[slug, "pause"]))
    yield Stop("finish", lead, reverse("projects:project_finish", args=[slug]))
    today = Event.objects.filter(status="scheduled", starts_at__lte=now(), slots__signups__isnull=False).first()
    for when, event in (("ahead", ahead), ("today", today)):
        if event:
            yield Stop(f"roster-{when}", lead_of(event.project), event_path("event_roster", event))
    if today:
        yield Stop("walk-in", lead_of(today.project), event_path("event_walk_in", today))
        yield Stop("close", lead_of(today.project), event_path("event_close", today))
    yield from checking_in()
    yield from asking()
    settled = Event.objects.filter(status="closed", project__status="active").order_by("pk").first()
    if settled:
        yield Stop("reopen", demo_person("official"), event_path("event_reopen", settled))
    row = (
        Attendance.objects.filter(
            event__status="closed", state__in=Attendance.VERIFIED, event__closed_at__gt=now() - timedelta(days=20)
        )
        .exclude(verified_by=None)
        .order_by("-event__starts_at")
    )
    for one in row:
        lead = lead_of(one.event.project)
        if one.person_id != lead.pk:
            yield Stop("roster-closed", lead, event_path("event_roster", one.event))
            yield Stop("revise", lead, event_path("attendance_revise", one.event, ref=one.person.ref))
            yield Stop("recap", lead, event_path("event_recap", one.event))
            yield Stop("pair-add", lead, event_path("pair_add", one.event))
            if getattr(one.person, "user", None):
                yield Stop("report", one.person, event_path("event_report", one.event))
            break


def asking() -> Iterator[Stop]:
    """A task where the organizers say yes first, and people who asked and wait."""
    lead = make_person("Ana")
    slot = make_slot(make_event(make_project(lead, status="active")), capacity=1, needs_yes=True)
    asked = [actions.join_slot(by=make_person(name), slot=slot) for name in ("Bea", "Cy", "Dag", "Eli")]
    for signup in asked[:2]:
        actions.approve_signup(by=lead, signup=signup)
    actions.refuse_signup(by=lead, signup=asked[2], reason="This task is for people who have a chainsaw licence.")
    yield Stop("who-wants-to-come", lead, event_path("event_ahead", slot.event))
    for name, signup in (("refused", asked[2]), ("asked", asked[3])):
        yield Stop(f"signup-{name}", signup.person, reverse("projects:signup_page", args=[signup.ref]))
    full = make_seat(make_slot(slot.event, capacity=1)).slot
    waits = [actions.join_slot(by=make_person(name), slot=full) for name in ("Fay", "Gus")]
    actions.move_to_front(by=lead, signup=waits[1], reason="Brings the wheelbarrow that all others need.")
    yield Stop("signup-moved", waits[0].person, reverse("projects:signup_page", args=[waits[0].ref]))
    seated = full.signups.get(state="confirmed")
    yield Stop(
        "still-coming", None, f"{reverse('projects:signup_still', args=[seated.ref])}?key={answer_keys.key_of(seated)}"
    )
    wide = make_slot(make_event(lead_project := make_project(lead, status="active")), capacity=30)
    leader = actions.reserve_team(by=make_person("Ida"), slot=wide, name="Elm Street band", heads=9)
    for name in ("Jon", "Kim"):
        actions.join_team(by=make_person(name), team=leader)
    yield Stop("team-reserve", make_person("Lou"), reverse("projects:team_reserve", args=[lead_project.slug, wide.pk]))
    yield Stop("team-leader", leader.person, reverse("projects:signup_page", args=[leader.ref]))
    key = answer_keys.key_of(leader, answer_keys.TEAM)
    yield Stop("team-link", None, reverse("projects:team_join", args=[leader.ref, key]))
    for item, wanted, source in (("Wheelbarrows", 3, "bring"), ("Soup", 1, "bring"), ("Gloves", 30, "city")):
        need = actions.add_need(by=lead, event=wide.event, item=item, wanted=wanted, source=source)
    actions.claim_need(by=lead, need=need.event.needs.get(item="Soup"), amount=1)
    yield Stop("needs-of-who-comes", leader.person, event_path("event_page", wide.event))
    yield Stop("needs", lead, event_path("event_needs", wide.event))
    yield Stop("needs-packing", lead, event_path("event_packing", wide.event))
    yield Stop("join-asking", None, reverse("projects:slot_join", args=[slot.event.project.slug, slot.pk]))


def checking_in() -> Iterator[Stop]:
    """At the site of a date that goes on right now."""
    lead = make_person("Ada")
    event = make_event(make_project(lead, status="active"), starts_in=timedelta(minutes=-5))
    guest, other = (make_held(make_slot(event), name).person for name in ("Ben", "Cat"))
    actions.check_in(by=lead, event=event, person=other)
    code = site_codes.changing_code(event=event.pk, organizer=lead.pk, at=now())
    yield Stop("check-in-code", lead, event_path("event_code", event))
    for name, person in (("check-in", guest), ("check-in-reader", None)):
        yield Stop(name, person, reverse("projects:here", args=[event.pk, code]))
    yield Stop("check-in-old", guest, reverse("projects:here", args=[event.pk, "old"]))
    tablet = actions.open_kiosk(by=lead, event=event)
    make_agreement("project", str(event.project_id), title="Rules of the creek")
    yield Stop("signed-on-paper", lead, event_path("paper_record", event, ref=guest.ref))
    yield Stop("walk-in-and-paper", lead, event_path("event_walk_in", event))
    yield Stop("tablets", lead, event_path("event_kiosk", event))
    yield Stop("tablet", None, reverse("projects:kiosk", args=[tablet.ref]))
    yield from missed(lead)
    yield Stop("checked-in", other, reverse("projects:here_page", args=[event.pk]))


def missed(lead: Person) -> Iterator[Stop]:
    """Somebody did not come, and says that it is not right."""
    event = make_event(make_project(lead, status="active"), starts_in=timedelta(days=-2))
    guest, other = (make_held(make_slot(event), name).person for name in ("Ian", "Jo"))
    for person in (guest, other):
        actions.mark_absent(by=lead, event=event, person=person)
    actions.close_event(by=lead, event=event)
    yield Stop("absence", guest, reverse("projects:absence_page", args=[event.pk]))
    yield Stop("me-missed", guest, "/me/")
    row = event.attendances.get(person=other)
    actions.dispute_absence(by=other, attendance=row, words="I came at ten and raked leaves with Ian.")
    yield Stop("absence-asked", other, reverse("projects:absence_page", args=[event.pk]))
    yield Stop("dispute", lead, event_path("dispute_decide", event, ref=other.ref))


def proving() -> Iterator[Stop]:
    """Somebody's hours on paper, and the page of whoever checks it."""
    row = Attendance.objects.filter(
        event__status="closed", minutes__gt=0, state__in=Attendance.VERIFIED, person__user__isnull=False
    ).latest("event__starts_at")
    today = now().date()
    lead = make_person("Kai")
    project = make_project(lead, status="active")
    work = actions.log_work(
        by=make_held(make_slot(make_event(project)), "Lia").person,
        project=project, day=today, minutes_spent=90, words="Watered the oaks and tied two of them up.",
    )  # fmt: skip
    yield Stop("work", work.person, reverse("projects:my_work"))
    yield Stop("work-waiting", lead, reverse("projects:my_work"))
    yield Stop("work-decide", lead, reverse("projects:work_decide", args=[project.slug, work.pk]))
    paper = actions.issue_transcript(
        by=row.person, since=today - timedelta(days=365), until=today - timedelta(days=1), with_name=False
    )
    yield Stop("hours", row.person, reverse("projects:transcript_list"))
    yield Stop("hours-paper", row.person, reverse("projects:transcript_page", args=[paper.number]))
    yield Stop("verify", None, reverse("transcript_verify", args=[paper.token]))


def mine() -> Iterator[Stop]:
    amal = demo_person("resident")
    yield Stop("me", amal, "/me/")
    yield Stop("me-new", make_person("Newa"), "/me/")
    yield Stop("me-organizer", demo_person("organizer"), "/me/")
    yield Stop("points", amal, "/me/points/")
    yield Stop("points-none", make_person("Newb"), "/me/points/")
    yield Stop("settings", amal, "/settings/")
    yield Stop("calendar-none", amal, "/me/calendar/")
    actions.open_calendar(by=demo_person("organizer"))
    yield Stop("calendar", demo_person("organizer"), "/me/calendar/")
    yield Stop("notices", amal, "/settings/notices/")
    yield Stop("e-mail", amal, "/settings/e-mail/")
    yield from moving()
    yield Stop("delete", amal, "/settings/delete/")
    yield from family()
    yield from guarding()
    yield from proving()
    standing = Standing.objects.filter(status=Standing.Status.INVITED, person__user__isnull=False).first()
    if standing:
        yield Stop("super-user", standing.person, "/me/super-user/")
    for thanks in Commendation.objects.filter(consent=Commendation.Consent.ASKED, person__user__isnull=False)[:1]:
        yield Stop("me-thanked", thanks.person, "/me/")


def talking() -> Iterator[Stop]:
    """What somebody follows: nothing, and one of each."""
    project = Project.objects.filter(status="active").order_by("pk")[0]
    hood = make_hood()
    yield Stop("follow", make_person("Newd"), f"/follow/?what=projects.project&key={project.slug}")
    yield Stop("follows-none", make_person("Newd"), "/me/follows/")
    ivy = make_person("Ivy")
    follow(by=ivy, thing=project)
    follow(by=ivy, neighborhood=hood)
    follow(by=ivy, category="planting")
    yield Stop("follows", ivy, "/me/follows/")
    yield Stop("neighborhood", None, f"/neighborhoods/{hood.slug}/")
    yield Stop("for-me", ivy, "/find/for-me/")
    yield Stop("for-me-nothing", make_person("Newd", neighborhood=None), "/find/for-me/")
    yield Stop("search", None, "/search/?q=creek")
    yield Stop("search-guess", None, "/search/?q=crekk")
    yield Stop("find-followed", ivy, f"/find/?where={hood.slug}&kind=planting&kind=repair")
    lead, mia = lead_of(project), make_official()
    asked = comment(by=ivy, thing=project, words="Can I come with a pushchair?")
    comment(by=lead, thing=project, words="Yes, as far as the table.", answer_to=asked)
    comment(by=mia, thing=project, words="The path is 1.5 m wide.", answer_to=asked)
    for n in range(5):
        said = comment(
            by=make_person("Dag"), thing=project, words=f"I was there with one, number {n}.", answer_to=asked
        )
    find_helpful(by=ivy, comment=said)
    gone = comment(by=ivy, thing=project, words="Gone")
    comment(by=lead, thing=project, words="Thank you.", answer_to=gone)
    remove(by=ivy, comment=gone)
    comment(by=ivy, thing=project, words="أين نلتقي؟")
    held = comment(by=ivy, thing=project, words="I found this: https://larkhaven.example/map")
    questions = reverse("projects:project_questions", args=[project.slug])
    yield Stop("questions", None, questions)
    yield Stop("questions-mine", ivy, f"{questions}?order=helpful")
    yield Stop("questions-none", ivy, reverse("projects:project_questions", args=[make_project(lead).slug]))
    yield Stop("thread", ivy, reverse("conversations:thread", args=[asked.ref]))
    yield Stop("thread-reader", None, reverse("conversations:thread", args=[asked.ref]))
    yield Stop("comment-held", ivy, reverse("conversations:thread", args=[held.ref]))
    yield Stop("comment-remove", ivy, reverse("conversations:comment_remove", args=[asked.ref]))
    idea = Idea.objects.filter(state="open").order_by("pk")[0]
    comment(by=ivy, thing=idea, words="It is dark there in winter.", label="for")
    yield Stop("idea-talk", ivy, reverse("ideas:idea_talk", args=[idea.poll.slug, idea.ref]))
    yield Stop("project-followed", ivy, reverse("projects:project_page", args=[project.slug]))
    ivy.follows.update(at=now() - timedelta(days=1))
    with transaction.atomic():
        date = make_event(project, starts_in=timedelta(days=17))
        bells.event_scheduled.ring(by=lead_of(project), on=date, event=date.pk)
    lead, seated = lead_of(project), make_held(make_slot(date), "Jan").person
    yield Stop("write", lead, event_path("event_write", date))
    letter = actions.write_to_people(by=lead, event=date, audience="coming", words="We meet at the north gate.")
    yield Stop("message", seated, reverse("projects:broadcast_page", args=[letter.ref]))
    yield Stop("news", ivy, "/me/news/")
    yield Stop("news-none", make_person("Newd"), "/me/news/")
    yield Stop("digest-when", ivy, "/me/news/when/")
    yield from moderating(asked)  # last: who is reported for safety can't write to anybody


def moving() -> Iterator[Stop]:
    """Somebody whose address has changed, and who asks for another one again."""
    ida = make_person("Ida")
    change = people_actions.ask_address(by=ida, email=f"new-{ida.email}")
    people_actions.prove_address(by=ida, change=change, digits=change.code.digits)
    yield Stop("e-mail-stop", None, reverse("people:address_stop", args=[people_actions.stop_key(change)]))
    ida = Person.objects.get(pk=ida.pk)
    asked = people_actions.ask_address(by=ida, email=f"newer-{ida.email}")
    two = make_person("Ida")
    make_seat(make_slot(make_event(make_project(make_person("Lou"), status="active"))), two)
    other = people_actions.ask_address(by=ida, email=two.email)
    people_actions.prove_address(by=ida, change=other, digits=other.code.digits)
    yield Stop("accounts-join", ida, reverse("people:accounts_join", args=[other.ref]))
    yield Stop("e-mail-join", ida, "/settings/e-mail/?join=1")
    keeper = make_person("Iris")
    Authenticator.objects.create(user=keeper.user, type=Authenticator.Type.TOTP, data={})
    why = "Came to my desk with her badge."
    reset = people_actions.ask_factor_reset(by=make_person("Ivar", role="administrator"), person=keeper, reason=why)
    yield Stop("factor-stop", None, reverse("people:factor_stop", args=[people_actions.reset_key(reset)]))
    yield Stop("e-mail-code", ida, reverse("people:address_code", args=[asked.ref]))


def moderating(asked: Comment) -> Iterator[Stop]:
    """What was reported: on its form, on the desks, and where its author reads what was decided."""
    max_, moe, sol = (make_person(name, role="moderator") for name in ("Max", "Moe", "Mo"))
    RoleGrant.objects.create(person=sol, role="safeguarding", by=SYSTEM())
    for person in (max_, moe, sol):
        follow_roles(person)
    yield Stop("say-what-is-wrong", moe, f"/report/?what=words&key={asked.ref}")
    waiting = report(by=make_person("Rae"), comment=asked, reason="off_topic", words="This is not about litter.").case
    thing = asked.subject.project
    report(by=make_person("Rae"), thing=make_project(), reason="safeguarding")  # whose lead writes to nobody now
    dag = make_person("Dag")
    said = comment(by=dag, thing=thing, words="You are all idiots.")
    hidden = report(by=make_person("Rae"), comment=said, reason="insult").case
    yield Stop("desk-moderation", max_, "/admin/moderation/")
    yield Stop("desk-safeguarding", sol, "/admin/safeguarding/")
    yield Stop("desk-case", max_, reverse("case_desk", args=[waiting.ref]))
    decide_case(
        by=max_, case=hidden, outcome="block", rule="insult", words="The house is for everybody; this hurts people."
    )
    yield Stop("case", dag, reverse("conversations:case_page", args=[hidden.ref]))
    appeal_case(by=dag, case=hidden, words="I only quoted the sign at the gate.")
    yield Stop("case-appealed", dag, reverse("conversations:case_page", args=[hidden.ref]))
    yield Stop("desk-appeals", moe, "/admin/moderation/?show=appeals")
    yield Stop("desk-appeal", moe, reverse("case_desk", args=[hidden.ref]))
    yield Stop("desk-moderation-log", max_, "/admin/moderation/log/")
    yield Stop("moderation", None, "/moderation/")


def family() -> Iterator[Stop]:
    """Somebody with a child, and somebody who is asked whether they live there."""
    ada = make_person("Ada")
    child = make_child(ada)
    jon = make_person("Jon")
    ask = people_actions.ask_household(by=ada, email=jon.email)
    yield Stop("family-none", make_person("Newc"), "/me/family/")
    yield Stop("family", ada, "/me/family/")
    yield Stop("child-add", ada, "/me/family/add/")
    yield Stop("child-remove", ada, reverse("people:child_remove", args=[child.ref]))
    yield Stop("household-ask", ada, "/me/family/ask/")
    yield Stop("household-answer", jon, reverse("people:household_answer", args=[ask.ref]))


def guarding() -> Iterator[Stop]:
    """A young person asks a guardian, who has something to sign too; and somebody is taken out of the project."""
    lead = make_person("Lou")
    slot = make_slot(make_event(make_project(lead, status="active")), capacity=8)
    project = slot.event.project
    rules = make_agreement("project", str(project.pk), needs_guardian=True)
    kim = make_person("Kim", adult=False)
    ask = people_actions.ask_consent(by=kim, email="guardian@mail.example", project=project.pk)
    yield Stop("consent", None, reverse("projects:consent_answer", args=[ask.token]))
    yield Stop("agreement", make_person("Max"), reverse("projects:agreement_sign", args=[rules.pk]))
    pat = make_held(slot, "Pat").person
    yield Stop("taken-out", lead, reverse("projects:person_bar", args=[project.slug, pat.ref]))
    barring = actions.bar_person(by=lead, project=project, person=pat, reason="Shouted at the others again and again.")
    yield Stop("taken-out-asks", pat, reverse("projects:barring_page", args=[barring.ref]))


def _close_together(poll: IdeaPoll) -> str:
    """The address of the first cell of its map in which several ideas stand."""
    groups = on_the_map.part_of(the_map(), poll, ()).groups
    return next((write_path((group.cell,)) for group in groups if group.n > 1), "")


def polls() -> Iterator[Stop]:
    amal = demo_person("resident")
    for poll in IdeaPoll.objects.public().for_pages():
        at = reverse("ideas:poll_page", args=[poll.slug])
        kind = f"{poll.state}-{poll.ballot_type}-{poll.pk}"
        yield Stop(f"poll-{kind}-reader", None, at)
        yield Stop(f"poll-{kind}-card", None, f"{at}card/")
        yield Stop(f"poll-{kind}", amal, at)
        if poll.state == "proposing":
            yield Stop("idea-add", amal, f"{at}add/")
            yield Stop("idea-map", None, f"{at}map/")
            yield Stop("idea-map-close", None, f"{at}map/?at={_close_together(poll)}")
            for gone in Idea.objects.filter(poll=poll, state="withdrawn"):
                yield Stop(f"idea-gone-{gone.pk}", amal, reverse("ideas:idea_page", args=[poll.slug, gone.ref]))
            for link in MergeLink.objects.filter(duplicate__poll=poll).order_by("pk"):
                page = reverse("ideas:idea_page", args=[poll.slug, link.duplicate.ref])
                yield Stop(f"idea-merged-{link.pk}", poll.owner, page)
                yield Stop(f"idea-merge-{link.pk}", poll.owner, f"{page}merge/")
                for person in Person.objects.filter(Q(ideas=link.duplicate) | Q(supports__idea=link.duplicate)):
                    press = reverse("ideas:merge_answer", args=[letter_links.MERGED.token_of(link, person)])
                    yield Stop(f"merge-answer-{link.pk}-{person.pk}", None, press)
            idea = Idea.objects.filter(poll=poll, author__user__isnull=False).first()
            if idea:
                page = reverse("ideas:idea_page", args=[poll.slug, idea.ref])
                yield Stop("idea-own", idea.author, page)
                yield Stop("idea-same", idea.author, f"{page}same/")
                yield Stop("idea-edit", idea.author, f"{page}edit/")
                yield Stop("idea-withdraw", idea.author, f"{page}withdraw/")
                yield Stop("idea-changes", None, f"{page}changes/")
        for asked in Rewording.objects.waiting().filter(idea__poll=poll, idea__author__isnull=False):
            yield Stop(
                f"words-asked-{asked.pk}",
                None,
                reverse("ideas:rewording_answer", args=[letter_links.REWORDED.token_of(asked, asked.idea.author)]),
            )
            yield Stop(f"desk-words-{asked.pk}", poll.owner, reverse("ideas_office:idea", args=[asked.idea_id]))
        if poll.state == "voting" and poll.eligibility_level == 1:
            yield Stop("ballot-remove", amal, f"{at}ballot/remove/")
        if poll.eligibility_level > 2:
            by = "codes" if poll.eligibility_level == 3 else "register"
            yield Stop(f"ballot-by-{by}", None, f"{at}code/")
            yield Stop("ballot-hear", amal, f"{at}hear/")
            yield Stop(f"desk-{by}", poll.owner, reverse("ideas_office:poll_codes", args=[poll.pk]))
        for case in DoubleVote.objects.in_force().filter(poll=poll, set_aside__person__user__isnull=False):
            yield Stop(f"ballot-aside-{case.pk}", case.set_aside.person, at)
            if case.objected_at is None:
                yield Stop("ballot-object", case.set_aside.person, f"{at}ballot/object/")
        for mark in PollVoter.objects.unconfirmed().filter(poll=poll, person__isnull=False)[:1]:
            yield Stop(f"ballot-waits-{poll.pk}", mark.person, at)
            yield Stop(f"ballot-waits-code-{poll.pk}", mark.person, f"{at}code/")
            yield Stop(f"wave-{poll.pk}", poll.owner, reverse("ideas_office:poll_wave", args=[poll.pk]))
            yield Stop(f"waves-{poll.pk}", make_person("Auditor", role="auditor"), reverse("ideas_office:waves"))
        if poll.newest_result:
            yield Stop(f"results-{poll.pk}", None, f"{at}results/")
            if poll.ranks:
                yield Stop("ballot-own", amal, f"{at}ballot/mine/")
        for idea in Idea.objects.filter(poll=poll).order_by("-answers__pk", "pk")[:1]:
            yield Stop(f"idea-{kind}", None, reverse("ideas:idea_page", args=[poll.slug, idea.ref]))
    for hour in LiveHour.objects.order_by("pk"):
        at, kind = reverse("ideas:hour_page", args=[hour.slug]), f"hour-{hour.state}-{hour.pk}"
        yield Stop(f"{kind}-reader", None, at)
        yield Stop(kind, amal, at)
        yield Stop(f"{kind}-desk", hour.made_by, f"{at}desk/")
        mine = Question.objects.filter(hour=hour, state="asked", person__user__isnull=False).first()
        if mine:
            yield Stop(f"{kind}-own", mine.person, at)
            yield Stop(f"{kind}-withdraw", mine.person, f"{at}questions/{mine.ref}/withdraw/")
        if hour.takes_questions:
            yield Stop(f"{kind}-ask", amal, f"{at}ask/")
            yield Stop(f"{kind}-edit", hour.made_by, reverse("ideas_office:hour_edit", args=[hour.pk]))
    for idea in Idea.objects.exclude(idea_project=None).order_by("pk")[:2]:
        yield Stop(f"idea-built-{idea.pk}", None, reverse("ideas:idea_page", args=[idea.poll.slug, idea.ref]))
    idea = Idea.objects.order_by("pk")[0]
    OutcomeListener.objects.get_or_create(poll=idea.poll, person=amal)
    asked = DoneCheck.objects.create(idea=idea, due_at=now(), asked_at=now())
    yield Stop("done-or-not", None, reverse("ideas:done_reply", args=[letter_links.DONE.token_of(asked, amal)]))


def accounts() -> Iterator[Stop]:
    amal = demo_person("resident")
    yield Stop("sign-in", None, "/people/sign-in/")
    code = people_actions.ask_code(email="somebody@mail.example")
    yield Stop("code-sign-in", None, reverse("people:code_page", args=[code.ref]))
    for name in (
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
    ):
        yield Stop(name.replace("_", "-"), amal, reverse(name))


def mail() -> Iterator[Stop]:
    yield Stop("mailbox", None, "/demo/mailbox/")
    for kind in sorted(set(Letter.objects.values_list("kind", flat=True))):
        letter = Letter.objects.filter(kind=kind).latest("pk")
        yield Stop(f"letter-{kind}", None, reverse("demo:letter", args=[letter.ref]))
    bea = make_person("Bea")
    words = {"address": bea.email, "event_key": "stop", "kind": "thanks", "subject": "Thank you", "text": "Hello Bea,"}
    thanks = Letter.objects.create(person=bea, **words)
    yield Stop("letters-stop", None, reverse("notices:stop", args=[token_of(thanks.ref)]))
    about = f"poll-{IdeaPoll.objects.earliest('pk').pk}"
    yield Stop("letters-stop-one", None, reverse("notices:stop", args=[token_of(thanks.ref, about)]))


def office() -> Iterator[Stop]:
    mia, ivo, noor = demo_person("official"), demo_person("administrator"), demo_person("editor")
    for person in (mia, ivo, noor):
        follow_roles(person)
    for name, path in {
        "desk": "/admin/",
        "desk-proposals": "/admin/proposals/",
        "desk-polls": "/admin/polls/",
        "desk-poll-new": "/admin/polls/new/?kind=most",
        "desk-answers": "/admin/polls/answers/",
        "desk-hours": "/admin/polls/hours/",
        "desk-hour-new": "/admin/polls/hours/new/",
        "desk-thanks": "/admin/thanks/",
        "desk-away": "/admin/away/",
        "desk-agreements": "/admin/agreements/",
        "desk-credentials": "/admin/credentials/",
        "desk-super-users": "/admin/super-users/",
        "desk-pictures": "/admin/pictures/",
        "desk-numbers": "/admin/numbers/",
        "desk-number-new": "/admin/numbers/new/",
        "desk-past-hours": "/admin/past-hours/",
        "desk-blocks": "/admin/blocks/",
        "desk-block-new": "/admin/blocks/new/",
        "desk-meetings": "/admin/meetings/",
    }.items():
        yield Stop(name, mia, path)
    waiting = Project.objects.waiting_for(mia).first() or Project.objects.filter(status="submitted").first()
    assert waiting
    yield Stop("desk-proposal", mia, reverse("review_project", args=[waiting.slug]))
    for poll in IdeaPoll.objects.order_by("pk"):
        yield Stop(f"desk-poll-{poll.pk}", poll.owner, reverse("ideas_office:poll", args=[poll.pk]))
    newest = IdeaPoll.objects.latest("pk")
    yield Stop("desk-poll-edit", newest.owner, reverse("ideas_office:poll_edit", args=[newest.pk]))
    yield Stop("desk-poll-phone", newest.owner, reverse("ideas_office:poll_phone", args=[newest.pk]))
    yield Stop("desk-poll-ballot", newest.owner, reverse("ideas_office:poll_phone_frame", args=[newest.pk, "ballot"]))
    on_paper = IdeaPoll.objects.filter(paper_batches__isnull=False).first() or newest
    yield Stop("desk-paper", on_paper.owner, reverse("ideas_office:paper", args=[on_paper.pk]))
    doubled = IdeaPoll.objects.filter(doubles__isnull=False).first() or newest
    yield Stop("desk-doubles", doubled.owner, reverse("ideas_office:doubles", args=[doubled.pk]))
    for what in ("ballot", "counting"):
        yield Stop(f"paper-{what}", on_paper.owner, reverse("ideas_office:paper_print", args=[on_paper.pk, what]))
    idea = Idea.objects.filter(poll__in=IdeaPoll.objects.over()).order_by("pk").first() or Idea.objects.first()
    assert idea
    yield Stop("desk-idea", idea.poll.owner, reverse("ideas_office:idea", args=[idea.pk]))
    thanked = (
        Person.objects.filter(attendances__state__in=Attendance.VERIFIED, kind=Person.Kind.RESIDENT)
        .order_by("pk")
        .first()
    )
    if thanked:
        yield Stop("desk-person", mia, reverse("person_thank", args=[thanked.ref]))
    standing = Standing.objects.filter(status=Standing.Status.ACCEPTED).first()
    if standing:
        yield Stop("desk-standing", mia, reverse("standing_decide", args=[standing.pk]))
    kept = Adoption.objects.live().order_by("pk")[0].block
    yield Stop("desk-block", mia, reverse("block_edit", args=[kept.slug]))
    yield Stop("desk-block-end", mia, reverse("block_take_back", args=[kept.slug]))
    pair = BeforeAfter.objects.waiting().first() or BeforeAfter.objects.first()
    if pair:
        yield Stop("desk-pair", mia, reverse("pair_decide", args=[pair.pk]))
    meeting = Event.objects.filter(project__department__isnull=False).first()
    if meeting:
        yield Stop("meeting", None, event_path("event_page", meeting))
    yield Stop("desk-lost-factors", ivo, reverse("factor_list"))
    yield Stop("desk-roles", ivo, reverse("role_list"))
    yield Stop("desk-letters", ivo, reverse("outbox"))
    yield Stop("desk-letter", ivo, reverse("letter_preview", args=["thanks"]))
    yield Stop("desk-editor", noor, "/admin/")


def mistakes() -> Iterator[Stop]:
    yield Stop("not-there", None, "/there-is-no-such-page/")
    yield Stop("not-yours", demo_person("resident"), "/admin/")
