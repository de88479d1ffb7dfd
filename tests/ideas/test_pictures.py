"""An idea may show what it means: a picture, cleaned and with words for those who can't see it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import Picture
from ideas.models import Idea
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll
from tests.support.pictures import telling_jpeg
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WORDS = {"title": "Lamps at the bridge", "body": "So that children get home.", "category": "other"}


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(poll, person=None, *, data=None, name="bridge.jpg", **more):
    file = SimpleUploadedFile(name, telling_jpeg() if data is None else data, "image/jpeg")
    return client_of(person or make_person("Ada")).post(f"/polls/{poll.slug}/add/", {**WORDS, "picture": file, **more})


def test_a_picture_comes_with_the_idea_without_what_the_camera_wrote():
    poll = make_poll("proposing")
    page = client_of(make_person()).get(f"/polls/{poll.slug}/add/").text
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    answer = send(poll, alt="The dark bridge in winter")
    idea = Idea.objects.get()
    assert answer.status_code == 302 and idea.picture.alt == "The dark bridge in winter"
    assert b"Exif" not in BytesIO(idea.picture.file.read()).getvalue()
    shown = client_of(None).get(answer.url).text
    assert idea.picture.src in shown and 'alt="The dark bridge in winter"' in shown


def test_a_picture_without_words_is_asked_for_them_and_the_rest_stays():
    answer = send(make_poll("proposing"), alt="")
    assert answer.status_code == 422 and "So that children get home." in answer.text
    assert not Idea.objects.exists() and not Picture.objects.exists()


def test_words_without_the_picture_ask_for_it_again():
    poll = make_poll("proposing")
    answer = client_of(make_person()).post(f"/polls/{poll.slug}/add/", {**WORDS, "alt": "The dark bridge"})
    assert answer.status_code == 422 and "Choose the picture again" in answer.text and "The dark bridge" in answer.text


@pytest.mark.parametrize("data", [b"not a picture", b"<svg onload=alert(1)>"])
def test_what_is_no_picture_gets_a_sentence_and_nothing_is_sent(data):
    answer = send(make_poll("proposing"), data=data, alt="The dark bridge")
    assert answer.status_code == 422 and "field__err" in answer.text
    assert not Idea.objects.exists() and not Picture.objects.exists()


def test_a_refused_idea_leaves_no_picture_behind():
    poll, ada = make_poll("proposing", ideas_per_resident=1), make_person("Ada")
    make_idea(poll, "Benches", author=ada)
    assert send(poll, ada, alt="The dark bridge").status_code == 422
    assert Idea.objects.count() == 1 and not Picture.objects.exists()


def test_hidden_words_hide_their_picture_too():
    answer = send(make_poll("proposing"), alt="Something rude")
    Idea.objects.update(hidden=True)
    assert "Something rude" not in client_of(None).get(answer.url).text
