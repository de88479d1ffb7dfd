"""Taking part in a poll and an idea that the city takes up earn a little, and say nothing about anybody's vote."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import now
from gamification import health, tasks
from gamification.actions import reconcile_person
from gamification.models import LedgerEntry, PointCause
from gamification.reads import balance_of, lines_of
from ideas.actions import answer_idea, ask_correction, certify_result, confirm_correction, object_to_double, raise_level
from ideas.models import Ballot, IdeaPoll, PollVoter
from ideas.tasks import cut
from notices.models import Letter
from people.actions import erase_person
from people.deeds import deliver_all
from people.models import Deed
from tests.builders import make_person
from tests.ideas.builders import counted, frozen, make_idea, make_ideas, make_official, make_poll, vote
from tests.ideas.doubles.cases import NOT_ME, ask, certify, confirm, settle, two
from tests.people.test_joining import join

pytestmark = pytest.mark.django_db
REASON = "It is on the way to school for more than two hundred children every day."


@pytest.fixture
def poll():
    poll = make_poll("voting")
    make_ideas(poll, 2)
    return poll


def closed(poll, *people, refs=("2026-001",)):
    for person in people:
        vote(poll, person, refs)
    frozen(poll)
    return IdeaPoll.objects.get(pk=poll.pk)


def test_who_took_part_gets_two_points_dated_to_the_close_and_only_once(poll):
    ana, bea = make_person("Ana"), make_person("Bea")
    vote(poll, ana, ["2026-001"])
    assert tasks.thank_voters() == 0  # voting is open
    poll = closed(poll, bea, refs=())  # a blank ballot takes part, too
    assert tasks.thank_voters() == 2
    assert tasks.thank_voters() == 0
    assert (balance_of(ana), balance_of(bea)) == (2, 2)
    assert {cause.occurred_at for cause in PointCause.objects.all()} == {poll.voting.closes_at}
    (line,) = lines_of(ana)
    assert poll.question in line.title and "How you voted is written nowhere" in line.why


def test_a_void_ballot_and_people_of_the_city_earn_nothing(poll):
    ana, mia = make_person("Ana"), make_official("Mia")
    vote(poll, ana, ["2026-001"])
    Ballot.objects.filter(voter__person=ana).update(void_reason="Two accounts of one person.")
    closed(poll, mia)
    tasks.thank_voters()
    assert (balance_of(ana), balance_of(mia)) == (0, 0)


def balances(people):
    return [balance_of(person) for person in people]


def test_points_go_back_from_ballots_set_aside_after_the_count_and_come_again_with_them(poll):
    pairs = [two(poll, n) for n in range(11)]
    firsts, seconds = zip(*pairs, strict=True)
    frozen(poll)
    assert tasks.thank_voters() == 22
    colleague = make_person("Mei", role="administrator")
    cases = [ask(poll, pair) for pair in pairs]
    confirm(poll, colleague, *cases)
    assert tasks.thank_voters() == 11 and tasks.thank_voters() == 0
    assert balances(firsts) == [2] * 11 and balances(seconds) == [0] * 11
    newest = lines_of(seconds[0])[0]
    assert newest.amount == -2 and "The facts were corrected." in newest.why
    counted(poll.corrections.get().counting)
    object_to_double(by=seconds[0], poll=poll, words=NOT_ME, even_if_seen=True)
    assert settle(cases[0], IdeaPoll.objects.get(pk=poll.pk), colleague, accepted=True)
    assert tasks.thank_voters() == 1 and tasks.thank_voters() == 0
    assert balances(seconds) == [2] + [0] * 10 and not [*health.balances(), *health.reversals()]
    clock.shift(timedelta(days=91))
    assert cut() == 1 and tasks.thank_voters() == 22
    aside = PointCause.objects.get(person=seconds[1])
    assert poll.question not in str(vars(aside)) and balances(seconds) == [2] + [0] * 10


def test_nobody_says_of_whom_points_went_back_why(poll):
    """What was proved and who decided stay with the poll."""
    pairs = [two(poll, n) for n in range(10)]
    frozen(poll)
    tasks.thank_voters()
    confirm(poll, make_person("Mei", role="administrator"), *[ask(poll, pair) for pair in pairs])
    before = Deed.objects.count(), Letter.objects.count()
    tasks.thank_voters()
    assert (Deed.objects.count(), Letter.objects.count()) == before
    entry = LedgerEntry.objects.filter(amount__lt=0).first()
    assert entry.note == entry.cause.void_reason == ""


def test_who_left_and_who_joined_two_accounts_keep_their_points(poll):
    ana, bea, left = make_person("Ana"), make_person("Bea"), make_person("Left")
    poll = closed(poll, ana, bea, left)
    tasks.thank_voters()
    erase_person(by=left, person=left)
    certify_result(by=poll.owner, poll=poll)
    join(ana, bea)
    assert tasks.thank_voters() == 0
    assert balances((ana, bea, left)) == [2, 0, 2]


def test_a_correction_takes_no_points_from_whose_account_was_joined_since(poll):
    """Bea's ballot is set aside and Ana's counts; once the result is certified both are Bea's, and one of them counts."""
    pair = ana, bea = two(poll, "")
    colleague = make_person("Mei", role="administrator")
    confirm(poll, colleague, ask(poll, pair))
    frozen(poll)
    assert tasks.thank_voters() == 1 and balances(pair) == [2, 0]
    poll = IdeaPoll.objects.get(pk=poll.pk)
    certify(poll)
    join(bea, ana)
    assert tasks.thank_voters() == 0 and balance_of(bea) == 2
    row = ask_correction(by=poll.owner, poll=poll, reason="Two sheets of paper lay in a drawer.")
    confirm_correction(by=colleague, correction=row)
    counted(poll.corrections.get().counting)
    assert not IdeaPoll.objects.get(pk=poll.pk).certification
    assert tasks.thank_voters() == 0 and balance_of(bea) == 2


