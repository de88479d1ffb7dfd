"""What a page posts beside its form, made up."""

import pytest

from tests.builders import make_person, make_project
from tests.ideas.builders import make_official, make_poll
from tests.support.visitors import client_of

MADE_UP = ("x", "-1", "1.5", "٣", "9" * 40, "a\0b")
REASON = "Because the words were not clear at all."


@pytest.mark.django_db
@pytest.mark.parametrize("deed, field", [("resume", "idea"), ("confirm", "suspension"), ("sign", "certification")])
def test_the_desk_of_a_poll_finds_nothing_for_a_made_up_row(deed, field):
    desk, poll = client_of(make_official()), make_poll()
    for value in MADE_UP:
        answer = desk.post(f"/admin/polls/{poll.pk}/{deed}/", {field: value, "reason": REASON})
        assert answer.status_code in (404, 422), value


@pytest.mark.django_db
def test_the_team_of_a_project_finds_nobody_for_a_made_up_name():
    ana = make_person("Ana")
    team, project = client_of(ana), make_project(ana)
    for value in MADE_UP:
        answer = team.post(f"/projects/{project.slug}/team/", {"act": "remove", "person": value})
        assert answer.status_code in (302, 404, 422), value
