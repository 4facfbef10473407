"""A case on its way: in the fragment of a link, or in a file, and back into the form.

A browser does not send the fragment of an address to any server. What comes back may be damaged
or hostile, so it is read as strictly as what is typed: a limit on its size, a check sum, text by
known fields only, and then the same reading of every answer.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculator.form_answers import NONE_BOX, scenario_from_form
from calculator.money import HUNDRED, plain
from calculator.parse import parse_scenario, read_answer
from calculator.problem import Problem, ScenarioError
from calculator.questions import QUESTIONS, Question, as_text, pattern_of
from calculator.questions.model import NONE
from calculator.ruleset import Ruleset
from calculator.scenario import FORMAT_VERSION

#: How the fragment of a link begins; the number is that of its form.
PREFIX = "case=1."

#: Longest fragment, file, and single answer, in characters; most answers.
LONGEST_LINK = 8_000
LONGEST_FILE = 50_000
LONGEST_ANSWER = 100
MOST_ANSWERS = 150

_PARTS = re.compile(r"([A-Za-z0-9_-]+)\.([0-9a-f]{8})")

_DAMAGED = "This link is damaged: a part is missing or changed. Ask for it again."
_FOREIGN_LINK = "This link was not made by this page, so we did not open it."
_FOREIGN_FILE = "This file was not saved by this page, so we did not open it."


def to_fragment(answers: Mapping[str, str]) -> str:
    """The fragment of a link that carries these answers, without the hash sign."""
    given = {path: typed for path, typed in sorted(answers.items()) if typed.strip()}
    packed = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{PREFIX}{text}.{zlib.crc32(packed):08x}"


def from_fragment(rules: Ruleset, fragment: str, today: str | None) -> dict[str, str]:
    """The answers that a link carries, as one would type them.

    Raises:
        ScenarioError: the link is too long, damaged, not ours, or its answers are not a case.

    """
    text = fragment.removeprefix("#")
    if len(text) > LONGEST_LINK:
        raise _refused("This link is too long to be one of ours, so we did not open it.")
    if not text.startswith(PREFIX):
        raise _refused(_FOREIGN_LINK)
    found = _PARTS.fullmatch(text.removeprefix(PREFIX))
    if found is None:
        raise _refused(_DAMAGED)
    try:
        packed = base64.b64decode(found[1] + "=" * (-len(found[1]) % 4), "-_", validate=True)
        if f"{zlib.crc32(packed):08x}" != found[2]:
            raise _refused(_DAMAGED)
        answers = json.loads(packed)
    except (binascii.Error, ValueError, RecursionError):
        raise _refused(_DAMAGED) from None
    checked = _checked(answers, _FOREIGN_LINK)
    parse_scenario(rules, scenario_from_form(checked, today))
    return checked


def _refused(message: str) -> ScenarioError:
    return ScenarioError([Problem("", message)])


def _checked(answers: object, foreign: str) -> dict[str, str]:
    """Answers by fields of the form and nothing else."""
    if not isinstance(answers, dict) or len(answers) > MOST_ANSWERS:
        raise _refused(foreign)
    for path, typed in answers.items():
        is_text = isinstance(typed, str) and len(typed) <= LONGEST_ANSWER
        if not is_text or not is_field(path):
            raise _refused(foreign)
    return answers


def is_field(path: str) -> bool:
    """Say whether the form has a field of this name."""
    name = path.removesuffix(NONE_BOX)
    question = QUESTIONS.get(pattern_of(name))
    if question is None or not question.in_form or "*" in name:
        return False
    return name == path or bool(question.none_label)


def to_file(answers: Mapping[str, str], today: str | None) -> str:
    """The case as a file that this page and the command line read: a scenario, as JSON.

    It holds the day that the estimate was worked out for, and not the day it was saved.
    """
    scenario = scenario_from_form(answers, today)
    scenario.pop("today", None)
    ordered = {"version": FORMAT_VERSION, **scenario}
    return json.dumps(ordered, ensure_ascii=False, indent=2) + "\n"


def from_file(rules: Ruleset, text: str, today: str | None) -> dict[str, str]:
    """The answers of a saved case, as one would type them.

    Raises:
        ScenarioError: the file is too long, no case, or has answers that the form cannot show.

    """
    if len(text) > LONGEST_FILE:
        raise _refused("This file is too long to be a case, so we did not open it.")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(_FOREIGN_FILE) from None
    if not isinstance(raw, dict):
        raise _refused(_FOREIGN_FILE)
    parse_scenario(rules, {**raw, "today": today} if today else raw)
    typed = dict(_typed(raw, ""))
    hidden = sorted(path for path in typed if not is_field(path))
    if hidden:
        names = ", ".join(hidden)
        raise _refused(f"This form has no place for: {names}. Use the command line for this file.")
    return typed


_NOT_TYPED = ("version", "today")


def _typed(part: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        path = f"{prefix}{key}"
        if value is None or path in _NOT_TYPED:
            continue
        if isinstance(value, Mapping):
            yield from _typed(value, f"{path}.")
        elif isinstance(value, list):
            for number, line in enumerate(value):
                yield from _typed(line, f"{path}.{number}.")
        else:
            question = QUESTIONS[pattern_of(path)]
            yield _as_typed(question, path, read_answer(question, value))


def _as_typed(question: Question, path: str, value: object) -> tuple[str, str]:
    if value == NONE and question.kind in ("money", "share"):
        return f"{path}{NONE_BOX}", "yes"
    if isinstance(value, Decimal):
        if question.kind == "share":
            return path, plain(value * HUNDRED)
        return path, plain(value) if value == value.to_integral_value() else f"{value:.2f}"
    if isinstance(value, date):
        return path, value.isoformat()
    return path, as_text(value)
