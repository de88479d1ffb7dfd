"""Voting by a register: only who stands in it, once, known by fingerprints alone."""

import re
from contextlib import suppress
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import NotAllowed, RuleBroken, TooOften
from ideas import registers
from ideas.actions import open_with_register, revoke_codes, take_register
from ideas.models import Ballot, PollVoter, RightSheet, VotingRight
from tests.builders import make_person
from tests.ideas.builders import ballots_of, close, frozen, make_ideas, make_poll, opened, vote
from tests.support.visitors import client_of

FILE = "Number;Born;Area\nA-1001;1980-04-13;Elm Park\nA 1002;13.04.1981;Elm Park\n\nA1003;1982-04-13;Harbor\n"
BEA = {"number": "a1001", "born": "1980-04-13"}
REFS = ["2026-001", "2026-002"]


class CityHall:
    """A register of the city's own: it knows one person, and we know nobody before they ask."""

    def check(self, poll, data):
        known = data["number"] == "77"
        return registers.Eligible("", "person 77") if known else registers.No("City Hall does not know you.")


class Slow:
    """While it looks, more ask."""

    asked = 0

    def check(self, poll, data):
        Slow.asked += 1
        with suppress(RuleBroken, TooOften):
            bearer(poll)
        return registers.No("City Hall does not know you.")


@pytest.fixture
def poll(db):
    poll = make_poll("voting", eligibility_level=4, votes_per_ballot=5)
    make_ideas(poll, 3)
    return opened(poll)


def take(poll, text=FILE):
    return take_register(by=poll.owner, poll=poll, lines=registers.read(text.encode()))


def bearer(poll, session="browser", **data):
    return open_with_register(poll=poll, data={**BEA, **data}, session=session)


def test_who_stands_in_the_register_votes_once_however_it_is_typed(poll):
    assert take(poll)[1] == 3
    vote(poll, bearer(poll), REFS[:1])
    vote(poll, bearer(poll, "another", number=" A-10 01", born="13.04.1980"), REFS[1:], revision=1)
    assert ballots_of(poll) == [{REFS[1]: 1}] and PollVoter.objects.get().level == 4


def test_only_fingerprints_are_kept(poll):
    take(poll)
    vote(poll, bearer(poll), REFS[:1])
    stored = str([*VotingRight.objects.values(), *RightSheet.objects.values(), *PollVoter.objects.values()])
    readable = re.sub(r"\b[0-9a-f]{64}\b", "", stored).casefold()  # a fingerprint may hold any four digits by chance
    assert readable != stored.casefold()
    for typed in ("a1001", "a-1001", "1980-04-13", "1980, 4, 13"):
        assert typed not in readable
    assert PollVoter.objects.get().eligibility_hash not in set(
        VotingRight.objects.values_list("fingerprint", flat=True)
    )


@pytest.mark.parametrize("wrong", [{"number": "a9999"}, {"born": "1980-04-14"}, {"born": "soon"}, {"number": ""}])
def test_who_does_not_stand_in_it_is_refused_and_stopped_after_five_tries(poll, wrong):
    take(poll)
    for _try in range(5):
        with pytest.raises(RuleBroken, match="no such number with this date of birth"):
            bearer(poll, **wrong)
    with pytest.raises(TooOften, match="Five tries were wrong"):
        bearer(poll)


def test_many_tries_at_once_are_five_and_a_right_one_is_none(poll, settings):
    take(poll)
    for _again in range(6):
        assert bearer(poll)
    settings.REGISTER_BACKEND = f"{__name__}.Slow"
    with pytest.raises(RuleBroken, match="does not know you"):
        bearer(poll)
    assert Slow.asked == 5


def test_a_number_is_tried_ten_times_whatever_the_browser(poll):
    take(poll)
    for n in range(10):
        with pytest.raises(RuleBroken, match="no such number"):
            bearer(poll, f"browser-{n}", born=f"1970-04-{n + 1}")
    with pytest.raises(TooOften, match="tried ten times"):
        bearer(poll, "fresh", number="A-1001")
    assert bearer(poll, "fresh", number="a1002", born="1981-04-13")


def test_a_corrected_line_replaces_the_day_of_birth_of_who_has_not_voted(poll):
    take(poll)
    vote(poll, bearer(poll, number="a1002", born="1981-04-13"), REFS[:1])
    assert take(poll, "number,born,area\na1001,1980-03-14,Harbor\na1002,1981-01-01,Harbor")[1] == 0
    with pytest.raises(RuleBroken, match="no such number"):
        bearer(poll)
    with pytest.raises(RuleBroken, match="has you in Harbor"):
        bearer(poll, born="1980-03-14")
    assert bearer(poll, number="a1002", born="1981-04-13") and VotingRight.objects.count() == 3


