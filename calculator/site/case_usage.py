"""Which rules each worked case rests on: every example and test case goes through the calculator.

The result is kept in a file that the repository does not hold. It is made anew whenever a rule,
the calculator or a case changes.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, override

from calculator.answers import flatten
from calculator.estimate import Estimate, estimate
from calculator.figures import FigureBook
from calculator.next_steps import next_steps
from calculator.parse import parse_scenario
from calculator.rule import Decision, Row
from calculator.ruleset import Ruleset
from calculator.site.examples import EXAMPLES, read_example
from calculator.site.places import PACKAGE, ROOT

SCENARIOS = ROOT / "tests" / "scenarios"
CACHE = ROOT / ".cache" / "case_usage.json"

#: A rule that a case only names in its advice. Such a case does not depend on the rule.
ADVICE = "advice"

#: A rule that the calculator reads for a case, though no part of the estimate names it.
LOOKED_UP = "what it looks up"


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One case in a file, and what its estimate uses each rule for."""

    name: str
    is_example: bool
    says: str
    expect: Mapping[str, Any]
    uses: Mapping[str, tuple[str, ...]]

    def depends_on(self, rule_id: str) -> bool:
        """Say whether the estimate, not only its advice, uses a rule."""
        return any(use != ADVICE for use in self.uses.get(rule_id, ()))


def case_files() -> list[Path]:
    """The examples of the pages and, where the tests are at hand, their cases."""
    return [*sorted(EXAMPLES.glob("*.yaml")), *sorted(SCENARIOS.glob("*.yaml"))]


def worked_cases(rules: Ruleset, *, cache: Path | None = CACHE) -> list[WorkedCase]:
    """Every case with the rules it uses."""
    files = case_files()
    digest = _digest(files)
    known = _kept(cache, digest)
    if known is None:
        known = {path.relative_to(ROOT).as_posix(): _used(rules, path) for path in files}
        if all(known.values()):  # what could not be worked out is tried again
            _keep(cache, digest, known)
    found = []
    for path in files:
        case = read_example(path)
        uses = {
            rule: tuple(ways) for rule, ways in known[path.relative_to(ROOT).as_posix()].items()
        }
        is_example = path.parent == EXAMPLES
        found.append(WorkedCase(case.stem, is_example, case.says, case.expect, uses))
    return found


class _Watched[T](dict[str, T]):
    """A map that remembers which of its entries were read one by one."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        super().__init__(entries)
        self.read: set[str] = set()

    @override
    def __getitem__(self, key: str) -> T:
        self.read.add(key)
        return super().__getitem__(key)

    @override
    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.read.add(key)
        return super().get(key, default)


@dataclass(frozen=True, slots=True)
class _WatchedDecision(Decision):
    """A table that remembers which of its rows decided something."""

    read: set[str] = field(default_factory=set)

    @override
    def decide(self, facts: Mapping[str, str]) -> Row:
        row = Decision.decide(self, facts)
        self.read.add(row.id)
        return row


def uses_of(rules: Ruleset, scenario: Mapping[str, Any]) -> dict[str, list[str]]:
    """What one case uses each rule for, in the words of the rules browser."""
    figures = _Watched(rules.figures)
    statements = _Watched(rules.statements)
    tables = {
        key: _WatchedDecision(key, table.label, table.question, table.facts, table.rows)
        for key, table in rules.decisions.items()
    }
    watched = replace(rules, figures=figures, statements=statements, decisions=tables, actions={})
    parsed = parse_scenario(watched, scenario)
    found: dict[str, list[str]] = {}
    result = estimate(watched, parsed)
    for rule_id, way in _named(result):
        ways = found.setdefault(rule_id, [])
        if way not in ways:
            ways.append(way)
    if result.verdict != "emergency":  # of an emergency no bill is shown
        rows = (table.read for table in tables.values())
        for rule_id in sorted(figures.read.union(statements.read, *rows) - found.keys()):
            found[rule_id] = [LOOKED_UP]
    book = FigureBook(rules, parsed.on, parsed.plan_year_start)
    for step in next_steps(book, flatten(parsed)):
        for rule_id in step.rules:
            found.setdefault(rule_id, [ADVICE])
    return found


def _named(result: Estimate) -> Iterator[tuple[str, str]]:
    """Each rule that an estimate names, and where."""
    for working in result.working:
        for step in working.steps:
            yield from ((rule, f"step “{step.label}”") for rule in step.rules)
    parts: Iterable[tuple[str, Iterable[tuple[str, ...]]]] = (
        ("the verdict", ((reason.rule,) for reason in result.reasons)),
        ("what must be true", ((condition.rule,) for condition in result.conditions)),
        ("your state’s law", ((law.rule,) for law in result.state_law)),
        ("a figure that is missing", ((item.rule,) for item in result.not_published)),
        ("what we took for granted", (item.rules for item in result.assumptions)),
        ("other ways", (option.rules for option in result.options)),
    )
    for way, named in parts:
        yield from ((rule, way) for ids in named for rule in ids if rule)


def _used(rules: Ruleset, path: Path) -> dict[str, list[str]]:
    try:
        return uses_of(rules, read_example(path).scenario)
    except Exception as fault:  # noqa: BLE001 - the tests judge cases; the site only lists them
        message = f"{path.relative_to(ROOT)} cannot be worked out and is left out: {fault}"
        print(message, file=sys.stderr)
        return {}


def _digest(files: Iterable[Path]) -> str:
    """A name for everything the result follows from."""
    code = [*PACKAGE.glob("*.py"), *PACKAGE.glob("questions/*.py"), Path(__file__)]
    rules = PACKAGE.glob("rules/*.yaml")
    digest = hashlib.sha256()
    for path in sorted({*code, *rules, *files}):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _kept(cache: Path | None, digest: str) -> dict[str, dict[str, list[str]]] | None:
    if cache is None or not cache.exists():
        return None
    kept = json.loads(cache.read_text(encoding="utf-8"))
    return kept["cases"] if kept["digest"] == digest else None


def _keep(cache: Path | None, digest: str, cases: Mapping[str, Mapping[str, list[str]]]) -> None:
    if cache is None:
        return
    cache.parent.mkdir(exist_ok=True)
    partial = cache.with_suffix(".part")
    partial.write_text(json.dumps({"digest": digest, "cases": cases}), encoding="utf-8")
    partial.replace(cache)
