"""What to do next, in order, with deadlines as days where the day to count from is known."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from calculator.answers import Answers
from calculator.coverage import facts_of
from calculator.figures import FigureBook
from calculator.rule import Action, Deadline
from calculator.ruleset import Ruleset

PHASES = ("before", "call", "refused")

_SUNDAY_SATURDAY = (calendar.SATURDAY, calendar.SUNDAY)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do. ``by`` is the last day (or None), ``time`` the length of the deadline."""

    id: str
    phase: str
    says: str
    rules: tuple[str, ...]
    time: str = ""
    by: date | None = None


def next_steps(book: FigureBook, answers: Answers) -> Iterator[NextStep]:
    """The steps for this case, in order of phase."""
    facts = facts_of(answers)
    for action in book.rules.memory.recall("actions in order", lambda: _in_order(book.rules)):
        if all(facts.get(name, values[0]) in values for name, values in action.when.items()):
            yield _step(book, action, answers)


def _in_order(rules: Ruleset) -> list[Action]:
    return sorted(rules.actions.values(), key=lambda a: (PHASES.index(a.phase), a.order))


def _step(book: FigureBook, action: Action, answers: Answers) -> NextStep:
    says = book.rules.text(action.says, book.day)
    if action.deadline is None:
        return NextStep(action.id, action.phase, says, action.rules)
    figure = book.figure(action.deadline.figure)
    reading = figure.on(book.day)
    if reading.value is None:
        return NextStep(action.id, action.phase, says, action.rules)
    counted = answers.get(
        "on" if action.deadline.counted_from == "visit" else action.deadline.counted_from
    )
    by = None
    if isinstance(counted, date):
        by = count_days(counted, reading.decimal, figure.unit, action.deadline)
    today = answers.get("today")
    if by and today and by < today:
        by = None  # the day has passed: the length of time still tells how soon to act
    rules = (*action.rules, figure.id)
    return NextStep(
        action.id, action.phase, says, tuple(dict.fromkeys(rules)), figure.write(reading.value), by
    )


def count_days(start: date, length: Decimal, unit: str, deadline: Deadline) -> date | None:
    """Count a deadline from a day; None for hours, which no calendar day can carry."""
    sign = -1 if deadline.direction == "before" else 1
    number = int(length)
    match unit:
        case "days":
            return start + timedelta(days=sign * number)
        case "months":
            return _add_months(start, sign * number)
        case "business_days":
            day = start
            while number:
                day += timedelta(days=sign)
                number -= day.weekday() not in _SUNDAY_SATURDAY
            return day
    return None


def _add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
