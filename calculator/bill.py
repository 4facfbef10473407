"""Work a fully known case out, line by line, in the order the bill arrives."""

from dataclasses import replace
from decimal import Decimal

from calculator.amounts import Split, split_charge
from calculator.bill_steps import Before, amount_steps, extra_steps, share_steps
from calculator.cost_sharing import Meter, Share, share_of
from calculator.money import ZERO
from calculator.second_payer import Left, SecondMeter, Taken
from calculator.working import OUT, UNCOVERED, Bill, Case, Limits, Line, LineCase, Step


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
        elif kept == "maximum_combined":
            other = self._inside if outside else self._outside
            other.count(ZERO, share.paid)


def work_out(case: Case) -> Bill:
    """Work the bill out and keep the working."""
    meters = _Meters(case)
    second = SecondMeter(case.second) if case.second else None
    lines: list[Line] = []
    steps: list[Step] = []
    for number, line in enumerate(case.lines):
        split = split_charge(case, line)
        steps += amount_steps(case, number, line, split)
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
        before = Before(meter.deductible, meter.maximum, meter.maximum_law)
        copay_counts = limits.copay_counts_toward_deductible
        share = share_of(split.counts, line.terms, meter, copay_counts=copay_counts)
        steps += share_steps(case, number, line, share, before)
        meters.count(line, share)
        steps += extra_steps(case, number, split)
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
