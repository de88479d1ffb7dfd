"""Pictures of before and after that the city has shown earn once for each date, shared by those who added them."""

from datetime import timedelta

import pytest

from files.models import Picture
from gamification.actions import reconcile_person
from gamification.models import Award, LedgerEntry, PointCause
from gamification.reads import balance_of, lines_of
from people.deeds import deliver_all
from projects.actions import add_pair, publish_pair, refuse_pair, remove_pair
from projects.models import ProjectRole
from tests.builders import make_event, make_person, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia():
    return make_person("Mia", role="official")


@pytest.fixture
def ana():
    return make_person("Ana")


@pytest.fixture
def project(ana):
    return make_project(ana, status="active")


def closed(project, days=3):
    return make_event(project, starts_in=timedelta(days=-days), status="closed")


def picture():
    return Picture.objects.create(file="x.webp", width=9, height=6, widths={}, alt="The creek bank", sha256="0" * 64)


def shown(by, event, official):
    pair = add_pair(by=by, event=event, before=picture(), after=picture(), young_face=False)
    publish_pair(by=official, pair=pair)
    deliver_all()
    return pair


def test_public_pictures_earn_once_for_a_date(ana, mia, project):
    event = closed(project)
    shown(ana, event, mia)
    shown(ana, event, mia)
    assert balance_of(ana) == 10
    assert "10 for before and after" in lines_of(ana)[0].why and mia.public_name in lines_of(ana)[0].why
    reconcile_person(person=ana)
    assert LedgerEntry.objects.count() == 1


def test_those_who_added_them_share_by_whole_points(ana, mia, project):
    event, others = closed(project), [make_person("Bea"), make_person("Cy")]
    for one in others:
        ProjectRole.objects.create(project=project, person=one, role=ProjectRole.Role.CO_LEAD)
    shown(ana, event, mia)
    for one in others:
        shown(one, event, mia)
    assert [balance_of(one) for one in (ana, *others)] == [3, 3, 3]


def test_pictures_that_go_take_their_points_along(ana, mia, project):
    first, second = closed(project), closed(project, days=4)
    refused, removed = shown(ana, first, mia), shown(ana, second, mia)
    refuse_pair(by=mia, pair=refused, reason="A number plate can be read.")
    remove_pair(by=ana, pair=removed)
    deliver_all()
    assert balance_of(ana) == 0
    assert set(PointCause.objects.values_list("state", flat=True)) == {"void"}


def test_three_public_pairs_are_a_badge_until_one_goes(ana, mia, project):
    pairs = [shown(ana, closed(project, days=n), mia) for n in (3, 4, 5)]
    held = Award.objects.filter(person=ana, badge="before_after", withdrawn_at=None)
    assert held.exists()
    refuse_pair(by=mia, pair=pairs[0], reason="A number plate can be read.")
    deliver_all()
    assert not held.exists()
