"""How sure a rule is shows in the estimate: weak sources and disagreements are said."""

from datetime import date

from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset


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
