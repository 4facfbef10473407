"""What to do next: calls, checklist, appeal letter, free help and records, from the answers."""

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from calculator.addresses import rule_address
from calculator.browser import answer
from calculator.call_sheet import WRITE_DOWN, call_sheet
from calculator.estimate import estimate
from calculator.facts import DOMAINS
from calculator.form_answers import scenario_from_form
from calculator.free_help import helpers, records
from calculator.parse import parse_scenario
from calculator.questions.states import STATES
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from tests.cases import FILES, case_id, read_case

pytestmark = pytest.mark.usefixtures("compiled_rules")

TODAY = "2026-11-23"
HMO = {
    "on": "2027-01-20",
    "coverage.program": "employer",
    "coverage.network": "hmo",
    "coverage.funding": "insured",
    "state": "CA",
    "opinion.about": "cancer",
    "provider.setting": "office",
    "provider.network": "out",
    "provider.network_doctor_available": "no",
    "done.referral": "yes",
    "denied_on": "2026-11-20",
}


def ask(answers: dict[str, str], want: str) -> dict[str, Any]:
    request = {"answers": answers, "today": TODAY, "want": want}
    found = json.loads(answer(json.dumps(request)))["ok"]
    assert isinstance(found, dict)
    return found


def plan(answers: dict[str, str]) -> LexborHTMLParser:
    return LexborHTMLParser(ask(answers, "plan")["html"])


def part(page: LexborHTMLParser, name: str) -> LexborNode:
    found = page.css_first(f".{name}")
    assert found is not None
    return found


def scenario_of(rules: Ruleset, answers: dict[str, str]) -> Scenario:
    return parse_scenario(rules, scenario_from_form(answers, TODAY))


def test_each_question_goes_to_the_one_who_can_answer_it(rules: Ruleset) -> None:
    answers = {
        "coverage.program": "employer",
        "coverage.network": "ppo",
        "state": "CA",
        "provider.setting": "office",
        "opinion.about": "cancer",
    }
    scenario = scenario_of(rules, answers)
    result = estimate(rules, scenario)
    calls = {call.to: call for call in call_sheet(scenario, result)}
    assert set(calls) == {"plan", "office", "benefits"}
    asked = [question for call in calls.values() for question in call.questions]
    assert len(asked) == len(set(asked))
    wanted = {unknown.ask for unknown in result.unknowns if unknown.ask}
    assert all(any(question.endswith(ask) for question in asked) for ask in wanted)
    assert any("insured or self-funded" in q for q in calls["benefits"].questions)
    assert any("network of my exact plan" in q for q in calls["plan"].questions)
    assert any("full charge" in q for q in calls["office"].questions)
    assert "PPO" in calls["office"].opening
    first = next(iter(calls.values()))
    assert any(q.endswith(result.unknowns[0].ask) for q in first.questions), "the first one first"


def test_the_call_sheet_says_what_to_write_down() -> None:
    labels = [cell.text() for cell in part(plan(HMO), "write-down").css("th")]
    assert labels == list(WRITE_DOWN)
    assert {"Name of the person", "Reference number of the call", "Day and time"} <= set(labels)


def test_the_checklist_has_its_last_days_in_their_order() -> None:
    steps = part(plan(HMO), "checklist").css("li")
    days = [d.text() for d in (step.css_first(".deadline") for step in steps) if d]
    # 30 days and 15 days before January 20.
    assert days == ["By December 21, 2026.", "By January 5, 2027."]
    assert steps[0].css_first(".deadline") is not None


def test_without_the_day_of_the_visit_the_checklist_says_how_to_get_its_days() -> None:
    page = plan({name: value for name, value in HMO.items() if name != "on"})
    checklist = part(page, "plan-checklist")
    assert "Give the day of the visit" in checklist.text()
    assert "By " not in checklist.text()
    assert "Time: 30 days" in checklist.text()


def test_after_a_refusal_the_levels_stand_there_with_their_days() -> None:
    refused = part(plan(HMO), "plan-refused")
    assert "open" in refused.attributes
    days = [found.text() for found in refused.css(".deadline")]
    # 180 days and four months after November 20.
    assert "By May 19, 2027." in days
    assert "By March 20, 2027." in days
    before = {name: value for name, value in HMO.items() if name != "denied_on"}
    folded = part(plan(before), "plan-refused")
    assert "open" not in folded.attributes
    assert "Give the date on the refusal" in folded.text()


