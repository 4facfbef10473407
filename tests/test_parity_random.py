"""CPython and the built Python in WebAssembly answer random cases with the same bytes.

Run by the Node that Playwright brings along; the browser itself is asked in tests/browser.
"""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable

from calculator.browser import answer
from calculator.site.places import DOCS, ROOT
from calculator.site.runtime import runtime_path
from tests.as_typed import form_answers
from tests.effort import many
from tests.second_cases import cases
from tests.strategies import Raw, priced_cases
from tests.test_properties import HIDDEN, hide

pytestmark = pytest.mark.usefixtures("compiled_rules")

NODE = compute_driver_executable()[0]


def random_cases(count: int) -> list[Raw]:
    """Cases of every kind, half of them with answers left out."""
    found: list[Raw] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        raw=st.one_of(cases(), priced_cases()),
        paths=st.one_of(
            st.just([]), st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=4, unique=True)
        ),
    )
    def collect(raw: Raw, paths: list[str]) -> None:
        found.append(hide(raw, paths))

    collect()
    return found


def test_random_cases_give_the_same_page_in_webassembly_as_in_cpython(tmp_path: Path) -> None:
    requests = [
        json.dumps({"answers": form_answers(raw), "today": "2026-03-01"})
        for raw in random_cases(many(33))
    ]
    asked, replied = tmp_path / "requests.json", tmp_path / "replies.json"
    asked.write_text(json.dumps(requests), encoding="utf-8")
    script, folder = ROOT / "tests" / "parity.mjs", DOCS / runtime_path()
    command = [NODE, str(script), str(folder), str(asked), str(replied)]
    subprocess.run(command, check=True, timeout=120 + 3 * len(requests))
    replies = json.loads(replied.read_text(encoding="utf-8"))
    worked_out = 0
    for text, reply in zip(requests, replies, strict=True):
        expected = answer(text)
        assert reply == expected, text
        worked_out += "ok" in json.loads(expected)
    assert worked_out >= 0.9 * len(requests), "most cases are ones that the form can express"
