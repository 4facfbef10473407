"""The corners of the open amounts of each line: where the patient's total can be extreme.

The total is piecewise linear in the charge and the allowed amount of a line. Its extremes lie
where a range ends, where the allowed amount meets the charge, and, without assignment, where the
charge meets the non-participating amount or the limiting charge.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from calculator.amount_range import AmountRange
from calculator.answers import Answers, services_of
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.money import cents
from calculator.working import NONPARTICIPATING, OUT, UNCOVERED, Basis

type Point = dict[str, Decimal]


def line_points(
    book: FigureBook,
    answers: Answers,
    bases: Sequence[LineBasis],
    amounts: Sequence[AmountRange],
) -> list[list[Point]]:
    """For each line with an open amount, the points to try, the lowest amounts first."""
    open_amounts = {amount.path: amount for amount in amounts if amount.dear is None}
    found = []
    for (prefix, _), line in zip(services_of(answers), bases, strict=True):
        charge = open_amounts.get(f"{prefix}charge")
        allowed = open_amounts.get(f"{prefix}allowed")
        if charge is None and allowed is None:
            continue
        charges = _ends(charge, answers.get(f"{prefix}charge"))
        if line.basis in UNCOVERED:
            found.append([{f"{prefix}charge": amount} for amount in charges])
            continue
        alloweds = _ends(allowed, answers.get(f"{prefix}allowed"))
        kinks = _kinks(book, line.basis)
        if charge is not None:
            charges = _inside(charge, charges, (a * k for a in alloweds for k in kinks))
        if allowed is not None:
            alloweds = _inside(allowed, alloweds, (c / k for c in charges for k in kinks))
        if charge is None and not charges:
            found.append([{f"{prefix}allowed": amount} for amount in alloweds])
            continue
        held = line.basis not in NONPARTICIPATING
        pairs = [(min(a, c) if held else a, c) for a in alloweds for c in charges]
        found.append(_points(prefix, pairs, allowed=allowed is not None, charge=charge is not None))
    return found


def sides_count_on_each_other(answers: Answers, bases: Sequence[LineBasis]) -> bool:
    """Say whether spending on one side of the network counts on the other, and both are billed."""
    outside = [line.basis in OUT for line in bases if line.basis not in UNCOVERED]
    kept = answers.get("terms.out_of_network.accumulators")
    medicare_advantage = answers["coverage.program"] == "medicare_advantage"
    counts = medicare_advantage or kept in ("combined", "maximum_combined")
    return counts and any(outside) and not all(outside)


#: With more open terms than this, only their ends are tried: all places between them would be too
#: many bills to wait for. An extreme that lies between the ends can then be missed. This concerns
#: only bills with lines on both sides of a network whose limits count on each other.
MOST_TERMS_INSIDE = 4


def term_points(answers: Answers, amounts: Sequence[AmountRange]) -> list[list[Point]]:
    """For each open term its ends, and the places between them where another amount runs out."""
    terms = [amount for amount in amounts if amount.dear is not None]
    edges = _edges(answers, amounts) if len(terms) <= MOST_TERMS_INSIDE else set()
    found = []
    for amount in terms:
        inside = sorted(edge for edge in edges if amount.low < edge < amount.high)
        values = dict.fromkeys((amount.low, *inside, amount.high))
        found.append([{amount.path: value} for value in values])
    return found


def _edges(answers: Answers, amounts: Sequence[AmountRange]) -> set[Decimal]:
    """Every amount of the case, and every difference of two, at which another one may run out."""
    known = {
        value
        for path, value in answers.items()
        if isinstance(value, Decimal) and path.startswith(("terms.", "services."))
    }
    known |= {amount.low for amount in amounts} | {amount.high for amount in amounts}
    return known | {one - other for one in known for other in known if one > other}


def _points(
    prefix: str, pairs: Iterable[tuple[Decimal, Decimal]], *, allowed: bool, charge: bool
) -> list[Point]:
    """Each pair of allowed amount and charge once, with only what is open in it."""
    points: list[Point] = []
    for allowed_amount, charge_amount in pairs:
        point: Point = {f"{prefix}allowed": allowed_amount} if allowed else {}
        if charge:
            point[f"{prefix}charge"] = charge_amount
        if point not in points:
            points.append(point)
    return points


def _ends(amount: AmountRange | None, known: Decimal | None) -> list[Decimal]:
    if amount is not None:
        return [amount.low] if amount.low == amount.high else [amount.low, amount.high]
    return [] if known is None else [known]


def _kinks(book: FigureBook, basis: Basis) -> tuple[Decimal, ...]:
    """Charge over allowed amount, where the rule for a line changes."""
    if basis in NONPARTICIPATING:
        share = book.required("medicare.nonparticipating.fee_share")
        return share, share * book.required("medicare.limiting_charge.multiple")
    if basis == "terms_with_excess":
        return Decimal(1), book.required("medicare_advantage.pffs.balance_billing.multiple")
    if basis == "out_with_excess":
        return Decimal(1), book.required("tricare.balance_billing.multiple")
    return (Decimal(1),)


def _inside(amount: AmountRange, ends: list[Decimal], others: Iterable[Decimal]) -> list[Decimal]:
    """The ends, and those other places that lie between them, in order, to the cent."""
    kept = {cents(other) for other in others}
    return sorted({*ends, *(other for other in kept if amount.low < other < amount.high)})
