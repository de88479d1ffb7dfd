"""Residents' text: a tiny Markdown and nobody's HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.html import SCHEMES, TAGS, tiny_markdown

from .payloads import XSS

pytestmark = pytest.mark.once


class Reader(HTMLParser):
    """What a browser would find: tags and their attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def assert_harmless(html):
    found = Reader(html)
    assert found.tags <= TAGS
    for tag, name, value in found.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel"), ("p", "dir"), ("ul", "dir"), ("ol", "dir")}
        if name == "href":
            assert value.split(":")[0].lower() in SCHEMES


@pytest.mark.parametrize("text", XSS)
def test_hostile_text_stays_text(text):
    assert_harmless(tiny_markdown(text))


@given(st.text(alphabet="<>\"'&()[]*_- \n\\`!#:/ahrefjvscipt1.\x00\x1a", max_size=120))
def test_no_mixture_of_signs_becomes_more_than_the_few_tags(text):
    assert_harmless(tiny_markdown(text))


def test_there_are_sixty_payloads_and_more():
    assert len(set(XSS)) >= 60


def test_paragraphs_and_lines_are_kept():
    assert tiny_markdown("One\ntwo\n\nThree") == '<p dir="auto">One<br>two</p><p dir="auto">Three</p>'


def test_lists_stand_between_paragraphs():
    html = tiny_markdown("Bring:\n- gloves\n- shoes\n\n1. Meet\n2. Walk")
    assert html == (
        '<p dir="auto">Bring:</p><ul dir="auto"><li>gloves</li><li>shoes</li></ul>'
        '<ol dir="auto"><li>Meet</li><li>Walk</li></ol>'
    )


def test_bold_and_italic():
    assert tiny_markdown("**Bring** *shoes* or __boots__") == (
        '<p dir="auto"><strong>Bring</strong> <em>shoes</em> or <strong>boots</strong></p>'
    )


def test_snake_case_and_sums_are_no_italics():
    assert tiny_markdown("file_name_here and 2*3*4") == '<p dir="auto">file_name_here and 2*3*4</p>'


def test_links_are_marked_as_somebody_elses():
    html = tiny_markdown("See [the plan](https://larkhaven.example/plan_of_2027).")
    assert html == (
        '<p dir="auto">See <a href="https://larkhaven.example/plan_of_2027" '
        'rel="nofollow ugc noopener noreferrer">the plan</a>.</p>'
    )


def test_a_bare_address_becomes_a_link_without_the_full_stop():
    html = tiny_markdown("Look at https://larkhaven.example/a_b_c.")
    assert '<a href="https://larkhaven.example/a_b_c" ' in html
    assert html.endswith("</a>.</p>")


def test_headings_and_pictures_are_only_text():
    html = tiny_markdown("# Big\n![cat](https://cats.example/cat.png)")
    assert Reader(html).tags <= {"p", "br", "a"}
    assert "# Big" in html


def test_nothing_is_nothing():
    assert tiny_markdown("") == tiny_markdown(None) == tiny_markdown(" \n ") == ""


def test_very_long_text_is_read_in_no_time():
    assert tiny_markdown("*" * 20_000 + "a" * 20_000 + "[" * 20_000)
