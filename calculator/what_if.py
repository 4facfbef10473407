"""What if: the fee and the unknowns that can be moved, and the curve as a drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.answers import flatten, services_of
from calculator.curve import Curve, Point
from calculator.estimate import Estimate
from calculator.form_answers import NONE_BOX
from calculator.money import ONE, ZERO, usd, usd_range
from calculator.questions import question_for
from calculator.questions.model import Choice
from calculator.scenario import Scenario
from calculator.share import is_field

#: So many unknowns can be moved beside the fee; the first ones matter most.
MOST_UNKNOWNS = 4

WIDTH, HEIGHT = Decimal(300), Decimal(170)
_TENTH = Decimal("0.1")
_YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True, slots=True)
class Control:
    """One unknown that can be moved: a choice, or an amount to type (percent for shares)."""

    path: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()


def controls(scenario: Scenario, result: Estimate, moved: tuple[str, ...]) -> Iterator[Control]:
    """The unknowns a reader can move, the most important first."""
    left = MOST_UNKNOWNS
    for unknown in result.unknowns:
        if not is_field(unknown.field) or unknown.field in moved or not left:
            continue
        if unknown.field.startswith("services.") and not scenario.services:
            continue  # the line is not on the form
        question = question_for(unknown.field, scenario.program)
        allowed = question.per_program.get(scenario.program)
        choices = _YES_NO if question.kind == "yes_no" else question.choices
        shown = tuple(c for c in choices if allowed is None or c.value in allowed)
        left -= 1
        yield Control(unknown.field, unknown.label, question.kind, shown)


def with_moved(
    answers: Mapping[str, str], scenario: Scenario, moved: Mapping[str, object]
) -> dict[str, str]:
    """The answers with what was moved.

    Where the reader listed no lines, the lines that count are listed, so that the fee has a place.
    Names come back from the page: only those of fields are taken.
    """
    lines: dict[str, str] = {}
    if not scenario.services and any(path.startswith("services.") for path in moved):
        answers = {p: typed for p, typed in answers.items() if not p.startswith("services.")}
        lines = {f"{prefix}kind": kind for prefix, kind in services_of(flatten(scenario))}
    typed = {path: str(value) for path, value in moved.items() if is_field(path)}
    emptied = {f"{path}{NONE_BOX}": "" for path in typed}
    return {**answers, **lines, **emptied, **typed}


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve in the units of its picture, and the same in words."""

    band: str
    line: str
    highest: Decimal
    fee_x: Decimal | None
    deductible_x: Decimal | None
    maximum_y: Decimal | None
    says: str


def draw(curve: Curve) -> Drawing:
    """Draw a curve: a band from the least to the most, and a line for the likely or only case."""
    shown = [p.high for p in curve.points]
    marked = curve.maximum if curve.maximum is not None else ZERO
    highest = max(*shown, marked, ONE)

    def x(fee: Decimal) -> Decimal:
        return (WIDTH * fee / curve.top).quantize(_TENTH)

    def y(amount: Decimal) -> Decimal:
        return (HEIGHT - HEIGHT * amount / highest).quantize(_TENTH)

    upper = [(x(p.fee), y(p.high)) for p in curve.points]
    lower = [(x(p.fee), y(p.low)) for p in reversed(curve.points)]
    middle = [(x(p.fee), y(amount)) for p in curve.points if (amount := _middle(p)) is not None]
    fee = curve.fee if curve.fee is not None and curve.fee <= curve.top else None
    return Drawing(
        band=_path([*upper, *lower]),
        line=_path(middle) if len(middle) == len(curve.points) else "",
        highest=highest,
        fee_x=None if fee is None else x(fee),
        deductible_x=None if curve.deductible is None else x(curve.deductible),
        maximum_y=None if curve.maximum is None else y(curve.maximum),
        says=_in_words(curve),
    )


def _middle(point: Point) -> Decimal | None:
    return point.low if point.low == point.high else point.likely


def _path(points: list[tuple[Decimal, Decimal]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _in_words(curve: Curve) -> str:
    first, last = curve.points[0], curve.points[-1]
    words = [
        f"With a fee of {usd(point.fee)} you owe {usd_range(point.low, point.high)}."
        for point in (first, last)
    ]
    if curve.deductible is not None:
        words.append(f"At {usd(curve.deductible)} your deductible is used up.")
    if curve.maximum is not None:
        words.append(f"You can owe at most {usd(curve.maximum)} more this year.")
    return " ".join(words)
