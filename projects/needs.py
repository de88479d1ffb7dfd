"""What is needed for a date, and how much of it is promised, as pages show it."""

from dataclasses import dataclass, field

from people.models import Person
from projects.models import Claim, Event, Need


@dataclass
class Line:
    """One thing; `left` is what nobody has promised yet, `mine` what the reader has."""

    need: Need
    claims: list[Claim] = field(default_factory=list)
    mine: int = 0

    @property
    def promised(self) -> int:
        return sum(claim.amount for claim in self.claims)

    @property
    def left(self) -> int:
        return max(0, self.need.wanted - self.promised)

    @property
    def is_brought(self) -> bool:
        return self.need.source == Need.Source.BRING

    @property
    def choices(self) -> range:
        """How many the reader may say they bring."""
        return range(1, self.left + self.mine + 1)


def of(event: Event, reader: Person | None = None) -> list[Line]:
    """The list of a date, what people bring first. Two queries, one where nothing is needed."""
    needs = sorted(event.needs.filter(dropped_at=None), key=lambda need: (need.source != Need.Source.BRING, need.pk))
    lines = {need.pk: Line(need) for need in needs}
    if lines:
        claims = Claim.objects.counted().filter(need__in=lines).select_related("person")
        for claim in claims.order_by("made_at", "pk"):
            line = lines[claim.need_id]
            line.claims.append(claim)
            if reader and claim.person_id == reader.pk:
                line.mine = claim.amount
    return list(lines.values())
