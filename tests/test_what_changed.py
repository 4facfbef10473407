"""What one year's figures are beside those of the year before."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from calculator.cli import main
from calculator.rule import Figure, Value
from calculator.ruleset import Ruleset
from calculator.site.context import Printer
from calculator.site.read import read_rules
from calculator.site.what_changed import begun_in, change_words, missing_table, what_changed
from calculator.years import entry_of, gap_of, gaps, is_repealed, yearly_figures

CITED = "source: notice, at: Table 1, checked: 2026-11-23"
FILE = f"""\
sources:
  notice: {{title: Amounts, publisher: Office, url: "https://www.example.gov/a", published: "2025",
    kind: agency}}
figures:
  a.deductible:
    label: Deductible
    says: What you pay first.
    unit: usd
    reach: calendar_year
    use: engine
    values:
      - {{from: 2025-01-01, amount: "240", {CITED}, confidence: primary}}
      - {{from: 2026-01-01, amount: "283", {CITED}, confidence: single_secondary}}
      - {{from: 2027-01-01, missing: not_published, checked: 2026-11-23, note: Soon.}}
  a.ended:
    label: Ended
    says: It ended.
    unit: usd
    reach: calendar_year
    use: engine
    values:
      - {{from: 2025-01-01, amount: "10", {CITED}, confidence: primary}}
      - {{from: 2026-01-01, missing: repealed, checked: 2026-11-23}}
  a.began:
    label: Began
    says: It began.
    unit: share
    reach: calendar_year
    use: site
    values:
      - {{from: 2026-01-01, amount: "0.20", {CITED}, confidence: primary}}
      - {{from: 2027-01-01, amount: "0.25", {CITED}, confidence: primary}}
  b.deadline:
    label: Deadline
    says: How long you have.
    unit: days
    reach: until_changed
    use: site
    values:
      - {{from: 2025-01-01, amount: "60", {CITED}, confidence: primary}}
      - {{from: 2026-07-01, amount: "65", {CITED}, confidence: primary}}
  b.last_day:
    label: Last day
    says: The last day.
    unit: date
    reach: until_changed
    use: site
    values:
      - {{from: 2025-01-01, amount: "2027-12-31", {CITED}, confidence: primary}}