def test_the_letter_says_what_the_reader_said_and_nothing_else() -> None:
    text = ask(HMO, "letter")["text"]
    assert "refusal of November 20, 2026" in text
    assert "second opinion about cancer" in text
    assert "January 20, 2027" in text
    assert "My primary care doctor referred me" in text
    assert "No doctor in the network can give this opinion." in text
    assert "law of California" in text
    assert "Insurance Code 10123.68" in text
    assert "approved the visit in advance" not in text
    plain = {
        "coverage.program": "employer",
        "coverage.network": "ppo",
        "provider.network_doctor_available": "",
    }
    text = ask(plain, "letter")["text"]
    for absent in ("referred me", "No doctor in the network", "The law of", "approved the visit"):
        assert absent not in text
    assert "[day of the refusal]" in text
    assert "[day of the visit]" in text


def test_a_state_law_stands_in_the_letter_only_if_it_reaches_the_plan() -> None:
    assert "The law of" not in ask({**HMO, "coverage.funding": "self_funded"}, "letter")["text"]
    unknown = {name: value for name, value in HMO.items() if name != "coverage.funding"}
    assert "The law of" not in ask(unknown, "letter")["text"]


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("original_medicare", "State Health Insurance Assistance Program"),
        ("medicare_advantage", "State Health Insurance Assistance Program"),
        ("employer", "Department of Labor"),
        ("marketplace", "state insurance department"),
        ("medicaid", "Medicaid or CHIP office"),
        ("chip", "Medicaid or CHIP office"),
        ("va", "patient advocate"),
        ("tricare", "BCACs"),
        ("workers_compensation", "workers' compensation board"),
        ("none", "No Surprises Help Desk"),
    ],
)
def test_each_payer_has_its_own_free_help(program: str, words: str) -> None:
    assert words in part(plan({"coverage.program": program}), "plan-help").text()


@pytest.mark.parametrize("state", STATES)
def test_with_a_state_its_insurance_department_is_named(state: str, rules: Ruleset) -> None:
    answers = {"coverage.program": "marketplace", "state": state}
    found = list(helpers(rules, scenario_of(rules, answers)))
    assert "state.where_to_ask" in found
    own = f"state.{state.lower()}.ask"
    assert (own in found) == (own in rules.statements)
    assert all(rule in rules.statements for rule in found)


def test_a_self_funded_plan_is_not_sent_to_the_insurance_department_for_a_complaint(
    rules: Ruleset,
) -> None:
    department = "help.state_insurance_department"
    insured = {"coverage.program": "employer", "coverage.funding": "insured"}
    assert department in helpers(rules, scenario_of(rules, insured))
    own_risk = {"coverage.program": "employer", "coverage.funding": "self_funded"}
    assert department not in helpers(rules, scenario_of(rules, own_risk))


def test_records_say_what_they_may_cost_and_slides_only_where_there_is_tissue(
    rules: Ruleset,
) -> None:
    page = plan(HMO)
    text = part(page, "plan-records").text()
    assert "may charge only what copying costs" in text
    assert "slides stay with the lab" in text
    knee = scenario_of(rules, {"coverage.program": "va", "opinion.about": "surgery"})
    assert not any("slides" in rule for rule in records(knee))


@pytest.mark.parametrize("program", DOMAINS["program"])
def test_every_kind_of_insurance_gets_a_plan_whose_links_lead_to_rules(
    program: str, rules: Ruleset
) -> None:
    page = plan({"coverage.program": program, "denied_on": ""})
    links = [link.attributes["href"] or "" for link in page.css("a")]
    assert links
    for href in links:
        rule = rules.rule(href.partition("#")[2])
        assert href == f"../{rule_address(rules, rule)}"
    assert all(not node.attributes.get("style") for node in page.css("*"))


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_worked_case_has_calls_that_ask_each_unknown_once(rules: Ruleset, path: Any) -> None:  # noqa: ANN401
    scenario = parse_scenario(rules, read_case(path)["scenario"])
    result = estimate(rules, scenario)
    calls = call_sheet(scenario, result)
    assert all(call.questions and call.opening for call in calls)
    assert len({call.to for call in calls}) == len(calls)


def test_the_answers_of_a_reader_never_become_markup() -> None:
    reply = json.loads(
        answer(json.dumps({"answers": {**HMO, "state": "<b>"}, "today": TODAY, "want": "plan"}))
    )
    assert set(reply) == {"errors"}
