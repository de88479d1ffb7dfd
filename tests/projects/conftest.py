"""The people of many stories here."""

from datetime import timedelta

import pytest

from people.models import Person
from projects.models import Event, Project
from tests.builders import make_event, make_person, make_project, make_slot


@pytest.fixture
def ana() -> Person:
    """She organizes."""
    return make_person("Ana")


@pytest.fixture
def mia() -> Person:
    return make_person("Mia", role="official")


@pytest.fixture
def project(ana: Person) -> Project:
    """Ana's, with people in it."""
    return make_project(ana, status="active")


@pytest.fixture
def event(project: Project) -> Event:
    """It began 10 minutes ago and takes two hours."""
    event = make_event(project, starts_in=timedelta(minutes=-10))
    make_slot(event)
    return event
