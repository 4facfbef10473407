"""Addresses that change with the content: ``site.css?v=1a2b3c4d``.

A page names its styles and scripts by what is in them. So no cache, in the browser or on the way
to it, can give a page of one build the style sheet of another.
"""

import hashlib
from pathlib import Path

from calculator.site.places import DOCS


def versioned(address: str, folder: Path = DOCS) -> str:
    """An address below the site's top, with a digest of the file; unchanged if there is none."""
    path = folder / address
    if not path.is_file():
        return address
    return f"{address}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
