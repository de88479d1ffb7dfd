"""The script that residents download is the engine that counted: same bytes, from a folder with nothing else in it."""

import hashlib
import json
import subprocess
import sys

import pytest

from ideas.counting import COUNT_RULES, engine_version, outcome_json, same_outcome, script, write_folder
from tests.ideas.counting.polls import approve, ideas_of, random_poll
from tests.proofs.recount import polls_agree

pytestmark = pytest.mark.once

POLLS_IN_SUITE = 10


def recount(folder, where=None):
    """Runs recount.py alone: no site packages, no environment, nothing of ours on the path."""
    call = [sys.executable, "-I", "-S", str(folder / "recount.py"), str(where or folder)]
    return subprocess.run(call, cwd=folder, env={}, capture_output=True, timeout=60, check=False)


@pytest.fixture
def folder(tmp_path):
    ballots = [("x9", {"A": 1}), ("k2", {"A": 1, "B": 1}), ("m4", {})]
    write_folder(tmp_path, approve(winners_k=1), ideas_of("A B"), ballots)
    return tmp_path


def test_script_prints_the_outcome_and_says_that_all_agrees(folder):
    done = recount(folder)
    assert done.stdout == (folder / "outcome.json").read_bytes()
    digest = hashlib.sha256((folder / "ballots.csv").read_bytes()).hexdigest()
    assert f"SHA-256 of ballots.csv: {digest} (the same as in rule.json)" in done.stderr.decode()
    assert "The outcome is the same as in outcome.json, byte for byte." in done.stderr.decode()
    assert done.returncode == 0


def test_script_notices_one_changed_ballot(folder):
    ballots = folder / "ballots.csv"
    ballots.write_text(ballots.read_text().replace("x9,A,1", "x9,B,1"))
    done = recount(folder)
    assert "(NOT the one in rule.json)" in done.stderr.decode()
    assert "The outcome is NOT the same as in outcome.json." in done.stderr.decode()
    assert done.returncode == 1


def test_script_notices_a_changed_outcome(folder):
    outcome = folder / "outcome.json"
    outcome.write_text(outcome.read_text().replace('"votes": 2', '"votes": 3'))
    done = recount(folder)
    assert "NOT the same as in outcome.json" in done.stderr.decode()
    assert done.returncode == 1


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, "\xff"])
def test_script_survives_an_outcome_that_is_none(folder, text):
    (folder / "outcome.json").write_text(text, encoding="latin-1")
    assert recount(folder).returncode == 1


def test_script_says_when_another_engine_counted_the_same(folder):
    outcome = folder / "outcome.json"
    outcome.write_text(outcome.read_text().replace(engine_version(), "0+0123456789ab"))
    done = recount(folder)
    assert "which another engine counted" in done.stderr.decode()
    assert done.returncode == 0


def test_altered_script_gives_itself_away(folder):
    program = folder / "recount.py"
    program.write_text(program.read_text() + "# altered\n")
    assert json.loads(recount(folder).stdout)["engine_version"] != engine_version()


def test_script_gives_one_sentence_for_what_cannot_be_counted(folder):
    (folder / "ballots.csv").write_text("serial,ref,value\nx9,Z,1\n")
    done = recount(folder)
    assert done.stderr.decode() == ('This cannot be counted. Ballot 1 names an idea that is not on the ballot: "Z".\n')
    assert (done.returncode, done.stdout) == (2, b"")


def test_script_without_a_folder_says_how_to_call_it(folder):
    assert recount(folder, "--help").returncode == 2
    done = subprocess.run([sys.executable, "-I", "-S", "recount.py"], cwd=folder, capture_output=True, check=False)
    assert b"Usage: python3 recount.py FOLDER" in done.stderr


def test_version_names_exactly_this_script():
    digest = hashlib.sha256(script().encode()).hexdigest()
    assert engine_version().split("+")[1] == digest[:12]
    assert script().isascii(), "no download can spoil it"
    compile(script(), "recount.py", "exec")


def test_same_outcome_looks_past_the_engine_only():
    first = outcome_json({"engine_version": "1", "ideas": []})
    assert same_outcome(first, outcome_json({"engine_version": "2", "ideas": []}))
    assert not same_outcome(first, outcome_json({"engine_version": "1", "ideas": [1]}))


@pytest.mark.parametrize("count_rule", sorted(COUNT_RULES))
def test_random_polls_recount_to_the_same_bytes(count_rule, tmp_path):
    """The full number of polls belongs to the proof `recount`."""
    assert polls_agree(count_rule, POLLS_IN_SUITE, tmp_path) == POLLS_IN_SUITE


def test_random_polls_have_ties_and_blank_ballots_in_them():
    """Or the recount of random polls would prove little."""
    for count_rule in COUNT_RULES:
        outcomes = [outcome_of(count_rule, seed) for seed in range(60)]
        assert any(outcome["ties"] for outcome in outcomes), count_rule
        assert any(outcome["totals"]["blank"] for outcome in outcomes), count_rule
        assert any(line["state"] == "selected" for outcome in outcomes for line in outcome["ideas"]), count_rule


def outcome_of(count_rule, seed):
    from ideas.counting import count

    rule, ideas, ballots = random_poll(count_rule, seed)
    return count(rule, ideas, [choices for _serial, choices in ballots])
