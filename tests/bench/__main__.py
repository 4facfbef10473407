"""Measure the site against plain Pyodide and plain MkDocs: `make bench`.

    python -m tests.bench                            everything, about half an hour
    python -m tests.bench --quick                    one profile, one round of each
    python -m tests.bench --only first               one part; several: --only re engine
    python -m tests.bench --json docs/about/speed.json    also for the page about it

It measures the finished site in site/. Leave the machine alone while it runs.
"""

import argparse
import json
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from calculator.site.places import BASE_PATH, SITE
from tests.bench import building, engine, reestimates, table, visits
from tests.bench.host import store
from tests.bench.machine import load, machine
from tests.bench.plain import write_plain_page
from tests.bench.table import Row, print_table

PARTS = ("first", "second", "re", "engine", "build")
BUSY = 0.5  # the load above which the machine is not at rest

_NUMBERS = re.compile(r"\[\s+([-\d.,\s]+?)\s+\]")


def main() -> int:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one profile, one round of each")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers to a file")
    asked = parser.parse_args()
    if not (SITE / "estimate" / "index.html").exists():
        parser.error("there is no finished site; run `make build`")
    before = load()
    say(f"Load of this machine before the run: {before:.1f}")
    if before > BUSY:
        say("It is not at rest. Times will be too long; shares may be off.")
    raw: dict[str, Any] = {}
    rows = list(measure(frozenset(asked.only), raw, quick=asked.quick))
    say(f"\n{print_table(rows)}")
    if asked.json:
        document = {
            "date": date.today().isoformat(),  # noqa: DTZ011 - the day of the reader of the table
            "command": command(),
            "profiles": 1 if asked.quick else 5,
            "machine": machine(),
            "load": round(before, 1),
            "table": [asdict(row) for row in rows],
            "measured": raw,
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
        asked.json.write_text(_NUMBERS.sub(_on_one_line, text) + "\n", encoding="utf-8")
    return 0


def measure(parts: frozenset[str], raw: dict[str, Any], *, quick: bool) -> Iterator[Row]:
    """Measure the parts one after the other, and yield their rows."""
    profiles, rounds, changes = (1, 1, 20) if quick else (5, 3, 100)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = visits.our_place(store(SITE), BASE_PATH)
        if parts & {"first", "second"}:
            say("Visits: to the estimate page and to a plain page, over three lines")
            both = (site, visits.plain_place(store(write_plain_page(Path(folder)))))
            again = "second" in parts
            raw["visits"] = list(visits.measure(playwright, both, profiles, say, again=again))
            if "first" in parts:
                yield from table.first_rows(raw["visits"])
            if again:
                yield from table.second_rows(raw["visits"])
        if "re" in parts:
            say("Changes: from an answer to its result")
            raw["changes"] = reestimates.measure(playwright, site, changes, say)
            yield from table.change_rows(raw["changes"])
        if "engine" in parts:
            say("Engine: every scenario and example")
            raw["engine"] = engine.measure(playwright, site, rounds, say)
            yield from table.engine_rows(raw["engine"])
    if "build" in parts:
        say("Build: the site and plain MkDocs, in copies")
        raw["build"] = building.measure(rounds, say)
        yield from table.build_rows(raw["build"])


def command() -> str:
    """Return the command that a person types for this run."""
    given = shlex.join(sys.argv[1:])
    return f'make bench ARGS="{given}"' if given else "make bench"


def say(text: str) -> None:
    """Print at once: a run is long."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _rounded(asdict(value))
    raise TypeError(f"{value!r} is no JSON")


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever was measured
    match value:
        case float():
            return round(value, 1)
        case list():
            return [_rounded(item) for item in value]
        case dict():
            return {name: _rounded(item) for name, item in value.items()}
    return value


def _on_one_line(numbers: re.Match[str]) -> str:
    return f"[{' '.join(numbers[1].split())}]"


if __name__ == "__main__":
    sys.exit(main())
