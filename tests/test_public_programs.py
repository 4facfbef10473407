"""Programs whose terms the rules know: Medicaid, CHIP, TRICARE, VA, Indian health, and the rest."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.answers import flatten
from calculator.assess import assess
from calculator.estimate import estimate
from calculator.facts import NETWORKS
from calculator.parse import parse_scenario
from calculator.programs import MEDICAID, PUBLIC
from calculator.working import OUT
from tests.engine import RULES, engine_for, worked
from tests.strategies import ALLOWED_INSIDE, CHARGE_INSIDE, Raw, money

_TESTS = ("imaging", "imaging_review", "lab", "pathology_review")

#: Facts that a reader may not know, by program.
_HIDEABLE: dict[str, tuple[str, ...]] = {
    "tricare": (
        "coverage.network",
        "coverage.tricare_group",
        "coverage.sponsor_rank",
        "provider.network",
        "provider.takes_tricare",
        "terms.deductible_met",
        "terms.out_of_pocket_met",
        "services.0.allowed",
    ),
    "va": ("coverage.va_copays", "provider.network", "services.0.allowed"),
    "medicaid": ("coverage.network", "provider.network", "terms.copay", "services.0.allowed"),
    "chip": ("coverage.network", "provider.network", "terms.copay", "services.0.allowed"),
    "ihs": ("provider.network",),
    "workers_compensation": (),
}


@st.composite
def public_cases(draw: st.DrawFn, *, programs: tuple[str, ...] = PUBLIC) -> Raw:
    """A case of a public program in which nothing that matters is unknown."""
    program = draw(st.sampled_from(programs))
    about = ("surgery", "cancer", "imaging", "routine")
    raw: Raw = {
        "on": f"{draw(st.integers(2024, 2026))}-03-15",
        "coverage": {"program": program},
        "opinion": {"about": draw(st.sampled_from(about)), "number": "2"},
        "provider": {"setting": "office"},
        "done": {"prior_authorization": "yes"},
    }
    if program != "workers_compensation":
        raw["provider"]["network"] = draw(st.sampled_from(("in", "out")))
    if NETWORKS[program]:
        raw["coverage"]["network"] = draw(st.sampled_from(NETWORKS[program]))
    kinds = ("visit", "imaging", "lab", "pathology_review")
    raw["services"] = []  # the published prices of a visit contain these
    for kind in ("visit", *draw(st.lists(st.sampled_from(kinds), max_size=2))):
        charge = draw(st.integers(*CHARGE_INSIDE))
        line = {"kind": kind, "charge": money(charge)}
        if program != "workers_compensation":
            line["allowed"] = money(draw(st.integers(*ALLOWED_INSIDE)))
        raw["services"].append(line)
    _facts(draw, raw, program)
    return raw


def _facts(draw: st.DrawFn, raw: Raw, program: str) -> None:
    coverage, provider = raw["coverage"], raw["provider"]
    network = coverage.get("network")
    if program == "va":
        coverage["va_copays"] = draw(st.booleans())
    if network == "fee_for_service":
        coverage["copay_exempt"] = draw(st.booleans())
    if program in MEDICAID:
        raw["terms"] = {"copay": money(draw(st.integers(0, 10_00))), "coinsurance": "0.10"}
    if network == "for_life":
        provider["medicare"] = draw(st.sampled_from(("participating", "nonparticipating")))
    if network in ("prime", "select"):
        _tricare(draw, raw)


def _tricare(draw: st.DrawFn, raw: Raw) -> None:
    coverage, provider = raw["coverage"], raw["provider"]
    prime = coverage["network"] == "prime"
    others = ("active_duty",) if prime else ("reserve_select", "retired_reserve")
    status = draw(st.sampled_from(("active_duty_family", "retiree", *others)))
    coverage["tricare_status"] = status
    if status in ("active_duty_family", "retiree"):
        coverage["tricare_group"] = draw(st.sampled_from(("a", "b")))
        if prime:
            coverage["point_of_service"] = draw(st.booleans())
    if not prime and status in ("active_duty_family", "reserve_select"):
        coverage["sponsor_rank"] = draw(st.sampled_from(("e4_and_below", "e5_and_above")))
    if provider["network"] == "out":
        provider["takes_tricare"] = draw(st.booleans())
    met = draw(st.integers(0, 50_00))
    raw["terms"] = {
        "copay": money(draw(st.integers(0, 60_00))),
        "coinsurance": "0.20",
        "deductible_met": money(met),
        "out_of_pocket_met": money(draw(st.integers(met, 900_00))),
        "out_of_network": {"deductible_met": money(met)},
    }


@given(public_cases())
def test_every_line_adds_up_to_its_charge_and_nothing_is_negative(raw: Raw) -> None:
    for _, bill in worked(raw):
        for line in bill.lines:
            parts = (line.patient, line.plan, line.second_payer, line.written_off)
            assert sum(parts) == line.charge
            assert min(parts) >= 0


@given(public_cases(programs=("va",)))
def test_the_va_asks_for_one_copay_a_day_at_most(raw: Raw) -> None:
    for _, bill in worked(raw):
        assert bill.patient <= Decimal(50)


@given(public_cases(programs=MEDICAID))
def test_a_medicaid_doctor_may_bill_the_copay_and_nothing_more(raw: Raw) -> None:
    raw["provider"]["network"] = "in"
    for _, bill in worked(raw):
        assert bill.total("balance_bill") == bill.total("excess_charge") == 0


@given(public_cases(programs=("tricare",)))
def test_outside_the_tricare_network_the_bill_is_at_most_fifteen_percent_over(raw: Raw) -> None:
    for world, bill in worked(raw):
        for line, basis in zip(bill.lines, world.bases, strict=True):
            if basis.basis == "out_with_excess":
                assert line.allowed + line.excess_charge <= line.allowed * Decimal("1.15") + 1
            elif basis.basis in OUT:
                assert line.excess_charge == 0


@given(public_cases(programs=("tricare",)))
def test_the_yearly_cap_holds_for_all_but_the_point_of_service(raw: Raw) -> None:
    raw["coverage"].pop("point_of_service", None)
    raw.setdefault("terms", {})["out_of_pocket_met"] = "900.00"
    for world, bill in worked(raw):
        if any(base.basis in ("private_contract", "not_covered") for base in world.bases):
            continue
        cap = world.answers.get("terms.out_of_pocket_maximum")
        if isinstance(cap, Decimal):
            owed = bill.patient - bill.total("excess_charge")
            assert owed <= max(Decimal(0), cap - 900)


@given(public_cases(), st.data())
def test_no_way_the_case_could_be_lies_outside_the_range(raw: Raw, data: st.DataObject) -> None:
    known = [bill.patient for _, bill in worked(raw)]
    program = raw["coverage"]["program"]
    hidden: Raw = deepcopy(raw)
    for path in data.draw(st.sets(st.sampled_from(_HIDEABLE[program] or ("none.none",)))):
        _hide(hidden, path)
    scenario = parse_scenario(RULES, hidden)
    total = assess(engine_for(scenario), flatten(scenario)).total
    assert total.low <= min(known)
    assert total.high >= max(known)


def _hide(raw: Raw, path: str) -> None:
    """Take an answer away, and what may only be said where it stands."""
    *places, name = path.split(".")
    node: Any = raw
    for place in places:
        node = node[int(place)] if isinstance(node, list) else node.get(place, {})
    node.pop(name, None)
    if path == "coverage.network":
        for part in ("point_of_service", "sponsor_rank", "tricare_group", "tricare_status"):
            raw["coverage"].pop(part, None)
        raw["coverage"].pop("copay_exempt", None)
        raw["provider"].pop("takes_tricare", None)
        raw.get("terms", {}).pop("out_of_network", None)
    if path == "terms.copay":
        raw["terms"].pop("coinsurance", None)  # a share alone would mean: no copay
    if path == "provider.network":
        raw["provider"].pop("takes_tricare", None)


@pytest.mark.parametrize("program", PUBLIC)
def test_a_reader_who_knows_nothing_but_the_program_gets_an_answer(program: str) -> None:
    scenario = parse_scenario(RULES, {"on": "2026-03-15", "coverage": {"program": program}})
    result = estimate(RULES, scenario)
    assert result.total is not None
    assert result.total.low <= result.total.high
    assert result.next
    assert {step.phase for step in result.next} >= {"before", "call", "refused"}


@pytest.mark.parametrize("program", [*PUBLIC, "fehb", "none"])
def test_an_emergency_has_no_price_in_any_program(program: str) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": program},
        "opinion": {"about": "emergency"},
    }
    result = estimate(RULES, parse_scenario(RULES, raw))
    assert result.verdict == "emergency"
    assert result.total is None


def test_an_employers_expert_service_stands_among_the_options_without_a_price() -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "employer", "network": "ppo", "expert_opinion_benefit": True},
    }
    result = estimate(RULES, parse_scenario(RULES, raw))
    (service,) = [option for option in result.options if option.id == "expert_opinion"]
    assert service.total is None
    assert service.verdict == "ask_plan"
