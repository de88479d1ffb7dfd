"""The demo's pictures are drawn, differ from each other, and come out the same for the same seed."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from cms.demo.art import CATEGORIES, KINDS, describe, draw, draw_svg

pytestmark = pytest.mark.once


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gives_a_picture(kind):
    picture = Image.open(BytesIO(draw(kind, seed=3, size=(240, 150))))
    assert picture.size == (240, 150)
    assert len(picture.convert("RGB").getcolors(maxcolors=100_000)) > 40


def test_the_same_seed_gives_the_same_picture():
    assert draw("planting", 4, (240, 150)) == draw("planting", 4, (240, 150))


def test_another_seed_gives_other_people():
    pictures = {draw("cleanup", seed, (240, 150)) for seed in range(12)}
    assert len(pictures) == 12


def test_an_unknown_kind_is_something_else():
    assert draw("knitting", 1, (80, 50))
    assert describe("knitting", 0) == describe("other", 0)


@pytest.mark.parametrize("size", [(80, 80), (50, 120), (300, 60)])
def test_other_proportions_are_cut_and_never_stretched(size):
    assert Image.open(BytesIO(draw("market", 1, size, form="PNG"))).size == size


@pytest.mark.parametrize("kind", CATEGORIES)
def test_the_same_scene_as_svg(kind):
    root = ElementTree.fromstring(draw_svg(kind))
    assert root.get("viewBox") == "0 0 1200 750" and len(root) > 50
    assert describe(kind).startswith("Drawing. ")
