"""The page of a project is read by SQL of our own: it must find what the models say."""

import pytest

from city.models import Neighborhood
from projects import quick
from projects.models import Attendance, Event, Project
from tests.builders import make_event, make_person, make_project

pytestmark = pytest.mark.django_db


def test_public_are_those_that_the_models_call_public():
    for status in Project.Status:
        project = make_project(status=status)
        assert quick.public_project(project.slug) == Project.objects.public().filter(pk=project.pk).first()
    assert quick.public_project("nowhere") is None


def test_neighborhood_and_pictures_come_along_or_are_none(django_assert_num_queries):
    plain, placed = make_project(status="active"), make_project(status="active")
    Project.objects.filter(pk=plain.pk).update(neighborhood=None)
    hood = Neighborhood.objects.create(name="Harbor", slug="harbor-side")
    Project.objects.filter(pk=placed.pk).update(neighborhood=hood)
    with django_assert_num_queries(2):
        found = quick.public_project(plain.slug)
        assert (found.neighborhood, found.picture, found.outcome_picture) == (None, None, None)
        assert quick.public_project(placed.slug).neighborhood.name == "Harbor"


def test_dates_are_all_but_drafts_each_with_those_who_were_there():
    ana = make_person("Ana")
    project = make_project(ana, status="active")
    later, first = make_event(project), make_event(project, status="closed")
    Event.objects.filter(pk=first.pk).update(starts_at=later.starts_at.replace(year=2020), ends_at=later.ends_at)
    make_event(project, status="draft")
    make_event()
    for state in Attendance.State:
        Attendance.objects.create(event=first, person=make_person(state), state=state, verified_by=ana)
    found = quick.dates(project)
    assert [(event.pk, event.came) for event in found] == [(first.pk, len(Attendance.CAME)), (later.pk, 0)]
    assert [event.came for event in project.events.with_came().order_by("starts_at")][:1] == [found[0].came]
