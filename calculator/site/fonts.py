"""Copies the site's own font, so that no reader's browser asks another host for it."""

import re
import shutil
from pathlib import Path

from calculator.site.places import ASSETS, NODE_MODULES, BuildError

FONTS = ASSETS / "fonts"
SOURCE = NODE_MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"
STYLES = ("wght.css", "wght-italic.css")

_FILE = re.compile(r"url\(\./files/([\w.-]+)\)")


def write_fonts() -> Path:
    """Write the font files, their licence and one style sheet that names them."""
    if not SOURCE.is_dir():
        raise BuildError("the font is not installed; run `make setup`")
    FONTS.mkdir(parents=True, exist_ok=True)
    css = "\n".join((SOURCE / name).read_text(encoding="utf-8") for name in STYLES)
    for name in _FILE.findall(css):
        _copy(SOURCE / "files" / name, FONTS / name)
    _copy(SOURCE / "LICENSE", FONTS / "LICENSE.txt")
    sheet = FONTS / "fonts.css"
    text = _FILE.sub(r"url(\1)", css) + "\n"
    if not sheet.exists() or sheet.read_text(encoding="utf-8") != text:
        sheet.write_text(text, encoding="utf-8")
    return sheet


def _copy(source: Path, target: Path) -> None:
    """Copy a file that is new or changed; an untouched file starts no rebuild."""
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copy(source, target)
