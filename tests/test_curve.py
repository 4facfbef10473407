"""What if: the curve of what the patient pays against the fee, and what can be moved."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from calculator.browser import answer
from calculator.curve import fee_curve, nice_top
from calculator.estimate import estimate
from calculator.facts import DOMAINS
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.what_if import HEIGHT, WIDTH, draw, with_moved
from tests.cases import FILES, case_id, read_case

pytestmark = pytest.mark.usefixtures("compiled_rules")

TODAY = "2026-03-01"
MEDICARE = {
    "on": "2026-03-15",
    "coverage.program": "original_medicare",
    "opinion.about": "surgery",
    "provider.setting": "office",
    "provider.medicare": "participating",
    "terms.deductible_met": "0",
    "services.0.kind": "visit",
    "services.0.charge": "420",
    "services.0.allowed": "260",
}
PPO = {
    "on": "2026-03-15",
    "coverage.program": "employer",
    "coverage.network": "ppo",
    "opinion.about": "cancer",
    "provider.setting": "office",
    "provider.network": "in",
    "terms.deductible": "1000",
    "terms.deductible_met": "800",
    "terms.copay.none": "yes",
    "terms.coinsurance": "20",
    "terms.out_of_pocket_maximum": "3000",
    "terms.out_of_pocket_met": "2700",
    "services.0.kind": "visit",
    "services.0.charge": "500",
    "services.0.allowed": "400",
}


def scenario_of(rules: Ruleset, answers: dict[str, str]) -> Scenario:
    return parse_scenario(rules, scenario_from_form(answers, TODAY))


def ask(answers: dict[str, str], want: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    request = {"answers": answers, "today": TODAY, "want": want, **more}
    found = json.loads(answer(json.dumps(request)))
    assert isinstance(found, dict)
    return found


def test_the_curve_of_original_medicare_has_its_corner_at_the_deductible(rules: Ruleset) -> None:
    curve = fee_curve(rules, scenario_of(rules, MEDICARE))
    assert curve.deductible == Decimal(283)
    assert curve.fee == Decimal(260)
    for point in curve.points:
        # All of the fee up to the deductible of 283, then 20 percent of what is left.
        left = max(point.fee - 283, Decimal(0))
        owed = min(point.fee, Decimal(283)) + left / 5
        assert point.low == point.high == owed.quantize(Decimal("0.01"))


def test_the_curve_of_a_plan_is_flat_where_the_maximum_is_reached(rules: Ruleset) -> None:
    curve = fee_curve(rules, scenario_of(rules, PPO))
    # 200 of the deductible is open; of the maximum 300 is left; 300 = 200 + 20% of 500.
    assert curve.deductible == Decimal(200)
    assert curve.maximum == Decimal(300)
    for point in curve.points:
        owed = min(point.fee, Decimal(200)) + max(point.fee - 200, Decimal(0)) / 5
        assert point.high == min(owed, Decimal(300)).quantize(Decimal("0.01"))
    assert curve.points[-1].high == Decimal(300)


def test_out_of_network_the_charge_is_moved_and_what_counts_stays(rules: Ruleset) -> None:
    answers = {**PPO, "provider.network": "out", "terms.out_of_network.coinsurance": "40"}
    curve = fee_curve(rules, scenario_of(rules, answers))
    assert curve.moved == ("services.0.charge",)
    assert curve.deductible is None
    last, before = curve.points[-1], curve.points[-2]
    # Beyond the 400 that counts, each further dollar is a balance bill.
    assert last.high - before.high == last.fee - before.fee


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_point_of_every_case_is_what_the_engine_says(rules: Ruleset, path: Path) -> None:
    scenario = parse_scenario(rules, read_case(path)["scenario"])
    if scenario.opinion.about == "emergency":
        return
    curve = fee_curve(rules, scenario)
    fees = [point.fee for point in curve.points]
    assert fees == sorted(set(fees))
    assert fees[0] == 0
    assert fees[-1] == curve.top
    assert all(point.low <= point.high for point in curve.points)
    drawing = draw(curve)
    corners = [tuple(map(Decimal, corner.split(","))) for corner in drawing.band.split()]
    assert len(corners) == 2 * len(fees)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)


def test_the_point_at_the_given_fee_is_the_estimate(rules: Ruleset) -> None:
    answers = {**MEDICARE, "services.0.charge": "260"}
    scenario = scenario_of(rules, answers)
    moved = {"services.0.charge": "260", "services.0.allowed": "260"}
    same = scenario_of(rules, with_moved(answers, scenario, moved))
    assert estimate(rules, same).total == estimate(rules, scenario).total


@pytest.mark.parametrize(
    ("amount", "top"), [("1", 500), ("500", 500), ("501", 1000), ("1900", 2000), ("2100", 2500)]
)
def test_the_curve_ends_at_a_round_fee(amount: str, top: int) -> None:
    assert nice_top(Decimal(amount)) == top


def test_the_drawing_marks_the_deductible_and_the_maximum_in_words_too() -> None:
    html = LexborHTMLParser(ask(PPO, "what_if")["ok"]["html"])
    assert html.css_first(".curve-deductible") is not None
    assert html.css_first(".curve-maximum") is not None
    key = html.css_first(".curve-key")
    assert key is not None
    assert "At $200 your deductible is used up." in key.text()
    assert "at most $300 more" in key.text()
    image = html.css_first("svg.curve-lines")
    assert image is not None
    assert "With a fee of $0 you owe $0." in (image.attributes["aria-label"] or "")


def test_what_is_moved_changes_the_answer_and_the_curve() -> None:
    moved = {"services.0.charge": "200", "services.0.allowed": "200"}
    found = ask(MEDICARE, "moved", moved=moved)["ok"]["html"]
    assert "Covered. You will owe $200." in found
    curve = ask(MEDICARE, "curve", moved={"terms.deductible_met": "283"})["ok"]["html"]
    assert "deductible is used up" not in curve


def test_a_reader_without_a_bill_can_move_the_fee_too() -> None:
    answers = {
        "coverage.program": "none",
        "provider.setting": "hospital_clinic",
        "services.0.kind": "",
    }
    found = ask(answers, "moved", moved={"services.0.charge": "300"})
    assert "Expect to owe $300." in found["ok"]["html"]


@pytest.mark.parametrize(
    "moved",
    [{"x": "1"}, {"<b>": "1"}, {"terms.copay": ["1"]}, {"services.0.charge": "-1"}, [], "x", None],
    ids=str,
)
def test_what_was_never_offered_moves_nothing_and_breaks_nothing(moved: object) -> None:
    found = ask(MEDICARE, "moved", moved=moved)
    assert set(found) <= {"ok", "errors"}
    assert "<b>" not in json.dumps(found)


@pytest.mark.parametrize("program", DOMAINS["program"])
def test_every_kind_of_insurance_has_its_what_if(program: str) -> None:
    html = LexborHTMLParser(ask({"coverage.program": program}, "what_if")["ok"]["html"])
    assert html.css_first('input[type="range"]') is not None
    moves = [node.attributes["data-move"] or "" for node in html.css("[data-move]")]
    assert len(moves) == len(set(moves))
    names = [node.attributes["id"] for node in html.css("[id]")]
    assert len(names) == len(set(names))
    for slider in html.css('input[type="range"]'):
        paths = (slider.attributes["data-move"] or "").split()
        moved = dict.fromkeys(paths, slider.attributes["max"])
        assert "ok" in ask({"coverage.program": program}, "moved", moved=moved)
