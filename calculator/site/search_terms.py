"""Makes every word of the glossary a result of its own in the search."""

import json
from datetime import date
from html import escape
from pathlib import Path

from calculator.ruleset import Ruleset

INDEX = "search/search_index.json"
BOOST = 2
"""Before pages that only use the word, and after the page of a plan type of that name."""


def add_terms(index: Path, rules: Ruleset, day: date) -> None:
    """Add one entry for each word to the index that the search of the site reads."""
    found = json.loads(index.read_text(encoding="utf-8"))
    for term in sorted(rules.terms.values(), key=lambda term: term.label.lower()):
        found["docs"].append(
            {
                "location": f"glossary/#{term.id}",
                "title": term.label,
                "text": f"<p>{escape(rules.text(term.says, day), quote=False)}</p>",
                "boost": BOOST,
            }
        )
    index.write_text(json.dumps(found, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
