"""Every scenario file and every worked example of the site says what it expects, and gets it."""

from pathlib import Path

import pytest

from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from tests.cases import FILES, KEYS, SCENARIOS, case_id, differences, read_case


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_the_figures_worked_by_hand_come_out(rules: Ruleset, path: Path) -> None:
    document = read_case(path)
    result = estimate(rules, parse_scenario(rules, document["scenario"]))
    assert differences(document["expect"], result) == [], document["from"]


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_each_file_says_what_it_is_and_where_its_figures_come_from(path: Path) -> None:
    document = read_case(path)
    assert set(document) == {"says", "from", "scenario", "expect"}
    assert set(document["expect"]) <= KEYS
    assert "verdict" in document["expect"]
    assert "total" in document["expect"] or document["expect"]["verdict"] == "emergency"
    assert document["says"].endswith(".")
    assert document["from"].startswith(("Worked by hand", "Published example: "))


def test_there_are_enough_scenarios_and_each_is_another_case() -> None:
    cases = [str(read_case(path)["scenario"]) for path in SCENARIOS]
    assert len(cases) >= 64
    assert len(set(cases)) == len(cases)
