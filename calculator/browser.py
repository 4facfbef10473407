"""The worker's only door: text in, text out.

Request: ``{"answers": {path: text as typed}, "today": "2026-11-23"}``, and what is wanted in
``"want"`` where it is not the estimate. ``"typical"`` may name the answers that are typical
amounts. Reply: one of ``{"ok": ...}``, ``{"errors": [{"field", "message"}]}`` and
``{"failed": message}``. What is in ``ok``:

- the estimate: ``html``, ``verdict``, ``headline``
- ``typical``, a typical plan of this kind: ``fields`` (path to text) and ``html``
- ``plan``, what to do next: ``html``
- ``calendar``, ``letter`` and ``file`` (the case), to save: ``name``, ``type`` and ``text``
- ``text``, the estimate to copy: ``text``; ``summary``, two pages to print: ``html``
- ``link``, the answers for the fragment of an address: ``fragment``
- ``what_if``, the controls, the answer and the curve: ``html``; ``moved`` and ``curve``, the last
  two anew with ``"moved"`` (path to text) of the request: ``html``
- ``open``, from ``"fragment"`` or ``"file"`` of the request: ``answers`` as one would type them
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculator.appeal_letter import appeal_letter
from calculator.calendar_file import calendar_text
from calculator.call_sheet import call_sheet
from calculator.checklist import entries
from calculator.compiled import load_rules
from calculator.estimate import Estimate, estimate
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.plain_text import estimate_text
from calculator.present import render_own, render_typical, spoken_headline
from calculator.present_plan import render_plan, render_summary
from calculator.present_what_if import render_curve, render_moved, render_what_if
from calculator.presets import named, typical_plan
from calculator.problem import ScenarioError
from calculator.request import read_request
from calculator.scenario import Scenario
from calculator.share import from_file, from_fragment, to_file, to_fragment
from calculator.what_if import with_moved

_FAULT = "The calculator stopped at a fault of its own. Your answers are kept. Please tell us."


def answer(text: str) -> str:
    """Answer one request; every error becomes a plain reply."""
    try:
        reply = _answer(read_request(text))
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


def _case(request: Mapping[str, Any]) -> tuple[Scenario, Estimate]:
    """The case and its estimate; the newest one is kept for what is asked about it next."""
    key = json.dumps([request["answers"], request.get("today")], sort_keys=True)
    if key not in _newest:
        scenario = _scenario(request)
        found = scenario, estimate(RULES, scenario)
        _newest.clear()
        _newest[key] = found
    return _newest[key]


_newest: dict[str, tuple[Scenario, Estimate]] = {}


def _estimate(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    typical = named(request.get("typical"), scenario.program)
    about = scenario.opinion.about
    html = render_own(RULES, result, root="../", about=about, typical=typical)
    return {"html": html, "verdict": result.verdict, "headline": spoken_headline(result, about)}


def _typical(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario = _scenario(request)
    terms = typical_plan(RULES, scenario, request["answers"])
    html = render_typical(RULES, terms, scenario.on, root="../")
    return {"fields": {term.path: term.typed for term in terms}, "html": html}


def _plan(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    return {"html": render_plan(RULES, scenario, result, root="../")}


def _calendar(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    text = calendar_text(entries(scenario, result), scenario.today or scenario.on)
    return {"name": "second-opinion.ics", "type": "text/calendar", "text": text}


def _letter(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    letter = appeal_letter(RULES, scenario, result)
    text = letter.text if letter else ""
    return {"name": "appeal-letter.txt", "type": "text/plain", "text": text}


def _file(request: Mapping[str, Any]) -> dict[str, Any]:
    _case(request)
    text = to_file(request["answers"], request.get("today"))
    return {"name": "second-opinion-case.json", "type": "application/json", "text": text}


def _text(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    calls = call_sheet(scenario, result)
    return {"text": estimate_text(result, calls, scenario.opinion.about)}


def _summary(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    typical = named(request.get("typical"), scenario.program)
    return {"html": render_summary(RULES, scenario, result, root="../", typical=typical)}


def _link(request: Mapping[str, Any]) -> dict[str, Any]:
    _case(request)  # what cannot be worked out could not be opened either
    return {"fragment": to_fragment(request["answers"])}


def _what_if(request: Mapping[str, Any]) -> dict[str, Any]:
    scenario, result = _case(request)
    return {"html": render_what_if(RULES, scenario, result)}


def _with_moved(request: Mapping[str, Any]) -> Scenario:
    scenario = _scenario(request)
    moved = request.get("moved")
    answers = with_moved(request["answers"], scenario, moved if isinstance(moved, Mapping) else {})
    return _scenario({**request, "answers": answers})


def _moved(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"html": render_moved(estimate(RULES, _with_moved(request)))}


def _curve(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"html": render_curve(RULES, _with_moved(request))}


def _open(request: Mapping[str, Any]) -> dict[str, Any]:
    today = request.get("today")
    if "file" in request:
        return {"answers": from_file(RULES, str(request["file"]), today)}
    return {"answers": from_fragment(RULES, str(request["fragment"]), today)}


_WANTED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "estimate": _estimate,
    "typical": _typical,
    "plan": _plan,
    "calendar": _calendar,
    "letter": _letter,
    "file": _file,
    "text": _text,
    "summary": _summary,
    "link": _link,
    "what_if": _what_if,
    "moved": _moved,
    "curve": _curve,
    "open": _open,
}


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
