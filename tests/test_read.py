"""The rule files are read strictly: each fault is one error that names file, line and key."""

import json
import re
from pathlib import Path

import pytest

from calculator.compiled import load_rules
from calculator.ruleset import RuleError, Ruleset
from calculator.site.read import COMPILED, RULES, compile_rules, read_rules, write_compiled
from calculator.site.rule_models import RuleFile

BAD = sorted((Path(__file__).parent / "bad_rules").glob("*.yaml"))

GOOD = """\
sources:
  law:
    title: A law
    publisher: Congress
    url: https://www.congress.gov/
    published: "2020"
    kind: statute
statements:
  a.statement:
    label: One
    says: A sentence.
    source: law
    at: Section 1
    checked: 2026-11-23
    confidence: primary
    use: site
"""


def folder_with(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.yaml").write_bytes(data)
    return folder


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_fault_is_told_with_file_line_and_key(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = text.split("\n", 1)[0].removeprefix("# ")
    folder_with(tmp_path, **{path.stem: text})
    with pytest.raises(RuleError) as caught:
        compile_rules(tmp_path)
    assert str(caught.value) == expected


def test_every_bad_file_has_another_message() -> None:
    firsts = [path.read_text(encoding="utf-8").split("\n", 1)[0] for path in BAD]
    messages = {re.sub(r"^# [a-z_]+\.yaml:\d+: ", "", first) for first in firsts}
    assert len(BAD) >= 50
    assert len(messages) >= 50


def test_an_id_may_stand_in_one_file_only(tmp_path: Path) -> None:
    statement = "statements:\n" + GOOD.split("statements:\n")[1]
    folder_with(tmp_path, first=GOOD, second=statement)
    with pytest.raises(RuleError) as caught:
        compile_rules(tmp_path)
    assert str(caught.value) == (
        "second.yaml:2: statements › a.statement: this id stands already in first.yaml"
    )


def test_a_source_may_stand_in_one_file_only(tmp_path: Path) -> None:
    folder_with(tmp_path, first=GOOD, second=GOOD.split("statements:", maxsplit=1)[0])
    with pytest.raises(RuleError, match=r"^second\.yaml:2: sources › law: this id stands already"):
        compile_rules(tmp_path)


def test_a_folder_without_rule_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule files here"):
        compile_rules(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"statements: \x07\n"])
def test_a_file_that_is_no_text_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    folder_with(tmp_path, binary=content)
    with pytest.raises(RuleError, match=r"^binary\.yaml"):
        compile_rules(tmp_path)


def test_an_outcome_that_no_decision_knows_is_an_error(tmp_path: Path) -> None:
    for source in RULES.glob("*.yaml"):
        text = source.read_text(encoding="utf-8").replace("then: not_covered", "then: not_coverd")
        folder_with(tmp_path, **{source.stem: text})
    with pytest.raises(RuleError, match="not_coverd"):
        compile_rules(tmp_path)


def test_an_empty_file_beside_others_is_no_fault(tmp_path: Path) -> None:
    folder_with(tmp_path, empty="", good=GOOD)
    assert set(compile_rules(tmp_path)["statements"]) == {"a.statement"}


def test_the_file_of_each_rule_is_remembered(tmp_path: Path) -> None:
    folder_with(tmp_path, good=GOOD)
    assert read_rules(tmp_path).files == {"a.statement": "good.yaml"}


def test_compiling_again_without_a_change_writes_nothing(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, good=GOOD)
    target = tmp_path / "compiled.json"
    assert write_compiled(folder, target)
    assert not write_compiled(folder, target)
    folder_with(tmp_path, good=GOOD.replace("A sentence.", "Another sentence."))
    assert write_compiled(folder, target)
    data = json.loads(target.read_text(encoding="utf-8"))
    assert Ruleset.from_json(data).statements["a.statement"].says == "Another sentence."


@pytest.mark.usefixtures("compiled_rules")
def test_the_rules_that_ship_are_those_of_the_yaml_files(rules: Ruleset) -> None:
    load_rules.cache_clear()
    assert COMPILED.exists()
    assert load_rules() == rules


def test_every_rule_resolves_by_its_id_to_itself(rules: Ruleset) -> None:
    names = [rule.id for rule in rules.rules()]
    assert len(names) > 300
    prefixes = ("", "condition.", "term.")
    for rule in rules.rules():
        assert any(_found(rules, f"{prefix}{rule.id}") == rule for prefix in prefixes), rule.id


def _found(rules: Ruleset, name: str) -> object:
    try:
        return rules.rule(name)
    except KeyError:
        return None


def test_the_published_schema_is_that_of_the_models() -> None:
    schema = json.loads((RULES.parent / "rules.schema.json").read_text(encoding="utf-8"))
    assert schema == json.loads(json.dumps(RuleFile.model_json_schema()))


def test_every_rule_file_names_its_schema_in_its_first_line() -> None:
    for path in RULES.glob("*.yaml"):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == "# yaml-language-server: $schema=../rules.schema.json", path.name
