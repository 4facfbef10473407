"""The order of a result, and the cases in which plain words stand in its place."""

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from calculator.browser import answer
from calculator.facts import DOMAINS
from calculator.presets import HAVE_TYPICAL
from calculator.questions import QUESTIONS
from calculator.ruleset import Ruleset
from calculator.site.form import estimate_form

pytestmark = pytest.mark.usefixtures("compiled_rules")

HMO = {
    "on": "2026-03-15",
    "coverage.program": "employer",
    "coverage.network": "hmo",
    "opinion.about": "cancer",
    "provider.setting": "office",
    "provider.network": "in",
    "done.referral": "no",
}


def ask(answers: dict[str, str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    request = {"answers": answers, "today": "2026-03-01", **more}
    found = json.loads(answer(json.dumps(request)))["ok"]
    assert isinstance(found, dict)
    return found


def test_the_answer_comes_first_then_who_pays_the_working_the_other_ways_and_what_is_open() -> None:
    page = LexborHTMLParser(ask(HMO)["html"])
    heads = [head.text().strip() for head in page.css("h3.estimate-part")]
    wanted = [
        "Who pays what",
        "How we worked it out",
        "Other ways, side by side",
        "What is still unknown",
    ]
    assert [head for head in heads if head in wanted] == wanted
    verdict = page.css_first(".verdict")
    assert verdict is not None
    assert "Covered, if" in verdict.text()
    assert "Still needed: a referral" in verdict.text()
    assert "with the figures of 2026" in verdict.text()
    first = page.css_first(".unknowns li")
    assert first is not None
    assert "worth a phone call" in first.text()


@pytest.mark.parametrize("program", DOMAINS["program"])
@pytest.mark.parametrize("about", ["emergency", "cosmetic"])
def test_an_emergency_and_cosmetic_care_lead_to_words_and_to_no_amount(
    program: str, about: str
) -> None:
    found = ask({"coverage.program": program, "opinion.about": about})
    text = LexborHTMLParser(found["html"]).text()
    assert "you will owe" not in text.lower()
    assert "Who pays what" not in text
    assert "$" not in found["headline"]
    if about == "emergency":
        assert found["verdict"] == "emergency"
        assert "911" in text
        assert "$" not in text
    else:
        assert "no estimate" in found["headline"]
        assert "written estimate" in text


def test_with_an_emergency_or_cosmetic_care_the_later_steps_are_not_asked(rules: Ruleset) -> None:
    page = LexborHTMLParser(estimate_form(rules, "runtime/", "../"))
    for group in ("provider", "terms", "bill"):
        step = page.css_first(f'fieldset[data-group="{group}"]')
        assert step is not None
        shows = json.loads(step.attributes["data-shows-when"] or "{}")["opinion.about"]
        choices = {choice.value for choice in QUESTIONS["opinion.about"].choices}
        assert choices - set(shows) == {"emergency", "cosmetic"}
    alarm = page.css_first(".calculator-alarm")
    assert alarm is not None
    assert "911" in alarm.text()


def test_the_map_lists_every_step_and_leads_to_it(rules: Ruleset) -> None:
    page = LexborHTMLParser(estimate_form(rules, "runtime/", "../"))
    links = [link.attributes["href"] or "" for link in page.css(".calculator-steps a")]
    assert links[-1] == "#your-estimate"
    assert len(links) == len(set(links)) > 4
    for link in links:
        assert page.css_first(link) is not None, link


TYPICAL = {
    "employer": {"coverage.network": "ppo"},
    "marketplace": {"coverage.network": "hmo", "coverage.metal_tier": "silver"},
    "medicare_advantage": {"coverage.network": "hmo"},
}


@pytest.mark.parametrize("program", HAVE_TYPICAL)
def test_a_typical_plan_fills_empty_terms_only_and_names_its_source(
    program: str, rules: Ruleset
) -> None:
    given = {"on": "2026-03-15", "coverage.program": program, **TYPICAL[program]}
    found = ask(given, want="typical")
    assert found["fields"]
    assert set(found["fields"]) <= set(QUESTIONS)
    assert "not your plan’s own" in found["html"]
    links = LexborHTMLParser(found["html"]).css("a")
    assert len(links) == len(found["fields"])
    for link in links:
        rule = (link.attributes["href"] or "").partition("#")[2]
        assert rules.figures[rule].values
    # The terms it gives are a plan that can be worked out, and they are said to be typical.
    shown = ask({**given, **found["fields"]}, typical=list(found["fields"]))
    assert "Typical amounts stand in for your own" in shown["html"]
    one = next(iter(found["fields"]))
    again = ask({**given, one: "7"}, want="typical")
    assert one not in again["fields"]


def test_the_typical_amounts_are_those_of_the_rules(rules: Ruleset) -> None:
    given = {"coverage.program": "employer", "coverage.network": "hmo"}
    fields = ask(given, want="typical")["fields"]
    figure = rules.figures["typical.employer.hmo.deductible"]
    assert fields["terms.deductible"] == figure.values[-1].amount


def test_where_nothing_is_typical_the_page_says_so() -> None:
    found = ask({"coverage.program": "va"}, want="typical")
    assert found["fields"] == {}
    assert "no typical amounts" in found["html"]


@pytest.mark.parametrize("named", [["<b>x</b>", "a.b"], "terms.deductible", None, [["x"]], {}])
def test_names_of_typical_answers_that_are_no_questions_are_dropped(named: object) -> None:
    html = ask(HMO, typical=named)["html"]
    assert "estimate-typical" not in html
    assert "<b>" not in html


def test_several_reasons_are_said_to_depend_on_what_is_not_known() -> None:
    open_case = {"coverage.program": "marketplace", "coverage.network": "ppo"}
    page = LexborHTMLParser(ask(open_case)["html"])
    why = page.css_first("details.why")
    assert why is not None
    reasons = why.css(".reason")
    assert len(reasons) > 1
    assert f"{len(reasons)} cases" in why.css_first("summary").text()  # type: ignore[union-attr]
    one = LexborHTMLParser(ask(HMO)["html"])
    assert one.css_first("details.why") is None
    assert len(one.css(".estimate > .reason")) == 1
