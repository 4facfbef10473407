"""Write the rules as open data: JSON, CSV and JSON Schema at addresses that do not change.

The files lie under ``docs/data/v1/`` and are copied into the site as they are. What they hold is
described field by field in :mod:`calculator.site.data_format`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from calculator import __version__
from calculator.addresses import subject_of
from calculator.rule import Figure
from calculator.ruleset import Ruleset
from calculator.schema import scenario_schema
from calculator.site.data_format import COLUMNS, FILES, FOLDER, rules_schema
from calculator.site.data_parts import VERSION
from calculator.site.freshness import build_day, check_span
from calculator.site.places import DOCS
from calculator.site.published import (
    ATTRIBUTION,
    LICENSE,
    LICENSE_ADDRESS,
    published_rules,
    published_states,
)

DATA = DOCS / "data" / FOLDER

_MEDIA_TYPES = {".json": "application/json", ".csv": "text/csv; charset=utf-8"}


def write_open_data(rules: Ruleset, folder: Path = DATA, day: date | None = None) -> None:
    """Write every file that changed, and the index of all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "rules.json": _json(published_rules(rules)),
        "rules.csv": _csv(rules),
        "rules.schema.json": _json(rules_schema()),
        "scenario.schema.json": _json(scenario_schema()),
        "states.json": _json(published_states(rules)),
    }
    files["index.json"] = _json(_index(rules, files, day or build_day()))
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def last_day(figure: Figure, number: int) -> date | None:
    """The last day of a value; None where no end is known."""
    later = figure.values[number + 1 :]
    ends = [later[0].start - timedelta(days=1)] if later else []
    if figure.reach == "calendar_year":
        ends.append(date(figure.values[number].start.year, 12, 31))
    return min(ends, default=None)


def _csv(rules: Ruleset) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_csv_rows(rules))
    return text.getvalue().encode()


def _csv_rows(rules: Ruleset) -> Iterator[dict[str, str]]:
    for figure in rules.figures.values():
        for number, value in enumerate(figure.values):
            end = last_day(figure, number)
            keys = value.citation.sources if value.citation else ()
            yield {
                "id": figure.id,
                "label": figure.label,
                "subject": subject_of(rules.files[figure.id]),
                "unit": figure.unit,
                "per": figure.per,
                "reach": figure.reach,
                "from": value.start.isoformat(),
                "until": end.isoformat() if end else "",
                "amount": value.amount or "",
                "missing": value.missing or "",
                "checked": value.checked.isoformat(),
                "confidence": value.citation.confidence if value.citation else "",
                "sources": " ".join(keys),
                "urls": " ".join(rules.sources[key].url for key in keys),
                "at": value.citation.at if value.citation else "",
                "note": value.note,
            }


def _index(rules: Ruleset, files: Mapping[str, bytes], day: date) -> dict[str, Any]:
    oldest, newest = check_span(rules, day)
    return {
        "version": VERSION,
        "published": day.isoformat(),
        "package_version": __version__,
        "checked": {"oldest": oldest.isoformat(), "newest": newest.isoformat()},
        "license": {"id": LICENSE, "url": LICENSE_ADDRESS},
        "attribution": ATTRIBUTION,
        "files": [
            {
                "name": name,
                "says": FILES[name],
                "media_type": _MEDIA_TYPES[Path(name).suffix],
                "bytes": len(content),
                "sha256": sha256(content).hexdigest(),
            }
            for name, content in files.items()
        ],
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
