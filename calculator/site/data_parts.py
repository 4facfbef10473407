"""The parts of ``rules.json`` and the fields of each: one place for the schema and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from calculator.rule import Reach, Use
from calculator.site.rule_models import Confidence, Unit

VERSION = 1

type Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NAMES: Schema = {"type": "array", "items": TEXT}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}
LISTS: Schema = {"type": "object", "additionalProperties": NAMES}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def _part(kind: str) -> Schema:
    return {"$ref": f"#/$defs/{kind}"}


def _by_id(kind: str) -> Schema:
    return {"type": "object", "additionalProperties": _part(kind)}


def _list_of(kind: str) -> Schema:
    return {"type": "array", "items": _part(kind)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, its JSON Schema, what it means, and whether it is always there."""

    name: str
    form: Schema
    says: str
    always: bool = True


_SUBJECT = Field("subject", TEXT, "The subject, a key of `subjects`.")
_PAGE = Field("page", TEXT, "Where the rule stands on the site, seen from the top of the site.")
_LABEL = Field("label", TEXT, "A short name.")
_SAYS = Field(
    "says", TEXT, "The rule in plain words. `{figure:ID}` stands for the value of that figure."
)
_USE = Field(
    "use",
    _one_of(*get_args(Use)),
    "`engine`: the calculator uses it. `site`: a page prints it. `reference`: neither.",
)
_CITED = (
    Field("sources", NAMES, "Keys of `sources`: where it was read."),
    Field("at", TEXT, "The place in the source."),
    Field("checked", DAY, "The day it was last read."),
    Field(
        "confidence",
        _one_of(*get_args(Confidence)),
        "How sure it is: `primary` (read in the source itself), `secondary_agreeing` (several "
        "others agree), `single_secondary` (one other source), `conflicting` (sources disagree).",
    ),
    Field("other_side", _part("other_side"), "What another source says.", always=False),
)

#: Every part of ``rules.json``, with one sentence on it.
PARTS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "root": (
        "The file `rules.json` as a whole.",
        (
            Field("version", {"const": VERSION}, "The version of this format."),
            Field("license", TEXT, "The license of the data, as an SPDX name."),
            Field("attribution", TEXT, "The line to print when you use the data."),
            Field("subjects", TEXTS, "Each subject with its heading."),
            Field("facts", LISTS, "Each fact a decision may ask, with its possible values."),
            Field("sources", _by_id("source"), "Each document, by its key."),
            Field("figures", _by_id("figure"), "Each number, by its id."),
            Field("statements", _by_id("statement"), "Each rule without a number, by its id."),
            Field("decisions", _by_id("decision"), "Each decision table, by its id."),
            Field("conditions", _by_id("condition"), "What a plan may ask before it pays, by id."),
            Field("actions", _by_id("action"), "What a reader can do next, by id."),
            Field("terms", _by_id("term"), "Each word of the glossary, by its id."),
        ),
    ),
    "figure": (
        "A number and its values over time.",
        (
            _LABEL,
            _SAYS,
            Field(
                "unit",
                _one_of(*get_args(Unit)),
                "What is counted. `share` goes from 0 to 1. `multiple` is a factor. `date` means "
                "that the amount is a day.",
            ),
            Field("per", TEXT, "Per year, visit, person, family, bill or month; may be empty."),
            Field(
                "reach",
                _one_of(*get_args(Reach)),
                "How long a value holds. `calendar_year`: for its own year only. "
                "`until_changed`: until the next value. `reference_year`: it was measured in one "
                "year, and is an assumption in any other.",
            ),
            Field("note", TEXT, "A caveat; may be empty."),
            _USE,
            _SUBJECT,
            _PAGE,
            Field("values", _list_of("value"), "The values, the oldest first."),
        ),
    ),
    "value": (
        "One value of a figure. It has either `amount` or `missing`.",
        (
            Field("from", DAY, "The first day of the value."),
            Field("amount", TEXT, "The number, or the day, as text.", always=False),
            Field(
                "missing",
                _one_of("not_published", "not_found", "repealed"),
                "Why there is none. `not_published`: nobody has said it yet. `not_found`: it "
                "exists, we have not read it. `repealed`: it no longer holds.",
                always=False,
            ),
            Field("checked", DAY, "The day it was last looked up."),
            Field("note", TEXT, "A caveat; may be empty."),
            *(
                Field(field.name, field.form, field.says, always=False)
                for field in _CITED
                if field.name != "checked"
            ),
        ),
    ),
    "statement": ("A rule in words.", (_LABEL, _SAYS, _USE, _SUBJECT, _PAGE, *_CITED)),
    "decision": (
        "A question about a case. For each case that can occur, exactly one row fits.",
        (
            _LABEL,
            Field("question", TEXT, "The question."),
            Field("facts", NAMES, "The facts it asks, in order; keys of `facts`."),
            _SUBJECT,
            Field("rows", _list_of("row"), "The rows."),
        ),
    ),
    "row": (
        "One row of a decision.",
        (
            Field("id", TEXT, "The id of the row inside its decision."),
            Field("when", LISTS, "For each fact, the values it fits. No entry: any value."),
            Field("then", TEXT, "The outcome."),
            Field("needs", NAMES, "Keys of `conditions` that must be met first."),
            _SAYS,
            _PAGE,
            *_CITED,
        ),
    ),
    "condition": (
        "Something that must be true before a plan pays.",
        (
            _LABEL,
            _SAYS,
            Field("ask", TEXT, "How to make sure of it."),
            _SUBJECT,
            _PAGE,
            *_CITED,
        ),
    ),
    "action": (
        "Something to do next.",
        (
            Field("phase", _one_of("before", "call", "refused"), "When in the course of things."),
            Field("order", {"type": "integer"}, "Its place within the phase."),
            Field("when", LISTS, "For which cases, as in a row."),
            _SAYS,
            Field("rules", NAMES, "The rules it rests on."),
            Field("deadline", _part("deadline"), "How long there is time.", always=False),
        ),
    ),
    "deadline": (
        "A length of time.",
        (
            Field("figure", TEXT, "The id of the figure with the length."),
            Field(
                "counted_from",
                _one_of("today", "visit", "denied_on"),
                "The day it is counted from.",
            ),
            Field("direction", _one_of("before", "after"), "Before or after that day."),
        ),
    ),
    "term": ("A word of the glossary.", (_LABEL, _SAYS, _SUBJECT, _PAGE, *_CITED)),
    "source": (
        "A document that can be opened.",
        (
            Field("title", TEXT, "Its title."),
            Field("publisher", TEXT, "Who published it."),
            Field("url", TEXT, "Its official address."),
            Field("published", TEXT, "The day or the year it is from, or `undated`."),
            Field("kind", TEXT, "Statute, regulation, agency, study, insurer, charity, secondary."),
            Field("citation", TEXT, "How lawyers or libraries cite it; may be empty."),
            Field("note", TEXT, "How it was read; may be empty."),
        ),
    ),
    "other_side": (
        "What another source says, where sources disagree.",
        (
            Field("says", TEXT, "What it says."),
            Field("source", TEXT, "A key of `sources`."),
            Field("at", TEXT, "The place in that source."),
        ),
    ),
}
