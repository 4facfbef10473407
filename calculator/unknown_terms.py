"""The unknown terms of a plan: deductible, copay, coinsurance, maximum, and what is met of them.

Each has a cheap and a dear end: more deductible, copay, coinsurance or maximum never makes a bill
smaller, more already met never makes it larger. A property test walks a grid to hold us to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.amount_range import AmountRange
from calculator.answers import Answers, services_of
from calculator.case import COPAY_KIND
from calculator.figures import FigureBook
from calculator.limits import any_terms_go_with_hsa, legal_cap
from calculator.line_basis import LineBasis
from calculator.money import LARGEST, ONE, ZERO
from calculator.program_terms import share_ceiling
from calculator.questions.model import NONE, SOME
from calculator.working import OUT, UNCOVERED

#: The usual value of a term by its path, with the figure it comes from.
type Usual = Mapping[str, tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Between what a plan's yearly limits lie, in US dollars, and the rules that say so.

    ``deductible_first``: nothing is paid toward the maximum before the deductible is met.
    """

    ceiling: Decimal
    minimum: Decimal
    rules: tuple[str, ...]
    uses: "_Uses"
    deductible_first: bool = False


@dataclass(frozen=True, slots=True)
class _Uses:
    """Which of a plan's terms the lines on one side of the network use."""

    deductible: bool
    coinsurance: bool


def _uses(answers: Answers, bases: Sequence[LineBasis], prefix: str, *, outside: bool) -> _Uses:
    deductible = coinsurance = False
    for (_, kind), line in zip(services_of(answers), bases, strict=True):
        if line.basis in (*UNCOVERED, "no_cost") or (line.basis in OUT) != outside:
            continue
        own = "" if outside else f"terms.by_service.{kind}."
        own_share = answers.get(f"{own}coinsurance") if own else None
        copay = answers.get(f"{own}copay") if own else None
        rule = answers.get(f"{own}copay_rule") if own else None
        if copay is None and own_share is None and kind == COPAY_KIND:
            copay, rule = answers.get(f"{prefix}copay"), answers.get(f"{prefix}copay_rule")
        free_of_copay = copay in (None, NONE)
        deductible |= free_of_copay or rule != "instead_of_deductible"
        coinsurance |= own_share is None and (free_of_copay or rule == "then_coinsurance")
    return _Uses(deductible, coinsurance)


def network_ranges(
    book: FigureBook, answers: Answers, bases: Sequence[LineBasis], usual: Usual
) -> Iterator[AmountRange]:
    """The unknown terms in network that a line uses."""
    cap = legal_cap(book, answers)
    most = _known(answers, "terms.out_of_pocket_maximum")
    ceiling = min(limit for limit in (most, cap.person, LARGEST) if limit is not None)
    minimum = ZERO
    rules: tuple[str, ...] = (cap.rule,) if cap.rule else ()
    if answers.get("coverage.high_deductible") and not any_terms_go_with_hsa(book, answers):
        minimum = book.amount("federal.hdhp.minimum_deductible.self") or ZERO
        ceiling = min(ceiling, book.amount("federal.hdhp.out_of_pocket_limit.self") or LARGEST)
        rules = ("federal.hdhp.minimum_deductible.self", "federal.hdhp.out_of_pocket_limit.self")
    uses = _uses(answers, bases, "terms.", outside=False)
    bounds = _Bounds(ceiling, minimum, rules, uses, deductible_first=minimum > ZERO)
    yield from _limit_ranges(answers, "terms.", bounds, usual)
    yield from _share_ranges(answers, "terms.", usual, uses, share_ceiling(book, answers))
    if any(
        answers.get(f"terms.family.{name}") is not None
        for name in ("deductible", "out_of_pocket_maximum")
    ):
        yield from _family_ranges(answers, cap.family or LARGEST)


