"""What a Medigap plan, or Medicaid behind Medicare, takes over of one line after the other."""

from datetime import date
from decimal import Decimal

import pytest

from calculator.figures import FigureBook
from calculator.ruleset import Ruleset
from calculator.second_payer import (
    Left,
    SecondMeter,
    SecondPayer,
    Taken,
    second_payer,
    unknown_met,
    yearly_amount,
)


def left(deductible: int = 0, coinsurance: int = 0, excess: int = 0) -> Left:
    return Left(Decimal(deductible), Decimal(coinsurance), Decimal(excess))


def parts(taken: Taken) -> list[Decimal]:
    return [taken.deductible, taken.coinsurance, taken.excess_charge]


def payer(letter: str, **shares: str) -> SecondPayer:
    known = {name: Decimal(share) for name, share in shares.items()}
    return SecondPayer(letter, **known)


def test_medicaid_behind_medicare_takes_all_that_is_left() -> None:
    taken = SecondMeter(payer("qmb")).take(left(100, 30, 15), visit=True)
    assert parts(taken) == [100, 30, 15]
    assert taken.total == 145
    assert taken.rules == ("qmb.no_cost_sharing",)


def test_a_plan_takes_its_share_of_each_part_and_names_the_rule_of_each() -> None:
    shares = {"deductible_share": "0", "coinsurance_share": "1", "excess_share": "0.5"}
    taken = SecondMeter(payer("x", **shares)).take(left(100, 30, 15), visit=True)
    assert parts(taken) == [0, 30, Decimal("7.50")]
    assert taken.rules == (
        "medigap.x.part_b_deductible",
        "medigap.x.part_b_coinsurance",
        "medigap.x.excess_charge",
    )


def test_a_part_of_which_nothing_is_left_names_no_rule() -> None:
    taken = SecondMeter(payer("g")).take(left(0, 30, 0), visit=True)
    assert taken.rules == ("medigap.g.part_b_coinsurance",)


def test_shares_are_rounded_half_up_to_the_cent() -> None:
    half = {"deductible_share": "0.5", "coinsurance_share": "0.5", "excess_share": "0.5"}
    cents = Left(Decimal("0.01"), Decimal("0.03"), Decimal("0.05"))
    taken = SecondMeter(payer("x", **half)).take(cents, visit=False)
    assert parts(taken) == [Decimal("0.01"), Decimal("0.02"), Decimal("0.03")]


@pytest.mark.parametrize(("coinsurance", "taken"), [(50, 30), (20, 0), (12, 0)])
def test_plan_n_leaves_a_copay_of_a_visit_and_never_more_than_the_share(
    coinsurance: int, taken: int
) -> None:
    plan = payer("n", deductible_share="0", excess_share="0", visit_copay="20")
    found = SecondMeter(plan).take(left(100, coinsurance, 15), visit=True)
    assert parts(found) == [0, taken, 0]
    assert found.rules[-2:] == ("medigap.n.copay_applies", "medigap.n.visit_copay")


def test_plan_n_has_no_copay_where_there_is_no_visit_or_no_share() -> None:
    plan = payer("n", deductible_share="0", excess_share="0", visit_copay="20")
    test = SecondMeter(plan).take(left(0, 50, 0), visit=False)
    assert parts(test) == [0, 50, 0]
    assert test.rules == ("medigap.n.part_b_coinsurance",)
    nothing = SecondMeter(plan).take(left(100, 0, 0), visit=True)
    assert parts(nothing) == [0, 0, 0]
    assert nothing.rules == ("medigap.n.part_b_deductible",)


def plan_k(ceiling: int, met: int) -> SecondMeter:
    shares = {"deductible_share": "0", "coinsurance_share": "0.5", "excess_share": "0"}
    return SecondMeter(payer("k", **shares, ceiling=str(ceiling), met=str(met)))


def test_plan_k_leaves_its_part_until_the_limit_of_the_year_is_reached() -> None:
    meter = plan_k(1000, 900)
    first = meter.take(left(0, 120, 0), visit=True)
    assert parts(first) == [0, 60, 0]
    assert first.rules == ("medigap.k.part_b_coinsurance", "medigap.k.out_of_pocket_limit")
    second = meter.take(left(0, 120, 0), visit=True)
    assert parts(second) == [0, 80, 0]  # 100 - 60 = 40 were still open
    assert second.rules == (
        "medigap.k.part_b_coinsurance",
        "medigap.k.out_of_pocket_limit",
        "medigap.k_l_full_after_limit",
    )
    assert parts(meter.take(left(0, 120, 0), visit=True)) == [0, 120, 0]


def test_a_part_that_just_reaches_the_limit_is_not_beyond_it() -> None:
    taken = plan_k(1000, 940).take(left(0, 120, 0), visit=True)
    assert parts(taken) == [0, 60, 0]
    assert taken.rules == ("medigap.k.part_b_coinsurance", "medigap.k.out_of_pocket_limit")


def test_the_deductible_of_medicare_counts_toward_the_limit_of_plan_k() -> None:
    meter = plan_k(1000, 900)
    first = meter.take(left(70, 120, 0), visit=True)
    assert parts(first) == [0, 90, 0]  # 30 of the limit were left for the share
    assert parts(plan_k(1000, 950).take(left(70, 120, 0), visit=True)) == [0, 120, 0]


