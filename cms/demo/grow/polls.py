"""Two open polls with thousands of ideas, one collecting and one voting; and a small one that was counted and answered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from city.models import Department, Neighborhood
from conversations.models import Comment, Subject
from core import queue
from core.refs import new_ref
from ideas import actions
from ideas.models import Answer, Ballot, BallotLine, Idea, IdeaPoll, Phase, PollVoter, Support
from people.deeds import deliver_all
from people.models import Person, RoleGrant

from ..place import at
from .rows import write

CHOICES = 3
FEW = 12  # ideas of the counted poll
SUPPORTERS = 3
WORDS = 3  # first words about an idea that is talked about, at most
THINGS = ("A bench", "A crossing", "More shade", "A water tap", "A ramp", "Light", "A tool shed", "A bus shelter")
PLACES = (
    "on Mill Lane",
    "at the harbor",
    "by the creek",
    "at the school",
    "on Quarry Road",
    "in Elm Park",
    "at the tram",
)
BODY = (
    "People of all ages pass here every day, and nothing is there for them.\n\n"
    "We asked along the street: most want *this* first, and forty neighbors would help to look after it."
)
SAID = "I pass there every morning, and it is needed. Who looks after it in winter?"
ANSWERS = (
    (Answer.Status.ACCEPTED, "We will do it. The money is in the plan for spring, and the depot has the wood.", "The first metres are built"),
    (Answer.Status.PARTLY, "We can do the part that lies on city land; the yard behind it belongs to the railway.", "We ask the railway"),
    (Answer.Status.NOT_POSSIBLE, "This is not possible, because the water main runs under it. We offer the corner across.", ""),
)  # fmt: skip


def ask(people: list[Person], number: int, random: Random, now: datetime) -> int:
    """All three; returns how many ideas they hold together. Six of ten people have voted."""
    voters = people[: len(people) * 6 // 10]

    collecting = _poll("What should the city build next?", {"proposing": (-10, 20), "voting": (25, 40)}, now)
    ideas = _ideas(collecting, people, number, Idea.State.OPEN, random, now)
    write(
        Support(idea=idea, person=people[n + 1 + k], created_at=now - timedelta(hours=k))
        for n, idea in enumerate(ideas)
        for k in range(idea.supports)
    )
    _talk(ideas, people, random, now)

    voting = _poll("Which of these should come first?", {"proposing": (-40, -10), "voting": (-5, 15)}, now)
    on_ballot = _ideas(voting, people, number, Idea.State.ON_BALLOT, random, now)
    _vote(voting, voters, lambda n: random.sample(on_ballot, min(CHOICES, len(on_ballot))), now - timedelta(hours=1))

    counted = _poll("What should we mend before winter?", {"proposing": (-60, -40), "voting": (-30, -20)}, now)
    few = _ideas(counted, people, min(number, FEW), Idea.State.ON_BALLOT, random, now)
    # Of the ideas, the first gets every vote, the second each other one, and so on: no tie to draw a lot for.
    choose = [[idea for k, idea in enumerate(few) if n % (k + 1) == 0] for n in range(len(voters))]
    _vote(counted, voters, lambda n: choose[n][: counted.votes_per_ballot], now - timedelta(days=21))
    _answer(counted, few, now)
    return len(ideas) + len(on_ballot) + len(few)


def _talk(ideas: list[Idea], people: list[Person], random: Random, now: datetime) -> None:
    """Every other idea is talked about, by the next people in the list."""
    talked = ideas[::2]
    for idea, subject in zip(talked, write(Subject(kind="ideas.idea") for _idea in talked), strict=True):
        idea.subject, idea.said = subject, random.randint(1, WORDS)
    Idea.objects.bulk_update(talked, ["subject", "said"], batch_size=500)
    write(
        Comment(subject=idea.subject, by=people[2 * n + 1 + k], words=SAID, created_at=now - timedelta(hours=k))
        for n, idea in enumerate(talked)
        for k in range(idea.said)
    )


def _answer(poll: IdeaPoll, ideas: list[Idea], now: datetime) -> None:
    """Counting, certifying and answering are the room's own deeds; their echoes are delivered at once."""
    with queue.quiet():
        counting = actions.freeze_poll(poll=poll)
        assert counting is not None
        actions.count_frozen(counting=counting)
        actions.certify_result(by=poll.owner, poll=poll)
        for idea, (status, words, step) in zip(ideas, ANSWERS, strict=False):
            actions.answer_idea(
                by=poll.owner,
                idea=idea,
                status=status,
                reason=words,
                department=poll.department,
                next_step=step,
                due_on=(now + timedelta(days=60)).date() if step else None,
            )
        deliver_all()


def _poll(question: str, phases: dict[str, tuple[int, int]], now: datetime) -> IdeaPoll:
    official = RoleGrant.objects.in_force().filter(role="official").select_related("person")[0].person
    opens = {kind: (now + timedelta(days=first), now + timedelta(days=last)) for kind, (first, last) in phases.items()}
    begun = opens["voting"][0] <= now
    poll = IdeaPoll.objects.create(
        slug=f"grown-{new_ref(8)}",
        question=question,
        intro="The three ideas with most votes get an answer with a date.",
        owner=official,
        department=Department.objects.order_by("pk")[0],
        published_at=opens["proposing"][0] - timedelta(days=1),
        config_locked_at=opens["voting"][0] if begun else None,
        created_at=opens["proposing"][0] - timedelta(days=2),
    )
    write(Phase(poll=poll, kind=kind, opens_at=first, closes_at=last) for kind, (first, last) in opens.items())
    return poll


def _ideas(poll: IdeaPoll, people: list[Person], number: int, state: str, random: Random, now: datetime) -> list[Idea]:
    """One of each of the first `number` people; open ones have up to three supporters, the next people in the list."""
    hoods = list(Neighborhood.objects.defer("boundary").order_by("pk"))
    proposing = poll.phases.get(kind=Phase.Kind.PROPOSING).opens_at
    points = [at(random.randint(40, 560), random.randint(40, 500)) for _ in range(number)]
    ideas = write(
        Idea(
            poll=poll,
            ref=f"{proposing.year}-{n + 1:03}",
            title=f"{random.choice(THINGS)} {random.choice(PLACES)} ({n + 1})",
            body=BODY,
            author=people[n],
            neighborhood=random.choice(hoods),
            longitude=points[n][0],
            latitude=points[n][1],
            state=state,
            supports=random.randint(0, SUPPORTERS) if state == Idea.State.OPEN else 0,
            submitted_at=proposing + timedelta(minutes=n % 9000),
        )
        for n in range(number)
    )
    IdeaPoll.objects.filter(pk=poll.pk).update(next_idea_n=number + 1)
    return ideas


def _vote(poll: IdeaPoll, voters: list[Person], choose: Callable[[int], list[Idea]], at: datetime) -> None:
    """One ballot each, saved in the days before `at`."""
    roll = write(
        PollVoter(poll=poll, person=person, at=at - timedelta(hours=n % 90)) for n, person in enumerate(voters)
    )
    ballots = write(Ballot(poll=poll, voter=voter, revision=1, cast_at=voter.at) for voter in roll)
    write(BallotLine(ballot=ballot, idea=idea) for n, ballot in enumerate(ballots) for idea in choose(n))
