"""Whatever people write stays words: on every page, in every letter and every file. All payloads: `dev.py prove scripts`."""

import pytest
from django.template import engines

from tests.support.hostile import (
    FEW,
    MARK,
    PAYLOADS,
    RENDERED,
    Crawl,
    Deck,
    a_hostile_city,
    calendar_faults,
    columns,
    csv_faults,
    html_faults,
    one_of_each,
)
from tests.support.stops import polls, reading


@pytest.fixture
def hostile_city(db):
    a_hostile_city(Deck(FEW))


@pytest.mark.once  # pages are escaped alike, whatever holds the words
def test_nothing_that_people_write_runs_or_breaks_out_anywhere(hostile_city, monkeypatch):
    crawl = Crawl()
    crawl.everything(whole=False)
    assert crawl.wrong == []
    assert crawl.read > 80 and crawl.seen > 1000
    # The control: the same pages in a house that forgets to escape.
    monkeypatch.setattr(engines["django"].engine, "autoescape", False)
    careless = Crawl()
    for stop in one_of_each([*reading(), *polls()]):
        careless.visit(stop.person, stop.path)
    assert sum("<svg onload>" in one for one in careless.wrong) > 3


@pytest.mark.once
def test_the_payloads_are_many_and_no_column_is_forgotten():
    assert len(set(PAYLOADS)) >= 75
    filled = {f"{model._meta.label}.{column.name}" for model, column in columns()}
    assert {"people.Person.first_name", "projects.Project.body", "ideas.Idea.title", "ideas.Answer.reason"} <= filled
    assert {"gamification.Commendation.citation", "files.Picture.alt", "city.Neighborhood.name"} <= filled


@pytest.mark.once
@pytest.mark.parametrize(
    "page",
    [
        f"<p>{MARK}</p><script>{MARK}(1)</script>",
        f"<p title={MARK} onclick={MARK}(1)>x</p>",
        f'<a href="javascript:{MARK}(1)">x</a>',
        f'<a href="java\tscript:{MARK}(1)">x</a>',
        f"<img src=x onerror={MARK}(1)>",
        f"<svg/onload={MARK}(1)>",
        f"<p style=\"background:url('{MARK}')\">x</p>",
        f"<iframe srcdoc='{MARK}'></iframe>",
        f'<form action="https://evil.example/{MARK}"></form>',
        f"<meta http-equiv=refresh content='0;url={MARK}'>",
        f'<script type="application/json">{{"a": "{MARK}" "}}</script>',
        f"<!-- {MARK} -->",
        f"<p>{RENDERED}</p>",
    ],
)
def test_a_page_that_lets_words_out_is_noticed(page):
    assert html_faults(page)[0]


@pytest.mark.once
@pytest.mark.parametrize("cell", [f"=1+{MARK}", f"+{MARK}", f"-{MARK}", f"@{MARK}", f"\t={MARK}", f" ={MARK}"])
def test_a_formula_in_a_file_is_noticed(cell):
    assert csv_faults(f'date,what\r\n2027-01-01,"{cell}"\r\n')
    assert not csv_faults("date,points\r\n2027-01-01,-12\r\n2027-01-02,'=1\r\n")


@pytest.mark.once
def test_a_line_that_slips_into_a_calendar_is_noticed():
    fine = "BEGIN:VEVENT\r\nSUMMARY:x\\nATTENDEE:x\r\nEND:VEVENT\r\n"
    assert not calendar_faults(fine)
    assert calendar_faults(fine.replace("\\n", "\r\n"))
    assert calendar_faults(fine.replace("\\n", "\r\nEND:VEVENT\r\n").replace("ATTENDEE", "SUMMARY"))
