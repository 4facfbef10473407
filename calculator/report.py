"""Print estimates and rules for people: with ``rich`` where it is installed, else as plain text."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from calculator.assess import Amount3
from calculator.estimate import Estimate
from calculator.money import usd
from calculator.rule import Decision, Figure, Row, Rule, written_day
from calculator.ruleset import Ruleset
from calculator.sentences import CASE_WORDS, VERDICT_WORDS
from calculator.years import Gap


def print_estimate(result: Estimate) -> None:
    """Print one estimate."""
    _say(f"{result.headline}  [{VERDICT_WORDS[result.verdict]}; {written_day(result.on)}]")
    for reason in result.reasons:
        _say(f"  {reason.says}  ({reason.rule})")
    for condition in result.conditions:
        state = "open" if condition.open else "met"
        _say(f"  Condition, {state}: {condition.says}")
    for law in result.state_law:
        _say(f"  State law: {law.says}  ({law.rule})")
    if result.lines:
        _print_lines(result)
    for working in result.working:
        _say(f"\n{CASE_WORDS[working.case]}: {usd(working.total)}")
        for number, step in enumerate(working.steps, start=1):
            rules = ", ".join(step.rules) + (f", {step.year}" if step.year else "")
            words = f"{step.line}, {step.label.lower()}: {step.says}"
            _say(f"  {number}. {words}{f'  ({rules})' if rules else ''}")
    if result.options:
        _table(
            ("Other ways", "Verdict", "You owe"),
            [
                (
                    f"{option.label}{' (yours)' * option.current}",
                    VERDICT_WORDS[option.verdict],
                    _span(option.total) if option.total else "ask for the price",
                )
                for option in result.options
            ],
        )
    _list("Find out", [f"{'first: ' * u.first}{u.label} Ask: {u.ask}" for u in result.unknowns])
    _list("What we assume", [assumption.says for assumption in result.assumptions])
    _list("Not published", [missing.says for missing in result.not_published])
    _list(
        "What to do",
        [f"{s.says}{f' By {written_day(s.by)}.' if s.by else ''}" for s in result.next],
    )


def _print_lines(result: Estimate) -> None:
    """The bill line by line; columns that are empty throughout are left out."""
    columns = {
        "You owe": "patient",
        "Plan pays": "plan",
        "Second payer pays": "second_payer",
        "Balance bill": "balance_bill",
        "Excess charge": "excess_charge",
        "Written off": "written_off",
    }
    always = ("patient", "plan", "written_off")
    shown = {
        head: part
        for head, part in columns.items()
        if part in always or result.parts[part].high or result.parts[part].low
    }
    _table(
        ("Line", "Charge", *shown),
        [
            (
                line.label,
                _span(line.charge) if line.charge else "not known",
                *(_span(line.parts[part]) for part in shown.values()),
            )
            for line in result.lines
        ],
    )


def print_rules(rules: Ruleset, chosen: Iterable[Rule], on: date | None) -> None:
    """Print one line for each rule."""
    _table(("Rule", "What", "Value"), [(rules.anchor(r), _name(r), _value(r, on)) for r in chosen])


def print_missing(found: Sequence[Gap]) -> None:
    """Print the yearly figures that have no amount for a year, with the reason."""
    if not found:
        _say("Every yearly figure has an amount.")
        return
    for figure, years in groupby(found, key=lambda gap: gap.figure):
        _say(f"{figure.id}: {figure.label}")
        for gap in years:
            last = gap.latest
            words = f"; last one: {figure.write(last)} in {last.start.year}" if last else ""
            _say(f"  {gap.year}: {gap.why}{words}. {gap.note}".rstrip())


def print_rule(rules: Ruleset, rule: Rule, on: date | None) -> None:
    """Print everything known about one rule."""
    _say(f"{rules.anchor(rule)}: {_name(rule)}")
    _say(f"  {rule.says}")
    if isinstance(rule, Figure):
        for value in rule.values:
            if on is None or value is rule.on(on).value:
                _say(f"  from {written_day(value.start)}: {rule.write(value)}")
                if value.citation:
                    _say_sources(rules, value.citation.sources, value.citation.at)
        if on is not None and rule.on(on).value is None:
            _say(f"  {written_day(on)}: no figure ({rule.on(on).missing})")
        return
    _say_sources(rules, rule.citation.sources, rule.citation.at)


def _say_sources(rules: Ruleset, keys: Sequence[str], at: str) -> None:
    for key in keys:
        source = rules.sources[key]
        _say(f"    {source.publisher}: {source.title} ({at}). {source.url}")


def _name(rule: Rule | Decision) -> str:
    return rule.then if isinstance(rule, Row) else rule.label


def _value(rule: Rule, on: date | None) -> str:
    if not isinstance(rule, Figure):
        return ""
    if on is None:
        return rule.write(rule.values[-1])
    reading = rule.on(on)
    return rule.write(reading.value) if reading.value else str(reading.missing)


def _span(amount: Amount3) -> str:
    if amount.low == amount.high:
        return usd(amount.low)
    return f"{usd(min(amount.low, amount.high))}–{usd(max(amount.low, amount.high))}"


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        _say(f"\n{title}")
        for line in lines:
            _say(f"  - {line}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    _say("")
    try:
        from rich.console import Console  # noqa: PLC0415 - an optional extra
        from rich.table import Table  # noqa: PLC0415
    except ImportError:
        widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
        for row in (head, *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            _say("  ".join(cells).rstrip())
        return
    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    Console(file=sys.stdout).print(table)
