"""Young people are invisible by default: a short form of `dev.py prove privacy`."""

from random import Random
from unittest.mock import patch

import pytest

from projects.actions import terms
from tests.support.canaries import City, leaks
from tests.support.families import Families

pytestmark = pytest.mark.django_db


def test_a_reader_who_follows_every_link_finds_nothing_of_young_people():
    found, read = leaks(City(), {"nobody": None}, direct=False)
    assert found == [] and read > 20


def test_an_official_who_corrects_the_hours_of_a_young_person_reads_no_name(client):
    from tests.support.visitors import client_of

    city = City()
    path = f"/projects/{city.past.project.slug}/events/{city.past.pk}/people/{city.child.ref}/"
    official = client_of(city.readers()["official"])
    assert "A young person" in official.get(path).text and "Zephyrine" not in official.get(path).text
    assert "Zephyrine" in client_of(city.lead).get(path).text


def test_no_young_person_has_a_confirmed_place_without_a_yes():
    without, looked = Families(Random(7)).walk(80)
    assert without == 0 and looked > 0


def test_the_look_out_notices_a_place_without_a_yes():
    with patch.object(terms, "has_consent", lambda person, slot: True):
        assert Families(Random(1710)).walk(80)[0] > 0
