"""A real browser on a running site. A phone by default; `new_page` opens more people's devices beside it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Request, sync_playwright

from people.models import Person
from tests.support.visitors import session_for
from tests.tooling.system import chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs beside the ORM

PHONE = (390, 844)
DESK = (1280, 900)
PATIENCE = 10_000  # milliseconds: two cores, shared


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`new_page(person, size=DESK, dark=True, js=False)`: somebody's own device, signed in unless `person` is None.

    Afterwards it fails the test that made a script stumble or a page ask another host for anything.
    """
    contexts, wrong = [], list[str]()

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            wrong.append(f"asked another host: {request.url}")

    def open_page(
        person: Person | None = None, *, size: tuple[int, int] = PHONE, dark: bool = False, js: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            locale="en",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            sign_in(context, person, live_server.url)
        page = context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: wrong.append(f"a script stumbled on {page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def sign_in(context: Any, person: Person, url: str) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_for(person), "url": url}
    context.add_cookies([cookie])


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    """A phone in the hands of somebody without an account."""
    return new_page()


@pytest.fixture
def sign_in_as(browser_page: Page, live_server: Any) -> Callable[[Person], Page]:
    """`page = sign_in_as(person)`: the phone of `browser_page` is theirs from now on."""

    def signed_in(person: Person) -> Page:
        sign_in(browser_page.context, person, live_server.url)
        return browser_page

    return signed_in
