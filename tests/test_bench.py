"""The bench says the truth about its numbers, and measures the cases that it names."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from calculator.estimate import estimate
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from tests.bench.building import Builds
from tests.bench.changes import CASES, Changing
from tests.bench.line import LINES
from tests.bench.numbers import percentile, shares
from tests.bench.plain import FILES, write_plain_page
from tests.bench.projects import multiply
from tests.bench.reestimates import Reestimates
from tests.bench.table import Row, build_rows, change_rows, first_rows, print_table, second_rows
from tests.bench.visits import Pair, Visit


def test_a_share_is_of_what_was_measured_beside_it() -> None:
    assert shares([1, 2, 9], [4, 4, 3]) == [0.25, 0.5, 3]


def test_a_percentile_is_passed_by_few() -> None:
    values = list(range(1, 101))
    assert percentile(values, 50) == 50.5
    assert 95 <= percentile(values, 95) <= 96
    assert percentile([7.0], 95) == 7


def visits(line: str, site: float, plain: float) -> list[Pair]:
    return [
        Pair(line, place, Visit(ms, int(ms * 1000), 9, int(ms * 2000), 12), Visit(ms, 0, 0, 0, 0))
        for place, ms in (("site", site), ("plain", plain))
    ]


def by_name(rows: Sequence[Row]) -> dict[str, Row]:
    assert len({row.what for row in rows}) == len(rows)
    return {row.what: row for row in rows}


def test_a_target_is_met_or_missed_by_a_stated_amount() -> None:
    pairs = [pair for line in LINES for pair in visits(line.name, 450, 1000)]
    rows = by_name([*first_rows(pairs), *second_rows(pairs)])
    assert rows["First visit, unlimited"].missed == "0.050"
    assert rows["First visit, 50 Mbit/s, 20 ms"].missed == ""
    assert rows["First visit, 10 Mbit/s, 40 ms"].share == "0.45"
    assert rows["Bytes to the first live estimate"].target == "0.78"
    assert rows["Second visit, unlimited"].missed == "0.250"
    own = rows["The same against a second plain visit, unlimited"]
    assert (own.share, own.target) == ("0.45", "")


def test_a_change_is_judged_by_its_median_or_by_its_slowest() -> None:
    ms = [10.0] * 60 + [60.0] * 40
    found = [
        Reestimates("one", 0, ms, ms, [2] * 100),
        Reestimates("other", 3, ms, ms, [33, 75] * 50),
    ]
    rows = by_name(list(change_rows(found)))
    known, unknown = rows["Nothing unknown (median)"], rows["Three unknowns (95th percentile)"]
    assert (known.site, known.missed) == ("10.0 ms", "")
    assert (unknown.site, unknown.missed) == ("60.0 ms", "10.0 ms")
    assert (known.plain, unknown.plain) == ("2 to 2 engine calls", "33 to 75 engine calls")


def test_a_build_is_linear_when_ten_times_the_pages_take_no_more_than_ten_times() -> None:
    few = Builds(10, [2.0, 2.0, 3.0], [2.0, 2.0, 2.0], [1.0, 1.0, 1.0])
    rows = by_name(list(build_rows([few, Builds(100, [25.0], [20.0], [])])))
    assert rows["Build from nothing, 10 pages"].missed == ""
    assert rows["Time for 10 times the pages"].missed == "2.5 times"


def test_the_table_says_met_only_where_there_is_a_target() -> None:
    rows = [
        Row("first", "A", "1", target="2"),
        Row("first", "B", "1"),
        Row("first", "C", "3", target="2", missed="1"),
    ]
    lines = print_table(rows).splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["met", "1", "1"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.unknowns}")
def test_a_case_has_as_many_unknowns_as_it_says_after_every_change(
    rules: Ruleset, case: Changing
) -> None:
    answers = dict(case.answers)
    for field, value in case.changes(3):
        answers[field] = value
        scenario = parse_scenario(rules, scenario_from_form(answers, "2026-11-23"))
        assert len(estimate(rules, scenario).unknowns) == case.unknowns


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.unknowns}")
def test_no_two_changes_leave_the_same_case(case: Changing) -> None:
    answers, seen = dict(case.answers), [dict(case.answers)]
    for field, value in case.changes(100):
        answers[field] = value
        seen.append(dict(answers))
    assert max(Counter(str(one) for one in seen).values()) == 1


def test_the_plain_page_has_every_file_that_the_runtime_asks_for(tmp_path: Path) -> None:
    write_plain_page(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, "index.html", "worker.mjs"}


def test_copies_of_pages_lead_where_the_pages_led(tmp_path: Path) -> None:
    for name, text in {
        "index.md": "[a](plans/hmo.md#top) [b](https://example.org/x.md)",
        "plans/hmo.md": "[home](../index.md)",
        "rules/medicare.md": "[sheet](check/medicare.md)",
        "rules/check/medicare.md": "[page](../medicare.md)",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    multiply(tmp_path, 10)
    assert len(list(tmp_path.rglob("*.md"))) == 40
    assert (tmp_path / "copy-2/index.md").read_text(encoding="utf-8") == (
        "[a](../plans/hmo.md#top) [b](https://example.org/x.md)"
    )
    assert (tmp_path / "copy-10/plans/hmo.md").read_text(
        encoding="utf-8"
    ) == "[home](../../index.md)"
    assert (tmp_path / "rules/copy-3/check/medicare.md").read_text(encoding="utf-8") == (
        "[page](../../medicare.md)"
    )
