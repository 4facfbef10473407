"""All rules together, read-only: found by id, read from the compiled form.

``calculator.site.read`` checks the YAML files and writes the compiled form;
:meth:`Ruleset.from_json` reads it back, in CPython and in the browser alike.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calculator.memory import Memory
from calculator.rule import (
    EMBEDDED_FIGURE,
    Action,
    Citation,
    Condition,
    Deadline,
    Decision,
    Figure,
    OtherSide,
    Row,
    Rule,
    Source,
    Statement,
    Term,
    Value,
)


class RuleError(Exception):
    """A fault in the rule data: says in which file, at which line and key, and what to change."""

    def __init__(self, path: str, line: int | None, key: str, message: str) -> None:
        """Name the file, the line (None where no line applies), the key and the fault."""
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {key}: {message}" if key else f"{place}: {message}")
        self.path, self.line, self.key, self.message = path, line, key, message


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules, by kind and id; ``memory`` keeps what follows from them alone."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    statements: Mapping[str, Statement]
    decisions: Mapping[str, Decision]
    conditions: Mapping[str, Condition]
    actions: Mapping[str, Action]
    terms: Mapping[str, Term]
    files: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory, init=False, repr=False, compare=False)

    @property
    def years(self) -> range:
        """The calendar years a visit may fall in: those of the yearly figures."""
        return self.memory.recall("years", self._years)

    def _years(self) -> range:
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
        if "{" not in says:
            return says
        return self.memory.recall(("text", says, day), lambda: self._text(says, day))

    def _text(self, says: str, day: date) -> str:
        def written(found: re.Match[str]) -> str:
            figure = self.figures[found[1]]
            reading = figure.on(day)
            return figure.write(reading.value or figure.values[-1])

        return EMBEDDED_FIGURE.sub(written, says)

    def sentence(self, rule: Statement | Row, day: date) -> str:
        """What a rule says, with the words that one weak source or a disagreement needs."""
        says = self.text(rule.says, day)
        lone = rule.citation.confidence == "single_secondary"
        if lone and not says.lower().startswith("one "):
            says = f"One source says: {says}"
        other = rule.citation.other_side
        if other is not None:
            publisher = self.sources[other.source].publisher
            says = f"{says} Another source says: {self.text(other.says, day)} ({publisher})"
        return says

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
