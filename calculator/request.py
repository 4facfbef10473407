"""What the page may send: a JSON object of limited size, whose answers are text.

The form sends nothing else. Anything that does comes from a damaged page or from somebody who
tries the door, and is turned away before the calculator looks at it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from calculator.problem import Problem, ScenarioError
from calculator.questions import QUESTIONS, pattern_of
from calculator.scenario import MOST_SERVICES
from calculator.text_limits import MOST_FIELDS, MOST_PROBLEMS, check_length, shortened

#: Longest answer that is looked at; the longest one that can be right has some twenty characters.
LONGEST_ANSWER = 200

_NONE_BOX = ".none"

#: What a request can be about: answers, or a saved case or a link that holds them.
_CONTENT = frozenset({"answers", "file", "fragment"})


class RequestError(ValueError):
    """A request that the page cannot have sent; the message says what is wrong with it."""


def read_request(text: str) -> dict[str, Any]:
    """Read one request.

    Raises:
        RequestError: it is none.
        ScenarioError: it holds answers to questions that do not exist, or very long ones.

    """
    try:
        check_length(text)
        request = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError("this is no request, or too long a one") from None
    if not isinstance(request, dict):
        raise RequestError("a request is an object")
    if not request.keys() & _CONTENT:
        raise RequestError("a request brings answers, or a text that holds them")
    if "answers" in request:
        _check_answers(request["answers"])
    if not isinstance(request.get("today"), str | None):
        raise RequestError("today is a day, written as text")
    return request


def _check_answers(answers: object) -> None:
    if not isinstance(answers, dict) or len(answers) > MOST_FIELDS:
        raise RequestError(f"the answers are an object of at most {MOST_FIELDS} fields")
    if not all(isinstance(answer, str) for answer in answers.values()):
        raise RequestError("each answer is text")
    problems = list(_problems(answers))
    if problems:
        raise ScenarioError(problems[:MOST_PROBLEMS])


def _problems(answers: Mapping[str, str]) -> Iterator[Problem]:
    for path, answer in answers.items():
        if not _exists(path.removesuffix(_NONE_BOX)):
            yield Problem(shortened(path), "there is no such question")
        elif len(answer) > LONGEST_ANSWER:
            yield Problem(path, "this is too long; shorten it")


def _exists(path: str) -> bool:
    if pattern_of(path) not in QUESTIONS or "*" in path:
        return False
    group, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    return group != "services" or (len(number) <= len(str(MOST_SERVICES)) and number.isascii())
