"""Work a fully known case out, line by line, in the order the bill arrives."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, overload, override

from calculator.amounts import Split, split_charge
from calculator.bill_steps import Before, amount_steps, extra_steps, share_steps
from calculator.cost_sharing import Meter, Share, share_of
from calculator.money import ZERO
from calculator.second_payer import Left, SecondMeter, Taken
from calculator.working import OUT, UNCOVERED, Bill, Case, Line, LineCase, Step


class _Meters:
    """The two sides of the network, and how spending on one counts on the other."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._of: dict[bool, Meter] = {}

    def of(self, *, outside: bool) -> Meter:
        meter = self._of.get(outside)
        if meter is None:
            limits = self._case.out_of_network if outside else self._case.in_network
            meter = self._of[outside] = Meter(limits)
        return meter

    def count(self, share: Share, *, outside: bool) -> None:
        toward_deductible, paid = share.counts_toward_deductible, share.paid
        self.of(outside=outside).count(toward_deductible, paid)
        kept = self._case.accumulators
        if kept == "combined" or (kept == "in_counts_toward_out" and not outside):
            self.of(outside=not outside).count(toward_deductible, paid)
        elif kept == "maximum_combined":
            self.of(outside=not outside).count(ZERO, paid)


class _Worked(NamedTuple):
    """One line that was worked out, and what its steps are written from."""

    line: LineCase
    split: Split
    share: Share | None = None
    before: Before | None = None
    taken: Taken | None = None


class _Steps(Sequence[Step]):
    """The working of a bill, written when it is first read: most bills are only compared."""

    def __init__(self, case: Case, worked: Sequence[_Worked]) -> None:
        self._case, self._worked = case, worked
        self._written: tuple[Step, ...] | None = None

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]: ...
    @override
    def __getitem__(self, place: int | slice) -> Step | Sequence[Step]:
        return self._all[place]

    @override
    def __len__(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> tuple[Step, ...]:
        if self._written is None:
            self._written = tuple(_steps(self._case, self._worked))
        return self._written


def work_out(case: Case) -> Bill:
    """Work the bill out and keep what the working is written from."""
    meters = _Meters(case)
    second = SecondMeter(case.second) if case.second else None
    lines: list[Line] = []
    worked: list[_Worked] = []
    for line in case.lines:
        split = split_charge(case, line)
        if line.basis in UNCOVERED or line.basis == "no_cost":
            lines.append(_line(line, split, split.counts if line.basis in UNCOVERED else ZERO))
            worked.append(_Worked(line, split))
            continue
        if line.terms is None:
            raise ValueError("a covered line has terms")
        outside = line.basis in OUT
        meter = meters.of(outside=outside)
        limits = case.out_of_network if outside else case.in_network
        copay_counts = limits.copay_counts_toward_deductible
        share = share_of(split.counts, line.terms, meter, copay_counts=copay_counts)
        law = meter.maximum_law if share.over_maximum else ""
        before = Before(meter.deductible, meter.maximum, law)
        meters.count(share, outside=outside)
        taken = None if second is None else _taken(second, line, share, split)
        lines.append(_paid_line(line, split, share, taken))
        worked.append(_Worked(line, split, share, before, taken))
    return Bill(tuple(lines), _Steps(case, worked))


def _steps(case: Case, bill: Sequence[_Worked]) -> Iterator[Step]:
    for number, (line, split, share, before, taken) in enumerate(bill):
        yield from amount_steps(case, number, line, split)
        if line.basis == "no_cost":
            yield Step(number, "no_cost", ZERO, rules=line.rules)
        if share is None or before is None:
            continue
        yield from share_steps(case, number, line, share, before)
        yield from extra_steps(case, number, split)
        if taken is not None and taken.total + share.paid + split.excess_charge:
            code = "second_payer" if taken.total else "second_payer_nothing"
            yield Step(number, code, taken.total, rules=taken.rules)


def _taken(second: SecondMeter, line: LineCase, share: Share, split: Split) -> Taken:
    left = Left(share.deductible, share.coinsurance, split.excess_charge)
    return second.take(left, visit=line.kind == "visit")


def _paid_line(line: LineCase, split: Split, share: Share, taken: Taken | None) -> Line:
    """A covered line: the second payer takes its part of what Medicare leaves."""
    patient = share.paid + split.balance_bill + split.excess_charge
    found = _line(line, split, patient)
    if taken is None:
        return found
    return found._replace(
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
