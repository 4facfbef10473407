"""Work a fully known case out, line by line, in the order the bill arrives."""

from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.amounts import Split, approved_amount, limiting_charge, split_charge
from calculator.cost_sharing import Meter, Share, share_of
from calculator.money import ZERO
from calculator.second_payer import Left, SecondMeter, Taken
from calculator.working import (
    NONPARTICIPATING,
    UNCOVERED,
    Bill,
    Case,
    Limits,
    Line,
    LineCase,
    Step,
)

OUT: tuple[str, ...] = ("out_of_network", "plan_share_only")


@dataclass(frozen=True, slots=True)
class _Before:
    """What was open before a line: deductible, maximum, and the law behind the maximum."""

    deductible: Decimal
    maximum: Decimal | None
    maximum_law: str


#: The rule that says what of a charge counts, by basis.
_COUNTS = {
    "in_network": ("private.allowed_amount", "private.in_network_write_off"),
    "out_of_network": ("private.allowed_amount", "private.out_of_network_allowed_amount"),
    "plan_share_only": ("medicare_advantage.noncontract_payment",),
    "assigned": ("medicare.assignment",),
    "assigned_nonparticipating": ("medicare.assignment",),
    "unassigned": ("medicare.limiting_charge",),
    "terms_with_excess": ("medicare_advantage.pffs_balance_billing",),
    "no_cost": ("medicare.lab_no_cost",),
}


