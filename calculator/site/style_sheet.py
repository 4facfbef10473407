"""All our style sheets as one, for the finished site: a phone waits for each request.

While somebody works on the site the sheets stay apart, so that a change shows where it was made.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from calculator.site.places import DOCS

NAME = "assets/styles.css"
FONTS = "assets/fonts/fonts.css"
"""Stays a sheet of its own: the names in it are relative to it."""


def in_one(sheets: Sequence[str], folder: Path = DOCS) -> tuple[list[str], str]:
    """The addresses of the sheets that are left, and the text of the one that holds the others."""
    names = [sheet.partition("?")[0] for sheet in sheets]
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in names if name != FONTS)
    if re.search(r"url\(|@import", text):
        raise ValueError("a style sheet names a file: its place changes when the sheets are joined")
    fonts = [sheet for sheet in sheets if sheet.startswith(FONTS)]
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return [*fonts, f"{NAME}?v={digest}"], text
