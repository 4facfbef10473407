"""How a charge splits before cost sharing: what counts, what may be billed on top, what is dropped.

Sources of the rules: the federal definition of cost sharing and balance bills for private plans
(``private.balance_bill_not_counted``), Medicare assignment (``medicare.assignment``) and the
limiting charge (``medicare.limiting_charge.multiple``).
"""

from decimal import Decimal
from typing import NamedTuple

from calculator.money import ZERO, cents
from calculator.working import NONPARTICIPATING, UNCOVERED, WITH_EXCESS, Case, LineCase


class Split(NamedTuple):
    """The parts of one charge: counts + balance_bill + excess_charge + written_off = charge."""

    charge: Decimal
    counts: Decimal
    balance_bill: Decimal = ZERO
    excess_charge: Decimal = ZERO
    written_off: Decimal = ZERO


def split_charge(case: Case, line: LineCase) -> Split:
    """Split one line. The amount that counts is never more than the charge."""
    if line.basis in UNCOVERED:
        charge = _known(line.charge)
        return Split(charge, counts=charge)
    counts = approved_amount(case, line)
    charge = counts if line.charge is None else line.charge
    counts = min(counts, charge)
    rest = charge - counts
    if line.basis == "out_of_network":
        return Split(charge, counts, balance_bill=rest)
    if line.basis in WITH_EXCESS:
        most = min(charge, limiting_charge(case, line))
        excess = max(ZERO, most - counts)
        return Split(charge, counts, excess_charge=excess, written_off=rest - excess)
    return Split(charge, counts, written_off=rest)


def approved_amount(case: Case, line: LineCase) -> Decimal:
    """What the payer counts, before it is held to the charge.

    For a non-participating doctor, with assignment or without, this is the non-participating
    amount, a share of the participating one (42 CFR 414.20(b), 414.48).
    """
    allowed = _known(line.allowed)
    return cents(case.fee_share * allowed) if line.basis in NONPARTICIPATING else allowed


def limiting_charge(case: Case, line: LineCase) -> Decimal:
    """The most a provider who may bill an excess charge can charge in all.

    Without assignment: 42 CFR 414.48. Private fee-for-service plans that allow it: 42 CFR 422.216.
    """
    return cents(case.limiting_multiple * approved_amount(case, line))


def _known(amount: Decimal | None) -> Decimal:
    if amount is None:
        raise ValueError("a known case has every amount its lines need")
    return amount
