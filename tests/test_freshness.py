"""How long ago rules were checked: a warning after six months, a stop at thirteen."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.ruleset import Ruleset
from calculator.site.__main__ import main
from calculator.site.freshness import (
    FAIL_MONTHS,
    WARN_MONTHS,
    build_day,
    check_span,
    checked_words,
    freshness,
    last_checks,
    months_later,
)
from calculator.site.places import ROOT, BuildError
from calculator.site.read import read_rules
from calculator.site.year_macros import freshness_notes

FILE = """\
sources:
  notice: {title: Amounts, publisher: Office, url: "https://www.example.gov/a", published: "2025",
    kind: agency}
figures:
  yearly.deductible:
    label: Deductible
    says: What you pay first.
    unit: usd
    reach: calendar_year
    use: engine
    values:
      - {from: 2025-01-01, amount: "90", source: notice, at: Table 1, checked: 2025-01-05,
         confidence: primary}
      - {from: 2026-01-01, amount: "100", source: notice, at: Table 1, checked: 2026-02-28,
         confidence: primary}
      - {from: 2027-01-01, missing: not_published, checked: 2026-08-31}
  lasting.deadline:
    label: Deadline
    says: How long you have.
    unit: days
    reach: until_changed
    use: site
    values:
      - {from: 2020-01-01, amount: "60", source: notice, at: Table 2, checked: 2020-01-05,
         confidence: primary}
      - {from: 2025-01-01, amount: "65", source: notice, at: Table 2, checked: 2026-03-31,
         confidence: primary}
statements:
  right.records: {label: Records, says: You may ask., source: notice, at: Page 3,
    checked: 2026-08-31, confidence: primary, use: site}
