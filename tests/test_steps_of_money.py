"""Each step of the money by itself: the deductible, the copay, the share, the yearly maximum."""

from decimal import Decimal

import pytest

from calculator.cost_sharing import Meter, Share, share_of
from calculator.money import parse_number
from calculator.working import Limits, LineTerms

SHARE = Decimal("0.2")


def dollars(*amounts: int | None) -> list[Decimal | None]:
    return [None if amount is None else Decimal(amount) for amount in amounts]


def terms(copay: int | None = None, rule: str = "after_deductible") -> LineTerms:
    return LineTerms(None if copay is None else Decimal(copay), rule, SHARE)


def meter(deductible: int = 0, maximum: int | None = None) -> Meter:
    most = None if maximum is None else Decimal(maximum)
    return Meter(Limits(deductible=Decimal(deductible), maximum=most))


def share(
    counts: int, line: LineTerms, left: Meter | None = None, *, copay_counts: bool = False
) -> Share:
    return share_of(Decimal(counts), line, left or meter(), copay_counts=copay_counts)


def test_without_a_copay_the_deductible_comes_first_and_the_share_is_of_the_rest() -> None:
    found = share(300, terms(), meter(deductible=100))
    assert [found.deductible, found.copay] == dollars(100, 0)
    assert [found.coinsurance_base, found.coinsurance] == dollars(200, 40)
    assert found.paid == 140


def test_a_copay_after_the_deductible_is_taken_from_what_is_left_and_there_is_no_share() -> None:
    found = share(300, terms(50), meter(deductible=100))
    assert [found.deductible, found.copay, found.coinsurance] == dollars(100, 50, 0)
    assert share(120, terms(50), meter(deductible=100)).copay == 20


def test_where_the_plan_asks_for_both_the_share_is_of_what_the_copay_leaves() -> None:
    found = share(300, terms(50, "then_coinsurance"), meter(deductible=100))
    assert [found.deductible, found.copay] == dollars(100, 50)
    assert [found.coinsurance_base, found.coinsurance] == dollars(150, 30)
    assert found.paid == 180


def test_a_copay_instead_of_the_deductible_stands_alone() -> None:
    found = share(300, terms(50, "instead_of_deductible"), meter(deductible=100))
    assert [found.deductible, found.copay, found.coinsurance] == dollars(0, 50, 0)
    assert share(30, terms(50, "instead_of_deductible"), meter(deductible=100)).copay == 30


def test_without_a_copay_the_rule_for_copays_changes_nothing() -> None:
    plain = share(300, terms(), meter(deductible=100))
    assert share(300, terms(rule="instead_of_deductible"), meter(deductible=100)) == plain


def test_the_share_is_rounded_half_up_to_the_cent() -> None:
    line = LineTerms(None, "after_deductible", Decimal("0.25"))
    found = share_of(Decimal("10.02"), line, meter(), copay_counts=False)
    assert found.coinsurance == Decimal("2.51")


def test_the_maximum_takes_off_what_lies_above_it_and_nothing_below() -> None:
    assert share(300, terms(), meter(100, maximum=90)).over_maximum == 50
    assert share(300, terms(), meter(100, maximum=90)).paid == 90
    assert share(300, terms(), meter(100, maximum=140)).over_maximum == 0
    assert share(300, terms(), meter(100)).over_maximum == 0


def test_a_copay_counts_toward_the_deductible_only_where_the_plan_says_so() -> None:
    line = terms(50, "instead_of_deductible")
    assert share(300, line, meter(100)).counts_toward_deductible == 0
    assert share(300, line, meter(100), copay_counts=True).counts_toward_deductible == 50
    assert share(300, line, meter(40), copay_counts=True).counts_toward_deductible == 40


def test_with_a_copay_that_counts_no_more_than_the_open_deductible_is_used_up() -> None:
    found = share(300, terms(50), meter(100), copay_counts=True)
    assert found.counts_toward_deductible == 100


def test_what_the_maximum_took_off_counts_toward_nothing() -> None:
    found = share(300, terms(), meter(deductible=100, maximum=30))
    assert [found.deductible, found.counts_toward_deductible] == dollars(100, 30)