class _Meters:
    """The two sides of the network, and how spending on one counts on the other."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._inside = Meter(case.in_network)
        self._outside = Meter(case.out_of_network)

    def of(self, line: LineCase) -> tuple[Meter, Limits]:
        if line.basis in OUT:
            return self._outside, self._case.out_of_network
        return self._inside, self._case.in_network

    def count(self, line: LineCase, share: Share) -> None:
        meter, _ = self.of(line)
        meter.count(share.counts_toward_deductible, share.paid)
        outside = meter is self._outside
        kept = self._case.accumulators
        if kept == "combined" or (kept == "in_counts_toward_out" and not outside):
            other = self._inside if outside else self._outside
            other.count(share.counts_toward_deductible, share.paid)


def work_out(case: Case) -> Bill:
    """Work the bill out and keep the working."""
    meters = _Meters(case)
    second = SecondMeter(case.second) if case.second else None
    lines: list[Line] = []
    steps: list[Step] = []
    for number, line in enumerate(case.lines):
        split = split_charge(case, line)
        steps += _amount_steps(case, number, line, split)
        if line.basis in UNCOVERED:
            lines.append(_line(line, split, split.counts))
            continue
        if line.basis == "no_cost":
            steps.append(Step(number, "no_cost", ZERO, rules=line.rules))
            lines.append(_line(line, split, ZERO))
            continue
        meter, limits = meters.of(line)
        if line.terms is None:
            raise ValueError("a covered line has terms")
        before = _Before(meter.deductible, meter.maximum, meter.maximum_law)
        copay_counts = limits.copay_counts_toward_deductible
        share = share_of(split.counts, line.terms, meter, copay_counts=copay_counts)
        steps += _share_steps(case, number, line, share, before)
        meters.count(line, share)
        steps += _extra_steps(case, number, split)
        taken = _taken(second, line, share, split)
        if taken is not None and taken.total + share.paid + split.excess_charge:
            code = "second_payer" if taken.total else "second_payer_nothing"
            steps.append(Step(number, code, taken.total, rules=taken.rules))
        lines.append(_paid_line(line, split, share, taken))
    return Bill(tuple(lines), tuple(steps))


def _taken(second: SecondMeter | None, line: LineCase, share: Share, split: Split) -> Taken | None:
    if second is None:
        return None
    left = Left(share.deductible, share.coinsurance, split.excess_charge)
    return second.take(left, visit=line.kind == "visit")


def _paid_line(line: LineCase, split: Split, share: Share, taken: Taken | None) -> Line:
    """A covered line: the second payer takes its part of what Medicare leaves."""
    patient = share.paid + split.balance_bill + split.excess_charge
    found = _line(line, split, patient)
    if taken is None:
        return found
    return replace(
        found,
        patient=patient - taken.total,
        second_payer=taken.total,
        excess_charge=split.excess_charge - taken.excess_charge,
    )


def _line(line: LineCase, split: Split, patient: Decimal) -> Line:
    covered = line.basis not in UNCOVERED
    return Line(
        kind=line.kind,
        charge=split.charge,
        allowed=split.counts if covered else ZERO,
        patient=patient,
        plan=split.charge - split.written_off - patient,
        second_payer=ZERO,
        balance_bill=split.balance_bill,
        excess_charge=split.excess_charge,
        written_off=split.written_off,
        charge_known=line.charge is not None,
    )


def _amount_steps(case: Case, number: int, line: LineCase, split: Split) -> list[Step]:
    steps = [Step(number, f"basis_{line.basis}", split.charge, rules=line.rules)]
    if line.basis in UNCOVERED:
        return steps
    if line.basis in NONPARTICIPATING:
        steps.append(
            Step(
                number,
                "nonparticipating_amount",
                approved_amount(case, line),
                {"allowed": line.allowed or ZERO, "share": case.fee_share},
                ("medicare.nonparticipating.fee_share",),
            )
        )
    if line.charge is not None and split.counts == split.charge:
        numbers = {"charge": split.charge}
        rules = (case.rules.charge,)
        steps.append(Step(number, "charge_counts", split.counts, numbers, rules))
    else:
        steps.append(
            Step(
                number,
                "allowed_counts",
                split.counts,
                {"charge": split.charge, "written_off": split.written_off},
                _COUNTS[line.basis],
            )
        )
    if split.excess_charge:
        steps.append(
            Step(
                number,
                "limiting_charge",
                limiting_charge(case, line),
                {"multiple": case.limiting_multiple, "approved": approved_amount(case, line)},
                (case.rules.excess,),
            )
        )
    return steps


def _share_steps(
    case: Case,
    number: int,
    line: LineCase,
    share: Share,
    before: _Before,
) -> list[Step]:
    steps: list[Step] = []
    terms = line.terms
    if terms is None:
        return steps
    skipped = terms.copay is not None and terms.copay_rule == "instead_of_deductible"
    if skipped:
        numbers = {"copay": terms.copay or ZERO}
        steps.append(Step(number, "copay_instead", share.copay, numbers, (case.rules.copay,)))
    else:
        steps.append(
            Step(
                number,
                "deductible" if before.deductible else "deductible_met",
                share.deductible,
                {"open": before.deductible},
                (case.rules.deductible,),
            )
        )
        if terms.copay is not None:
            numbers = {"copay": terms.copay}
            steps.append(Step(number, "copay", share.copay, numbers, (case.rules.copay,)))
        if share.coinsurance_base:
            steps.append(
                Step(
                    number,
                    "coinsurance",
                    share.coinsurance,
                    {"share": terms.coinsurance, "base": share.coinsurance_base},
                    (case.rules.coinsurance,),
                )
            )
    if share.over_maximum and before.maximum is not None:
        code = "maximum_by_law" if before.maximum_law else "maximum"
        rule = before.maximum_law or case.rules.maximum
        steps.append(Step(number, code, share.over_maximum, {"left": before.maximum}, (rule,)))
    return steps


def _extra_steps(case: Case, number: int, split: Split) -> list[Step]:
    steps = []
    if split.excess_charge:
        steps.append(
            Step(
                number,
                "excess_charge",
                split.excess_charge,
                rules=(case.rules.excess,),
            )
        )
    if split.balance_bill:
        steps.append(
            Step(
                number,
                "balance_bill",
                split.balance_bill,
                rules=("private.balance_bill_not_counted",),
            )
        )
    return steps
