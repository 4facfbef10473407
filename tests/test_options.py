"""The other ways beside an estimate."""

from decimal import Decimal

import pytest

from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from calculator.variations import Option


def ways(rules: Ruleset, **done: str) -> dict[str, Option]:
    scenario = {
        "on": "2026-03-15",
        "coverage": {"program": "employer", "network": "hmo"},
        "opinion": {"about": "surgery"},
        "provider": {"network": "in", "setting": "office"},
        "done": done,
        "terms": {"copay": "40", "copay_rule": "instead_of_deductible", "out_of_pocket_met": "0"},
        "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
    }
    result = estimate(rules, parse_scenario(rules, scenario))
    return {option.id: option for option in result.options}


@pytest.mark.parametrize("answer", ["no", None])
def test_a_referral_still_open_shows_the_whole_price_without_it(
    rules: Ruleset, answer: str | None
) -> None:
    found = ways(rules, **({} if answer is None else {"referral": answer}))
    without = found["without_referral"]
    assert without.verdict == "not_covered"
    assert without.total is not None
    assert (without.total.low, without.total.high) == (Decimal(420), Decimal(420))
    assert without.rules == ("condition.referral",)


@pytest.mark.parametrize("answer", ["yes", "not_needed"])
def test_a_referral_that_is_settled_shows_no_way_without_it(rules: Ruleset, answer: str) -> None:
    assert "without_referral" not in ways(rules, referral=answer)
