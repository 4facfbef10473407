"""What an estimate shows: its conditions, its lines, the working of each case, the other ways."""

from decimal import Decimal
from typing import Any

import pytest

from calculator.assess import Amount3
from calculator.estimate import PARTS, Estimate, estimate
from calculator.parse import parse_scenario
from calculator.questions import question_for
from calculator.ruleset import Ruleset


def worked_out(rules: Ruleset, raw: dict[str, Any]) -> Estimate:
    return estimate(rules, parse_scenario(rules, raw))


def changed(raw: dict[str, Any], part: str, **answers: Any) -> dict[str, Any]:  # noqa: ANN401
    merged = {**raw.get(part, {}), **answers}
    return {**raw, part: {name: value for name, value in merged.items() if value is not None}}


HMO: dict[str, Any] = {
    "on": "2026-03-15",
    "coverage": {"program": "employer", "network": "hmo"},
    "opinion": {"about": "surgery"},
    "provider": {"network": "in", "setting": "office"},
    "done": {"referral": "yes", "prior_authorization": "no"},
    "terms": {"copay": "40", "copay_rule": "instead_of_deductible", "out_of_pocket_met": "0"},
    "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
}


def test_every_condition_of_the_row_is_listed_and_what_was_done_is_closed(rules: Ruleset) -> None:
    found = worked_out(rules, HMO)
    listed = {condition.rule: condition.open for condition in found.conditions}
    assert listed["condition.referral"] is False
    assert listed["condition.prior_authorization"] is True
    for condition in found.conditions:
        rule = rules.conditions[condition.rule.removeprefix("condition.")]
        assert (condition.label, condition.says, condition.ask) == (
            rule.label,
            rules.text(rule.says, found.on),
            rules.text(rule.ask, found.on),
        )


def test_a_fact_on_which_coverage_depends_is_a_condition_of_its_own(rules: Ruleset) -> None:
    raw = changed(HMO, "provider", network=None)
    raw = changed(raw, "terms", copay_rule=None)
    found = worked_out(rules, raw)
    assert "provider.network" in {unknown.field for unknown in found.unknowns}
    question = question_for("provider.network", "employer")
    (deciding,) = [condition for condition in found.conditions if not condition.rule]
    assert deciding.label == question.label
    assert deciding.ask == question.ask
    assert deciding.says == f"The answer depends on this: {question.label}"
    assert deciding.open


def test_no_fact_decides_where_every_way_leads_to_the_same_answer(rules: Ruleset) -> None:
    found = worked_out(rules, changed(HMO, "terms", copay_rule=None))
    assert all(condition.rule for condition in found.conditions)


def test_the_row_that_decides_is_the_reason(rules: Ruleset) -> None:
    found = worked_out(rules, HMO)
    (reason,) = found.reasons
    row = rules.rule(reason.rule)
    assert reason.rule.startswith("private.coverage.")
    assert reason.says == rules.sentence(row, found.on)  # type: ignore[arg-type]


def test_a_known_case_has_one_working_and_equal_ends(rules: Ruleset) -> None:
    found = worked_out(rules, HMO)
    assert [working.case for working in found.working] == ["only"]
    assert found.working[0].total == 40
    assert found.total == Amount3(Decimal(40), Decimal(40), Decimal(40))
    (line,) = found.lines
    assert (line.kind, line.label) == ("visit", "Visit with the doctor")
    assert line.charge == Amount3(Decimal(420), Decimal(420), Decimal(420))
    assert line.allowed.low == 260
    assert {part: amount.low for part, amount in line.parts.items()} == {
        "patient": 40,
        "plan": 220,
        "second_payer": 0,
        "balance_bill": 0,
        "excess_charge": 0,
        "written_off": 160,
    }
    assert tuple(found.parts) == PARTS == tuple(line.parts)
    assert found.parts["written_off"] == Amount3(Decimal(160), Decimal(160), Decimal(160))


def test_an_open_case_has_the_working_of_each_end(rules: Ruleset) -> None:
    raw = changed(HMO, "terms", copay=None, copay_rule=None, coinsurance="0.5", deductible="100")
    limits = {"out_of_pocket_maximum": "5000", "out_of_pocket_met": "100"}
    raw = changed(raw, "terms", copay="none", **limits)
    found = worked_out(rules, raw)
    assert [working.case for working in found.working] == ["low", "high"]
    assert [working.total for working in found.working] == [130, 180]
    assert found.total == Amount3(Decimal(130), None, Decimal(180))


