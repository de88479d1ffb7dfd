"""Ballots on paper come in batches: two people must find the same totals before a sheet counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from ideas import eligibility, fingerprints, locks
from ideas.models import (
    SHEETS_AT_MOST,
    Ballot,
    BallotLine,
    DoubleVote,
    Idea,
    IdeaPoll,
    PaperBatch,
    PollVoter,
)
from people.models import Person, people_at

from .ballot_box import open_box
from .choices import check_values, in_order
from .corrections import read_box_again
from .polls import open_voting

FEWEST = 10  # by how many ballots two counts may differ without showing how somebody voted


@dataclass(frozen=True)
class Sheet:
    """One paper ballot. `choices`: an idea's ref → its value, as online; a spoiled one has none."""

    serial: str
    choices: Mapping[str, int] = field(default_factory=dict)
    spoiled: bool = False


@dataclass(frozen=True)
class Totals:
    """Of a batch, as the first person counted them: sheets, how many of those are spoiled, votes on all of them."""

    ballots: int
    spoiled: int
    votes: int


@dataclass(frozen=True)
class Recount:
    """Of the same batch, as the second person counted it without seeing what the first one typed. `votes`: an idea's ref → how
    many it has on all sheets. `voters`: addresses of those with an account, from the list at the door, so that nobody alone
    can void a ballot on the site. `places`, instead of votes where ideas are put in order: an idea's ref → how many sheets
    put it first, second, and so on; what is not told is none."""

    ballots: int
    spoiled: int
    votes: Mapping[str, int] = field(default_factory=dict)
    voters: Iterable[str] = ()
    places: Mapping[str, Sequence[int]] = field(default_factory=dict)


@transaction.atomic
def enter_batch(
    *,
    by: Person,
    poll: IdeaPoll,
    sheets: Iterable[Sheet],
    totals: Totals,
    voters: Iterable[str] = (),
    collected: bool = False,
) -> PaperBatch:
    """The first person types the sheets, and the totals that they counted on paper. Nothing counts before a second one
    confirms it. Once voting has closed `collected` must say that all of it was in the box by then.

    `voters`: addresses of accounts whose people voted on paper, in any order. They can't vote on the site as well.
    """
    poll = open_box(by=by, poll=poll)
    if poll.config_locked_at is None:
        open_voting(poll=poll)
        poll = IdeaPoll.objects.get(pk=poll.pk)
    if poll.state_at() == "over" and not collected:
        raise RuleBroken(
            gettext("Voting has closed. Only ballots that were collected before can be entered: say that these were."),
            code="collected",
        )
    level = eligibility.level(poll.eligibility_level)
    if level is None or level.by_code:  # whom to mark on the roll nobody could tell, so somebody could vote twice
        raise RuleBroken(
            gettext("In this poll each ballot belongs to a code or a line of the register. Paper can’t be entered."),
            code="by_code",
        )
    read = [_read(poll, sheet) for sheet in sheets]
    _check_serials(poll, [sheet.serial for sheet in read])
    _compare(totals, Totals(len(read), sum(sheet.spoiled for sheet in read), _votes_on(poll, read)))
    _check_enough(poll, read)
    people = _people(voters, len(read))
    n = (poll.paper_batches.aggregate(n=Max("n"))["n"] or 0) + 1
    return PaperBatch.objects.create(
        poll=poll, n=n, sheets=[asdict(sheet) for sheet in read], voters=people, entered_by=by, **asdict(totals)
    )


@transaction.atomic
def confirm_batch(*, by: Person, batch: PaperBatch, recount: Recount) -> None:
    """The second person has counted the same sheets. Now they are ballots; after the freeze all is counted anew with them."""
    poll = open_box(
        by=by, poll=batch.poll, lock=locks.hold_alone
    )  # nobody casts, takes back or leaves while people are marked
    row = _waiting(batch)
    if by.pk == row.entered_by_id:
        raise RuleBroken(gettext("Somebody else must count these sheets again."), code="same_person")
    sheets = [Sheet(**sheet) for sheet in row.sheets]
    people = list(Person.objects.real().filter(pk__in=row.voters).order_by("pk"))
    if len(people) < len(row.voters):
        raise RuleBroken(
            gettext("Somebody in this batch has closed their account meanwhile. Throw it away and type it again."),
            code="account_closed",
        )
    _compare_unseen(poll, recount, sheets, set(row.voters))
    _check_serials(poll, [sheet.serial for sheet in sheets])
    _check_enough(poll, sheets)
    ballots = Ballot.objects.bulk_create(
        [Ballot(poll=poll, batch=row, serial=sheet.serial, spoiled=sheet.spoiled, revision=1) for sheet in sheets]
    )
    ideas = dict(Idea.objects.filter(poll=poll).values_list("ref", "pk"))
    BallotLine.objects.bulk_create(
        BallotLine(ballot=ballot, idea_id=ideas[ref], value=value)
        for ballot, sheet in zip(ballots, sheets, strict=True)
        for ref, value in sheet.choices.items()
    )
    voided = sum(_mark(poll, person) for person in people)
    if poll.frozen_at is not None and 0 < voided < FEWEST:
        raise RuleBroken(
            gettext(
                "With this batch fewer than %(n)s ballots on the site would become void. It has been counted already, and a "
                "count that differs by so few shows how somebody voted. Enter these sheets together with others."
            )
            % {"n": FEWEST},
            code="too_few_void",
        )
    PaperBatch.objects.filter(pk=row.pk).update(confirmed_by=by, confirmed_at=now(), sheets=[], voters=[])
    if poll.frozen_at is not None:
        reason = gettext("Ballots on paper, collected before the close, were entered: batch %(n)s, %(ballots)s sheets.")
        read_box_again(poll=poll, reason=reason % {"n": row.n, "ballots": row.ballots}, asked_by=row.entered_by, by=by)


