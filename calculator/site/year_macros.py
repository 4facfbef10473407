"""Macros about years: what changed, what is missing, how fresh the figures of the pages are."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from calculator.ruleset import Ruleset
from calculator.site import data_tables
from calculator.site import what_changed as changes
from calculator.site.context import Printer
from calculator.site.freshness import build_day, checked_words
from calculator.years import WHY, gaps, yearly_figures

type Macro = Callable[..., str]


def year_macros(printer: Callable[[], Printer]) -> Sequence[Macro]:
    """The macros of the pages about years and about the data."""

    def what_changed() -> str:
        """Every year against the year before."""
        return changes.what_changed(printer())

    def missing_figures() -> str:
        """The yearly figures that lack an amount."""
        return changes.missing_table(printer())

    def data_files() -> str:
        """The published files."""
        return data_tables.files_table()

    def data_fields(kind: str) -> str:
        """The fields of one part of the data."""
        return data_tables.fields_table(kind)

    return what_changed, missing_figures, data_files, data_fields


def freshness_notes(rules: Ruleset, figures_on: date, today: date | None = None) -> dict[str, Any]:
    """What the templates print on every page: the line under it, and the banners of later years.

    A banner holds the figures missing for its year; a page shows those that it prints itself.
    The last banner is for all years that the rules do not know.
    """
    built = today or build_day()
    year = figures_on.year
    last = max(year, rules.years[-1])
    banners = [_banner(rules, later, built) for later in range(year + 1, last + 1)]
    banners.append(
        {
            "year": str(last + 1),
            "from": f"{last + 1}-01-01",
            "until": "",
            "shown": built.year > last,
            "figures": [_missing(figure.id, figure.label, "") for figure in yearly_figures(rules)],
        }
    )
    return {
        "year": str(year),
        "checked": checked_words(rules, built),
        "used": [figure.id for figure in yearly_figures(rules) if figure.use == "engine"],
        "banners": banners,
    }


def _banner(rules: Ruleset, year: int, built: date) -> dict[str, Any]:
    return {
        "year": str(year),
        "from": f"{year}-01-01",
        "until": f"{year + 1}-01-01",
        "shown": built.year == year,
        "figures": [
            _missing(gap.figure.id, gap.figure.label, WHY[gap.missing])
            for gap in gaps(rules, [year])
        ],
    }


def _missing(figure_id: str, label: str, why: str) -> dict[str, str]:
    return {"id": figure_id, "label": label, "why": why}
