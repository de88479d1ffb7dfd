"""Pictures that editors add in the back office go through the same door."""

import io

import pytest
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.users.models import UserProfile

from cms.models import CustomImage
from core.errors import RuleBroken
from files import scrub
from tests.builders import make_person
from tests.support import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def bytes_of(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def is_clean(data: bytes) -> bool:
    return pictures.SECRET.encode() not in data and scrub.chunks(data) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def sent(data: bytes, name: str):
    """Fill in the back office's own form."""
    upload = {"file": SimpleUploadedFile(name, data)}
    return get_image_form(CustomImage)({"title": "The creek", "alt": "Two people"}, upload)


NAMES = {"JPEG": "a.jpg", "PNG": "a.png", "GIF": "a.gif", "WebP": "a.webp", "HEIC": "a.heic"}


@pytest.mark.parametrize("kind", pictures.TELLING)
def test_an_editors_picture_tells_nothing_but_its_pixels(kind):
    form = sent(pictures.TELLING[kind](), NAMES[kind])
    assert form.is_valid(), form.errors
    image = form.save()
    assert is_clean(bytes_of(image.file))
    assert (image.width, image.height) == (800, 600)
    assert image.file.name.endswith(".webp")
    assert is_clean(bytes_of(image.get_rendition("width-400|format-webp").file))


def test_a_bomb_gets_a_sentence_in_the_editors_form():
    form = sent(pictures.png_bomb(), "bomb.png")
    assert not form.is_valid()
    assert "file" in form.errors


def test_a_picture_saved_by_code_is_cleaned_too():
    image = CustomImage.objects.create(title="x", file=ImageFile(io.BytesIO(pictures.telling_jpeg()), name="x.jpg"))
    assert is_clean(bytes_of(image.file))
    assert image.file_size == len(bytes_of(image.file)) and image.file_hash


def test_saving_an_image_again_leaves_its_file_alone():
    image = CustomImage.objects.create(title="x", file=ImageFile(io.BytesIO(pictures.telling_jpeg()), name="x.jpg"))
    name = image.file.name
    CustomImage.objects.get(pk=image.pk).save()
    assert CustomImage.objects.get(pk=image.pk).file.name == name


def test_what_is_no_picture_is_not_kept():
    with pytest.raises(RuleBroken):
        CustomImage.objects.create(title="x", file=ImageFile(io.BytesIO(b"<svg/>"), name="x.svg"), width=1, height=1)


def test_a_portrait_is_cleaned():
    profile = UserProfile.get_for_user(make_person("Edda", role="editor").user)
    profile.avatar = SimpleUploadedFile("me.jpg", pictures.telling_jpeg())
    profile.save()
    assert is_clean(bytes_of(profile.avatar))
    assert Image.open(io.BytesIO(bytes_of(profile.avatar))).format == "WEBP"
