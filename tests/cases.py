"""The scenario files: where they lie, how they are read, and what they expect."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from calculator.assess import Amount3
from calculator.estimate import Estimate, LineEstimate
from calculator.ruleset import Ruleset
from calculator.site.read import read_rules
from calculator.yaml_text import load_yaml_text

TESTS = Path(__file__).parent
SCENARIOS = sorted((TESTS / "scenarios").glob("*.yaml"))
EXAMPLES = sorted((TESTS.parent / "docs" / "examples").glob("*.yaml"))
FILES = [*SCENARIOS, *EXAMPLES]

#: What a file may expect.
KEYS = frozenset(
    {
        "verdict",
        "total",
        "lines",
        "first_unknown",
        "conditions_open",
        "not_published",
        "step_rules",
        "options",
    }
)
_LINE_AMOUNTS = ("charge", "allowed")
_ENDS = ("low", "likely", "high")


@cache
def fresh_rules() -> Ruleset:
    """The rules as the YAML files have them today, not as they were last compiled."""
    return read_rules()


def read_case(path: Path) -> dict[str, Any]:
    document = load_yaml_text(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict), f"{path.name} holds no mapping"
    return document


def case_id(path: Path) -> str:
    return path.stem if path.parent.name == "scenarios" else f"example-{path.stem}"


def differences(expect: Mapping[str, Any], result: Estimate) -> list[str]:
    """Every figure that is not as expected, in words."""
    found: list[str] = []
    _compare(found, "verdict", expect.get("verdict", result.verdict), result.verdict)
    if "total" in expect:
        if result.total is None:
            found.append("there is no total")
        else:
            _amount(found, "total", expect["total"], result.total)
    if "lines" in expect:
        _lines(found, expect["lines"], result.lines)
    if "first_unknown" in expect:
        first = [unknown.field for unknown in result.unknowns if unknown.first]
        _compare(found, "first_unknown", [expect["first_unknown"]], first)
    if "conditions_open" in expect:
        still = [c.rule.removeprefix("condition.") for c in result.conditions if c.open and c.rule]
        _compare(found, "conditions_open", expect["conditions_open"], still)
    if "not_published" in expect:
        missing = [item.rule for item in result.not_published]
        _compare(found, "not_published", expect["not_published"], missing)
    cited = {rule for w in result.working for step in w.steps for rule in step.rules}
    uncited = [rule for rule in expect.get("step_rules", []) if rule not in cited]
    _compare(found, "step_rules that no step cites", [], uncited)
    _options(found, expect.get("options", {}), result)
    return found


def _compare(found: list[str], name: str, expected: object, got: object) -> None:
    if expected != got:
        found.append(f"{name}: expected {expected}, got {got}")


def _amount(found: list[str], name: str, expected: object, got: Amount3) -> None:
    """Compare the named ends; one figure alone stands for all ends that there are."""
    if not isinstance(expected, Mapping):
        ends = _ENDS if got.likely is not None else ("low", "high")
        expected = dict.fromkeys(ends, expected)
    for end, text in expected.items():
        number = None if text is None else Decimal(str(text))
        _compare(found, f"{name} {end}", number, getattr(got, end))


def _lines(
    found: list[str], expected: list[Mapping[str, Any]], got: tuple[LineEstimate, ...]
) -> None:
    _compare(found, "lines", [line["kind"] for line in expected], [line.kind for line in got])
    for number, (wanted, line) in enumerate(zip(expected, got, strict=False)):
        for name, amount in wanted.items():
            if name == "kind":
                continue
            value = getattr(line, name) if name in _LINE_AMOUNTS else line.parts[name]
            _amount(found, f"line {number} {name}", amount, value)


def _options(found: list[str], expected: Mapping[str, Any], result: Estimate) -> None:
    options = {option.id: option for option in result.options}
    for name, wanted in expected.items():
        option = options[name]
        _compare(found, f"option {name}", wanted.get("verdict", option.verdict), option.verdict)
        if "total" in wanted:
            if option.total is None:
                found.append(f"option {name}: no total")
            else:
                _amount(found, f"option {name} total", wanted["total"], option.total)
