"""Signs of a wave of made-up accounts: numbers from the roll, never a name, never a choice; and the marks go early."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import limits
from core.clock import now
from ideas import fingerprints, health, waves
from ideas.actions import certify_result, cut_poll, make_codes, open_with_code
from ideas.models import Ballot, IdeaPoll, PollKey, PollVoter
from people.actions import erase_person
from people.models import RoleGrant, User
from tests.builders import make_department, make_person
from tests.ideas.builders import close, frozen, make_ideas, make_official, make_poll, opened, vote
from tests.support.visitors import client_of

A = "2026-001"
PHONE, LAPTOP = "Phone 17", "Laptop 4"


@pytest.fixture
def poll(db):
    poll = make_poll("voting")
    make_ideas(poll, 3)
    return opened(poll)


def cast(poll, person=None, address="192.0.2.7", device=PHONE, ago=timedelta()):
    asking = limits.asker.set(address)
    try:
        with time_machine.travel(now() - ago, tick=False):
            return vote(poll, person or make_person("Voter"), [A], device=device)
    finally:
        limits.asker.reset(asking)


def grown_up():
    """Accounts of long ago."""
    User.objects.update(date_joined=now() - timedelta(days=400))


def crowd(poll, number, spread=timedelta(minutes=7)):
    """People of everywhere, one after the other, with all kinds of devices."""
    for n in range(number):
        cast(poll, address=f"10.{n}.0.1", device=f"Device {n}", ago=spread * (n + 1))
    grown_up()


def wave(poll, number=10):
    """All in one minute, however slow the machine."""
    with time_machine.travel(now(), tick=False):
        for n in range(number):
            cast(poll, address=f"203.0.113.{n}", device=LAPTOP)


def found(poll) -> dict[str, waves.Sign]:
    return {sign.name: sign for sign in waves.signs(IdeaPoll.objects.get(pk=poll.pk))}


def text(person, poll) -> str:
    return " ".join(client_of(person).get(f"/admin/polls/{poll.pk}/wave/").content.decode().split())


# ── the marks ──


def test_the_mark_on_the_roll_bears_fingerprints_and_no_address(poll):
    cast(poll)
    mark = PollVoter.objects.get()
    assert len(mark.network) == len(mark.device) == 32
    stored = str([*PollVoter.objects.values(), *Ballot.objects.values()])
    assert "192.0.2" not in stored and PHONE not in stored
    assert not {"network", "device"} & {field.name for field in Ballot._meta.get_fields()}


def test_neighbors_in_a_network_look_alike_and_others_do_not(poll):
    key = fingerprints.key_of(poll)

    def network(address):
        return fingerprints.of_connection(key, address, "")["network"]

    assert network("192.0.2.7") == network("192.0.2.250") != network("192.0.3.7")
    assert network("2001:db8:1:2::") == network("2001:db8:1:ffff::") != network("2001:db8:2:2::")
    assert network("") == network("unknown") == "" == fingerprints.of_connection("", "192.0.2.7", PHONE)["device"]


def test_another_poll_has_other_marks(poll):
    other = make_poll("voting")
    make_ideas(other, 1)
    bea = make_person("Bea")
    for each in (poll, opened(other)):
        cast(each, bea)
    assert PollVoter.objects.values("network").distinct().count() == 2


def test_the_page_hands_over_what_the_browser_says(poll):
    data = {"idea": [A], "revision": 0, "client_key": "k"}
    client_of(make_person("Bea")).post(f"/polls/{poll.slug}/ballot/", data, headers={"User-Agent": PHONE})
    assert PollVoter.objects.get().device == fingerprints.of_connection(fingerprints.key_of(poll), "", PHONE)["device"]


def test_a_later_save_adds_nothing(poll):
    bea = make_person("Bea")
    cast(poll, bea)
    before = PollVoter.objects.values("network", "device").get()
    vote(poll, bea, [], revision=1, device=LAPTOP)
    assert PollVoter.objects.values("network", "device").get() == before


def test_the_marks_cost_no_statement(poll):
    """They are in the INSERT, and the key comes with the phase."""
    cast(poll)
    with CaptureQueriesContext(connection) as seen:
        cast(poll)
    said = [query["sql"] for query in seen.captured_queries]
    assert len([sql for sql in said if "ideas_pollkey" in sql]) == 1 and "FROM ideas_phase" in next(
        sql for sql in said if "ideas_pollkey" in sql
    )
    assert not [sql for sql in said if sql.startswith("UPDATE") and "ideas_pollvoter" in sql]


def test_the_certificate_wipes_them(poll):
    crowd(poll, 12)
    frozen(poll)
    assert PollVoter.objects.exclude(network="").count() == 12
    certify_result(by=poll.owner, poll=poll)
    assert not PollVoter.objects.exclude(network="", device="").exists()
    assert not list(health.voters())
    PollVoter.objects.filter(pk=PollVoter.objects.first().pk).update(network="0" * 32)
    assert list(health.voters()) == ["1 voters of certified polls still bear marks of where they voted from."]
    PollVoter.objects.update(network="")
    assert "It is wiped when the result is certified." in found(poll)["From one network"].found


def test_the_cut_wipes_them_at_the_latest(poll):
    cast(poll)
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=IdeaPoll.objects.get())
    assert not PollVoter.objects.exclude(network="", device="").exists() and not PollKey.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVoter.objects.update(network="0" * 32)


def test_who_leaves_takes_them_along(poll):
    bea = make_person("Bea")
    cast(poll, bea)
    close(poll)
    erase_person(by=bea, person=bea)
    assert PollVoter.objects.get().network == ""


# ── the signs ──


def test_nothing_is_said_of_fewer_than_ten(poll):
    wave(poll, 9)
    assert waves.signs(poll) == []
    assert "Signs are shown from ten on." in text(poll.owner, poll)


def test_an_ordinary_crowd_shows_no_sign(poll):
    crowd(poll, 25)
    assert not any(sign.stands_out or sign.groups for sign in found(poll).values())
    shown = text(poll.owner, poll)
    assert "No sign of a wave." in shown and "First ballots on the site: 20 or more." in shown


def test_a_wave_stands_out_in_each_sign(poll):
    crowd(poll, 20)
    wave(poll, 32)
    signs = found(poll)
    assert {name for name, sign in signs.items() if sign.stands_out} == {
        "Many in one minute", "From one network", "With one kind of device", "From new accounts",
    }  # fmt: skip
    assert all([size for _group, size in sign.groups] == ["30 or more"] for sign in signs.values())
    shown = text(poll.owner, poll)
    assert "4 signs stand out." in shown and "None of them proves anything." in shown


def test_half_with_one_kind_of_device_is_nothing_special(poll):
    crowd(poll, 20)
    for n in range(20):
        cast(poll, address=f"172.16.{n}.1", device=LAPTOP, ago=timedelta(minutes=11 * n))
    grown_up()
    sign = found(poll)["With one kind of device"]
    assert sign.groups == [("One kind of device", "20 or more")] and not sign.stands_out
    assert sign.found == "Nothing stands out."


def test_a_group_of_nine_is_not_told(poll):
    crowd(poll, 20)
    wave(poll, 9)
    assert not any(sign.groups for sign in found(poll).values())


def test_numbers_are_rounded_down_to_tens():
    assert [waves.told(n) for n in (0, 9, 10, 19, 20)] == ["fewer than ten"] * 2 + ["10 or more"] * 2 + ["20 or more"]


def test_paper_is_no_wave(poll):
    crowd(poll, 12)
    paper = [PollVoter(poll=poll, person=make_person("Paper"), channel="paper") for _n in range(30)]
    PollVoter.objects.bulk_create(paper)
    assert not found(poll)["Many in one minute"].groups


def test_with_codes_nothing_is_known_of_accounts(db):
    poll = make_poll("voting", eligibility_level=3)
    make_ideas(poll, 1)
    poll = opened(poll)
    with time_machine.travel(now(), tick=False):
        for _n, code in make_codes(by=poll.owner, poll=poll, number=10)[1]:
            cast(poll, open_with_code(poll=poll, typed=code, session=code))
    signs = found(poll)
    for name in ("From new accounts", "From one network", "With one kind of device"):
        assert "without their names" in signs[name].found and not signs[name].groups
    assert signs["Many in one minute"].groups


def test_it_names_nobody_and_no_idea(poll):
    crowd(poll, 12)
    wave(poll, 12)
    shown = text(poll.owner, poll)
    assert "Voter" not in shown.replace("Voters", "") and "Idea number" not in shown and A not in shown
    assert "192.0.2" not in shown and "203.0.113" not in shown and LAPTOP not in shown
    marks = PollVoter.objects.values_list("network", flat=True)
    assert not any(mark in shown for mark in marks)


def test_who_runs_the_poll_and_auditors_see_it_and_nobody_else(poll):
    path = f"/admin/polls/{poll.pk}/wave/"
    other = make_official("Other")
    RoleGrant.objects.filter(person=other).update(department=make_department("Roads"))
    auditor = make_person("Aud", role="auditor")
    for person in (poll.owner, auditor, make_person("Adm", role="administrator")):
        assert client_of(person).get(path).status_code == 200
    assert client_of(other).get(path).status_code == 404
    assert client_of(make_person("Mod", role="moderator")).get(path).status_code == 403
    assert client_of(make_person("Bea")).get(path).status_code == 403
    assert poll.question in client_of(auditor).get("/admin/polls/waves/").content.decode()
    assert poll.question not in client_of(other).get("/admin/polls/waves/").content.decode()
    assert client_of(auditor).post(f"/admin/polls/{poll.pk}/raise/", {"level": "2"}).status_code == 403


def test_the_page_advises_only_what_can_still_be_done(poll):
    vote(poll, refs=[A])
    assert "Suspend the poll." in text(poll.owner, poll)
    frozen(poll)
    said = text(poll.owner, poll)
    assert "Suspend the poll." not in said and "Second ballots of one person." in said
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
    assert "What you can do" not in text(poll.owner, poll)
