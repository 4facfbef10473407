"""Open the next year in the rule files: say of each yearly figure that it is still missing.

The files are changed as text, one line for each figure, so that comments and layout stay as they
are. A figure that has an entry for the year is left alone: the command can be run again.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from calculator.rule import newest_citation
from calculator.ruleset import Ruleset
from calculator.site.places import BuildError
from calculator.site.read import RULES, read_rules
from calculator.years import Gap, gaps

NOTE = "We had not seen it announced when we added this year."


def open_year(year: int, today: date, folder: Path = RULES) -> tuple[Ruleset, list[str]]:
    """Add the year to every yearly figure that has no entry for it.

    Returns:
        The rules after the change, and the ids of the figures that were changed.

    Raises:
        BuildError: the year does not follow the years of the rules.
        RuleError: the rules have a fault, before or after the change; no file was touched.

    """
    years = read_rules(folder).years
    if year not in range(years[0], years[-1] + 2):
        raise BuildError(
            f"the rules have the years {years[0]} to {years[-1]}; the next is {years[-1] + 1}"
        )
    changed: dict[Path, str] = {}
    added: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        new_text, ids = with_year(text, year, today)
        if ids:
            changed[path] = new_text
            added += ids
    with TemporaryDirectory() as name:
        trial = Path(name) / "rules"
        shutil.copytree(folder, trial)
        for path, text in changed.items():
            (trial / path.name).write_text(text, encoding="utf-8")
        rules = read_rules(trial)
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return rules, added


def with_year(text: str, year: int, today: date) -> tuple[str, list[str]]:
    """The text of a rule file with the year added where it lacks, and the ids of those figures."""
    places = [
        (_end(text, item), _entry(item, in_brackets, year, today), figure)
        for figure, item, in_brackets in _figures_without(text, year)
    ]
    for index, entry, _ in reversed(places):
        line_end = index if entry.startswith(",") else (text + "\n").index("\n", index)
        text = text[:line_end] + entry + text[line_end:]
    return text, [figure for _, _, figure in places]


def worklist(rules: Ruleset, year: int) -> Iterator[str]:
    """What is to be looked up for a year: each figure, its last value, where that one stands."""
    found = sorted(gaps(rules, [year]), key=lambda gap: (rules.files[gap.figure.id], gap.figure.id))
    if not found:
        yield f"Every yearly figure has an amount for {year}."
        return
    yield f"{len(found)} yearly figures have no amount for {year}:"
    for file, group in groupby(found, key=lambda gap: rules.files[gap.figure.id]):
        yield f"\n{file}"
        for gap in group:
            yield f"  {gap.figure.id}: {gap.figure.label}"
            yield f"    {_last_words(gap)}"
            citation = newest_citation(gap.figure)
            for key in citation.sources if citation else ():
                source = rules.sources[key]
                yield f"    {source.publisher}: {source.title}"
                yield f"    {source.url}"


def _last_words(gap: Gap) -> str:
    if gap.latest is None:
        return f"no earlier amount; for {gap.year}: {gap.why}"
    latest = f"{gap.figure.write(gap.latest)} in {gap.latest.start.year}"
    return f"last amount: {latest}; for {gap.year}: {gap.why}"


def _figures_without(text: str, year: int) -> Iterator[tuple[str, yaml.Node, bool]]:
    """Each yearly figure without an entry for the year, the entry before it, and its style."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    figures = _child(root, "figures")
    if not isinstance(figures, yaml.MappingNode):
        return
    for key, figure in figures.value:
        reach, values = _child(figure, "reach"), _child(figure, "values")
        if reach is None or reach.value != "calendar_year":
            continue
        if not isinstance(values, yaml.SequenceNode):
            continue
        starts = [int(str(_text(item, "from"))[:4]) for item in values.value]
        earlier = [item for item, start in zip(values.value, starts, strict=True) if start < year]
        if year not in starts and earlier and _text(earlier[-1], "missing") != "repealed":
            yield str(key.value), earlier[-1], bool(values.flow_style)


def _entry(before: yaml.Node, in_brackets: bool, year: int, today: date) -> str:  # noqa: FBT001
    """The new entry, to be put behind the one before it."""
    entry = f"{{from: {year}-01-01, missing: not_published, checked: {today}, note: {NOTE}}}"
    if in_brackets:
        return f", {entry}"
    indent = before.start_mark.column - len("- ")
    return f"\n{' ' * indent}- {entry}"


def _end(text: str, node: yaml.Node) -> int:
    """Where the last word of a node ends; a block ends for YAML only where the next one begins."""
    last = node
    while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    return len(text[: last.end_mark.index].rstrip())


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _text(node: yaml.Node, name: str) -> str | None:
    found = _child(node, name)
    return str(found.value) if found is not None else None
