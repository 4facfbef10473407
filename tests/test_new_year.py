"""One command opens the next year in the rule files, and leaves all else as it was."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from calculator.ruleset import Ruleset
from calculator.site.new_year import NOTE, open_year, with_year, worklist
from calculator.site.places import BuildError
from calculator.site.read import RULES, read_rules
from calculator.years import entry_of, yearly_figures

TODAY = date(2027, 11, 2)
LINE = "{from: 2028-01-01, missing: not_published, checked: 2027-11-02, note: " + NOTE + "}"

TEXT = """\
# A comment at the top.
figures:
  block.style:   # about this figure
    label: Block
    reach: calendar_year
    values:
      - from: 2026-01-01
        amount: "1"
        note: >-
          A note that
          takes two lines.
      - from: 2027-01-01
        amount: "2"   # read twice

  # A comment before the next figure.
  flow.style:
    reach: calendar_year
    values:
      - {from: 2026-01-01, amount: "1"}
      - {from: 2027-01-01, missing: not_published,
         checked: 2026-11-23}   # soon
  bracket.style:
    reach: calendar_year
    values: [{from: 2027-01-01, amount: "3"}]
  values.first:
    values:
      - from: 2027-01-01
        amount: "4"
    reach: calendar_year
  has.it.already:
    reach: calendar_year
    values:
      - {from: 2027-01-01, amount: "1"}
      - {from: 2028-01-01, amount: "2"}
  later.year.is.there:
    reach: calendar_year
    values:
      - {from: 2027-01-01, amount: "1"}
      - {from: 2029-01-01, amount: "2"}
  no.longer.in.force:
    reach: calendar_year
    values:
      - {from: 2027-01-01, missing: repealed}
  begins.later:
    reach: calendar_year
    values:
      - {from: 2029-01-01, amount: "1"}
  lasting:
    reach: until_changed
    values:
      - {from: 2027-01-01, amount: "1"}
statements:
  last.word: {label: Last}
"""

EXPECTED = (
    TEXT.replace(
        '        amount: "2"   # read twice\n',
        f'        amount: "2"   # read twice\n      - {LINE}\n',
    )
    .replace(
        "         checked: 2026-11-23}   # soon\n",
        f"         checked: 2026-11-23}}   # soon\n      - {LINE}\n",
    )
    .replace('[{from: 2027-01-01, amount: "3"}]', f'[{{from: 2027-01-01, amount: "3"}}, {LINE}]')
    .replace('        amount: "4"\n', f'        amount: "4"\n      - {LINE}\n')
    .replace(
        '      - {from: 2029-01-01, amount: "2"}\n',
        f'      - {LINE}\n      - {{from: 2029-01-01, amount: "2"}}\n',
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    return copy


def next_year(rules: Ruleset) -> int:
    return rules.years[-1] + 1


def test_one_line_is_added_to_each_figure_and_nothing_else_changes() -> None:
    text, added = with_year(TEXT, 2028, TODAY)
    assert text == EXPECTED
    assert added == [
        "block.style",
        "flow.style",
        "bracket.style",
        "values.first",
        "later.year.is.there",
    ]


def test_a_second_run_changes_nothing() -> None:
    assert with_year(EXPECTED, 2028, TODAY) == (EXPECTED, [])


def test_a_file_without_an_end_of_line_and_one_without_figures_are_fine() -> None:
    text, _ = with_year(TEXT[: TEXT.index("  bracket")].rstrip("\n"), 2028, TODAY)
    assert text.endswith(f"# soon\n      - {LINE}")
    assert with_year("terms: {}\n", 2028, TODAY) == ("terms: {}\n", [])
    assert with_year("", 2028, TODAY) == ("", [])


def test_every_yearly_figure_of_the_project_gets_the_year(folder: Path, rules: Ruleset) -> None:
    year = next_year(rules)
    before = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")}
    changed, added = open_year(year, TODAY, folder)
    assert set(added) == {
        figure.id
        for figure in yearly_figures(rules)
        if figure.values[-1].missing != "repealed" and entry_of(figure, year) is None
    }
    for figure_id in added:
        entry = entry_of(changed.figures[figure_id], year)
        assert entry is not None
        assert (entry.missing, entry.checked) == ("not_published", TODAY)
    for path in folder.glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if f"from: {year}-01-01" not in line or NOTE not in line]
        assert kept == before[path.name].splitlines()
    assert read_rules(folder).years[-1] == year
    assert open_year(year, TODAY, folder)[1] == []


def test_only_the_next_year_can_be_opened(folder: Path, rules: Ruleset) -> None:
    with pytest.raises(BuildError, match=f"the next is {next_year(rules)}"):
        open_year(next_year(rules) + 1, TODAY, folder)
    with pytest.raises(BuildError, match="the rules have the years"):
        open_year(rules.years[0] - 1, TODAY, folder)


def test_a_year_that_stands_already_leaves_the_figures_alone(folder: Path, rules: Ruleset) -> None:
    _, added = open_year(rules.years[-1], TODAY, folder)
    assert all(entry_of(rules.figures[name], rules.years[-1]) is None for name in added)


def test_the_worklist_has_each_figure_its_last_value_and_where_to_look(
    folder: Path, rules: Ruleset
) -> None:
    year = next_year(rules)
    changed, added = open_year(year, TODAY, folder)
    lines = list(worklist(changed, year))
    assert lines[0] == f"{len(added)} yearly figures have no amount for {year}:"
    start = lines.index("  medicare.part_b.deductible: Part B deductible")
    assert lines[start + 1].startswith("    last amount: $")
    source = rules.sources[
        next(
            value.citation.sources[0]
            for value in reversed(rules.figures["medicare.part_b.deductible"].values)
            if value.citation
        )
    ]
    assert f"    {source.url}" in lines[start : start + 5]


def test_the_worklist_is_empty_when_all_is_known(tmp_path: Path) -> None:
    (tmp_path / "medicare.yaml").write_text(
        """\
sources:
  a: {title: A, publisher: B, url: "https://www.example.gov", published: "2026", kind: agency}
figures:
  x.y:
    label: X
    says: X.
    unit: usd
    reach: calendar_year
    use: site
    values:
      - {from: 2026-01-01, amount: "1", source: a, at: A, checked: 2026-11-23, confidence: primary}
""",
        encoding="utf-8",
    )
    (line,) = worklist(read_rules(tmp_path), 2026)
    assert line == "Every yearly figure has an amount for 2026."
