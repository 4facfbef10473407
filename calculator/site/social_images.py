"""The picture that shows when a page is shared: its title, set in the site's own font.

Each article has one of its own; the pages of the states and of the rules share one each. Drawing
takes time, so what was drawn before is kept under ``.cache/`` by its content.
"""

import hashlib
import textwrap
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from calculator.site.fonts import SOURCE
from calculator.site.places import ROOT

FOLDER = "assets/social"
SIZE = (1200, 630)
KEPT = ROOT / ".cache" / "social"

SHARED = {"states": "State laws on second opinions", "rules": "All rules, with their sources"}
"""Folders of pages that are made alike, and the title on the picture they share."""

_FONT = SOURCE / "files" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
_PAPER, _INK, _BRAND, _TEAL, _SOFT = "#fbf8f2", "#1c2a30", "#0d4a50", "#0b5b62", "#4b5a60"
_BOLD, _MEDIUM = 700, 500
_DESIGN = "1"
"""Counts up when the drawing changes, so that no older picture is taken for a new one."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on one picture."""

    name: str
    title: str
    site: str

    @property
    def path(self) -> str:
        """Where the picture lies, from the top of the site."""
        return f"{FOLDER}/{self.name}.png"


def card_for(address: str, title: str, site: str) -> Card:
    """The picture of a page."""
    folder = address.partition("/")[0]
    if folder in SHARED:
        return Card(folder, SHARED[folder], site)
    return Card(address.strip("/").replace("/", "-") or "home", title, site)


def write_cards(cards: set[Card], site: Path, kept: Path = KEPT) -> None:
    """Write the pictures into the finished site; draw only what was never drawn."""
    kept.mkdir(parents=True, exist_ok=True)
    for card in sorted(cards, key=lambda card: card.name):
        picture = kept / f"{_digest(card)}.png"
        if not picture.is_file():
            draw(card).save(picture, compress_level=6)
        target = site / card.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture.read_bytes())


def _digest(card: Card) -> str:
    made_with = (_DESIGN, version("pillow"), card.title, card.site)
    return hashlib.sha256("\n".join(made_with).encode()).hexdigest()[:16]


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_FONT, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def draw(card: Card) -> Image.Image:
    """Draw one picture: paper, the mark of the site, the title, the site's name."""
    picture = Image.new("P", SIZE)
    picture.putpalette(_palette())
    paint = ImageDraw.Draw(picture)
    paint.fontmode = "L"
    paint.rectangle((0, 0, *SIZE), fill=0)
    paint.rectangle((0, 0, SIZE[0], 18), fill=_SHADES * 2)
    _mark(paint, 80, 84)
    width, size = (22, 78) if len(card.title) <= 44 else (28, 62)  # noqa: PLR2004 - fits two to four lines
    lines = textwrap.wrap(card.title, width)[:4]
    text = Image.new("L", SIZE)
    ink = ImageDraw.Draw(text)
    ink.multiline_text((80, 220), "\n".join(lines), font=_font(size, _BOLD), fill=255, spacing=18)
    _lay(picture, text, 0)
    name = Image.new("L", SIZE)
    ImageDraw.Draw(name).text((80, 536), card.site, font=_font(36, _MEDIUM), fill=255)
    _lay(picture, name, _SHADES)
    return picture


_SHADES = 16


def _palette() -> list[int]:
    """Paper to ink, paper to the softer ink, then the plain colors of the mark."""
    flat = [_BRAND, _TEAL]
    steps = [
        _between(_PAPER, end, number / (_SHADES - 1))
        for end in (_INK, _SOFT)
        for number in range(_SHADES)
    ]
    return [value for color in (*steps, *map(_rgb, flat)) for value in color]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _between(one: str, other: str, part: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * part) for a, b in zip(_rgb(one), _rgb(other), strict=True))


def _lay(picture: Image.Image, shade: Image.Image, first: int) -> None:
    """Lay grey letters on the paper, in the shades that begin at a place of the palette."""
    colored = shade.point(lambda grey: first + grey * (_SHADES - 1) // 255)
    picture.paste(colored, mask=shade.point(lambda grey: 255 if grey >= _SHADES else 0))


def _mark(paint: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """Two speech bubbles, one behind the other: the mark of the site."""
    brand, teal = _SHADES * 2, _SHADES * 2 + 1
    paint.rounded_rectangle((left + 44, top + 26, left + 128, top + 84), 16, fill=teal)
    paint.polygon(
        [(left + 100, top + 80), (left + 122, top + 80), (left + 122, top + 104)], fill=teal
    )
    paint.rounded_rectangle((left - 6, top - 6, left + 90, top + 62), 20, fill=0)
    paint.rounded_rectangle((left, top, left + 84, top + 56), 16, fill=brand)
    paint.polygon([(left + 14, top + 52), (left + 36, top + 52), (left + 14, top + 76)], fill=brand)
