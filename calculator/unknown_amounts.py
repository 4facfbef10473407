"""The unknown amounts of a case, each with its range.

For the plan's terms the range has a cheap and a dear end: more deductible, copay, coinsurance or
maximum never makes a bill smaller, more already met never makes it larger (a property test walks
a grid to hold us to it). For charges and allowed amounts no such order is assumed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.answers import Answers, services_of
from calculator.bill import OUT
from calculator.case import COPAY_KIND
from calculator.coverage import LineBasis
from calculator.figures import FigureBook
from calculator.limits import any_terms_go_with_hsa, legal_cap
from calculator.money import LARGEST, ONE, ZERO
from calculator.prices import PriceRange, allowed_range, charge_range
from calculator.questions.model import NONE
from calculator.typical import typical_terms
from calculator.unknown_facts import SOME
from calculator.working import NONPARTICIPATING, UNCOVERED, WITH_EXCESS


@dataclass(frozen=True, slots=True)
class AmountRange:
    """An unknown amount: its ends, and the usual value where a source has one.

    ``dear`` is the end at which the patient pays more; None where that is not given (charges and
    allowed amounts). ``rules`` are the figures the range or the usual value rests on.
    """

    path: str
    low: Decimal
    high: Decimal
    typical: Decimal | None = None
    dear: str | None = None
    rules: tuple[str, ...] = ()


#: The usual value of a term by its path, with the figure it comes from.
type Usual = Mapping[str, tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Between what a plan's yearly limits lie, in US dollars, and the rules that say so."""

    ceiling: Decimal
    minimum: Decimal
    rules: tuple[str, ...]


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
        return found
    usual = typical_terms(book, answers)
    if any(basis not in OUT for basis in paid):
        found += _term_ranges(book, answers, bases, usual)
    if any(basis in OUT for basis in paid):
        found += _outside_ranges(book, answers, bases, usual)
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


def _needs_coinsurance(
    answers: Answers, bases: Sequence[LineBasis], prefix: str, *, outside: bool
) -> bool:
    for (_, kind), line in zip(services_of(answers), bases, strict=True):
        if line.basis in (*UNCOVERED, "no_cost") or (line.basis in OUT) != outside:
            continue
        own = f"terms.by_service.{kind}."
        if not outside and answers.get(f"{own}coinsurance") is not None:
            continue
        copay = answers.get(f"{own}copay") if not outside else None
        rule = answers.get(f"{own}copay_rule")
        if copay is None and kind == COPAY_KIND:
            copay, rule = answers.get(f"{prefix}copay"), answers.get(f"{prefix}copay_rule")
        if copay in (None, NONE) or rule == "then_coinsurance":
            return True
    return False


def _term_ranges(
    book: FigureBook,
    answers: Answers,
    bases: Sequence[LineBasis],
    usual: Usual,
) -> Iterator[AmountRange]:
    cap = legal_cap(book, answers)
    most = _known(answers, "terms.out_of_pocket_maximum")
    ceiling = min(limit for limit in (most, cap.person, LARGEST) if limit is not None)
    minimum = ZERO
    rules: tuple[str, ...] = (cap.rule,) if cap.rule else ()
    if answers.get("coverage.high_deductible") and not any_terms_go_with_hsa(book, answers):
        minimum = book.amount("federal.hdhp.minimum_deductible.self") or ZERO
        ceiling = min(ceiling, book.amount("federal.hdhp.out_of_pocket_limit.self") or LARGEST)
        rules = ("federal.hdhp.minimum_deductible.self", "federal.hdhp.out_of_pocket_limit.self")
    yield from _limit_ranges(answers, "terms.", _Bounds(ceiling, minimum, rules), usual)
    yield from _share_ranges(answers, bases, "terms.", usual, outside=False)
    if any(
        answers.get(f"terms.family.{name}") is not None
        for name in ("deductible", "out_of_pocket_maximum")
    ):
        yield from _family_ranges(answers, cap.family or LARGEST)


