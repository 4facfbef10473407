"""What one year's figures are beside those of the year before, printed from the rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from itertools import groupby

from calculator.addresses import subject_of
from calculator.money import HUNDRED, plain
from calculator.rule import Figure, Value, written_day, year_of
from calculator.site.context import Printer
from calculator.site.subjects import SUBJECTS
from calculator.site.tables import table
from calculator.years import Gap, entry_of, gaps, yearly_figures

#: A longer table is folded.
MANY = 10

#: What stands behind an amount that is less than sure.
WEAK = {"single_secondary": " (one source)", "conflicting": " (sources disagree)"}


def what_changed(printer: Printer) -> str:
    """The year of the pages against the year before, then later years, then earlier ones."""
    years = list(printer.rules.years)[1:]
    shown = printer.day.year
    order = sorted(years, key=lambda year: (year != shown, year < shown, abs(year - shown)))
    return "\n\n".join(part for year in order for part in _year(printer, year))


def missing_table(printer: Printer) -> str:
    """Every yearly figure that lacks an amount, by subject, with the years and the reason."""
    files = printer.rules.files
    found = sorted(
        gaps(printer.rules, printer.rules.years), key=lambda gap: _place(files[gap.figure.id])
    )
    parts = []
    for file, group in groupby(found, key=lambda gap: files[gap.figure.id]):
        rows = [_gap_row(printer, gap) for gap in group]
        head = ("What", "Year", "Why it is missing", "Last one we have")
        shown = table(head, rows, f"{SUBJECTS[file]}: what is missing")
        parts.append(_folded(f"{SUBJECTS[file]}: {_count(len(rows), 'gap')}", shown))
    return "".join(parts)


def change_words(figure: Figure, old: Value | None, new: Value | None) -> str:
    """The step from one value to the next: "up $26 (10.1%)"; empty where one is missing."""
    if old is None or new is None or old.amount is None or new.amount is None:
        return ""
    before, after = Decimal(old.amount), Decimal(new.amount)
    if before == after:
        return "no change"
    step = abs(after - before)
    direction = "up" if after > before else "down"
    if figure.unit in ("share", "percent"):
        points = plain(step * HUNDRED if figure.unit == "share" else step)
        return f"{direction} {points} percentage point{'' if points == '1' else 's'}"
    by = figure.write(replace(new, amount=plain(step)))
    part = f" ({_tenth(step * HUNDRED / before)}%)" if before else ""
    return f"{direction} {by}{part}"


def _tenth(number: Decimal) -> str:
    return plain(number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def begun_in(printer: Printer, year: int) -> list[tuple[Figure, str]]:
    """What began, changed or ended by law in a year: the figure, and in words what it was."""
    found = []
    for figure in printer.rules.figures.values():
        if figure.unit == "date":
            days = [date.fromisoformat(v.amount) for v in figure.values if v.amount is not None]
            found += [(figure, written_day(day)) for day in days[-1:] if day.year == year]
        elif figure.reach == "until_changed":
            found += [(figure, words) for words in _steps(figure, year, printer.rules.years[0])]
    return found


def _steps(figure: Figure, year: int, first_year: int) -> Iterator[str]:
    """The changes of a lasting figure in a year; the start of our records is no change."""
    for number, value in enumerate(figure.values):
        if value.start.year != year or (number == 0 and year <= first_year):
            continue
        before = figure.values[number - 1] if number else None
        old = f" (was {figure.write(before)})" if before else ""
        yield f"{figure.write(value)} from {written_day(value.start)}{old}"


def _year(printer: Printer, year: int) -> Iterator[str]:
    yield f"## {year} compared with {year - 1} {{ #year-{year} }}"
    files = printer.rules.files
    yearly = sorted(yearly_figures(printer.rules), key=lambda f: _place(files[f.id]))
    told = [figure for figure in yearly if _has_news(figure, year)]
    if told:
        yield f"These figures get a new value each year. Here are those of {year - 1} and {year}."
    for file, group in groupby(told, key=lambda figure: files[figure.id]):
        name = SUBJECTS[file]
        rows = [_row(printer, figure, year) for figure in group]
        head = ("What", str(year - 1), str(year), "Change", "Source")
        shown = table(head, rows, f"{name}, {year - 1} and {year}")
        yield f"### {escape(name)} {{ #year-{year}-{subject_of(file)} }}"
        yield shown if len(rows) <= MANY else _folded(f"Show {len(rows)} figures", shown)
    unknown = len(list(gaps(printer.rules, [year])))
    if unknown:
        yield (
            f"We lack {_count(unknown, 'figure')} for {year}. "
            "[See which, and why](#what-is-still-missing)."
        )
    if begun := begun_in(printer, year):
        yield f"### Rules with a date in {year} {{ #year-{year}-rules }}"
        items = "".join(
            f"<li>{printer.link(figure.id, escape(figure.label), 'figure')}: {escape(words)}. "
            f"{printer.cite(figure.id)}</li>"
            for figure, words in begun
        )
        yield f"<ul>{items}</ul>"


def _has_news(figure: Figure, year: int) -> bool:
    """Say whether a figure has an amount for a year, or ended in it."""
    old, new = entry_of(figure, year - 1), entry_of(figure, year)
    if new is None or (new.amount is None and new.missing != "repealed"):
        return False
    return new.missing != "repealed" or (old is not None and old.missing != "repealed")


def _row(printer: Printer, figure: Figure, year: int) -> tuple[str, ...]:
    old, new = entry_of(figure, year - 1), entry_of(figure, year)
    change = change_words(figure, old, new)
    if not change and old is None and new is not None and new.amount is not None:
        change = "new"
    return (
        printer.link(figure.id, escape(figure.label), "figure"),
        _cell(figure, old),
        _cell(figure, new),
        change or "&ndash;",
        _sources(printer, figure, new, old),
    )


def _gap_row(printer: Printer, gap: Gap) -> tuple[str, ...]:
    figure, last = gap.figure, gap.latest
    why = f"{gap.why[:1].upper()}{gap.why[1:]}. {gap.note}".strip()
    return (
        printer.link(figure.id, escape(figure.label), "figure"),
        str(gap.year),
        escape(why, quote=False),
        f"{escape(figure.write(last))} in {last.start.year}" if last else "none",
    )


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _place(file: str) -> int:
    return list(SUBJECTS).index(file)


def _cell(figure: Figure, value: Value | None) -> str:
    if value is None:
        return "no figure"
    weak = WEAK.get(value.citation.confidence, "") if value.citation else ""
    return f"{escape(figure.write(value))}{weak}"


def _sources(printer: Printer, figure: Figure, *values: Value | None) -> str:
    """The source of each value, the newer one first, each once."""
    keys = {v.citation.sources[0]: None for v in values if v is not None and v.citation}
    sources = [printer.rules.sources[key] for key in keys]
    return " ".join(
        printer.link(
            figure.id, f"[{escape(source.publisher)}, {year_of(source.published)}]", "source"
        )
        for source in sources
    )
