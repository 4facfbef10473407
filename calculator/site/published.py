"""The rules in their published form, as plain JSON values.

This form is a promise to other people's programs: it is described in
:mod:`calculator.site.data_format` and does not follow every change of the program's own form.
"""

from collections.abc import Mapping
from typing import Any

from calculator.addresses import rule_address, subject_of
from calculator.facts import DOMAINS
from calculator.questions.states import STATES
from calculator.rule import Action, Citation, Condition, Decision, Figure, Statement, Term, Value
from calculator.ruleset import Ruleset
from calculator.site.data_parts import VERSION
from calculator.site.state_pages import slug
from calculator.site.subjects import SUBJECTS

LICENSE = "CC-BY-4.0"
LICENSE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Rule data: The Second Opinion Coverage contributors, CC BY 4.0"


def published_rules(rules: Ruleset) -> dict[str, Any]:
    """All rules in the published form."""

    def place(rule: Figure | Statement | Condition | Term) -> dict[str, str]:
        file = rules.files[rules.anchor(rule)]
        return {"subject": subject_of(file), "page": rule_address(rules, rule)}

    return {
        "version": VERSION,
        "license": LICENSE,
        "attribution": ATTRIBUTION,
        "subjects": {
            subject_of(file): heading
            for file, heading in SUBJECTS.items()
            if file in set(rules.files.values())
        },
        "facts": {name: list(values) for name, values in DOMAINS.items()},
        "sources": {key: _source(rules, key) for key in rules.sources},
        "figures": {
            key: {**_figure(figure), **place(figure)} for key, figure in rules.figures.items()
        },
        "statements": {
            key: {
                "label": item.label,
                "says": item.says,
                "use": item.use,
                **place(item),
                **_cited(item.citation),
            }
            for key, item in rules.statements.items()
        },
        "decisions": {key: _decision(rules, item) for key, item in rules.decisions.items()},
        "conditions": {
            key: {
                "label": item.label,
                "says": item.says,
                "ask": item.ask,
                **place(item),
                **_cited(item.citation),
            }
            for key, item in rules.conditions.items()
        },
        "actions": {key: _action(item) for key, item in rules.actions.items()},
        "terms": {
            key: {
                "label": item.label,
                "says": item.says,
                **place(item),
                **_cited(item.citation),
            }
            for key, item in rules.terms.items()
        },
    }


def published_states(rules: Ruleset) -> dict[str, Any]:
    """Each state: its name, its page, whether a law was found, and the rules about it."""
    return {
        "version": VERSION,
        "license": LICENSE,
        "attribution": ATTRIBUTION,
        "states": {
            code: {
                "name": name,
                "page": f"states/{slug(code)}/",
                "law_found": f"state.{code.lower()}.second_opinion" in rules.statements,
                "rules": [
                    key
                    for key in (*rules.statements, *rules.figures)
                    if key.startswith(f"state.{code.lower()}.")
                ],
            }
            for code, name in STATES.items()
        },
    }


def _source(rules: Ruleset, key: str) -> dict[str, str]:
    source = rules.sources[key]
    names = ("title", "publisher", "url", "published", "kind", "citation", "note")
    return {name: getattr(source, name) for name in names}


def _figure(figure: Figure) -> dict[str, Any]:
    names = ("label", "says", "unit", "per", "reach", "note", "use")
    return {
        **{name: getattr(figure, name) for name in names},
        "values": [_value(value) for value in figure.values],
    }


def _value(value: Value) -> dict[str, Any]:
    kind = "amount" if value.amount is not None else "missing"
    return {
        "from": value.start.isoformat(),
        kind: value.amount if value.amount is not None else value.missing,
        "note": value.note,
        **(_cited(value.citation) if value.citation else {}),
        "checked": value.checked.isoformat(),
    }


def _decision(rules: Ruleset, decision: Decision) -> dict[str, Any]:
    return {
        "label": decision.label,
        "question": decision.question,
        "facts": list(decision.facts),
        "subject": subject_of(rules.files[decision.id]),
        "rows": [
            {
                "id": row.id.removeprefix(f"{decision.id}."),
                "when": _lists(row.when),
                "then": row.then,
                "needs": list(row.needs),
                "says": row.says,
                "page": rule_address(rules, row),
                **_cited(row.citation),
            }
            for row in decision.rows
        ],
    }


def _action(action: Action) -> dict[str, Any]:
    deadline = action.deadline
    return {
        "phase": action.phase,
        "order": action.order,
        "when": _lists(action.when),
        "says": action.says,
        "rules": list(action.rules),
        **(
            {
                "deadline": {
                    "figure": deadline.figure,
                    "counted_from": deadline.counted_from,
                    "direction": deadline.direction,
                }
            }
            if deadline
            else {}
        ),
    }


def _cited(citation: Citation) -> dict[str, Any]:
    other = citation.other_side
    return {
        "sources": list(citation.sources),
        "at": citation.at,
        "checked": citation.checked.isoformat(),
        "confidence": citation.confidence,
        **(
            {"other_side": {"says": other.says, "source": other.source, "at": other.at}}
            if other
            else {}
        ),
    }


def _lists(when: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in when.items()}
