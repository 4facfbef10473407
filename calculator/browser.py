"""The worker's only door: text in, text out.

Request: ``{"answers": {path: text as typed}, "today": "2026-11-23"}``. Reply: one of
``{"ok": {"html", "verdict", "headline"}}``, ``{"errors": [{"field", "message"}]}`` and
``{"failed": message}``.
"""

import json
from collections.abc import Mapping
from typing import Any

from calculator.compiled import load_rules
from calculator.estimate import estimate
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.present import render_estimate
from calculator.problem import ScenarioError

_FAULT = "The calculator stopped at a fault of its own. Your answers are kept. Please tell us."


def answer(text: str) -> str:
    """Answer one request; every error becomes a plain reply."""
    try:
        reply = _answer(json.loads(text))
    except ScenarioError as problem:
        reply = {
            "errors": [
                {"field": p.field, "message": _sentence(p.message)} for p in problem.problems
            ]
        }
    except Exception as fault:  # noqa: BLE001 - the page must never be left without an answer
        reply = {"failed": f"{_FAULT} ({type(fault).__name__})"}
    return json.dumps(reply, ensure_ascii=False)


# Read once, at import: "ready" then means ready to answer.
RULES = load_rules()


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario = parse_scenario(RULES, scenario_from_form(request["answers"], request.get("today")))
    result = estimate(RULES, scenario)
    html = render_estimate(RULES, result, root="../")
    return {"ok": {"html": html, "verdict": result.verdict, "headline": result.headline}}


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
