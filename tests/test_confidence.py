"""How sure a rule is shows in the estimate: weak sources and disagreements are said."""

from datetime import date
from pathlib import Path

import pytest

from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from tests.cases import FILES, case_id, read_case


def test_where_sources_disagree_both_sides_stand_in_the_estimate(rules: Ruleset) -> None:
    scenario = {
        "on": "2026-03-15",
        "coverage": {"program": "original_medicare"},
        "opinion": {"about": "surgery", "number": "3", "first_two_differ": False},
        "provider": {"setting": "office", "medicare": "participating"},
    }
    reason = estimate(rules, parse_scenario(rules, scenario)).reasons[0]
    assert reason.rule == "original_medicare.coverage.third_agree"
    assert "Another source says:" in reason.says


def test_what_rests_on_one_weak_source_is_said_to(rules: Ruleset) -> None:
    for statement in rules.statements.values():
        if statement.citation.confidence == "single_secondary":
            says = rules.sentence(statement, date(2026, 3, 15))
            assert says.lower().startswith("one "), statement.id


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_step_and_every_other_way_names_the_rules_it_rests_on(
    rules: Ruleset, path: Path
) -> None:
    result = estimate(rules, parse_scenario(rules, read_case(path)["scenario"]))
    for working in result.working:
        for step in working.steps:
            assert step.rules, step
            assert all(rules.rule(rule) for rule in step.rules if rule)
    for option in result.options:
        assert option.rules, option
        for rule in option.rules:
            rules.rule(rule)