"""


@pytest.fixture
def few(tmp_path: Path) -> Ruleset:
    (tmp_path / "medicare.yaml").write_text(FILE, encoding="utf-8")
    return read_rules(tmp_path)


def names(checks: tuple[object, ...]) -> list[str]:
    return [getattr(check, "rule", "") for check in checks]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 13, date(2027, 12, 23)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40), st.integers(0, 40))
def test_more_months_are_never_earlier(day: date, some: int, more: int) -> None:
    assert months_later(day, some) <= months_later(day, some + more)
    assert months_later(day, 0) == day


def test_the_value_in_force_counts_and_the_later_ones_but_not_the_past(few: Ruleset) -> None:
    checks = {check.rule: check.checked for check in last_checks(few, date(2026, 9, 1))}
    assert checks == {
        "yearly.deductible": date(2026, 2, 28),
        "lasting.deadline": date(2026, 3, 31),
        "right.records": date(2026, 8, 31),
    }


def test_in_the_new_year_the_line_of_the_new_year_counts(few: Ruleset) -> None:
    checks = {check.rule: check.checked for check in last_checks(few, date(2027, 3, 1))}
    assert checks["yearly.deductible"] == date(2026, 8, 31)


def test_six_months_to_the_day_is_fresh_and_one_day_more_is_old(few: Ruleset) -> None:
    assert names(freshness(few, date(2026, 8, 28)).old) == []
    assert names(freshness(few, date(2026, 8, 29)).old) == ["yearly.deductible"]
    assert names(freshness(few, date(2026, 10, 1)).old) == ["yearly.deductible", "lasting.deadline"]


def test_thirteen_months_to_the_day_is_out_of_date(few: Ruleset) -> None:
    assert freshness(few, date(2027, 4, 29)).out_of_date == ()
    found = freshness(few, date(2027, 4, 30))
    assert names(found.out_of_date) == ["lasting.deadline"]
    assert names(found.old) == ["yearly.deductible", "right.records"]


def test_a_rule_checked_after_the_build_day_is_fresh(few: Ruleset) -> None:
    assert freshness(few, date(2026, 1, 1)).old == ()


def test_the_report_names_rules_by_file_with_their_day(few: Ruleset) -> None:
    lines = list(freshness(few, date(2026, 8, 29)).lines())
    head, *rest = lines
    assert head.startswith(f"1 of 3 rules were last checked more than {WARN_MONTHS} months before")
    assert head.endswith("August 29, 2026; read them again soon:")
    assert rest == ["  medicare.yaml", "    yearly.deductible  (checked 2026-02-28)"]
    assert f"{FAIL_MONTHS} months or more" in "\n".join(freshness(few, date(2028, 1, 1)).lines())


def test_the_report_says_so_when_all_is_fresh(few: Ruleset) -> None:
    (line,) = freshness(few, date(2026, 8, 1)).lines()
    assert line.startswith("All 3 rules")


def test_the_rules_of_the_project_have_a_day_each(rules: Ruleset) -> None:
    checks = list(last_checks(rules, date(2026, 11, 23)))
    assert len(checks) == len(list(rules.rules()))
    assert {check.rule for check in checks} == {rules.anchor(rule) for rule in rules.rules()}


def test_the_build_day_can_be_given() -> None:
    assert build_day({"SOURCE_DATE_EPOCH": "1795392000"}) == date(2026, 11, 23)
    with pytest.raises(BuildError, match="no number of seconds: 'soon'"):
        build_day({"SOURCE_DATE_EPOCH": "soon"})


def test_the_days_are_written_as_one_day_or_as_two(few: Ruleset) -> None:
    assert check_span(few, date(2026, 9, 1)) == (date(2026, 2, 28), date(2026, 8, 31))
    words = checked_words(few, date(2026, 9, 1))
    assert words == "between February 28, 2026 and August 31, 2026"
    assert checked_words(few, date(2027, 9, 1)).startswith("between March 31, 2026")


def test_a_banner_names_what_is_missing_in_the_year_after_the_figures(few: Ruleset) -> None:
    notes = freshness_notes(few, date(2026, 11, 23), date(2026, 11, 23))
    assert notes["year"] == "2026"
    next_year, later = notes["banners"]
    assert (next_year["from"], next_year["until"]) == ("2027-01-01", "2028-01-01")
    assert [figure["id"] for figure in next_year["figures"]] == ["yearly.deductible"]
    assert next_year["figures"][0]["why"] == "not published yet"
    assert (later["from"], later["until"]) == ("2028-01-01", "")


@pytest.mark.parametrize(
    ("built", "shown"),
    [
        (date(2026, 12, 31), [False, False]),
        (date(2027, 1, 1), [True, False]),
        (date(2027, 12, 31), [True, False]),
        (date(2028, 1, 1), [False, True]),
        (date(2031, 6, 1), [False, True]),
    ],
)
def test_the_banner_of_the_build_year_is_shown_without_a_script(
    few: Ruleset, built: date, shown: list[bool]
) -> None:
    notes = freshness_notes(few, date(2026, 11, 23), built)
    assert [banner["shown"] for banner in notes["banners"]] == shown


def test_no_banner_where_nothing_is_missing(tmp_path: Path) -> None:
    whole = FILE.replace(
        "missing: not_published,",
        'amount: "110", source: notice, at: Table 1, confidence: primary,',
    )
    (tmp_path / "medicare.yaml").write_text(whole, encoding="utf-8")
    notes = freshness_notes(read_rules(tmp_path), date(2026, 11, 23), date(2027, 2, 1))
    assert notes["banners"][0]["figures"] == []


def test_the_command_warns_with_success_and_stops_the_build_at_thirteen_months(
    rules: Ruleset, capsys: pytest.CaptureFixture[str]
) -> None:
    oldest, newest = check_span(rules, date(2026, 11, 23))
    assert main(["freshness", "--on", newest.isoformat()]) == 0
    old = months_later(oldest, WARN_MONTHS + 1)
    assert main(["freshness", "--on", old.isoformat()]) == 0
    assert "read them again soon" in capsys.readouterr().out
    out_of_date = months_later(newest, FAIL_MONTHS)
    assert main(["freshness", "--on", out_of_date.isoformat()]) == 1
    assert "out of date; read their sources" in capsys.readouterr().err


def test_the_check_of_the_project_asks_for_freshness() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2]
    assert "$(SITE) freshness\n" in recipe.partition("\n\n")[0]
