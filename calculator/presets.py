"""A typical plan of the reader's kind: the usual terms, from cited surveys and published plan data.

They fill what the reader left empty, always named as typical, never as the reader's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.answers import applies, flatten
from calculator.figures import FigureBook
from calculator.form_answers import NONE_BOX
from calculator.money import HUNDRED, plain
from calculator.questions import question_for
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.typical import typical_prefix, typical_terms

#: The programs whose usual plans surveys or published plan data describe.
HAVE_TYPICAL = ("employer", "marketplace", "medicare_advantage")


@dataclass(frozen=True, slots=True)
class TypicalTerm:
    """One usual term: the field, its text as one would type it, its name, and its figure."""

    path: str
    typed: str
    label: str
    rule: str


def typical_plan(
    rules: Ruleset, scenario: Scenario, given: Mapping[str, str]
) -> tuple[TypicalTerm, ...]:
    """The usual terms of a plan of this kind for the fields that ``given`` leaves empty."""
    answers = flatten(scenario)
    if typical_prefix(answers) is None:
        return ()
    book = FigureBook(rules, scenario.on, scenario.plan_year_start)
    found = []
    for path, (amount, rule) in typical_terms(book, answers).items():
        question = question_for(path, scenario.program)
        if not question.in_form or given.get(path, "").strip() or given.get(path + NONE_BOX):
            continue
        if not applies(path, answers):
            continue
        typed = amount * HUNDRED if question.kind == "share" else amount
        found.append(TypicalTerm(path, plain(Decimal(typed)), question.label, rule))
    return tuple(found)


def named(paths: object, program: str) -> tuple[str, ...]:
    """The questions of the fields that hold typical amounts, in words; unknown names are dropped.

    The names come back from the page, so nothing is taken from them but which questions they are.
    """
    known = paths if isinstance(paths, list) else []
    found = []
    for path in dict.fromkeys(str(path) for path in known):
        try:
            found.append(question_for(path, program).label)
        except KeyError:
            continue
    return tuple(found)