@transaction.atomic
def drop_batch(*, by: Person, batch: PaperBatch) -> None:
    """It was typed wrong: throw it away and type it again."""
    open_box(by=by, poll=batch.poll)
    PaperBatch.objects.filter(pk=_waiting(batch).pk).update(dropped_at=now(), sheets=[], voters=[])


def _votes_on(poll: IdeaPoll, sheets: Iterable[Sheet]) -> int:
    """On all sheets; where ideas are put in order, places given."""
    return sum(len(sheet.choices) if poll.ranks else sum(sheet.choices.values()) for sheet in sheets)


Cells = Counter[tuple[str, int]]  # an idea's ref and a place → on how many sheets; place 0 where votes are counted


def _typed(poll: IdeaPoll, sheets: Iterable[Sheet]) -> Cells:
    cells: Cells = Counter()
    for sheet in sheets:
        for ref, value in sheet.choices.items():
            cells[(ref, value) if poll.ranks else (ref, 0)] += 1 if poll.ranks else value
    return cells


def _counted_again(poll: IdeaPoll, recount: Recount) -> Cells:
    if not poll.ranks:
        return Counter({(ref, 0): votes for ref, votes in recount.votes.items()})
    rows = recount.places.items()
    return Counter({(ref, place): n for ref, counts in rows for place, n in enumerate(counts, start=1)})


