"""Whatever text comes in: a plain answer, in time, within memory, with no markup of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.browser import answer
from calculator.parse import parse_scenario
from calculator.problem import ScenarioError
from calculator.questions import QUESTIONS
from calculator.ruleset import RuleError
from calculator.site.places import ROOT
from calculator.site.read import RULES as RULE_FILES
from calculator.site.read import compile_rules
from calculator.site.yaml_lines import LIMITS
from calculator.text_limits import DEEPEST, MOST_CHARACTERS, MOST_FIELDS, read_json
from calculator.yaml_text import load_yaml_text
from tests.cases import FILES, fresh_rules
from tests.effort import many
from tests.hostile import (
    MARKUP,
    PIECES,
    message_door,
    rules_door,
    scenario_door,
    seeds,
)

pytestmark = pytest.mark.usefixtures("compiled_rules")

_any_text = st.text(max_size=60)
_piece = st.one_of(st.sampled_from(PIECES), _any_text)


@st.composite
def damaged(draw: st.DrawFn, door: str) -> str:
    """A good text after a few cuts, doublings and insertions; at times something else at all."""
    if draw(st.integers(0, 9)) == 0:
        return "".join(draw(st.lists(_piece, max_size=6)))
    text = draw(st.sampled_from(SEEDS[door]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        match draw(st.sampled_from(("insert", "replace", "cut", "double", "swap"))):
            case "insert":
                text = text[:start] + draw(_piece) + text[start:]
            case "replace":
                text = text[:start] + draw(_piece) + text[end:]
            case "cut":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + text[start:end] + text[end:]
            case _:
                text = text[end:] + text[:start]
    return text


SEEDS = {door: seeds(door) for door in ("scenario", "rules", "message")}


@given(text=damaged("scenario"))
@settings(max_examples=many(4000))
def test_no_scenario_file_breaks_the_reader(text: str) -> None:
    scenario_door(text)


@given(text=damaged("rules"))
@settings(max_examples=many(3000))
def test_no_rule_file_breaks_the_loader(text: str) -> None:
    rules_door(text)


@given(text=damaged("message"))
@settings(max_examples=many(2500))
def test_no_message_breaks_the_worker(text: str) -> None:
    message_door(text)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _piece),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_piece, inner, max_size=4)
    ),
    max_leaves=12,
)
_answers = st.dictionaries(
    st.sampled_from([path.replace("*", "0") for path in QUESTIONS] + list(PIECES)),
    st.one_of(_piece, st.sampled_from(("20", "none", "yes", "employer", "2026-03-15"))),
    max_size=8,
)


@given(
    request=st.one_of(
        _json,
        st.fixed_dictionaries({"answers": _json}, optional={"today": _json}),
        st.fixed_dictionaries({"answers": _answers}, optional={"today": st.just("2026-03-01")}),
    )
)
@settings(max_examples=many(1000))
def test_no_json_of_another_form_breaks_the_worker(request: object) -> None:
    message_door(json.dumps(request))


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

#: Each of them once ended a program, filled its memory, or ran for minutes.
BOMBS = {
    "brackets": "[" * 90_000,
    "braces": '{"a":' * 15_000,
    "mappings": "{a: " * 20_000,
    "laughs": LAUGHS,
    "merges": LAUGHS.replace("[", "{<<: [").replace("]", "]}"),
    "itself": "a: &a [*a]\n",
    "tag": "a: !!python/object/apply:os.system ['true']\n",
    "set": "a: !!set {x, y}\n",
    "documents": "---\na: b\n" * 5000,
    "long": "a" * 30_000_000,
    "fields": "".join(f"field_{n}: x\n" for n in range(8000)),
    "field": f"{'terms.deductible' * 5000}: x\n",
    "digits": f'terms: {{deductible: "{"9" * 90_000}"}}\n',
    "spaces": f'on: "{" " * 90_000}"\n',
    "number": f'terms: {{deductible: "{"1,234" * 15_000}"}}\n',
    "lines": "services:\n" + "  - {kind: visit}\n" * 5000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_as_scenario_and_as_rule_file_and_as_message(name: str) -> None:
    scenario_door(BOMBS[name])
    rules_door(BOMBS[name])
    message_door(BOMBS[name])
    message_door(json.dumps({"answers": {BOMBS[name]: BOMBS[name]}}))
    message_door(json.dumps({"answers": {"terms.deductible": BOMBS[name]}}))


def test_all_bombs_together_stay_within_the_memory_of_a_small_machine() -> None:
    code = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from tests.test_hostile import BOMBS\n"
        "from tests.hostile import DOORS\n"
        "for bomb in BOMBS.values():\n"
        "    for door in DOORS.values():\n"
        "        door(bomb)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * (MOST_CHARACTERS + 1), "longer than 100,000 characters"),
        ("[" * (DEEPEST + 1), "nested deeper than 20 levels"),
        ("a: &a [x]\nb: *a\n", "no aliases here"),
        ("a: !!str x\nb: !x y\n", "no tags here"),
        ("a: b\n---\nc: d\n", "more than one document"),
    ],
)
def test_a_scenario_beyond_a_limit_is_told_which(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        load_yaml_text(text)


def test_json_beyond_a_limit_is_told_which() -> None:
    with pytest.raises(ValueError, match="longer than 100,000 characters"):
        read_json(" " * (MOST_CHARACTERS + 1))
    with pytest.raises(ValueError, match="nested too deeply"):
        read_json("[" * 99_000)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({f"field_{n}": "x" for n in range(400)}, "field_49: no such field"),
        ({"terms": {"by_service": {"lab": None}}, "x": [None]}, "x: no such field"),
        ({"services": [{"kind": "visit"}] * (MOST_FIELDS + 1)}, f"give at most {MOST_FIELDS}"),
        ({"state": "C" * 1000}, "^state: C{60}... is not one"),
    ],
)
def test_a_case_with_too_much_in_it_is_refused_in_few_words(raw: object, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        parse_scenario(fresh_rules(), raw)
    assert len(str(caught.value)) < 5000


def test_a_case_nested_in_itself_is_refused() -> None:
    raw: dict[str, object] = {}
    raw["terms"] = raw
    with pytest.raises(ScenarioError, match="nest fields at most 20 deep"):
        parse_scenario(fresh_rules(), raw)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAUGHS, "file.yaml:15: this holds more than 100,000 values"),
        ("statements: &a {b: *a}\n", "file.yaml:1: this alias has no anchor before it"),
        ("statements: !!map {}\n", "file.yaml:1: no tags here; write the plain value"),
        ("[" * 30, "file.yaml:1: this is nested deeper than 20 levels"),
    ],
)
def test_a_rule_file_beyond_a_limit_is_told_with_its_line(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "file.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        compile_rules(tmp_path)
    assert str(caught.value) == words


def test_a_rule_file_of_many_megabytes_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "file.yaml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(RuleError, match="longer than 1,000,000 characters"):
        compile_rules(tmp_path)


def test_the_files_that_we_have_stay_far_from_the_limits() -> None:
    rule_files = [path.read_text(encoding="utf-8") for path in RULE_FILES.glob("*.yaml")]
    assert 4 * max(map(len, rule_files)) < LIMITS.characters
    scenarios = [path.read_text(encoding="utf-8") for path in FILES]
    assert 4 * max(map(len, scenarios)) < MOST_CHARACTERS


@pytest.mark.parametrize(
    "answers",
    [
        {MARKUP: "x"},
        {"coverage": "x"},
        {"coverage.program.none.x": "x"},
        {"services.*.kind": "visit"},
        {"services.٣.kind": "visit"},
        {"services.12345678901234567890.kind": "visit"},
        {"terms.deductible": "9" * 201},
    ],
)
def test_answers_that_no_form_sends_are_told_at_their_fields(answers: dict[str, str]) -> None:
    reply = json.loads(answer(json.dumps({"answers": answers, "today": "2026-03-01"})))
    assert set(reply) == {"errors"}
    message_door(json.dumps({"answers": answers}))
