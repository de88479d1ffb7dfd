"""The owner's yes on paper: shown by the leads, seen by reviewers, and by nobody else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.clock import now
from projects.actions import set_land
from projects.models import LandPaper
from tests.builders import make_person, make_project
from tests.projects.refusals import refused
from tests.projects.test_review_pages import make_official
from tests.support.pictures import telling_jpeg
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def upload(data=None):
    return SimpleUploadedFile("letter.jpg", data or telling_jpeg(), content_type="image/jpeg")


@pytest.fixture
def project(ana):
    return make_project(ana, status="active", submitted_at=now())


def at(name, project):
    return reverse(f"projects:{name}", args=[project.slug])


def test_the_photo_is_kept_without_what_the_camera_wrote_into_it(ana, project):
    answer = client_of(ana).post(at("project_land", project), {"land": "granted", "paper": upload()})
    assert answer.status_code == 302
    project.refresh_from_db()
    paper = LandPaper.objects.get()
    assert (project.land, paper.by) == ("granted", ana)
    image = Image.open(io.BytesIO(bytes(paper.webp)))
    assert image.format == "WEBP" and not image.getexif()


def test_only_leads_and_reviewers_see_it(ana, project, client):
    set_land(by=ana, project=project, land="granted", paper=upload())
    for reader in (client_of(ana), client_of(make_official()), client_of(make_official("Noor", "reviewer"))):
        shown = reader.get(at("land_paper", project))
        assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    assert client_of(make_person("Eve")).get(at("land_paper", project)).status_code == 404
    assert client.get(at("land_paper", project)).status_code == 302
    desk = client_of(make_official("Max")).get(reverse("review_project", args=[project.slug])).content.decode()
    assert at("land_paper", project) in desk


def test_what_is_no_picture_is_refused_and_the_old_one_stays(ana, project):
    set_land(by=ana, project=project, land="granted", paper=upload())
    answer = client_of(ana).post(at("project_land", project), {"land": "granted", "paper": upload(b"no picture")})
    assert answer.status_code == 422
    assert LandPaper.objects.count() == 1
    assert client_of(ana).post(at("project_land", project), {"land": "mine"}).status_code == 422


def test_without_a_permission_there_is_no_paper(ana, project):
    set_land(by=ana, project=project, land="asked", paper=upload())
    set_land(by=ana, project=project, land="none")
    assert not LandPaper.objects.exists()
    with refused("not_allowed"):
        set_land(by=make_person("Eve"), project=project, land="none")
    with refused("over"):
        set_land(by=ana, project=make_project(ana, status="cancelled"), land="none")
