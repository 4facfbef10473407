"""How the tests run against a mutant: quickly, the likely killers first.

As a pytest plugin it gathers the tests once, with fewer random examples for property tests. Each
mutant then lives in a process split off from that one and only calls the test functions, in the
order of what they have cost and killed so far. Starting pytest for each mutant would take longer
than most of the tests do.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.cases import fresh_rules

#: Enough to notice a changed engine; the full number is for `make test`.
EXAMPLES = 15

#: After so many seconds of tests a mutant has survived; with --again the limit is higher.
SECONDS = float(os.environ.get("MUTATION_SECONDS", "5"))

#: One line for each mutant that was killed: the function it was in, and the test.
KILLERS = Path("mutants/killers.txt")

#: A test that has killed in this very function counts as if it had killed so often elsewhere.
SAME_FUNCTION = 100

#: Tests that see the most of the engine for their time, before any has killed a mutant.
KEEN = {"worked_by_hand_come_out": 10, "over_a_grid": 40, "test_properties": 10}

_gathered: dict[str, pytest.Function] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give property tests fewer examples, and keep the tests for :func:`kills`."""
    for item in items:
        if isinstance(item, pytest.Function):
            _with_few_examples(item.obj)
            _gathered[item.nodeid] = item


def _with_few_examples(test: Any) -> None:  # noqa: ANN401
    name = "_hypothesis_internal_use_settings"
    if hasattr(test, name):
        phases = (Phase.explicit, Phase.generate)  # no shrinking: one failure is enough
        full = getattr(test, name)
        few = settings(full, max_examples=EXAMPLES, phases=phases, deadline=None, database=None)
        setattr(test, name, few)


def kills(mutant: str, tests: Iterable[str], seconds: Mapping[str, float]) -> bool:
    """Call the tests, the most promising first for their seconds; say whether one fails."""
    function = mutant.partition("__mutmut_")[0]
    killed: Counter[str] = Counter()
    for line in KILLERS.read_text().splitlines() if KILLERS.is_file() else ():
        place, _, name = line.partition(" ")
        killed[name] += SAME_FUNCTION if place == function else 1

    def cost(name: str) -> float:
        keen = next((number for part, number in KEEN.items() if part in name), 1)
        return float(seconds.get(name, 0) / (keen + killed[name]))

    left = SECONDS
    for name in sorted(tests, key=cost):
        if seconds.get(name, 0) > left:
            continue
        left -= seconds.get(name, 0)
        try:
            _call(_gathered[name])
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any failure kills
            with KILLERS.open("a") as file:
                file.write(f"{function} {name}\n")
            return True
    return False


def _call(item: pytest.Function) -> None:
    """Call a test with its parameters; the only fixture of these tests is the rules."""
    callspec = getattr(item, "callspec", None)
    arguments = dict(callspec.params) if callspec else {}
    if "rules" in item.fixturenames:
        arguments["rules"] = fresh_rules()
    item.obj(**arguments)
