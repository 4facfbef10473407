"""What to do before the visit and when, as a list and as entries for a calendar.

Days come from the steps of the estimate, which count them from the day of the visit or of the
refusal. Where the reader gave no day of the visit there is none to count from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calculator.calendar_file import Entry
from calculator.estimate import Estimate
from calculator.next_steps import NextStep
from calculator.scenario import Scenario

#: A few words for a calendar: what the step is about, and nothing on the illness.
_VISIT = "Second opinion visit"
_TAKE = "Take your cards, your records and your call sheet."
_STEP = {"before": "Second opinion: last day for a step", "refused": "Appeal: last day"}


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps before the visit; ``visit`` is None where its day is not known."""

    visit: date | None
    steps: tuple[NextStep, ...]


def visit_day(scenario: Scenario) -> date | None:
    """The day of the visit; today stands in for one that is not known, and gives no dates."""
    return None if scenario.today == scenario.on else scenario.on


def checklist(scenario: Scenario, result: Estimate) -> Checklist:
    """The steps before the visit: those with a day first, in the order of their days."""
    steps = [step for step in result.next if step.phase == "before"]
    dated = sorted((s for s in steps if s.by), key=lambda s: s.by or date.max)
    return Checklist(visit_day(scenario), (*dated, *(s for s in steps if not s.by)))


def entries(scenario: Scenario, result: Estimate) -> Iterator[Entry]:
    """What belongs into a calendar: the visit, and each last day that is known."""
    day = visit_day(scenario)
    if day:
        yield Entry(
            f"visit-{day}", day, _VISIT, "Take your cards, your records and your call sheet."
        )
    for step in result.next:
        if step.by and step.phase in _STEP and (step.phase == "refused" or day):
            yield Entry(f"{step.id}-{step.by}", step.by, _STEP[step.phase], step.says)
