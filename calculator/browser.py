"""The worker's only door: text in, text out.

Request: ``{"answers": {path: text as typed}, "today": "2026-11-23"}``, and what is wanted in
``"want"`` where it is not the estimate. ``"typical"`` may name the answers that are typical
amounts. Reply: one of ``{"ok": ...}``, ``{"errors": [{"field", "message"}]}`` and
``{"failed": message}``. What is in ``ok``:

- the estimate: ``html``, ``verdict``, ``headline``
- ``typical``, a typical plan of this kind: ``fields`` (path to text) and ``html``
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculator.compiled import load_rules
from calculator.estimate import estimate
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.present import render_own, render_typical, spoken_headline
from calculator.presets import named, typical_plan
from calculator.problem import ScenarioError
from calculator.scenario import Scenario

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
    return {"ok": _WANTED[request.get("want", "estimate")](request)}


def _scenario(request: Mapping[str, Any]) -> Scenario:
    return parse_scenario(RULES, scenario_from_form(request["answers"], request.get("today")))


def _estimate(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario = _scenario(request)
    result = estimate(RULES, scenario)
    typical = named(request.get("typical"), scenario.program)
    about = scenario.opinion.about
    html = render_own(RULES, result, root="../", about=about, typical=typical)
    return {"html": html, "verdict": result.verdict, "headline": spoken_headline(result, about)}


def _typical(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario = _scenario(request)
    terms = typical_plan(RULES, scenario, request["answers"])
    html = render_typical(RULES, terms, scenario.on, root="../")
    return {"fields": {term.path: term.typed for term in terms}, "html": html}


_WANTED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "estimate": _estimate,
    "typical": _typical,
}


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
