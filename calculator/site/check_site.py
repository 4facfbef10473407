"""Checks the finished site: links inside it lead somewhere, and nothing asks another host.

Each page has a language, a title and one main heading, and each image a text in its place.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from calculator.site.places import SITE

_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "use": "href",
    "form": "action",
}
"""Elements that make the browser fetch or send something, and the attribute that says where."""

_LOADED_LINKS = frozenset(
    {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "manifest"}
)
_NAMING = "[id], [name], [href], [src], [data], [action]"
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class _Page:
    """What a page names: its anchors, the addresses it links to and those it loads from."""

    def __init__(self, html: str) -> None:
        self.ids = {"", "__top"}  # both mean the page's beginning
        self.links: list[str] = []
        self.loads: list[str] = []
        self.links_out: set[str] = set()
        tree = LexborHTMLParser(html)
        self.faults = list(_form_faults(tree))
        for element in tree.css(_NAMING):
            given = {name: value or "" for name, value in element.attributes.items()}
            self._note(element.tag or "", given)

    def _note(self, tag: str, given: Mapping[str, str]) -> None:
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
            if _is_foreign(given["href"]):
                self.links_out.add(given["href"])
        elif tag == "link" and _LOADED_LINKS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))
        elif given.get(_LOADED.get(tag, "")):
            self.loads.append(given[_LOADED[tag]])


def check_site(site: Path = SITE) -> list[str]:
    """Return one sentence for each fault of the finished site; none is the hope."""
    return [
        fault for page in sorted(site.rglob("*.html")) for fault in _page_faults(page, site)
    ] + [
        f"{sheet.relative_to(site)}: loads {address}"
        for sheet in sorted(site.rglob("*.css"))
        for address in _css_addresses(sheet)
        if _is_foreign(address)
    ]


def _page_faults(path: Path, site: Path) -> Iterator[str]:
    page = _read(path)
    name = path.relative_to(site)
    for fault in page.faults:
        yield f"{name}: {fault}"
    for address in page.loads:
        if _is_foreign(address):
            yield f"{name}: loads {address}"
    for address in page.links + page.loads:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            continue  # the page for missing files names absolute paths, as it can stand anywhere
        target = _file(path.parent, unquote(parts.path)) if parts.path else path
        if target is None:
            yield f"{name}: {address} leads nowhere"
        elif target.suffix == ".html" and unquote(parts.fragment) not in _read(target).ids:
            yield f"{name}: {address} names a place that is not on that page"


def _form_faults(tree: LexborHTMLParser) -> Iterator[str]:
    root, title = tree.css_first("html"), tree.css_first("head > title")
    if root is None or not root.attributes.get("lang"):
        yield "names no language"
    if title is None or not title.text(strip=True):
        yield "has no title"
    if (count := len(tree.css("h1"))) != 1:
        yield f"has {count} main headings instead of one"
    for image in tree.css("img:not([alt])"):
        yield f"{image.attributes.get('src')} has no text in its place; add alt"
    for image in tree.css("svg[role=img]:not([aria-label]):not([aria-labelledby])"):
        if image.css_first("title") is None:
            yield "a drawing has no text in its place; add aria-label"


def external_links(site: Path = SITE) -> dict[str, list[str]]:
    """Every address outside the site that its pages link to, with the pages, for a human check."""
    found: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        for address in sorted(_read(path).links_out):
            found.setdefault(address, []).append(path.relative_to(site).as_posix())
    return dict(sorted(found.items()))


@cache
def _file(folder: Path, address: str) -> Path | None:
    """The file that an address leads to from a folder, if there is one."""
    target = (folder / address).resolve()
    if target.is_dir():
        target /= "index.html"
    return target if target.is_file() else None


def _is_foreign(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}


def _css_addresses(sheet: Path) -> Iterator[str]:
    for match in _CSS_ADDRESS.finditer(sheet.read_text(encoding="utf-8")):
        yield match[1] or match[2]


@cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))
