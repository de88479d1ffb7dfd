"""The published files: what is written, what is read, and what is refused with which sentence."""

import hashlib
import io
import json

import pytest

from ideas.counting import (
    CannotCount,
    count_folder,
    read_ballots,
    read_ideas,
    read_numbered_ballots,
    read_rule,
    sha256_of,
    write_ballots,
    write_folder,
    write_ideas,
)
from tests.ideas.counting.polls import approve, budget, ideas_of

pytestmark = pytest.mark.once


def read(text):
    return list(read_ballots(io.StringIO(text, newline="")))


def refused(text):
    with pytest.raises(CannotCount) as refusal:
        read(text)
    return str(refusal.value)


def test_ballots_are_written_as_rows_and_read_back():
    stream = io.StringIO(newline="")
    ballots = [("x9", {"B": 1, "A": 2}), ("k2", {}), ("a1", {"C": 1})]
    write_ballots(stream, ballots)
    assert stream.getvalue() == "serial,ref,value\nx9,A,2\nx9,B,1\nk2,,\na1,C,1\n"
    assert list(read_numbered_ballots(io.StringIO(stream.getvalue(), newline=""))) == ballots


def test_file_that_a_spreadsheet_saved_again_still_reads():
    assert read('serial,ref,value\r\n"x9","A","1"\r\nk2,,\r\n') == [{"A": 1}, {}]


def test_file_without_ballots_reads():
    assert read("serial,ref,value\n") == []


HEAD = "serial,ref,value\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ballots.csv must begin with the columns serial,ref,value."),
        ("\ufeffserial,ref,value\n", "ballots.csv must begin with the columns serial,ref,value."),
        ("serial,ref\n", "ballots.csv must begin with the columns serial,ref,value."),
        (HEAD + "x9,A\n", "ballots.csv, line 2, has 2 cells instead of 3."),
        (HEAD + "\n", "ballots.csv, line 2, has 0 cells instead of 3."),
        (HEAD + "x9,A,1,1\n", "ballots.csv, line 2, has 4 cells instead of 3."),
        (HEAD + ",A,1\n", "ballots.csv, line 2: a row has no serial."),
        (HEAD + "=1+1,A,1\n", 'ballots.csv, line 2: "=1+1" is not a ballot\'s serial.'),
        (HEAD + "x9,A,1\nk2,A,1\nx9,B,1\n", "ballots.csv, line 4: the ballot x9 appears a second time."),
        (HEAD + "x9,A,1\nx9,A,1\n", 'ballots.csv, line 3: the ballot x9 names "A" twice.'),
        (HEAD + "x9,,\nx9,A,1\n", "ballots.csv, line 3: a blank ballot has a second row."),
        (HEAD + "x9,,1\n", "ballots.csv, line 2: a row without an idea can only be a whole blank ballot."),
        (
            HEAD + "x9,A,1\nx9,,\n",
            "ballots.csv, line 3: a row without an idea can only be a whole blank ballot.",
        ),
        (HEAD + "x9,A,\n", 'ballots.csv, line 2: the value is not a whole number: "".'),
        (HEAD + "x9,A,1.0\n", 'ballots.csv, line 2: the value is not a whole number: "1.0".'),
        (HEAD + "x9,A,+1\n", 'ballots.csv, line 2: the value is not a whole number: "+1".'),
        (HEAD + "x9,A,1_0\n", 'ballots.csv, line 2: the value is not a whole number: "1_0".'),
        (HEAD + "x9,A,٣\n", 'ballots.csv, line 2: the value is not a whole number: "\\u0663".'),
        (
            HEAD + "x9,A," + "9" * 5000 + "\n",
            'ballots.csv, line 2: the value is not a whole number: "' + "9" * 60 + '...".',
        ),
        (HEAD + 'x9,"A,1\n', "ballots.csv, line 2, is not a readable row."),
        (HEAD + 'x9,"A"B,1\n', "ballots.csv, line 2, is not a readable row."),
        (HEAD + "x9," + "A" * 200_000 + ",1\n", "ballots.csv, line 2, is not a readable row."),
    ],
)
def test_hostile_ballots_get_a_clear_sentence(text, sentence):
    assert refused(text) == sentence


def test_terminal_codes_in_a_file_never_reach_the_terminal():
    assert refused(HEAD + "x9,A,\x1b[2J\n") == 'ballots.csv, line 2: the value is not a whole number: "\\x1b[2J".'


def test_ballots_in_another_encoding_get_a_clear_sentence(tmp_path):
    write_folder(tmp_path, approve(), ideas_of("A"), [("x9", {"A": 1})])
    (tmp_path / "ballots.csv").write_bytes(b"serial,ref,value\nx9,\xff\xfe,1\n")
    with pytest.raises(CannotCount, match="not a text file in UTF-8"):
        count_folder(tmp_path)


def test_unfit_serial_is_not_written():
    with pytest.raises(CannotCount, match="is not a ballot's serial"):
        write_ballots(io.StringIO(), [("@x", {"A": 1})])


