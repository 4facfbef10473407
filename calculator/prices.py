"""Published prices that stand in for amounts the reader does not know, each with its rules.

Medicare's national prices are the base. A private plan's amount is that price times what studies
found private plans pay; a charge is that price times what studies found doctors charge.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculator.figures import FigureBook
from calculator.money import cents
from calculator.programs import MEDICAID, MEDICARE_PRICES
from calculator.working import Basis

_BASE = {
    "facility": "price.medicare.facility",
    "imaging": "price.medicare.imaging",
    "imaging_review": "price.medicare.imaging_review",
    "pathology_review": "price.medicare.pathology_review",
}


@dataclass(frozen=True, slots=True)
class PriceRange:
    """A price in US dollars: the least, the greatest, and the usual one where a source has it."""

    low: Decimal
    typical: Decimal | None
    high: Decimal
    rules: tuple[str, ...]

    def times(self, multiple: "PriceRange") -> "PriceRange":
        """Multiply end by end."""
        typical = None
        if self.typical is not None and multiple.typical is not None:
            typical = cents(self.typical * multiple.typical)
        return PriceRange(
            cents(self.low * multiple.low),
            typical,
            cents(self.high * multiple.high),
            self.rules + multiple.rules,
        )


def medicare_price(book: FigureBook, kind: str, setting: str | None) -> PriceRange | None:
    """What Medicare counts for one kind of service; None where no source has a price."""
    if kind == "visit":
        place = "hospital" if setting == "hospital_clinic" else "office"
        return _range(book, f"price.medicare.visit.{place}")
    base = _BASE.get(kind)
    return _range(book, base) if base else None


def allowed_range(
    book: FigureBook, program: str, kind: str, setting: str | None, basis: Basis
) -> PriceRange | None:
    """What the payer may count for a line.

    Out of network a private plan chooses its own base. We take Medicare's price as the least and
    the whole charge as the most.
    """
    key = ("allowed", program, kind, setting, basis)
    return book.memory.recall(key, lambda: _allowed(book, program, kind, setting, basis))


def _allowed(
    book: FigureBook, program: str, kind: str, setting: str | None, basis: Basis
) -> PriceRange | None:
    price = medicare_price(book, kind, setting)
    if price is None or program in MEDICARE_PRICES:
        return price
    if program in MEDICAID:
        of_medicare = _range(book, "price.medicaid_multiple")
        return price.times(of_medicare) if of_medicare else price
    if basis == "out_of_network":
        multiple = book.required("price.out_of_network_allowed.multiple")
        typical = None if price.typical is None else cents(price.typical * multiple)
        charge = charge_range(book, kind, setting)
        high = charge.high if charge else price.high * multiple
        rules = (*price.rules, "price.out_of_network_allowed.multiple")
        return PriceRange(price.low, typical, cents(high), rules)
    group = "hospital" if kind == "facility" else "professional"
    multiple_range = _range(book, f"price.commercial_multiple.{group}")
    return price.times(multiple_range) if multiple_range else None


def charge_range(book: FigureBook, kind: str, setting: str | None) -> PriceRange | None:
    """What a provider may charge for a line, before any insurance."""
    key = ("charge", kind, setting)
    return book.memory.recall(key, lambda: _charge(book, kind, setting))


def _charge(book: FigureBook, kind: str, setting: str | None) -> PriceRange | None:
    if kind == "records_review":
        return _range(book, "price.records_only")
    price = medicare_price(book, kind, setting)
    multiple = _range(book, "price.charge_multiple")
    if price is None or multiple is None or kind == "facility":
        return None
    return price.times(multiple)


def _range(book: FigureBook, prefix: str) -> PriceRange | None:
    ends = {
        end: book.amount(f"{prefix}.{end}")
        for end in ("low", "typical", "high")
        if f"{prefix}.{end}" in book.rules.figures
    }
    known = [amount for amount in ends.values() if amount is not None]
    if not known:
        return None
    rules = tuple(f"{prefix}.{end}" for end, amount in ends.items() if amount is not None)
    return PriceRange(min(known), ends.get("typical"), max(known), rules)
