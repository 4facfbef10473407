"""Who pays what, as a picture: one bar for each case, made from the figures of the estimate.

The parts differ by pattern and by label, so the picture can be read without color. Lengths are in
the picture's own units and share one scale; no amount is worked out here.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from calculator.assess import Amount3
from calculator.estimate import Estimate
from calculator.money import ZERO, usd

#: The width of the longest bar, and the least width at which a part can be seen.
WIDTH = Decimal(240)
LEAST = Decimal(3)

#: Room for one character of a label, and around the label.
_CHARACTER, _MARGIN = Decimal(7), Decimal(12)

_TENTH = Decimal("0.1")

#: The parts of a bill in the order of the bar, as a reader knows them.
PARTS = {
    "patient": "You",
    "plan": "Insurance",
    "second_payer": "Second insurance",
    "written_off": "Written off",
}

_CASES: dict[str, Literal["low", "likely", "high"]] = {
    "The least": "low",
    "Most likely": "likely",
    "The most": "high",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; ``text`` is empty where there is no room for it."""

    part: str
    amount: Decimal
    x: Decimal
    width: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One case: what the patient owes of how much; ``says`` names all its parts."""

    label: str
    says: str
    patient: Decimal
    whole: Decimal
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row of the table beside the picture: a part and what it comes to in each case."""

    part: str
    label: str
    amounts: tuple[Decimal, ...]
    range: Amount3
    known: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The bars, and the same figures as rows.

    ``priced`` says that every price is known, so that a bar is the whole price; ``varies`` that
    the patient owes the same in every case while others pay more or less.
    """

    bars: tuple[Bar, ...]
    rows: tuple[PartRow, ...]
    priced: bool
    varies: bool


def picture_of(result: Estimate) -> Picture | None:
    """Draw an estimate; None where there is no bill."""
    if result.total is None or not result.lines:
        return None
    priced = all(line.charge is not None for line in result.lines)
    names = [name for name in PARTS if _is_shown(result, name, priced=priced)]
    cases = _cases(result)
    columns = [{name: _pick(result.parts[name], case) for name in names} for case in cases.values()]
    longest = max((sum(column.values(), ZERO) for column in columns), default=ZERO)
    bars = tuple(_bar(label, column, longest) for label, column in zip(cases, columns, strict=True))
    rows = tuple(
        PartRow(name, PARTS[name], tuple(c[name] for c in columns), result.parts[name], known=True)
        for name in names
    )
    if not priced and result.program != "none":
        rows += (PartRow("written_off", PARTS["written_off"], (), _NOTHING, known=False),)
    varies = len(bars) == 1 and any(row.range.low != row.range.high for row in rows)
    return Picture(bars, rows, priced, varies)


_NOTHING = Amount3(ZERO, ZERO, ZERO)


def _is_shown(result: Estimate, name: str, *, priced: bool) -> bool:
    if name == "patient":
        return True
    if result.program == "none":
        return False
    if name == "second_payer":
        return bool(result.parts[name].low or result.parts[name].high)
    return name != "written_off" or priced


def _cases(result: Estimate) -> dict[str, Literal["low", "likely", "high"]]:
    """The cases to draw: one where the patient owes the same in all of them."""
    total = result.total
    assert total is not None  # noqa: S101 - asked only for a bill
    if total.low == total.high:
        return {"": "low" if total.likely is None else "likely"}
    return {
        label: case
        for label, case in _CASES.items()
        if case != "likely" or total.likely is not None
    }


def _pick(amount: Amount3, case: Literal["low", "likely", "high"]) -> Decimal:
    found: Decimal | None = getattr(amount, case)
    return ZERO if found is None else found


def _bar(label: str, column: dict[str, Decimal], longest: Decimal) -> Bar:
    segments = _segments(column, longest)
    parts = ", ".join(f"{PARTS[s.part].lower()} {usd(s.amount)}" for s in segments)
    says = f"{label}: {parts}." if label and parts else f"{parts or 'nothing to pay'}."
    whole = sum(column.values(), ZERO)
    return Bar(label, says[:1].upper() + says[1:], column["patient"], whole, segments)


def _segments(column: dict[str, Decimal], longest: Decimal) -> tuple[Segment, ...]:
    shown = {name: amount for name, amount in column.items() if amount > ZERO}
    if not shown:
        return ()
    widths = {name: max(LEAST, WIDTH * amount / longest) for name, amount in shown.items()}
    too_much = sum(widths.values(), ZERO) - WIDTH * sum(shown.values(), ZERO) / longest
    broadest = max(widths, key=lambda name: widths[name])
    widths[broadest] = max(LEAST, widths[broadest] - too_much)
    found, x = [], ZERO
    for name, amount in shown.items():
        width = widths[name].quantize(_TENTH, rounding=ROUND_HALF_UP)
        found.append(Segment(name, amount, x, width, _label(name, amount, width)))
        x += width
    return tuple(found)


def _label(name: str, amount: Decimal, width: Decimal) -> str:
    """The longest label that has room: name and amount, or the name, or none."""
    for text in (f"{PARTS[name]} {usd(amount)}", PARTS[name]):
        if len(text) * _CHARACTER + _MARGIN <= width:
            return text
    return ""


def label_width(text: str) -> Decimal:
    """The room that a label takes, for the plain ground behind it."""
    return (len(text) * _CHARACTER + _MARGIN / 2).quantize(_TENTH)
