"""The cheapest and the dearest bill of a world: the corners of its open amounts, tried in turn.

Lines are tied only through the yearly limits, so going round twice from both ends finds the
extreme; a property test compares with a full grid.
"""

from collections.abc import Callable, Sequence

from calculator.amount_range import AmountRange
from calculator.answers import Answers
from calculator.case import OpenCase
from calculator.corners import Point, line_points, sides_count_on_each_other, term_points
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.working import Bill, Case

#: A corner: which of its points each line, and then each term, is at.
type Corner = tuple[int, ...]


def extreme_bills(
    book: FigureBook,
    answers: Answers,
    bases: Sequence[LineBasis],
    amounts: Sequence[AmountRange],
    work_out: Callable[[Case], Bill],
) -> tuple[Bill, Bill]:
    """Set the terms to one end, then look at the corners of every line's amounts in turn.

    The corners are the ends of the ranges and the places where a rule changes (a charge that
    reaches the limiting charge). Where both sides of the network are on one bill and count on
    each other, a term has no cheap end either: paying more in network can leave less to pay
    outside. There the corners of the terms are tried as well.
    """
    lines = line_points(book, answers, bases, amounts)
    terms: list[list[Point]] = []
    if sides_count_on_each_other(answers, bases):
        terms = term_points(answers, amounts)
    cheap, costly = (_at_end(answers, amounts, dear=dear) for dear in (False, True))

    def open_case(known: Answers) -> OpenCase:
        return OpenCase(book, known, bases)

    low = _Corners(cheap, lines, terms, open_case, work_out)
    # With the same terms at both ends, the same bills are looked at: none is worked out again.
    same = bool(terms) or cheap == costly
    high = low if same else _Corners(costly, lines, terms, open_case, work_out)
    return low.extreme(dear=False), high.extreme(dear=True)


def _at_end(answers: Answers, amounts: Sequence[AmountRange], *, dear: bool) -> Answers:
    """The answers, with each open term at the end where the patient pays more, or less."""
    ends = {
        amount.path: amount.high if (amount.dear == "high") == dear else amount.low
        for amount in amounts
        if amount.dear is not None
    }
    return {**answers, **ends}


class _Corners:
    """The bills at the corners of one world, each worked out once."""

    def __init__(
        self,
        answers: Answers,
        lines: Sequence[Sequence[Point]],
        terms: Sequence[Sequence[Point]],
        open_case: Callable[[Answers], OpenCase],
        work_out: Callable[[Case], Bill],
    ) -> None:
        self._answers = answers
        self._open_case, self._work_out = open_case, work_out
        self._points = (*lines, *terms)
        self._lines = len(lines)
        self._cases: dict[Corner, OpenCase] = {}
        self._bills: dict[Corner, Bill] = {}

    def extreme(self, *, dear: bool) -> Bill:
        """The bill with the least or the greatest patient total."""
        first = tuple(0 for _ in self._points)
        last = tuple(len(points) - 1 for points in self._points)
        found = [self._climb(start, dear=dear) for start in dict.fromkeys((first, last))]
        return (max if dear else min)(found, key=lambda bill: bill.patient)

    def _climb(self, corner: Corner, *, dear: bool) -> Bill:
        """Go round the lines, each time keeping the better corner of one line."""
        bill = self._at(corner)
        for _ in range(2 if len(self._points) > 1 else 1):
            for number, points in enumerate(self._points):
                for place in range(len(points)):
                    if place == corner[number]:
                        continue
                    trial = (*corner[:number], place, *corner[number + 1 :])
                    other = self._at(trial)
                    if other.patient > bill.patient if dear else other.patient < bill.patient:
                        bill, corner = other, trial
        return bill

    def _at(self, corner: Corner) -> Bill:
        bill = self._bills.get(corner)
        if bill is None:
            case = self._case(corner[self._lines :])
            bill = self._bills[corner] = self._work_out(case.at(self._amounts(corner)))
        return bill

    def _case(self, terms: Corner) -> OpenCase:
        """The case with its terms at one corner; its lines are open still."""
        if terms not in self._cases:
            answers = dict(self._answers)
            for place, points in zip(terms, self._points[self._lines :], strict=True):
                answers.update(points[place])
            self._cases[terms] = self._open_case(answers)
        return self._cases[terms]

    def _amounts(self, corner: Corner) -> Point:
        amounts: Point = {}
        for place, points in zip(corner, self._points[: self._lines], strict=False):
            amounts.update(points[place])
        return amounts
