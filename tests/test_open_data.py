"""The published data: as documented, complete, and enough to look every figure up again."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from calculator.facts import can_occur
from calculator.ruleset import Ruleset
from calculator.site.data_format import COLUMNS, FILES
from calculator.site.data_parts import PARTS
from calculator.site.open_data import write_open_data
from calculator.site.places import DOCS, ROOT
from calculator.site.published import ATTRIBUTION
from tests.cases import FILES as CASES
from tests.cases import read_case

PUBLISHED = date(2026, 11, 23)
PAGE = DOCS / "data.md"

#: Where a part of the data holds other parts: the field, and the part it holds.
HELD = {
    "root": {
        "sources": "source",
        "figures": "figure",
        "statements": "statement",
        "decisions": "decision",
        "conditions": "condition",
        "actions": "action",
        "terms": "term",
    },
    "figure": {"values": "value"},
    "decision": {"rows": "row"},
    "action": {"deadline": "deadline"},
}


@pytest.fixture(scope="module")
def folder(rules: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    write_open_data(rules, place, PUBLISHED)
    return place


@pytest.fixture(scope="module")
def data(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    return loaded


@cache
def schema(folder: Path, name: str) -> Draft202012Validator:
    form = json.loads((folder / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(form)
    return Draft202012Validator(form, format_checker=FormatChecker())


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(rules: Ruleset) -> list[date]:
    """A day in each year, and the days around each first day of a value."""
    starts = {v.start for figure in rules.figures.values() for v in figure.values}
    near = {start + timedelta(days=step) for start in starts for step in (-1, 0)}
    return sorted(near | {date(year, 6, 30) for year in rules.years})


def documented_lookup(data: dict[str, Any], figure_id: str, day: date) -> str | None:
    """The page's own words, in code: the last value begun; a yearly one only in its year."""
    figure = data["figures"][figure_id]
    begun = [value for value in figure["values"] if value["from"] <= day.isoformat()]
    if not begun:
        return None
    value = begun[-1]
    if figure["reach"] == "calendar_year" and value["from"][:4] != str(day.year):
        return None
    amount: str | None = value.get("amount")
    return amount


