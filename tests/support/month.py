"""A busy city, day after day with its clock shifted: people do things, every job runs twice, bells are heard five times.

What left is read as a mailbox would: was anything sent twice, too often, at night, or too late? The model knows the rules
from what was promised, not from the code.
"""

import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.core import mail
from django.db import connections

from conversations.actions import comment, follow, unfollow
from conversations.kinds import thing_of
from conversations.models import Comment
from core import clock
from core.clock import now
from core.errors import RuleBroken, TooOften
from core.refs import new_ref
from ideas import actions as polls
from ideas.models import Idea, IdeaPoll, Phase
from ideas.tasks import follow_the_clock
from notices.actions import choose_digest, choose_notices, send_due, tell_at_once, write_digests
from notices.kinds import CATEGORIES, KINDS
from notices.models import Instants, Letter, LetterQuerySet
from people.deeds import deliver_all
from people.models import Deed, Delivery, Person
from projects import actions, nearing
from projects.models import Broadcast, Event, Project, ProjectRole, SignUp
from tests.builders import make_department, make_hood, make_person, make_project
from tests.ideas.builders import make_idea, make_poll, vote

HERE = ZoneInfo("Europe/Amsterdam")
HEARD = 5
JOBS: tuple[Callable[[], Any], ...] = (
    actions.expire_offers, actions.ask_who_comes, actions.remind_who_comes, actions.release_unanswered,
    actions.ask_for_names, actions.release_unnamed, actions.expire_waiting, actions.remind_of_dates, actions.fill_series,
    actions.close_overdue, actions.share_overdue, follow_the_clock, write_digests, tell_at_once,
)  # fmt: skip
TOKEN = re.compile(r"/stop/[^/]+/")
SAID = re.compile(r"\blantern \d+[.?]")  # each of people's words has its own, which no letter of the city says
VIEW = re.compile("My view is (for|against)")
# What was promised: of what people say and of what is followed three letters a day at most.
LIMITED = frozenset(
    {"follow_news", "message_answered", "talk_answer", "talk_mention", "talk_question", "voting_opened"}
)
REASON = "We will build it next spring, because many asked for it and it is cheap."


