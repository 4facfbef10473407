"""The unknown amounts of a case, each with its range.

For the plan's terms the range has a cheap and a dear end (``calculator.unknown_terms``). For
charges and allowed amounts no such order is assumed: every corner is tried.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from calculator.amount_range import AmountRange
from calculator.answers import Answers, services_of
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.money import ZERO
from calculator.prices import PriceRange, allowed_range, charge_range
from calculator.second_payer import unknown_met
from calculator.typical import typical_terms
from calculator.unknown_terms import network_ranges, outside_ranges
from calculator.working import NONPARTICIPATING, OUT, UNCOVERED, WITH_EXCESS


def unknown_amounts(
    book: FigureBook, answers: Answers, bases: Sequence[LineBasis]
) -> list[AmountRange]:
    """Every unknown amount a line of the bill needs."""
    found: list[AmountRange] = []
    for (prefix, kind), line in zip(services_of(answers), bases, strict=True):
        found += _line_ranges(book, answers, prefix, kind, line)
    paid = [line.basis for line in bases if line.basis not in (*UNCOVERED, "no_cost")]
    if not paid:
        return found
    if answers["coverage.program"] == "original_medicare":
        if answers.get("terms.deductible_met") is None:
            most = book.required("medicare.part_b.deductible")
            found.append(AmountRange("terms.deductible_met", ZERO, most, None, "low"))
        for path, most in unknown_met(book, answers):
            found.append(AmountRange(path, ZERO, most, None, "low"))
        return found
    usual = typical_terms(book, answers)
    if any(basis not in OUT for basis in paid):
        found += network_ranges(book, answers, bases, usual)
    if any(basis in OUT for basis in paid):
        found += outside_ranges(book, answers, bases, usual)
    return found


def _line_ranges(
    book: FigureBook, answers: Answers, prefix: str, kind: str, line: LineBasis
) -> Iterator[AmountRange]:
    """The charge and the allowed amount of one line, where it needs them and lacks them."""
    setting = answers.get("provider.setting")
    charge, allowed = answers.get(f"{prefix}charge"), answers.get(f"{prefix}allowed")
    needs_charge = line.basis in (*UNCOVERED, *WITH_EXCESS, "out_of_network")
    if line.basis not in (*UNCOVERED, "no_cost") and allowed is None:
        program = answers["coverage.program"]
        price = allowed_range(book, program, kind, setting, line.basis)
        price = price or _up_to_charge(book, kind, setting, charge)
        if price:
            # The participating amount may be more than what this doctor charges.
            most = price.high
            if charge is not None and line.basis not in NONPARTICIPATING:
                most = min(most, charge)
            usual = None if price.typical is None else min(price.typical, most)
            least = min(price.low, most)
            yield AmountRange(f"{prefix}allowed", least, most, usual, None, price.rules)
    if needs_charge and charge is None:
        price = charge_range(book, kind, setting)
        if price:
            least = price.low if allowed is None else max(price.low, allowed)
            usual = None if price.typical is None else max(price.typical, least)
            most = max(price.high, least)
            yield AmountRange(f"{prefix}charge", least, most, usual, None, price.rules)


def _up_to_charge(
    book: FigureBook, kind: str, setting: str | None, charge: Decimal | None
) -> PriceRange | None:
    """Where no source has a price for what a payer counts: anything up to the charge."""
    if charge is not None:
        return PriceRange(ZERO, None, charge, ())
    price = charge_range(book, kind, setting)
    return PriceRange(ZERO, None, price.high, price.rules) if price else None