def test_where_every_unknown_has_a_usual_value_the_likely_case_has_its_working(
    rules: Ruleset,
) -> None:
    raw = {**HMO, "services": [{"kind": "visit", "charge": "9000"}]}
    whole = {"copay": "none", "copay_rule": None, "deductible": "none", "coinsurance": "1"}
    raw = changed(raw, "terms", **whole, out_of_pocket_maximum="5000")
    found = worked_out(rules, raw)
    assert [working.case for working in found.working] == ["low", "likely", "high"]
    assert found.total is not None
    totals = [found.total.low, found.total.likely, found.total.high]
    assert [working.total for working in found.working] == totals
    (line,) = found.lines
    assert [line.allowed.low, line.allowed.likely, line.allowed.high] == totals
    assert line.parts["patient"] == found.parts["patient"] == found.total


def test_lines_of_one_kind_are_kept_apart_in_their_order(rules: Ruleset) -> None:
    services = [
        {"kind": "lab", "charge": "50", "allowed": "40"},
        {"kind": "lab", "charge": "90", "allowed": "80"},
    ]
    raw = {**changed(HMO, "terms", deductible="none", coinsurance="0.5"), "services": services}
    found = worked_out(rules, raw)
    assert [line.kind for line in found.lines] == ["lab", "lab"]
    assert [line.allowed.low for line in found.lines] == [40, 80]
    assert [line.parts["patient"].high for line in found.lines] == [20, 40]


def test_two_visits_on_one_bill_keep_their_own_lines(rules: Ruleset) -> None:
    visits = [
        {"kind": "visit", "charge": str(charge), "allowed": str(charge)} for charge in (50, 60, 70)
    ]
    found = worked_out(rules, {**HMO, "services": visits})
    assert [line.allowed.high for line in found.lines] == [50, 60, 70]


def test_a_charge_that_is_neither_known_nor_needed_is_not_shown(rules: Ruleset) -> None:
    raw = {**HMO, "services": [{"kind": "visit", "allowed": "260"}]}
    (line,) = worked_out(rules, raw).lines
    assert line.charge is None
    assert line.allowed == Amount3(Decimal(260), Decimal(260), Decimal(260))


def test_a_line_without_a_price_is_no_line_of_the_bill(rules: Ruleset) -> None:
    raw = {**HMO, "services": [*HMO["services"], {"kind": "procedure"}]}
    found = worked_out(rules, raw)
    assert [line.kind for line in found.lines] == ["visit"]
    assert "services.1.allowed" in [unknown.field for unknown in found.unknowns]


def test_a_step_tells_its_line_its_rules_and_the_year_of_its_figure(rules: Ruleset) -> None:
    raw = {
        "on": "2025-03-15",
        "coverage": {"program": "original_medicare", "medigap": "none"},
        "opinion": {"about": "surgery"},
        "provider": {"setting": "office", "medicare": "participating"},
        "terms": {"deductible_met": "0"},
        "services": [{"kind": "procedure", "charge": "900", "allowed": "700"}],
    }
    (working,) = worked_out(rules, raw).working
    by_rule = {rule: step for step in working.steps for rule in step.rules}
    deductible = by_rule["medicare.part_b.deductible"]
    assert deductible.year == 2025
    assert deductible.amount == 257
    assert deductible.line == by_rule["medicare.part_b.coinsurance"].line
    assert by_rule["medicare.part_b.coinsurance"].year is None
    assert deductible.label
    assert deductible.says.endswith(".")


def test_an_emergency_has_no_figures(rules: Ruleset) -> None:
    found = worked_out(rules, changed(HMO, "opinion", about="emergency"))
    assert found.verdict == "emergency"
    assert found.total is None
    assert found.parts == {}
    assert not found.lines
    assert not found.working
    assert not found.options
    assert not found.assumptions
    assert not found.unknowns
    assert found.next != ()


@pytest.mark.parametrize(("funding", "asked"), [(None, True), ("insured", False)])
def test_who_pays_the_claims_is_asked_once_where_a_state_s_law_may_help(
    rules: Ruleset, funding: str | None, *, asked: bool
) -> None:
    raw = {**changed(HMO, "coverage", funding=funding), "state": "CA"}
    fields = [unknown.field for unknown in worked_out(rules, raw).unknowns]
    assert fields.count("coverage.funding") == int(asked)


