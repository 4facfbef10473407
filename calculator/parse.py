"""From what a reader gave (a YAML file, JSON, the form) to a :class:`Scenario`, or plain errors.

Nothing is guessed and nothing is dropped: an unknown field, a value that does not fit, or an
answer that belongs to another kind of plan is an error that names the field and what to do.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from calculator.checks import check_together
from calculator.facts import DOMAINS
from calculator.money import LARGEST, ONE, ZERO, parse_number, usd
from calculator.problem import Problem, ScenarioError
from calculator.questions import QUESTIONS, Question, as_text, pattern_of
from calculator.questions.model import NONE
from calculator.ruleset import Ruleset
from calculator.scenario import (
    FORMAT_VERSION,
    MOST_SERVICES,
    Coverage,
    Done,
    Family,
    Opinion,
    OutOfNetwork,
    Provider,
    Scenario,
    Service,
    ServiceTerms,
    Terms,
)
from calculator.text_limits import DEEPEST, MOST_FIELDS, MOST_PROBLEMS, shortened

__all__ = ["Problem", "ScenarioError", "parse_scenario"]

#: Facts a person has whatever the plan, even where the form need not ask for them.
_ALWAYS_FITS = ("state",)

#: Longer lists of answers are described instead of printed.
MOST_LISTED = 12

#: No field has a longer name; a longer one is not compared with those that exist.
LONGEST_FIELD = 100

type Answers = dict[str, Any]


def parse_scenario(rules: Ruleset, raw: object) -> Scenario:
    """Read a case as nested mappings of plain values.

    Raises:
        ScenarioError: with every problem found, each naming its field.

    """
    if not isinstance(raw, Mapping):
        raise ScenarioError([Problem("", "write a scenario as fields and values")])
    problems: list[Problem] = []
    answers: Answers = {}
    for path, value in _limited(_leaves(raw, ()), problems):
        if path == "version":
            if str(value) != str(FORMAT_VERSION):
                problems.append(Problem(path, f"this program reads version {FORMAT_VERSION} only"))
            continue
        question = QUESTIONS.get(pattern_of(path))
        if question is None or not _is_in_place(path):
            problems.append(Problem(shortened(path), _unknown_field(path)))
            continue
        try:
            answers[path] = read_answer(question, value)
        except ValueError as fault:
            problems.append(Problem(path, str(fault)))
    problems += _missing(answers, problems)
    problems += _out_of_place(answers)
    if problems:
        raise ScenarioError(problems)
    scenario = _build(answers)
    together = list(check_together(rules, scenario))
    if together:
        raise ScenarioError(together)
    return scenario


def read_answer(question: Question, value: object) -> object:
    """Read one answer; None (unknown) is returned as it is.

    Raises:
        ValueError: with a plain sentence that says what to change.

    """
    if value is None:
        return None
    match question.kind:
        case "yes_no":
            return _yes_no(value)
        case "choice":
            return _choice(question, value)
        case "whole":
            return _whole(question, value)
        case "day":
            return _day(value)
        case "money":
            if isinstance(value, str) and value.strip().lower() == NONE:
                if question.none_label:
                    return NONE
                raise ValueError("give an amount in dollars, or leave it out if you do not know")
            return _money(value)
        case "share":
            return _share(value)


def _limited(
    leaves: Iterator[tuple[str, object]], problems: list[Problem]
) -> Iterator[tuple[str, object]]:
    """Pass the fields on until there are too many of them, or of the problems found in them."""
    for number, leaf in enumerate(leaves):
        if number >= MOST_FIELDS:
            raise ScenarioError([Problem("", f"give at most {MOST_FIELDS} fields")])
        if len(problems) >= MOST_PROBLEMS:
            raise ScenarioError(problems)
        yield leaf


def _leaves(raw: Mapping[Any, Any], place: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    if len(place) > DEEPEST:
        raise ScenarioError([Problem("", f"nest fields at most {DEEPEST} deep")])
    for key, value in raw.items():
        here = (*place, str(key))
        if value is None and _is_group(".".join(here)):
            continue
        if "." in str(key):
            yield f"{'.'.join(here)}{_FLAT}", value
        elif isinstance(value, Mapping):
            yield from _leaves(value, here)
        elif here == ("services",) and isinstance(value, list):
            yield from _service_leaves(value)
        else:
            yield ".".join(here), value


def _service_leaves(services: list[Any]) -> Iterator[tuple[str, object]]:
    for number, service in enumerate(services):
        if isinstance(service, Mapping):
            yield from _leaves(service, ("services", str(number)))
        else:
            yield f"services.{number}", service


def _is_in_place(path: str) -> bool:
    if path.startswith("services."):
        return re.match(r"services\.[0-9]{1,4}\.", path) is not None
    found = re.match(r"terms\.by_service\.([a-z_]+)\.", path)
    return found is None or found[1] in DOMAINS["kind"]


#: Marks a key with dots in it, which no question has.
_FLAT = " (with dots)"


def _is_group(path: str) -> bool:
    """Say whether other fields lie below this one."""
    return path == "services" or any(known.startswith(f"{path}.") for known in QUESTIONS)


def _unknown_field(path: str) -> str:
    if len(path) > LONGEST_FIELD:
        return "no such field; remove it"
    if path.endswith(_FLAT):
        return "write this as nested fields, not with dots"
    close = get_close_matches(path, QUESTIONS, n=1)
    return f"no such field; did you mean {close[0]}?" if close else "no such field; remove it"


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).lower())
    if found is None:
        raise ValueError("answer yes or no, or leave it out if you do not know")
    return found


def _choice(question: Question, value: object) -> str:
    text = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else str(value)
    allowed = [choice.value for choice in question.choices]
    if text not in allowed:
        few = len(allowed) < MOST_LISTED
        shown = ", ".join(allowed) if few else "a two-letter state code such as CA"
        raise ValueError(f"{shortened(value)} is not one of the answers; choose {shown}")
    return text


def _whole(question: Question, value: object) -> int:
    text = str(value).strip()
    if text not in [choice.value for choice in question.choices]:
        shown = " or ".join(choice.value for choice in question.choices)
        raise ValueError(f"{shortened(text)} does not fit; write {shown}")
    return int(text)


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("write the day as year-month-day, for example 2026-03-15") from None


def _money(value: object) -> Decimal:
    if isinstance(value, bool | float):
        raise ValueError('write the amount as text in quotes, for example "260.50"')  # noqa: TRY004
    amount = None if "%" in str(value) else parse_number(str(value))
    if amount is None:
        raise ValueError("write an amount in dollars with digits, for example 260 or 260.50")
    if amount < ZERO:
        raise ValueError("an amount cannot be below zero")
    if amount > LARGEST:
        raise ValueError(f"this is more than {usd(LARGEST)}; check the number of digits")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("use at most two digits after the point")
    return amount


def _share(value: object) -> Decimal:
    text = str(value).strip()
    share = None if isinstance(value, bool | float) or "$" in text else parse_number(text)
    if share is not None and text.endswith("%"):
        share /= 100
    if share is None:
        raise ValueError('write a share as text, for example "0.20" for 20 percent')
    if share < ZERO:
        raise ValueError("a share cannot be below zero")
    if share > ONE:
        raise ValueError('a share cannot be more than the whole; write 20 percent as "0.20"')
    return share


def _missing(answers: Answers, problems: list[Problem]) -> Iterator[Problem]:
    faulty = {problem.field for problem in problems}
    for path, words in (
        ("on", "give the day of the visit, for example 2026-03-15"),
        ("coverage.program", "say which kind of insurance it is"),
    ):
        if answers.get(path) is None and path not in faulty:
            yield Problem(path, words)
    numbers = _service_numbers(answers)
    if len(numbers) > MOST_SERVICES:
        yield Problem("services", f"give at most {MOST_SERVICES} lines")
    for number in numbers:
        path = f"services.{number}.kind"
        if answers.get(path) is None and path not in faulty:
            yield Problem(path, "say what this line of the bill is for")


def _out_of_place(answers: Answers) -> Iterator[Problem]:
    """Answers to questions that this case does not have."""
    program = answers.get("coverage.program")
    for path, value in answers.items():
        question = QUESTIONS[pattern_of(path)]
        if value is None or path in _ALWAYS_FITS:
            continue
        if question.per_program and program:
            networks = question.per_program[program]
            if networks and value not in networks:
                shown = ", ".join(networks)
                yield Problem(path, f"{value} does not go with {program}; choose {shown}")
                continue
        for other, fitting in question.when.items():
            given = answers.get(other)
            text = as_text(given)
            if given is not None and text not in fitting:
                yield Problem(path, f"this does not apply when {other} is {text}; leave it out")
                break


def _service_numbers(answers: Answers) -> list[int]:
    found = {int(path.split(".")[1]) for path in answers if path.startswith("services.")}
    return sorted(found)


def _part(answers: Answers, prefix: str) -> dict[str, Any]:
    """The answers directly below a prefix, by field name."""
    return {
        path.removeprefix(prefix): value
        for path, value in answers.items()
        if path.startswith(prefix) and "." not in path.removeprefix(prefix)
    }


def _build(answers: Answers) -> Scenario:
    by_service = {
        kind: ServiceTerms(**found)
        for kind in DOMAINS["kind"]
        if (found := _part(answers, f"terms.by_service.{kind}."))
    }
    family = _part(answers, "terms.family.")
    services = tuple(
        Service(**_part(answers, f"services.{number}.")) for number in _service_numbers(answers)
    )
    terms = Terms(
        **_part(answers, "terms."),
        by_service=by_service,
        family=Family(**family) if any(v is not None for v in family.values()) else None,
        out_of_network=OutOfNetwork(**_part(answers, "terms.out_of_network.")),
    )
    return Scenario(
        **_part(answers, ""),
        coverage=Coverage(**_part(answers, "coverage.")),
        opinion=Opinion(**_part(answers, "opinion.")),
        provider=Provider(**_part(answers, "provider.")),
        done=Done(**_part(answers, "done.")),
        terms=terms,
        services=services,
    )
