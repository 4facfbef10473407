"""Between what an unknown amount can lie: each term of a plan, each price, and what ties them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.amount_range import AmountRange
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.money import LARGEST
from calculator.prices import allowed_range, charge_range
from calculator.ruleset import Ruleset
from calculator.unknown_amounts import unknown_amounts
from calculator.unknown_terms import network_ranges, outside_ranges
from calculator.working import Basis

#: Least, greatest, and the dear end.
type Ends = tuple[object, object, object]

OUT = "terms.out_of_network."


def book(rules: Ruleset, day: date = date(2026, 3, 15)) -> FigureBook:
    return FigureBook(rules, day)


def plan(**terms: object) -> dict[str, object]:
    """A visit with a grandfathered job plan, which no law limits; all terms that matter known."""
    known: dict[str, object] = {
        "coverage.program": "employer",
        "coverage.network": "ppo",
        "coverage.grandfathered": True,
        "services.0.kind": "visit",
        "terms.deductible": Decimal(1000),
        "terms.deductible_met": Decimal(100),
        "terms.copay": "none",
        "terms.coinsurance": Decimal("0.2"),
        "terms.out_of_pocket_maximum": Decimal(5000),
        "terms.out_of_pocket_met": Decimal(300),
    }
    return known | {f"terms.{name}": value for name, value in terms.items()}


def also(answers: Mapping[str, object], **given: object) -> dict[str, object]:
    return dict(answers) | {f"coverage.{name}": value for name, value in given.items()}


def inside(rules: Ruleset, answers: Mapping[str, Any], *kinds: str) -> dict[str, AmountRange]:
    lines = dict(answers) | {f"services.{n}.kind": kind for n, kind in enumerate(kinds)}
    bases = [LineBasis("in_network", ())] * max(1, len(kinds))
    return {found.path: found for found in network_ranges(book(rules), lines, bases, {})}


def spans(found: Mapping[str, AmountRange]) -> dict[str, Ends]:
    return {
        path.removeprefix("terms."): (amount.low, amount.high, amount.dear)
        for path, amount in found.items()
    }


def test_where_every_term_is_known_nothing_is_open(rules: Ruleset) -> None:
    assert inside(rules, plan()) == {}


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        # More of it makes a bill dearer: at least what was met of it, at most the maximum.
        ({"deductible": None}, {"deductible": (100, 5000, "high")}),
        ({"deductible": None, "deductible_met": Decimal(0)}, {"deductible": (0, 5000, "high")}),
        # More met makes it cheaper: no more than the deductible, or than was paid in all.
        ({"deductible_met": None}, {"deductible_met": (0, 300, "low")}),
        (
            {"deductible_met": None, "out_of_pocket_met": Decimal(2000)},
            {"deductible_met": (0, 1000, "low")},
        ),
        ({"deductible_met": None, "out_of_pocket_met": Decimal(0)}, {}),
        ({"deductible_met": None, "deductible": "none"}, {}),
        # The maximum is no less than the deductible and than what was paid toward it.
        ({"out_of_pocket_maximum": None}, {"out_of_pocket_maximum": (1000, LARGEST, "high")}),
        (
            {"out_of_pocket_maximum": None, "out_of_pocket_met": Decimal(1200)},
            {"out_of_pocket_maximum": (1200, LARGEST, "high")},
        ),
        (
            {"out_of_pocket_maximum": None, "deductible": "none", "out_of_pocket_met": Decimal(0)},
            {"out_of_pocket_maximum": (100, LARGEST, "high")},
        ),
        # What was paid toward it is no less than what was met of the deductible.
        ({"out_of_pocket_met": None}, {"out_of_pocket_met": (100, 5000, "low")}),
        ({"out_of_pocket_met": None, "out_of_pocket_maximum": "none"}, {}),
        (
            {"out_of_pocket_met": None, "out_of_pocket_maximum": Decimal(60)},
            {"out_of_pocket_met": (60, 60, "low")},
        ),
        ({"coinsurance": None}, {"coinsurance": (0, 1, "high")}),
        ({"copay": "some", "copay_rule": "after_deductible"}, {"copay": (0, LARGEST, "high")}),
    ],
)
def test_each_unknown_term_lies_between_what_the_other_terms_allow(
    rules: Ruleset, unknown: dict[str, object], expected: dict[str, Ends]
) -> None:
    assert spans(inside(rules, plan(**unknown))) == expected


def test_a_deductible_and_what_is_met_of_it_can_both_be_unknown(rules: Ruleset) -> None:
    found = inside(rules, plan(deductible=None, deductible_met=None, out_of_pocket_met=None))
    assert spans(found) == {
        "deductible": (0, 5000, "high"),
        "deductible_met": (0, 5000, "low"),
        "out_of_pocket_met": (0, 5000, "low"),
    }


def test_no_maximum_is_below_the_copay_of_one_visit(rules: Ruleset) -> None:
    answers = plan(
        out_of_pocket_maximum=None,
        deductible=Decimal(20),
        deductible_met=Decimal(0),
        out_of_pocket_met=Decimal(0),
        copay=Decimal(50),
        copay_rule="after_deductible",
    )
    assert spans(inside(rules, answers)) == {"out_of_pocket_maximum": (50, LARGEST, "high")}


OPEN = plan(deductible=None, coinsurance=None)


@pytest.mark.parametrize(
    ("terms", "open_terms"),
    [
        ({"copay": "none"}, {"deductible", "coinsurance"}),
        ({"copay": Decimal(40), "copay_rule": "instead_of_deductible"}, set()),
        ({"copay": Decimal(40), "copay_rule": "after_deductible"}, {"deductible"}),
        ({"copay": Decimal(40), "copay_rule": "then_coinsurance"}, {"deductible", "coinsurance"}),
    ],
)
def test_a_term_that_no_line_uses_is_not_asked_for(
    rules: Ruleset, terms: dict[str, object], open_terms: set[str]
) -> None:
    answers = OPEN | {f"terms.{name}": value for name, value in terms.items()}
    assert set(spans(inside(rules, answers))) == open_terms


def test_the_copay_of_a_visit_is_none_for_a_test(rules: Ruleset) -> None:
    answers = OPEN | {"terms.copay": Decimal(40), "terms.copay_rule": "instead_of_deductible"}
    assert set(spans(inside(rules, answers, "imaging"))) == {"deductible", "coinsurance"}
    assert set(spans(inside(rules, answers, "visit", "lab"))) == {"deductible", "coinsurance"}


@pytest.mark.parametrize(
    ("own", "open_terms"),
    [
        ({"copay": Decimal(9), "copay_rule": "instead_of_deductible"}, set()),
        ({"copay": Decimal(9)}, {"deductible"}),
        ({"copay": Decimal(9), "copay_rule": "then_coinsurance"}, {"deductible", "coinsurance"}),
        ({"coinsurance": Decimal("0.1")}, {"deductible"}),
        ({"copay": "none", "coinsurance": Decimal("0.1")}, {"deductible"}),
    ],
)
def test_a_service_with_terms_of_its_own_uses_those(
    rules: Ruleset, own: dict[str, object], open_terms: set[str]
) -> None:
    answers = OPEN | {f"terms.by_service.lab.{name}": value for name, value in own.items()}
    assert set(spans(inside(rules, answers, "lab"))) == open_terms


@pytest.mark.parametrize("basis", ["not_covered", "private_contract", "no_cost"])
def test_a_line_on_which_no_plan_shares_the_cost_asks_for_no_terms(
    rules: Ruleset, basis: Basis
) -> None:
    found = list(network_ranges(book(rules), OPEN, [LineBasis(basis, ())], {}))
    assert found == []


def test_a_line_outside_uses_the_terms_outside_and_a_line_inside_those_inside(
    rules: Ruleset,
) -> None:
    lines = {"services.0.kind": "visit", "services.1.kind": "lab"}
    answers = {
        "coverage.program": "employer",
        **lines,
        "terms.out_of_pocket_maximum": "none",
        f"{OUT}out_of_pocket_maximum": "none",
        f"{OUT}copay": "none",
    }
    bases = [LineBasis("out_of_network", ()), LineBasis("in_network", ())]
    within = [found.path for found in network_ranges(book(rules), answers, bases, {})]
    beyond = [found.path for found in outside_ranges(book(rules), answers, bases, {})]
    names = ("deductible", "deductible_met", "coinsurance")
    assert within == [f"terms.{name}" for name in names]
    assert beyond == [f"{OUT}{name}" for name in names]


def limit(rules: Ruleset, figure: str) -> Decimal:
    return book(rules).required(figure)


def test_the_federal_limit_is_the_most_a_maximum_can_be(rules: Ruleset) -> None:
    law = "federal.out_of_pocket_limit.self"
    answers = also(plan(out_of_pocket_maximum=None), grandfathered=False)
    found = inside(rules, answers)["terms.out_of_pocket_maximum"]
    assert [found.low, found.high, found.rules] == [1000, limit(rules, law), (law,)]
    free = inside(rules, plan(out_of_pocket_maximum=None))["terms.out_of_pocket_maximum"]
    assert free.rules == ()


def test_an_hsa_plan_has_a_least_deductible_and_a_lower_limit(rules: Ruleset) -> None:
    names = ("federal.hdhp.minimum_deductible.self", "federal.hdhp.out_of_pocket_limit.self")
    least, most = (limit(rules, name) for name in names)
    answers = also(
        plan(deductible=None, out_of_pocket_maximum=None, deductible_met=Decimal(0)),
        high_deductible=True,
        grandfathered=False,
    )
    found = inside(rules, answers)
    for name in ("deductible", "out_of_pocket_maximum"):
        amount = found[f"terms.{name}"]
        assert [amount.low, amount.high, amount.rules] == [least, most, names]


def test_with_an_hsa_plan_nothing_is_paid_before_the_deductible_is_met(rules: Ruleset) -> None:
    answers = also(plan(deductible=Decimal(2000), out_of_pocket_met=None), high_deductible=True)
    assert spans(inside(rules, answers))["out_of_pocket_met"] == (100, 100, "low")
    met = answers | {"terms.deductible_met": Decimal(2000)}
    assert spans(inside(rules, met))["out_of_pocket_met"] == (2000, 5000, "low")
    other = plan(deductible=Decimal(2000), out_of_pocket_met=None)
    assert spans(inside(rules, other))["out_of_pocket_met"] == (100, 5000, "low")


def family(**terms: object) -> dict[str, object]:
    known = {
        "deductible": Decimal(3000),
        "deductible_met": Decimal(500),
        "out_of_pocket_maximum": Decimal(9000),
        "out_of_pocket_met": Decimal(700),
    }
    return plan() | {f"terms.family.{name}": value for name, value in (known | terms).items()}


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        ({}, {}),
        ({"deductible_met": None}, {"deductible_met": (100, 700, "low")}),
        (
            {"deductible_met": None, "out_of_pocket_met": Decimal(4000)},
            {"deductible_met": (100, 3000, "low")},
        ),
        (
            {"deductible_met": None, "out_of_pocket_met": Decimal(60)},
            {"deductible_met": (60, 60, "low")},
        ),
        ({"deductible": None, "deductible_met": None}, {}),
        ({"out_of_pocket_maximum": None}, {"out_of_pocket_maximum": (3000, LARGEST, "high")}),
        (
            {"out_of_pocket_maximum": None, "out_of_pocket_met": Decimal(3500)},
            {"out_of_pocket_maximum": (3500, LARGEST, "high")},
        ),
        (
            {"out_of_pocket_maximum": None, "out_of_pocket_met": None},
            {
                "out_of_pocket_maximum": (3000, LARGEST, "high"),
                "out_of_pocket_met": (300, LARGEST, "low"),
            },
        ),
        ({"out_of_pocket_met": None}, {"out_of_pocket_met": (300, 9000, "low")}),
        (
            {"out_of_pocket_met": None, "out_of_pocket_maximum": Decimal(200)},
            {"out_of_pocket_met": (200, 200, "low")},
        ),
        ({"out_of_pocket_met": None, "out_of_pocket_maximum": "none"}, {}),
        ({"deductible": None, "out_of_pocket_maximum": None}, {}),  # no family at all
    ],
)
def test_what_a_family_has_met_is_at_least_what_the_person_has_met(
    rules: Ruleset, unknown: dict[str, object], expected: dict[str, Ends]
) -> None:
    found = spans(inside(rules, family(**unknown)))
    assert found == {f"family.{name}": span for name, span in expected.items()}


def test_a_family_that_has_paid_nothing_known_has_met_what_the_person_has(rules: Ruleset) -> None:
    answers = family(out_of_pocket_met=None) | {"terms.out_of_pocket_met": None}
    found = spans(inside(rules, answers))
    assert found["family.out_of_pocket_met"] == (100, 9000, "low")


def test_the_federal_limit_of_a_family_is_the_most_its_maximum_can_be(rules: Ruleset) -> None:
    most = limit(rules, "federal.out_of_pocket_limit.family")
    answers = also(family(out_of_pocket_maximum=None), grandfathered=False)
    assert spans(inside(rules, answers)) == {"family.out_of_pocket_maximum": (3000, most, "high")}
    above = also(family(out_of_pocket_maximum=LARGEST, out_of_pocket_met=None), grandfathered=False)
    assert spans(inside(rules, above)) == {"family.out_of_pocket_met": (300, most, "low")}


def test_the_usual_value_of_a_term_is_held_to_its_range_and_brings_its_rule(
    rules: Ruleset,
) -> None:
    bases = [LineBasis("in_network", ())]
    for usual, held in ((50, 100), (800, 800), (9000, 5000)):
        known = {"terms.deductible": (Decimal(usual), "typical.x")}
        (found,) = network_ranges(book(rules), plan(deductible=None), bases, known)
        assert [found.typical, found.rules] == [held, ("typical.x",)]
    (found,) = network_ranges(book(rules), plan(deductible=None), bases, {})
    assert [found.typical, found.rules] == [None, ()]


def outside(rules: Ruleset, program: str, **terms: object) -> dict[str, AmountRange]:
    known: dict[str, object] = {
        "deductible": Decimal(1000),
        "deductible_met": Decimal(100),
        "copay": "none",
        "coinsurance": Decimal("0.4"),
        "out_of_pocket_maximum": Decimal(8000),
        "out_of_pocket_met": Decimal(300),
    }
    answers: dict[str, Any] = {"coverage.program": program, "services.0.kind": "visit"}
    answers |= {f"{OUT}{name}": value for name, value in (known | terms).items()}
    bases = [LineBasis("out_of_network", ())]
    return {found.path: found for found in outside_ranges(book(rules), answers, bases, {})}


def test_out_of_network_no_law_limits_a_private_plan(rules: Ruleset) -> None:
    found = outside(rules, "marketplace", out_of_pocket_maximum=None)
    (amount,) = found.values()
    assert [amount.path, amount.low, amount.high] == [f"{OUT}out_of_pocket_maximum", 1000, LARGEST]
    assert amount.rules == ()
    assert outside(rules, "marketplace") == {}


def test_out_of_network_medicare_advantage_has_a_combined_limit(rules: Ruleset) -> None:
    law = "medicare_advantage.out_of_pocket_limit.combined"
    (amount,) = outside(rules, "medicare_advantage", out_of_pocket_maximum=None).values()
    assert [amount.low, amount.high, amount.rules] == [1000, limit(rules, law), (law,)]
    known = outside(rules, "medicare_advantage", deductible=None)
    assert known[f"{OUT}deductible"].high == 8000


def test_out_of_network_shares_are_unknown_up_to_the_whole(rules: Ruleset) -> None:
    (amount,) = outside(rules, "employer", coinsurance=None).values()
    assert [amount.path, amount.low, amount.high] == [f"{OUT}coinsurance", 0, 1]
    copay = outside(rules, "employer", copay="some", copay_rule="after_deductible")
    assert [copay[f"{OUT}copay"].low, copay[f"{OUT}copay"].high] == [0, LARGEST]


def of_line(rules: Ruleset, basis: Basis, **amounts: int) -> dict[str, AmountRange]:
    """The open amounts of a visit in an office, with a job plan whose terms are all known."""
    answers: dict[str, object] = plan() | {"provider.setting": "office"}
    answers |= {f"services.0.{name}": Decimal(amount) for name, amount in amounts.items()}
    known = ("deductible", "deductible_met", "copay", "coinsurance")
    answers |= {f"{OUT}{name}": answers[f"terms.{name}"] for name in known}
    answers |= {f"{OUT}out_of_pocket_maximum": "none"}
    found = unknown_amounts(book(rules), answers, [LineBasis(basis, ())])
    return {amount.path.removeprefix("services.0."): amount for amount in found}


def test_in_network_only_the_amount_that_counts_is_needed(rules: Ruleset) -> None:
    price = allowed_range(book(rules), "employer", "visit", "office", "in_network")
    assert price is not None
    found = of_line(rules, "in_network")
    assert set(found) == {"allowed"}
    one = found["allowed"]
    assert [one.low, one.high, one.typical] == [price.low, price.high, price.typical]
    assert [one.dear, one.rules] == [None, price.rules]
    assert of_line(rules, "in_network", allowed=200) == {}


def test_no_more_than_the_charge_can_count(rules: Ruleset) -> None:
    price = allowed_range(book(rules), "employer", "visit", "office", "in_network")
    assert price is not None
    small = int(price.low) - 10
    one = of_line(rules, "in_network", charge=small)["allowed"]
    assert [one.low, one.high] == [small, small]
    assert one.typical == (None if price.typical is None else small)


def test_outside_and_where_nothing_is_covered_the_charge_is_needed(rules: Ruleset) -> None:
    price = charge_range(book(rules), "visit", "office")
    assert price is not None
    needing: tuple[Basis, ...] = (
        *("out_of_network", "not_covered", "unassigned", "out_with_excess"),
    )
    for basis in needing:
        one = of_line(rules, basis)["charge"]
        assert [one.low, one.high, one.typical] == [price.low, price.high, price.typical]
        assert [one.dear, one.rules] == [None, price.rules]
    assert set(of_line(rules, "not_covered")) == {"charge"}
    assert set(of_line(rules, "out_of_network")) == {"allowed", "charge"}
    assert set(of_line(rules, "plan_share_only")) == {"allowed"}
    assert of_line(rules, "not_covered", charge=300) == {}


def test_a_charge_is_no_less_than_what_is_known_to_count(rules: Ruleset) -> None:
    price = charge_range(book(rules), "visit", "office")
    assert price is not None
    large = int(price.high) + 10
    one = of_line(rules, "out_of_network", allowed=large)["charge"]
    assert [one.low, one.high] == [large, large]
    assert one.typical == (None if price.typical is None else large)


def test_without_a_published_price_anything_up_to_the_charge_may_count(rules: Ruleset) -> None:
    answers = plan() | {"services.0.kind": "lab", "services.0.charge": Decimal(90)}
    (one,) = unknown_amounts(book(rules), answers, [LineBasis("in_network", ())])
    assert one == AmountRange("services.0.allowed", Decimal(0), Decimal(90), None, None, ())
    unpriced = plan() | {"services.0.kind": "lab"}
    assert unknown_amounts(book(rules), unpriced, [LineBasis("in_network", ())]) == []


def test_a_review_of_records_counts_up_to_what_it_costs(rules: Ruleset) -> None:
    price = charge_range(book(rules), "records_review", "records_only")
    assert price is not None
    answers = plan() | {"services.0.kind": "records_review"}
    (one,) = unknown_amounts(book(rules), answers, [LineBasis("in_network", ())])
    assert [one.low, one.high, one.typical, one.rules] == [0, price.high, None, price.rules]


def test_a_doctor_s_lower_amount_is_not_cut_at_the_charge(rules: Ruleset) -> None:
    price = allowed_range(book(rules), "original_medicare", "visit", "office", "unassigned")
    assert price is not None
    answers = {
        "coverage.program": "original_medicare",
        "provider.setting": "office",
        "services.0.kind": "visit",
        "services.0.charge": price.low,
        "terms.deductible_met": Decimal(0),
    }
    (cut,) = unknown_amounts(book(rules), answers, [LineBasis("assigned", ())])
    assert cut.high == price.low
    (whole,) = unknown_amounts(book(rules), answers, [LineBasis("unassigned", ())])
    assert whole.high == price.high


def test_with_medicare_the_deductible_and_a_plan_s_yearly_amount_may_be_open(
    rules: Ruleset,
) -> None:
    answers = {
        "coverage.program": "original_medicare",
        "coverage.medigap": "K",
        "services.0.kind": "visit",
        "services.0.allowed": Decimal(200),
    }
    found = unknown_amounts(book(rules), answers, [LineBasis("assigned", ())])
    assert spans({one.path: one for one in found}) == {
        "deductible_met": (0, limit(rules, "medicare.part_b.deductible"), "low"),
        "medigap_met": (0, limit(rules, "medigap.k.out_of_pocket_limit"), "low"),
    }
    free = unknown_amounts(book(rules), answers, [LineBasis("no_cost", ())])
    assert free == []
