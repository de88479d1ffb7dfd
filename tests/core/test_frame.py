"""The frame of every page: language, direction, theme, and errors that need nothing."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.django_db
def test_the_style_guide_shows_every_component(client):
    response = client.get("/styleguide/")
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.django_db
def test_theme_and_text_size_come_from_the_readers_cookies(client):
    client.cookies["theme"], client.cookies["text"] = "dark", "larger"
    html = client.get("/styleguide/").text
    assert 'data-theme="dark" data-text="larger"' in html.split("<head>")[0]


@pytest.mark.django_db
def test_an_odd_cookie_is_ignored(client):
    client.cookies["theme"] = '"><script>alert(1)</script>'
    assert "data-theme" not in client.get("/styleguide/").text


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_these_errors_need_no_database_and_no_request(name):
    html = render_to_string(f"{name}.html")
    assert '<html lang="en" dir="ltr"' in html and '<main id="main">' in html and "engage.css" in html


@pytest.mark.django_db
def test_a_missing_page_answers_in_the_design(client):
    response = client.get("/not-there/at-all/")
    assert response.status_code == 404
    assert "There is nothing at this stop" in response.text


@pytest.mark.django_db
def test_no_page_frame_holds_inline_style_or_script(client):
    html = client.get("/styleguide/").text
    assert " style=" not in html and "<style" not in html
    assert "<script>" not in html and "csrfmiddlewaretoken" not in html


def test_letters_carry_language_and_way_out():
    html = render_to_string(
        "emails/base.html", {"subject": "See you on Saturday", "unsubscribe_url": "https://x.example/u"}
    )
    assert '<html lang="en" dir="ltr">' in html and "https://x.example/u" in html