FAMILY = Limits(
    deductible=Decimal(500),
    deductible_met=Decimal(100),
    family_deductible=Decimal(900),
    family_deductible_met=Decimal(600),
)


def test_an_embedded_deductible_is_the_smaller_of_what_is_left() -> None:
    assert Meter(FAMILY).deductible == 300
    own = Limits(deductible=Decimal(200), family_deductible=Decimal(900))
    assert Meter(own).deductible == 200


def test_an_aggregate_deductible_is_the_family_s_alone() -> None:
    limits = Limits(deductible=Decimal(200), family_deductible=Decimal(900), aggregate=True)
    assert Meter(limits).deductible == 900
    alone = Limits(deductible=Decimal(200), aggregate=True)
    assert Meter(alone).deductible == 200


def test_more_met_than_the_limit_leaves_nothing_open_and_never_less() -> None:
    over = Limits(
        deductible=Decimal(100),
        deductible_met=Decimal(120),
        maximum=Decimal(300),
        maximum_met=Decimal(310),
    )
    assert [Meter(over).deductible, Meter(over).maximum] == dollars(0, 0)


@pytest.mark.parametrize(
    ("own", "family", "left"),
    [(300, 200, 200), (200, 300, 200), (300, None, 300), (None, 200, 200)],
)
def test_the_smaller_maximum_binds(own: int | None, family: int | None, left: int) -> None:
    mine, all_of_us = dollars(own, family)
    assert Meter(Limits(maximum=mine, family_maximum=all_of_us)).maximum == left


def test_without_any_maximum_there_is_none() -> None:
    assert Meter(Limits()).maximum is None
    assert Meter(Limits()).maximum_law == ""


@pytest.mark.parametrize(
    ("own", "own_law", "family", "family_law", "law"),
    [
        (200, "self", 300, "family", "self"),
        (200, "", 300, "family", ""),
        (300, "self", 200, "family", "family"),
        (300, "self", 200, "", ""),
        (200, "self", 200, "family", "self"),
        (200, "self", 200, "", ""),  # the plan's own limit is the one to name
        (200, "", 200, "family", ""),
        (None, "", 200, "family", "family"),
        (200, "self", None, "", "self"),
    ],
)
def test_the_limit_that_binds_is_the_one_whose_law_is_named(
    own: int | None, own_law: str, family: int | None, family_law: str, law: str
) -> None:
    mine, all_of_us = dollars(own, family)
    limits = Limits(
        maximum=mine,
        maximum_law=own_law,
        family_maximum=all_of_us,
        family_maximum_law=family_law,
    )
    assert Meter(limits).maximum_law == law


def test_what_one_line_uses_up_is_gone_for_the_next() -> None:
    limits = Limits(
        deductible=Decimal(500),
        family_deductible=Decimal(450),
        maximum=Decimal(1000),
        family_maximum=Decimal(900),
    )
    left = Meter(limits)
    left.count(deductible=Decimal(100), paid=Decimal(150))
    assert [left.deductible, left.maximum] == dollars(350, 750)
    left.count(deductible=Decimal(400), paid=Decimal(800))
    assert [left.deductible, left.maximum] == dollars(0, 0)
    left.count(deductible=Decimal(10), paid=Decimal(10))
    assert [left.deductible, left.maximum] == dollars(0, 0)


def test_the_own_limits_go_down_as_well_as_the_family_s() -> None:
    own = Limits(deductible=Decimal(100), maximum=Decimal(200))
    left = Meter(own)
    left.count(deductible=Decimal(60), paid=Decimal(80))
    assert [left.deductible, left.maximum] == dollars(40, 120)
    left.count(deductible=Decimal(60), paid=Decimal(130))
    assert [left.deductible, left.maximum] == dollars(0, 0)
    family = Limits(
        deductible=Decimal(500), family_deductible=Decimal(100), family_maximum=Decimal(200)
    )
    left = Meter(family)
    left.count(deductible=Decimal(60), paid=Decimal(80))
    assert [left.deductible, left.maximum] == dollars(40, 120)


def test_a_sign_may_stand_after_the_dollar_sign_and_a_dollar_sign_not_after_the_number() -> None:
    assert parse_number("$-5") == -5
    assert parse_number("5$") is None