def test_a_ballot_that_was_never_confirmed_earns_nothing(poll):
    ana = make_person("Ana")
    vote(poll, ana, ["2026-001"])
    raise_level(by=poll.owner, poll=poll, level=2, note="Many accounts look made up.")
    frozen(poll)
    tasks.thank_voters()
    assert balance_of(ana) == 0


def test_who_voted_on_paper_after_all_took_part(poll):
    ana = make_person("Ana")
    vote(poll, ana, ["2026-001"])
    Ballot.objects.update(void_reason="This person voted on paper, and a person votes once.")
    PollVoter.objects.update(channel="paper")
    closed(poll)
    assert tasks.thank_voters() == 1 and balance_of(ana) == 2


def test_four_polls_a_month_count():
    ana = make_person("Ana")
    for _n in range(5):
        poll = make_poll("voting")
        make_ideas(poll, 1)
        closed(poll, ana)
    tasks.thank_voters()
    assert balance_of(ana) == 8
    assert [line.why for line in lines_of(ana) if "four a month" in line.why]


def test_points_forget_the_poll_when_it_is_anonymous_and_stay(poll):
    ana = make_person("Ana")
    closed(poll, ana)
    tasks.thank_voters()
    clock.shift(timedelta(days=91))
    assert cut() == 1
    assert tasks.thank_voters() == 1
    assert not PollVoter.objects.filter(person=ana).exists()
    cause = PointCause.objects.get(person=ana)
    assert poll.question not in str(vars(cause)) and cause.subject_type != "ideas.ideapoll"
    assert balance_of(ana) == 2 and lines_of(ana)[0].title == "You took part in a poll"
    assert tasks.thank_voters() == 0


def test_an_idea_that_the_city_takes_up_earns_once_and_goes_back_with_a_no():
    ana, poll = make_person("Ana"), make_poll("voting", winners_k=1)
    idea = make_idea(poll, author=ana)
    vote(poll, None, [idea.ref])
    frozen(poll)
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))

    def answered(status, **more):
        idea.refresh_from_db()
        answer_idea(by=poll.owner, idea=idea, status=status, reason=REASON, department=poll.department, **more)
        deliver_all()

    answered("checking")
    assert balance_of(ana) == 0
    step = {"next_step": "We order the lamps.", "due_on": (now() + timedelta(days=30)).date()}
    answered("accepted", **step)
    answered("in_progress", **step)
    reconcile_person(person=ana)
    assert balance_of(ana) == 25 and poll.department.name in lines_of(ana)[0].why
    answered("not_possible")
    assert balance_of(ana) == 0
