"""Support by neighborhood: told for large groups, and never so that fewer than ten people can be found by subtraction."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.hoods import ENOUGH, told_cells, told_hoods
from ideas.models import PollVoter
from tests.builders import make_hood, make_person
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote
from tests.support.visitors import client_of


def test_small_groups_are_not_told():
    assert told_hoods({1: 30, 2: 9, 3: 12}) == [1]  # without 3, or 2 would be what is left
    assert told_hoods({1: 30, 2: 12, None: 10}) == [1, 2]
    assert told_hoods({1: 30, 2: 12}) == [1, 2] and told_hoods({1: 9, None: 50}) == []


def test_a_number_is_told_only_with_ten_on_both_sides():
    voters = {1: 40, 2: 40, 3: 40}
    assert told_cells(voters, {1: 20, 2: 20, 3: 20}, [1, 2, 3]) == {1: 20, 2: 20, 3: 20}
    assert told_cells(voters, {1: 20, 2: 20, 3: 35}, [1, 2, 3]) == {2: 20}  # 3 alone would be found by subtraction
    assert told_cells(voters, {1: 40, 2: 40, 3: 40}, [1, 2, 3]) == {}


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.dictionaries(st.none() | st.integers(1, 6), st.tuples(st.integers(1, 60), st.floats(0, 1)), min_size=1))
def test_whatever_is_left_untold_is_nobody_or_ten_and_more(groups):
    voters = {pk: n for pk, (n, _share) in groups.items()}
    chose = {pk: round(n * share) for pk, (n, share) in groups.items()}
    told = told_hoods(voters)
    rest = sum(voters.values()) - sum(voters[pk] for pk in told)
    assert not told or rest == 0 or rest >= ENOUGH
    cells = told_cells(voters, chose, told)
    did = sum(chose.values()) - sum(cells.values())
    did_not = sum(voters.values()) - sum(voters[pk] for pk in cells) - did
    assert not cells or did + did_not == 0 or min(did, did_not) >= ENOUGH
    assert all(n >= ENOUGH and voters[pk] - n >= ENOUGH for pk, n in cells.items())


def test_the_result_tells_support_by_neighborhood_and_the_share_of_those_who_could_vote(db):
    poll = make_poll("voting", eligible_total=100)
    make_ideas(poll, 3)
    poll = opened(poll)
    for name in ("Harbor", "Mill End"):
        hood = make_hood(name)
        for n in range(20):
            vote(poll, make_person(f"{name}{n}", neighborhood=hood), ["2026-001" if n % 2 else "2026-002"])
    frozen(poll)
    PollVoter.objects.update(
        person=None, eligibility_hash=None, proof=None, at=None, cut=True
    )  # nothing of it rests on the roll
    page = " ".join(client_of(None).get(f"/polls/{poll.slug}/results/").content.decode().split())
    table = page.split("Support by neighborhood", 1)[1].split("</table>")[0]
    assert "Harbor" in table and "Mill End" in table and table.count(">10</td>") == 4 and "20 voted" in table
    assert "of the 100 people who could vote" in page and "40<small>%" in page


def test_a_small_poll_tells_nothing_by_neighborhood(db):
    poll = make_poll("voting")
    make_ideas(poll, 2)
    vote(opened(poll), refs=["2026-001"])
    frozen(poll)
    assert poll.countings.get().hoods == {"voters": {}, "chose": {}}
    page = client_of(None).get(f"/polls/{poll.slug}/results/").content.decode()
    assert "Support by neighborhood" not in page and "could vote" not in page
