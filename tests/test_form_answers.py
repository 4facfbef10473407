"""The form's flat answers, as typed, become the scenario that a file would hold."""

from typing import Any

import pytest

from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.problem import ScenarioError
from calculator.questions import QUESTIONS
from calculator.ruleset import Ruleset

TODAY = "2026-11-23"


def faults(answers: dict[str, str]) -> dict[str, str]:
    with pytest.raises(ScenarioError) as caught:
        scenario_from_form(answers, TODAY)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_paths_are_nested() -> None:
    form = {
        "on": "2026-03-15",
        "coverage.program": "employer",
        "terms.out_of_network.deductible": "3000",
        "terms.family.deductible_type": "embedded",
    }
    assert scenario_from_form(form, None) == {
        "on": "2026-03-15",
        "coverage": {"program": "employer"},
        "terms": {
            "out_of_network": {"deductible": "3000"},
            "family": {"deductible_type": "embedded"},
        },
    }


@pytest.mark.parametrize("empty", ["", "   ", "\t\n"])
def test_an_empty_field_is_unknown(empty: str) -> None:
    form = dict.fromkeys(QUESTIONS, empty)
    assert scenario_from_form(form, None) == {}


def test_spaces_around_an_answer_do_not_matter() -> None:
    assert scenario_from_form({"terms.copay": "  40 "}, None) == {"terms": {"copay": "40"}}


@pytest.mark.parametrize(
    ("typed", "share"),
    [("20", "0.2"), ("20%", "0.2"), ("0", "0"), ("100", "1"), ("12.5", "0.125"), ("1", "0.01")],
)
def test_percentages_become_shares(typed: str, share: str) -> None:
    found = scenario_from_form({"terms.coinsurance": typed}, None)
    assert found == {"terms": {"coinsurance": share}}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0.20", "type 20 for 20 percent, not 0.20"),
        ("101", "a percentage lies between 0 and 100"),
        ("-5", "a percentage lies between 0 and 100"),
        ("a fifth", "write a percentage with digits, for example 20"),
        ("$20", "write a percentage with digits, for example 20"),
    ],
)
def test_a_percentage_that_cannot_be_meant_is_told_at_its_field(typed: str, message: str) -> None:
    for path in ("terms.coinsurance", "terms.out_of_network.coinsurance"):
        assert faults({path: typed}) == {path: message}


def test_the_box_for_none_is_an_answer() -> None:
    found = scenario_from_form({"terms.deductible.none": "on", "terms.deductible": ""}, None)
    assert found == {"terms": {"deductible": "none"}}


def test_an_amount_beside_a_ticked_box_is_told_at_the_amount() -> None:
    found = faults({"terms.deductible.none": "on", "terms.deductible": "1500"})
    assert found == {"terms.deductible": "give an amount or tick the box, not both"}


def test_an_unticked_box_is_no_answer() -> None:
    found = scenario_from_form({"terms.deductible.none": "", "terms.deductible": "1500"}, None)
    assert found == {"terms": {"deductible": "1500"}}


def test_today_is_the_day_of_the_visit_where_none_was_typed() -> None:
    assert scenario_from_form({}, TODAY) == {"today": TODAY, "on": TODAY}
    assert scenario_from_form({"on": "2026-12-01"}, TODAY) == {"today": TODAY, "on": "2026-12-01"}


def lines(form: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scenario_from_form(form, None)["services"]
    return found


def test_lines_keep_their_order_past_nine() -> None:
    form = {f"services.{number}.kind": "lab" for number in (10, 2, 0, 1)}
    form |= {f"services.{number}.charge": str(number) for number in (10, 2, 0, 1)}
    assert [line["charge"] for line in lines(form)] == ["0", "1", "2", "10"]


def test_a_visit_alone_that_nobody_priced_leaves_the_usual_lines() -> None:
    form = {"services.0.kind": "visit", "services.0.charge": ""}
    assert lines(form) == []


def test_a_hospital_clinic_keeps_its_facility_fee_beside_a_priced_visit() -> None:
    form = {
        "provider.setting": "hospital_clinic",
        "services.0.kind": "visit",
        "services.0.charge": "300",
    }
    assert lines(form) == [{"kind": "visit", "charge": "300"}, {"kind": "facility"}]
    assert lines({**form, "services.1.kind": "facility", "services.1.charge": "150"}) == [
        {"kind": "visit", "charge": "300"},
        {"kind": "facility", "charge": "150"},
    ]
    assert lines({**form, "provider.setting": "office"}) == [{"kind": "visit", "charge": "300"}]


def test_a_line_without_a_kind_stays_a_fault_of_that_line(rules: Ruleset) -> None:
    form = {"on": "2026-03-15", "coverage.program": "none", "services.0.charge": "300"}
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(rules, scenario_from_form(form, TODAY))
    assert [problem.field for problem in caught.value.problems] == ["services.0.kind"]


def test_the_form_and_a_file_say_the_same(rules: Ruleset) -> None:
    form = {
        "on": "2026-03-15",
        "coverage.program": "employer",
        "coverage.network": "ppo",
        "opinion.about": "surgery",
        "opinion.number": "2",
        "provider.setting": "office",
        "provider.network": "in",
        "done.prior_authorization": "not_needed",
        "terms.deductible": "$1,500",
        "terms.deductible_met": "400",
        "terms.copay.none": "on",
        "terms.coinsurance": "20",
        "services.0.kind": "visit",
        "services.0.charge": "420",
        "services.0.allowed": "260",
    }
    file = {
        "on": "2026-03-15",
        "coverage": {"program": "employer", "network": "ppo"},
        "opinion": {"about": "surgery", "number": 2},
        "provider": {"setting": "office", "network": "in"},
        "done": {"prior_authorization": "not_needed"},
        "terms": {
            "deductible": "1500",
            "deductible_met": "400",
            "copay": "none",
            "coinsurance": "0.20",
        },
        "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
    }
    typed = scenario_from_form(form, None)
    assert parse_scenario(rules, typed) == parse_scenario(rules, file)
