"""Writes what makes a second visit almost free: the service worker, and a list to fetch ahead.

The worker is one file: Workbox, our own text (``docs/assets/sw-worker.js``) and the list of this
build's files with their digests. The same site gives the same bytes.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import normpath
from typing import Any

from calculator.site.places import ASSETS, NODE_MODULES, SITE, BuildError

WORKER = "sw.js"
SOURCE = ASSETS / "sw-worker.js"
MANIFEST = "= self.__WB_MANIFEST;"
"""What the list replaces in the worker's text; Workbox's own tools use this name."""

AHEAD = "assets/runtime/files.json"
"""What a page fetches for a reader who is about to use the calculator."""

OFFLINE = "offline/"
"""The page that is shown in the place of one that is neither here nor to be had."""

NOT_KEPT = ("about/sources/", "data/", "rules/", "states/")
"""How the addresses of pages begin that are looked up one at a time: too many to keep."""

WORKBOX = ("core", "routing", "strategies", "precaching")
"""The packages of Workbox that are used, each after those it needs."""

_SEARCH = "search/search_index.json"
_LOADED = re.compile(r'(?:href|src)="([^":#]+\.(?:css|js|mjs|svg|png)(?:\?[^"]*)?)"')
_SEARCH_SCRIPT = re.compile(r'"search": "([^"]+)"')
_FONT = re.compile(r"url\(([\w-]+-latin-wght-\w+\.woff2)\)")
_NAMED_BY_CONTENT = re.compile(r"\?v=|\.[0-9a-f]{8}\.min\.")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*")

type Files = dict[str, Path]
"""Files by their address, which is relative to the top of the site."""


def write_service_worker(site: Path = SITE) -> None:
    """Write the worker and the list to fetch ahead into a finished site.

    Raises:
        BuildError: the site or Workbox lacks a part.

    """
    runtime = _runtime(site)
    calculator, kept = _pages(site, runtime)
    manifest = {
        "kept": [_kept(address, path) for address, path in sorted(kept.items())],
        "offline": OFFLINE,
        "runtime": {
            "id": runtime.name,
            "files": [_listed(*item) for item in sorted(_runtime_files(site, runtime).items())],
            "pages": [_listed(*item) for item in sorted(calculator.items())],
        },
    }
    (site / WORKER).write_text(worker_text(manifest), encoding="utf-8")
    smallest_first = sorted(
        _runtime_files(site, runtime).items(), key=lambda item: (item[1].stat().st_size, item[0])
    )
    addresses = [*sorted(calculator), *(address for address, _ in smallest_first)]
    ahead = [f"../../{address}" for address in addresses]
    (site / AHEAD).write_text(json.dumps(ahead, indent=0) + "\n", encoding="utf-8")


def worker_text(manifest: Mapping[str, Any]) -> str:
    """Workbox with its licence, and our own text with the list in its place."""
    source = SOURCE.read_text(encoding="utf-8")
    if source.count(MANIFEST) != 1:
        raise BuildError(f"{SOURCE.name} must have `{MANIFEST}` once")
    listed = json.dumps(manifest, indent=0, ensure_ascii=False)
    licence = _workbox("core", "LICENSE").strip()
    parts = [_workbox(part, f"build/workbox-{part}.prod.js") for part in WORKBOX]
    library = "\n".join(_SOURCE_MAP.sub("", part).strip() for part in parts)
    own = source.replace(MANIFEST, f"= {listed};")
    return f"/* Workbox\n\n{licence}\n*/\n{library}\n(() => {{\n{own}}})();\n"


def _workbox(part: str, name: str) -> str:
    path = NODE_MODULES / f"workbox-{part}" / name
    if not path.is_file():
        raise BuildError("Workbox is not installed; run `make setup`")
    return path.read_text(encoding="utf-8")


def _runtime(site: Path) -> Path:
    folders = [path for path in (site / "assets" / "runtime").glob("*") if path.is_dir()]
    if len(folders) != 1:
        raise BuildError(f"the site must have one runtime, and it has {len(folders)}")
    return folders[0]


def _runtime_files(site: Path, runtime: Path) -> Files:
    files = (path for path in runtime.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path for path in files}


def _pages(site: Path, runtime: Path) -> tuple[Files, Files]:
    """The pages with the calculator; and the pages to keep, with all they load."""
    calculator: Files = {}
    kept: Files = {_SEARCH: site / _SEARCH}
    for page in sorted(site.rglob("index.html")):
        address = page.relative_to(site).as_posix().removesuffix("index.html")
        if address.startswith(NOT_KEPT):
            continue
        text = page.read_text(encoding="utf-8")
        if f"assets/runtime/{runtime.name}/" in text:
            calculator[address] = page
        else:
            kept[address] = page
            kept.update(_loaded(site, address, text))
    for sheet in [path for path in kept.values() if path.name == "fonts.css"]:
        for name in _FONT.findall(sheet.read_text(encoding="utf-8")):
            kept[(sheet.parent / name).relative_to(site).as_posix()] = sheet.parent / name
    for address in (_SEARCH, OFFLINE):
        if address not in kept or not kept[address].is_file():
            raise BuildError(f"the site lacks {address}")
    if not calculator:
        raise BuildError("the site lacks a page with the calculator")
    return calculator, kept


def _loaded(site: Path, page: str, text: str) -> Iterator[tuple[str, Path]]:
    """The styles, scripts and pictures that a page loads."""
    for address in (*_LOADED.findall(text), *_SEARCH_SCRIPT.findall(text)):
        if not address.startswith("/"):
            found = normpath(page + address)
            yield found, site / found.partition("?")[0]


def _kept(address: str, path: Path) -> dict[str, str | None]:
    """An entry as Workbox reads it: no revision where the address changes with the content."""
    listed = _listed(address, path)
    revision = None if _NAMED_BY_CONTENT.search(address) else listed["integrity"][-17:-1]
    return {"url": address or "./", "revision": revision, "integrity": listed["integrity"]}


def _listed(address: str, path: Path) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
    return {"url": address, "integrity": f"sha256-{digest}"}
