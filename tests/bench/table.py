"""The one table: what was measured, its share of the plain page, the target, and by how much.

A row is for people: its cells are texts. The site prints the same rows from the file that
``--json`` writes. A share is that of two measurements made one after the other; of all these pairs
it is the median, and the spread is the least and the greatest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from statistics import median

from tests.bench.building import TIMES, Builds
from tests.bench.engine import Rates
from tests.bench.line import LINES
from tests.bench.numbers import percentile, shares
from tests.bench.reestimates import Reestimates
from tests.bench.visits import Pair, Visit

#: The most each may be: shares of the plain page, milliseconds, and times of plain MkDocs.
FIRST = dict(zip([line.name for line in LINES], (0.40, 0.50, 0.68), strict=True))
BYTES = 0.78
SECOND = 0.20
KNOWN = 16.0  # the median where nothing is unknown: one frame
UNKNOWN = 50.0  # the 95th percentile where three things are unknown
BUILD = 1.3

MEDIAN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``missed``: by how much, empty where the target is met."""

    part: str
    what: str
    site: str
    plain: str = ""
    share: str = ""
    spread: str = ""
    target: str = ""
    missed: str = ""


@dataclass(frozen=True, slots=True)
class _Visits:
    """The visits over one line, by place, in the order in which they were made."""

    first: dict[str, list[Visit]]
    second: dict[str, list[Visit]]


def _over(line: str, pairs: Sequence[Pair]) -> _Visits:
    here = [pair for pair in pairs if pair.line == line]
    places = ("site", "plain")
    return _Visits(
        {place: [pair.first for pair in here if pair.place == place] for place in places},
        {
            place: [pair.second for pair in here if pair.place == place and pair.second]
            for place in places
        },
    )


def first_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    """Time, bytes and requests of a first visit."""
    for line, target in FIRST.items():
        made = _over(line, pairs).first
        yield _times("first", f"First visit, {line}", made["site"], made["plain"], target)
    made = _over(LINES[0].name, pairs).first
    both = ([visit.bytes for visit in made[place]] for place in ("site", "plain"))
    yield _sizes("first", "Bytes to the first live estimate", *both, target=BYTES)
    yield _counts("first", "Requests to the first live estimate", made)
    both = ([visit.bytes_in_all for visit in made[place]] for place in ("site", "plain"))
    yield _sizes("first", "Bytes, with what is kept for later", *both)


def second_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    """A second visit, against the plain page's first and against its own second one."""
    for line in FIRST:
        made = _over(line, pairs)
        ours, plain = made.second["site"], made.second["plain"]
        yield _times("second", f"Second visit, {line}", ours, made.first["plain"], SECOND)
        yield _times("second", f"The same against a second plain visit, {line}", ours, plain)
    again = _over(LINES[0].name, pairs).second
    both = ([visit.bytes_in_all for visit in again[place]] for place in ("site", "plain"))
    yield _sizes("second", "Bytes of a second visit", *both)
    yield _counts("second", "Requests of a second visit", again)


def change_rows(found: Sequence[Reestimates]) -> Iterator[Row]:
    """From a changed answer to its result, with the bills that were worked out for it."""
    for unknowns, percent, target in ((0, MEDIAN, KNOWN), (3, 95, UNKNOWN)):
        cases = [case for case in found if case.unknowns == unknowns]
        name = "Nothing unknown" if unknowns == 0 else "Three unknowns"
        ms = [one for case in cases for one in case.ms]
        painted = [one for case in cases for one in case.painted]
        calls = [one for case in cases for one in case.calls]
        yield _change(name, ms, calls, percent, target)
        yield _change(f"{name}, until it is painted", painted, calls, percent)
        for case in cases:
            yield _change(f"{name}: {case.case}", case.ms, case.calls, percent)


