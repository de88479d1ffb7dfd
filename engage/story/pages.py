"""What a person without JavaScript sees of a page: its words, its links and its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import ClassVar


class Unexpected(Exception):
    """The site did something else than the story says; the message tells what was expected and what came."""


@dataclass(frozen=True)
class Upload:
    name: str
    media_type: str
    content: bytes


@dataclass
class Button:
    words: str = ""
    name: str = ""
    value: str = ""


@dataclass
class Form:
    action: str
    method: str
    multipart: bool
    names: set[str] = field(default_factory=set)
    values: list[tuple[str, str]] = field(default_factory=list)  # what the browser would send if nothing was touched
    ticks: dict[str, str] = field(default_factory=dict)  # name → value of a single checkbox
    offered: dict[str, list[str]] = field(default_factory=dict)  # name → values of its radio buttons or options
    buttons: list[Button] = field(default_factory=list)

    def filled(self, given: dict, press: str) -> list[tuple[str, str | Upload]]:
        """The pairs to send. A list gives several values, True or False ticks or unticks. Raises Unexpected."""
        if unknown := given.keys() - self.names:
            raise Unexpected(f"The form {self.action} asks for {sorted(self.names)}, not for {sorted(unknown)}")
        pairs: list[tuple[str, str | Upload]] = [pair for pair in self.values if pair[0] not in given]
        for name, value in given.items():
            if value is True:
                value = self.ticks[name]
            for each in value if isinstance(value, list) else [value]:
                if each is not False and each is not None:
                    pairs.append((name, each if isinstance(each, Upload) else str(each)))
        button = next((one for one in self.buttons if press in one.words), None)
        if button is None:
            raise Unexpected(f"There is no button “{press}”, but {[one.words for one in self.buttons]}")
        return [*pairs, *([(button.name, button.value)] if button.name else [])]


@dataclass
class Page:
    """An answer. `words` is all its text, with single spaces."""

    url: str
    status: int
    html: str
    headers: dict[str, str]
    words: str = ""
    compared: ClassVar[int] = 0  # how often anything was looked for, on all pages
    links: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    def form(self, button: str, **having: str) -> Form:
        """The form with a button of these words (and with these values already in it). Raises Unexpected."""
        for form in self.forms:
            if any(button in one.words for one in form.buttons) and set(having.items()) <= set(form.values):
                return form
        found = [[one.words for one in form.buttons] for form in self.forms]
        raise Unexpected(f"{self.url} ({self.status}) has no form with the button “{button}”, but {found}: {self.told}")

    def form_asking(self, name: str) -> Form:
        """The form with a field of this name. Raises Unexpected."""
        for form in self.forms:
            if name in form.names:
                return form
        raise Unexpected(f"{self.url} ({self.status}) has no form that asks for “{name}”: {self.told}")

    def has_form(self, name: str) -> bool:
        return any(name in form.names for form in self.forms)

    def buttons(self) -> list[str]:
        return [button.words for form in self.forms for button in form.buttons]

    def link(self, words: str) -> str:
        """Where the link with these words leads. Raises Unexpected."""
        for said, url in self.links:
            if words in said:
                return url
        raise Unexpected(f"{self.url} has no link “{words}”")

    def has_link(self, words: str) -> bool:
        return any(words in said for said, _url in self.links)

    def sees(self, *sentences: str) -> "Page":
        """All of these are on the page. Raises Unexpected."""
        Page.compared += len(sentences)
        for sentence in sentences:
            if sentence not in self.words:
                raise Unexpected(f"{self.url} ({self.status}) should say “{sentence}”. It says: {self.told}")
        return self

    def misses(self, *sentences: str) -> "Page":
        Page.compared += len(sentences)
        for sentence in sentences:
            if sentence in self.words:
                raise Unexpected(f"{self.url} must not say “{sentence}”")
        return self

    def is_(self, status: int) -> "Page":
        Page.compared += 1
        if self.status != status:
            raise Unexpected(f"{self.url} should answer {status}; it answered {self.status}: {self.told}")
        return self

    @property
    def told(self) -> str:
        """The main part, shortened."""
        words = self.words.partition("Skip to the main part")[2] or self.words
        return words[:900]


class Reader(HTMLParser):
    """Fills a Page from its HTML."""

    SILENT = ("script", "style", "svg", "template")

    def __init__(self, page: Page):
        super().__init__()
        self.page = page
        self.text: list[str] = []
        self.silent = 0
        self.in_form: Form | None = None
        self.button: Button | None = None
        self.area: str | None = None
        self.area_text: list[str] = []
        self.select: tuple[str, list[tuple[str, bool]]] | None = None
        self.anchor: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        if tag in self.SILENT:
            self.silent += 1
        elif tag == "form":
            multipart = "multipart" in given.get("enctype", "")
            action = given.get("action") or self.page.url
            self.in_form = Form(action, given.get("method", "get").lower(), multipart)
            self.page.forms.append(self.in_form)
        elif tag == "a" and "href" in given:
            self.anchor = (given["href"], [])
        elif self.in_form is not None:
            self._control(self.in_form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button" or (tag == "input" and given.get("type") == "submit"):
            self.button = Button(given.get("value", "") if tag == "input" else "", name, given.get("value", ""))
            form.buttons.append(self.button)
        elif tag == "option" and self.select is not None:
            self.select[1].append((given.get("value", ""), "selected" in given))
        elif not name or "disabled" in given:
            return
        elif tag == "select":
            form.names.add(name)
            self.select = (name, [])
        elif tag == "textarea":
            form.names.add(name)
            self.area, self.area_text = name, []
        elif tag == "input":
            form.names.add(name)
            kind = given.get("type", "text")
            if kind == "checkbox":
                form.ticks[name] = given.get("value", "on")
            if kind == "radio":
                form.offered.setdefault(name, []).append(given.get("value", ""))
            if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in given):
                return
            form.values.append((name, given.get("value", "on" if kind == "checkbox" else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag == "form":
            self.in_form = None
        elif tag == "button" and self.button is not None:
            self.button.words = spaced(self.button.words)
            self.button = None
        elif tag == "a" and self.anchor is not None:
            self.page.links.append((spaced("".join(self.anchor[1])), self.anchor[0]))
            self.anchor = None
        elif tag == "textarea" and self.area is not None and self.in_form is not None:
            self.in_form.values.append((self.area, "".join(self.area_text).removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None and self.in_form is not None:
            name, options = self.select
            self.in_form.offered[name] = [value for value, _selected in options if value]
            chosen = next((value for value, selected in options if selected), options[0][0] if options else "")
            self.in_form.values.append((name, chosen))
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.area is not None:
            self.area_text.append(data)
            return
        self.text.append(data)
        if self.button is not None:
            self.button.words += data
        if self.anchor is not None:
            self.anchor[1].append(data)


def read(url: str, status: int, html: str, headers: dict[str, str]) -> Page:
    page = Page(url, status, html, headers)
    reader = Reader(page)
    reader.feed(html)
    page.words = spaced(" ".join(reader.text))
    return page


def spaced(text: str) -> str:
    return " ".join(text.split())
