"""Where a bill can be extreme: the corners of what is open on each line, and nothing besides."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.amount_range import AmountRange
from calculator.corners import line_points, sides_count_on_each_other, term_points
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.ruleset import Ruleset
from calculator.working import Basis

CHARGE, ALLOWED = "services.0.charge", "services.0.allowed"


def points(
    rules: Ruleset, basis: Basis, *, charge: object = None, allowed: object = None
) -> list[tuple[Any, Any]]:
    """The corners of one line as pairs of charge and allowed amount; a pair of ends is open."""
    answers: dict[str, object] = {"services.0.kind": "visit"}
    ranges = []
    for path, given in ((CHARGE, charge), (ALLOWED, allowed)):
        if isinstance(given, tuple):
            ranges.append(AmountRange(path, Decimal(given[0]), Decimal(given[1])))
        else:
            answers[path] = None if given is None else Decimal(str(given))
    book = FigureBook(rules, date(2026, 3, 15))
    found = line_points(book, answers, [LineBasis(basis, ())], ranges)
    if not found:
        return []
    (line,) = found
    return [(point.get(CHARGE), point.get(ALLOWED)) for point in line]


def test_where_all_is_known_there_is_nothing_to_try(rules: Ruleset) -> None:
    assert points(rules, "in_network", charge=300, allowed=200) == []


@pytest.mark.parametrize("basis", ["not_covered", "private_contract"])
def test_on_a_line_that_is_not_covered_only_the_charge_matters(
    rules: Ruleset, basis: Basis
) -> None:
    assert points(rules, basis, charge=(100, 300)) == [(100, None), (300, None)]
    assert points(rules, basis, charge=(100, 300), allowed=(50, 90)) == [(100, None), (300, None)]
    assert points(rules, basis, charge=(100, 100)) == [(100, None)]


def test_without_a_charge_both_ends_of_what_counts_are_tried(rules: Ruleset) -> None:
    assert points(rules, "in_network", allowed=(100, 200)) == [(None, 100), (None, 200)]
    assert points(rules, "in_network", allowed=(100, 100)) == [(None, 100)]


def test_what_counts_is_tried_where_it_meets_the_charge_and_never_beyond(rules: Ruleset) -> None:
    found = points(rules, "in_network", charge=150, allowed=(100, 200))
    assert found == [(None, 100), (None, 150)]
    assert points(rules, "in_network", charge=250, allowed=(100, 200)) == [(None, 100), (None, 200)]


def test_the_charge_is_tried_where_it_meets_what_counts(rules: Ruleset) -> None:
    found = points(rules, "out_of_network", charge=(100, 300), allowed=200)
    assert found == [(100, None), (200, None), (300, None)]
    outside = points(rules, "out_of_network", charge=(210, 300), allowed=200)
    assert outside == [(210, None), (300, None)]


def test_with_both_open_every_pair_of_corners_is_tried_once(rules: Ruleset) -> None:
    found = points(rules, "out_of_network", charge=(100, 300), allowed=(150, 200))
    # The charge also where it meets 150 and 200; what counts is held to the charge.
    inside = [(100, 100), (150, 150), (200, 150), (200, 200), (300, 150), (300, 200)]
    assert sorted(found) == inside


def test_without_assignment_the_charge_is_tried_at_the_lower_amount_and_at_the_limit(
    rules: Ruleset,
) -> None:
    # 95 percent of 200 is 190; 115 percent of that is 218.50.
    found = points(rules, "unassigned", charge=(100, 300), allowed=200)
    assert found == [(100, None), (190, None), (Decimal("218.50"), None), (300, None)]
    back = points(rules, "unassigned", charge=190, allowed=(100, 300))
    # 190 over 0.95 is 200; 190 over 1.0925 is 173.91.
    assert back == [(None, 100), (None, Decimal("173.91")), (None, 200), (None, 300)]


def test_the_lower_amount_of_a_doctor_is_not_held_to_the_charge(rules: Ruleset) -> None:
    found = points(rules, "assigned_nonparticipating", charge=150, allowed=(160, 200))
    assert found == [(None, 160), (None, 200)]


@pytest.mark.parametrize("basis", ["terms_with_excess", "out_with_excess"])
def test_where_a_doctor_may_bill_more_the_end_of_that_is_tried(
    rules: Ruleset, basis: Basis
) -> None:
    found = points(rules, basis, charge=(100, 300), allowed=200)
    assert found == [(100, None), (200, None), (230, None), (300, None)]


def test_each_line_has_its_own_corners(rules: Ruleset) -> None:
    answers = {"services.0.kind": "visit", "services.1.kind": "lab", "services.1.allowed": None}
    ranges = [AmountRange("services.1.allowed", Decimal(1), Decimal(2))]
    book = FigureBook(rules, date(2026, 3, 15))
    bases = [LineBasis("in_network", ()), LineBasis("in_network", ())]
    assert line_points(book, answers, bases, ranges) == [
        [{"services.1.allowed": 1}, {"services.1.allowed": 2}]
    ]


def bases(*names: Basis) -> list[LineBasis]:
    return [LineBasis(name, ()) for name in names]


BOTH: tuple[Basis, Basis] = ("in_network", "out_of_network")


@pytest.mark.parametrize(
    ("program", "kept", "lines", "tied"),
    [
        ("employer", "combined", BOTH, True),
        ("employer", "maximum_combined", BOTH, True),
        ("employer", "separate", BOTH, False),
        ("medicare_advantage", "separate", BOTH, True),
        ("employer", "combined", ("in_network", "in_network"), False),
        ("employer", "combined", ("out_of_network", "plan_share_only"), False),
        ("employer", "combined", ("in_network", "not_covered"), False),
        ("employer", "combined", ("out_of_network", "not_covered"), False),
        ("employer", "combined", (*BOTH, "not_covered"), True),
    ],
)
def test_the_sides_of_the_network_tie_only_where_both_are_billed_and_count_on_each_other(
    program: str, kept: str, lines: tuple[Basis, ...], *, tied: bool
) -> None:
    answers = {"coverage.program": program, "terms.out_of_network.accumulators": kept}
    assert sides_count_on_each_other(answers, bases(*lines)) is tied


def term(name: str, low: int, high: int) -> AmountRange:
    return AmountRange(f"terms.{name}", Decimal(low), Decimal(high), None, "high")


def values(found: list[list[dict[str, Decimal]]]) -> list[list[tuple[str, Decimal]]]:
    return [[next(iter(point.items())) for point in line] for line in found]


def test_an_open_term_is_tried_at_its_ends_and_where_another_amount_runs_out() -> None:
    answers = {
        "terms.deductible": Decimal(500),
        "terms.copay": "none",
        "services.0.allowed": Decimal(700),
        "other": Decimal(450),
    }
    price = AmountRange("services.0.charge", Decimal(5), Decimal(6))
    found = term_points(answers, [term("out_of_pocket_maximum", 400, 800), price])
    tried = [value for _, value in values(found)[0]]
    assert tried[0] == 400
    assert tried[-1] == 800
    assert tried == sorted(set(tried))
    # The amounts themselves, and the differences of two of them that lie inside.
    assert {500, 700, 695, 694, 495, 494, 795, 794} <= set(tried)
    assert 450 not in tried
    assert [path for path, _ in values(found)[0]] == ["terms.out_of_pocket_maximum"] * len(tried)


def test_with_many_open_terms_only_their_ends_are_tried() -> None:
    names = ("a", "b", "c", "d")
    inside = {"services.0.allowed": Decimal(15)}
    four = term_points(inside, [term(name, 10, 20) for name in names])
    assert [len(line) for line in four] == [3, 3, 3, 3]
    five = term_points(inside, [term(name, 10, 20) for name in (*names, "e")])
    assert [[value for _, value in line] for line in values(five)] == [[10, 20]] * 5


def test_a_term_with_one_value_is_tried_once() -> None:
    assert values(term_points({}, [term("a", 10, 10)])) == [[("terms.a", Decimal(10))]]