def test_titles_are_kept_and_harmless_in_a_spreadsheet(tmp_path):
    titles = ['Trees, "shade" and benches', "=HYPERLINK(1)", "two\nlines\x00", "می‌خواهم", "-1+1", ""]
    ideas = [{"ref": f"2026-{n}", "title": title, "cost": n} for n, title in enumerate(titles)]
    with (tmp_path / "ideas.csv").open("w", newline="") as stream:
        write_ideas(stream, ideas)
    read_back = read_ideas(tmp_path / "ideas.csv")
    assert [idea["title"] for idea in read_back] == [
        titles[0],
        "'=HYPERLINK(1)",
        "two lines",
        "می‌خواهم",
        "'-1+1",
        "",
    ]
    assert [idea["cost"] for idea in read_back] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ref,title\n", "must begin with the columns ref,title,cost,state"),
        ("ref,title,cost,state\nA,x,1\n", "line 2, has 3 cells instead of 4"),
        ("ref,title,cost,state\n../x,x,1,on_ballot\n", "is not an idea's reference"),
        ("ref,title,cost,state\nA,x,1e3,on_ballot\n", "the cost is not a whole number"),
        ("ref,title,cost,state\nA,x,-1,on_ballot\n", "the cost is not a whole number"),
        ('ref,title,cost,state\nA,"x,1,on_ballot\n', "is not a readable row"),
        ("ref,title,cost,state\nA,x,,gone\n", "it can be on_ballot or suspended"),
        ("ref,title,cost,state\nA,x,,\nA,x,,\n", "listed twice"),
    ],
)
def test_hostile_ideas_get_a_clear_sentence(tmp_path, text, words):
    write_folder(tmp_path, approve(), ideas_of("A"), [("x9", {"A": 1})])
    (tmp_path / "ideas.csv").write_text(text)
    with pytest.raises(CannotCount, match=words):
        count_folder(tmp_path)


def test_further_columns_of_ideas_do_no_harm(tmp_path):
    (tmp_path / "ideas.csv").write_text("ref,title,cost,state,category\nA,x,,on_ballot,parks\n")
    assert read_ideas(tmp_path / "ideas.csv") == [{"ref": "A", "title": "x", "cost": None, "state": "on_ballot"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not readable as JSON"),
        ("{", "not readable as JSON"),
        ("[" * 100_000, "not readable as JSON"),
        ('{"winners_k": ' + "9" * 5000 + "}", "not readable as JSON"),
        ("[]", "does not hold a rule"),
        ('{"winners_k": 2.0}', "a number that is not whole"),
        ('{"winners_k": NaN}', "a number that is not whole"),
        ('{"winners_k": 1, "winners_k": 2}', "given twice"),
    ],
)
def test_hostile_rule_gets_a_clear_sentence(tmp_path, text, words):
    (tmp_path / "rule.json").write_text(text)
    with pytest.raises(CannotCount, match=words):
        read_rule(tmp_path / "rule.json")


def test_missing_file_gets_a_clear_sentence(tmp_path):
    with pytest.raises(CannotCount, match=r"rule.json is missing"):
        count_folder(tmp_path)
    write_folder(tmp_path, approve(), ideas_of("A"), [])
    (tmp_path / "ballots.csv").unlink()
    with pytest.raises(CannotCount, match=r"ballots.csv is missing"):
        count_folder(tmp_path)


def test_rule_names_the_fingerprints_of_the_files(tmp_path):
    prints = write_folder(tmp_path, approve(), ideas_of("A"), [("x9", {"A": 1})])
    assert read_rule(tmp_path / "rule.json")["files"] == {
        "ballots.csv": prints["ballots.csv"],
        "ideas.csv": prints["ideas.csv"],
    }
    for name, digest in prints.items():
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == sha256_of(tmp_path / name)
    assert sorted(prints) == ["ballots.csv", "ideas.csv", "outcome.json", "recount.py", "rule.json"]


def test_new_count_with_a_lot_leaves_the_ballots_file_alike(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    rule, ideas = approve(winners_k=1), ideas_of("A B")
    before = write_folder(tmp_path / "1", rule, ideas, [("x9", {"B": 1, "A": 1}), ("a1", {})])
    lots = [{"group": "tie-1", "order": ["B", "A"], "method": "lot", "witnesses": ["Bo"], "at": "noon"}]
    with (tmp_path / "1" / "ballots.csv").open(newline="") as stream:
        after = write_folder(tmp_path / "2", {**rule, "lots": lots}, ideas, read_numbered_ballots(stream))
    assert after["ballots.csv"] == before["ballots.csv"]
    assert json.loads((tmp_path / "2" / "outcome.json").read_text())["ties"][0]["state"] == "lot_drawn"


def test_pabulib_file_of_a_budget_poll(tmp_path):
    about = {"question": "What; where?", "country": "Latvia", "place": "Riga", "edition": "2026"}
    about |= {"date_begin": "01.09.2026", "date_end": "30.09.2026"}
    ideas = [
        {"ref": "2026-1", "title": "Trees; benches", "cost": 50},
        {"ref": "2026-2", "title": "=1", "cost": 70},
    ]
    ideas.append({"ref": "2026-3", "title": "Off", "cost": 1, "state": "suspended"})
    ballots = [
        ("x9", {"2026-1": 1, "2026-2": 1, "2026-3": 1}),
        ("k2", {}),
        ("a1", {"2026-1": 1}),
        ("b1", {"2026-3": 1}),
    ]
    write_folder(tmp_path, budget(100, about=about, votes_per_ballot=3), ideas, ballots)
    assert (tmp_path / "poll.pb").read_text() == (
        "META\nkey;value\n"
        'description;"What; where?"\n'
        "country;Latvia\nunit;Riga\ninstance;2026\nnum_projects;2\nnum_votes;2\nbudget;100\nvote_type;approval\nrule;greedy\n"
        "date_begin;01.09.2026\ndate_end;30.09.2026\nmin_length;1\nmax_length;3\ncomment;#1: 2 blank ballots are left out.\n"
        "PROJECTS\nproject_id;cost;votes;name;selected\n"
        '2026-1;50;2;"Trees; benches";1\n'
        "2026-2;70;1;'=1;0\n"
        "VOTES\nvoter_id;vote\n"
        "x9;2026-1,2026-2\n"
        "a1;2026-1\n"
    )
