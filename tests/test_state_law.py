"""State law reaches insured plans and not self-funded ones, and the estimate says which it is."""

import pytest

from calculator.estimate import Estimate, estimate
from calculator.parse import parse_scenario
from calculator.questions.states import STATES
from calculator.ruleset import Ruleset
from calculator.site.state_pages import FOLDER, slug, write_state_pages


def worked_out(rules: Ruleset, state: str, **coverage: str) -> Estimate:
    scenario = {
        "on": "2026-03-15",
        "state": state,
        "coverage": {"program": "employer", "network": "hmo", **coverage},
        "opinion": {"about": "surgery"},
        "provider": {"network": "in", "setting": "office"},
    }
    return estimate(rules, parse_scenario(rules, scenario))


def law(result: Estimate) -> list[str]:
    return [reason.rule for reason in result.state_law]


def test_an_insured_plan_is_told_its_states_law(rules: Ruleset) -> None:
    result = worked_out(rules, "CA", funding="insured")
    assert law(result)[0] == "state.ca.second_opinion"
    assert "coverage.funding" not in [unknown.field for unknown in result.unknowns]


def test_a_self_funded_plan_is_told_why_state_law_does_not_reach_it(rules: Ruleset) -> None:
    assert law(worked_out(rules, "CA", funding="self_funded")) == ["state.reach"]


def test_where_nobody_knows_who_pays_the_claims_the_one_fact_is_asked(rules: Ruleset) -> None:
    result = worked_out(rules, "CA")
    assert law(result)[-2:] == ["state.reach", "state.one_fact"]
    assert "coverage.funding" in [unknown.field for unknown in result.unknowns]


def test_a_marketplace_plan_is_always_insured(rules: Ruleset) -> None:
    result = worked_out(rules, "WA", program="marketplace")
    assert law(result)[0] == "state.wa.second_opinion"
    assert "state.one_fact" not in law(result)


def test_where_no_statute_was_found_exactly_that_is_said(rules: Ruleset) -> None:
    result = worked_out(rules, "TX", funding="insured")
    assert law(result) == ["state.tx.status"]
    assert "no statute" in result.state_law[0].says


def test_medicare_has_no_state_law_here(rules: Ruleset) -> None:
    scenario = {"on": "2026-03-15", "state": "CA", "coverage": {"program": "original_medicare"}}
    assert estimate(rules, parse_scenario(rules, scenario)).state_law == ()


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_status_and_a_page(rules: Ruleset, state: str) -> None:
    write_state_pages(rules)
    assert f"state.{state.lower()}.status" in rules.statements
    page = (FOLDER / f"{slug(state)}.md").read_text(encoding="utf-8")
    for rule in rules.statements:
        if rule.startswith(f"state.{state.lower()}."):
            assert f'says("{rule}")' in page