def _limit_ranges(
    answers: Answers, prefix: str, bounds: _Bounds, usual: Usual
) -> Iterator[AmountRange]:
    ceiling, minimum, rules = bounds.ceiling, bounds.minimum, bounds.rules
    deductible = _known(answers, f"{prefix}deductible")
    met = _known(answers, f"{prefix}deductible_met") or ZERO
    if answers.get(f"{prefix}deductible") is None:
        low = min(max(minimum, met), ceiling)
        yield _range(AmountRange(f"{prefix}deductible", low, ceiling, None, "high", rules), usual)
    if (
        answers.get(f"{prefix}deductible_met") is None
        and answers.get(f"{prefix}deductible") != NONE
    ):
        high = deductible if deductible is not None else ceiling
        paid = _known(answers, f"{prefix}out_of_pocket_met")
        high = high if paid is None else min(high, paid)
        if high:
            yield AmountRange(f"{prefix}deductible_met", ZERO, high, None, "low")
    if answers.get(f"{prefix}out_of_pocket_maximum") is None:
        paid = _known(answers, f"{prefix}out_of_pocket_met") or ZERO
        low = min(max(deductible or minimum, paid, met), ceiling)
        path = f"{prefix}out_of_pocket_maximum"
        yield _range(AmountRange(path, low, ceiling, None, "high", rules), usual)
    if (
        answers.get(f"{prefix}out_of_pocket_met") is None
        and answers.get(f"{prefix}out_of_pocket_maximum") != NONE
    ):
        high = _known(answers, f"{prefix}out_of_pocket_maximum") or ceiling
        yield AmountRange(f"{prefix}out_of_pocket_met", min(met, high), high, None, "low")


def _share_ranges(
    answers: Answers,
    bases: Sequence[LineBasis],
    prefix: str,
    usual: Usual,
    *,
    outside: bool,
) -> Iterator[AmountRange]:
    if answers.get(f"{prefix}copay") == SOME:
        yield _range(AmountRange(f"{prefix}copay", ZERO, LARGEST, None, "high"), usual)
    if answers.get(f"{prefix}coinsurance") is None and _needs_coinsurance(
        answers, bases, prefix, outside=outside
    ):
        yield _range(AmountRange(f"{prefix}coinsurance", ZERO, ONE, None, "high"), usual)


def _family_ranges(answers: Answers, cap: Decimal) -> Iterator[AmountRange]:
    prefix = "terms.family."
    own_met = _known(answers, "terms.deductible_met") or ZERO
    deductible = _known(answers, f"{prefix}deductible")
    if deductible is not None and answers.get(f"{prefix}deductible_met") is None:
        yield AmountRange(
            f"{prefix}deductible_met", min(own_met, deductible), deductible, None, "low"
        )
    maximum = _known(answers, f"{prefix}out_of_pocket_maximum")
    if answers.get(f"{prefix}out_of_pocket_maximum") is None:
        paid = _known(answers, f"{prefix}out_of_pocket_met") or ZERO
        low = min(max(deductible or ZERO, paid), cap)
        yield AmountRange(f"{prefix}out_of_pocket_maximum", low, cap, None, "high")
    if (
        answers.get(f"{prefix}out_of_pocket_met") is None
        and answers.get(f"{prefix}out_of_pocket_maximum") != NONE
    ):
        high = min(maximum, cap) if maximum is not None else cap
        low = min(_known(answers, "terms.out_of_pocket_met") or own_met, high)
        yield AmountRange(f"{prefix}out_of_pocket_met", low, high, None, "low")


def _outside_ranges(
    book: FigureBook,
    answers: Answers,
    bases: Sequence[LineBasis],
    usual: Usual,
) -> Iterator[AmountRange]:
    prefix = "terms.out_of_network."
    ceiling = _known(answers, f"{prefix}out_of_pocket_maximum") or LARGEST
    rules: tuple[str, ...] = ()
    if answers["coverage.program"] == "medicare_advantage":
        rules = ("medicare_advantage.out_of_pocket_limit.combined",)
        ceiling = min(ceiling, book.amount(rules[0]) or LARGEST)
    yield from _limit_ranges(answers, prefix, _Bounds(ceiling, ZERO, rules), usual)
    yield from _share_ranges(answers, bases, prefix, usual, outside=True)


def _range(amount: AmountRange, usual: Usual) -> AmountRange:
    """Add the usual value of a term, held to its range, and the figure it comes from."""
    typical, source = usual.get(amount.path, (None, ""))
    if typical is None:
        return amount
    held = min(max(typical, amount.low), amount.high)
    return replace(amount, typical=held, rules=(*amount.rules, source))


def _known(answers: Answers, path: str) -> Decimal | None:
    value = answers.get(path)
    return value if isinstance(value, Decimal) else None