def test_another_neighborhood_votes_in_another_poll(poll):
    take(poll)
    with pytest.raises(RuleBroken, match="The register has you in Harbor. This poll is for Elm Park"):
        bearer(poll, number="a1003", born="1982-04-13")


def test_a_second_file_adds_who_is_new_and_gives_back_what_was_taken(poll):
    take(poll)
    vote(poll, bearer(poll), REFS[:1])
    assert revoke_codes(by=poll.owner, poll=poll, sheet=1) == 2
    with pytest.raises(RuleBroken, match="no such number"):
        bearer(poll, number="a1002", born="1981-04-13")
    assert take(poll, FILE + "A1004,\n".replace(",", ";1990-01-01;Elm Park"))[1] == 1
    assert bearer(poll, number="a1002", born="1981-04-13") and VotingRight.objects.count() == 4
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "columns number and born"),
        ("number,name\n1,Bea", "columns number and born"),
        ("number,born\n", "no line below"),
        ("number,born\n1,1980-13-40", "Line 2 needs"),
        ("number,born\n,1980-04-13", "Line 2 needs"),
        ("number,born\n1", "Line 2 needs"),
        ('number,born\n"1,1980', "Line 2 needs"),
    ],
)
def test_a_file_that_can_not_be_read_says_where(text, words):
    with pytest.raises(RuleBroken, match=words):
        registers.read(text.encode())


def test_a_file_of_an_older_spreadsheet_is_read():
    assert registers.read("number;born;area\n7;1980-04-13;Café".encode("cp1252")) == {
        "7": registers.Entry(date(1980, 4, 13), "Café")
    }
    assert registers.token_of(" ٧-a ") == "٧a"


def test_a_register_of_the_citys_own_answers_instead(poll, settings):
    settings.REGISTER_BACKEND = f"{__name__}.CityHall"
    for session in ("one", "two"):
        voter = bearer(poll, session, number="77")
    vote(poll, voter, REFS[:1])
    assert VotingRight.objects.get().used and RightSheet.objects.get().size == 1
    with pytest.raises(RuleBroken, match="City Hall does not know you"):
        bearer(poll, number="78")


@pytest.mark.parametrize(("backend", "eligible"), [("ideas.registers.CsvRegister", 3), (f"{__name__}.CityHall", 900)])
def test_only_a_register_that_was_taken_in_says_how_many_could_vote(poll, settings, backend, eligible):
    take(poll)
    vote(poll, bearer(poll), REFS[:1])
    settings.REGISTER_BACKEND = backend
    poll.eligible_total = 900
    poll.save(update_fields=["eligible_total"])
    assert frozen(poll).outcome["totals"]["eligible"] == eligible


def test_only_who_runs_the_poll_takes_a_register_in_and_only_before_the_close(poll):
    with pytest.raises(NotAllowed):
        take_register(by=make_person("Bea"), poll=poll, lines={"1": registers.Entry(date(1980, 4, 13))})
    with pytest.raises(RuleBroken, match="Voting has closed"):
        take(close(poll))
    with pytest.raises(RuleBroken, match="nobody votes by a register"):
        take(make_poll("voting", eligibility_level=3, owner=poll.owner))


def test_from_the_officials_file_to_the_saved_ballot(poll):
    desk, address = client_of(poll.owner), f"/admin/polls/{poll.pk}/codes/"
    assert "No register yet." in desk.get(address).content.decode()
    file = SimpleUploadedFile("register.csv", FILE.encode(), "text/csv")
    page = desk.post(address, {"do": "make", "file": file, "note": "Elm Park"}, follow=True).content.decode()
    assert "3 lines read, 3 new." in page
    bad = desk.post(address, {"do": "make", "file": SimpleUploadedFile("x.csv", b"\xff\x00", "text/csv")})
    assert bad.status_code == 422 and "columns number and born" in bad.content.decode()
    client = client_of(None)
    assert "Show that I may vote" in client.get(f"/polls/{poll.slug}/").content.decode()
    wrong = client.post(f"/polls/{poll.slug}/code/", {**BEA, "number": "9"})
    assert wrong.status_code == 422 and 'value="1980-04-13"' in wrong.content.decode()
    assert client.post(f"/polls/{poll.slug}/code/", BEA)["Location"] == f"/polls/{poll.slug}/"
    client.post(f"/polls/{poll.slug}/ballot/", {"idea": REFS[:1], "revision": 0, "client_key": "k"})
    assert ballots_of(poll) == [{REFS[0]: 1}]
