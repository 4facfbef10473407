"""Every page of the finished site is valid HTML, by a maintained validator that works offline."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from calculator.site.places import NODE_MODULES, SITE

VALIDATOR = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
NODE = compute_driver_executable()[0]

#: What the theme writes and we cannot change: its two hidden switches, and a label of its menu.
THEIRS = (
    ("valid-autocomplete", "#__drawer"),
    ("valid-autocomplete", "#__search"),
    ("attribute-allowed-values", "#__nav_"),
)


def faults_of(folder: Path, config: Path) -> list[str]:
    """What the validator says of every page below a folder, in one line each."""
    config.write_text('{"root": true, "extends": ["html-validate:standard"]}', encoding="utf-8")
    command = [NODE, str(VALIDATOR), "--config", str(config), "--formatter", "json"]
    pages = [str(path) for path in sorted(folder.rglob("*.html"))]
    assert pages
    # Into a file: the validator ends before a pipe has taken all it says.
    said = config.with_suffix(".said")
    with said.open("wb") as output:
        subprocess.run([*command, *pages], stdout=output, check=False)
    reports: list[dict[str, Any]] = json.loads(said.read_bytes())
    return [
        f"{report['filePath']}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for report in reports
        for fault in report["messages"]
        if not _is_theirs(fault)
    ]


def _is_theirs(fault: dict[str, Any]) -> bool:
    selector = fault.get("selector") or ""
    return any(fault["ruleId"] == rule and place in selector for rule, place in THEIRS)


def test_every_page_is_valid_html(tmp_path: Path) -> None:
    if not (SITE / "index.html").exists():
        pytest.fail("there is no finished site; run `make build` first")
    assert faults_of(SITE, tmp_path / "config.json") == []


@pytest.mark.parametrize(
    ("fragment", "rule"),
    [
        ("<p><div>a block in a paragraph</div></p>", "close-order"),
        ('<p id="twice">a</p><p id="twice">b</p>', "no-dup-id"),
        ("<ul><p>no item</p></ul>", "element-permitted-content"),
        ('<p tabindex="">a wrong value</p>', "attribute-allowed-values"),
    ],
)
def test_the_validator_finds_a_fault(tmp_path: Path, fragment: str, rule: str) -> None:
    head = '<!doctype html><html lang="en"><head><title>A</title></head>'
    page = f"{head}<body>{fragment}</body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    faults = faults_of(tmp_path, tmp_path / "config.json")
    assert any(f": {rule}: " in fault for fault in faults), faults
