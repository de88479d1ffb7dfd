"""A voter who is known by what they hold, not by who they are."""

from dataclasses import dataclass

from .models import IdeaPoll


@dataclass(frozen=True)
class Bearer:
    """`key` is their mark on the roll, `right` finds the right they hold; neither can be made from the other."""

    poll_id: int
    level: int
    key: str
    right: str

    def may_vote_in(self, poll: IdeaPoll) -> bool:
        return (self.poll_id, self.level) == (poll.pk, poll.eligibility_level)
