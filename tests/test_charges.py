"""How a charge splits, and which published prices stand in for one that nobody knows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.amounts import Split, approved_amount, limiting_charge, split_charge
from calculator.figures import FigureBook
from calculator.prices import PriceRange, allowed_range, charge_range, medicare_price
from calculator.ruleset import Ruleset
from calculator.typical import typical_prefix, typical_terms
from calculator.working import Basis, Case, CaseRules, Limits, LineCase


def case() -> Case:
    """Only what the split of a charge needs: 95 and 115 percent."""
    return Case(
        lines=(),
        in_network=Limits(),
        out_of_network=Limits(),
        accumulators="separate",
        fee_share=Decimal("0.95"),
        limiting_multiple=Decimal("1.15"),
        rules=CaseRules("", "", "", "", ""),
    )


def split(basis: Basis, charge: int | None, allowed: int | None) -> Split:
    return split_charge(case(), line(basis, charge, allowed))


def line(basis: Basis, charge: int | None, allowed: int | None) -> LineCase:
    amounts = [None if amount is None else Decimal(amount) for amount in (charge, allowed)]
    return LineCase("visit", basis, amounts[0], amounts[1], None)


def parts(found: Split) -> list[Decimal]:
    return [
        found.charge,
        found.counts,
        found.balance_bill,
        found.excess_charge,
        found.written_off,
    ]


IN_NETWORK: tuple[Basis, ...] = ("in_network", "plan_share_only", "assigned", "no_cost")


@pytest.mark.parametrize("basis", IN_NETWORK)
def test_inside_what_is_above_the_allowed_amount_is_written_off(basis: Basis) -> None:
    assert parts(split(basis, 300, 200)) == [300, 200, 0, 0, 100]


@pytest.mark.parametrize("basis", [*IN_NETWORK, "out_of_network"])
def test_never_more_than_the_charge_counts(basis: Basis) -> None:
    assert parts(split(basis, 150, 200)) == [150, 150, 0, 0, 0]


def test_outside_what_is_above_the_allowed_amount_is_a_balance_bill() -> None:
    assert parts(split("out_of_network", 300, 200)) == [300, 200, 100, 0, 0]


@pytest.mark.parametrize("basis", ["private_contract", "not_covered"])
def test_a_line_that_is_not_covered_counts_in_full_whatever_a_plan_would_allow(
    basis: Basis,
) -> None:
    assert parts(split(basis, 300, 200)) == [300, 300, 0, 0, 0]


def test_without_assignment_the_excess_ends_at_the_limiting_charge() -> None:
    # 95 percent of 200 is 190, and 115 percent of that is 218.50.
    found = split("unassigned", 300, 200)
    assert parts(found) == [300, 190, 0, Decimal("28.50"), Decimal("81.50")]
    assert parts(split("unassigned", 200, 200)) == [200, 190, 0, 10, 0]
    assert parts(split("unassigned", 180, 200)) == [180, 180, 0, 0, 0]


def test_with_assignment_a_nonparticipating_doctor_s_amount_counts_and_no_more() -> None:
    assert parts(split("assigned_nonparticipating", 300, 200)) == [300, 190, 0, 0, 110]


@pytest.mark.parametrize("basis", ["terms_with_excess", "out_with_excess"])
def test_where_a_plan_lets_doctors_bill_more_the_allowed_amount_is_not_cut(basis: Basis) -> None:
    assert parts(split(basis, 300, 200)) == [300, 200, 0, 30, 70]


def test_an_unknown_charge_is_taken_to_be_what_counts() -> None:
    assert parts(split("in_network", None, 200)) == [200, 200, 0, 0, 0]
    assert parts(split("unassigned", None, 200)) == [190, 190, 0, 0, 0]


def test_the_lower_amount_and_the_limiting_charge_are_rounded_to_the_cent() -> None:
    doctor = LineCase("visit", "unassigned", Decimal(500), Decimal("101.11"), None)
    assert approved_amount(case(), doctor) == Decimal("96.05")  # 96.0545
    assert limiting_charge(case(), doctor) == Decimal("110.46")  # 110.4575


@pytest.mark.parametrize(
    ("basis", "charge", "allowed"), [("in_network", 300, None), ("not_covered", None, 200)]
)
def test_a_case_that_lacks_an_amount_is_a_fault(
    basis: Basis, charge: int | None, allowed: int | None
) -> None:
    with pytest.raises(ValueError, match=r"^a known case has every amount its lines need$"):
        split(basis, charge, allowed)


def book(rules: Ruleset) -> FigureBook:
    return FigureBook(rules, date(2026, 3, 15))


def figures(rules: Ruleset, prefix: str) -> PriceRange:
    look_up = book(rules).required
    rule_ids = tuple(
        name
        for end in ("low", "typical", "high")
        if (name := f"{prefix}.{end}") in rules.figures and book(rules).amount(name) is not None
    )
    amounts = {name.rpartition(".")[2]: look_up(name) for name in rule_ids}
    return PriceRange(
        min(amounts.values()), amounts.get("typical"), max(amounts.values()), rule_ids
    )


@pytest.mark.parametrize(
    ("kind", "setting", "prefix"),
    [
        ("visit", "office", "price.medicare.visit.office"),
        ("visit", "telehealth", "price.medicare.visit.office"),
        ("visit", None, "price.medicare.visit.office"),
        ("visit", "hospital_clinic", "price.medicare.visit.hospital"),
        ("facility", "hospital_clinic", "price.medicare.facility"),
        ("imaging", "office", "price.medicare.imaging"),
        ("imaging_review", "office", "price.medicare.imaging_review"),
        ("pathology_review", "office", "price.medicare.pathology_review"),
    ],
)
def test_medicare_s_price_of_a_service_is_the_published_one(
    rules: Ruleset, kind: str, setting: str | None, prefix: str
) -> None:
    found = medicare_price(book(rules), kind, setting)
    assert found == figures(rules, prefix)
    assert found is not None
    assert found.low <= found.high
    assert found.rules


@pytest.mark.parametrize("kind", ["lab", "procedure", "records_review"])
def test_some_services_have_no_published_price(rules: Ruleset, kind: str) -> None:
    assert medicare_price(book(rules), kind, "office") is None
    assert allowed_range(book(rules), "employer", kind, "office", "in_network") is None


def ends(low: str, typical: str | None, high: str, *rules: str) -> PriceRange:
    usual = None if typical is None else Decimal(typical)
    return PriceRange(Decimal(low), usual, Decimal(high), rules)


def test_prices_are_multiplied_end_by_end_and_rounded_to_the_cent() -> None:
    price = ends("10.01", "20", "30.03", "a", "b")
    found = price.times(ends("1.5", "2", "2.5", "c"))
    assert found == ends("15.02", "40", "75.08", "a", "b", "c")  # 15.015 and 75.075
    assert price.times(ends("1.5", None, "2")).typical is None
    assert ends("1", None, "2").times(ends("1", "2", "3")).typical is None


@pytest.mark.parametrize("program", ["original_medicare", "medicare_advantage", "tricare", "va"])
def test_programs_that_pay_medicare_s_prices_count_them(rules: Ruleset, program: str) -> None:
    found = allowed_range(book(rules), program, "visit", "office", "in_network")
    assert found == medicare_price(book(rules), "visit", "office")


@pytest.mark.parametrize(
    ("kind", "group"),
    [("visit", "professional"), ("facility", "hospital"), ("imaging", "professional")],
)
def test_in_network_a_private_plan_counts_a_multiple_of_medicare_s_price(
    rules: Ruleset, kind: str, group: str
) -> None:
    price = medicare_price(book(rules), kind, "hospital_clinic")
    assert price is not None
    found = allowed_range(book(rules), "employer", kind, "hospital_clinic", "in_network")
    assert found == price.times(figures(rules, f"price.commercial_multiple.{group}"))


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_medicaid_counts_a_part_of_medicare_s_price(rules: Ruleset, program: str) -> None:
    price = medicare_price(book(rules), "visit", "office")
    assert price is not None
    found = allowed_range(book(rules), program, "visit", "office", "program_terms")
    assert found == price.times(figures(rules, "price.medicaid_multiple"))


def test_out_of_network_a_plan_counts_between_medicare_s_price_and_the_whole_charge(
    rules: Ruleset,
) -> None:
    price = medicare_price(book(rules), "visit", "office")
    charge = charge_range(book(rules), "visit", "office")
    assert price is not None
    assert charge is not None
    rule = "price.out_of_network_allowed.multiple"
    multiple = book(rules).required(rule)
    found = allowed_range(book(rules), "employer", "visit", "office", "out_of_network")
    assert found is not None
    assert (found.low, found.high) == (price.low, charge.high)
    assert price.typical is not None
    assert found.typical == (price.typical * multiple).quantize(Decimal("0.01"))
    assert found.rules == (*price.rules, rule)


def test_out_of_network_a_fee_without_a_known_charge_ends_at_the_multiple(rules: Ruleset) -> None:
    price = medicare_price(book(rules), "facility", None)
    assert price is not None
    multiple = book(rules).required("price.out_of_network_allowed.multiple")
    found = allowed_range(book(rules), "employer", "facility", None, "out_of_network")
    assert found is not None
    assert found.high == (price.high * multiple).quantize(Decimal("0.01"))


def test_a_charge_is_a_multiple_of_medicare_s_price(rules: Ruleset) -> None:
    price = medicare_price(book(rules), "visit", "hospital_clinic")
    assert price is not None
    found = charge_range(book(rules), "visit", "hospital_clinic")
    assert found == price.times(figures(rules, "price.charge_multiple"))
    assert charge_range(book(rules), "facility", "hospital_clinic") is None
    assert charge_range(book(rules), "lab", "office") is None


def test_a_review_of_records_has_prices_of_its_own(rules: Ruleset) -> None:
    found = charge_range(book(rules), "records_review", "records_only")
    assert found == figures(rules, "price.records_only")


def plan(program: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"coverage.program": program} | {f"coverage.{name}": v for name, v in given.items()}


@pytest.mark.parametrize(
    ("answers", "prefix"),
    [
        (plan("employer", network="ppo"), "typical.employer.ppo."),
        (plan("employer", network="pos"), "typical.employer.pos."),
        (plan("employer", network="hmo"), "typical.employer.hmo."),
        (plan("employer", network="epo"), None),
        (plan("employer"), None),
        (plan("employer", network="ppo", high_deductible=True), "typical.employer.hdhp."),
        (plan("marketplace", metal_tier="silver"), "typical.marketplace.silver."),
        (
            plan("marketplace", metal_tier="silver", cost_sharing_reduction="94"),
            "typical.marketplace.silver_94.",
        ),
        (
            plan("marketplace", metal_tier="silver", cost_sharing_reduction="none"),
            "typical.marketplace.silver.",
        ),
        (
            plan("marketplace", metal_tier="gold", cost_sharing_reduction="94"),
            "typical.marketplace.gold.",
        ),
        (plan("marketplace"), None),
        (plan("medicare_advantage", network="hmo"), "typical.medicare_advantage.hmo."),
        (plan("medicare_advantage"), None),
        (plan("original_medicare"), None),
        (plan("fehb", network="ppo"), None),
    ],
)
def test_surveys_describe_some_kinds_of_plans(answers: dict[str, Any], prefix: str | None) -> None:
    assert typical_prefix(answers) == prefix


def test_the_usual_terms_of_a_plan_are_those_of_the_survey(rules: Ruleset) -> None:
    figures_of = book(rules)
    found = typical_terms(figures_of, plan("employer", network="ppo"))
    assert found["terms.deductible"] == (
        figures_of.required("typical.employer.ppo.deductible"),
        "typical.employer.ppo.deductible",
    )
    maximum = "typical.employer.out_of_pocket_maximum"
    assert found["terms.out_of_pocket_maximum"] == (figures_of.required(maximum), maximum)
    for name in ("deductible", "out_of_pocket_maximum"):
        rule = f"typical.employer.out_of_network.{name}"
        assert found[f"terms.out_of_network.{name}"] == (figures_of.required(rule), rule)


def test_the_usual_form_of_cost_sharing_is_the_one_that_most_members_have(rules: Ruleset) -> None:
    for network in ("hmo", "ppo", "pos"):
        figures_of = book(rules)
        prefix = f"typical.employer.{network}."
        copay, share = (
            figures_of.amount(f"{prefix}share_with_{form}") for form in ("copay", "coinsurance")
        )
        found = typical_terms(figures_of, plan("employer", network=network))
        rarer = copay is not None and share is not None and share > copay
        assert ("terms.copay" in found) == (
            not rarer and figures_of.amount(f"{prefix}copay") is not None
        ), network


def test_a_medicare_advantage_plan_has_a_usual_copay_out_of_network(rules: Ruleset) -> None:
    rule = "typical.medicare_advantage.out_of_network.copay"
    found = typical_terms(book(rules), plan("medicare_advantage", network="ppo"))
    assert found["terms.out_of_network.copay"] == (book(rules).required(rule), rule)
    assert "terms.out_of_network.deductible" not in found
    assert typical_terms(book(rules), plan("original_medicare")) == {}
    marketplace = typical_terms(book(rules), plan("marketplace", metal_tier="gold"))
    assert not any(path.startswith("terms.out_of_network.") for path in marketplace)


def survey(rules: Ruleset, **values: tuple[str, str]) -> FigureBook:
    """The rules with made-up figures for a job's PPO: name, unit and amount."""
    like = rules.figures["typical.employer.ppo.deductible"]
    first = like.values[0]
    made = {
        f"typical.employer.ppo.{name}": replace(
            like,
            id=f"typical.employer.ppo.{name}",
            unit=unit,
            values=(replace(first, start=date(2020, 1, 1), amount=amount, missing=None),),
        )
        for name, (unit, amount) in values.items()
    }
    kept = {name: figure for name, figure in rules.figures.items() if "employer.ppo" not in name}
    return FigureBook(replace(rules, figures={**kept, **made}), date(2026, 3, 15))


