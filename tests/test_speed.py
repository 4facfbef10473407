"""The work for one estimate is bounded, even where nothing is known: bills are counted."""

import pytest

from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset

#: Far more than any case below needs; a case that grows past it makes the reader wait.
MOST_BILLS = 6000


@pytest.mark.parametrize(
    "program", ["original_medicare", "medicare_advantage", "employer", "marketplace", "none"]
)
def test_a_case_of_which_nothing_is_known_takes_a_bounded_number_of_bills(
    rules: Ruleset, program: str
) -> None:
    scenario = {"on": "2026-03-15", "coverage": {"program": program}}
    assert estimate(rules, parse_scenario(rules, scenario)).calls <= MOST_BILLS
