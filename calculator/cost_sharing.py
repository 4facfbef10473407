"""Deductible, copay, coinsurance and out-of-pocket maximum, in the order they are applied.

The order is that of ``private.cost_sharing_order``. What one line uses up is gone for the next.
"""

from decimal import Decimal
from typing import NamedTuple

from calculator.money import ZERO, cents
from calculator.working import Limits, LineTerms


class Meter:
    """What is still open of the yearly limits on one side of the network."""

    __slots__ = (
        "_aggregate",
        "_family_deductible",
        "_family_law",
        "_family_maximum",
        "_maximum",
        "_own",
        "_own_law",
    )

    def __init__(self, limits: Limits) -> None:
        """Start from the limits and what was met before this bill."""
        self._aggregate = limits.aggregate and limits.family_deductible is not None
        self._own = max(ZERO, limits.deductible - limits.deductible_met)
        self._family_deductible = _left(limits.family_deductible, limits.family_deductible_met)
        self._own_law, self._family_law = limits.maximum_law, limits.family_maximum_law
        self._maximum = _left(limits.maximum, limits.maximum_met)
        self._family_maximum = _left(limits.family_maximum, limits.family_maximum_met)

    @property
    def deductible(self) -> Decimal:
        """The deductible still open for this person.

        Embedded: the smaller of the person's and the family's rest. Aggregate: the family's.
        """
        if self._family_deductible is None:
            return self._own
        if self._aggregate:
            return self._family_deductible
        return min(self._own, self._family_deductible)

    @property
    def maximum(self) -> Decimal | None:
        """What the person can still owe this year; None where there is no limit."""
        own, family = self._maximum, self._family_maximum
        if own is None or family is None:
            return family if own is None else own
        return min(own, family)

    @property
    def maximum_law(self) -> str:
        """The figure of the law that sets the maximum that binds; empty for the plan's own."""
        family_binds = self._family_maximum is not None and self._family_maximum == self.maximum
        own_binds = self._maximum is not None and self._maximum == self.maximum
        if own_binds and not (family_binds and not self._family_law):
            return self._own_law
        return self._family_law if family_binds else ""

    def count(self, deductible: Decimal, paid: Decimal) -> None:
        """Count what a line used of the deductible, and what the patient paid in cost sharing."""
        self._own = max(ZERO, self._own - deductible)
        if self._family_deductible is not None:
            self._family_deductible = max(ZERO, self._family_deductible - deductible)
        if self._maximum is not None:
            self._maximum = max(ZERO, self._maximum - paid)
        if self._family_maximum is not None:
            self._family_maximum = max(ZERO, self._family_maximum - paid)


class Share(NamedTuple):
    """The patient's cost sharing on one line, part by part, and what the maximum took off."""

    deductible: Decimal
    copay: Decimal
    coinsurance: Decimal
    coinsurance_base: Decimal
    over_maximum: Decimal
    counts_toward_deductible: Decimal

    @property
    def paid(self) -> Decimal:
        """What the patient pays in cost sharing."""
        return self.deductible + self.copay + self.coinsurance - self.over_maximum


def share_of(counts: Decimal, terms: LineTerms, meter: Meter, *, copay_counts: bool) -> Share:
    """Work out the patient's share of the amount that counts.

    ``instead_of_deductible``: the copay alone. ``after_deductible``: the deductible, then the
    copay on what is left. ``then_coinsurance``: both, then coinsurance on the rest. Without a
    copay: the deductible, then coinsurance. No part is more than the amount it applies to.
    """
    deductible = copay = coinsurance = base = ZERO
    if terms.copay is not None and terms.copay_rule == "instead_of_deductible":
        copay = min(terms.copay, counts)
    else:
        deductible = min(counts, meter.deductible)
        rest = counts - deductible
        if terms.copay is not None:
            copay = min(terms.copay, rest)
            rest -= copay
        if terms.copay is None or terms.copay_rule == "then_coinsurance":
            base = rest
            coinsurance = cents(base * terms.coinsurance)
    paid = deductible + copay + coinsurance
    most = meter.maximum
    over = ZERO if most is None else max(ZERO, paid - most)
    used = min(meter.deductible, deductible + copay) if copay_counts else deductible
    used = min(used, paid - over)  # what the maximum took off was never paid toward anything
    return Share(deductible, copay, coinsurance, base, over, used)


def _left(limit: Decimal | None, met: Decimal) -> Decimal | None:
    return None if limit is None else max(ZERO, limit - met)
