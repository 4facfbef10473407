"""The estimate: what a reader gets for one case."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.answers import flatten
from calculator.assess import Amount3, Assessment, assess, is_closed
from calculator.assumptions import Assumption, NotPublished, assumptions, not_published
from calculator.figures import FigureBook
from calculator.next_steps import NextStep, next_steps
from calculator.open_questions import Unknown, open_questions, unpriced_questions, unranked
from calculator.questions import question_for
from calculator.questions.bill import KIND_LABELS
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.sentences import headline, step_words
from calculator.state_law import funding_is_open, state_rules
from calculator.variations import Option, options, without_steps
from calculator.working import Bill, Line
from calculator.worlds import Engine

PARTS = ("patient", "plan", "second_payer", "balance_bill", "excess_charge", "written_off")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is what it is: a row of a decision table."""

    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of coverage and whether it is still open."""

    rule: str
    label: str
    says: str
    ask: str
    open: bool


@dataclass(frozen=True, slots=True)
class LineEstimate:
    """One line of the bill. The columns come from different cases and need not add up.

    ``charge`` is None where it is neither known nor needed.
    """

    kind: str
    label: str
    charge: Amount3 | None
    allowed: Amount3
    parts: dict[str, Amount3]


@dataclass(frozen=True, slots=True)
class WorkedStep:
    """One step of the working: line, amount, sentence, rules with the year of their figure."""

    line: str
    label: str
    amount: Decimal
    says: str
    rules: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Working:
    """The working of one case: the only one, the least, the likely or the greatest."""

    case: str
    total: Decimal
    steps: tuple[WorkedStep, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The whole answer.

    ``calls`` counts the bills that were worked out for it, other ways included. In an emergency
    there is no total.
    """

    on: date
    program: str
    verdict: str
    headline: str
    reasons: tuple[Reason, ...]
    conditions: tuple[OpenCondition, ...]
    state_law: tuple[Reason, ...]
    lines: tuple[LineEstimate, ...]
    total: Amount3 | None
    parts: dict[str, Amount3]
    working: tuple[Working, ...]
    options: tuple[Option, ...]
    next: tuple[NextStep, ...]
    assumptions: tuple[Assumption, ...]
    unknowns: tuple[Unknown, ...]
    not_published: tuple[NotPublished, ...]
    calls: int


def estimate(rules: Ruleset, scenario: Scenario) -> Estimate:
    """Work a case out.

    The number of bills worked out is bounded by the number of worlds (``MOST_WORLDS``), times
    the corners of the open amounts of each, times the unknowns that are ranked.
    """
    answers = flatten(scenario)
    book = FigureBook(rules, scenario.on, scenario.plan_year_start)
    engine = Engine(rules, book)
    result = assess(engine, answers)
    emergency = result.verdict == "emergency"
    unknowns = (*open_questions(engine, result), *unpriced_questions(result))
    asked = {unknown.field for unknown in unknowns}
    if "coverage.funding" not in asked and funding_is_open(rules, answers):
        unknowns = (*unknowns, unranked("coverage.funding", result))
    others: tuple[Option, ...] = ()
    apart = Engine(rules, book)
    if not emergency:
        others = (
            *options(apart, answers, result),
            *without_steps(apart, answers, result.open_needs),
        )
    return Estimate(
        on=scenario.on,
        program=scenario.program,
        verdict=result.verdict,
        headline=headline(result),
        reasons=tuple(Reason(row.id, rules.sentence(row, scenario.on)) for row in result.rows),
        conditions=tuple(_conditions(rules, result)),
        state_law=tuple(
            Reason(rule_id, rules.sentence(rules.statements[rule_id], scenario.on))
            for rule_id in state_rules(rules, answers)
        ),
        lines=() if emergency else tuple(_lines(result)),
        total=None if emergency else result.total,
        parts={} if emergency else {part: _column(result, part) for part in PARTS},
        working=() if emergency else tuple(_workings(book, result)),
        options=others,
        next=tuple(next_steps(book, answers)),
        assumptions=() if emergency else tuple(assumptions(engine, result)),
        unknowns=() if emergency else unknowns,
        not_published=tuple(not_published(book)),
        calls=engine.calls + apart.calls,
    )


