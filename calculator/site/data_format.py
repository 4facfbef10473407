"""The format of the published data: its files, the columns of the table, its JSON Schema.

Version 1. What is listed here and in :mod:`calculator.site.data_parts` is kept as it is for as
long as the version stays the same; new fields may be added.
"""

from collections.abc import Mapping
from typing import Any

from calculator.site.data_parts import PARTS, VERSION, Field

FOLDER = f"v{VERSION}"

#: The columns of ``rules.csv``: one row for each value of each figure.
COLUMNS: Mapping[str, str] = {
    "id": "The id of the figure.",
    "label": "Its short name.",
    "subject": "Its subject.",
    "unit": "What is counted.",
    "per": "Per year, visit, person, family, bill or month; may be empty.",
    "reach": "How long a value holds.",
    "from": "The first day of the value.",
    "until": "Its last day. Empty: no end is known.",
    "amount": "The amount. Empty where it is missing.",
    "missing": "Why it is missing. Empty where there is an amount.",
    "checked": "The day it was last looked up.",
    "confidence": "How sure it is.",
    "sources": "Keys of the sources, with a space between them.",
    "urls": "Their addresses, with a space between them.",
    "at": "The place in the source.",
    "note": "A caveat; may be empty.",
}

#: The published files and what each one holds.
FILES: Mapping[str, str] = {
    "index.json": "What was published and when: each file with its size and its SHA-256.",
    "rules.json": "Every rule with its values, dates and sources.",
    "rules.csv": "The figures alone, one row for each value.",
    "rules.schema.json": "The JSON Schema of `rules.json`.",
    "scenario.schema.json": "The JSON Schema of a case, as the calculator reads it.",
    "states.json": "The states, and what we found in the law of each.",
}


def rules_schema() -> dict[str, Any]:
    """The JSON Schema of ``rules.json``. It allows fields that later data may add."""
    definitions = {name: _object(*part) for name, part in PARTS.items() if name != "root"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules on second opinions and health insurance in the United States",
        **_object(*PARTS["root"]),
        "$defs": definitions,
    }


def _object(says: str, fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": says,
        "properties": {field.name: {**field.form, "description": field.says} for field in fields},
        "required": [field.name for field in fields if field.always],
    }
