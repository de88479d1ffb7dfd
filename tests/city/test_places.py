"""Administrators keep neighborhoods and departments."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from city.models import Neighborhood
from people.groups import follow_roles, prepare_groups
from tests.builders import make_hood, make_person
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
SQUARE = [[4.5, 52.1], [4.6, 52.1], [4.6, 52.2], [4.5, 52.1]]


@pytest.mark.parametrize(
    "boundary",
    [
        {"type": "Point", "coordinates": [4.5, 52.1]},
        {
            "type": "Polygon",
            "coordinates": [[[4.5, 52.1], [4.6, 52.2], [4.6, 52.1], [4.5, 52.2], [4.5, 52.1]]],
        },  # crosses itself
        {"type": "Polygon", "coordinates": [[[450, 52], [460, 52], [460, 53], [450, 52]]]},
        {"coordinates": "here"},
        ["not", "a", "shape"],
    ],
)
def test_a_boundary_that_is_no_polygon_is_refused(boundary):
    with pytest.raises(ValidationError):
        Neighborhood(name="X", slug="x", letter="X", shape="circle", color_key="elm", boundary=boundary).full_clean()


def test_a_polygon_is_taken():
    Neighborhood(
        name="X",
        slug="x",
        letter="X",
        shape="circle",
        color_key="elm",
        boundary={"type": "Polygon", "coordinates": [SQUARE]},
    ).full_clean()


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("official", 302), ("editor", 302)])
def test_only_administrators_change_the_neighborhoods(role, status):
    prepare_groups()
    make_hood()
    person = make_person(role=role)
    follow_roles(person)
    assert client_of(person).get(reverse("wagtailsnippets_city_neighborhood:list")).status_code == status
