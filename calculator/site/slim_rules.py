"""The rules that an estimate can name, without those that only pages print.

The calculator's page loads no more than these. They are found by following references from all
that an estimate may start at: every table and piece of advice, each rule whose ``use`` is
``engine``, each rule that the calculator's code names, whole or in part, and what it prints of
state law.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from calculator.rule import EMBEDDED_FIGURE
from calculator.site.places import PACKAGE

type Rules = Mapping[str, Any]

KINDS = ("figures", "statements", "decisions", "conditions", "actions", "terms")
_PREFIX = {"conditions": "condition.", "terms": "term."}

#: What an estimate may print of a state's law; `calculator.state_law` makes these ids.
_STATE_LAW = re.compile(r"state\.[a-z]{2}\.(second_opinion|trigger|cost|status)")

#: Parts of names, where code puts a name together: ``f"{program}.payment_in_full"``.
_END = re.compile(r"(\.[a-z_]+)+")
_BEGINNING = re.compile(r"([a-z_]+\.){2,}")

#: What only pages print: the rest of a source, the place in it, notes.
UNPRINTED = frozenset({"title", "url", "citation", "at", "note"})


def slim_rules(rules: Rules) -> dict[str, Any]:
    """Return the compiled rules without what no estimate can name or print."""
    kept = _reached(_by_name(rules), _roots(rules))
    found: dict[str, Any] = {
        kind: {key: _printed(rule) for key, rule in rules[kind].items() if _name(kind, key) in kept}
        for kind in KINDS
    }
    cited = set(_sources(found))
    sources = {key: _printed(source) for key, source in rules["sources"].items() if key in cited}
    files = {name: file for name, file in rules["files"].items() if name in kept}
    return {"sources": sources, **found, "files": files}


def _name(kind: str, key: str) -> str:
    """The name by which links and other rules know a rule."""
    return f"{_PREFIX.get(kind, '')}{key}"


def _by_name(rules: Rules) -> dict[str, Any]:
    return {_name(kind, key): rule for kind in KINDS for key, rule in rules[kind].items()}


def _roots(rules: Rules) -> Iterator[str]:
    yield from rules["decisions"]
    yield from rules["actions"]
    for kind in ("figures", "statements"):
        yield from (key for key, rule in rules[kind].items() if rule["use"] == "engine")
    yield from filter(_STATE_LAW.fullmatch, rules["statements"])
    texts = _named_in_code(PACKAGE)
    yield from texts
    ends = tuple(filter(_END.fullmatch, texts))
    beginnings = tuple(filter(_BEGINNING.fullmatch, texts))
    for kind in ("figures", "statements"):
        for key in rules[kind]:
            if key.endswith(ends) or key.startswith(beginnings):
                yield key


def _reached(by_name: Mapping[str, Any], roots: Iterable[str]) -> set[str]:
    """Every rule that is named, directly or through other rules, by the roots."""
    found: set[str] = set()
    open_ = [name for name in roots if name in by_name]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += [other for other in _names(by_name[name]) if other in by_name]
    return found


def _names(rule: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """What a rule names: other rules, conditions, figures inside its sentences."""
    match rule:
        case str():
            yield rule
            yield f"condition.{rule}"
            yield from EMBEDDED_FIGURE.findall(rule)
        case list():
            for part in rule:
                yield from _names(part)
        case dict():
            for part in rule.values():
                yield from _names(part)


@cache
def _named_in_code(package: Path) -> frozenset[str]:
    """Every text in the calculator's code; some of them are names of rules."""
    found: set[str] = set()
    for path in (*package.glob("*.py"), *package.glob("questions/*.py")):
        found.update(_texts(compile(path.read_bytes(), path.name, "exec")))
    return frozenset(found)


def _texts(constant: object) -> Iterator[str]:
    match constant:
        case str():
            yield constant
        case tuple() | frozenset():
            for part in constant:
                yield from _texts(part)
        case CodeType():
            yield from _texts(constant.co_consts)


def _sources(rules: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The keys of the documents that rules cite, on either side of a disagreement."""
    match rules:
        case list():
            for part in rules:
                yield from _sources(part)
        case dict():
            for key, part in rules.items():
                if key == "sources":
                    yield from part
                elif key == "source":
                    yield part
                else:
                    yield from _sources(part)


def _printed(rule: Any) -> Any:  # noqa: ANN401 - JSON
    match rule:
        case list():
            return [_printed(part) for part in rule]
        case dict():
            return {key: "" if key in UNPRINTED else _printed(part) for key, part in rule.items()}
    return rule