def test_what_plan_k_itself_pays_of_the_deductible_does_not_count() -> None:
    half = payer("k", deductible_share="0.5", coinsurance_share="0.5", ceiling="100")
    assert parts(SecondMeter(half).take(left(40, 200, 0), visit=True)) == [20, 120, 0]


def test_more_met_than_the_limit_leaves_nothing_open() -> None:
    assert parts(plan_k(1000, 1100).take(left(0, 120, 0), visit=True)) == [0, 120, 0]


def high_deductible(met: int) -> SecondMeter:
    return SecondMeter(payer("hg", deductible_share="0", ceiling="2000", met=str(met)))


def test_a_high_deductible_plan_pays_nothing_until_its_own_deductible_is_met() -> None:
    meter = high_deductible(1900)
    first = meter.take(left(50, 30, 5), visit=True)
    assert parts(first) == [0, 0, 0]
    assert first.rules == (
        "medigap.g.part_b_deductible",
        "medigap.g.part_b_coinsurance",
        "medigap.g.excess_charge",
        "medigap.high_deductible",
        "medigap.high_deductible.deductible",
    )
    assert parts(meter.take(left(0, 40, 10), visit=True)) == [0, 25, 10]
    assert parts(meter.take(left(20, 40, 10), visit=True)) == [0, 40, 10]


def test_the_deductible_of_medicare_uses_up_the_plan_s_own_even_where_the_plan_pays_it() -> None:
    plan_f = SecondMeter(payer("hf", ceiling="60"))
    assert parts(plan_f.take(left(100, 40, 10), visit=True)) == [40, 40, 10]


def book(rules: Ruleset) -> FigureBook:
    return FigureBook(rules, date(2026, 3, 15))


def medicare(**given: object) -> dict[str, object]:
    names = {"medigap": "coverage.medigap", "qmb": "coverage.qmb", "met": "terms.medigap_met"}
    return {"coverage.program": "original_medicare"} | {
        names[name]: value for name, value in given.items()
    }


def test_only_original_medicare_has_a_second_payer_here(rules: Ruleset) -> None:
    other = {**medicare(medigap="G", qmb=True), "coverage.program": "employer"}
    assert second_payer(book(rules), other) is None
    assert second_payer(book(rules), medicare()) is None
    assert second_payer(book(rules), medicare(medigap="none")) is None


def test_medicaid_comes_before_a_medigap_plan(rules: Ruleset) -> None:
    found = second_payer(book(rules), medicare(medigap="G", qmb=True))
    assert found == SecondPayer("qmb")
    assert found.is_qmb
    assert not SecondPayer("g").is_qmb


def test_a_plan_has_the_shares_of_its_letter(rules: Ruleset) -> None:
    figures = book(rules)
    found = second_payer(figures, medicare(medigap="N"))
    assert found == SecondPayer(
        letter="n",
        deductible_share=figures.required("medigap.n.part_b_deductible"),
        coinsurance_share=figures.required("medigap.n.part_b_coinsurance"),
        excess_share=figures.required("medigap.n.excess_charge"),
        visit_copay=figures.required("medigap.n.visit_copay"),
    )
    assert [found.deductible_share, found.coinsurance_share, found.excess_share] == [0, 1, 0]


def test_a_plan_with_a_yearly_amount_has_it_and_what_was_met_of_it(rules: Ruleset) -> None:
    figures = book(rules)
    found = second_payer(figures, medicare(medigap="L", met=Decimal(500)))
    assert found is not None
    assert found.ceiling == figures.required("medigap.l.out_of_pocket_limit")
    assert found.met == 500
    assert found.visit_copay is None
    like_g = second_payer(figures, medicare(medigap="HG", met="none"))
    assert like_g is not None
    assert like_g.letter == "hg"
    assert like_g.met == 0
    assert like_g.deductible_share == figures.required("medigap.g.part_b_deductible")
    assert like_g.ceiling == figures.required("medigap.high_deductible.deductible")


@pytest.mark.parametrize(
    ("letter", "figure"),
    [
        ("k", "medigap.k.out_of_pocket_limit"),
        ("l", "medigap.l.out_of_pocket_limit"),
        ("hf", "medigap.high_deductible.deductible"),
        ("hg", "medigap.high_deductible.deductible"),
        ("g", None),
        ("n", None),
    ],
)
def test_some_letters_have_an_amount_for_the_year(letter: str, figure: str | None) -> None:
    assert yearly_amount(letter) == figure


def test_what_was_met_of_a_yearly_amount_is_asked_for_where_it_is_unknown(rules: Ruleset) -> None:
    figures = book(rules)
    most = figures.required("medigap.k.out_of_pocket_limit")
    assert list(unknown_met(figures, medicare(medigap="K"))) == [("terms.medigap_met", most)]
    assert list(unknown_met(figures, medicare(medigap="K", met=Decimal(1)))) == []
    assert list(unknown_met(figures, medicare(medigap="K", qmb=True))) == []
    assert list(unknown_met(figures, medicare(medigap="G"))) == []
    assert list(unknown_met(figures, medicare())) == []
