"""The command line answers people and programs, and says plainly what it cannot use."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from calculator.cli import main
from calculator.schema import scenario_schema
from tests.cases import FILES, case_id, read_case

pytestmark = pytest.mark.usefixtures("compiled_rules")

CASE = """\
on: 2026-03-15
coverage: {program: original_medicare}
opinion: {about: surgery, number: 2}
provider: {setting: office, medicare: participating}
terms: {deductible_met: "100"}
services: [{kind: visit, charge: "420", allowed: "260"}]
"""


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setitem(sys.modules, "rich.table", None)


def test_an_estimate_names_the_verdict_the_total_and_every_rule(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", str(case_file)]) == 0
    output = capsys.readouterr().out
    for part in ("Covered.", "$198.40", "medicare.part_b.deductible, 2026", "original_medicare."):
        assert part in output


def test_json_holds_the_whole_estimate(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", str(case_file), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert data["verdict"] == "covered"
    assert data["total"] == {"low": "198.40", "likely": "198.40", "high": "198.40"}
    assert data["lines"][0]["parts"]["plan"]["low"] == "61.60"
    assert data["on"] == "2026-03-15"
    assert {"steps", "working"} & set(data)
    assert {"options", "next", "assumptions", "unknowns", "not_published", "calls"} <= set(data)


def test_a_case_in_json_gives_the_same_estimate(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "case.json"
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "original_medicare"},
        "opinion": {"about": "surgery", "number": 2},
        "provider": {"setting": "office", "medicare": "participating"},
        "terms": {"deductible_met": 100},
        "services": [{"kind": "visit", "charge": 420.0, "allowed": 260}],
    }
    other.write_text(json.dumps(raw), encoding="utf-8")
    main(["estimate", str(case_file), "--json"])
    first = capsys.readouterr().out
    assert main(["estimate", str(other), "--json"]) == 0
    assert capsys.readouterr().out == first


def test_a_dash_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(CASE))
    assert main(["estimate", "-"]) == 0
    assert "$198.40" in capsys.readouterr().out


@pytest.mark.usefixtures("without_rich")
def test_without_rich_the_tables_are_plain_text(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", str(case_file)]) == 0
    output = capsys.readouterr().out
    assert re.search(r"^Line +Charge +You owe +Plan pays", output, re.MULTILINE)
    assert re.search(r"^Visit with the doctor +\$420 +\$198\.40 +\$61\.60", output, re.MULTILINE)
    assert not re.search(r"[│┃┏━]", output)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (CASE.replace("2026-03-15", "soon"), "on"),
        (CASE.replace('"260"', '"-260"'), "services.0.allowed"),
        (CASE.replace("deductible_met", "deductable_met"), "terms.deductable_met"),
        (CASE.replace('"100"', '"300"'), "terms.deductible_met"),
        (CASE.replace("2026", "2031"), "on"),
        ("[1, 2", "FILE"),
        ("{", "FILE"),
        ('{"on": ', "FILE"),
    ],
)
def test_input_that_cannot_be_used_is_exit_2_and_names_the_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, field: str
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["estimate", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"{field}: ")
    assert captured.out == ""


def test_an_empty_file_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("", encoding="utf-8")
    assert main(["estimate", str(path)]) == 2
    assert "write a scenario as fields and values" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err.startswith("FILE: cannot read ")


def test_a_file_that_is_no_text_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xff\xfe\x00on")
    assert main(["estimate", str(path)]) == 2
    assert capsys.readouterr().err.startswith("FILE: cannot read ")


def test_every_fault_has_its_own_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("surgery", "toothache").replace('"420"', '"x"'), encoding="utf-8")
    assert main(["estimate", str(path)]) == 2
    fields = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert fields == ["opinion.about", "services.0.charge"]


def test_a_rule_is_shown_with_its_values_sources_and_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "medicare.part_b.deductible"]) == 0
    output = capsys.readouterr().out
    for part in ("$240", "$257", "$283", "not yet published", "https://"):
        assert part in output


def test_a_rule_of_one_day_has_one_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "medicare.part_b.deductible", "--on", "2025-05-01"]) == 0
    output = capsys.readouterr().out
    assert "$257" in output
    assert "$283" not in output
    assert main(["rules", "medicare.part_b.deductible", "--on", "2027-05-01"]) == 0
    assert "no figure (not_published)" in capsys.readouterr().out


@pytest.mark.usefixtures("without_rich")
def test_the_beginning_of_an_id_lists_all_rules_below_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "medicare.part_b", "--on", "2026-05-01"]) == 0
    output = capsys.readouterr().out
    assert re.search(
        r"^medicare\.part_b\.deductible +Part B deductible +\$283$", output, re.MULTILINE
    )
    assert re.search(
        r"^medicare\.part_b\.coinsurance +Part B coinsurance +20%$", output, re.MULTILINE
    )
    assert "federal." not in output


def test_rules_as_json_hold_sources_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "medicare.part_b.deductible", "--json"]) == 0
    rule = json.loads(capsys.readouterr().out)[0]
    assert rule["id"] == "medicare.part_b.deductible"
    assert rule["values"][0]["citation"]["sources"]


def test_all_rules_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 300


def test_a_rule_that_does_not_exist_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "no.such.rule"]) == 2
    assert "no rule is called no.such.rule" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["guess"], ["estimate"], ["rules", "--on", "yesterday"], ["schema", "x"]]
)
def test_a_command_that_does_not_exist_is_exit_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m calculator" in capsys.readouterr().err


def test_the_schema_is_printed_and_is_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert schema == scenario_schema()


def validator() -> Draft202012Validator:
    return Draft202012Validator(scenario_schema(), format_checker=FormatChecker())


def as_json(raw: Any) -> Any:  # noqa: ANN401 - plain values
    """The one field that is a number in JSON is text in our YAML."""
    number = raw.get("opinion", {}).get("number")
    return {**raw, "opinion": {**raw["opinion"], "number": int(number)}} if number else raw


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_scenario_file_fits_the_schema(path: Path) -> None:
    validator().validate(as_json(read_case(path)["scenario"]))


@pytest.mark.parametrize(
    "fault",
    [
        {"on": None},
        {"on": "soon"},
        {"coverage": {}},
        {"coverage": {"program": "lottery"}},
        {"coverage": {"program": "employer", "networkk": "ppo"}},
        {"terms": {"deductible": 1500}},
        {"terms": {"deductible": "-1"}},
        {"terms": {"deductible_met": "none"}},
        {"terms": {"coinsurance": "20"}},
        {"terms": {"by_service": {"surgery": {"copay": "10"}}}},
        {"services": [{"charge": "10"}]},
        {"services": [{"kind": "visit"}] * 13},
        {"opinion": {"number": 4}},
        {"nonsense": 1},
    ],
)
def test_the_schema_refuses_what_the_calculator_refuses(fault: dict[str, Any]) -> None:
    raw = {"on": "2026-03-15", "coverage": {"program": "employer"}, **fault}
    assert not validator().is_valid(raw)


def test_null_is_unknown_in_the_schema_too() -> None:
    raw = {"on": "2026-03-15", "coverage": {"program": "employer", "network": None}}
    assert validator().is_valid({**raw, "terms": {"copay": None, "deductible": "none"}})


def test_the_module_runs_as_a_program(case_file: Path) -> None:
    command = [sys.executable, "-m", "calculator", "estimate"]
    good = subprocess.run([*command, str(case_file)], capture_output=True, check=False, text=True)
    assert (good.returncode, good.stderr) == (0, "")
    assert "$198.40" in good.stdout
    bad = subprocess.run(
        [*command, "-"], input="on: x", capture_output=True, check=False, text=True
    )
    assert bad.returncode == 2
    assert "on: write the day as year-month-day" in bad.stderr
    assert "Traceback" not in bad.stderr
