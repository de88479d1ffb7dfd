"""How heavy a page is on the wire: the HTML, and every file it makes a browser fetch."""

import gzip
import re
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

IMPORT = re.compile(r"""(?:import|from)\s*\(?["']([./][^"']+)["']""")


@dataclass
class Weight:
    """Bytes, gzipped; `requests` for the first visit, pictures left out; `elsewhere`: addresses of other hosts."""

    html: int = 0
    styles_and_scripts: int = 0
    signs: int = 0
    requests: int = 1
    has_htmx: bool = False
    elsewhere: list[str] = field(default_factory=list)

    @property
    def first_visit(self) -> int:
        return self.html + self.styles_and_scripts + self.signs


class Parts(HTMLParser):
    """Addresses of what a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.code: list[str] = []
        self.signs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and given.get("src"):
            self.code.append(given["src"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "modulepreload"):
            self.code.append(given["href"])
        elif tag == "link" and "icon" in given.get("rel", ""):
            self.signs.append(given["href"])
        elif tag == "use":
            self.signs.append(given.get("href", "").partition("#")[0])


def weigh(port: int, path: str) -> Weight:
    home = f"http://127.0.0.1:{port}"
    _type, body = fetch(f"{home}{path}")
    weight, parts = Weight(html=len(body)), Parts()
    parts.feed(gzip.decompress(body).decode())
    seen: set[str] = set()
    waiting = [(urljoin(f"{home}{path}", part), kind) for kind in ("code", "signs") for part in getattr(parts, kind)]
    while waiting:
        url, kind = waiting.pop(0)
        if url in seen or url == f"{home}{path}":
            continue
        seen.add(url)
        if urlsplit(url).netloc != f"127.0.0.1:{port}":
            weight.elsewhere.append(url)
            continue
        media_type, content = fetch(url)
        weight.requests += 1
        if kind == "signs":
            weight.signs += len(content)
            continue
        weight.styles_and_scripts += len(content)
        weight.has_htmx |= "htmx" in url
        if "javascript" in media_type:
            inner = gzip.decompress(content).decode()
            waiting += [(urljoin(url, found), "code") for found in IMPORT.findall(inner)]
    return weight


def fetch(url: str) -> tuple[str, bytes]:
    """Content type, and the body as a server (or the proxy before it) sends it: gzipped."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return answer.headers.get("Content-Type", ""), body if packed else gzip.compress(body, 6)