def engine_rows(rates: Rates) -> Iterator[Row]:
    """Estimates a second, in CPython and in the browser."""
    for name, rounds in (("CPython", rates.cpython), ("Chromium", rates.chromium)):
        yield Row(
            part="engine",
            what=f"Estimates a second in {name}, {rates.cases} cases",
            site=f"{median(rounds):.1f}",
            share=f"{median(shares(rounds, rates.cpython)):.2f}",
            spread=f"{min(rounds):.1f} to {max(rounds):.1f}",
        )


def build_rows(found: Sequence[Builds]) -> Iterator[Row]:
    """The build against plain MkDocs, and how it grows."""
    for builds in found:
        name = f"{builds.pages:,} pages"
        yield _seconds(f"Build from nothing, {name}", builds.site, builds.plain, BUILD)
        if builds.again:
            yield _seconds(f"Build again, {name}", builds.again, builds.plain)
    few, many = found
    growth = median(many.site) / median(few.site)
    yield Row(
        part="build",
        what=f"Time for {TIMES} times the pages",
        site=f"{growth:.1f} times",
        plain=f"{median(many.plain) / median(few.plain):.1f} times",
        target=f"{TIMES} times",
        missed="" if growth <= TIMES else f"{growth - TIMES:.1f} times",
    )


def print_table(rows: Sequence[Row]) -> str:
    """Return the rows under their headings, in columns."""
    lines: list[tuple[str, ...]] = [("", "site", "plain", "share", "spread", "target", "missed by")]
    for row in rows:
        cells = tuple(str(getattr(row, field.name)) for field in fields(row)[1:])
        lines.append((*cells[:-1], row.missed or ("met" if row.target else "")))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _times(
    part: str,
    what: str,
    ours: Sequence[Visit],
    plain: Sequence[Visit],
    target: float | None = None,
) -> Row:
    mine, other = [visit.ms for visit in ours], [visit.ms for visit in plain]
    texts = (f"{median(mine):,.0f} ms", f"{median(other):,.0f} ms")
    return Row(part, what, *texts, *_share(mine, other, target))


def _sizes(
    part: str, what: str, ours: Sequence[int], plain: Sequence[int], *, target: float | None = None
) -> Row:
    texts = (f"{median(ours) / 1e6:.2f} MB", f"{median(plain) / 1e6:.2f} MB")
    return Row(part, what, *texts, *(_share(ours, plain, target) if all(plain) else ()))


def _counts(part: str, what: str, made: dict[str, list[Visit]]) -> Row:
    first = part == "first"
    counts = (
        [visit.requests if first else visit.requests_in_all for visit in made[place]]
        for place in ("site", "plain")
    )
    return Row(part, what, *(f"{median(count):.0f}" for count in counts))


def _seconds(
    what: str, ours: Sequence[float], plain: Sequence[float], target: float | None = None
) -> Row:
    texts = (f"{median(ours):.1f} s", f"{median(plain):.1f} s")
    return Row("build", what, *texts, *_share(ours, plain, target))


def _change(
    what: str,
    ms: Sequence[float],
    calls: Sequence[int],
    percent: int,
    target: float | None = None,
) -> Row:
    value = percentile(ms, percent)
    return Row(
        part="change",
        what=f"{what} ({'median' if percent == MEDIAN else f'{percent}th percentile'})",
        site=f"{value:.1f} ms",
        plain=f"{min(calls)} to {max(calls)} engine calls",
        spread=f"{min(ms):.1f} to {max(ms):.1f} ms",
        target="" if target is None else f"{target:.0f} ms",
        missed="" if target is None or value <= target else f"{value - target:.1f} ms",
    )


def _share(
    ours: Sequence[float], plain: Sequence[float], target: float | None
) -> tuple[str, str, str, str]:
    """Return the share, its spread, the target, and by how much it is missed."""
    found = shares(ours, plain)
    middle = median(found)
    missed = "" if target is None or middle <= target else f"{middle - target:.3f}"
    spread = f"{min(found):.2f} to {max(found):.2f}" if len(found) > 1 else ""
    return f"{middle:.2f}", spread, "" if target is None else f"{target:.2f}", missed
