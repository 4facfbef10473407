"""What the patient pays against the fee of the visit: worked out by the engine, point by point.

Where the plan counts a fee of its own, that one is moved; where the doctor's whole charge can
reach the patient, the charge is, and what the plan counts stays as it was given.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculator.answers import Answers, applies, flatten, services_of
from calculator.assess import Assessment, assess
from calculator.figures import FigureBook
from calculator.money import ZERO, cents
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.working import Bill
from calculator.worlds import Engine

#: How many fees are worked out, besides the one at which the deductible is used up.
POINTS = 13

#: The right end of the curve where nothing says how high the fee is, and the least one.
_LEAST_TOP = Decimal(500)

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Point:
    """What the patient owes in all at one fee: least, likely (None without one), most."""

    fee: Decimal
    low: Decimal
    likely: Decimal | None
    high: Decimal


@dataclass(frozen=True, slots=True)
class Curve:
    """The points in their order; the marks are None where they are not known or not reached.

    ``moved`` names the amounts that are moved. ``deductible`` is the fee at which the deductible
    is used up, ``maximum`` the most that can still be owed this year.
    """

    moved: tuple[str, ...]
    top: Decimal
    fee: Decimal | None
    points: tuple[Point, ...]
    deductible: Decimal | None
    maximum: Decimal | None


def moved_amounts(answers: Answers) -> tuple[str, ...]:
    """The amounts of the first line that follow the fee."""
    program, network = answers["coverage.program"], answers.get("provider.network")
    medicare = answers.get("provider.medicare")
    reaches_patient = (
        program == "none"
        or network == "out"
        or medicare == "opted_out"
        or (medicare == "nonparticipating" and not answers.get("provider.assignment"))
    )
    first = services_of(answers)[0][0]
    charge, allowed = f"{first}charge", f"{first}allowed"
    if reaches_patient or not applies(allowed, answers):
        return (charge,)
    return (charge, allowed)


def fee_curve(rules: Ruleset, scenario: Scenario) -> Curve:
    """The curve of a case."""
    engine = Engine(rules, FigureBook(rules, scenario.on, scenario.plan_year_start))
    given = flatten(scenario)
    lines = {f"{prefix}kind": kind for prefix, kind in services_of(given)}
    answers = {**given, **lines}
    moved = moved_amounts(answers)
    fee = answers.get(moved[-1]) or answers.get(moved[0])
    top = nice_top(2 * (fee or _usual_fee(engine, answers, moved)))
    most = assess(engine, with_fee(answers, moved, top))
    counted = len(moved) > 1  # the fee is what the plan counts, so the deductible is a fee too
    deductible = _mark(most, "deductible", "open", top) if counted else None
    fees = {cents(top * n / (POINTS - 1)) for n in range(POINTS)}
    if deductible is not None:
        fees.add(deductible)
    points = tuple(_point(engine, answers, moved, fee) for fee in sorted(fees))
    maximum = _mark(most, "maximum", "left", None) or _mark(most, "maximum_by_law", "left", None)
    return Curve(moved, top, fee, points, deductible, maximum)


def with_fee(answers: Answers, moved: tuple[str, ...], fee: Decimal) -> dict[str, Any]:
    """The answers with another fee; what counts is never more than the charge."""
    changed = {**answers, **dict.fromkeys(moved, fee)}
    prefix = moved[0].removesuffix("charge")
    allowed = changed.get(f"{prefix}allowed")
    if isinstance(allowed, Decimal) and allowed > fee:
        changed[f"{prefix}allowed"] = fee
    return changed


def nice_top(amount: Decimal) -> Decimal:
    """A round number that is not below an amount in US dollars: 500, 1000, 2000, 2500, 5000."""
    amount = max(amount, _LEAST_TOP)
    scale = Decimal(10) ** (amount.adjusted())
    return next(step * scale for step in _STEPS if step * scale >= amount)


def _usual_fee(engine: Engine, answers: Answers, moved: tuple[str, ...]) -> Decimal:
    """The highest published price for the first line; nothing where there is none."""
    found = assess(engine, answers)
    ranges = [a for o in found.outcomes for a in engine.amounts(o.world) if a.path in moved]
    return max((amount.high for amount in ranges), default=ZERO) / 2


def _point(engine: Engine, answers: Answers, moved: tuple[str, ...], fee: Decimal) -> Point:
    total = assess(engine, with_fee(answers, moved, fee)).total
    return Point(fee, total.low, total.likely, total.high)


def _mark(result: Assessment, code: str, number: str, top: Decimal | None) -> Decimal | None:
    """A number of the working that is the same in the cheapest and the dearest case."""
    found = {_number(bill, code, number) for bill in (result.low, result.high)}
    value = found.pop()
    if found or value is None or (top is not None and not ZERO < value < top):
        return None
    return value


def _number(bill: Bill, code: str, name: str) -> Decimal | None:
    for step in bill.steps:
        if step.line == 0 and step.code == code:
            return step.numbers.get(name)
    return None