def test_the_estimate_keeps_the_day_the_program_and_counts_its_bills(rules: Ruleset) -> None:
    found = worked_out(rules, HMO)
    assert (found.on.isoformat(), found.program) == ("2026-03-15", "employer")
    assert found.calls >= 1
    assert found.headline
    assert {"in_network", "out_of_network", "records_only"} <= {way.id for way in found.options}


def test_what_each_way_beside_it_costs_is_worked_out_apart(rules: Ruleset) -> None:
    found = {way.id: way for way in worked_out(rules, HMO).options}
    here = found["in_network"]
    assert here.current
    assert here.total == Amount3(Decimal(40), Decimal(40), Decimal(40))
    outside = found["out_of_network"]
    assert not outside.current
    assert outside.verdict == "not_covered"
    assert outside.total == Amount3(Decimal(420), Decimal(420), Decimal(420))
    alone = found["without_insurance"]
    assert alone.total == Amount3(Decimal(420), Decimal(420), Decimal(420))
    arranged = found["network_exception"]
    assert arranged.verdict == "covered_if"
    assert arranged.total is not None
    assert arranged.total.high == 40
    review = found["records_only"]
    assert review.total is not None
    assert (
        review.total.low
        == rules.figures["price.records_only.low"].on(worked_out(rules, HMO).on).decimal
    )


def test_an_expert_opinion_bought_by_the_employer_is_a_way_without_a_price(rules: Ruleset) -> None:
    assert "expert_opinion" not in {way.id for way in worked_out(rules, HMO).options}
    found = worked_out(rules, changed(HMO, "coverage", expert_opinion_benefit=True))
    last = {way.id: way for way in found.options}["expert_opinion"]
    assert (last.verdict, last.total, last.current) == ("ask_plan", None, False)
    assert last.rules == ("programs.employer_no_cost", "programs.advice_only")
    for rule in last.rules:
        assert rules.rule(rule) is not None


def test_a_public_program_shows_no_way_without_a_step(rules: Ruleset) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "tricare", "network": "prime", "tricare_status": "active_duty"},
        "opinion": {"about": "surgery"},
        "provider": {"network": "in", "setting": "office"},
        "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
    }
    ids = [way.id for way in worked_out(rules, raw).options]
    assert not [name for name in ids if name.startswith("without_")]
    steps = [way.id for way in worked_out(rules, HMO).options if way.id.startswith("without_")]
    assert steps == ["without_insurance", "without_prior_authorization"]


def test_the_law_s_limit_is_that_of_the_plan_year(rules: Ruleset) -> None:
    raw = {**HMO, "services": [{"kind": "procedure", "charge": "90000", "allowed": "90000"}]}
    raw = changed(raw, "terms", deductible="none", coinsurance="1", out_of_pocket_maximum="99999")
    law = rules.figures["federal.out_of_pocket_limit.self"]
    for start in ("2026-01-01", "2025-07-01"):
        total = worked_out(rules, {**raw, "plan_year_start": start}).total
        (value,) = [value for value in law.values if str(value.start) == f"{start[:4]}-01-01"]
        assert value.amount is not None
        assert total is not None
        assert total.low == total.high == Decimal(value.amount)


def test_who_pays_the_claims_is_not_asked_twice(rules: Ruleset) -> None:
    raw = changed(HMO, "provider", network="out", network_doctor_available=False)
    found = worked_out(rules, {**raw, "state": "ME"})
    assert [unknown.field for unknown in found.unknowns].count("coverage.funding") == 1


def test_a_line_that_is_on_the_bill_of_one_end_only_is_nothing_on_the_other(
    rules: Ruleset,
) -> None:
    operation = {"kind": "procedure", "allowed": "700"}
    raw = {**HMO, "services": [*HMO["services"], operation]}
    raw = changed(raw, "terms", deductible="none", coinsurance="0")
    # In network 40 for both lines; outside 420 for the visit, and nobody knows the other charge.
    found = worked_out(rules, changed(raw, "provider", network=None))
    assert found.total is not None
    assert [found.total.low, found.total.high] == [40, 420]
    line = {line.kind: line for line in found.lines}["procedure"]
    assert [line.allowed.low, line.allowed.high] == [700, 0]
    assert [line.parts["plan"].low, line.parts["plan"].high] == [700, 0]
    assert line.charge is None
