"""The limits of the year: what the plan says, what the law says, and which of the two binds."""

from datetime import date
from decimal import Decimal

import pytest

from calculator.figures import FigureBook
from calculator.limits import (
    NO_CAP,
    LegalCap,
    any_terms_go_with_hsa,
    in_network_limits,
    legal_cap,
    limit_is_loose,
    out_of_network_limits,
)
from calculator.ruleset import Ruleset
from calculator.working import Limits

SELF = "federal.out_of_pocket_limit.self"
FAMILY = "federal.out_of_pocket_limit.family"
OUT = "terms.out_of_network."


def book(rules: Ruleset, year: int = 2026) -> FigureBook:
    return FigureBook(rules, date(year, 3, 15))


def plan(program: str = "employer", **coverage: object) -> dict[str, object]:
    given = {f"coverage.{name}": value for name, value in coverage.items()}
    return {"coverage.program": program} | given


def terms(**given: object) -> dict[str, object]:
    return {f"terms.{name.replace('__', '.')}": value for name, value in given.items()}


@pytest.mark.parametrize("program", ["employer", "marketplace"])
def test_the_law_limits_job_plans_and_marketplace_plans(rules: Ruleset, program: str) -> None:
    figures = book(rules)
    found = legal_cap(figures, plan(program))
    assert found == LegalCap(figures.required(SELF), figures.required(FAMILY), SELF, FAMILY)


@pytest.mark.parametrize("program", ["fehb", "tricare", "va", "medicaid", "none"])
def test_the_law_does_not_limit_other_plans(rules: Ruleset, program: str) -> None:
    assert legal_cap(book(rules), plan(program)) == NO_CAP


def test_a_grandfathered_plan_has_no_limit_by_law(rules: Ruleset) -> None:
    assert legal_cap(book(rules), plan(grandfathered=True)) == NO_CAP


def test_medicare_advantage_has_one_limit_for_one_person(rules: Ruleset) -> None:
    rule = "medicare_advantage.out_of_pocket_limit.in_network"
    figures = book(rules)
    found = legal_cap(figures, plan("medicare_advantage", grandfathered=True))
    assert found == LegalCap(figures.required(rule), None, rule)


@pytest.mark.parametrize(
    ("tier", "year", "loose"),
    [
        ("bronze", 2026, False),
        ("bronze", 2027, True),
        ("catastrophic", 2027, True),
        ("silver", 2027, False),
        (None, 2027, False),
    ],
)
def test_from_2027_the_limit_cannot_be_taken_for_granted_with_bronze_and_catastrophic_plans(
    rules: Ruleset, tier: str | None, year: int, *, loose: bool
) -> None:
    answers = plan("marketplace", metal_tier=tier)
    assert limit_is_loose(book(rules, year), answers) is loose
    assert (legal_cap(book(rules, year), answers) == NO_CAP) is loose


@pytest.mark.parametrize(
    ("tier", "year", "free"),
    [
        ("bronze", 2025, False),
        ("bronze", 2026, True),
        ("catastrophic", 2026, True),
        ("gold", 2026, False),
        (None, 2026, False),
    ],
)
def test_from_2026_bronze_and_catastrophic_plans_go_with_an_hsa_whatever_their_terms(
    rules: Ruleset, tier: str | None, year: int, *, free: bool
) -> None:
    assert any_terms_go_with_hsa(book(rules, year), plan(metal_tier=tier)) is free


def test_with_original_medicare_there_is_a_deductible_and_no_maximum(rules: Ruleset) -> None:
    answers = plan("original_medicare") | terms(deductible_met=Decimal(50), deductible=Decimal(1))
    figures = book(rules)
    deductible = figures.required("medicare.part_b.deductible")
    assert in_network_limits(figures, answers) == Limits(
        deductible=deductible, deductible_met=Decimal(50)
    )


def test_every_limit_of_a_plan_is_taken_over(rules: Ruleset) -> None:
    answers = plan(grandfathered=True) | terms(
        deductible=Decimal(1),
        deductible_met=Decimal(2),
        out_of_pocket_maximum=Decimal(3),
        out_of_pocket_met=Decimal(4),
        family__deductible=Decimal(5),
        family__deductible_met=Decimal(6),
        family__deductible_type="aggregate",
        family__out_of_pocket_maximum=Decimal(7),
        family__out_of_pocket_met=Decimal(8),
        copay_counts_toward_deductible=True,
    )
    assert in_network_limits(book(rules), answers) == Limits(
        deductible=Decimal(1),
        deductible_met=Decimal(2),
        family_deductible=Decimal(5),
        family_deductible_met=Decimal(6),
        aggregate=True,
        maximum=Decimal(3),
        maximum_met=Decimal(4),
        family_maximum=Decimal(7),
        family_maximum_met=Decimal(8),
        copay_counts_toward_deductible=True,
    )


def test_none_is_an_answer_and_so_is_nothing_known(rules: Ruleset) -> None:
    names = ("deductible", "deductible_met", "out_of_pocket_maximum", "out_of_pocket_met")
    for value in ("none", None):
        answers = plan(grandfathered=True) | {f"terms.{name}": value for name in names}
        assert in_network_limits(book(rules), answers) == Limits()
        outside = {f"{OUT}{name}": value for name in names}
        assert out_of_network_limits(outside) == Limits()


def limits(rules: Ruleset, **given: object) -> Limits:
    return in_network_limits(book(rules), plan() | terms(**given))


def test_the_smaller_of_the_plan_s_and_the_law_s_limit_binds_and_is_named(rules: Ruleset) -> None:
    law, of_family = (book(rules).required(rule) for rule in (SELF, FAMILY))
    low = limits(rules, out_of_pocket_maximum=law - 1)
    assert (low.maximum, low.maximum_law) == (law - 1, "")
    equal = limits(rules, out_of_pocket_maximum=law)
    assert (equal.maximum, equal.maximum_law) == (law, "")
    high = limits(rules, out_of_pocket_maximum=law + 1)
    assert (high.maximum, high.maximum_law) == (law, SELF)
    unknown = limits(rules)
    assert (unknown.maximum, unknown.maximum_law) == (law, SELF)
    family = limits(rules, family__out_of_pocket_maximum=of_family + 1)
    assert (family.family_maximum, family.family_maximum_law) == (of_family, FAMILY)
    small = limits(rules, family__out_of_pocket_maximum=of_family - 1)
    assert (small.family_maximum, small.family_maximum_law) == (of_family - 1, "")


def test_the_law_s_limit_for_a_family_counts_only_where_there_is_a_family(rules: Ruleset) -> None:
    assert limits(rules).family_maximum is None
    assert limits(rules).family_maximum_law == ""
    family = limits(rules, family__deductible=Decimal(3000))
    assert family.family_maximum == book(rules).required(FAMILY)
    assert family.family_maximum_law == FAMILY
    assert not family.aggregate


def test_outside_the_network_only_the_plan_s_own_limits_count(rules: Ruleset) -> None:
    answers = plan() | terms(
        deductible=Decimal(9),
        copay_counts_toward_deductible=True,
        out_of_network__deductible=Decimal(1),
        out_of_network__deductible_met=Decimal(2),
        out_of_network__out_of_pocket_maximum=Decimal(3),
        out_of_network__out_of_pocket_met=Decimal(4),
    )
    assert legal_cap(book(rules), answers) != NO_CAP
    assert out_of_network_limits(answers) == Limits(
        deductible=Decimal(1),
        deductible_met=Decimal(2),
        maximum=Decimal(3),
        maximum_met=Decimal(4),
        copay_counts_toward_deductible=True,
    )
