"""The demo's mailbox: letters and codes are readable without any mail server."""

import re

import pytest

from notices import actions

pytestmark = pytest.mark.django_db


def test_letters_are_listed_newest_first(client, letter_to):
    letter_to("amal@mail.example", "a")
    letter_to("bea@mail.example", "b")
    page = client.get("/demo/mailbox/").content.decode()
    names = re.findall(r'mailbox__to">To ([^\s<]+)', page)
    assert names == ["bea@mail.example", "amal@mail.example"]


def test_one_address_at_a_time(client, letter_to):
    letter_to("amal@mail.example", "a")
    letter_to("bea@mail.example", "b")
    page = client.get("/demo/mailbox/?to=amal@mail.example").content.decode()
    assert re.findall(r'mailbox__to">To ([^\s<]+)', page) == ["amal@mail.example"]


def test_the_beginning_of_an_address_is_enough(client, letter_to):
    letter_to("amal@mail.example", "a")
    letter_to("bea@mail.example", "b")
    page = client.get("/demo/mailbox/?to=AMA").content.decode()
    assert re.findall(r'mailbox__to">To ([^\s<]+)', page) == ["amal@mail.example"]


def test_an_empty_mailbox_says_what_will_be_there(client):
    assert "No letters yet" in client.get("/demo/mailbox/").content.decode()


def test_a_letter_shows_its_code_large_and_its_words(client, letter_to):
    letter = letter_to("amal@mail.example")
    page = client.get(f"/demo/mailbox/{letter.ref}/").content.decode()
    assert '<b id="code">123456</b>' in page
    assert "It works until 14:17" in page


def test_a_letters_links_can_be_followed_and_its_style_and_scripts_stay_out(client, letter_to):
    letter = letter_to("amal@mail.example")
    letter.html = '<body><style>p{}</style><script>alert(1)</script><p onclick="x()" style="y"><a class="btn" href="/find/">Go</a></p><img src=x></body>'
    letter.save()
    page = client.get(f"/demo/mailbox/{letter.ref}/").content.decode()
    article = page[page.index('<article class="mail') : page.index("</article>")]
    assert '<a class="btn" href="/find/">Go</a>' in article.replace(
        'href="/find/" class="btn"', 'class="btn" href="/find/"'
    )
    assert not re.search(r"<script|<style|onclick|style=|src=", article)


def test_only_pictures_of_this_site_are_shown(client, letter_to, settings):
    letter = letter_to("amal@mail.example")
    here = settings.SITE_URL
    letter.html = f'<body><img src="{here}/media/a.webp" alt="The creek"><img src="{here}//evil.example/b"><img src="https://evil.example/c"></body>'
    letter.save()
    page = client.get(f"/demo/mailbox/{letter.ref}/").content.decode()
    article = page[page.index('<article class="mail') : page.index("</article>")]
    assert re.findall(r'src="([^"]*)"', article) == ["/media/a.webp", "/evil.example/b"]


def test_unknown_letters_do_not_exist(client):
    assert client.get("/demo/mailbox/nothing/").status_code == 404


def test_reading_the_mailbox_sets_no_cookie(client, letter_to):
    letter = letter_to("amal@mail.example")
    actions.send_due()
    for url in ("/demo/mailbox/", f"/demo/mailbox/{letter.ref}/"):
        assert not client.get(url).cookies
