"""What goes through the worker's only door: text in, text out, and never an exception."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from calculator.addresses import rule_address
from calculator.browser import answer
from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.present import render_estimate
from calculator.questions import QUESTIONS
from calculator.ruleset import Ruleset
from calculator.sentences import VERDICT_WORDS
from tests.cases import FILES, case_id, read_case

pytestmark = pytest.mark.usefixtures("compiled_rules")

FORM = {
    "on": "2026-03-15",
    "coverage.program": "original_medicare",
    "opinion.about": "surgery",
    "provider.setting": "office",
    "provider.medicare": "participating",
    "terms.deductible_met": "100",
    "services.0.kind": "visit",
    "services.0.charge": "420",
    "services.0.allowed": "260",
}


def ask(answers: object, today: str | None = "2026-03-01") -> dict[str, Any]:
    reply = json.loads(answer(json.dumps({"answers": answers, "today": today})))
    assert isinstance(reply, dict)
    assert len(reply) == 1
    return reply


def test_a_good_case_comes_back_as_html_with_verdict_and_headline() -> None:
    found = ask(FORM)["ok"]
    assert set(found) == {"html", "verdict", "headline"}
    assert found["verdict"] == "covered"
    assert found["headline"] == "Covered. You will owe $198.40."
    assert "$198.40" in found["html"]
    assert 'href="../rules/medicare/#medicare.part_b.deductible"' in found["html"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("services.0.charge", "-5"),
        ("services.0.charge", "lots"),
        ("terms.deductible_met", "900"),
        ("on", "2031-01-01"),
        ("coverage.program", "lottery"),
    ],
)
def test_a_fault_comes_back_at_its_field_as_a_sentence(field: str, typed: str) -> None:
    errors = ask({**FORM, field: typed})["errors"]
    assert [error["field"] for error in errors] == [field]
    message = errors[0]["message"]
    assert message[0].isupper() or not message[0].isalpha()
    assert message.endswith(".")
    assert not message.endswith("..")


def test_several_faults_come_back_together() -> None:
    errors = ask({**FORM, "services.0.charge": "x", "opinion.about": "y"})["errors"]
    assert {error["field"] for error in errors} == {"services.0.charge", "opinion.about"}


def test_an_empty_form_asks_for_what_must_be_known() -> None:
    assert [e["field"] for e in ask({}, None)["errors"]] == ["on", "coverage.program"]
    assert [e["field"] for e in ask({})["errors"]] == ["coverage.program"]


@pytest.mark.parametrize(
    "text",
    ["", "not json", "[]", "null", "{}", '{"answers": null}', '{"answers": {"on": 5}}', '"x"'],
)
def test_a_request_that_is_none_comes_back_as_a_plain_failure(text: str) -> None:
    reply = json.loads(answer(text))
    assert set(reply) == {"failed"}
    assert "Traceback" not in reply["failed"]


HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.mark.parametrize("field", [*FORM, HOSTILE, "coverage", "services.x.kind", "a.b.c"])
def test_hostile_text_never_comes_back_as_markup(field: str) -> None:
    reply = ask({**FORM, field: HOSTILE})
    assert set(reply) <= {"errors", "failed"}


def test_the_template_escapes_what_the_rules_say(rules: Ruleset) -> None:
    raw = read_case(FILES[0])["scenario"]
    result = estimate(rules, parse_scenario(rules, raw))
    hostile = type(result.reasons[0])(result.reasons[0].rule, HOSTILE)
    changed = type(result)(
        **{name: getattr(result, name) for name in result.__slots__ if name != "reasons"},
        reasons=(hostile,),
    )
    html = render_estimate(rules, changed, root="../")
    assert "<img" not in html
    assert "&lt;img src=x" in html


@given(
    answers=st.dictionaries(
        st.one_of(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=20)),
        st.one_of(st.sampled_from(("none", "in", "out", "20", "2026-03-15", "yes")), st.text()),
        max_size=6,
    )
)
@settings(max_examples=300)
def test_no_answers_make_the_door_throw(answers: dict[str, str]) -> None:
    reply = ask(answers)
    assert set(reply) <= {"ok", "errors", "failed"}


@given(
    fields=st.lists(st.sampled_from(sorted(QUESTIONS)), max_size=5, unique=True),
    typed=st.text(max_size=12),
)
@settings(max_examples=200)
def test_what_is_typed_into_a_field_of_the_form_is_never_a_fault_of_ours(
    fields: list[str], typed: str
) -> None:
    answers = {name.replace("*", "0"): typed for name in fields if "by_service" not in name}
    assert "failed" not in ask({**FORM, **answers})


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_case_can_be_printed_with_its_answer_and_links_to_rules_that_exist(
    rules: Ruleset, path: Path
) -> None:
    result = estimate(rules, parse_scenario(rules, read_case(path)["scenario"]))
    page = LexborHTMLParser(render_estimate(rules, result, root="../"))
    headline = page.css_first(".estimate-headline")
    assert headline is not None
    assert headline.text() == result.headline
    title = page.css_first(".verdict-title")
    assert title is not None
    assert title.text() in (VERDICT_WORDS[result.verdict], "No insurance")
    hrefs = [link.attributes.get("href") or "" for link in page.css("a")]
    for href in hrefs:
        rule = rules.rule(href.partition("#")[2])
        assert href == f"../{rule_address(rules, rule)}"
    steps = sum(len(working.steps) for working in result.working)
    assert len(page.css("li.step")) == steps
    assert all(not node.attributes.get("style") for node in page.css("*"))
