"""Write a page and a fact-check sheet for each subject; the repository does not keep them."""

from collections.abc import Mapping
from pathlib import Path

from calculator.ruleset import Ruleset
from calculator.site.places import DOCS
from calculator.site.subjects import Subject, subjects

FOLDER = DOCS / "rules"

#: Pages of the folder that people write.
KEPT = ("index.md", "disagreements.md")


def write_rules_pages(rules: Ruleset, folder: Path = FOLDER) -> None:
    """Write the pages that changed, and remove those of subjects that are gone."""
    sheets = folder / "check"
    sheets.mkdir(parents=True, exist_ok=True)
    texts: dict[Path, str] = {}
    for subject in subjects(rules):
        texts[folder / f"{subject.key}.md"] = _page(subject)
        texts[sheets / f"{subject.key}.md"] = _sheet(subject)
    for path in (*folder.glob("*.md"), *sheets.glob("*.md")):
        if path not in texts and path.name not in KEPT:
            path.unlink()
    _write(texts)


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _page(subject: Subject) -> str:
    return f"""---
search:
  exclude: true
title: "Rules: {subject.title}"
description: "{subject.title}: every rule with its sentence, its values by date, its sources,
  how sure we are, and which pages and steps use it."
---

# Rules: {subject.title}

[All subjects](index.md). [How to read an entry](index.md#how-to-read-an-entry). To check these
rules on paper, print the [fact-check sheet](check/{subject.key}.md).

{{{{ subject_rules("{subject.key}") }}}}
"""


def _sheet(subject: Subject) -> str:
    return f"""---
search:
  exclude: true
hide:
  - navigation
  - toc
title: "Fact-check sheet: {subject.title}"
description: "{subject.title}: each rule with its source and an empty box, to be checked on paper
  and signed."
---

# Fact-check sheet: {subject.title}

For each row: open the source, find the place, and compare. Tick *right* or *wrong*. If it is
wrong, write what the source says. S and C are the numbers of the sources and cases listed at the
end. [The rules on screen](../{subject.key}.md).

{{{{ check_sheet("{subject.key}") }}}}
"""
