"""One fully known case, worked out: the lines of the bill and the working behind them.

All amounts are US dollars, rounded to the cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from calculator.money import ZERO
from calculator.second_payer import SecondPayer

#: On whose terms a line is paid.
#:
#: in_network      the plan's network terms; the rest of the charge is written off
#: out_of_network  the plan's out-of-network terms; the rest of the charge is a balance bill
#: plan_share_only covered out of network by a Medicare Advantage plan; no balance bill
#: assigned        Original Medicare, the provider takes the approved amount
#: assigned_nonparticipating  the same for a non-participating doctor, whose amount is smaller
#: unassigned      Original Medicare, an excess charge up to the limiting charge
#: terms_with_excess  a private fee-for-service plan that lets its doctors bill somewhat more
#: program_terms   the terms of a public program, which the rules know
#: point_of_service TRICARE Prime without a referral
#: out_with_excess covered out of network, and the doctor may bill somewhat more
#: no_cost         covered with nothing left for the patient
#: private_contract the doctor opted out of Medicare: the price agreed with the patient
#: not_covered     the patient owes the charge
type Basis = Literal[
    "in_network",
    "out_of_network",
    "plan_share_only",
    "assigned",
    "assigned_nonparticipating",
    "unassigned",
    "terms_with_excess",
    "program_terms",
    "point_of_service",
    "out_with_excess",
    "no_cost",
    "private_contract",
    "not_covered",
]

#: Lines for which the non-participating amount counts.
NONPARTICIPATING: tuple[Basis, ...] = ("assigned_nonparticipating", "unassigned")

#: Lines on which the provider may bill somewhat more than what counts.
WITH_EXCESS: tuple[Basis, ...] = ("unassigned", "terms_with_excess", "out_with_excess")

#: Lines paid on the terms for providers out of network.
OUT: tuple[Basis, ...] = (
    "out_of_network",
    "plan_share_only",
    "point_of_service",
    "out_with_excess",
)

#: Lines of which the patient owes the whole charge.
UNCOVERED: tuple[Basis, ...] = ("private_contract", "not_covered")


@dataclass(frozen=True, slots=True)
class LineTerms:
    """Cost sharing for one line; ``copay`` None means there is no copay.

    ``copay_source`` names the rule a copay comes from, where it is not the plan's own.
    """

    copay: Decimal | None
    copay_rule: str
    coinsurance: Decimal
    copay_source: str = ""


class LineCase(NamedTuple):
    """One line of a known case. ``charge`` None: not needed and not known."""

    kind: str
    basis: Basis
    charge: Decimal | None
    allowed: Decimal | None
    terms: LineTerms | None
    rules: tuple[str, ...] = ()


class Limits(NamedTuple):
    """What counts up over the year on one side of the network; None means no such limit.

    ``deductible`` is the person's own. ``aggregate``: the family amount alone decides.
    ``maximum_law`` and ``family_maximum_law`` name the figure where the law, not the plan, sets
    the maximum; they are empty for the plan's own.
    """

    deductible: Decimal = ZERO
    deductible_met: Decimal = ZERO
    family_deductible: Decimal | None = None
    family_deductible_met: Decimal = ZERO
    aggregate: bool = False
    maximum: Decimal | None = None
    maximum_met: Decimal = ZERO
    family_maximum: Decimal | None = None
    family_maximum_met: Decimal = ZERO
    maximum_law: str = ""
    family_maximum_law: str = ""
    copay_counts_toward_deductible: bool = False


#: How spending on one side of the network counts on the other: not at all, fully, only from
#: inside to outside, or toward the yearly maximum but not toward the deductible.
type Accumulators = Literal["separate", "combined", "in_counts_toward_out", "maximum_combined"]


class Case(NamedTuple):
    """A case in which nothing is unknown."""

    lines: tuple[LineCase, ...]
    in_network: Limits
    out_of_network: Limits
    accumulators: Accumulators
    fee_share: Decimal
    limiting_multiple: Decimal
    rules: "CaseRules"
    second: SecondPayer | None = None


@dataclass(frozen=True, slots=True)
class CaseRules:
    """The rules that the steps of a case name.

    ``counts`` says for a basis which rule tells what of a charge counts, where it is not the one
    of private plans; the rules "outside" are those of lines out of network.
    """

    deductible: str
    coinsurance: str
    copay: str
    charge: str
    maximum: str
    excess: str = "medicare.limiting_charge.multiple"
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    share_outside: str = ""
    deductible_outside: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working, before it is put into words."""

    line: int
    code: str
    amount: Decimal
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


class Line(NamedTuple):
    """One line of the bill: patient + plan + second payer + written off = charge.

    ``patient`` includes ``balance_bill`` and ``excess_charge``, which are also given apart.
    """

    kind: str
    charge: Decimal
    allowed: Decimal
    patient: Decimal
    plan: Decimal
    second_payer: Decimal
    balance_bill: Decimal
    excess_charge: Decimal
    written_off: Decimal
    charge_known: bool = True


@dataclass(frozen=True, slots=True)
class Bill:
    """All lines and the working."""

    lines: tuple[Line, ...]
    steps: Sequence[Step] = field(compare=False, repr=False)
    patient: Decimal = field(init=False)

    def __post_init__(self) -> None:
        """Add up what the patient owes in all: every bill is compared by it, many times."""
        object.__setattr__(self, "patient", sum([line.patient for line in self.lines], ZERO))

    def total(self, part: str) -> Decimal:
        """Add one column up, for example ``patient``."""
        return sum((getattr(line, part) for line in self.lines), ZERO)