def _conditions(rules: Ruleset, result: Assessment) -> list[OpenCondition]:
    day = result.answers["on"]
    found = [
        OpenCondition(
            rule=f"condition.{need}",
            label=rules.conditions[need].label,
            says=rules.text(rules.conditions[need].says, day),
            ask=rules.text(rules.conditions[need].ask, day),
            open=not is_closed(need, result.answers),
        )
        for need in result.needs
    ]
    outcomes = {row.then for row in result.rows}
    if "not_covered" in outcomes and len(outcomes) > 1:
        found += _deciding_facts(result)
    return found


def _deciding_facts(result: Assessment) -> list[OpenCondition]:
    """Unknown facts on which coverage itself depends."""
    found = []
    for path in dict.fromkeys(p for o in result.outcomes for p in o.world.chosen):
        by_value: dict[object, set[str]] = {}
        for outcome in result.outcomes:
            if path in outcome.world.chosen and outcome.world.row is not None:
                value = outcome.world.chosen[path]
                by_value.setdefault(value, set()).add(outcome.world.row.then)
        if len({frozenset(thens) for thens in by_value.values()}) > 1:
            question = question_for(path, result.answers["coverage.program"])
            words = f"The answer depends on this: {question.label}"
            found.append(OpenCondition("", question.label, words, question.ask, open=True))
    return found


def _column(result: Assessment, part: str) -> Amount3:
    likely = result.likely.total(part) if result.likely else None
    return Amount3(result.low.total(part), likely, result.high.total(part))


def _lines(result: Assessment) -> list[LineEstimate]:
    low, high = _numbered(result.low), _numbered(result.high)
    likely = _numbered(result.likely) if result.likely else None
    found = []
    for key in dict.fromkeys((*high, *low)):

        def amount(name: str, key: tuple[str, int] = key) -> Amount3:
            zero = Decimal(0)
            return Amount3(
                getattr(low.get(key), name, zero),
                None if likely is None else getattr(likely.get(key), name, zero),
                getattr(high.get(key), name, zero),
            )

        ends = [bill[key] for bill in (low, high) if key in bill]
        known = all(line.charge_known for line in ends)
        found.append(
            LineEstimate(
                kind=key[0],
                label=KIND_LABELS[key[0]],
                charge=amount("charge") if known else None,
                allowed=amount("allowed"),
                parts={part: amount(part) for part in PARTS},
            )
        )
    return found


def _numbered(bill: Bill) -> dict[tuple[str, int], Line]:
    """Lines by kind and how often that kind came before."""
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], Line] = {}
    for line in bill.lines:
        number = seen.get(line.kind, 0)
        seen[line.kind] = number + 1
        found[line.kind, number] = line
    return found


def _workings(book: FigureBook, result: Assessment) -> list[Working]:
    if result.low.patient == result.high.patient:
        return [_working(book, "only", result.likely or result.low)]
    cases: tuple[tuple[str, Bill | None], ...] = (
        ("low", result.low),
        ("likely", result.likely),
        ("high", result.high),
    )
    return [_working(book, name, bill) for name, bill in cases if bill is not None]


def _working(book: FigureBook, name: str, bill: Bill) -> Working:
    steps = []
    for step in bill.steps:
        label, says = step_words(step)
        years = [year for rule in step.rules if (year := book.year(rule)) is not None]
        steps.append(
            WorkedStep(
                line=KIND_LABELS[bill.lines[step.line].kind],
                label=label,
                amount=step.amount,
                says=says,
                rules=step.rules,
                year=max(years) if years else None,
            )
        )
    return Working(name, bill.patient, tuple(steps))