def accounts(addresses: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """The addresses, each once, and those of accounts with whose they are."""
    wanted = sorted({address.strip().lower() for address in addresses} - {""})
    return wanted, {address: person.pk for address, person in people_at(wanted).items()}


def _people(addresses: Iterable[str], most: int) -> list[int]:
    wanted, found = accounts(addresses)
    if len(wanted) > most:
        raise RuleBroken(gettext("There are more addresses than sheets."), code="voters")
    if unknown := [address for address in wanted if address not in found]:
        raise RuleBroken(
            gettext("Nobody has an account with %(address)s. Leave it out: who has no account can’t vote here as well.")
            % {"address": unknown[0]},
            code="voters",
        )
    return sorted(set(found.values()))


def _mark(poll: IdeaPoll, person: Person) -> int:
    """On the roll, under the same key and proof as online. What was saved on the site with either is void: paper stands.
    Returns how many ballots that counted became void now."""
    paper = PollVoter.Channel.PAPER
    reason = gettext("This person voted on paper, and a person votes once.")
    voter, _new = PollVoter.objects.get_or_create(
        poll=poll, person=person, defaults={"channel": paper, "level": poll.eligibility_level}
    )
    voided = _void(voter, reason)
    proof = voter.proof or fingerprints.of_proof(poll=poll, person=person)
    other = PollVoter.objects.filter(poll=poll, proof=proof).exclude(pk=voter.pk).first() if proof else None
    if other is not None and other.channel == paper:
        proof = None  # it holds that already
    elif other is not None:
        reason = gettext("Somebody voted on paper who has the same phone number, and each number votes once.")
        voided += _void(other, reason)
        PollVoter.objects.filter(pk=other.pk).update(proof=None)
    PollVoter.objects.filter(pk=voter.pk).update(channel=paper, proof=proof)
    return voided


def _void(voter: PollVoter, reason: str) -> int:
    """How many ballots fewer count: one that was never confirmed did not. What was set aside as a second vote is void for this
    reason from here on."""
    ballots = Ballot.objects.filter(voter=voter, void_reason="")
    counted = ballots.counting().count()
    ballots.update(void_reason=reason)
    if DoubleVote.objects.filter(set_aside=voter, ended_at=None).update(ended_at=now(), **DoubleVote.FORGOTTEN):
        Ballot.objects.filter(voter=voter).update(void_reason=reason)
    return counted


def _waiting(batch: PaperBatch) -> PaperBatch:
    row = PaperBatch.objects.waiting().select_related("entered_by").filter(pk=batch.pk).first()
    if row is None:
        raise RuleBroken(gettext("This batch was confirmed already, or thrown away."), code="decided")
    return row


def _read(poll: IdeaPoll, sheet: Sheet) -> Sheet:
    """As it is kept. Its sentence of refusal begins with the sheet's number."""
    if sheet.spoiled:
        return Sheet(sheet.serial, spoiled=True)
    try:
        choices = check_sheet(poll, sheet.choices)
        known = set(
            Idea.objects.filter(poll=poll, state__in=Idea.BALLOTED, ref__in=choices).values_list("ref", flat=True)
        )
        if unknown := sorted(set(choices) - known):
            raise RuleBroken(gettext("There is no idea %(ref)s on this ballot.") % {"ref": unknown[0]})
    except RuleBroken as refusal:
        raise RuleBroken(
            gettext("Sheet %(serial)s: %(refusal)s") % {"serial": sheet.serial, "refusal": refusal}, code="sheet"
        ) from None
    return Sheet(sheet.serial, choices)


def check_sheet(poll: IdeaPoll, choices: Mapping[str, int]) -> Mapping[str, int]:
    """As they are kept. Raises RuleBroken for what no sheet may say, whatever ideas there are."""
    choices = in_order(poll, choices) if poll.ranks else dict(choices)
    check_values(poll, choices)
    if poll.ranks and len(choices) > poll.votes_per_ballot:
        raise RuleBroken(gettext("More ideas are put in order than the ballot takes."))
    return choices


def _check_serials(poll: IdeaPoll, serials: list[str]) -> None:
    if not serials:
        raise RuleBroken(gettext("Type at least one sheet."), code="empty")
    if len(serials) > SHEETS_AT_MOST:
        raise RuleBroken(
            gettext("These are %(n)s sheets. A batch has at most %(most)s: make two of it.")
            % {"n": len(serials), "most": SHEETS_AT_MOST},
            code="too_many",
        )
    known = Ballot.objects.filter(poll=poll, serial__in=serials).values_list("serial", flat=True)
    twice = next((serial for n, serial in enumerate(serials) if serial in serials[:n]), None) or known.first()
    if twice:
        raise RuleBroken(gettext("Sheet %(serial)s is there twice.") % {"serial": twice}, code="twice")


def _check_enough(poll: IdeaPoll, sheets: list[Sheet]) -> None:
    """After the freeze both counts are public, and their difference is what these sheets say."""
    if poll.frozen_at is not None and sum(not sheet.spoiled for sheet in sheets) < FEWEST:
        raise RuleBroken(
            gettext(
                "All is counted already, and a count that differs by fewer than %(n)s ballots shows how somebody voted. Enter "
                "these sheets together with others: at least %(n)s that are not spoiled."
            )
            % {"n": FEWEST},
            code="too_few",
        )


def _compare(counted: Totals, typed: Totals) -> None:
    """Raises RuleBroken for the first total that is off, with both numbers."""
    names = {
        "ballots": gettext("Sheets: you counted %(counted)s, and %(typed)s were typed."),
        "spoiled": gettext("Spoiled sheets: you counted %(counted)s, and %(typed)s were typed."),
        "votes": gettext("Votes on all sheets: you counted %(counted)s, and %(typed)s were typed."),
    }
    for name, sentence in names.items():
        numbers = {"counted": getattr(counted, name), "typed": getattr(typed, name)}
        if numbers["counted"] != numbers["typed"]:
            hint = gettext("Nothing was saved. Go through the sheets once more.")
            raise RuleBroken(f"{sentence % numbers} {hint}", code="totals")


def _compare_unseen(poll: IdeaPoll, recount: Recount, sheets: list[Sheet], people: set[int]) -> None:
    """Raises RuleBroken for the first difference. It tells no number and no address: who counts again must find it on the paper."""
    wrong = ""
    if recount.ballots != len(sheets):
        wrong = gettext("Your number of sheets is not what was typed.")
    elif recount.spoiled != sum(sheet.spoiled for sheet in sheets):
        wrong = gettext("Your number of spoiled sheets is not what was typed.")
    else:
        wrong = _first_difference(poll, _typed(poll, sheets), _counted_again(poll, recount))
    wanted, found = accounts(recount.voters)
    if not wrong and (len(found) < len(wanted) or set(found.values()) != people):
        wrong = gettext("Your addresses are not what was typed.")
    if wrong:
        hint = gettext("Count again. If you are sure, throw the batch away: it has to be typed anew.")
        raise RuleBroken(f"{wrong} {hint}", code="recount")


def _first_difference(poll: IdeaPoll, typed: Cells, again: Cells) -> str:
    """The sentence for the first idea, and of it the first place, that both counted differently; empty where none is."""
    ref, place = min((cell for cell in {*typed, *again} if typed[cell] != again[cell]), default=("", 0))
    if not ref:
        return ""
    title = Idea.objects.filter(poll=poll, ref=ref).values_list("title", flat=True).first() or ref
    if not poll.ranks:
        return gettext("Your votes for “%(title)s” are not what was typed.") % {"title": title}
    return gettext("“%(title)s”: your number of sheets with it at place %(place)s is not what was typed.") % {
        "title": title, "place": place,
    }  # fmt: skip
