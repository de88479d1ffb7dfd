"""Build Larkhaven: lay it out, move people in, and live the last two hundred days through the rooms' own actions."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from city.models import Neighborhood
from cms.starter import build_site
from conversations.actions import follow
from core import clock, queue
from core.errors import RuleBroken
from files.actions import take_picture
from gamification import actions as recognition
from people.models import Person
from projects import actions, recurrence
from projects.actions.reviewing import checklist_for
from projects.models import Event, Need, Project, ProjectRole, Slot
from projects.permissions import departments_of

from . import blocks, impact, live_hours, pages, place, talk, voting
from .art import describe, draw
from .family import move_in_with_children
from .people import RESIDENTS, move_in
from .projects import ANSWERS, CHANGES, NO, PLANS, Date, Plan
from .timeline import Timeline, run

ZONE = ZoneInfo("Europe/Amsterdam")
SIZE = (960, 600)
THURSDAY, SUNDAY = 3, 6
BUSY = ("Amal Khoury", "Ruth Osei", "Tom Adeyemi", "Bea Lindqvist", "Sofia Lopes", "Mei Chen")


def seed(say: Callable[[str], None] = lambda words: None) -> bool:
    """Build the demo city once; a city that stands is left alone. Returns whether it was built now."""
    if Person.objects.filter(ref="demo-organizer", project_roles__isnull=False).exists():
        return False
    with transaction.atomic(), queue.quiet():
        place.lay_out(build_site())
        try:
            clock.shift(timedelta(days=-200))
            people = move_in()
        finally:
            clock.reset()
        Larkhaven(people, say).live()
        move_in_with_children(people)
        pages.tell_stories()
        pages.speak_other_languages()
    return True


class Larkhaven:
    """The story's state while it is played: who is who, and a fixed seed so that every demo city is the same."""

    def __init__(self, people: dict[str, Person], say: Callable[[str], None]):
        self.people = people
        self.say = say
        self.random = Random(2611)
        self.timeline = Timeline()
        self.hoods = {hood.name: hood for hood in Neighborhood.objects.defer("boundary")}
        self.residents = [people[f"{first} {last}"] for first, last, _hood in RESIDENTS]
        self.official, self.second = people["Mia Lund"], people["Henrik Bauer"]
        self.today = self.timeline.present.astimezone(ZONE).date()
        self.projects: dict[str, Project] = {}

    def live(self) -> None:
        voting.plan(self)
        live_hours.plan(self)
        impact.lay(self)
        blocks.plan(self)
        talk.plan(self)
        for n, plan in enumerate(PLANS):
            self._plan(n, plan)
        self.timeline.at(self.ago(days=3), self._invite)
        self.timeline.at(self.ago(days=2), self._thank)
        self._listen()
        self.say(f"{self.timeline.play()} deeds of the last 200 days")

    def _listen(self) -> None:
        """Some follow what interests them; in the last days the worker's tasks ran, called by name: no letter is known here."""
        for n, name in enumerate(BUSY):
            self.timeline.at(self.ago(days=20), partial(self._follow, self.people[name], n))
        for hours in range(48):
            self.timeline.at(self.ago(hours=hours, minutes=10), actions.remind_of_dates)
        back = (self.today.weekday() - THURSDAY) % 7 or 7
        last = datetime.combine(self.today - timedelta(days=back), time(17, 5), ZONE)
        self.timeline.at(last, partial(run, "notices.tasks.write_digests"))

    def _follow(self, person: Person, n: int) -> None:
        follow(by=person, neighborhood=list(self.hoods.values())[n % len(self.hoods)])
        follow(by=person, category=("planting", "cleanup", "repair")[n % 3])

    def ago(self, **span: float) -> datetime:
        return self.timeline.present - timedelta(**span)

    def awake(self, days: float) -> datetime:
        """So many days ago, in the same order, but between 8:00 and 21:00: nobody of Larkhaven writes at night."""
        when = self.ago(days=days).astimezone(ZONE)
        midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(hours=8) + (when - midnight) * 13 / 24

    def local(self, day: int, at: str) -> datetime:
        """The wall clock's time, `day` days from today, moved to the weekday it has when today is a Sunday."""
        hour, minute = map(int, at.split(":"))
        day += (SUNDAY - self.today.weekday() + 3) % 7 - 3
        when = self.today + timedelta(days=day)
        return datetime(when.year, when.month, when.day, hour, minute, tzinfo=ZONE)

    # ── one project ────────────────────────────────────────────────────────────────────────────────────────────────

    def _plan(self, n: int, plan: Plan) -> None:
        first = min((date.day for date in plan.dates), default=0)
        begun = self.local(min(first - 24, -8) if plan.dates else -6 - n % 5, "19:20") + timedelta(minutes=7 * n)
        if plan.end in ("submitted", "needs_changes"):
            begun = self.local(-3 - n % 3, "20:10")
        self.timeline.at(begun, lambda: self._propose(n, plan, begun))

    def _propose(self, n: int, plan: Plan, begun: datetime) -> None:
        lead = self.people[plan.lead]
        answers = self._answers(n, plan)
        from_idea = voting.project_for(self, plan.title, lead)
        if from_idea is None:
            project = actions.propose_project(by=lead, **answers)
        else:
            project = actions.save_answers(by=lead, project=from_idea, **answers) or from_idea
        self.projects[plan.title] = project
        if plan.co_lead:
            ProjectRole.objects.create(project=project, person=self.people[plan.co_lead], role=ProjectRole.Role.CO_LEAD)
        if plan.end == "draft":
            return
        actions.submit_project(by=lead, project=project)
        self.timeline.at(begun + timedelta(days=2, hours=14), lambda: self._decide(plan, self._fresh(plan)))

    def _answers(self, n: int, plan: Plan) -> dict:
        longitude, latitude = place.at(*plan.at)
        upload = SimpleUploadedFile("drawing.webp", draw(plan.art, seed=n, size=SIZE), content_type="image/webp")
        seated, toilet, shade, spoken = ANSWERS.get(plan.title, (None, None, None, ""))
        return {
            "seated": seated, "toilet": toilet, "shade": shade, "spoken": spoken,
            "title": plan.title, "summary": plan.summary, "body": plan.body, "category": plan.category,
            "neighborhood": self.hoods[plan.hood], "place": plan.place, "longitude": longitude, "latitude": latitude,
            "wanted": plan.wanted, "wanted_number": plan.number, "wanted_unit": plan.unit, "bring": plan.bring,
            "access": plan.access, "step_free": plan.step_free, "family_friendly": plan.family,
            "picture": take_picture(upload=upload, alt=describe(plan.art, n)), **plan.extra,
        }  # fmt: skip

    def _fresh(self, plan: Plan) -> Project:
        return Project.objects.get(pk=self.projects[plan.title].pk)

    def _decide(self, plan: Plan, project: Project) -> None:
        if plan.end == "submitted":
            return
        if plan.end == "needs_changes":
            actions.request_changes(by=self.official, project=project, reason=CHANGES)
            return
        if plan.end == "rejected":
            actions.reject_project(by=self.official, project=project, reason=NO)
            return
        checklist = dict.fromkeys(checklist_for(project), True)
        actions.approve_project(by=self.official, project=project, checklist=checklist)
        approved = clock.now()
        for date in plan.dates:
            planned = max(approved + timedelta(hours=20), self.local(date.day - 21, "19:00"))
            self.timeline.at(min(planned, self.ago(hours=30)), partial(self._schedule, plan, date))
        if plan.end in ("paused", "cancelled", "completed"):
            self._plan_end(plan)

    def _plan_end(self, plan: Plan) -> None:
        lead = self.people[plan.lead]
        if plan.end == "completed":
            ended = self.local(max(date.day for date in plan.dates) + 2, "20:30")
            self.timeline.at(min(ended, self.ago(hours=1)), lambda: self._complete(plan, lead))
        elif plan.end == "paused":
            words = "The pitch is under water until the pump is back. We start again in spring."
            self.timeline.at(
                self.ago(days=4), lambda: actions.pause_project(by=lead, project=self._fresh(plan), reason=words)
            )
        else:
            words = "The weir must stay closed after the flood report, so there is no safe way to the water."
            self.timeline.at(
                self.ago(days=3), lambda: actions.cancel_project(by=lead, project=self._fresh(plan), reason=words)
            )

    def _complete(self, plan: Plan, lead: Person) -> None:
        art = {"creek_before": "creek_after"}.get(plan.art, plan.art)
        upload = SimpleUploadedFile("done.webp", draw(art, seed=99, size=SIZE), content_type="image/webp")
        picture = take_picture(upload=upload, alt=describe(art, 99))
        actions.complete_project(
            by=lead, project=self._fresh(plan), outcome_number=plan.outcome, report=plan.report, picture=picture
        )

    # ── one date ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _schedule(self, plan: Plan, date: Date) -> None:
        if date.weeks:
            self._repeat(plan, date)
            return
        starts = self.local(date.day, date.start)
        ends = starts + timedelta(hours=date.hours)
        event = actions.schedule_event(
            by=self.people[plan.lead], project=self._fresh(plan), starts_at=starts, ends_at=ends, zone=str(ZONE),
            meeting_point=plan.place,
            slots=[
                {"name": name, "capacity": places, "note": note, "minimum_wanted": (places or 0) // 2}
                for name, places, note in date.tasks
            ],
            interpreter_until=(starts - timedelta(days=3)).date() if date.interpreter else None,
        )  # fmt: skip
        for item, wanted, source, promised in date.needs:
            need = actions.add_need(by=self.people[plan.lead], event=event, item=item, wanted=wanted, source=source)
            self.timeline.at(self.ago(minutes=10), partial(self._promise, need, promised))
        self._plan_joining(plan, date, event)
        if ends < self.timeline.present:
            self.timeline.at(starts + timedelta(minutes=5), lambda: self._check_in(plan, event))
            self.timeline.at(ends + timedelta(hours=self.random.randint(1, 8)), lambda: self._close(plan, event))

    def _repeat(self, plan: Plan, date: Date) -> None:
        """Week after week; once the library closes late, so that one date is at another hour."""
        lead, starts = self.people[plan.lead], self.local(date.day, date.start)
        series = actions.start_series(
            by=lead, project=self._fresh(plan), rule=recurrence.weekly(starts.date()), first_day=starts.date(),
            begins=starts.time(), ends=(starts + timedelta(hours=date.hours)).time(), zone=str(ZONE),
            until=starts.date() + timedelta(weeks=date.weeks), meeting_point=plan.place,
            slots=[{"name": name, "capacity": places, "note": note} for name, places, note in date.tasks],
        )  # fmt: skip
        for n, event in enumerate(series.events.order_by("starts_at")[:3]):
            if n == 1:
                begins, ends = (moment + timedelta(hours=1) for moment in (event.starts_at, event.ends_at))
                event = actions.change_event(by=lead, event=event, starts_at=begins, ends_at=ends)
            self._plan_joining(plan, replace(date, turnout=date.turnout - n * 0.15), event)

    def _plan_joining(self, plan: Plan, date: Date, event: Event) -> None:
        last = min(event.starts_at - timedelta(hours=7), self.ago(minutes=20))
        span = max((last - clock.now()).total_seconds(), 60)
        leads = [self.people[name] for name in (plan.lead, plan.co_lead) if name]
        others = [person for person in self.residents if person not in leads]
        busy = [self.people[name] for name in BUSY if self.people[name] in others]
        self.random.shuffle(others)
        seats = event.slots.all()
        for slot in seats:
            wanted = round((slot.capacity or 10) * date.turnout)
            if slot.name.startswith("In the water") and date.day > 0:
                wanted = (slot.capacity or 0) + 3  # full, with a queue
            crowd = [*leads, *self.random.sample(busy, min(2, len(busy)))] if slot == seats[0] else []
            crowd += [others.pop() for _ in range(min(len(others), max(0, wanted - len(crowd))))]
            for person in dict.fromkeys(crowd):
                moment = clock.now() + timedelta(seconds=self.random.random() * span)
                self.timeline.at(moment, partial(self._join, person, slot), may_fail=True)

    def _join(self, person: Person, slot: Slot) -> None:
        signup = actions.join_slot(
            by=person, slot=Slot.objects.get(pk=slot.pk), party=self.random.choice((1, 1, 1, 1, 2))
        )
        if self.random.random() < 0.06:
            later = clock.now() + timedelta(hours=self.random.randint(2, 60))
            self.timeline.at(later, lambda: self._leave(person, signup), may_fail=True)

    def _promise(self, need: Need, amount: int) -> None:
        """One each, by those who joined first."""
        coming = need.event.slots.earliest("pk").signups.filter(state="confirmed").order_by("pk")
        for signup in coming[need.pk % 2 :][:amount]:
            actions.claim_need(by=signup.person, need=need, amount=1)

    def _leave(self, person: Person, signup) -> None:
        signup.refresh_from_db()
        actions.leave_slot(by=person, signup=signup)

    def _check_in(self, plan: Plan, event: Event) -> None:
        event.refresh_from_db()
        lead, co_lead = self.people[plan.lead], self.people.get(plan.co_lead)
        for slot in event.slots.all():
            for signup in slot.signups.filter(state="confirmed").select_related("person"):
                if signup.person == lead:
                    if co_lead is not None:
                        actions.check_in(by=co_lead, event=event, person=lead)
                elif self.random.random() > 0.07:
                    actions.check_in(by=lead, event=event, person=signup.person)

    def _close(self, plan: Plan, event: Event) -> None:
        event.refresh_from_db()
        if event.status == Event.Status.SCHEDULED:
            actions.close_event(by=self.people[plan.lead], event=event)
            impact.plan(self, plan, event)

    # ── thanks ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _invite(self) -> None:
        """A department meets residents: nothing is earned there."""
        meeting = actions.plan_meeting(
            by=self.official, department=departments_of(self.official)[0], title="Coffee with the parks office",
            about="Which trees next winter? Step-free, interpreter for Arabic, a corner for children to draw.",
            starts_at=self.local(16, "12:15"), ends_at=self.local(16, "13:15"), zone=ZONE.key,
            meeting_point="Town Hall, room 2", places=24,
        )  # fmt: skip
        for person in self.residents[:9]:
            with suppress(RuleBroken):  # whoever is somewhere else then
                actions.join_slot(by=person, slot=meeting.slots.get())

    def _thank(self) -> None:
        for name, citation, consent in (
            ("Ruth Osei", "For forty young oaks, for three planting days led in all weathers, and for the five families who now carry water because you asked them.", "public"),
            ("Lena Brandt", "For nine benches, and for the patience with which you showed a dozen people how to hold a sander. Mill Yard is a place to sit again.", "public"),
            ("Farah Aziz", "For every Tuesday evening at the library tables. Four schools tell us that the sums got better, and the children louder.", ""),
        ):  # fmt: skip
            row = recognition.commend(by=self.official, person=self.people[name], citation=citation)
            if consent:
                recognition.answer_commendation(by=self.people[name], commendation=row, consent=consent)
        for standing in recognition.look_for_super_users():
            if standing.person.ref != "demo-resident":
                recognition.accept_invitation(by=standing.person, standing=standing)
        ruth = self.people["Ruth Osei"]
        if hasattr(ruth, "standing") and ruth.standing.status == "accepted":
            recognition.confirm_super_user(by=self.official, standing=ruth.standing)
