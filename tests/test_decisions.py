"""The decision tables, walked from end to end: one answer for every case that can occur."""

from collections import Counter
from typing import get_args

import pytest

from calculator.answers import flatten, services_of
from calculator.coverage import decision_for, facts_of
from calculator.facts import DOMAINS, can_occur, combinations, domain
from calculator.figures import FigureBook
from calculator.line_bases import ANCILLARY
from calculator.parse import parse_scenario
from calculator.programs import PRIVATE, UNDER_STATE_LAW
from calculator.rule import Decision, Row
from calculator.ruleset import Ruleset
from calculator.working import Basis
from calculator.worlds import Engine, World
from tests.cases import FILES, fresh_rules, read_case

DECISIONS = sorted(fresh_rules().decisions)

#: The outcomes the calculator knows, for each decision.
VERDICTS = {"covered", "covered_if", "not_covered", "ask_plan", "emergency"}
OUTCOMES = {
    "original_medicare.coverage": VERDICTS,
    "original_medicare.assignment": {"assigned", "unassigned", "private_contract"},
    "original_medicare.services": {"part_b", "no_cost", "ask_plan", "not_covered"},
    "medicare_advantage.coverage": VERDICTS,
    "private.coverage": VERDICTS,
    "medicaid.coverage": VERDICTS,
    "chip.coverage": VERDICTS,
    "tricare.coverage": VERDICTS,
    "va.coverage": VERDICTS,
    "ihs.coverage": VERDICTS,
    "workers_compensation.coverage": VERDICTS,
    "self_pay.coverage": {"emergency", "not_covered"},
    "private.state_law": {"in_network_terms", "no_change"},
    "private.surprise_billing": {"protected", "not_protected"},
}


def test_the_calculator_has_exactly_the_decisions_it_asks() -> None:
    assert set(DECISIONS) == set(OUTCOMES)


@pytest.mark.parametrize("decision_id", DECISIONS)
def test_for_every_combination_that_can_occur_exactly_one_row_fits(
    rules: Ruleset, decision_id: str
) -> None:
    decision = rules.decisions[decision_id]
    used: Counter[str] = Counter()
    for facts in combinations(decision_id, decision.facts):
        fitting = [row.id for row in decision.rows if row.fits(facts)]
        assert len(fitting) == 1, f"{facts}: {fitting or 'no row'}"
        assert decision.decide(facts).id == fitting[0]
        used[fitting[0]] += 1
    never = [row.id for row in decision.rows if row.id not in used]
    assert never == [], "rows that no case can reach"
    print(f"{decision_id}: {used.total()} combinations, {len(used)} rows")  # noqa: T201


@pytest.mark.parametrize("decision_id", DECISIONS)
def test_every_row_ends_in_an_outcome_the_calculator_knows(
    rules: Ruleset, decision_id: str
) -> None:
    for row in rules.decisions[decision_id].rows:
        assert row.then in OUTCOMES[decision_id], row.id
        if row.then != "in_network_terms":
            assert bool(row.needs) == (row.then == "covered_if"), row.id


@pytest.mark.parametrize("decision_id", DECISIONS)
def test_no_row_asks_for_values_in_vain(rules: Ruleset, decision_id: str) -> None:
    for row in rules.decisions[decision_id].rows:
        for fact, values in row.when.items():
            assert len(set(values)) == len(values), (row.id, fact)
            assert set(values) <= set(domain(decision_id, fact)), (row.id, fact)


def test_the_walk_leaves_out_only_what_cannot_occur() -> None:
    assert not can_occur({"number": "2", "agreement": "agree"})
    assert not can_occur({"number": "3", "agreement": "not_asked"})
    assert can_occur({"number": "3", "agreement": "differ"})
    assert not can_occur({"provider_medicare": "participating", "assignment": "no"})
    assert not can_occur({"provider_medicare": "opted_out", "assignment": "yes"})
    assert not can_occur({"network_exception": "granted", "provider_network": "in"})
    assert not can_occur({"provider_medicare": "opted_out", "provider_network": "in"})
    in_office = {"surprise_protected": "yes", "provider_network": "out", "setting": "office"}
    assert not can_occur(in_office)
    assert can_occur({**in_office, "setting": "hospital_clinic"})
    assert can_occur({"provider_network": "in"})


def test_an_emergency_is_an_emergency_in_every_program(rules: Ruleset) -> None:
    for decision_id in DECISIONS:
        decision = rules.decisions[decision_id]
        if not decision_id.endswith(".coverage"):
            continue
        for facts in combinations(decision_id, decision.facts):
            outcome = decision.decide(facts).then
            assert (outcome == "emergency") == (facts["about"] == "emergency"), facts


