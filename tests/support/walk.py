"""Walk a browser through stops: what axe finds, what scrolls sideways, what scripts and policies complain about, who else is asked."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Request

from people.models import Person
from tests.support.axe import COLORS, violations
from tests.support.stops import Stop
from tests.support.visitors import session_for

PHONE, DESK = (390, 844), (1280, 900)
LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]
OTHERS_DREW = [".messages", "#wagtail-sidebar", ".w-slim-header", ".w-breadcrumbs", "#keyboard-shortcuts-dialog"]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ANSWERS = {"not-there": 404, "not-yours": 403}  # every other stop is 200
SPECIMENS = "/styleguide/"  # shows components, not things to do
DEAF = "button[type=button]:visible, [role=button]:visible, a[href='#']:visible"  # without scripts nothing hears these


class Walker:
    """One browser with a reader's device, and one that people hand on; `wrong` collects sentences, `checked` counts axe runs.

    A device is dear to set up, and fetches what all pages share only once.
    """

    def __init__(self, browser: Browser, url: str, *, js: bool = True, shots: Path | None = None, language: str = ""):
        self.browser, self.url, self.js, self.shots, self.language = browser, url, js, shots, language
        self.wrong: list[str] = []
        self.checked = 0
        self.reader: Page | None = None
        self.handed_on: Page | None = None
        self.who: Person | None = None  # whose device `handed_on` is now
        self.colors: dict[Page, bool] = {}  # whether a device shows the dark colors
        self.here = ""
        self.init = ""  # a script of the test's own that runs before those of each page
        self.worth: Callable[[], bool] = lambda: True  # whether what was just loaded has to be looked at

    def page_of(self, person: Person | None) -> Page:
        if person is None:
            self.reader = self.reader or self.device()
            return self.reader
        self.handed_on = self.handed_on or self.device()
        if person != self.who:
            self.handed_on.context.clear_cookies()
            self.sign_in(self.handed_on.context, person)
            self.who = person
        return self.handed_on

    def device(self) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            java_script_enabled=self.js,
            reduced_motion="reduce",
            locale="en",
            service_workers="block",  # what one person's phone keeps is nothing for the next
        )
        context.set_default_timeout(20_000)
        if self.init:
            context.add_init_script(self.init)
        page = context.new_page()
        page.on("request", self.watch)
        page.on("pageerror", lambda error: self.note(f"a script stumbled: {error}"))
        page.on("console", self.listen)
        return page

    def sign_in(self, context: BrowserContext, person: Person) -> None:
        from django.conf import settings

        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_for(person), "url": self.url}
        context.add_cookies([cookie])  # type: ignore[list-item]

    def note(self, words: str) -> None:
        self.wrong.append(f"{self.here}: {words}")

    def watch(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.note(f"asked another host: {request.url}")

    def listen(self, message: Any) -> None:
        """Violations of the content policy are errors on the console too."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.note(f"console: {message.text[:200]}")

    def visit(self, stop: Stop, looks: list[tuple[tuple[int, int], bool]]) -> None:
        """Load it once, then look at it in each size and color. What stops the browser is a fault, not the end of the walk."""
        self.here = f"{stop.name} {stop.path}"
        try:
            self.see(stop, looks)
        except Error as trouble:
            self.note(f"stopped the walk: {str(trouble).splitlines()[0]}")
            self.close()

    def see(self, stop: Stop, looks: list[tuple[tuple[int, int], bool]]) -> None:
        page = self.page_of(stop.person)
        self.dress(page, *looks[0])
        path = f"/{self.language}{stop.path}" if self.language else stop.path
        answer = page.goto(path)
        wanted = ANSWERS.get(stop.name, 200)
        if answer is None or answer.status != wanted:
            self.note(f"answered {answer and answer.status} instead of {wanted}")
            return
        if stop.person is None and not page.locator("form[method=post] [name=csrfmiddlewaretoken]").count():
            for cookie in page.context.cookies():
                self.note(f"gave a reader the cookie {cookie['name']}")
        if stop.person is None:
            page.context.clear_cookies()
        if not page.locator("h1").first.is_visible():
            self.note("has no heading to be seen")
        if not self.js and stop.path != SPECIMENS:
            for dead in page.locator(DEAF).all():
                self.note(f"shows what nothing hears without scripts: {dead.inner_text()!r}")
        elif self.js and self.worth():
            laid_out = None
            for size, dark in looks:
                self.look(page, stop, size, dark, colors_only=size == laid_out)
                laid_out = size

    def dress(self, page: Page, size: tuple[int, int], dark: bool) -> None:
        """Only what changes: each word to the browser takes its time."""
        width, height = size
        if page.viewport_size != {"width": width, "height": height}:
            page.set_viewport_size({"width": width, "height": height})
        if self.colors.get(page) != dark:
            page.emulate_media(color_scheme="dark" if dark else "light")
            self.colors[page] = dark

    def look(self, page: Page, stop: Stop, size: tuple[int, int], dark: bool, *, colors_only: bool = False) -> None:
        """Ask axe; `colors_only` when this very page was asked everything in this size a moment ago."""
        self.dress(page, size, dark)
        self.here = f"{stop.name} {stop.path} at {size[0]}{' dark' if dark else ''} {self.language}".strip()
        self.checked += 1
        for line in violations(
            page, OTHERS_DREW if stop.in_the_office else None, rules=COLORS if colors_only else None
        ):
            self.note(line)
        if (wide := page.evaluate(SIDEWAYS)) > 0:
            self.note(f"scrolls {wide} px sideways")
        if self.shots:
            mark = f"{size[0]}{'-dark' if dark else ''}{'-' + self.language if self.language else ''}"
            page.evaluate(
                "Promise.all([...document.images].map((one) => { one.loading = 'eager'; return one.decode() })).catch(() => 0)"
            )
            page.screenshot(path=self.shots / f"{stop.name}-{mark}.png", full_page=True)

    def close(self) -> None:
        for page in (self.reader, self.handed_on):
            if page:
                page.context.close()
        self.reader = self.handed_on = self.who = None


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """This very site on a free port of this machine; gives its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """A walk makes hundreds of requests."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
