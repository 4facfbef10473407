"""A scenario as one flat table of answers by path, the form in which unknowns are filled in."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from calculator.questions import QUESTIONS, as_text, pattern_of
from calculator.scenario import Scenario, Service

#: Path to answer; None is unknown. The keys are those of ``calculator.questions``.
type Answers = Mapping[str, Any]

#: What an absent answer means where it is not "unknown": steps the reader takes on purpose.
_ABSENT = {
    "provider.network_exception": "none",
    "opinion.number": 2,
    "opinion.required_by_plan": False,
    "coverage.grandfathered": False,
    "coverage.medigap": "none",
    "coverage.qmb": False,
    "coverage.point_of_service": False,
    "coverage.expert_opinion_benefit": False,
    "coverage.cost_sharing_reduction": "none",
    "terms.copay_counts_toward_deductible": False,
    "terms.out_of_network.accumulators": "separate",
}


def flatten(scenario: Scenario) -> dict[str, Any]:
    """List every answer by its path; services keep their numbers."""
    table: dict[str, Any] = {}
    _add(table, scenario, ())
    for path, value in _ABSENT.items():
        if table.get(path) is None:
            table[path] = value
    return table


def services_of(answers: Answers) -> tuple[tuple[str, str], ...]:
    """The lines of the bill as (path prefix, kind).

    Without lines from the reader a second opinion is one visit, at a hospital's clinic also the
    clinic's facility fee, and for a review of records that review alone.
    """
    given = []
    number = 0
    while (kind := answers.get(f"services.{number}.kind")) is not None:
        given.append((f"services.{number}.", kind))
        number += 1
    if given:
        return tuple(given)
    setting = answers.get("provider.setting")
    if setting == "records_only":
        return (("services.0.", "records_review"),)
    if setting == "hospital_clinic":
        return (("services.0.", "visit"), ("services.1.", "facility"))
    return (("services.0.", "visit"),)


def applies(path: str, answers: Answers) -> bool:
    """Say whether a question is asked at all, given the other answers."""
    question = QUESTIONS[pattern_of(path)]
    for other, fitting in question.when.items():
        given = answers.get(other)
        if as_text(given) not in fitting:
            return False
    return True


def _add(table: dict[str, Any], part: object, place: tuple[str, ...]) -> None:
    for item in fields(part):  # type: ignore[arg-type]
        value = getattr(part, item.name)
        here = (*place, item.name)
        if is_dataclass(value):
            _add(table, value, here)
        elif item.name == "by_service":
            for kind, terms in value.items():
                _add(table, terms, (*here, kind))
        elif item.name == "services":
            for number, service in enumerate(value):
                _add_service(table, service, number)
        else:
            table[".".join(here)] = value


def _add_service(table: dict[str, Any], service: Service, number: int) -> None:
    _add(table, service, ("services", str(number)))