def test_closed_networks_never_pay_for_a_doctor_outside_chosen_freely(rules: Ruleset) -> None:
    decision = rules.decisions["private.coverage"]
    for facts in combinations(decision.id, decision.facts):
        if (
            facts["network"] in ("hmo", "epo")
            and facts["provider_network"] == "out"
            and facts["network_exception"] == "none"
            and facts["surprise_protected"] == "no"
            and facts["required_by_plan"] == "no"
        ):
            assert not decision.decide(facts).then.startswith("covered"), facts


def test_no_private_plan_promises_coverage_without_a_condition(rules: Ruleset) -> None:
    rows = rules.decisions["private.coverage"].rows
    assert "covered" not in {row.then for row in rows}


def _worlds(rules: Ruleset) -> list[tuple[Engine, World]]:
    found = []
    for path in FILES:
        scenario = parse_scenario(rules, read_case(path)["scenario"])
        engine = Engine(rules, FigureBook(rules, scenario.on))
        found += [(engine, world) for world in engine.worlds(flatten(scenario))]
    return found


def _reached(rules: Ruleset, world: World) -> set[str]:
    """The rows that answer for the facts of one case, whichever way the calculator asks them."""
    facts = facts_of(world.answers)
    found = {world.row.id} if world.row else set()
    kinds = [(prefix, kind) for prefix, kind in services_of(world.answers)]
    if facts["program"] == "original_medicare":
        services = rules.decisions["original_medicare.services"]
        found |= {services.decide({"kind": kind}).id for _, kind in kinds}
        if facts.get("provider_medicare") == "participating":
            facts["assignment"] = "yes"
        facts.setdefault("assignment", "no")
        found.add(rules.decisions["original_medicare.assignment"].decide(facts).id)
    if facts["program"] in PRIVATE and "provider_network" in facts:
        for prefix, kind in kinds:
            asked = {
                "provider_network": world.answers.get(f"{prefix}network")
                or facts["provider_network"],
                "facility_network": facts.get("facility_network", "none"),
                "consent_signed": facts.get("consent_signed", "no"),
                "ancillary": "yes" if kind in ANCILLARY else "no",
            }
            found.add(rules.decisions["private.surprise_billing"].decide(asked).id)
    if facts["program"] in UNDER_STATE_LAW and {"network", "about"} <= facts.keys():
        found.add(_state_law_row(rules, facts))
    return found


def _state_law_row(rules: Ruleset, facts: dict[str, str]) -> str:
    """What the law of the reader's state says, should the doctor be out of network."""
    state = facts.get("state", "other")
    known = state if state in DOMAINS["state"] else "other"
    asked = {"network_doctor_available": "no", **facts, "state": known}
    return rules.decisions["private.state_law"].decide(asked).id


def test_every_row_is_reached_by_a_scenario_worked_by_hand(rules: Ruleset) -> None:
    reached: set[str] = set()
    for _, world in _worlds(rules):
        reached |= _reached(rules, world)
    every = {row.id for decision in rules.decisions.values() for row in decision.rows}
    assert every - reached == set()


def test_every_way_to_pay_a_line_is_reached_by_a_scenario(rules: Ruleset) -> None:
    reached = {line.basis for _, world in _worlds(rules) for line in world.bases}
    assert reached == set(get_args(Basis.__value__))


def test_each_program_has_its_decision_and_so_has_no_insurance(rules: Ruleset) -> None:
    found = {program: decision_for(rules, program) for program in DOMAINS["program"]}
    assert found == {
        "original_medicare": "original_medicare.coverage",
        "medicare_advantage": "medicare_advantage.coverage",
        "employer": "private.coverage",
        "marketplace": "private.coverage",
        "fehb": "private.coverage",
        "medicaid": "medicaid.coverage",
        "chip": "chip.coverage",
        "tricare": "tricare.coverage",
        "va": "va.coverage",
        "ihs": "ihs.coverage",
        "workers_compensation": "workers_compensation.coverage",
        "none": "self_pay.coverage",
    }


def test_a_case_that_no_row_fits_is_an_error_and_not_a_guess() -> None:
    row = fresh_rules().decisions["original_medicare.services"].rows[0]
    decision = Decision("d", "D", "?", ("kind",), (row,))
    assert isinstance(decision.decide({"kind": "visit"}), Row)
    with pytest.raises(LookupError, match="no row fits"):
        decision.decide({"kind": "lab"})
