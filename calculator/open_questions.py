"""What is still unknown, and which of it to find out first.

First comes an unknown that can change the verdict. Then the one whose worst answer leaves the
smallest range of what the patient owes. While the verdict itself is open, amounts cannot come
first: they are listed, but the bills it would take to rank them are saved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from calculator.answers import Answers, services_of
from calculator.assess import (
    Assessment,
    Outcome,
    effective,
    outcomes_of,
    patient_range,
    spread,
)
from calculator.money import ZERO
from calculator.questions import question_for
from calculator.questions.bill import KIND_LABELS
from calculator.sentences import payer
from calculator.worlds import Engine

#: Stands for the payer's own decision, where only the payer can say.
PAYER_DECIDES = "payer_decides"


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing the reader does not know.

    ``decides`` says that it can change the verdict; ``spread_after`` is the range that the worst
    answer would leave, ``spread_sum`` the sum of what its answers would leave, in US dollars.
    """

    field: str
    label: str
    ask: str
    decides: bool
    spread_after: Decimal | None
    spread_sum: Decimal
    first: bool = False

    def narrows(self, whole: Decimal) -> bool:
        """Say whether at least one answer leaves less than the whole range."""
        if self.spread_after is None:
            return True
        return self.spread_after < whole or self.spread_sum < 2 * whole

    @property
    def rank(self) -> tuple[bool, bool, Decimal, Decimal]:
        """What orders the unknowns, the one to find out first at the top."""
        last = self.spread_after is None
        return not self.decides, last, self.spread_after or ZERO, self.spread_sum


def open_questions(engine: Engine, assessment: Assessment) -> list[Unknown]:
    """List the unknowns, the one to find out first at the top."""
    found = [*_payer(assessment), *_facts(assessment)]
    if any(unknown.decides for unknown in found):
        found += _unranked_amounts(engine, assessment)
    else:
        found += _amounts(engine, assessment)
    # Whether there is a copay and how much it is are one question to the reader.
    found = list({unknown.field: unknown for unknown in reversed(found)}.values())[::-1]
    whole = spread(assessment.total)
    useful = [u for u in found if u.decides or u.narrows(whole)]
    useful.sort(key=lambda unknown: unknown.rank)
    if useful:
        useful[0] = replace(useful[0], first=True)
    return useful


def _unknown(path: str, groups: dict[Any, list[Outcome]], answers: Answers) -> Unknown:
    question = question_for(path, answers["coverage.program"])
    verdicts = {
        frozenset(effective(outcome.world.row, answers) for outcome in group)
        for group in groups.values()
    }
    spreads = [spread(patient_range(group)) for group in groups.values()]
    label = line_label(path, groups) or question.label
    return Unknown(path, label, question.ask, len(verdicts) > 1, max(spreads), sum(spreads, ZERO))


def line_label(path: str, groups: Mapping[Any, Sequence[Outcome]]) -> str:
    """Name the line an amount belongs to: "Visit with the doctor: what the provider charges"."""
    prefix = path.rpartition(".")[0] + "."
    for outcome in (outcome for group in groups.values() for outcome in group):
        for found, kind in services_of(outcome.world.answers):
            if found == prefix:
                label = question_for(path, outcome.world.answers["coverage.program"]).label
                return f"{KIND_LABELS[kind]}: {label[:1].lower()}{label[1:]}"
    return ""


def _payer(assessment: Assessment) -> Iterator[Unknown]:
    paid = [o for o in assessment.outcomes if o.world.pays]
    refused = [o for o in assessment.outcomes if not o.world.pays]
    if refused:
        worst = max(spread(patient_range(paid)), spread(patient_range(refused)))
        yield Unknown(
            PAYER_DECIDES,
            f"Whether {payer(assessment.answers['coverage.program'])} pays for this at all",
            "Will you pay for this? Please confirm it in writing before the visit.",
            decides=True,
            spread_after=worst,
            spread_sum=spread(patient_range(paid)) + spread(patient_range(refused)),
        )


def _facts(assessment: Assessment) -> Iterator[Unknown]:
    paths = dict.fromkeys(path for o in assessment.outcomes for path in o.world.chosen)
    for path in paths:
        values = dict.fromkeys(
            o.world.chosen[path] for o in assessment.outcomes if path in o.world.chosen
        )
        groups = {
            value: [o for o in assessment.outcomes if o.world.chosen.get(path, value) == value]
            for value in values
        }
        yield _unknown(path, groups, assessment.answers)


def _unranked_amounts(engine: Engine, assessment: Assessment) -> list[Unknown]:
    paths = dict.fromkeys(
        amount.path for o in assessment.outcomes for amount in engine.amounts(o.world)
    )
    return [unranked(path, assessment, spread_after=None) for path in paths]


def unranked(path: str, assessment: Assessment, *, spread_after: Decimal | None = None) -> Unknown:
    """An unknown that is listed without a place in the order."""
    question = question_for(path, assessment.answers["coverage.program"])
    label = line_label(path, {None: assessment.outcomes}) or question.label
    return Unknown(
        path, label, question.ask, decides=False, spread_after=spread_after, spread_sum=ZERO
    )


def _amounts(engine: Engine, assessment: Assessment) -> Iterator[Unknown]:
    ends: dict[str, tuple[Decimal, Decimal]] = {}
    open_in: dict[str, set[int]] = {}
    for number, outcome in enumerate(assessment.outcomes):
        for amount in engine.amounts(outcome.world):
            low, high = ends.get(amount.path, (amount.low, amount.high))
            ends[amount.path] = min(low, amount.low), max(high, amount.high)
            open_in.setdefault(amount.path, set()).add(number)
    for path, (low, high) in ends.items():
        groups: dict[Any, list[Outcome]] = {}
        for value in (low, high):
            worlds = [
                replace(outcome.world, answers={**outcome.world.answers, path: value})
                if number in open_in[path]
                else outcome.world
                for number, outcome in enumerate(assessment.outcomes)
            ]
            groups[value] = outcomes_of(engine, worlds)
        yield _unknown(path, groups, assessment.answers)


def unpriced_questions(assessment: Assessment) -> list[Unknown]:
    """Lines without any price: not part of the range, so they are listed apart."""
    return [unranked(path, assessment, spread_after=ZERO) for path in assessment.unpriced]
