"""What each neighborhood reached this year: verified, public, without a race and without meetings."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.clock import now
from people.system import SYSTEM
from projects import results
from projects.models import Attendance, ImpactTotal, MetricDefinition
from tests.builders import make_department, make_event, make_hood, make_person, make_project

pytestmark = pytest.mark.django_db
SINCE = timedelta(days=30)


def worked(hood, *people, minutes=120, **more):
    event = make_event(make_project(neighborhood=hood, **more), starts_in=timedelta(days=-3), status="closed")
    for person in people:
        came(event, person, minutes)
    return event


def came(event, person, minutes):
    lead = event.project.organizers.get().person
    Attendance.objects.create(
        event=event, person=person, state="attended", minutes=minutes, verified_by=lead, evidence=3
    )


def test_a_thing_that_names_its_unit_says_it_once():
    units = {
        thing.key: results.in_words([(thing.pk, 3)])[0].unit
        for thing in MetricDefinition.objects.filter(key__in=("bags", "weight", "path"))
    }
    assert units == {"bags": "", "weight": "kg", "path": "m"}


def test_sums_are_by_neighborhood_and_each_person_counts_once(django_assert_num_queries):
    elm, mill = make_hood("Elm Park"), make_hood("Mill Yard")
    bea, cy = make_person("Bea", login=False), make_person("Cy", login=False)
    first = worked(elm, bea, cy)
    later = make_event(first.project, starts_in=timedelta(days=-2), status="closed")
    came(later, bea, 60)
    bags = MetricDefinition.objects.get(key="bags")
    for event in (first, later):
        ImpactTotal.objects.create(event=event, metric=bags, total=7, unattributed=7, by=SYSTEM())
    worked(mill, cy, minutes=45)
    with django_assert_num_queries(3):
        sums = results.by_neighborhood(now() - SINCE)
    assert sums[elm.pk] == (2, 2, 300, [(bags.pk, 14)])
    assert sums[mill.pk] == (1, 1, 45, [])


def test_meetings_and_open_lists_are_not_counted():
    elm = make_hood("Elm Park")
    worked(elm, make_person("Bea", login=False), department=make_department())
    make_event(make_project(neighborhood=elm), starts_in=timedelta(days=-3))
    assert results.by_neighborhood(now() - SINCE) == {}


def test_the_page_says_hours_for_every_1000_residents(client):
    cache.clear()
    worked(make_hood("Elm Park", residents=2000), make_person("Bea", login=False), make_person("Cy", login=False))
    make_hood("Mill Yard")
    page = client.get(reverse("projects:neighborhood_list")).content.decode()
    assert "for every 1,000 residents" in page and "Nothing yet this year" in page


def test_without_numbers_the_page_says_when_they_come(client):
    cache.clear()
    assert "Nothing is counted yet" in client.get(reverse("projects:neighborhood_list")).content.decode()
