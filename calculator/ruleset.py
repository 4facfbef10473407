"""The rules as the calculator sees them: read-only, dated, each with its source.

The YAML files in ``calculator/rules/`` are the only place where a rule is written. This module
knows their meaning, not their spelling: ``calculator.site.read`` checks the files and writes the
compiled form, and :meth:`Ruleset.from_json` reads it back, in CPython and in the browser alike.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

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


class RuleError(Exception):
    """A fault in the rule data: says in which file, at which line and key, and what to change."""

    def __init__(self, path: str, line: int | None, key: str, message: str) -> None:
        """Name the file, the line (None where no line applies), the key and the fault."""
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {key}: {message}" if key else f"{place}: {message}")
        self.path, self.line, self.key, self.message = path, line, key, message


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

    def decide(self, facts: Mapping[str, str]) -> Row:
        """Return the one row that fits; the walk over all cases proves that there is one."""
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


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules, by kind and id."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    statements: Mapping[str, Statement]
    decisions: Mapping[str, Decision]
    conditions: Mapping[str, Condition]
    actions: Mapping[str, Action]
    terms: Mapping[str, Term]
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def years(self) -> range:
        """The calendar years a visit may fall in: those of the yearly figures."""
        starts = [
            value.start.year
            for figure in self.figures.values()
            if figure.reach == "calendar_year"
            for value in figure.values
        ]
        return range(min(starts), max(starts) + 1)

    def rule(self, rule_id: str) -> Rule:
        """Find a rule of any kind; a row is named ``<decision>.<row>``, a term ``term.<id>``."""
        for found in (
            self.figures.get(rule_id),
            self.statements.get(rule_id),
            self.conditions.get(rule_id.removeprefix("condition.")),
            self.terms.get(rule_id.removeprefix("term.")),
        ):
            if found is not None:
                return found
        decision = self.decisions.get(rule_id.rpartition(".")[0])
        for row in decision.rows if decision else ():
            if row.id == rule_id:
                return row
        raise KeyError(rule_id)

    def anchor(self, rule: Rule) -> str:
        """The name of a rule in links, which :meth:`rule` finds again."""
        match rule:
            case Condition():
                return f"condition.{rule.id}"
            case Term():
                return f"term.{rule.id}"
        return rule.id

    def text(self, says: str, day: date) -> str:
        """A sentence with its embedded figures written out for the day."""

        def written(found: re.Match[str]) -> str:
            figure = self.figures[found[1]]
            reading = figure.on(day)
            return figure.write(reading.value or figure.values[-1])

        return EMBEDDED_FIGURE.sub(written, says)

    def rules(self) -> Iterator[Rule]:
        """Every rule, in the order of the files."""
        yield from self.figures.values()
        yield from self.statements.values()
        for decision in self.decisions.values():
            yield from decision.rows
        yield from self.conditions.values()
        yield from self.terms.values()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Ruleset":
        """Read the compiled form; it was checked when it was written."""
        return cls(
            sources={key: Source(key=key, **value) for key, value in data["sources"].items()},
            figures={key: _figure(key, value) for key, value in data["figures"].items()},
            statements={
                key: Statement(key, v["label"], v["says"], _citation(v), v["use"])
                for key, v in data["statements"].items()
            },
            decisions={key: _decision(key, value) for key, value in data["decisions"].items()},
            conditions={
                key: Condition(key, v["label"], v["says"], v["ask"], _citation(v))
                for key, v in data["conditions"].items()
            },
            actions={key: _action(key, value) for key, value in data["actions"].items()},
            terms={
                key: Term(key, v["label"], v["says"], _citation(v))
                for key, v in data["terms"].items()
            },
            files=data["files"],
        )


def written_day(day: date) -> str:
    """Write a day the American way: ``March 15, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def _citation(data: Mapping[str, Any]) -> Citation:
    other = data.get("other_side")
    return Citation(
        sources=tuple(data["sources"]),
        at=data["at"],
        checked=date.fromisoformat(data["checked"]),
        confidence=data["confidence"],
        other_side=OtherSide(**other) if other else None,
    )


def _figure(key: str, data: Mapping[str, Any]) -> Figure:
    values = tuple(
        Value(
            start=date.fromisoformat(value["from"]),
            amount=value.get("amount"),
            missing=value.get("missing"),
            citation=_citation(value) if value.get("sources") else None,
            checked=date.fromisoformat(value["checked"]),
            note=value.get("note", ""),
        )
        for value in data["values"]
    )
    return Figure(
        id=key,
        label=data["label"],
        says=data["says"],
        unit=data["unit"],
        per=data["per"],
        reach=data["reach"],
        note=data["note"],
        use=data["use"],
        values=values,
    )


def _conditions(data: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in data.items()}


def _decision(key: str, data: Mapping[str, Any]) -> Decision:
    rows = tuple(
        Row(
            id=f"{key}.{row['id']}",
            when=_conditions(row["when"]),
            then=row["then"],
            needs=tuple(row["needs"]),
            says=row["says"],
            citation=_citation(row),
        )
        for row in data["rows"]
    )
    return Decision(key, data["label"], data["question"], tuple(data["facts"]), rows)


def _action(key: str, data: Mapping[str, Any]) -> Action:
    deadline = data.get("deadline")
    return Action(
        id=key,
        phase=data["phase"],
        order=data["order"],
        when=_conditions(data["when"]),
        says=data["says"],
        rules=tuple(data["rules"]),
        deadline=Deadline(**deadline) if deadline else None,
    )