class Month:
    """`away`: the days (0 is the first) on which no worker runs."""

    def __init__(
        self, *, people: int, projects: int, days: int, away: range = range(0), at_once: bool = False, seed: int = 1
    ):
        self.dice, self.days, self.away = random.Random(seed), days, away
        self.pool = ThreadPoolExecutor(4) if at_once else None
        self.wrong: list[str] = []
        self.kinds: Counter[str] = Counter()
        self.deeds: Counter[str] = Counter()
        self.rounds: list[datetime] = []  # when a worker ran
        self.numbers = itertools.count(1)
        hoods = [make_hood(name) for name in ("Elm Park", "Harbor", "Mill Yard")]
        self.people = [make_person(f"P{n}", neighborhood=self.dice.choice(hoods)) for n in range(people)]
        self.leads = self.people[: max(2, projects // 2)]
        self.projects = [
            make_project(self.dice.choice(self.leads), status="active", neighborhood=self.dice.choice(hoods))
            for _ in range(projects)
        ]
        self.polls = [make_poll("voting"), make_poll("voting", neighborhood=None)]
        for poll in self.polls:
            for _ in range(3):
                make_idea(poll, author=self.dice.choice(self.people))
            Phase.objects.filter(poll=poll, kind="voting").update(closes_at=now() + timedelta(days=days / 2))
        self.votes: set[int] = set()  # who wants to hear that voting opens
        for person in self.people:
            self._settle_in(person, hoods)
        self.heard = Deed.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.seen: set[str] = set()
        self.newest: dict[str, str] = {}  # of each thing, what its reader was told last

    def _settle_in(self, person: Person, hoods: list[Any]) -> None:
        follow(by=person, neighborhood=self.dice.choice(hoods))
        for project in self.dice.sample(self.projects, min(3, len(self.projects))):
            follow(by=person, thing=project)
        if self.dice.random() < 0.5:
            follow(by=person, thing=self.dice.choice(self.polls))
        if self.dice.random() < 0.4:
            choose_digest(by=person, every="day", weekday=0, hour=self.dice.choice((8, 12, 17, 20)))
        if self.dice.random() < 0.2:
            key = self.dice.choice(("thanks", "messages", "talk", "polls"))
            choose_notices(by=person, choices={key: self.dice.choice(CATEGORIES[key].choices)})
        if self.dice.random() < 0.2:
            choose_notices(by=person, choices={"follow": self.dice.choice(CATEGORIES["follow"].choices)})
        if self.people.index(person) % 3:
            choose_notices(by=person, choices={"votes": "at_once"})
            self.votes.add(person.pk)

    # ── days ──

    def go(self, *, every: int = 1, deeds: int = 5) -> "Month":
        """Hour by hour by day, less often at night."""
        begin = now().astimezone(HERE).replace(hour=7, minute=3, second=0, microsecond=0) + timedelta(days=1)
        for day in range(self.days):
            for hour in (4, *range(8, 23, every)):
                clock.shift(begin.replace(hour=hour) + timedelta(days=day) - now())
                for _ in range(self.dice.randint(0, 2 * deeds) if 7 <= hour < 22 else 1):
                    self._do_something()
                if day not in self.away:
                    self.work()
        if self.pool:
            self.pool.shutdown()
        self._look_back()
        return self

    def work(self) -> None:
        """A worker's round: each job twice, where there are threads both at the same time; then what left is read."""
        self.rounds.append(now())
        for job in JOBS:
            self._twice(job)
        self._twice(deliver_all)
        for _ in range(HEARD - 1):
            Delivery.objects.filter(deed__gt=self.heard).update(done_at=None)
            deliver_all()
        self.heard = Deed.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._twice(send_due)
        self._read()

    def _twice(self, job: Callable[[], Any]) -> None:
        if self.pool is None:
            job()
            job()
            return
        for running in [self.pool.submit(_alone, job) for _ in range(2)]:
            running.result()

    def _do_something(self) -> None:
        ways = (
            (self._join, 6), (self._leave, 2), (self._plan, 2), (self._change, 1), (self._cancel, 0.4), (self._vote, 2),
            (self._write, 0.5), (self._say, 1), (self._turn, 1), (self._hold, 2), (self._answer, 0.5), (self._reply, 2),
            (self._view, 2), (self._talk_below, 0.5),
        )  # fmt: skip
        (deed,) = self.dice.choices([way for way, _ in ways], [weight for _, weight in ways])
        with suppress(RuleBroken, TooOften):
            if deed() is not False:
                self.deeds[deed.__name__.strip("_")] += 1

    # ── what people do ──

    def _ahead(self) -> Event | None:
        events = list(Event.objects.coming().filter(starts_at__gt=now()).select_related("project")[:40])
        return self.dice.choice(events) if events else None

    def _lead(self, project: Project) -> Person:
        return project.organizers.get(role=ProjectRole.Role.LEAD).person

    def _plan(self) -> Any:
        project = self.dice.choice(self.projects)
        day = (now() + timedelta(days=self.dice.randint(1, 12))).astimezone(HERE).date()
        start = datetime(day.year, day.month, day.day, self.dice.randint(8, 19))
        slots: list[actions.SlotWords] = [{"name": "Helpers", "capacity": self.dice.choice((2, 4, None))}]
        return actions.schedule_event(
            by=self._lead(project), project=project, starts_at=start, ends_at=start + timedelta(hours=2), zone=HERE.key,
            meeting_point="Blue sign", slots=slots,
        )  # fmt: skip

    def _join(self) -> Any:
        event = self._ahead()
        if event is None:
            return False
        return actions.join_slot(by=self.dice.choice(self.people), slot=self.dice.choice(list(event.slots.all())))

    def _leave(self) -> Any:
        mine = list(
            SignUp.objects.live().filter(slot__event__starts_at__gt=now()).select_related("person", "slot")[:60]
        )
        if not mine:
            return False
        signup = self.dice.choice(mine)
        return actions.leave_slot(by=signup.person, signup=signup)

    def _change(self) -> Any:
        event = self._ahead()
        if event is None:
            return False
        by = timedelta(days=self.dice.choice((-2, 1, 3, 7)))
        return actions.change_event(
            by=self._lead(event.project), event=event, starts_at=event.starts_at + by, ends_at=event.ends_at + by
        )

    def _cancel(self) -> Any:
        event = self._ahead()
        return actions.cancel_event(by=self._lead(event.project), event=event, reason="weather") if event else False

    def _hold(self) -> Any:
        """A date that is over is settled: everybody with a place came."""
        over = Event.objects.filter(status="scheduled", ends_at__lt=now(), ends_at__gt=now() - timedelta(days=2))
        event = over.select_related("project").first()
        if event is None:
            return False
        lead = self._lead(event.project)
        for signup in SignUp.objects.filter(slot__event=event, state="confirmed").exclude(person=lead):
            with suppress(RuleBroken):
                actions.check_in(by=lead, event=event, person=signup.person)
        return actions.close_event(by=lead, event=event)

    def _vote(self) -> Any:
        poll = self.dice.choice(self.polls)
        return vote(poll, self.dice.choice(self.people), [self.dice.choice(list(poll.ideas.all())).ref])

    def _answer(self) -> Any:
        for poll in IdeaPoll.objects.filter(frozen_at__isnull=False):
            if poll.certification is None:
                return polls.certify_result(by=poll.owner, poll=poll, override_reason="")
        owed = Idea.objects.filter(duty__done_at=None, duty__isnull=False).select_related("poll").first()
        if owed is None:
            return False
        return polls.answer_idea(
            by=owed.poll.owner, idea=owed, department=make_department(), status="accepted", reason=REASON,
            next_step="Order the lamps", due_on=now().date() + timedelta(days=60),
        )  # fmt: skip

    def _write(self) -> Any:
        event = self._ahead()
        if event is None:
            return False
        words = f"Bring {self.dice.randint(1, 10_000)} gloves."
        return actions.write_to_people(by=self._lead(event.project), event=event, audience="coming", words=words)

    def _say(self) -> Any:
        words = f"Is there shade at lantern {next(self.numbers)}?"
        return comment(by=self.dice.choice(self.people), thing=self.dice.choice(self.projects), words=words)

    def _reply(self) -> Any:
        """Somebody answers, and mostly means another by name."""
        said = Comment.objects.published().filter(parent=None).select_related("subject").order_by("-pk")[:12]
        if not said:
            return False
        begun = self.dice.choice(said)
        whom = self.dice.choice(["", f"@{begun.by.first_name} ", f"@{self.dice.choice(self.people).first_name} "])
        words = f"{whom}Look behind lantern {next(self.numbers)}."
        thing = thing_of(begun.subject)[1]
        return comment(by=self.dice.choice(self.people), thing=thing, words=words, answer_to=begun)

    def _view(self) -> Any:
        """On an idea, mostly not a question."""
        label = self.dice.choice(("question", "for", "against"))
        words = f"My view is {label}: lantern {next(self.numbers)}."
        idea = self.dice.choice(list(Idea.objects.filter(poll__in=self.polls)))
        return comment(by=self.dice.choice(self.people), thing=idea, words=words, label=label)

    def _talk_below(self) -> Any:
        """An organizer asks back below what they wrote to all, and somebody on its list answers."""
        broadcast = Broadcast.objects.select_related("by").order_by("-pk").first()
        if broadcast is None:
            return False
        begun = comment(by=broadcast.by, thing=broadcast, words=f"Who brings lantern {next(self.numbers)}?")
        reader = self.dice.choice(list(broadcast.recipients.select_related("person"))).person
        return comment(by=reader, thing=broadcast, words=f"I bring lantern {next(self.numbers)}.", answer_to=begun)

    def _turn(self) -> Any:
        person, project = self.dice.choice(self.people), self.dice.choice(self.projects)
        return (follow if self.dice.random() < 0.7 else unfollow)(by=person, thing=project)

    # ── what left ──

    def _read(self) -> None:
        """The letters of this round, as they came out of the wire."""
        at = now()
        for message in mail.outbox:
            ref = message.extra_headers["Message-ID"].strip("<>").partition("@")[0]
            letter = Letter.objects.get(ref=ref)
            body = TOKEN.sub("", str(message.body))
            once = {ref, f"{letter.address} {letter.event_key}"}
            once |= {f"{letter.address} reads {said}" for said in SAID.findall(body)}
            if letter.kind == "talk_question" and VIEW.search(body):
                self.wrong.append(f"at once to {letter.address}, and nobody asks: {body[:80]}")
            if poll := self._opened(letter, body):
                once.add(f"{letter.address} hears at once that they can vote: {poll}")
            words = f"{letter.address} {letter.kind} {message.subject} {body}"
            thing = f"{letter.address} {letter.event_key.rpartition(':')[0]}"
            if self.newest.get(thing, words) == words:  # a date moved away and back is news in the same words
                once.add(words)
            for seen in once & self.seen:
                self.wrong.append(f"twice: {letter.kind} to {letter.address}: {seen[:80]}")
            self.seen |= {*once, words}
            self.newest[thing] = words
            self.kinds[letter.kind] += 1
            self._on_time(letter, at)
        mail.outbox.clear()

    def _opened(self, letter: Letter, body: str) -> str:
        """Of which poll it says at once that people can vote. Nobody hears it who didn't ask, or lives elsewhere."""
        if (
            letter.kind not in ("voting_opened", "follow_news")
            or "ote until" not in body
            and "oting is open" not in body
        ):
            return ""
        poll = next((poll for poll in self.polls if poll.slug in body), None)
        assert poll and letter.person
        elsewhere = poll.neighborhood_id not in (None, letter.person.neighborhood_id)
        if letter.kind == "voting_opened" and (elsewhere or letter.person_id not in self.votes):
            self.wrong.append(f"nobody asked: {letter.kind} to {letter.address}")
        return poll.slug

    def _on_time(self, letter: Letter, at: datetime) -> None:
        if letter.good_until and letter.good_until <= at - timedelta(minutes=1):
            self.wrong.append(f"stale: {letter.kind} for {letter.good_until}")
        event = _event_of(letter)
        night = not 8 <= at.astimezone(HERE).hour < 21
        soon = event is not None and event.starts_at - at < timedelta(hours=12)
        if night and not (KINDS[letter.kind].category.at_night or soon or letter.lane == Letter.Lane.FAST):
            self.wrong.append(f"at night: {letter.kind} at {at}")
        if letter.kind == "date_reminder" and event is not None:
            _event, _pk, _remind, which, start = letter.event_key.partition("~")[0].split(":")
            if f"{event.starts_at:%Y%m%d%H%M}" != start or event.status != Event.Status.SCHEDULED:
                self.wrong.append(f"reminder of what is no longer so: {letter.event_key}")
            left = event.starts_at - at
            if not nearing.TOO_LATE[which] < left <= nearing.FARTHEST[which]:
                self.wrong.append(f"reminder {left} before: {letter.event_key}")

    def _look_back(self) -> None:
        """Over the whole time: one digest a day, three letters at once of what somebody follows or talks in; nobody forgotten."""
        a_day: defaultdict[tuple[int, Any, str], int] = defaultdict(int)
        for letter in Letter.objects.exclude(lane=Letter.Lane.DIGEST).filter(person__isnull=False):
            what = "digest" if letter.kind == "digest" else "at once" if letter.kind in LIMITED else ""
            if what:
                left = letter.sent_at or letter.due_at
                a_day[letter.person_id or 0, left.astimezone(HERE).date(), what] += 1
        for (person, day, what), count in a_day.items():
            if count > (1 if what == "digest" else Instants.AT_MOST):
                self.wrong.append(f"{count} × {what} to {person} on {day}")
        self.wrong += self._forgotten()
        refused = Delivery.objects.exclude(problem="").values_list("receiver", "problem")
        self.wrong += [f"{receiver}: {problem}" for receiver, problem in refused[:5]]

    def _forgotten(self) -> list[str]:
        """Who joined early, stayed, and whose date never moved, was reminded two hours before, if a worker ran in time."""
        moved = {deed.ids["event"] for deed in Deed.objects.filter(bell="projects.event_changed")}
        came = SignUp.objects.filter(state="confirmed", slot__event__starts_at__lt=now()).exclude(slot__event__in=moved)
        found = []
        for signup in came.exclude(slot__event__status="cancelled").select_related("slot__event", "person__user"):
            event = signup.slot.event
            due = nearing.due_at(event.starts_at, "soon", HERE)
            last = event.starts_at - nearing.TOO_LATE["soon"]
            in_time = [at for at in self.rounds if due <= at < last and 8 <= at.astimezone(HERE).hour < 21]
            if not in_time or signup.created_at > due - timedelta(hours=5):
                continue
            key = f"event:{event.pk}:remind:soon:{event.starts_at:%Y%m%d%H%M}"
            if signup.waitlist_at is None and not Letter.objects.filter(person=signup.person, event_key=key).exists():
                found.append(f"not reminded: {signup.person} of {event.starts_at}")
        return found


@contextmanager
def naive() -> Iterator[None]:
    """The negative control: an outbox that looks nothing up, as if its database had no key: each letter has a key of its own."""
    bulk_create = LetterQuerySet.bulk_create

    def create(self: Any, defaults: dict[str, Any], **key: Any) -> tuple[Letter, bool]:
        return Letter.objects.create(**{**key, "event_key": f"{key['event_key']}~{new_ref()}"}, **defaults), True

    def write_all(self: Any, letters: list[Letter], **more: Any) -> Any:
        for letter in letters:
            letter.event_key += f"~{new_ref()}"
        return bulk_create(self, letters)

    looks_nothing_up = {"get_or_create": create, "first": lambda self: None, "bulk_create": write_all}
    with patch.multiple(LetterQuerySet, **looks_nothing_up):  # type: ignore[call-overload]
        yield


def _alone(job: Callable[[], Any]) -> Any:
    try:
        return job()
    finally:
        connections.close_all()


def _event_of(letter: Letter) -> Event | None:
    """What its key says that it is about."""
    room, _colon, rest = letter.event_key.partition(":")
    number = re.match(r"\d+", rest)
    if room == "event" and number:
        return Event.objects.filter(pk=int(number[0])).first()
    if room == "signup" and number:
        return Event.objects.filter(slots__signups=int(number[0])).first()
    if room == "broadcast" and number:
        return Event.objects.filter(broadcasts=int(number[0])).first()
    return None
