"""What only officials see or do: notes among colleagues, quiet projects, the archive."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from projects.actions import add_note, archive_old, archive_project
from projects.models import Project
from tests.builders import make_event, make_person, make_project
from tests.projects.refusals import refused
from tests.projects.test_review_pages import make_official
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)
SECRET = "The neighbor phoned twice about noise."


def make_sent(lead=None, **fields):
    return make_project(lead, submitted_at=clock.now() - LONG_AGO, **fields)


def desk(project):
    return reverse("review_project", args=[project.slug])


def test_a_note_is_seen_by_colleagues_and_by_nobody_else(client):
    ana = make_person("Ana")
    project = make_sent(ana, status="active")
    mia, noor = make_official(), make_official("Noor", "reviewer")
    answer = client_of(mia).post(reverse("review_note", args=[project.slug]), {"text": SECRET})
    assert answer.status_code == 302
    assert SECRET in client_of(noor).get(desk(project)).content.decode()
    page = reverse("projects:project_page", args=[project.slug])
    for reader in (client, client_of(ana), client_of(make_person("Bea"))):
        assert SECRET not in reader.get(page).content.decode()


def test_an_official_who_organizes_it_reads_no_notes():
    mia = make_official()
    project = make_sent(mia, status="active")
    add_note(by=make_official("Noor"), project=project, text=SECRET)
    assert SECRET not in client_of(mia).get(desk(project)).content.decode()
    with refused("not_allowed"):
        add_note(by=mia, project=project, text=SECRET)
    with refused("not_allowed"):
        add_note(by=make_person("Eve"), project=project, text=SECRET)


def test_a_wrong_note_is_refused_and_kept(client):
    project = make_sent(status="active")
    answer = client_of(make_official()).post(reverse("review_note", args=[project.slug]), {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    with refused("no_note"):
        add_note(by=make_official(), project=project, text="  ")


def test_a_project_without_a_date_for_90_days_is_flagged():
    old = {"published_at": clock.now() - LONG_AGO, "status": "active"}
    ana = make_person("Ana")
    quiet = make_sent(ana, title="Quiet one", **old)
    make_event(quiet, starts_in=timedelta(days=-95))
    make_event(quiet, starts_in=timedelta(days=9), status="cancelled")
    lively, ahead = make_sent(**old), make_sent(**old)
    make_event(lively, starts_in=timedelta(days=-80))
    make_event(ahead, starts_in=timedelta(days=30))
    make_sent(status="active")
    make_sent(**{**old, "status": "paused"})
    assert list(Project.objects.quiet()) == [quiet]
    words = client_of(make_official()).get("/admin/proposals/").content.decode()
    assert "Quiet for 90 days" in words
    page = reverse("projects:project_page", args=[quiet.slug])
    assert "No date for 90 days" in client_of(ana).get(page).content.decode()
    assert "No date for 90 days" not in client_of(make_person()).get(page).content.decode()


def test_what_was_finished_a_year_ago_goes_into_the_archive():
    year = make_sent(status="completed", completed_at=clock.now() - timedelta(days=366))
    fresh = make_sent(status="completed", completed_at=clock.now() - timedelta(days=300))
    assert archive_old() == 1 and archive_old() == 0
    year.refresh_from_db()
    fresh.refresh_from_db()
    assert (year.status, fresh.status) == ("archived", "completed")
    assert year.transitions.get().actor.kind == "system"


def test_an_official_archives_at_once_and_nobody_else_does(client):
    project = make_sent(status="completed", completed_at=clock.now())
    with refused("not_allowed"):
        archive_project(by=make_person("Eve"), project=project)
    client_of(make_official()).post(reverse("review_archive", args=[project.slug]))
    project.refresh_from_db()
    assert project.status == "archived"
    assert client.get(reverse("projects:project_page", args=[project.slug])).status_code == 200
    with refused("bad_move"):
        archive_project(by=make_official("Noor"), project=project)