def parts_of(part: str, item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of the data, with its name."""
    yield part, item
    if "other_side" in item:
        yield "other_side", item["other_side"]
    for field, held in HELD.get(part, {}).items():
        inside = item.get(field, [])
        if field == "deadline":
            found = [inside] if inside else []
        else:
            found = list(inside.values()) if isinstance(inside, dict) else inside
        for one in found:
            yield from parts_of(held, one)


def test_every_documented_file_is_written_and_no_other(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(FILES)


def test_the_rules_are_valid_by_their_own_schema(folder: Path, data: dict[str, Any]) -> None:
    assert [fault.message for fault in schema(folder, "rules.schema.json").iter_errors(data)] == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("version",), 2),
        (("figures", "medicare.part_b.deductible", "unit"), "dollars"),
        (("figures", "medicare.part_b.deductible", "values", 0, "amount"), 240),
        (("figures", "medicare.part_b.deductible", "values", 0, "from"), "January"),
        (("statements", "private.cost_sharing_order", "confidence"), "sure"),
    ],
)
def test_the_schema_refuses_what_the_format_does_not_allow(
    folder: Path, data: dict[str, Any], path: tuple[Any, ...], wrong: object
) -> None:
    broken: Any = json.loads(json.dumps(data))
    *way, last = path
    place = broken
    for step in way:
        place = place[step]
    place[last] = wrong
    assert not schema(folder, "rules.schema.json").is_valid(broken)


def test_every_field_is_documented_and_what_is_always_there_is(data: dict[str, Any]) -> None:
    seen = set()
    for part, item in parts_of("root", data):
        fields = {field.name: field for field in PARTS[part][1]}
        assert set(item) <= set(fields), part
        assert {name for name, field in fields.items() if field.always} <= set(item), part
        seen.add(part)
    assert seen == set(PARTS)


def test_the_page_documents_every_part_and_every_file() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for part in (*PARTS, "csv"):
        assert f'{{{{ data_fields("{part}") }}}}' in text
    assert "{{ data_files() }}" in text
    assert ATTRIBUTION in text


def test_every_figure_can_be_looked_up_with_the_documented_rule(
    data: dict[str, Any], rules: Ruleset
) -> None:
    asked = days(rules)
    for figure_id, figure in rules.figures.items():
        if figure.reach == "reference_year":
            continue
        for day in asked:
            value = figure.on(day).value
            expected = value.amount if value else None
            assert documented_lookup(data, figure_id, day) == expected, (figure_id, day)


def test_every_rule_is_published_with_its_words_and_sources(
    data: dict[str, Any], rules: Ruleset
) -> None:
    assert set(data["figures"]) == set(rules.figures)
    assert set(data["statements"]) == set(rules.statements)
    assert set(data["sources"]) == set(rules.sources)
    assert set(data["actions"]) == set(rules.actions)
    for key, statement in rules.statements.items():
        assert data["statements"][key]["says"] == statement.says
    for _, item in parts_of("root", data):
        for key in item["sources"] if isinstance(item.get("sources"), list) else ():
            assert key in data["sources"]
        assert item.get("subject", next(iter(data["subjects"]))) in data["subjects"]


def test_exactly_one_published_row_fits_each_case_of_a_decision(data: dict[str, Any]) -> None:
    decision = data["decisions"]["original_medicare.coverage"]
    choices = [data["facts"][fact] for fact in decision["facts"]]
    walked = 0
    for answers in product(*choices):
        case = dict(zip(decision["facts"], answers, strict=True))
        if not can_occur(case):
            continue
        walked += 1
        fitting = [
            row["id"]
            for row in decision["rows"]
            if all(case[fact] in values for fact, values in row["when"].items())
        ]
        assert len(fitting) == 1, (case, fitting)
    assert walked > 50


def test_the_table_has_one_row_for_each_value_of_each_figure(
    folder: Path, data: dict[str, Any]
) -> None:
    rows = table(folder)
    assert list(rows[0]) == list(COLUMNS)
    told = [(row["id"], row["from"], row["amount"] or row["missing"]) for row in rows]
    assert told == [
        (key, value["from"], value.get("amount") or value["missing"])
        for key, figure in data["figures"].items()
        for value in figure["values"]
    ]
    for row in rows:
        assert bool(row["amount"]) != bool(row["missing"])
        addresses = [data["sources"][key]["url"] for key in row["sources"].split()]
        assert row["urls"].split() == addresses


def test_the_table_alone_gives_the_figure_of_a_day(folder: Path, rules: Ruleset) -> None:
    rows = table(folder)
    for day in days(rules):
        held = {
            row["id"]: row["amount"]
            for row in rows
            if row["from"] <= day.isoformat() <= (row["until"] or "9999")
            and row["reach"] != "reference_year"
        }
        for figure in rules.figures.values():
            if figure.reach != "reference_year":
                value = figure.on(day).value
                expected = (value.amount if value else None) or ""
                assert held.get(figure.id, "") == expected, (figure.id, day)


def test_every_published_case_is_valid_by_the_scenario_schema(folder: Path) -> None:
    form = schema(folder, "scenario.schema.json")
    for path in CASES:
        case = read_case(path)["scenario"]
        if "number" in case.get("opinion", {}):  # text in our YAML, a number in JSON
            case["opinion"]["number"] = int(case["opinion"]["number"])
        assert [fault.message for fault in form.iter_errors(case)] == [], path.name


def test_the_states_are_all_there_and_name_rules_that_exist(
    folder: Path, data: dict[str, Any]
) -> None:
    states = json.loads((folder / "states.json").read_text(encoding="utf-8"))["states"]
    assert len(states) == 51
    for code, state in states.items():
        assert state["rules"], code
        assert all(key in data["statements"] or key in data["figures"] for key in state["rules"])
        assert state["law_found"] == (f"state.{code.lower()}.second_opinion" in data["statements"])


def test_the_index_tells_size_and_sum_of_each_file(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert index["version"] == 1
    assert index["published"] == PUBLISHED.isoformat()
    assert index["license"]["id"] == "CC-BY-4.0"
    assert {file["name"] for file in index["files"]} == set(FILES) - {"index.json"}
    for file in index["files"]:
        content = (folder / file["name"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["sha256"] == sha256(content).hexdigest()


def test_the_same_rules_and_day_give_the_same_bytes_and_touch_no_file(
    rules: Ruleset, folder: Path
) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    write_open_data(rules, folder, PUBLISHED)
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert after == before


def test_the_example_on_the_page_runs_and_tells_the_truth(folder: Path, rules: Ruleset) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    command = [sys.executable, "-I", "-c", code]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    value = rules.figures["medicare.part_b.deductible"].on(date(2026, 3, 15)).value
    assert value is not None
    assert value.citation is not None
    assert run.stdout.splitlines() == [
        f"Part B deductible: {value.amount}",
        f"Read in: {rules.sources[value.citation.sources[0]].url}",
    ]


def test_the_license_of_the_data_stands_in_the_repository() -> None:
    text = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert "Creative Commons Attribution 4.0 International" in text
    assert "calculator/rules/" in text
    assert ATTRIBUTION in text
