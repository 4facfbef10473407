"""An unknown amount and between what it lies."""

from decimal import Decimal
from typing import NamedTuple


class AmountRange(NamedTuple):
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
