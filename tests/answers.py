"""The whole answer to each case, as an outline: one fact on a line, sentences of rules by id.

What the hand-worked cases do not state (each step, assumption, open question and date) is kept in
``tests/answers/``. Whoever changes the engine sees there which answers change, and how. After
looking at each difference, write them anew:

    python -m tests.answers
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from calculator.estimate import estimate
from calculator.jsonable import jsonable
from calculator.parse import parse_scenario
from tests.cases import FILES, TESTS, case_id, fresh_rules, read_case

ANSWERS = TESTS / "answers"

#: The sentences of a rule are the rule's own: its id says which.
_WORDS_OF_RULES = frozenset({"says", "ask", "label", "phase", "rules"})
#: How much work an answer takes is no part of it.
_LEFT_OUT = frozenset({"calls"})
_ENDS = {"low", "likely", "high"}
_ZERO = dict.fromkeys(("low", "likely", "high"), "0.00")
_NOTHING: tuple[object, ...] = (None, "", [], {}, _ZERO)


def answer_file(case: Path) -> Path:
    """Where the outline of a case lies."""
    return ANSWERS / f"{case_id(case)}.txt"


def outline(case: Path) -> str:
    """Work a case out and write its answer down."""
    rules = fresh_rules()
    found = estimate(rules, parse_scenario(rules, read_case(case)["scenario"]))
    return "\n".join(_lines(jsonable(found), 0)) + "\n"


def _lines(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, part in value.items():
        if key in _LEFT_OUT or part in _NOTHING:
            continue
        for item in part if _is_list_of_parts(part) else [part]:
            told = _told(item) if isinstance(item, dict) else {}
            if isinstance(item, dict) and any(_is_group(one) for one in told.values()):
                yield f"{indent}{key}"
                yield from _lines(told, depth + 1)
            else:
                yield f"{indent}{key}: {_written(item)}"


def _is_list_of_parts(part: object) -> bool:
    return isinstance(part, list) and all(isinstance(item, dict) for item in part)


def _is_group(part: object) -> bool:
    return _is_list_of_parts(part) or (isinstance(part, dict) and set(part) != _ENDS)


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    """What a part says of its own: not the words of its rule, and nothing that is not there."""
    of_rule = bool(item.get("rule")) or str(item.get("id", "")).startswith("action.")
    hidden = _WORDS_OF_RULES if of_rule else frozenset()
    return {key: part for key, part in item.items() if key not in hidden and part not in _NOTHING}


def _written(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return " ".join(map(str, value))
    if not isinstance(value, dict):
        return str(value)
    if set(value) == _ENDS:
        ends = [value[end] for end in ("low", "likely", "high")]
        return ends[0] if len(set(ends)) == 1 else " | ".join(map(str, ends))
    return "; ".join(f"{key} {_written(part)}" for key, part in _told(value).items())


def main() -> int:
    """Write every outline anew, and remove those whose case is gone."""
    ANSWERS.mkdir(exist_ok=True)
    wanted = {answer_file(case): case for case in FILES}
    for path in set(ANSWERS.glob("*.txt")) - set(wanted):
        path.unlink()
    changed = 0
    for path, case in wanted.items():
        text = outline(case)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed += 1
    print(f"{len(wanted)} answers, {changed} of them changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
