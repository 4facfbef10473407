"""Deadlines are counted as a calendar has them, and only where the day to count from is known."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.estimate import estimate
from calculator.next_steps import PHASES, NextStep, count_days
from calculator.parse import parse_scenario
from calculator.rule import Deadline
from calculator.ruleset import Ruleset

AFTER = Deadline("a.days", "denied_on", "after")
BEFORE = Deadline("a.days", "visit", "before")
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "length", "unit", "deadline", "end"),
    [
        ("2026-03-15", 30, "days", AFTER, "2026-04-14"),
        ("2026-03-15", 15, "days", BEFORE, "2026-02-28"),
        ("2024-02-28", 2, "days", AFTER, "2024-03-01"),
        ("2026-01-31", 1, "months", AFTER, "2026-02-28"),
        ("2024-01-31", 1, "months", AFTER, "2024-02-29"),
        ("2026-10-31", 4, "months", AFTER, "2027-02-28"),
        ("2026-12-15", 1, "months", AFTER, "2027-01-15"),
        ("2026-03-31", 1, "months", BEFORE, "2026-02-28"),
        ("2026-01-15", 1, "months", BEFORE, "2025-12-15"),
        ("2026-03-13", 1, "business_days", AFTER, "2026-03-16"),  # Friday to Monday
        ("2026-03-14", 1, "business_days", AFTER, "2026-03-16"),  # Saturday to Monday
        ("2026-03-16", 3, "business_days", BEFORE, "2026-03-11"),  # Monday to Wednesday
        ("2026-03-16", 10, "business_days", AFTER, "2026-03-30"),
        ("2026-03-15", 0, "days", AFTER, "2026-03-15"),
    ],
)
def test_a_deadline_falls_on_the_day_a_calendar_says(
    start: str, length: int, unit: str, deadline: Deadline, end: str
) -> None:
    found = count_days(date.fromisoformat(start), Decimal(length), unit, deadline)
    assert found == date.fromisoformat(end)


def test_hours_are_not_turned_into_a_day() -> None:
    assert count_days(date(2026, 3, 15), Decimal(72), "hours", AFTER) is None


@given(start=DAYS, length=st.integers(1, 40))
def test_business_days_leave_out_every_weekend(start: date, length: int) -> None:
    end = count_days(start, Decimal(length), "business_days", AFTER)
    assert end is not None
    assert end.weekday() < 5
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == length


@given(start=DAYS, length=st.integers(0, 24))
def test_months_keep_the_day_of_the_month_or_take_the_last_one(start: date, length: int) -> None:
    end = count_days(start, Decimal(length), "months", AFTER)
    assert end is not None
    assert (end.year - start.year) * 12 + end.month - start.month == length
    tomorrow = end + timedelta(days=1)
    assert end.day == start.day or (end.day < start.day and tomorrow.day == 1)


@given(start=DAYS, length=st.integers(0, 400))
def test_counting_back_undoes_counting_forward(start: date, length: int) -> None:
    end = count_days(start, Decimal(length), "days", AFTER)
    assert end is not None
    assert count_days(end, Decimal(length), "days", BEFORE) == start


def steps(rules: Ruleset, program: str, network: str | None, **more: str) -> dict[str, NextStep]:
    raw: dict[str, Any] = {"on": "2026-03-16", "coverage": {"program": program}, **more}
    if network:
        raw["coverage"]["network"] = network
    result = estimate(rules, parse_scenario(rules, raw))
    return {step.id: step for step in result.next}


REFUSALS = [
    ("original_medicare", None, "action.original_medicare.refused.first_appeal", "2026-06-15"),
    ("medicare_advantage", "hmo", "action.medicare_advantage.refused.first_appeal", "2026-04-21"),
    ("employer", "ppo", "action.private.refused_internal_appeal", "2026-08-14"),
    ("employer", "ppo", "action.private.refused_external_review", "2026-06-15"),
]


@pytest.mark.parametrize(("program", "network", "action", "last_day"), REFUSALS)
def test_after_a_refusal_the_last_day_to_appeal_is_named(
    rules: Ruleset, program: str, network: str | None, action: str, last_day: str
) -> None:
    # 120 days, 65 days, 180 days and 4 months from February 15, 2026.
    found = steps(rules, program, network, denied_on="2026-02-15", today="2026-02-20")[action]
    assert found.phase == "refused"
    assert found.by == date.fromisoformat(last_day)
    assert found.time


@pytest.mark.parametrize(("program", "network", "action", "last_day"), REFUSALS)
def test_without_the_day_of_the_letter_only_the_length_of_time_is_named(
    rules: Ruleset, program: str, network: str | None, action: str, last_day: str
) -> None:
    assert last_day
    found = steps(rules, program, network)[action]
    assert found.by is None
    assert found.time


def test_what_must_be_done_before_the_visit_is_counted_back_from_it(rules: Ruleset) -> None:
    found = steps(rules, "employer", "ppo", today="2026-02-01")
    # 15 days before March 16, 2026.
    assert found["action.private.ask_authorization"].by == date(2026, 3, 1)


def test_a_day_that_has_passed_is_not_named_as_a_deadline(rules: Ruleset) -> None:
    found = steps(rules, "employer", "ppo", today="2026-03-10")
    assert found["action.private.ask_authorization"].by is None
    assert found["action.private.ask_authorization"].time


@pytest.mark.parametrize(
    ("program", "network"),
    [("original_medicare", None), ("medicare_advantage", "hmo"), ("marketplace", "epo")],
)
def test_every_insured_reader_is_told_what_to_do_before_on_the_phone_and_on_a_refusal(
    rules: Ruleset, program: str, network: str | None
) -> None:
    found = list(steps(rules, program, network).values())
    phases = [step.phase for step in found]
    assert phases == sorted(phases, key=PHASES.index)
    assert set(phases) == set(PHASES)


def test_every_step_rests_on_rules_that_exist(rules: Ruleset) -> None:
    for action in rules.actions.values():
        for name in action.rules:
            assert any(_exists(rules, f"{kind}{name}") for kind in ("", "condition.", "term."))


def _exists(rules: Ruleset, name: str) -> bool:
    try:
        return bool(rules.rule(name))
    except KeyError:
        return False
