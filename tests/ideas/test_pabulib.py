"""poll.pb as other tools read it: from a real poll by equal shares, through a reader that knows nothing of ours."""

import random

from ideas.models import Idea
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote
from tests.support import pabulib


def test_a_poll_by_equal_shares_is_read_and_counted_again_from_its_pb_file(db):
    poll = make_poll(
        "voting", count_rule="equal_shares", budget_total=1000, winners_k=None, question="Creek; or “road”?"
    )
    costs = (310, 270, 230, 190, 410, 150, 370)
    for idea, cost in zip(make_ideas(poll, 7), costs, strict=True):
        Idea.objects.filter(pk=idea.pk).update(cost=cost)
    poll, dice = opened(poll), random.Random(5)
    for _ in range(31):
        vote(poll, refs=[f"2026-00{n}" for n in dice.sample(range(1, 8), dice.randint(1, 4))])
    vote(poll, refs=[])
    result = frozen(poll)
    read = pabulib.read(result.poll_pb)
    assert read.meta["description"] == "Creek; or “road”?" and read.meta["rule"] == "equalshares"
    assert read.meta["unit"] and read.meta["date_end"].endswith(read.meta["instance"])
    assert (read.meta["num_votes"], read.meta["budget"]) == ("31", "1000")
    ours = {line["ref"] for line in result.outcome["ideas"] if line["state"] == "selected"}
    assert read.selected == ours == pabulib.equal_shares(read) and ours
