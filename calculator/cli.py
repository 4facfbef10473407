"""The command line: work an estimate out, look rules up, print the scenario's schema.

Exit codes: 0 done; 2 the input cannot be used (the message names the field).
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from calculator.compiled import load_rules
from calculator.estimate import estimate
from calculator.jsonable import jsonable
from calculator.parse import parse_scenario
from calculator.problem import Problem, ScenarioError
from calculator.report import print_estimate, print_missing, print_rule, print_rules
from calculator.ruleset import RuleError, Ruleset
from calculator.scenario import FORMAT_VERSION
from calculator.schema import scenario_schema
from calculator.text_limits import MOST_CHARACTERS, read_json
from calculator.years import gaps

UNUSABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ScenarioError as problem:
        sys.stderr.write(f"{problem}\n")
    except RuleError as problem:
        sys.stderr.write(f"rules: {problem}\n")
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until exit
        return 0
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m calculator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    work = commands.add_parser("estimate", help="work out one case from a YAML or JSON file")
    work.add_argument("file", metavar="FILE", help="the scenario; - reads standard input")
    work.add_argument("--json", action="store_true", help="print the whole estimate as JSON")
    work.set_defaults(run=_estimate)
    rules = commands.add_parser("rules", help="list the rules, or show one")
    rules.add_argument("id", nargs="?", metavar="ID", help="a rule id, or the beginning of one")
    rules.add_argument("--on", type=_day, metavar="DATE", help="the day to look values up for")
    rules.add_argument(
        "--missing", action="store_true", help="list the yearly figures that lack a year, and why"
    )
    rules.add_argument("--json", action="store_true", help="print as JSON")
    rules.set_defaults(run=_rules)
    schema = commands.add_parser("schema", help="print the JSON Schema of a scenario")
    schema.set_defaults(run=_schema)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as 2026-03-15") from None


def _estimate(options: argparse.Namespace) -> int:
    rules = load_rules()
    result = estimate(rules, parse_scenario(rules, _read(options.file)))
    if options.json:
        _print_json({"version": FORMAT_VERSION, **jsonable(result)})
    else:
        print_estimate(result)
    return 0


def _rules(options: argparse.Namespace) -> int:
    rules = load_rules()
    chosen = [
        rule
        for rule in rules.rules()
        if options.id is None or rules.anchor(rule).startswith(options.id)
    ]
    if not chosen:
        sys.stderr.write(f"ID: no rule is called {options.id}; run `rules` to list them all\n")
        return UNUSABLE
    if options.missing:
        _missing(rules, options)
    elif options.json:
        _print_json([jsonable(rule) for rule in chosen])
    elif options.id is not None and any(rules.anchor(rule) == options.id for rule in chosen):
        print_rule(rules, rules.rule(options.id), options.on)
    else:
        print_rules(rules, chosen, options.on)
    return 0


def _missing(rules: Ruleset, options: argparse.Namespace) -> None:
    """List the gaps of all years, or of the year of one day."""
    years = [options.on.year] if options.on else rules.years
    found = [gap for gap in gaps(rules, years) if gap.figure.id.startswith(options.id or "")]
    if options.json:
        _print_json(
            [
                {
                    "id": gap.figure.id,
                    "label": gap.figure.label,
                    "year": gap.year,
                    "missing": gap.missing,
                    "note": gap.note,
                    "latest": jsonable(gap.latest),
                }
                for gap in found
            ]
        )
    else:
        print_missing(found)


def _schema(_: argparse.Namespace) -> int:
    _print_json(scenario_schema())
    return 0


def _print_json(value: Any) -> None:  # noqa: ANN401 - JSON
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _read(name: str) -> object:
    """Read a scenario from a file; YAML where PyYAML is installed, else JSON."""
    try:
        text = _text(name)
    except (OSError, UnicodeDecodeError) as fault:
        raise ScenarioError([Problem("FILE", f"cannot read {name}: {fault}")]) from None
    try:
        if _is_json(text):
            return read_json(text)
        return _yaml(text)
    except ValueError as fault:
        raise ScenarioError([Problem("FILE", f"{name} is not readable: {fault}")]) from None


def _text(name: str) -> str:
    """Read no more than tells that it is too much."""
    if name == "-":
        return sys.stdin.read(MOST_CHARACTERS + 1)
    with Path(name).open(encoding="utf-8") as file:
        return file.read(MOST_CHARACTERS + 1)


def _is_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def _yaml(text: str) -> object:
    try:
        from calculator.yaml_text import load_yaml_text  # noqa: PLC0415 - needs PyYAML
    except ImportError:
        raise ValueError("install PyYAML to read YAML, or write the scenario as JSON") from None
    data = load_yaml_text(text)
    # A file with a worked example keeps its case under `scenario`.
    return data["scenario"] if isinstance(data, dict) and "scenario" in data else data
