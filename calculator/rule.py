"""What a rule is made of: its sentence, its dated values, its source.

The YAML files in ``calculator/rules/`` are the only place where a rule is written. This module
knows their meaning, not their spelling.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from calculator.money import percent, plain, usd

#: A figure inside a sentence: ``{figure:medicare.part_b.deductible}``.
EMBEDDED_FIGURE = re.compile(r"\{figure:([a-z0-9_.]+)\}")

Reach = Literal["calendar_year", "until_changed", "reference_year"]
Use = Literal["engine", "site", "reference"]

_UNIT_WORDS = {
    "days": "day",
    "business_days": "business day",
    "months": "month",
    "hours": "hour",
    "count": "",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document a reader can open."""

    key: str
    title: str
    publisher: str
    url: str
    published: str
    kind: str
    citation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What another source says, where sources disagree."""

    says: str
    source: str
    at: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule was read, the place in that source, when it was checked and how sure it is."""

    sources: tuple[str, ...]
    at: str
    checked: date
    confidence: str
    other_side: OtherSide | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of a figure; ``amount`` is None where the figure is missing.

    ``missing`` is ``not_published`` (the authority has not said it yet), ``not_found`` (it
    exists, we have not read it) or ``repealed``.
    """

    start: date
    amount: str | None
    missing: str | None
    citation: Citation | None
    checked: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure looked up for one day.

    ``value`` is None where the rules have none for that day; ``latest`` is then the newest one
    the rules do have, to be offered as a labelled assumption and never used silently.
    """

    figure: "Figure"
    value: Value | None
    missing: str | None
    latest: Value | None

    @property
    def decimal(self) -> Decimal:
        """The number; only for readings that have a value."""
        if self.value is None or self.value.amount is None:
            raise LookupError(f"{self.figure.id} has no value for that day")
        return Decimal(self.value.amount)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a source and a reach in time.

    ``unit`` is ``usd``, ``share`` (0 to 1), ``multiple``, ``percent``, a length of time or
    ``date``. ``reach`` says how long a value holds: for its calendar year only, until the next
    one, or as the price or survey of one year.
    """

    id: str
    label: str
    says: str
    unit: str
    per: str
    reach: Reach
    note: str
    use: Use
    values: tuple[Value, ...]

    def on(self, day: date) -> Reading:
        """Look the figure up for one day; never carries a yearly figure into the next year."""
        begun = [value for value in self.values if value.start <= day]
        known = [value for value in self.values if value.amount is not None]
        if self.reach == "reference_year":
            value = next((v for v in reversed(begun) if v.amount is not None), None)
            value = value or (known[0] if known else None)
            return Reading(self, value, None if value else "not_found", value)
        current = begun[-1] if begun else None
        if current and self.reach == "calendar_year" and current.start.year != day.year:
            current = None
        earlier = [value for value in known if value.start <= day]
        latest = earlier[-1] if earlier else None
        if current is None:
            return Reading(self, None, "not_found", latest)
        if current.amount is None:
            return Reading(self, None, current.missing, latest)
        return Reading(self, current, None, current)

    def write(self, value: Value) -> str:
        """Write a value with its unit, as a reader expects it."""
        if value.amount is None:
            return {"not_published": "not yet published", "repealed": "no longer in force"}.get(
                value.missing or "", "not found"
            )
        if self.unit == "date":
            return written_day(date.fromisoformat(value.amount))
        number = Decimal(value.amount)
        match self.unit:
            case "usd":
                return usd(number)
            case "share":
                return percent(number)
            case "percent":
                return f"{plain(number)}%"
            case "multiple":
                return f"{plain(number)} times"
            case unit:
                word = _UNIT_WORDS[unit]
                if not word:
                    return f"{number:,}"
                return f"{plain(number)} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule without a number of its own: a sentence and its source."""

    id: str
    label: str
    says: str
    citation: Citation
    use: Use


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table: the facts it is for, and what follows from them."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    then: str
    needs: tuple[str, ...]
    says: str
    citation: Citation

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Say whether every condition of the row holds for these facts."""
        return all(facts.get(name) in values for name, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Decision:
    """A question about a case, answered by exactly one row for every case that can occur."""

    id: str
    label: str
    question: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    _decided: dict[tuple[str | None, ...], Row] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def decide(self, facts: Mapping[str, str]) -> Row:
        """Return the one row that fits; the walk over all cases proves that there is one.

        Rows ask for nothing but the table's own facts, and they never change. So what was decided
        once for these facts is kept; there are only as many as the facts have combinations.
        """
        asked = tuple(map(facts.get, self.facts))
        found = self._decided.get(asked)
        if found is None:
            found = self._decided[asked] = self._first_that_fits(facts)
        return found

    def _first_that_fits(self, facts: Mapping[str, str]) -> Row:
        for row in self.rows:
            if row.fits(facts):
                return row
        raise LookupError(f"{self.id}: no row fits {dict(facts)}")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be true before the plan pays, and how to make sure of it."""

    id: str
    label: str
    says: str
    ask: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Deadline:
    """A length of time (the id of a figure) and the day it is counted from."""

    figure: str
    counted_from: str
    direction: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do next, when it applies, and the rules it rests on."""

    id: str
    phase: str
    order: int
    when: Mapping[str, tuple[str, ...]]
    says: str
    rules: tuple[str, ...]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary."""

    id: str
    label: str
    says: str
    citation: Citation


Rule = Figure | Statement | Row | Condition | Term


def written_day(day: date) -> str:
    """Write a day the American way: ``March 15, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def newest_citation(rule: Rule) -> Citation | None:
    """The citation of a rule; of a figure, that of its newest value that has one."""
    if isinstance(rule, Figure):
        cited = [value.citation for value in rule.values if value.citation]
        return cited[-1] if cited else None
    return rule.citation


def year_of(published: str) -> str:
    """The year of a publication, or its own words ("undated")."""
    found = re.search(r"\b(19|20)\d\d\b", published)
    return found[0] if found else published
