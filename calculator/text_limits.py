"""How large a text from outside may be before it is read: a scenario, or a request of the page.

The largest real scenario has some three thousand characters and some two hundred fields.
"""

import json
from typing import Any

#: Longest text of one scenario or one request.
MOST_CHARACTERS = 100_000

#: Deepest nesting of mappings and lists; a scenario has four levels.
DEEPEST = 20

#: Most fields of one scenario.
MOST_FIELDS = 500

#: Most faults that are told at once.
MOST_PROBLEMS = 50

#: What is repeated of a value or of a field's name in a message.
_SHOWN = 60


def check_length(text: str) -> None:
    """Refuse a text that is too long.

    Raises:
        ValueError: with a plain sentence.

    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"this is longer than {MOST_CHARACTERS:,} characters")


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON
    """Read JSON, with every number as the text it was written as.

    Raises:
        ValueError: too long, too deep, or no JSON.

    """
    check_length(text)
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except RecursionError:
        raise ValueError("this is nested too deeply") from None


def shortened(value: object) -> str:
    """Write a value for a message: cut short, and without signs that no screen can show."""
    text = str(value)
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}..."
    return text if text.isprintable() else "".join(_printable(sign) for sign in text)


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
