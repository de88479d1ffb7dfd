"""Somebody of the city is away: a colleague stands in, seen by all at the desk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from core import clock
from people.absence import deputy_of, there, today
from people.actions import end_absence, plan_absence
from people.deeds import deliver_all
from people.groups import follow_roles
from people.models import Absence
from tests.builders import make_person
from tests.notices.hearing import letters
from tests.projects.proposals import make_submitted
from tests.projects.refusals import refused
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def official(name):
    person = make_person(name, role="official")
    follow_roles(person)
    return person


@pytest.fixture
def mia():
    return official("Mia")


@pytest.fixture
def noor():
    return official("Noor")


def away(person, deputy, *, by=None, first=0, last=7):
    return plan_absence(
        by=by or person, person=person, deputy=deputy,
        first_day=today() + timedelta(days=first), last_day=today() + timedelta(days=last),
    )  # fmt: skip


def test_the_deputy_does_the_duties_from_the_first_day_to_the_last(mia, noor):
    away(mia, noor, first=2, last=3)
    assert deputy_of(mia) is None
    clock.shift(timedelta(days=2))
    assert deputy_of(mia) == noor
    clock.shift(timedelta(days=2))
    assert deputy_of(mia) is None


def test_a_deputy_who_falls_ill_has_a_deputy_too(mia, noor):
    henrik, ivo = official("Henrik"), make_person("Ivo", role="administrator")
    away(mia, noor)
    away(noor, henrik, by=ivo)
    assert deputy_of(mia) == henrik
    away(henrik, ivo, by=ivo)
    assert there([mia, noor, henrik]) == [ivo]


def test_two_who_stand_in_for_each_other_end_no_chain(mia, noor):
    away(mia, noor)
    Absence.objects.create(person=noor, deputy=mia, first_day=today(), last_day=today(), by=noor)
    assert deputy_of(mia) == noor and deputy_of(noor) == mia


def test_what_cannot_be_an_absence_is_refused(mia, noor):
    with refused("deputy"):
        away(mia, mia)
    with refused("deputy"):
        away(mia, make_person("Bea"))
    with refused("ends_early"):
        away(mia, noor, first=5, last=4)
    with refused("days"):
        away(mia, noor, first=-9, last=-3)
    with refused("days"):
        away(mia, noor, last=900)
    with refused("not_allowed"):
        away(mia, noor, by=noor)
    with refused("not_allowed"):
        away(make_person("Eve"), noor)
    away(mia, noor)
    with refused("twice"):
        away(mia, noor, first=3)
    with refused("deputy_away"):
        away(noor, mia, first=3)
    with pytest.raises(IntegrityError):
        Absence.objects.update(deputy=mia)


def test_back_early(mia, noor):
    absence = away(mia, noor)
    clock.shift(timedelta(days=3))
    with refused("not_allowed"):
        end_absence(by=noor, absence=absence)
    end_absence(by=mia, absence=absence)
    assert deputy_of(mia) is None and Absence.objects.get().last_day == today() - timedelta(days=1)
    later = away(mia, noor, first=10, last=12)
    end_absence(by=mia, absence=later)
    assert Absence.objects.count() == 1


def test_a_new_proposal_comes_to_the_deputy(mia):
    jo = make_person("Jo", role="editor")
    away(mia, jo)
    make_submitted()
    deliver_all()
    assert not [letter for letter in letters("proposal_waiting") if letter.person == mia]


def test_a_deputy_who_may_review_gets_the_letter(mia, noor):
    away(mia, noor)
    make_submitted()
    deliver_all()
    assert [letter.person for letter in letters("proposal_waiting")] == [noor]


def test_the_desk_shows_who_is_away_and_who_stands_in(mia, noor):
    answer = client_of(mia).post(
        reverse("absence_list"), {"first_day": today(), "last_day": today() + timedelta(days=2), "deputy": noor.pk}
    )
    assert answer.status_code == 302
    for page in ("/admin/", "/admin/proposals/"):
        assert f"{noor.full_name} stands in" in client_of(noor).get(page).content.decode()
    assert noor.full_name in client_of(mia).get(reverse("absence_list")).content.decode()
    wrong = client_of(noor).post(reverse("absence_list"), {"first_day": "", "last_day": "x", "deputy": "0"})
    assert wrong.status_code == 422
    client_of(mia).post(reverse("absence_end", args=[Absence.objects.get().pk]))
    assert not Absence.objects.exists()
