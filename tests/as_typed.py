"""A scenario as a reader would type it into the form."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from calculator.money import plain
from calculator.questions import QUESTIONS, pattern_of


def form_answers(scenario: Mapping[str, Any]) -> dict[str, str]:
    """A scenario as the form would send it: flat, as typed, shares in percent."""
    found: dict[str, str] = {}
    for path, value in _leaves(scenario, ()):
        question = QUESTIONS[pattern_of(path)]
        text = {True: "yes", False: "no"}.get(value, str(value)) if value is not None else ""
        if question.kind in ("money", "share") and text == "none":
            found[f"{path}.none"] = "yes"
        elif question.kind == "share" and text and not text.endswith("%"):
            found[path] = plain(Decimal(text) * 100)
        else:
            found[path] = text
    return found


def _leaves(part: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for key, value in part.items():
        here = (*place, key)
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from _leaves(item, (*here, str(number)))
        elif key != "version":
            yield ".".join(here), value
