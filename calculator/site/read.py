"""Read the rule files strictly, check them against each other, and write the compiled form."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from calculator.compiled import FILE_NAME
from calculator.facts import DOMAINS, domain, outcomes
from calculator.rule import EMBEDDED_FIGURE
from calculator.ruleset import RuleError, Ruleset
from calculator.site.rule_models import Cited, RowModel, RuleFile
from calculator.site.yaml_lines import Path_, dotted, nearest_line, read_yaml

PACKAGE = Path(__file__).resolve().parent.parent
RULES = PACKAGE / "rules"
COMPILED = PACKAGE / FILE_NAME
KINDS = ("sources", "figures", "statements", "decisions", "conditions", "actions", "terms")

_PLAIN_MESSAGES = {
    "extra_forbidden": "unknown key; check its spelling",
    "missing": "this key is missing",
    "string_type": "write this as text, in quotes",
    "date_type": "write this as a day: 2026-11-23",
}


@dataclass(slots=True)
class _Loaded:
    """One file after the check of its form."""

    name: str
    lines: Mapping[Path_, int]
    content: RuleFile

    def error(self, place: Path_, message: str) -> RuleError:
        return RuleError(self.name, nearest_line(place, self.lines), dotted(place), message)


@dataclass(slots=True)
class _Index:
    """Where each rule and each source stands, over all files."""

    rules: dict[str, _Loaded] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    used_sources: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)


def read_rules(folder: Path = RULES) -> Ruleset:
    """Read every rule file of a folder.

    Raises:
        RuleError: the first fault found, with file, line and key.

    """
    return Ruleset.from_json(compile_rules(folder))


def compile_rules(folder: Path = RULES) -> dict[str, Any]:
    """Check every rule file of a folder and return the compiled form."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise RuleError(str(folder), None, "", "no rule files here")
    loaded = [_load(path) for path in paths]
    _check_references(loaded)
    return _compiled(loaded)


def write_compiled(folder: Path = RULES, target: Path = COMPILED) -> bool:
    """Write the compiled rules where they changed; say whether they did."""
    text = json.dumps(compile_rules(folder), ensure_ascii=False, separators=(",", ":")) + "\n"
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return False
    target.write_text(text, encoding="utf-8")
    return True


def _load(path: Path) -> _Loaded:
    data, lines = read_yaml(path, path.name)
    try:
        content = RuleFile.model_validate(data)
    except ValidationError as problem:
        raise _worst_error(path.name, lines, problem.errors()) from None
    file = _Loaded(path.name, lines, content)
    _check_amounts(file)
    return file


def _check_amounts(file: _Loaded) -> None:
    for key, figure in file.content.figures.items():
        for number, value in enumerate(figure.values):
            try:
                if value.amount is not None:
                    figure.check_amount(value.amount)
            except ValueError as fault:
                place = ("figures", key, "values", number, "amount")
                raise file.error(place, str(fault)) from None


def _worst_error(
    name: str, lines: Mapping[Path_, int], errors: Sequence[ErrorDetails]
) -> RuleError:
    """Tell an unknown key first: it explains why another one seems to be missing."""
    error = min(errors, key=lambda found: found["type"] != "extra_forbidden")
    place: Path_ = tuple(part for part in error["loc"] if part != "[key]")
    message = _PLAIN_MESSAGES.get(error["type"])
    if message is None and error["type"] == "value_error":
        message = str(error["ctx"]["error"])
    return RuleError(name, nearest_line(place, lines), dotted(place), message or error["msg"])


def _check_references(loaded: list[_Loaded]) -> None:
    index = _Index()
    for file in loaded:
        _register(file, index)
    for file in loaded:
        for place, cited in _citations(file):
            _check_citation(file, place, cited, index)
        _check_decisions(file, index)
        _check_actions(file, index)
        _check_embedded(file, index)
    for file in loaded:
        for key in file.content.sources:
            if key not in index.used_sources:
                raise file.error(("sources", key), "no rule uses this source; remove it")


def _register(file: _Loaded, index: _Index) -> None:
    for kind in KINDS:
        for key in getattr(file.content, kind):
            name = f"{kind}:{key}" if kind in ("sources", "conditions", "terms") else key
            if name in index.rules:
                first = index.rules[name].name
                raise file.error((kind, key), f"this id stands already in {first}")
            index.rules[name] = file
    index.sources.update(file.content.sources)
    index.figures.update(file.content.figures)
    index.decisions.update(file.content.decisions)
    index.conditions.update(file.content.conditions)
    for key, decision in file.content.decisions.items():
        for number, row in enumerate(decision.rows):
            name = f"{key}.{row.id}"
            if name in index.rules:
                raise file.error(("decisions", key, "rows", number), "this row id stands twice")
            index.rules[name] = file


