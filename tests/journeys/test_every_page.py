"""Every template that has an address, once on a light phone: axe, no sideways scroll, no complaint, no stranger, no cookie.

The whole matrix (sizes, dark, right to left, without scripts, the demo city) is `dev.py prove access`.
"""

from collections.abc import Iterator

import pytest
from django.template import Template
from django.test.signals import template_rendered

from cms.demo.pages import tell_stories
from cms.starter import build_site
from tests.support.stops import Stop, lay, stops
from tests.support.walk import LOOKS, Walker
from tests.tooling.house import ROOT

# Shown only when something is wrong, or by a way of their own: tried where that happens.
ELSEWHERE = {
    "400.html", "403_csrf.html", "429.html", "500.html", "503.html", "account/account_inactive.html",
    "people/account_gone.html", "people/introduce.html", "people/second_step.html", "people/too_young.html",
    "projects/lead_with.html", "projects/offer_done.html",
    "mfa/authenticate.html", "mfa/reauthenticate.html", "mfa/recovery_codes/index.html", "mfa/recovery_codes/generate.html",
    "mfa/totp/deactivate_form.html", "mfa/webauthn/authenticator_confirm_delete.html", "mfa/webauthn/edit_form.html",
    "mfa/webauthn/reauthenticate.html", "projects/event_close.html",
    "ideas/office_code_sheet.html", "projects/series_confirm.html", "projects/slot_confirm.html", "projects/consent_done.html", "projects/kiosk_welcome.html",
}  # fmt: skip
BASES = {"ideas/office_base.html", "mfa/_page.html"}
HOME = ROOT / "templates"
FRAMES = ("components/", "allauth/", "emails/", "cms/blocks/")


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """Names of the templates that were used."""
    names: set[str] = set()

    def note(sender: object, template: Template, **_more: object) -> None:
        names.add(template.name or "")

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def ours() -> dict[str, str]:
    """Our templates with their text, without what frames every page."""
    found = {path.relative_to(HOME).as_posix(): path.read_text() for path in HOME.rglob("*.html")}
    return {name: text for name, text in found.items() if not name.startswith(FRAMES)}


def pages() -> set[str]:
    """Templates that are a page of their own: they extend a frame."""
    return {name for name, text in ours().items() if "/_" not in name and "{% extends" in text} - BASES


def kind(stop: Stop) -> str:
    """Stops that show the same template in the same state."""
    return "letter" if stop.name.startswith("letter-") else stop.name.rstrip("0123456789-").removesuffix("-reader")


@pytest.mark.long
def test_every_page_is_usable_by_everybody_and_watched_by_nobody(browser, live_server, transactional_db, rendered):
    build_site()
    tell_stories()
    lay()
    templates, looked_at = set(ours()), set[str]()

    def shows_something_new() -> bool:
        new = (rendered & templates) - looked_at
        looked_at.update(new)
        return bool(new)

    walker = Walker(browser, live_server.url)
    walker.worth = shows_something_new
    seen: set[str] = set()
    for stop in stops():
        if kind(stop) not in seen:
            seen.add(kind(stop))
            walker.visit(stop, LOOKS[:1])
    walker.close()
    assert walker.wrong == []
    assert pages() - rendered - ELSEWHERE == set()
