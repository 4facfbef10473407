"""How long ago each rule was checked, and what the pages say about it.

A rule that nobody has read again for months may have changed. After :data:`WARN_MONTHS` the check
warns, from :data:`FAIL_MONTHS` on it fails.
"""

import os
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from calculator.rule import Figure, Rule, Value, written_day
from calculator.ruleset import Ruleset
from calculator.site.places import BuildError

WARN_MONTHS = 6
"""A rule is old when it was checked more than this many calendar months ago."""

FAIL_MONTHS = 13
"""A rule is out of date when it was checked this many calendar months ago or more."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The day a rule was last checked, as far as it still counts."""

    rule: str
    file: str
    checked: date


@dataclass(frozen=True, slots=True)
class Freshness:
    """All rules on one day: how many, those that are old, those that are out of date."""

    day: date
    rules: int
    old: tuple[LastCheck, ...]
    out_of_date: tuple[LastCheck, ...]

    def lines(self) -> Iterator[str]:
        """The report: the rules of concern by file, each with the day it was checked."""
        day = written_day(self.day)
        if not self.old and not self.out_of_date:
            yield f"All {self.rules} rules were checked within {WARN_MONTHS} months of {day}."
        for found, words in (
            (self.old, f"more than {WARN_MONTHS} months before {day}; read them again soon"),
            (self.out_of_date, f"{FAIL_MONTHS} months or more before {day}; read them again"),
        ):
            if found:
                yield f"{len(found)} of {self.rules} rules were last checked {words}:"
            for file, checks in groupby(sorted(found, key=_by_file), key=lambda check: check.file):
                yield f"  {file}"
                yield from (f"    {check.rule}  (checked {check.checked})" for check in checks)


def freshness(rules: Ruleset, day: date) -> Freshness:
    """Sort the rules of a day by how long ago they were checked."""
    checks = tuple(last_checks(rules, day))
    out_of_date = tuple(c for c in checks if months_later(c.checked, FAIL_MONTHS) <= day)
    old = tuple(
        c for c in checks if months_later(c.checked, WARN_MONTHS) < day and c not in out_of_date
    )
    return Freshness(day, len(checks), old, out_of_date)


def last_checks(rules: Ruleset, day: date) -> Iterator[LastCheck]:
    """The last check of every rule."""
    for rule in rules.rules():
        name = rules.anchor(rule)
        key = name if name in rules.files else name.rpartition(".")[0]  # a row: its table
        yield LastCheck(name, rules.files[key], _checked(rule, day))


def check_span(rules: Ruleset, day: date) -> tuple[date, date]:
    """The oldest and the newest of the last checks."""
    days = [check.checked for check in last_checks(rules, day)]
    return min(days), max(days)


def months_later(day: date, months: int) -> date:
    """The same day some calendar months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def build_day(environment: Mapping[str, str] = os.environ) -> date:
    """The day of the build: today, or that of ``SOURCE_DATE_EPOCH`` (in UTC) where it is set."""
    given = environment.get("SOURCE_DATE_EPOCH")
    if not given:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(given), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise BuildError(f"SOURCE_DATE_EPOCH is no number of seconds: {given!r}") from None


def checked_words(rules: Ruleset, day: date) -> str:
    """When the rules were checked: "on November 23, 2026", or between two days."""
    oldest, newest = check_span(rules, day)
    if oldest == newest:
        return f"on {written_day(oldest)}"
    return f"between {written_day(oldest)} and {written_day(newest)}"


def _checked(rule: Rule, day: date) -> date:
    if isinstance(rule, Figure):
        return min(value.checked for value in _values_that_count(rule, day))
    return rule.citation.checked


def _values_that_count(figure: Figure, day: date) -> tuple[Value, ...]:
    """The value in force and the later ones; what is past does not change any more."""
    begun = [value for value in figure.values if value.start <= day]
    later = tuple(value for value in figure.values if value.start > day)
    if figure.reach == "calendar_year":
        begun = [value for value in begun if value.start.year == day.year]
    counting = (*begun[-1:], *later)
    return counting or figure.values[-1:]


def _by_file(check: LastCheck) -> tuple[str, date, str]:
    return check.file, check.checked, check.rule
