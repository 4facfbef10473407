"""Macros of the page about speed: they print what `make bench` has written, and nothing else."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from typing import Any

from calculator.rule import written_day
from calculator.site.places import DOCS
from calculator.site.tables import table

RESULTS = DOCS / "about" / "speed.json"

type Macro = Callable[..., str]

#: What the tables are called, and the headings of their columns in the order of COLUMNS. A column
#: without a heading is empty in that part.
PARTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "first": (
        "A first visit",
        ("What", "This site", "Plain page", "Share", "Spread", "Target", "Result"),
    ),
    "second": (
        "A second visit",
        ("What", "This site", "Plain page", "Share", "Spread", "Target", "Result"),
    ),
    "change": (
        "A changed answer",
        ("Case", "Time", "Work", "", "Spread", "Target", "Result"),
    ),
    "engine": ("Estimates a second", ("What", "Number", "", "Share", "Spread", "", "")),
    "build": (
        "The build",
        ("What", "This site", "Plain MkDocs", "Share", "Spread", "Target", "Result"),
    ),
}
COLUMNS = ("what", "site", "plain", "share", "spread", "target", "missed")

_MACHINE = ("processor", "memory", "system", "browser", "runtime", "python")


def speed_macros() -> Sequence[Macro]:
    """The macros of the page."""

    @cache
    def run() -> dict[str, Any]:
        return results()

    def speed_table(part: str) -> str:
        """One part of the table."""
        label, heads = PARTS[part]
        shown = [(name, head) for name, head in zip(COLUMNS, heads, strict=True) if head]
        rows = [
            [escape(_cell(row, name)) for name, _ in shown]
            for row in run()["table"]
            if row["part"] == part
        ]
        return table([head for _, head in shown], rows, label)

    def speed_missed() -> str:
        """Every target that is missed, and by how much."""
        items = "".join(
            f"<li>{escape(row['what'])}: {escape(row['share'] or row['site'])}, target "
            f"{escape(row['target'])}, missed by {escape(row['missed'])}.</li>"
            for row in run()["table"]
            if row["missed"]
        )
        return f"<ul>{items}</ul>" if items else "<p>None.</p>"

    def speed_run() -> str:
        """When, on what and with which command it was measured."""
        facts = {
            "Day": written_day(date.fromisoformat(run()["date"])),
            "Command": run()["command"],
            "Machine": ", ".join(run()["machine"][part] for part in _MACHINE),
            "Load of the machine at the start": str(run()["load"]),
            "Fresh profiles of the browser, for each page and line": str(run()["profiles"]),
        }
        items = "".join(f"<li>{name}: {escape(fact)}</li>" for name, fact in facts.items())
        return f"<ul>{items}</ul>"

    return speed_table, speed_missed, speed_run


def results() -> dict[str, Any]:
    """What the last full run has found."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def _cell(row: Mapping[str, str], name: str) -> str:
    if name == "missed":
        return f"missed by {row[name]}" if row[name] else "met" if row["target"] else ""
    return row[name]
