"""The last line of `dev.py test` is the honest sum."""

import pytest

from tests.tooling.suite import NO_TESTS, Result, conclude, read

pytestmark = pytest.mark.once

REPORT = (
    '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"/></testsuites>'
)


def report(tmp_path, tests=10, failures=0, errors=0, skipped=0):
    path = tmp_path / "report.xml"
    path.write_text(REPORT.format(tests=tests, failures=failures, errors=errors, skipped=skipped))
    return path


def last_line(capsys) -> str:
    return capsys.readouterr().out.strip().splitlines()[-1]


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


def test_all_passed(tmp_path, capsys):
    results = [
        read("SQLite", 0, report(tmp_path, 610)),
        read("PostgreSQL", 0, report(tmp_path, 610)),
        Result("browser", 14),
    ]
    assert conclude(results, 312.4) == 0
    assert last_line(capsys) == "1234 passed, 0 failed, 0 skipped in 312 s (SQLite 610, PostgreSQL 610, browser 14)"


def test_failures_and_errors_count_as_failed(tmp_path, capsys):
    assert conclude([read("SQLite", 1, report(tmp_path, 10, failures=2, errors=1))], 1) == 1
    assert last_line(capsys).startswith("7 passed, 3 failed, 0 skipped")


def test_a_skip_is_a_failure_only_when_ci_says_so(tmp_path, monkeypatch):
    results = [read("SQLite", 0, report(tmp_path, 10, skipped=1))]
    assert conclude(results, 1) == 0
    monkeypatch.setenv("CI", "true")
    assert conclude(results, 1) == 1


def test_no_test_at_all_is_a_failure(tmp_path, capsys):
    assert conclude([read("SQLite", NO_TESTS, tmp_path / "none.xml")], 1) == 1
    assert "no test was found" in capsys.readouterr().out


@pytest.mark.parametrize("code", [1, 2, 3, 124, 137])
def test_a_run_that_broke_off_is_a_failure_even_if_its_report_looks_good(tmp_path, code):
    assert conclude([read("SQLite", code, report(tmp_path))], 1) == 1


def test_a_run_without_a_report_is_a_failure(tmp_path):
    assert conclude([Result("SQLite", 10), read("PostgreSQL", 0, tmp_path / "none.xml")], 1) == 1