def _limit_ranges(
    answers: Answers, prefix: str, bounds: _Bounds, usual: Usual
) -> Iterator[AmountRange]:
    ceiling, rules = bounds.ceiling, bounds.rules
    deductible = _known(answers, f"{prefix}deductible")
    met = _known(answers, f"{prefix}deductible_met") or ZERO
    paid = _known(answers, f"{prefix}out_of_pocket_met")
    if bounds.uses.deductible:
        if answers.get(f"{prefix}deductible") is None:
            low = min(max(bounds.minimum, met), ceiling)
            path = f"{prefix}deductible"
            yield _range(AmountRange(path, low, ceiling, None, "high", rules), usual)
        has_one = answers.get(f"{prefix}deductible") != NONE
        if answers.get(f"{prefix}deductible_met") is None and has_one:
            high = ceiling if deductible is None else deductible
            high = high if paid is None else min(high, paid)
            if high:
                yield AmountRange(f"{prefix}deductible_met", ZERO, high, None, "low")
    if answers.get(f"{prefix}out_of_pocket_maximum") is None:
        # No plan's maximum is below its deductible, or below the copay of one visit.
        copay = _known(answers, f"{prefix}copay") or ZERO
        low = min(max(deductible or bounds.minimum, copay, paid or ZERO, met), ceiling)
        path = f"{prefix}out_of_pocket_maximum"
        yield _range(AmountRange(path, low, ceiling, None, "high", rules), usual)
    limited = answers.get(f"{prefix}out_of_pocket_maximum") != NONE
    if paid is None and limited:
        high = _known(answers, f"{prefix}out_of_pocket_maximum") or ceiling
        given = _known(answers, f"{prefix}deductible_met")
        still_open = None not in (deductible, given) and met < (deductible or ZERO)
        if bounds.deductible_first and still_open:
            high = min(high, met)
        yield AmountRange(f"{prefix}out_of_pocket_met", min(met, high), high, None, "low")


def _share_ranges(
    answers: Answers,
    prefix: str,
    usual: Usual,
    uses: _Uses,
    ceiling: tuple[Decimal, tuple[str, ...]],
) -> Iterator[AmountRange]:
    if answers.get(f"{prefix}copay") == SOME:
        yield _range(AmountRange(f"{prefix}copay", ZERO, LARGEST, None, "high"), usual)
    if answers.get(f"{prefix}coinsurance") is None and uses.coinsurance:
        most, rules = ceiling
        yield _range(AmountRange(f"{prefix}coinsurance", ZERO, most, None, "high", rules), usual)


def _family_ranges(answers: Answers, cap: Decimal) -> Iterator[AmountRange]:
    prefix = "terms.family."
    own_met = _known(answers, "terms.deductible_met") or ZERO
    deductible = _known(answers, f"{prefix}deductible")
    if deductible is not None and answers.get(f"{prefix}deductible_met") is None:
        paid = _known(answers, f"{prefix}out_of_pocket_met")
        high = deductible if paid is None else min(deductible, paid)
        yield AmountRange(f"{prefix}deductible_met", min(own_met, high), high, None, "low")
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


def outside_ranges(
    book: FigureBook, answers: Answers, bases: Sequence[LineBasis], usual: Usual
) -> Iterator[AmountRange]:
    """The unknown terms out of network that a line uses."""
    prefix = "terms.out_of_network."
    ceiling = _known(answers, f"{prefix}out_of_pocket_maximum") or LARGEST
    rules: tuple[str, ...] = ()
    if answers["coverage.program"] == "medicare_advantage":
        rules = ("medicare_advantage.out_of_pocket_limit.combined",)
        ceiling = min(ceiling, book.amount(rules[0]) or LARGEST)
    uses = _uses(answers, bases, prefix, outside=True)
    yield from _limit_ranges(answers, prefix, _Bounds(ceiling, ZERO, rules, uses), usual)
    yield from _share_ranges(answers, prefix, usual, uses, (ONE, ()))


def _range(amount: AmountRange, usual: Usual) -> AmountRange:
    """Add the usual value of a term, held to its range, and the figure it comes from."""
    typical, source = usual.get(amount.path, (None, ""))
    if typical is None:
        return amount
    held = min(max(typical, amount.low), amount.high)
    return amount._replace(typical=held, rules=(*amount.rules, source))


def _known(answers: Answers, path: str) -> Decimal | None:
    value = answers.get(path)
    return value if isinstance(value, Decimal) else None
