"""Checks and trainings: kind and dates, seen by an official, never the report."""

from datetime import timedelta

import pytest

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people import actions
from people.models import Credential, Deed
from tests.builders import make_credential, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia():
    return make_person("Mia", role="official")


def record(by, person, **words):
    today = now().date()
    given = {
        "kind": "background",
        "issued_on": today - timedelta(days=9),
        "expires_on": today + timedelta(days=90),
        **words,
    }
    return actions.record_credential(by=by, person=person, **given)


def test_an_official_writes_one_down_and_it_counts_until_its_last_day(mia):
    row = record(mia, make_person())
    assert list(Credential.objects.current(row.expires_on)) == [row]
    assert not Credential.objects.current(row.expires_on + timedelta(days=1)).exists()
    assert Deed.objects.filter(bell="people.credential_recorded", by=mia).count() == 1


def test_nobody_records_their_own_and_residents_record_none(mia):
    with pytest.raises(RuleBroken) as refusal:
        record(mia, mia)
    assert refusal.value.code == "oneself"
    with pytest.raises(NotAllowed):
        record(make_person(), mia)


@pytest.mark.parametrize("days", [{"issued_on": 1}, {"expires_on": 0}, {"expires_on": 365 * 7}])
def test_dates_that_make_no_sense_are_refused(mia, days):
    with pytest.raises(RuleBroken) as refusal:
        record(mia, make_person(), **{name: now().date() + timedelta(days=n) for name, n in days.items()})
    assert refusal.value.code in days


def test_a_withdrawn_one_counts_no_more_and_says_who_and_why(mia):
    row = make_credential(make_person())
    with pytest.raises(RuleBroken):
        actions.withdraw_credential(by=mia, credential=row, why="no")
    actions.withdraw_credential(by=mia, credential=row, why="The office took it back.")
    assert not Credential.objects.current(now().date()).exists()
    assert row.status == "withdrawn" and row.withdrawn_by == mia
    with pytest.raises(RuleBroken) as refusal:
        actions.withdraw_credential(by=mia, credential=row, why="The office took it back.")
    assert refusal.value.code == "withdrawn"


def test_the_desk_records_and_withdraws(mia, client):
    ana = make_person("Ana")
    sign_in(client, mia)
    today = now().date()
    words = {"person": ana.email, "kind": "first_aid", "issued_on": today, "expires_on": today + timedelta(days=30)}
    page = client.post("/admin/credentials/", words, follow=True).content.decode()
    assert "First aid" in page
    client.post(f"/admin/credentials/{Credential.objects.get().pk}/withdraw/", {"why": "Shown by mistake, not hers."})
    assert "Shown by mistake" in client.get("/admin/credentials/").content.decode()
