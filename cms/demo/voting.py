"""The four polls of Larkhaven, lived through the actions of `ideas`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from city.models import Department
from core import clock
from ideas import actions
from ideas.models import Counting, Idea, IdeaPoll
from ideas.places import Place
from people.models import Person
from projects.models import Project

from .polls import CREEK, DEPOT, DEPOT_TWICE, MILL_LANE, NORTHGATE

if TYPE_CHECKING:
    from .seed import Larkhaven

BENCHES = "Benches and shade on Mill Lane"
PROJECTS_FROM_IDEAS = {"Bench repair, Mill Yard": BENCHES}


def plan(city: Larkhaven) -> None:
    """Put all of them into the timeline."""
    _answered(city)
    _by_code(city)
    _open(city)
    _collecting(city)


def project_for(city: Larkhaven, title: str, lead: Person) -> Project | None:
    """The draft started from an idea, where a project of the plan came from one."""
    idea = Idea.objects.filter(title=PROJECTS_FROM_IDEAS.get(title, "")).first()
    return actions.start_project(by=lead, idea=idea) if idea is not None else None


def _create(city: Larkhaven, phases: dict[str, tuple[int, int]], **settings) -> IdeaPoll:
    """Days from today; phases open at 9:00 and close at 20:00, or touch at 9:00."""
    last = max(closes for _opens, closes in phases.values())
    spans = {
        kind: (_day(city, opens, 9), _day(city, closes, 20 if closes == last else 9))
        for kind, (opens, closes) in phases.items()
    }
    poll = actions.create_poll(
        by=city.official,
        phases=spans,
        zone="Europe/Amsterdam",
        department=Department.objects.get(slug="parks-office"),
        **settings,
    )
    actions.publish_poll(by=city.official, poll=poll)
    return poll


def _day(city: Larkhaven, day: int, hour: int) -> datetime:
    return city.local(day, f"{hour:02d}:00")


def _submit(city: Larkhaven, poll: IdeaPoll, rows, begins: int, days: int) -> None:
    for n, (title, body, author, hood, *rest) in enumerate(rows):
        moment = city.local(begins, "10:00") + timedelta(days=days * n / len(rows), minutes=37 * n)
        city.timeline.at(moment, partial(_idea, city, poll, title, body, author, hood))
        if rest:
            later = city.local(begins + days, "11:00") + timedelta(hours=n)
            city.timeline.at(later, partial(_cost, city, poll, title, rest[0]))


def _idea(city: Larkhaven, poll: IdeaPoll, title: str, body: str, author: str, hood: str) -> None:
    idea = actions.submit_idea(
        by=city.people[author],
        poll=IdeaPoll.objects.get(pk=poll.pk),
        title=title,
        body=body,
        place=_somewhere(city, hood),
    )
    for person in city.random.sample(city.residents, city.random.randint(4, 17)):
        moment = clock.now() + timedelta(hours=city.random.randint(2, 60))
        city.timeline.at(
            moment,
            partial(_support, person, idea.pk),
            may_fail=True,
        )


def _support(person: Person, idea_id: int) -> None:
    actions.support_idea(by=person, idea=Idea.objects.get(pk=idea_id))


def _somewhere(city: Larkhaven, hood: str):
    return Place(neighborhood=city.hoods[hood])


def _cost(city: Larkhaven, poll: IdeaPoll, title: str, cost: int) -> None:
    actions.review_idea(by=city.official, idea=Idea.objects.get(poll=poll, title=title), feasible=True, cost=cost)


def _vote(
    city: Larkhaven, poll: IdeaPoll, weights: dict[str, float], begins: datetime, ends: datetime, voters: int
) -> None:
    """Ballots spread over the days of voting; some people change theirs."""
    for person in city.random.sample(city.residents, voters):
        moment = begins + (ends - begins) * city.random.random() * 0.95
        city.timeline.at(moment, partial(_cast, city, poll, person, weights), may_fail=True)


def _cast(city: Larkhaven, poll: IdeaPoll, person: Person, weights: dict[str, float]) -> None:
    refs = [idea.ref for idea in Idea.objects.filter(poll=poll) if city.random.random() < weights.get(idea.title, 0.3)]
    chosen = dict.fromkeys(city.random.sample(refs, min(len(refs), poll.votes_per_ballot)), 1)
    if chosen:
        actions.cast_ballot(
            by=person, poll=IdeaPoll.objects.get(pk=poll.pk), choices=chosen, revision=0,
            client_key=f"seed-{person.pk}", received_at=clock.now(),
        )  # fmt: skip


def _answered(city: Larkhaven) -> None:
    def begin() -> None:
        poll = _create(
            city, {"proposing": (-140, -122), "review": (-122, -118), "voting": (-118, -104)}, question="What should we do first around Mill Lane?",
            intro="The three ideas with most votes get an answer with a date. Choose up to three.", votes_per_ballot=3, winners_k=3,
        )  # fmt: skip
        _submit(city, poll, MILL_LANE, -139, 17)
        weights = dict(zip((row[0] for row in MILL_LANE), (0.9, 0.6, 0.45, 0.4, 0.25, 0.12), strict=True))
        city.timeline.at(city.local(-118, "09:30"), lambda: actions.open_voting(poll=IdeaPoll.objects.get(pk=poll.pk)))
        _vote(city, poll, weights, city.local(-118, "10:00"), city.local(-104, "19:30"), 34)
        city.timeline.at(city.local(-104, "20:02"), partial(_count, poll))
        city.timeline.at(city.local(-103, "10:00"), lambda: _certify(city, poll))
        for n, (title, *_rest, answer) in enumerate(MILL_LANE):
            city.timeline.at(city.local(-80 - 3 * n, "14:00"), partial(_answer, city, poll, title, *answer))

    city.timeline.at(city.local(-142, "10:00"), begin)


def _count(poll: IdeaPoll) -> None:
    counting = actions.freeze_poll(poll=IdeaPoll.objects.get(pk=poll.pk))
    assert counting is not None
    actions.count_frozen(counting=counting)


def _certify(city: Larkhaven, poll: IdeaPoll) -> None:
    actions.certify_result(by=city.official, poll=IdeaPoll.objects.get(pk=poll.pk))


def _answer(city: Larkhaven, poll: IdeaPoll, title: str, status: str, reason: str, step: str) -> None:
    office = Department.objects.get(
        slug="streets-office" if "cross" in title.lower() or "Light" in title else "parks-office"
    )
    due = city.today + timedelta(days=40) if status in ("in_progress", "accepted", "checking") else None
    if title == BENCHES:
        due = city.today - timedelta(days=2)
    actions.answer_idea(
        by=city.official, idea=Idea.objects.get(poll=poll, title=title), status=status, reason=reason, department=office,
        next_step=step, due_on=due,
    )  # fmt: skip


def _by_code(city: Larkhaven) -> None:
    """Letters with a code, the money shared out, and a cost that was wrong: corrected by two before anybody certified it."""

    def begin() -> None:
        poll = _create(
            city, {"proposing": (-86, -74), "review": (-74, -70), "voting": (-70, -56)}, question="What should Northgate spend 60,000 euros on?",
            intro="Every household in Northgate got a letter with a code. Choose what you would like to see.",
            count_rule="equal_shares", budget_total=60_000, winners_k=None, votes_per_ballot=4, eligibility_level=3,
            neighborhood=city.hoods["Northgate"], eligible_total=150,
        )  # fmt: skip
        _submit(city, poll, [(*row[:3], "Northgate", row[3]) for row in NORTHGATE], -85, 10)
        city.timeline.at(city.local(-70, "09:30"), lambda: actions.open_voting(poll=IdeaPoll.objects.get(pk=poll.pk)))
        city.timeline.at(city.local(-70, "09:40"), lambda: _letters(city, poll))
        city.timeline.at(city.local(-56, "20:02"), partial(_count, poll))
        city.timeline.at(city.local(-55, "10:00"), lambda: _correct(city, poll))
        city.timeline.at(city.local(-54, "10:00"), lambda: _certify(city, poll))
        for n, (title, *_rest, answer) in enumerate(NORTHGATE):
            city.timeline.at(city.local(-50 + 3 * n, "14:00"), partial(_answer, city, poll, title, *answer))

    city.timeline.at(city.local(-88, "10:00"), begin)


def _letters(city: Larkhaven, poll: IdeaPoll) -> None:
    """150 codes; about half of the households vote."""
    _sheet, codes = actions.make_codes(
        by=city.official, poll=poll, number=150, note="Letters to the households of Northgate"
    )
    for n, code in city.random.sample(codes, 77):
        moment = city.local(-69, "08:00") + timedelta(days=12 * city.random.random())
        city.timeline.at(moment, partial(_cast_by_code, city, poll, n, code))


def _cast_by_code(city: Larkhaven, poll: IdeaPoll, n: int, code: str) -> None:
    poll = IdeaPoll.objects.get(pk=poll.pk)
    voter = actions.open_with_code(poll=poll, typed=code, session=f"seed-{n}")
    likes = {row[0]: row[4] for row in NORTHGATE}
    refs = [
        idea.ref for idea in Idea.objects.filter(poll=poll).order_by("ref") if city.random.random() < likes[idea.title]
    ]
    actions.cast_ballot(
        by=voter, poll=poll, choices=dict.fromkeys(refs[:poll.votes_per_ballot], 1), revision=0, client_key=f"seed-{n}",
        received_at=clock.now(),
    )  # fmt: skip


def _correct(city: Larkhaven, poll: IdeaPoll) -> None:
    roof = Idea.objects.select_related("poll").get(poll=poll, title=NORTHGATE[0][0])
    row = actions.ask_correction(
        by=city.official, poll=poll, idea=roof, cost=15_500,
        reason="The offer for the roof was for half of its length. The whole roof costs 15,500 euros.",
    )  # fmt: skip
    actions.confirm_correction(by=city.people["Ivo Brandt"], correction=row)
    actions.count_frozen(counting=Counting.objects.unfinished().get(poll=poll))


def _open(city: Larkhaven) -> None:
    def begin() -> None:
        poll = _create(
            city, {"proposing": (-38, -16), "review": (-16, -10), "voting": (-10, 4)},
            question="What should we fix first along the Lantern Creek path?",
            intro="The three ideas with most votes get built next year. Choose up to five.", votes_per_ballot=5, winners_k=3,
        )  # fmt: skip
        _submit(city, poll, CREEK, -37, 20)
        city.timeline.at(city.local(-10, "09:30"), lambda: actions.open_voting(poll=IdeaPoll.objects.get(pk=poll.pk)))
        _vote(city, poll, {}, city.local(-10, "10:00"), city.timeline.present, 27)

    city.timeline.at(city.local(-39, "10:00"), begin)


def _same_twice(city: Larkhaven, poll: IdeaPoll) -> None:
    """Somebody sends what is there already, some support it, and the city brings the two together."""
    kept, (title, body, author, supporters, why) = DEPOT[4][0], DEPOT_TWICE

    def send() -> None:
        idea = actions.submit_idea(by=city.people[author], poll=poll, title=title, body=body)
        for name in supporters:
            actions.support_idea(by=city.people[name], idea=idea)

    def merge() -> None:
        both = {idea.title: idea for idea in Idea.objects.filter(poll=poll, title__in=(kept, title))}
        actions.merge_ideas(by=city.official, duplicate=both[title], kept=both[kept], reason=why)
        actions.become_co_author(by=city.people[author], link=both[title].leads_to.get())

    city.timeline.at(city.local(-2, "18:40"), send)
    city.timeline.at(city.local(-1, "10:20"), merge)


def _collecting(city: Larkhaven) -> None:
    def begin() -> None:
        poll = _create(
            city, {"proposing": (-7, 15), "review": (15, 22), "voting": (22, 36)}, question="What should the old tram depot become?",
            intro="The depot is empty from spring. Tell us what it should become; voting opens afterwards.", votes_per_ballot=3, winners_k=1, first_ideas_wait=True,
        )  # fmt: skip
        _submit(city, poll, DEPOT, -7, 6)
        _same_twice(city, poll)

    city.timeline.at(city.local(-8, "10:00"), begin)