def _citations(file: _Loaded) -> Iterator[tuple[Path_, Cited]]:
    content = file.content
    for key, figure in content.figures.items():
        for number, value in enumerate(figure.values):
            yield ("figures", key, "values", number), value
    for kind in ("statements", "conditions", "terms"):
        for key, item in getattr(content, kind).items():
            yield (kind, key), item
    for key, decision in content.decisions.items():
        for number, row in enumerate(decision.rows):
            yield ("decisions", key, "rows", number), row


def _check_citation(file: _Loaded, place: Path_, cited: Cited, index: _Index) -> None:
    named = [((*place, "source"), key) for key in cited.keys]
    if cited.other_side:
        named.append(((*place, "other_side", "source"), cited.other_side.source))
    for where, key in named:
        if key not in index.sources:
            raise file.error(where, f"unknown source {key!r}; add it to the sources")
        index.used_sources.add(key)


def _check_decisions(file: _Loaded, index: _Index) -> None:
    for key, decision in file.content.decisions.items():
        place: Path_ = ("decisions", key)
        for fact in decision.facts:
            if fact not in DOMAINS:
                raise file.error((*place, "facts"), f"unknown fact {fact!r}")
        for number, row in enumerate(decision.rows):
            _check_row(file, index, (*place, "rows", number), key, row)


def _check_row(file: _Loaded, index: _Index, place: Path_, decision: str, row: RowModel) -> None:
    if row.then not in outcomes(decision):
        known = ", ".join(outcomes(decision))
        raise file.error((*place, "then"), f"unknown outcome {row.then!r}; choose {known}")
    asked = file.content.decisions[decision].facts
    for fact, values in row.when.items():
        if fact not in asked:
            raise file.error((*place, "when", fact), "this decision does not ask that fact")
        for value in values:
            if value not in domain(decision, fact):
                raise file.error((*place, "when", fact), f"{fact} is never {value!r}")
    for need in row.needs:
        if need not in index.conditions:
            raise file.error((*place, "needs"), f"unknown condition {need!r}")
    if row.needs and row.then not in ("covered_if", "in_network_terms"):
        raise file.error(
            (*place, "needs"), "only a `covered_if` or `in_network_terms` row has needs"
        )


def _check_actions(file: _Loaded, index: _Index) -> None:
    for key, action in file.content.actions.items():
        place: Path_ = ("actions", key)
        for rule in action.rules:
            names = {rule}
            for kind in ("condition", "term"):
                names.add(f"{kind}s:{rule.removeprefix(f'{kind}.')}")
            if rule in index.decisions:
                raise file.error((*place, "rules"), f"name one row of {rule}, not the table")
            if not names & index.rules.keys():
                raise file.error((*place, "rules"), f"unknown rule {rule!r}")
        for fact, values in action.when.items():
            unknown = [value for value in values if value not in DOMAINS.get(fact, ())]
            if fact not in DOMAINS or unknown:
                raise file.error((*place, "when", fact), "no such fact or value")
        if action.deadline and action.deadline.figure not in index.figures:
            raise file.error((*place, "deadline"), f"unknown figure {action.deadline.figure!r}")


def _check_embedded(file: _Loaded, index: _Index) -> None:
    dumped = file.content.model_dump(mode="json")
    for kind in KINDS:
        for key, item in dumped[kind].items():
            for name in EMBEDDED_FIGURE.findall(json.dumps(item)):
                if name not in index.figures:
                    raise file.error((kind, key), f"unknown figure {name!r} in the text")


def _compiled(loaded: list[_Loaded]) -> dict[str, Any]:
    merged: dict[str, Any] = {kind: {} for kind in KINDS}
    merged["files"] = {}
    for file in loaded:
        dumped = file.content.model_dump(mode="json", by_alias=True)
        for kind in KINDS:
            for key, item in dumped[kind].items():
                merged[kind][key] = _with_sources(item)
                prefix = {"conditions": "condition.", "terms": "term."}.get(kind, "")
                if kind != "sources":
                    merged["files"][f"{prefix}{key}"] = file.name
    return merged


def _with_sources(item: Any) -> Any:  # noqa: ANN401 - JSON
    """Write ``source`` and ``sources`` alike as ``sources``, at every level, without empty keys."""
    if isinstance(item, list):
        return [_with_sources(part) for part in item]
    if not isinstance(item, dict):
        return item
    result = {key: _with_sources(value) for key, value in item.items() if value is not None}
    if "checked" in item:
        single = result.pop("source", None)
        result["sources"] = [single] if single else result.get("sources", [])
    return result