"""


@pytest.fixture
def few(tmp_path: Path) -> Printer:
    (tmp_path / "medicare.yaml").write_text(FILE, encoding="utf-8")
    return Printer(read_rules(tmp_path), date(2026, 11, 23), "../")


def rows(html: str) -> list[list[str]]:
    tree = HTMLParser(html)
    return [[cell.text(strip=True) for cell in row.css("th, td")] for row in tree.css("tbody tr")]


def section(text: str, year: int) -> str:
    """The part of the page about one year."""
    return next(part for part in text.split("\n## ") if f"{{ #year-{year} }}" in part)


@pytest.mark.parametrize(
    ("unit", "old", "new", "words"),
    [
        ("usd", "257", "283", "up $26 (10.1%)"),
        ("usd", "9350", "9250", "down $100 (1.1%)"),
        ("usd", "100", "100.00", "no change"),
        ("usd", "0", "15", "up $15"),
        ("usd", "40", "0", "down $40 (100%)"),
        ("share", "0.20", "0.25", "up 5 percentage points"),
        ("share", "0.20", "0.19", "down 1 percentage point"),
        ("percent", "5", "4.5", "down 0.5 percentage points"),
        ("days", "14", "7", "down 7 days (50%)"),
        ("multiple", "1.15", "1.20", "up 0.05 times (4.3%)"),
    ],
)
def test_a_change_is_said_in_its_unit_and_in_percent(
    unit: str, old: str, new: str, words: str
) -> None:
    day = date(2026, 11, 23)
    values = [Value(day, amount, None, None, day) for amount in (old, new)]
    figure = Figure("x", "X", "X.", unit, "", "calendar_year", "", "site", tuple(values))
    assert change_words(figure, *values) == words


def test_a_change_is_not_said_where_one_side_is_missing() -> None:
    day = date(2026, 11, 23)
    known, unknown = Value(day, "1", None, None, day), Value(day, None, "not_found", None, day)
    figure = Figure("x", "X", "X.", "usd", "", "calendar_year", "", "site", (known,))
    assert change_words(figure, known, unknown) == ""
    assert change_words(figure, unknown, known) == ""
    assert change_words(figure, None, known) == ""


def test_the_year_of_the_pages_comes_first_then_later_then_earlier_years(rules: Ruleset) -> None:
    text = what_changed(Printer(rules, date(2026, 11, 23), "../"))
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    years = [int(line.split()[1]) for line in headings]
    assert years[0] == 2026
    assert years == [2026, *range(2027, rules.years[-1] + 1), 2025]


def test_a_year_shows_old_new_change_and_what_began_or_ended(few: Printer) -> None:
    found = rows(section(what_changed(few), 2026))
    assert found == [
        [
            "Deductible",
            "$240",
            "$283 (one source)",
            "up $43 (17.9%)",
            "[Office, 2025]",
        ],
        ["Ended", "$10", "no longer in force", "–", "[Office, 2025]"],
        ["Began", "no figure", "20%", "new", "[Office, 2025]"],
    ]


def test_what_is_not_published_is_said_and_what_ended_is_not_told_again(few: Printer) -> None:
    part = section(what_changed(few), 2027)
    (found,) = rows(part)
    assert found[:4] == ["Began", "20%", "25%", "up 5 percentage points"]
    assert "We lack 1 figure for 2027." in part


def test_lasting_rules_are_told_in_the_year_they_change(few: Printer) -> None:
    told = {
        year: [(f.id, words) for f, words in begun_in(few, year)] for year in (2025, 2026, 2027)
    }
    assert told == {
        2025: [],
        2026: [("b.deadline", "65 days from July 1, 2026 (was 60 days)")],
        2027: [("b.last_day", "December 31, 2027")],
    }


def test_every_yearly_figure_of_the_project_stands_in_the_year(rules: Ruleset) -> None:
    printer = Printer(rules, date(2026, 11, 23), "../")
    text = section(what_changed(printer), 2026)
    missing = missing_table(printer)
    for figure in yearly_figures(rules):
        entry = entry_of(figure, 2026)
        place = text if entry and entry.amount is not None else missing
        assert is_repealed(figure, 2026) or f'#{figure.id}"' in place


def test_a_gap_has_its_reason_and_never_hides_a_year(rules: Ruleset) -> None:
    found = {(gap.figure.id, gap.year): gap for gap in gaps(rules, rules.years)}
    for figure in yearly_figures(rules):
        for year in rules.years:
            value = figure.on(date(year, 12, 31)).value
            missing = value is None and not is_repealed(figure, year)
            assert ((figure.id, year) in found) == missing
    for gap in found.values():
        assert gap.missing in ("not_published", "not_found")
        assert gap.latest is None or gap.latest.start.year < gap.year


def test_a_repealed_figure_is_no_gap(few: Printer) -> None:
    assert gap_of(few.rules.figures["a.ended"], 2026) is None
    assert gap_of(few.rules.figures["a.ended"], 2027) is None
    gap = gap_of(few.rules.figures["a.began"], 2025)
    assert gap is not None
    assert (gap.missing, gap.latest) == ("not_found", None)


def test_the_table_of_gaps_has_year_reason_and_the_last_amount(few: Printer) -> None:
    assert rows(missing_table(few)) == [
        ["Deductible", "2027", "Not published yet. Soon.", "$283 in 2026"],
        ["Began", "2025", "We have not found it.", "none"],
    ]


@pytest.mark.usefixtures("compiled_rules")
def test_the_command_line_lists_the_gaps(
    rules: Ruleset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "--missing"]) == 0
    output = capsys.readouterr().out
    for gap in gaps(rules, rules.years):
        assert f"{gap.figure.id}: {gap.figure.label}" in output
        assert f"  {gap.year}: {gap.why}" in output


@pytest.mark.usefixtures("compiled_rules")
def test_the_gaps_of_one_day_and_of_some_rules(
    rules: Ruleset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "medicare", "--missing", "--on", "2027-03-01", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {(item["id"], item["year"]) for item in listed} == {
        (gap.figure.id, 2027) for gap in gaps(rules, [2027]) if gap.figure.id.startswith("medicare")
    }
    for item in listed:
        assert item["missing"] in ("not_published", "not_found")
        assert item["latest"] is None or Decimal(item["latest"]["amount"]) >= 0


@pytest.mark.usefixtures("compiled_rules")
def test_no_gap_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "federal.hsa", "--missing", "--on", "2026-03-01"]) == 0
    assert capsys.readouterr().out == "Every yearly figure has an amount.\n"
