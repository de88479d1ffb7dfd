"""One person's browser: cookies of its own, follows redirects, sends forms as they stand on the page."""

import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

from .pages import Form, Page, Upload, read

BOUNDARY = "the-story-of-larkhaven"


class Browser:
    def __init__(self, home: str, name: str):
        self.home, self.name = home, name
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )
        self.page: Page = Page(home, 0, "", {})

    def __repr__(self) -> str:
        return self.name

    def open(self, path: str) -> Page:
        return self._ask(urllib.request.Request(urljoin(self.page.url, path)))

    def follow(self, words: str) -> Page:
        """Press the link with these words."""
        return self.open(self.page.link(words))

    def send(self, press: str, given: dict | None = None, *, form: Form | None = None) -> Page:
        """Fill the form that has this button, and press it."""
        form = form or self.page.form(press)
        pairs = form.filled(given or {}, press)
        url = urljoin(self.page.url, form.action)
        if form.method == "get":
            return self.open(f"{url.partition('?')[0]}?{urlencode([(name, str(value)) for name, value in pairs])}")
        body, media_type = multipart(pairs) if form.multipart else encoded(pairs)
        return self._ask(urllib.request.Request(url, data=body, headers={"Content-Type": media_type}))

    def download(self, path: str) -> bytes:
        with self.opener.open(urljoin(self.home, path), timeout=60) as answer:
            return answer.read()

    def _ask(self, request: urllib.request.Request) -> Page:
        request.add_header("Accept-Language", "en")
        if self.page.status:
            request.add_header("Referer", self.page.url)
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.page = self._read(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                self.page = self._read(refusal)
        return self.page

    def _read(self, answer) -> Page:
        body = answer.read().decode("utf-8", "replace")
        html = body if "html" in answer.headers.get("Content-Type", "") else ""
        page = read(answer.url, answer.status, html, {name.lower(): value for name, value in answer.headers.items()})
        page.html = body
        return page


def encoded(pairs: list[tuple[str, str | Upload]]) -> tuple[bytes, str]:
    return urlencode([(name, str(value)) for name, value in pairs]).encode(), "application/x-www-form-urlencoded"


def multipart(pairs: list[tuple[str, str | Upload]]) -> tuple[bytes, str]:
    parts = []
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, Upload):
            head += f'; filename="{value.name}"\r\nContent-Type: {value.media_type}'
        content = value.content if isinstance(value, Upload) else value.encode()
        parts.append(f"{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]), f"multipart/form-data; boundary={BOUNDARY}"
