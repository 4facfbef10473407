"""What to do next: which steps fit a case, in which order, and by which day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculator.figures import FigureBook
from calculator.next_steps import PHASES, NextStep, next_steps
from calculator.rule import Action, Deadline
from calculator.ruleset import Ruleset

DAY = date(2026, 3, 16)
LENGTH = "example.days"


def action(name: str, phase: str = "before", order: int = 1, **parts: Any) -> Action:  # noqa: ANN401
    whole = {"when": {}, "says": f"Do {name}.", "rules": ("a.rule",), "deadline": None, **parts}
    return Action(name, phase, order, **whole)


def steps(
    rules: Ruleset,
    *actions: Action,
    unit: str = "days",
    amount: str | None = "30",
    **answers: Any,  # noqa: ANN401
) -> list[NextStep]:
    """The steps of made-up advice, with one made-up length of time."""
    like = next(figure for figure in rules.figures.values() if figure.unit == "days")
    value = replace(like.values[-1], start=date(2020, 1, 1), amount=amount, missing=None)
    length = replace(like, id=LENGTH, unit=unit, reach="until_changed", values=(value,))
    made = replace(
        rules,
        figures={**rules.figures, LENGTH: length},
        actions={one.id: one for one in actions},
    )
    given = {"coverage.program": "employer", "on": DAY, **answers}
    return list(next_steps(FigureBook(made, DAY), given))


def test_steps_come_by_phase_and_then_by_their_order(rules: Ruleset) -> None:
    made = [
        action("d", "refused", 1),
        action("c", "call", 5),
        action("b", "before", 20),
        action("a", "before", 3),
    ]
    assert [step.id for step in steps(rules, *made)] == ["a", "b", "c", "d"]
    assert PHASES == ("before", "call", "refused")


def test_a_step_fits_where_its_facts_hold_or_are_not_known(rules: Ruleset) -> None:
    for_job = action("job", when={"program": ("employer", "fehb"), "network": ("hmo",)})
    assert steps(rules, for_job)
    assert steps(rules, for_job, **{"coverage.network": "hmo"})
    assert not steps(rules, for_job, **{"coverage.network": "ppo"})
    assert not steps(rules, action("va", when={"program": ("va",)}))


def test_a_step_without_a_deadline_has_neither_time_nor_day(rules: Ruleset) -> None:
    (step,) = steps(rules, action("a", says="Ask within {figure:example.days}."))
    assert step == NextStep("a", "before", "Ask within 30 days.", ("a.rule",))
    assert (step.time, step.by) == ("", None)


AFTER = Deadline(LENGTH, "denied_on", "after")
BEFORE = Deadline(LENGTH, "visit", "before")
FROM_TODAY = Deadline(LENGTH, "today", "after")


def one(rules: Ruleset, deadline: Deadline, **given: Any) -> NextStep:  # noqa: ANN401
    (step,) = steps(rules, action("a", "refused", deadline=deadline), **given)
    return step


def test_a_deadline_is_counted_from_the_day_it_names(rules: Ruleset) -> None:
    letter = {"denied_on": date(2026, 4, 1)}
    assert one(rules, AFTER, **letter) == NextStep(
        "a", "refused", "Do a.", ("a.rule", LENGTH), "30 days", date(2026, 5, 1)
    )
    assert one(rules, BEFORE).by == date(2026, 2, 14)
    assert one(rules, FROM_TODAY, today=DAY).by == date(2026, 4, 15)


def test_without_the_day_to_count_from_only_the_length_is_told(rules: Ruleset) -> None:
    step = one(rules, AFTER)
    assert (step.time, step.by, step.rules) == ("30 days", None, ("a.rule", LENGTH))


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (date(2026, 5, 2), None),
        (date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 4, 2), date(2026, 5, 1)),
    ],
)
def test_a_day_that_has_passed_is_no_deadline_any_more(
    rules: Ruleset, today: date, by: date | None
) -> None:
    step = one(rules, AFTER, denied_on=date(2026, 4, 1), today=today)
    assert step.by == by
    assert step.time == "30 days"


@pytest.mark.parametrize(
    ("unit", "by"),
    [
        ("days", date(2026, 3, 18)),
        ("business_days", date(2026, 3, 18)),
        ("months", date(2026, 5, 16)),
        ("hours", None),
    ],
)
def test_the_unit_of_the_figure_counts(rules: Ruleset, unit: str, by: date | None) -> None:
    assert one(rules, FROM_TODAY, today=DAY, unit=unit, amount="2").by == by


def test_a_length_that_nobody_knows_is_left_out(rules: Ruleset) -> None:
    step = one(rules, AFTER, amount=None, denied_on=date(2026, 4, 1))
    assert step == NextStep("a", "refused", "Do a.", ("a.rule",))


def test_a_rule_is_named_once(rules: Ruleset) -> None:
    named = action("a", "refused", rules=(LENGTH, "a.rule"), deadline=AFTER)
    (step,) = steps(rules, named)
    assert step.rules == (LENGTH, "a.rule")
