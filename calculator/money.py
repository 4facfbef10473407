"""Money and shares as Decimal: parsing, rounding in one place, and how they are written."""

import re
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)

#: More than this in one field is a slip of the finger, not a medical bill (US dollars).
LARGEST = Decimal(10_000_000)

_PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")


def cents(amount: Decimal) -> Decimal:
    """Round an amount in US dollars half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse_number(text: str) -> Decimal | None:
    """Read a number as people type it: ``$1,500``, ``1 500.50``, ``20 %``; None if it is none.

    A minus sign is kept, so that the caller can say "not below zero" instead of "not a number".
    """
    stripped = text.strip().removeprefix("$").removesuffix("%").strip()
    negative = stripped.startswith(("-", "−"))
    digits = re.sub(r"(?<=\d)[, ](?=\d{3}(\D|$))", "", stripped.lstrip("-−$ "))
    if not _PLAIN_NUMBER.fullmatch(digits):
        return None
    return -Decimal(digits) if negative else Decimal(digits)


def usd(amount: Decimal) -> str:
    """Write US dollars: ``$283`` for whole dollars, ``$56.60`` otherwise."""
    rounded = cents(amount)
    if rounded == rounded.to_integral_value():
        return f"${rounded:,.0f}"
    return f"${rounded:,.2f}"


def percent(share: Decimal) -> str:
    """Write a share as a percentage: ``0.2`` is ``20%``, ``0.333`` is ``33.3%``."""
    scaled = (share * HUNDRED).normalize()
    return f"{scaled:f}%"


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without trailing zeros."""
    return f"{number.normalize():f}"


def usd_range(low: Decimal, high: Decimal) -> str:
    """Write one amount, or "$40 to $120" where the two ends differ."""
    return usd(low) if low == high else f"{usd(low)} to {usd(high)}"
