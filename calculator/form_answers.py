"""From the form's flat answers, as typed, to the nested scenario of a file.

An empty field is unknown; an empty day of the visit is today. Shares are typed in percent.
"""

from collections.abc import Mapping
from typing import Any

from calculator.money import HUNDRED, ONE, ZERO, parse_number, plain
from calculator.problem import Problem, ScenarioError
from calculator.questions import QUESTIONS, pattern_of

#: The suffix of the box beside an amount that says "there is none".
NONE_BOX = ".none"


def scenario_from_form(answers: Mapping[str, str], today: str | None) -> dict[str, Any]:
    """Nest the answers by their dotted paths.

    Raises:
        ScenarioError: a share that was typed as a fraction, or an amount beside "there is none".

    """
    scenario: dict[str, Any] = {}
    problems: list[Problem] = []
    for path, typed in answers.items():
        text = typed.strip()
        if not text:
            continue
        if path.endswith(NONE_BOX):
            field = path.removesuffix(NONE_BOX)
            if answers.get(field, "").strip():
                problems.append(Problem(field, "give an amount or tick the box, not both"))
            _put(scenario, field, "none")
            continue
        question = QUESTIONS.get(pattern_of(path))
        if question is not None and question.kind == "share":
            text = _share(path, text, problems)
        _put(scenario, path, text)
    if today:
        scenario["today"] = today
        scenario.setdefault("on", today)
    if "services" in scenario:
        setting = scenario.get("provider", {}).get("setting")
        scenario["services"] = _lines(scenario["services"], setting)
    if problems:
        raise ScenarioError(problems)
    return scenario


def _share(path: str, text: str, problems: list[Problem]) -> str:
    percent = None if "$" in text else parse_number(text)
    if percent is None:
        problems.append(Problem(path, "write a percentage with digits, for example 20"))
        return "0"
    if ZERO < percent < ONE:
        problems.append(Problem(path, "type 20 for 20 percent, not 0.20"))
        return "0"
    if not ZERO <= percent <= HUNDRED:
        problems.append(Problem(path, "a percentage lies between 0 and 100"))
        return "0"
    return plain(percent / HUNDRED)


def _put(scenario: dict[str, Any], path: str, value: str) -> None:
    *places, name = path.split(".")
    node = scenario
    for place in places:
        node = node.setdefault(place, {})
    node[name] = value


def _lines(lines: Mapping[str, Any], setting: str | None) -> list[dict[str, Any]]:
    """Service lines in their order.

    A hospital's clinic sends a facility fee of its own, so that line is added where it is missing:
    leaving it out would make the estimate too low.
    """
    found = [lines[number] for number in sorted(lines, key=int)]
    if all(line == {"kind": "visit"} for line in found):
        return []  # nothing but the choice that stands there: the usual lines count
    kinds = [line.get("kind") for line in found]
    if setting == "hospital_clinic" and "visit" in kinds and "facility" not in kinds:
        found.append({"kind": "facility"})
    return found
