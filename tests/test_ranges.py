"""Low and high are the extremes: every answer that could be given is tried and compared."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from calculator.answers import flatten
from calculator.estimate import estimate
from calculator.parse import ScenarioError, parse_scenario
from calculator.worlds import MOST_WORLDS
from tests.cases import FILES, case_id, read_case
from tests.engine import RULES, fill, total_of, totals
from tests.strategies import Raw

type Grid = Mapping[str, Sequence[object]]

COPAY_RULES = ("instead_of_deductible", "after_deductible", "then_coinsurance")


def spaced(low: str, high: str, steps: int, *more: str) -> list[str]:
    """Amounts from low to high, both ends included, to the cent; and some places of interest."""
    first, last = Decimal(low), Decimal(high)
    width = (last - first) / steps
    found = {(first + width * n).quantize(Decimal("0.01")) for n in range(steps + 1)}
    return [str(amount) for amount in sorted(found | {Decimal(text) for text in more})]


#: Published prices of an office visit: Medicare's, a private plan's in and out of network.
MEDICARE = ("117.57", "236.81")
IN_NETWORK = ("115.22", "445.20")
OUTSIDE = ("117.57", "500")
CHARGE = ("211.63", "852.52")

OM: Raw = {
    "on": "2026-03-15",
    "coverage": {"program": "original_medicare"},
    "opinion": {"about": "surgery"},
    "provider": {"setting": "office", "medicare": "nonparticipating"},
    "terms": {"deductible_met": "283"},
    "services": [{"kind": "visit", "charge": "218.50"}],
}
PPO: Raw = {
    "on": "2026-03-15",
    "coverage": {"program": "employer", "network": "ppo", "high_deductible": False},
    "opinion": {"about": "surgery"},
    "provider": {"setting": "office", "network": "in"},
    "terms": {
        "deductible": "1000",
        "deductible_met": "800",
        "copay": "none",
        "coinsurance": "0.20",
        "out_of_pocket_maximum": "3000",
        "out_of_pocket_met": "800",
    },
    "services": [{"kind": "visit", "charge": "500", "allowed": "300"}],
}
OUT_TERMS: Raw = {
    "deductible": "500",
    "deductible_met": "400",
    "copay": "none",
    "coinsurance": "0.40",
    "out_of_pocket_maximum": "2000",
    "out_of_pocket_met": "1900",
}
OUT = fill(fill(PPO, "provider.network", "out"), "terms.out_of_network", OUT_TERMS)
BOTH_SIDES = fill(
    fill(OUT, "terms.out_of_network.accumulators", "combined"),
    "services",
    [
        {"kind": "visit", "charge": "500", "allowed": "300", "network": "in"},
        {"kind": "visit", "charge": "600", "allowed": "400", "network": "out"},
    ],
)
CLINIC = fill(
    fill(fill(OUT, "provider.setting", "hospital_clinic"), "provider.facility_network", "in"),
    "services",
    [
        {"kind": "visit", "charge": "500", "allowed": "300"},
        {"kind": "facility", "charge": "400", "allowed": "200"},
    ],
)
FAMILY: Raw = {
    "deductible": "2000",
    "deductible_met": "1900",
    "out_of_pocket_maximum": "6000",
    "out_of_pocket_met": "1900",
}

CASES: dict[str, tuple[Raw, Grid]] = {
    "assignment and approved amount": (
        OM,
        {
            "provider.assignment": (True, False),
            "services.0.allowed": spaced(*MEDICARE, 60, "200", "199.99", "200.01", "218.50"),
        },
    ),
    "approved amount and part of the deductible met": (
        fill(OM, "provider.assignment", False),
        {
            "terms.deductible_met": ("0", "50", "83", "183", "250", "283"),
            "services.0.allowed": spaced(*MEDICARE, 40, "200", "199.99", "200.01", "218.50"),
        },
    ),
    "charge and approved amount without assignment": (
        fill(fill(OM, "provider.assignment", False), "services", [{"kind": "visit"}]),
        {
            "services.0.charge": spaced(*CHARGE, 40, "218.50", "258.71"),
            "services.0.allowed": spaced(*MEDICARE, 40, "200", "193.71"),
        },
    ),
    "two visits without assignment": (
        fill(
            fill(fill(OM, "provider.assignment", False), "terms.deductible_met", "100"),
            "services",
            [{"kind": "visit", "charge": "218.50"}, {"kind": "visit", "charge": "150"}],
        ),
        {
            "services.0.allowed": spaced(*MEDICARE, 25, "200"),
            "services.1.allowed": spaced(*MEDICARE, 25, "137.30", "150", "157.89"),
        },
    ),
    "the doctor's standing": (
        fill(fill(OM, "provider", {"setting": "office"}), "services.0.allowed", "190"),
        {
            "provider.medicare": ("participating", "nonparticipating", "opted_out"),
            "provider.assignment": (None, True, False),
        },
    ),
    "deductible, what is met and how the copay works": (
        fill(PPO, "terms", {"copay": "45", "coinsurance": "0.20", "out_of_pocket_maximum": "3000"}),
        {
            "terms.deductible": ("none", "10", "255", "1000", "3000"),
            "terms.deductible_met": ("0", "10", "200", "1000", "3000"),
            "terms.out_of_pocket_met": ("0", "200", "1000", "2990", "3000"),
            "terms.copay_rule": COPAY_RULES,
        },
    ),
    "copay and coinsurance": (
        fill(fill(PPO, "terms.copay", None), "terms.coinsurance", None),
        {
            "terms.copay": ("none", "0", "10", "100", "10000000"),
            "terms.copay_rule": COPAY_RULES,
            "terms.coinsurance": ("0", "0.1", "0.5", "1"),
        },
    ),
    "prices in network, with the maximum near": (
        fill(
            fill(PPO, "terms.out_of_pocket_met", "2900"),
            "services",
            [{"kind": "visit"}, {"kind": "visit"}],
        ),
        {
            "services.0.allowed": spaced(*IN_NETWORK, 20, "200", "300"),
            "services.1.allowed": spaced(*IN_NETWORK, 20, "200", "300"),
        },
    ),
    "price out of network": (
        fill(OUT, "services", [{"kind": "visit", "charge": "500"}]),
        {
            "services.0.allowed": spaced(*OUTSIDE, 60, "200"),
            "terms.out_of_network.coinsurance": ("0.40",),
        },
    ),
    "charge and terms out of network": (
        fill(
            fill(OUT, "terms.out_of_network.coinsurance", None),
            "services",
            [{"kind": "visit", "allowed": "211.63"}],
        ),
        {
            "services.0.charge": spaced(*CHARGE, 20),
            "terms.out_of_network.copay": ("none", "0", "50", "10000000"),
            "terms.out_of_network.copay_rule": COPAY_RULES,
            "terms.out_of_network.coinsurance": ("0", "0.3", "1"),
        },
    ),
    "two prices out of network, with the maximum near": (
        fill(
            OUT,
            "services",
            [{"kind": "visit", "charge": "500"}, {"kind": "visit", "charge": "500"}],
        ),
        {
            "services.0.allowed": spaced(*OUTSIDE, 25),
            "services.1.allowed": spaced(*OUTSIDE, 25),
        },
    ),
    "network and plan type": (
        fill(fill(PPO, "coverage", {"program": "employer"}), "provider", {"setting": "office"}),
        {
            "coverage.network": ("hmo", "ppo", "epo", "pos"),
            "provider.network": ("in", "out"),
            "terms.out_of_network": (
                {},  # HMO and EPO plans have none
                {**OUT_TERMS, "deductible": "none", "deductible_met": "0", "coinsurance": "0"},
                {**OUT_TERMS, "out_of_pocket_met": "400", "coinsurance": "1"},
            ),
        },
    ),
    "consent and the hospital's network": (
        fill(CLINIC, "provider", {"setting": "hospital_clinic", "network": "out"}),
        {"provider.consent_signed": (True, False), "provider.facility_network": ("in", "out")},
    ),
    "family deductible": (
        fill(PPO, "terms.family", FAMILY),
        {
            "terms.family.deductible_type": ("embedded", "aggregate"),
            "terms.family.deductible_met": ("800", "1700", "1900"),
        },
    ),
    "a deductible that counts on both sides": (
        fill(
            fill(fill(BOTH_SIDES, "terms.deductible", None), "terms.coinsurance", "0.50"),
            "terms.out_of_network",
            {
                **OUT_TERMS,
                "deductible": "900",
                "deductible_met": "0",
                "coinsurance": "0.10",
                "out_of_pocket_met": "0",
                "accumulators": "combined",
            },
        ),
        {"terms.deductible": ("800", "850", "900", "1000", "1100", "1200", "2000", "3000")},
    ),
    "what is met, where it counts on both sides": (
        fill(
            fill(BOTH_SIDES, "terms.deductible_met", None),
            "terms.out_of_network.deductible_met",
            None,
        ),
        {
            "terms.deductible_met": ("0", "200", "500", "700", "800"),
            "terms.out_of_network.deductible_met": ("0", "100", "250", "400", "500"),
        },
    ),
    "coinsurance, where it counts on both sides": (
        fill(
            fill(BOTH_SIDES, "terms.coinsurance", None), "terms.out_of_network.coinsurance", "0.10"
        ),
        {"terms.coinsurance": ("0", "0.10", "0.25", "0.50", "0.75", "1")},
    ),
}


def consistent(raw: Raw, grid: Grid) -> list[Decimal]:
    """The totals of every combination of answers that can stand together."""
    found: list[Decimal] = []
    for values in product(*grid.values()):
        case = raw
        for path, value in zip(grid, values, strict=True):
            case = fill(case, path, value)
        try:
            found += totals(case)
        except ScenarioError:
            continue
        except AssertionError:  # something is still unknown: another combination has it
            continue
    return found


@pytest.mark.parametrize("name", CASES)
def test_low_and_high_are_the_extremes_over_a_grid_of_everything_unknown(name: str) -> None:
    raw, grid = CASES[name]
    unknown = raw
    for path in grid:
        unknown = fill(unknown, path, {} if path.endswith("out_of_network") else None)
    found = consistent(raw, grid)
    assert len(found) > 1
    total = total_of(unknown)
    assert (total.low, total.high) == (min(found), max(found))


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_the_number_of_bills_worked_out_is_bounded_and_the_likely_lies_inside(
    path: Path,
) -> None:
    document = read_case(path)
    result = estimate(RULES, parse_scenario(RULES, document["scenario"]))
    assert 1 <= result.calls <= MOST_WORLDS
    total = result.total
    assert (total is None) == (result.verdict == "emergency")
    if total is not None:
        assert total.low <= total.high
        assert total.likely is None or total.low <= total.likely <= total.high
        for unknown in result.unknowns:
            assert (unknown.spread_after or 0) <= total.high - total.low
    assert sum(unknown.first for unknown in result.unknowns) <= 1


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_nothing_is_asked_twice_and_nothing_is_asked_that_the_reader_has_said(path: Path) -> None:
    scenario = parse_scenario(RULES, read_case(path)["scenario"])
    asked = [unknown.field for unknown in estimate(RULES, scenario).unknowns]
    said = {name for name, value in flatten(scenario).items() if value is not None}
    assert len(asked) == len(set(asked))
    assert not said & set(asked)
