"""The browser's Python: what is left out of it is not missed, and no estimate changes by it."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jinja2 import DictLoader

from calculator import template as templates
from calculator.compiled import FILE_NAME
from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.present import render_estimate
from calculator.ruleset import Ruleset
from calculator.site import runtime
from calculator.site.archive import write_archive
from calculator.site.find_modules import REFUSED, find_kinds, run_in_node
from calculator.site.lazy_modules import NAMED
from calculator.site.module_kinds import all_kinds, read_list, write_list
from calculator.site.places import PACKAGE, ROOT, BuildError
from calculator.site.python_files import Files, calculator_modules, module_name
from calculator.site.slim_rules import slim_rules
from tests.cases import FILES, case_id, read_case
from tests.strategies import Raw, known_cases, priced_cases, two_sided_cases

pytestmark = pytest.mark.usefixtures("compiled_rules")


@pytest.fixture(scope="module")
def files(compiled_rules: None) -> Files:  # noqa: ARG001 - the wheel takes the compiled rules along
    return runtime.browser_files()


@pytest.fixture(scope="module")
def archive(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / runtime.ARCHIVE
    write_archive(path, runtime.STANDARD_LIBRARY, files, all_kinds(files))
    return path


@pytest.fixture(scope="module")
def full_and_slim(compiled_rules: None) -> tuple[Ruleset, Ruleset]:  # noqa: ARG001
    compiled = json.loads((PACKAGE / FILE_NAME).read_text(encoding="utf-8"))
    return Ruleset.from_json(compiled), Ruleset.from_json(slim_rules(compiled))


def page_of(rules: Ruleset, case: Raw) -> str:
    return render_estimate(rules, estimate(rules, parse_scenario(rules, case)), root="../")


def test_the_list_of_modules_is_what_running_every_case_wants(files: Files, tmp_path: Path) -> None:
    found = find_kinds(runtime.PYODIDE, runtime.read_lock(), files)
    write_list(found, tmp_path / "found.txt")
    assert read_list(tmp_path / "found.txt") == read_list(), (
        "run `python -m calculator.site modules` and look at what it changes"
    )
    assert len(found) > 50


def test_the_trimmed_archive_works_every_case_out_and_misses_no_module(archive: Path) -> None:
    script = f"""
