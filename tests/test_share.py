"""A case goes out in a link or a file and comes back; what is damaged or hostile does not."""

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.browser import answer
from calculator.parse import parse_scenario
from calculator.problem import ScenarioError
from calculator.questions import QUESTIONS
from calculator.ruleset import Ruleset
from calculator.share import (
    LONGEST_ANSWER,
    LONGEST_FILE,
    LONGEST_LINK,
    PREFIX,
    from_file,
    from_fragment,
    is_field,
    to_file,
    to_fragment,
)
from calculator.yaml_text import load_yaml_text
from tests.as_typed import form_answers
from tests.cases import FILES, case_id, read_case

pytestmark = pytest.mark.usefixtures("compiled_rules")

TODAY = "2026-03-01"
FORM = {
    "on": "2026-03-15",
    "coverage.program": "employer",
    "coverage.network": "ppo",
    "opinion.about": "cancer",
    "terms.deductible.none": "yes",
    "terms.coinsurance": "20",
    "services.0.kind": "visit",
    "services.0.charge": "420.50",
    "services.1.kind": "imaging",
}


def ask(want: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    request = {"answers": FORM, "today": TODAY, "want": want, **more}
    found = json.loads(answer(json.dumps(request)))
    assert isinstance(found, dict)
    return found


def packed(content: object) -> str:
    """A link with a right check sum around any content, as an attacker would make it."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    text = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return f"#{PREFIX}{text}.{zlib.crc32(raw):08x}"


def refused(rules: Ruleset, fragment: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        from_fragment(rules, fragment, TODAY)
    return str(caught.value)


def test_the_answers_come_back_from_a_link_as_they_were_typed(rules: Ruleset) -> None:
    assert from_fragment(rules, f"#{to_fragment(FORM)}", TODAY) == FORM
    reply = ask("link")["ok"]["fragment"]
    assert ask("open", fragment=f"#{reply}")["ok"]["answers"] == FORM


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_worked_case_that_the_form_can_hold_survives_a_link_and_a_file(
    rules: Ruleset, path: Path
) -> None:
    raw = read_case(path)["scenario"]
    answers = {name: typed for name, typed in form_answers(raw).items() if typed.strip()}
    today = answers.pop("today", None)
    if not all(is_field(name) for name in answers):
        assert "did not open" in refused(rules, f"#{to_fragment(answers)}")
        return
    assert from_fragment(rules, f"#{to_fragment(answers)}", today) == answers
    saved = to_file(answers, today)
    again = from_file(rules, saved, today)
    first, second = json.loads(saved), json.loads(to_file(again, today))
    assert parse_scenario(rules, second) == parse_scenario(rules, first)


def test_a_file_is_a_scenario_that_the_command_line_reads(rules: Ruleset) -> None:
    file = ask("file")["ok"]
    assert file["name"].endswith(".json")
    scenario = parse_scenario(rules, load_yaml_text(file["text"]))
    assert scenario.on.isoformat() == FORM["on"]
    assert scenario.terms.deductible == "none"
    assert str(scenario.terms.coinsurance) == "0.2"
    assert len(scenario.services) == 2
    assert ask("open", file=file["text"])["ok"]["answers"] == FORM


@pytest.mark.parametrize("place", range(len(PREFIX), len(to_fragment(FORM)), 7))
def test_a_link_with_one_changed_character_is_refused(rules: Ruleset, place: int) -> None:
    text = to_fragment(FORM)
    other = "A" if text[place] != "A" else "B"
    assert refused(rules, f"#{text[:place]}{other}{text[place + 1 :]}")


@pytest.mark.parametrize("length", range(1, len(to_fragment(FORM)), 11))
def test_a_link_that_was_cut_off_is_refused(rules: Ruleset, length: int) -> None:
    assert refused(rules, f"#{to_fragment(FORM)[:length]}")


@pytest.mark.parametrize(
    "content",
    [
        [],
        "text",
        7,
        None,
        {"coverage.program": ["employer"]},
        {"coverage.program": {"a": "b"}},
        {"coverage": "employer"},
        {"today": "2020-01-01", "coverage.program": "none"},
        {"<img src=x onerror=alert(1)>": "1"},
        {"__proto__": "1"},
        {"services.*.charge": "1"},
        {"opinion.about.none": "yes"},
        {"coverage.program": "none", "opinion.about": "x" * (LONGEST_ANSWER + 1)},
        {f"services.{number}.charge": "1" for number in range(151)},
    ],
    ids=str,
)
def test_content_that_is_not_our_form_is_refused(rules: Ruleset, content: object) -> None:
    assert "not made by this page" in refused(rules, packed(content))


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"coverage.program": "lottery"}, "coverage.program"),
        ({"coverage.program": "none", "services.0.charge": "-5"}, "services.0.charge"),
        ({"coverage.program": "none", "terms.copay": "5"}, "terms.copay"),
        ({"opinion.about": "cancer"}, "coverage.program"),
    ],
)
def test_answers_that_are_no_case_are_refused_and_named(
    rules: Ruleset, content: object, field: str
) -> None:
    assert field in refused(rules, packed(content))


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"{", b"[" * 6000, b"", b"{}" + b" " * 100])
def test_bytes_that_are_no_json_are_refused(rules: Ruleset, raw: bytes) -> None:
    assert refused(rules, packed(raw))


@pytest.mark.parametrize("text", ["", "#", "#case=", "#case=2.abc.00000000", "#step-bill"])
def test_another_fragment_is_not_ours(rules: Ruleset, text: str) -> None:
    assert "not made by this page" in refused(rules, text)


def test_a_link_that_is_too_long_is_not_read(rules: Ruleset) -> None:
    assert "too long" in refused(rules, "#" + PREFIX + "A" * LONGEST_LINK)


@given(st.text(max_size=200))
def test_no_text_in_a_fragment_or_a_file_makes_the_door_throw(text: str) -> None:
    for carried in ({"fragment": text}, {"fragment": f"#{PREFIX}{text}"}, {"file": text}):
        assert "failed" not in ask("open", **carried)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("coverage", "program", "on", "services", "terms", "kind", "x", "version")
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_json_in_a_link_or_a_file_makes_the_door_throw(content: object) -> None:
    assert set(ask("open", fragment=packed(content))) == {"errors"}
    assert set(ask("open", file=json.dumps(content))) <= {"errors", "ok"}


@pytest.mark.parametrize("text", ["x" * (LONGEST_FILE + 1), "no json", "[]", "[" * 4000, "{}"])
def test_a_file_that_is_no_case_is_refused(rules: Ruleset, text: str) -> None:
    with pytest.raises(ScenarioError):
        from_file(rules, text, TODAY)


def test_a_file_with_answers_that_the_form_cannot_show_is_refused_with_their_names(
    rules: Ruleset,
) -> None:
    raw = {"on": "2026-03-15", "coverage": {"program": "employer", "grandfathered": "yes"}}
    with pytest.raises(ScenarioError, match=r"coverage\.grandfathered"):
        from_file(rules, json.dumps(raw), TODAY)


def test_only_what_has_a_field_counts_as_one() -> None:
    names = [name.replace("*", "0") for name, q in QUESTIONS.items() if q.in_form]
    assert all(is_field(name) for name in names)
    hidden = [name.replace("*", "0") for name, q in QUESTIONS.items() if not q.in_form]
    assert not any(is_field(name) for name in hidden)


def test_the_estimate_as_text_has_the_answer_who_pays_and_what_to_ask() -> None:
    text = ask("text")["ok"]["text"]
    assert text.startswith("Covered, on conditions: ")
    assert "The least: " in text
    assert "Still needed: " in text
    assert "Ask: Your plan" in text
    assert "<" not in text


def test_the_summary_has_the_answer_the_picture_and_the_calls() -> None:
    html = ask("summary")["ok"]["html"]
    for words in ("Who pays what", "Still needed", "Ask: Your plan", "picture-bar"):
        assert words in html


@pytest.mark.parametrize("about", ["emergency", "cosmetic"])
def test_the_summary_of_an_emergency_or_cosmetic_care_has_no_amount(about: str) -> None:
    answers = {"coverage.program": "original_medicare", "opinion.about": about}
    html = ask("summary", answers=answers)["ok"]["html"]
    assert "Who pays what" not in html
    assert "$" not in html
    text = ask("text", answers=answers)["ok"]["text"]
    assert "$" not in text
    words = "This sounds like an emergency" if about == "emergency" else "no estimate"
    assert words in html
    assert text.startswith(("This sounds like an emergency", "For cosmetic care we give no"))
