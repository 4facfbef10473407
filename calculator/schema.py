"""The JSON Schema of a scenario, made from the questions."""

from typing import Any

from calculator.facts import DOMAINS
from calculator.questions import QUESTIONS, Question
from calculator.questions.model import NONE
from calculator.scenario import FORMAT_VERSION, MOST_SERVICES

_MONEY = {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"}
_SHARE = {"type": "string", "pattern": r"^(0(\.\d+)?|1(\.0+)?|\.\d+|\d{1,2}(\.\d+)?%|100%)$"}


def scenario_schema() -> dict[str, Any]:
    """Describe a scenario; null, or leaving a field out, means "unknown"."""
    root = _object()
    root["properties"]["version"] = {"const": FORMAT_VERSION}
    for path, question in QUESTIONS.items():
        _place(root, path.split("."), question)
    root["required"] = ["on", "coverage"]
    root["properties"]["coverage"]["required"] = ["program"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One reader's case",
        "description": "A field left out, or null, is unknown. Amounts are US dollars, as text.",
        **root,
    }


def _object() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {}}


def _place(node: dict[str, Any], parts: list[str], question: Question) -> None:
    name, *rest = parts
    properties = node["properties"]
    if not rest:
        required = question.path in ("on", "coverage.program")
        form = _form(question)
        properties[name] = {
            **(form if required else {"anyOf": [form, {"type": "null"}]}),
            "title": question.label,
            **({"description": question.help} if question.help else {}),
        }
        return
    if name == "services":
        line = {**_object(), "required": ["kind"]}
        lines = {"type": "array", "maxItems": MOST_SERVICES, "items": line}
        items = properties.setdefault(name, lines)["items"]
        _place(items, rest[1:], question)
        return
    child = properties.setdefault(name, _object())
    if rest[0] == "*":
        for kind in DOMAINS["kind"]:
            _place(child["properties"].setdefault(kind, _object()), rest[1:], question)
        return
    _place(child, rest, question)


def _form(question: Question) -> dict[str, Any]:
    match question.kind:
        case "yes_no":
            return {"type": "boolean"}
        case "choice" if {c.value for c in question.choices} == {"yes", "no", "not_needed"}:
            return {"enum": [True, False, "yes", "no", "not_needed"]}
        case "choice":
            return {"enum": [choice.value for choice in question.choices]}
        case "whole":
            return {"enum": [int(choice.value) for choice in question.choices]}
        case "day":
            return {"type": "string", "format": "date"}
        case "share":
            return dict(_SHARE)
        case "money":
            return {"anyOf": [_MONEY, {"const": NONE}]} if question.none_label else dict(_MONEY)
