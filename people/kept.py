"""What somebody typed when they turned out to be signed out: kept for an hour, and put back into the same form afterwards.

It lies in the session of that browser, on the server, and is gone once it was shown, after an hour, and with signing out.
Nothing is sent by itself: the person sees the words in the form again and presses the button. Files are not kept.
"""

from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpRequest, HttpResponse

from core.clock import now

KEY = "people.kept"
GOOD_FOR = timedelta(hours=1)
FIELDS, LETTERS = 120, 60_000  # a form of ours has far fewer; whoever sends more gets nothing kept
TYPED = ("text", "email", "search", "tel", "url", "number", "date", "time", "datetime-local")


def keep(request: HttpRequest, page: str) -> bool:
    """Remember what was posted, for the form on `page`. False if it was too much, or nothing."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    letters = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if not any(value for values in fields.values() for value in values) or len(fields) > FIELDS or letters > LETTERS:
        return False
    until = (now() + GOOD_FOR).timestamp()
    request.session[KEY] = {"page": page, "to": request.path, "fields": fields, "until": until}
    request.session.set_expiry(int(GOOD_FOR.total_seconds()))  # until they are signed in, it goes with its session
    return True


def held(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept in this browser's session and still good."""
    kept = request.session.get(KEY)
    return kept if kept and kept["until"] > now().timestamp() else None


def take_back(request: HttpRequest) -> dict[str, Any] | None:
    """For somebody signed in: what was kept for the page they ask for. It is taken out with that."""
    if KEY not in request.session:
        return None
    request.session.set_expiry(None)
    kept = held(request)
    if kept is None or request.get_full_path() == kept["page"]:
        del request.session[KEY]
    return kept if kept and request.get_full_path() == kept["page"] else None


def put_back(response: HttpResponse, kept: dict[str, Any]) -> None:
    """Fill the form of this page with the words. What the page hides in it (tokens, versions) stays the page's own."""
    soup = BeautifulSoup(response.content, "html.parser")
    here = kept["page"].partition("?")[0]
    for form in soup.select("form[method=post]"):
        if (str(form.get("action") or "").partition("?")[0] or here) == kept["to"]:
            _fill(form, kept["fields"])
            response.content = str(soup).encode()
            return


def _fill(form: Tag, fields: dict[str, list[str]]) -> None:
    for field in form.select("input[name], textarea[name], select[name]"):
        values = fields.get(str(field["name"]), [])
        kind = str(field.get("type", "text"))
        if field.name == "textarea":
            field.string = "\n" + values[0] if values else ""  # a browser drops the first line's end
        elif field.name == "select":
            for option in field.select("option"):
                _mark(option, "selected", str(option.get("value", option.text)) in values)
        elif kind in ("checkbox", "radio"):
            _mark(field, "checked", str(field.get("value", "on")) in values)
        elif kind in TYPED and values:
            field["value"] = values[0]


def _mark(field: Tag, name: str, on: bool) -> None:
    field.attrs.pop(name, None)
    if on:
        field[name] = ""