def usual(rules: Ruleset, **values: tuple[str, str]) -> dict[str, tuple[Decimal, str]]:
    return typical_terms(survey(rules, **values), plan("employer", network="ppo"))


COPAY = ("usd", "45")


def test_percent_of_a_survey_become_a_share(rules: Ruleset) -> None:
    rule = "typical.employer.ppo.coinsurance"
    assert usual(rules, coinsurance=("percent", "19"))["terms.coinsurance"] == (
        Decimal("0.19"),
        rule,
    )
    assert usual(rules, coinsurance=("share", "0.19"))["terms.coinsurance"][0] == Decimal("0.19")
    assert "terms.coinsurance" not in usual(rules, copay=COPAY)


@pytest.mark.parametrize(
    ("with_copay", "with_share", "kept"),
    [("30", "60", False), ("60", "30", True), ("50", "50", True)],
)
def test_a_copay_is_usual_unless_more_members_pay_a_share(
    rules: Ruleset, with_copay: str, with_share: str, *, kept: bool
) -> None:
    found = usual(
        rules,
        copay=COPAY,
        share_with_copay=("percent", with_copay),
        share_with_coinsurance=("percent", with_share),
    )
    assert ("terms.copay" in found) is kept


def test_where_the_survey_does_not_say_which_form_is_rarer_a_copay_is_usual(
    rules: Ruleset,
) -> None:
    assert "terms.copay" in usual(rules, copay=COPAY, share_with_copay=("percent", "1"))
    assert "terms.copay" in usual(rules, copay=COPAY, share_with_coinsurance=("percent", "9"))
    both = {"share_with_copay": ("percent", "1"), "share_with_coinsurance": ("percent", "9")}
    assert "terms.copay" not in usual(rules, **both)


def test_a_survey_s_own_maximum_counts_before_that_of_all_plans(rules: Ruleset) -> None:
    own = usual(rules, out_of_pocket_maximum=("usd", "4321"))["terms.out_of_pocket_maximum"]
    assert own == (Decimal(4321), "typical.employer.ppo.out_of_pocket_maximum")