import json
import sitecustomize
from calculator.browser import RULES, answer
from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.present import render_estimate
cases = json.loads({json.dumps([read_case(path)["scenario"] for path in FILES])!r})
pages = [
    render_estimate(RULES, estimate(RULES, parse_scenario(RULES, case)), root="../")
    for case in cases
]
replies = [json.loads(answer(json.dumps(one))) for one in json.loads({json.dumps(REFUSED)!r})]
json.dumps([pages, replies, sitecustomize.modules.compiled_here])
"""
    lock = runtime.read_lock()
    pages, replies, compiled_there = run_in_node(runtime.PYODIDE, lock, archive, script)
    rules = Ruleset.from_json(json.loads((PACKAGE / FILE_NAME).read_text(encoding="utf-8")))
    for path, page in zip(FILES, pages, strict=True):
        assert page == page_of(rules, read_case(path)["scenario"]), case_id(path)
    from calculator.browser import answer  # noqa: PLC0415 - it reads the compiled rules

    assert replies == [json.loads(answer(json.dumps(request))) for request in REFUSED]
    assert compiled_there == [], "code that `dataclasses` writes is compiled at build"


def test_the_archive_is_small_and_the_same_input_gives_the_same_bytes(
    archive: Path, files: Files, tmp_path: Path
) -> None:
    again = tmp_path / "again.bin"
    write_archive(again, runtime.STANDARD_LIBRARY, files, all_kinds(files))
    assert again.read_bytes() == archive.read_bytes()
    assert archive.stat().st_size < runtime.STANDARD_LIBRARY.stat().st_size / 3


def test_the_archive_carries_no_source_and_no_template_but_the_licences(archive: Path) -> None:
    names = zipfile.ZipFile(io.BytesIO(gzip.decompress(archive.read_bytes()))).namelist()
    assert [name for name in names if name.endswith((".py", ".j2"))] == []
    for library in ("jinja2", "markupsafe"):
        assert any(name.startswith(f"{library}-") and "LICENSE" in name for name in names)


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_the_slim_rules_print_every_case_to_the_byte(
    full_and_slim: tuple[Ruleset, Ruleset], path: Path
) -> None:
    full, slim = full_and_slim
    case = read_case(path)["scenario"]
    assert page_of(slim, case) == page_of(full, case)


@given(case=known_cases() | priced_cases() | two_sided_cases())
def test_the_slim_rules_print_any_case_to_the_byte(
    full_and_slim: tuple[Ruleset, Ruleset], case: Raw
) -> None:
    full, slim = full_and_slim
    assert page_of(slim, case) == page_of(full, case)


def test_the_slim_rules_leave_out_what_only_pages_print(
    full_and_slim: tuple[Ruleset, Ruleset],
) -> None:
    full, slim = full_and_slim
    assert set(slim.statements) < set(full.statements)
    assert set(slim.sources) < set(full.sources)
    assert not any(source.url for source in slim.sources.values())


def test_an_import_that_the_archive_lacks_stops_the_build(files: Files) -> None:
    path = "calculator/money.py"
    for line in ("import asyncio", "from xml.dom import minidom", "def f():\n    import tarfile"):
        with pytest.raises(BuildError, match=r"calculator\.site modules"):
            all_kinds({**files, path: files[path] + f"\n{line}\n".encode()})
    guarded = b"\nif TYPE_CHECKING:\n    import tarfile\n"
    all_kinds({**files, path: files[path] + guarded})


def test_every_module_of_the_calculator_that_is_imported_goes_along(files: Files) -> None:
    own = calculator_modules(files)
    assert {"calculator.browser", "calculator.template", "calculator.estimate"} < own
    assert not own & {"calculator.cli", "calculator.report", "calculator.yaml_text"}
    kinds = all_kinds(files)
    assert all(kinds[name] != NAMED for name in own)
    assert own <= {module_name(path) for path in files}


def test_a_browser_python_that_is_not_the_pinned_one_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runtime.read_lock()
    lock: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    lock["packages"]["node_modules/pyodide"]["integrity"] = "sha512-of-another-file"
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    monkeypatch.setattr("calculator.site.runtime.ROOT", tmp_path)
    with pytest.raises(BuildError, match="not the pinned one"):
        runtime.read_lock()


def test_the_list_of_packages_is_empty() -> None:
    lock = runtime.read_lock()
    assert lock["packages"] == {}
    assert lock["info"]["python"].startswith("3.")


def test_compiled_templates_include_import_and_extend_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = {
        "base.j2": "<{% block body %}{% endblock %}>",
        "macros/words.j2": "{% macro twice(text) %}{{ text }}{{ text }}{% endmacro %}",
        "parts/end.j2": "end of {{ name }}",
        "page.j2": "{% extends 'base.j2' %}{% from 'macros/words.j2' import twice %}"
        "{% block body %}{{ twice(name) }} {% include 'parts/end.j2' %}{% endblock %}",
    }
    environment = templates.new_environment()
    plain = environment.overlay(loader=DictLoader(sources))
    code = {name: plain.compile(text, name, name) for name, text in sources.items()}
    monkeypatch.setattr(templates, "_compiled", lambda: code)
    printed = environment.get_template("page.j2").render(name="<b>")
    assert printed == "<&lt;b&gt;&lt;b&gt; end of &lt;b&gt;>"
    assert printed == plain.get_template("page.j2").render(name="<b>")


def test_a_node_run_that_fails_says_so(archive: Path) -> None:
    with pytest.raises(BuildError, match="ZeroDivisionError"):
        run_in_node(runtime.PYODIDE, runtime.read_lock(), archive, "1 / 0")
