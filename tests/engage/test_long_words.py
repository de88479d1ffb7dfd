"""Too much text is no accident: no browser cuts a paste off, a sentence says by how much it is over, and it is all still there."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm

from core.lines import Line
from tests.support.hostile import Crawl, Forms, one_of_each
from tests.support.stops import lay, stops
from tests.tooling.house import rooms

LONG = "Lorem ipsum dolor sit amet. " * 250  # 7,000 letters
ADDRESS = f"{'a' * 300}@mail.example"


@pytest.mark.postgresql  # SQLite would keep what is too long for the column
def test_every_form_keeps_a_text_that_is_too_long_and_says_so(db):
    lay()
    walker, tried, wrong = Crawl(), set(), []
    for stop in one_of_each(list(stops())):
        if stop.path.startswith("/account/"):
            continue
        client = walker.of(stop.person)
        page = client.get(stop.path)
        for form in Forms(page.content.decode()).found:
            where = form.action if form.action.startswith("/") else stop.path + form.action
            typed = {
                name: ADDRESS if kind == "email" else LONG.strip()
                for name, kind in form.words.items()
                if kind in ("text", "email", "textarea")
            }
            if not typed or where.startswith("/account/"):
                continue
            with transaction.atomic():
                answer = client.post(where, {**form.given, **typed})
                transaction.set_rollback(True)
            text = answer.content.decode()
            tried.add(re.sub(r"\d+", "", stop.name))
            if answer.status_code != 422:
                wrong.append(f"{stop.name} {where}: {answer.status_code} for {sorted(typed)}")
            wrong += [f"{stop.name} {where}: {name} is gone" for name, words in typed.items() if words not in text]
    assert wrong == []
    assert len(tried) > 15


def forms_of_the_rooms() -> list[type[BaseForm]]:
    found, waiting = [], [BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in rooms():
            found.append(kind)
    return found


@pytest.mark.once
def test_no_field_lets_the_browser_cut():
    assert apps.ready and len(forms_of_the_rooms()) > 20
    cut = [
        f"{kind.__name__}.{name}"
        for kind in forms_of_the_rooms()
        for name, field in getattr(kind, "base_fields", {}).items()
        if "maxlength" in field.widget.attrs and kind.__module__ != "cms.forms"
    ]
    assert cut == []


@pytest.mark.once
def test_a_line_of_the_right_length_is_taken_and_one_letter_more_is_not():
    line = Line(max_length=10)
    assert line.clean("ten letter") == "ten letter"
    assert line.clean("four\r\nfive") == "four\nfive"
    with pytest.raises(ValidationError, match="That is 11 letters. Keep it to 10"):
        line.clean("ten letters")
