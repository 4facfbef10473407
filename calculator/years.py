"""What the rules have for each calendar year, and what they lack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from calculator.rule import Figure, Value
from calculator.ruleset import Ruleset

WHY = {
    "not_published": "not published yet",
    "not_found": "we have not found it",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A yearly figure without an amount for one year.

    ``latest`` is the newest amount from a year before; it is not the figure of this year.
    """

    figure: Figure
    year: int
    missing: str
    note: str
    latest: Value | None

    @property
    def why(self) -> str:
        """The reason, in words."""
        return WHY[self.missing]


def yearly_figures(rules: Ruleset) -> Iterator[Figure]:
    """Every figure that needs a value of its own for each calendar year."""
    return (figure for figure in rules.figures.values() if figure.reach == "calendar_year")


def entry_of(figure: Figure, year: int) -> Value | None:
    """The last entry of a year, with an amount or with the reason why there is none."""
    entries = [value for value in figure.values if value.start.year == year]
    return entries[-1] if entries else None


def is_repealed(figure: Figure, year: int) -> bool:
    """Say whether the newest entry up to a year says that the figure no longer exists."""
    begun = [value for value in figure.values if value.start.year <= year]
    return bool(begun) and begun[-1].missing == "repealed"


def gap_of(figure: Figure, year: int) -> Gap | None:
    """What a yearly figure lacks for a year; None where it has an amount or was repealed."""
    entry = entry_of(figure, year)
    if (entry and entry.amount is not None) or is_repealed(figure, year):
        return None
    latest = figure.on(date(year, 12, 31)).latest
    missing = entry.missing if entry and entry.missing else "not_found"
    return Gap(figure, year, missing, entry.note if entry else "", latest)


def gaps(rules: Ruleset, years: Iterable[int]) -> Iterator[Gap]:
    """Every gap of these years, figure by figure."""
    asked = tuple(years)
    for figure in yearly_figures(rules):
        for year in asked:
            if (gap := gap_of(figure, year)) is not None:
                yield gap
